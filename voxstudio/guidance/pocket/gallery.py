"""A contact sheet of what the prior is taught."""

from __future__ import annotations

import textwrap

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from voxstudio.guidance.pocket.captions import caption
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import render_world, to_uint8
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.generators.relations import RELATIONS, Relation
from voxstudio.world.generators.scenes import scene
from voxstudio.world.generators.structures import KINDS, Kind

LABEL = 92
"""Pixels on the left for the name of a row."""
LINE = 10


def gallery(columns: int = 10, resolution: int = 128, seed: int = 0) -> np.ndarray:
    """One row of random scenes a kind and a relation, named, captioned, from where runs look; uint8 [H, W, 3]."""
    rows = [_row(kind.name, number, columns, resolution, seed, kind=kind) for number, kind in enumerate(KINDS)]
    rows += [
        _row(relation.name, len(KINDS) + number, columns, resolution, seed, relation=relation)
        for number, relation in enumerate(RELATIONS)
    ]
    return np.vstack(rows)


def _row(
    name: str,
    number: int,
    columns: int,
    resolution: int,
    seed: int,
    kind: Kind | None = None,
    relation: Relation | None = None,
) -> np.ndarray:
    lines = 3
    sheet = Image.new("RGB", (LABEL + columns * (resolution + 2), resolution + lines * LINE + 4), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=LINE)
    draw.multiline_text((4, 4), "\n".join(textwrap.wrap(name, 11)), fill="black", font=ImageFont.load_default(size=14))
    for column in range(columns):
        rng = np.random.default_rng([seed, number, column])
        this = scene(rng, kind, relation=relation)
        camera = OrbitSampler(OrbitFrame.of(this.land), resolution).sample(2, rng)[column % 2]
        x = LABEL + column * (resolution + 2)
        sheet.paste(Image.fromarray(to_uint8(render_world(this.world, camera, STUDIO))), (x, 0))
        told = textwrap.wrap(caption(this, rng), max(8, resolution // 5))[:lines]
        for line, text in enumerate(told):
            draw.text((x + 1, resolution + line * LINE), text, fill="black", font=font)
    return np.asarray(sheet)
