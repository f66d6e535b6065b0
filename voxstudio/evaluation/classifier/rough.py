"""Worlds made as rough as distilled ones: the classifier shall judge what a thing is, not how neatly it is built."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

WORST = 0.25
"""Largest share of the surface's blocks that are taken away, and added, and of another material."""
VARIANTS = 6
"""Tints of each material."""


@dataclass(frozen=True)
class Roughness:
    """How much is done to a world, in shares of the blocks of its surface."""

    removed: float = 0.0
    added: float = 0.0
    repainted: float = 0.0
    holes: int = 0
    """Cubes of 2 to 4 cells that are cut out."""
    is_fat: bool = False
    """Whether everything grows by one cell to one side, as walls do in runs."""
    tint: float = 0.0
    """Standard deviation of a block's colour."""

    @classmethod
    def draw(cls, rng: np.random.Generator, limit: float = 1.0) -> Roughness:
        """Nothing for a fifth of the worlds, else anything up to ``limit``, 0..1, of the worst."""
        if rng.random() < 0.2:
            return cls()
        worst = WORST * limit * rng.random()
        removed, added, repainted = (worst * rng.random(3)).tolist()
        holes, is_fat = int(rng.integers(6) * limit), rng.random() < 0.25 * limit
        return cls(removed, added, repainted, holes, is_fat, 0.06 * limit * rng.random())


def roughen(world: VoxelWorld, how: Roughness, rng: np.random.Generator) -> VoxelWorld:
    """A rougher copy of a world; its palette holds tints of each material."""
    blocks = world.blocks.copy()
    if how.is_fat:
        _fatten(blocks, rng)
    flat = blocks.reshape(-1)
    cells = np.flatnonzero(_surface(blocks))
    _grow(blocks, cells[rng.random(len(cells)) < how.added], rng)
    other = cells[rng.random(len(cells)) < how.repainted]
    flat[other] = rng.integers(1, len(world.palette) + 1, len(other))
    flat[cells[rng.random(len(cells)) < how.removed]] = 0
    if len(cells):
        for _ in range(how.holes):
            x, y, z = np.unravel_index(cells[rng.integers(len(cells))], blocks.shape)
            a, b, c = rng.integers(1, 3, 3)
            blocks[max(x - a, 0) : x + a, max(y - b, 1) : y + b, max(z - c, 0) : z + c] = 0
    if not how.tint:
        return replace(world, blocks=blocks)
    tints = rng.integers(0, VARIANTS, blocks.shape, dtype=np.uint8) * np.uint8(len(world.palette))
    return replace(world, blocks=np.where(blocks > 0, blocks + tints, blocks), palette=_tinted(world.palette, how, rng))


def _surface(blocks: np.ndarray) -> np.ndarray:
    """Solid cells with Air beside, above or below them."""
    solid = np.pad(blocks != 0, 1, constant_values=True)
    inside = solid[1:-1, 1:-1, 1:-1].copy()
    for axis in range(3):
        for shift in (0, 2):
            window = [slice(1, -1)] * 3
            window[axis] = slice(shift, shift + blocks.shape[axis])
            inside &= solid[tuple(window)]
    return (blocks != 0) & ~inside


def _grow(blocks: np.ndarray, cells: np.ndarray, rng: np.random.Generator) -> None:
    """Put a block of the same material beside, on or under each of the cells, where Air is."""
    places = np.stack(np.unravel_index(cells, blocks.shape))
    axis, way = rng.integers(0, 3, len(cells)), rng.choice((-1, 1), len(cells))
    target = places.copy()
    target[axis, np.arange(len(cells))] += way
    fits = ((target >= 0) & (target < np.array(blocks.shape)[:, None])).all(0)
    target, source = target[:, fits], places[:, fits]
    free = blocks[tuple(target)] == 0
    blocks[tuple(target[:, free])] = blocks[tuple(source[:, free])]


def _fatten(blocks: np.ndarray, rng: np.random.Generator) -> None:
    for axis in (0, 2):
        if rng.random() < 0.7:
            line = np.moveaxis(blocks, axis, 0)
            to, source = (line[1:], line[:-1]) if rng.random() < 0.5 else (line[:-1], line[1:])
            np.copyto(to, source.copy(), where=to == 0)


def _tinted(palette: Palette, how: Roughness, rng: np.random.Generator) -> Palette:
    made = []
    for variant in range(VARIANTS):
        for material in palette.materials:
            change = rng.normal(0, how.tint, 3) * 0.5 + rng.normal(0, how.tint)
            top, bottom, side = (
                tuple(np.clip(np.add(colour, change), 0, 1).tolist())
                for colour in (material.top, material.bottom, material.side)
            )
            made.append(replace(material, name=f"{material.name} {variant}", top=top, bottom=bottom, side=side))
    return Palette(tuple(made))
