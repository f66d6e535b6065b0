"""Bare lands that things are put on, level under the site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.world.generators.structures import DIRT, GRASS, SAND, SNOW, STONE, WATER
from voxstudio.world.generators.terrain import Shape, fractal_noise

WATER_DROP = 2
"""Blocks from the ground down to the surface of the water around it."""


@dataclass(frozen=True)
class Biome:
    """A sort of land: its layers from the top, and how uneven it is."""

    name: str
    layers: tuple[int, int, int]
    relief: float
    """Standard deviation of its hills, in shares of its width."""
    weight: float
    """How often it is drawn; 0 if only for things that ask for it."""
    water: str = ""
    """Where it has water: ``around`` the site, on one ``side`` of it, or ``everywhere``."""
    rise: float = 0.0
    """How far the ground climbs towards the edges, in shares of its width."""
    room: float = 1.0
    """What things are scaled by, to leave some of the land to be seen."""


BIOMES = (
    Biome("grass", (GRASS, DIRT, STONE), 0.0, 3.5),
    Biome("hills", (GRASS, DIRT, STONE), 0.09, 3.0),
    Biome("desert", (SAND, SAND, STONE), 0.0, 0.8),
    Biome("dunes", (SAND, SAND, STONE), 0.06, 0.6, room=0.92),
    Biome("snow", (SNOW, DIRT, STONE), 0.04, 0.9),
    Biome("island", (GRASS, SAND, STONE), 0.02, 0.7, water="around", room=0.8),
    Biome("shore", (GRASS, DIRT, STONE), 0.03, 0.7, water="side", room=0.8),
    Biome("valley", (GRASS, DIRT, STONE), 0.02, 0.7, rise=0.13, room=0.85),
    Biome("sea", (SAND, SAND, STONE), 0.0, 0.0, water="everywhere"),
)
"""Every sort of land, in a fixed order."""

BIOMES_BY_NAME = {biome.name: biome for biome in BIOMES}


def bare_land(
    rng: np.random.Generator, shape: Shape, biome: Biome, x: float, z: float, radius: float, tall: bool = False
) -> tuple[np.ndarray, int]:
    """Blocks of the land uint8 [X, Y, Z], and the height of its ground, level within ``radius`` of (x, z).

    The ground of the sea is its surface. Lands for ``tall`` things leave more air above.
    """
    size_x, size_y, size_z = shape
    # Half of the lands are a thin plate like the starts that runs have, the others go up to mid height like maps.
    share = rng.uniform(0.09, 0.16) if rng.random() < 0.5 else rng.uniform(0.16, 0.34 if tall else 0.46)
    ground = max(6 if biome.water else 3, round(size_y * share))
    away_x, away_z = np.arange(size_x)[:, None] + 0.5 - x, np.arange(size_z)[None, :] + 0.5 - z
    distance = np.hypot(away_x, away_z)
    heights = np.full((size_x, size_z), float(ground))
    # Level below the thing, rolling again a few blocks beyond it.
    free = np.clip((distance - radius * 1.05) / (0.22 * size_x), 0, 1)
    if biome.relief:
        noise = fractal_noise((size_x, size_z), 0.5 * size_x, rng)
        heights += 2 * biome.relief * size_x * noise * free * rng.uniform(0.5, 1.2)
    if biome.rise:
        # Two walls or a bowl.
        edge = np.abs(away_x) + 0 * away_z if rng.random() < 0.5 else np.maximum(np.abs(away_x), np.abs(away_z))
        climb = np.clip((edge - radius) / max(size_x / 2 - radius, 1), 0, 1)
        heights += biome.rise * rng.uniform(0.7, 1.2) * size_x * climb**1.2
    if biome.water == "everywhere":
        heights -= 3
    elif biome.water:
        reach = distance if biome.water == "around" else (away_x, away_z, -away_x, -away_z)[rng.integers(4)]
        heights -= (WATER_DROP + 2) * np.clip((reach - radius * 1.08) / 3, 0, 1)
    whole = np.clip(np.round(heights), 1 if biome.water else 2, size_y - 2).astype(int)
    y = np.arange(size_y)[None, :, None]
    depth = whole[:, None, :] - 1 - y
    top, middle, deep = biome.layers
    blocks = np.zeros(shape, np.uint8)
    blocks[depth > 3] = deep
    blocks[(depth > 0) & (depth <= 3)] = middle
    blocks[depth == 0] = top
    if biome.water:
        level = ground if biome.water == "everywhere" else ground - WATER_DROP
        # A beach: what is at or below the water's edge is sand.
        blocks[(depth == 0) & (whole[:, None, :] <= level)] = SAND
        blocks[(y < level) & (blocks == 0)] = WATER
    return blocks, ground
