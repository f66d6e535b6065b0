"""What a kind of thing is: how to build it, of what, and where it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voxstudio.world.generators.canvas import Canvas

GRASS, DIRT, STONE, PLANK, SNOW, SAND, WATER = range(1, 8)

Rng = np.random.Generator
Builder = Callable[[Canvas, float, Rng, int, int], list[str]]
"""Draws into a canvas whose origin is the middle of the site on the ground, half ``r`` blocks wide, of a body and a
roof material; returns what a caption may say about this one ("four round towers")."""

MASONRY = (STONE, STONE, SAND, SNOW, DIRT)
"""Materials that walls of stone may have, the likeliest first."""
ANY = (STONE, PLANK, SAND, SNOW, DIRT)
TILES = (DIRT, PLANK, STONE, SNOW)
"""Materials of roofs."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: how to build it, and of what."""

    name: str
    build: Builder
    bodies: tuple[int, ...]
    """Materials it is made of, the likeliest first."""
    roofs: tuple[int, ...] = ()
    """Materials of its roof or top; the body's where empty."""
    size: tuple[float, float] = (0.7, 0.95)
    """Share of the half width of the world that it takes, from and to."""
    weight: float = 1.0
    """How often it is drawn among the kinds."""
    stature: float = 1.0
    """Headroom that it wants, in multiples of the half width; low ceilings get smaller things."""
    lands: tuple[str, ...] = ()
    """Names of the only lands where it is found; any but open water where empty."""
    material_told: bool = True
    """Whether most of it is of the body material, so that a caption may name that."""


def door_of(body: int) -> int:
    """The material of doors in a wall, to stand out from it."""
    return PLANK if body == DIRT else DIRT
