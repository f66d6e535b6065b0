"""Whole scenes: a land with one or two things on it, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from voxstudio.world.generators import relations
from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.lands import BIOMES, BIOMES_BY_NAME, Biome, bare_land
from voxstudio.world.generators.relations import RELATIONS, Relation, Thing, put
from voxstudio.world.generators.structures import KINDS, KINDS_BY_NAME, Kind
from voxstudio.world.generators.terrain import Shape
from voxstudio.world.voxel_world import VoxelWorld

SHAPES: tuple[Shape, ...] = ((32, 24, 32), (32, 32, 32), (48, 40, 48), (64, 48, 64), (64, 48, 64))

RELATED_SHARE = 0.14
"""Share of the scenes that hold two things."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Scene:
    """A world, the land it started from, and the facts that captions are made of."""

    world: VoxelWorld
    land: VoxelWorld
    """The same land before anything was built: where cameras take their bearings."""
    things: tuple[Thing, ...]
    """The main thing first."""
    relation: str
    """Name of the relation between the things; empty where there is one."""
    biome: str
    size: str
    """``small``, ``large`` or nothing."""

    @property
    def kind(self) -> str:
        """Name of the main thing's kind."""
        return self.things[0].kind


def scene(
    rng: np.random.Generator,
    kind: Kind | None = None,
    shape: Shape | None = None,
    relation: Relation | None = None,
) -> Scene:
    """A random scene; the same generator state gives the same scene.

    One thing alone where a ``kind`` is asked for, two where a ``relation`` is, else either at random.
    """
    if relation is None and kind is None and rng.random() < RELATED_SHARE:
        relation = RELATIONS[rng.integers(len(RELATIONS))]
    if relation:
        kind = kind or KINDS_BY_NAME[str(rng.choice(relation.kinds))]
    kind = kind or _choose(rng, KINDS, [k.weight for k in KINDS])
    shape = shape or SHAPES[rng.integers(len(SHAPES))]
    biome = _biome(rng, relations.LANDS if relation else kind.lands)
    share, size = _size(rng, (0.85, 0.98) if relation else kind.size, bool(relation))
    radius = share * biome.room * shape[0] / 2
    x, z = np.array([shape[0], shape[2]]) / 2 + rng.uniform(-0.05, 0.05, 2) * shape[0]
    land, ground = bare_land(rng, shape, biome, x, z, radius, tall=kind.stature >= 1.4)
    blocks = land.copy()
    canvas = Canvas(blocks, x, ground, z)
    things = relation.place(canvas, radius, rng, kind) if relation else [put(canvas, radius, rng, kind)]
    return Scene(
        VoxelWorld(blocks), VoxelWorld(land), tuple(things), relation.name if relation else "", biome.name, size
    )


def _biome(rng: np.random.Generator, names: Sequence[str]) -> Biome:
    if names:
        return BIOMES_BY_NAME[names[int(rng.integers(len(names)))]]
    return _choose(rng, BIOMES, [b.weight for b in BIOMES])


def _size(rng: np.random.Generator, usual: tuple[float, float], full: bool) -> tuple[float, str]:
    """The share of the land's half width that a thing takes, and the word for it if it is out of the ordinary."""
    low, high = usual
    draw = 1.0 if full else rng.random()
    if draw < 0.1:
        return rng.uniform(0.56, 0.66), "small"
    if draw < 0.25:
        return rng.uniform(high, high + 0.05), "large"
    return rng.uniform(low, high), ""


def _choose(rng: np.random.Generator, things: Sequence[_T], weights: Sequence[float]) -> _T:
    share = np.array(weights)
    return things[int(rng.choice(len(things), p=share / share.sum()))]
