"""The two lights that VoxStudio knows."""

from __future__ import annotations

import numpy as np

from voxstudio.errors import UserError
from voxstudio.render.base import Lighting

NORMALS = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], dtype=np.float64)
"""Outward face normals in the order that ``Lighting.factors`` has."""

FACE_KINDS = (2, 2, 0, 1, 2, 2)
"""For each normal, which of a material's colours the face shows: top, bottom or side."""


def _editor() -> Lighting:
    """The block editor's shading: a hemisphere ambient plus one sun, per face, without gamma or shadows."""
    sun_from = -np.array([-0.4, -0.85, -0.5]) / np.linalg.norm([-0.4, -0.85, -0.5])
    sun, sky, horizon = np.array([1, 0.97, 0.9]), np.array([0.53, 0.81, 0.92]), np.array([0.18, 0.16, 0.12])
    k = np.clip(NORMALS[:, 1:2] / 2 + 0.5, 0, 1)
    direct = np.maximum(NORMALS @ sun_from, 0)[:, None]
    factors = 0.55 * (horizon * (1 - k) + sky * k) + direct * sun
    return Lighting("editor", _rows(factors), (0.53, 0.81, 0.92))


def _rows(factors: np.ndarray) -> tuple[tuple[float, float, float], ...]:
    return tuple((float(r), float(g), float(b)) for r, g, b in factors)


EDITOR = _editor()
"""Same colours as the block editor shows; tops of bright blocks overexpose."""

STUDIO = Lighting(
    "studio",
    (
        (0.84, 0.82, 0.78),
        (0.56, 0.58, 0.64),
        (1.00, 1.00, 0.98),
        (0.34, 0.34, 0.38),
        (0.72, 0.71, 0.70),
        (0.63, 0.65, 0.70),
    ),
    (0.62, 0.79, 0.95),
)
"""A softer light that never overexposes and tells all six directions apart; the prior is trained on it."""

LIGHTINGS = {light.name: light for light in (STUDIO, EDITOR)}


def lighting(name: str) -> Lighting:
    """The lighting of that name. Raises ``UserError`` for an unknown one."""
    try:
        return LIGHTINGS[name]
    except KeyError:
        raise UserError(f"There is no lighting {name!r}; choose one of {', '.join(LIGHTINGS)}.") from None


def random_background(light: Lighting, rng: np.random.Generator) -> tuple[float, float, float]:
    """The sky half of the time, else a soft colour: a background that never changes would be built upon."""
    if rng.random() < 0.5:
        return light.sky
    red, green, blue = rng.uniform(0.35, 0.95, 3).tolist()
    return red, green, blue
