"""Whole scenes: a land with one thing on it, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures import DIRT, GRASS, KINDS, SAND, SNOW, STONE, WATER, Kind
from voxstudio.world.generators.terrain import Shape, fractal_noise
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

SHAPES: tuple[Shape, ...] = ((32, 24, 32), (32, 32, 32), (48, 40, 48), (64, 48, 64), (64, 48, 64))


@dataclass(frozen=True)
class Scene:
    """A world, the land it started from, and the facts that captions are made of."""

    world: VoxelWorld
    land: VoxelWorld
    """The same land before anything was built: where cameras take their bearings."""
    kind: str
    body: str
    roof: str
    """Names of materials; equal where the thing is of one piece."""
    biome: str
    size: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Biome:
    """A sort of land: its layers from the top, and how uneven it is."""

    name: str
    layers: tuple[int, int, int]
    relief: float
    weight: float
    island: bool = False


BIOMES = (
    Biome("grass", (GRASS, DIRT, STONE), 0.0, 4),
    Biome("hills", (GRASS, DIRT, STONE), 0.09, 3.5),
    Biome("desert", (SAND, SAND, STONE), 0.0, 0.7),
    Biome("dunes", (SAND, SAND, STONE), 0.05, 0.4),
    Biome("snow", (SNOW, DIRT, STONE), 0.04, 0.8),
    Biome("island", (GRASS, SAND, STONE), 0.03, 0.6, island=True),
)


def scene(rng: np.random.Generator, kind: Kind | None = None, shape: Shape | None = None) -> Scene:
    """A random scene; the same generator state gives the same scene."""
    kind = kind or _choose(rng, KINDS, [k.weight for k in KINDS])
    shape = shape or SHAPES[rng.integers(len(SHAPES))]
    biome = _choose(rng, BIOMES, [b.weight for b in BIOMES])
    body = int(rng.choice(kind.bodies))
    roof = int(rng.choice(kind.roofs)) if kind.roofs else body
    share = rng.uniform(kind.size[0], kind.size[1])
    radius = share * shape[0] / 2
    x, z = np.array([shape[0], shape[2]]) / 2 + rng.uniform(-0.06, 0.06, 2) * shape[0]
    land, ground = _land(rng, shape, biome, x, z, radius)
    radius = min(radius, (shape[1] - ground) / kind.stature)
    blocks = land.copy()
    details = kind.build(Canvas(blocks, x, ground, z), radius, rng, body, roof)
    middle = sum(kind.size) / 2
    size = "large" if share > middle + 0.06 else "small" if share < middle - 0.06 else ""
    names = CLASSIC.names
    return Scene(
        VoxelWorld(blocks),
        VoxelWorld(land),
        kind.name,
        names[body - 1],
        names[roof - 1],
        biome.name,
        size,
        tuple(details),
    )


def _land(
    rng: np.random.Generator, shape: Shape, biome: Biome, x: float, z: float, radius: float
) -> tuple[np.ndarray, int]:
    """Blocks of the bare land, and the height of its ground, level under the site at (x, z)."""
    size_x, size_y, size_z = shape
    # Half of the lands are a thin plate like the starts that runs have, the others go up to mid height like maps.
    share = rng.uniform(0.09, 0.16) if rng.random() < 0.5 else rng.uniform(0.16, 0.46)
    ground = max(3, round(size_y * share))
    heights = np.full((size_x, size_z), float(ground))
    distance = np.hypot(np.arange(size_x)[:, None] + 0.5 - x, np.arange(size_z)[None, :] + 0.5 - z)
    # Level below the thing, rolling again a few blocks beyond it.
    free = np.clip((distance - radius * 1.05) / (0.22 * size_x), 0, 1)
    if biome.relief:
        noise = fractal_noise((size_x, size_z), 0.5 * size_x, rng)
        heights += 2 * biome.relief * size_x * noise * free * rng.uniform(0.5, 1.2)
    if biome.island:
        heights -= 3.5 * np.clip((distance - radius * 1.1) / 3, 0, 1)
    whole = np.clip(np.round(heights), 2, size_y - 2).astype(int)
    depth = whole[:, None, :] - 1 - np.arange(size_y)[None, :, None]
    top, middle, deep = biome.layers
    blocks = np.zeros(shape, np.uint8)
    blocks[depth > 3] = deep
    blocks[(depth > 0) & (depth <= 3)] = middle
    blocks[depth == 0] = top
    if biome.island:
        level = ground - 2
        low = (whole <= level)[:, None, :] & (depth >= 0)
        blocks[low & (depth == 0)] = SAND
        blocks[(np.arange(size_y)[None, :, None] < level) & (blocks == 0)] = WATER
    return blocks, ground


def _choose(rng: np.random.Generator, things: tuple, weights: list[float]):
    share = np.array(weights)
    return things[rng.choice(len(things), p=share / share.sum())]
