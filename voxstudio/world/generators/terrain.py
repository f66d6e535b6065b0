"""Rolling terrain from fractal noise."""

from __future__ import annotations

import numpy as np

from voxstudio.errors import UserError
from voxstudio.world.palette import AIR, CLASSIC
from voxstudio.world.voxel_world import MAX_CELLS, VoxelWorld

Shape = tuple[int, int, int]

DIRT_DEPTH = 3
"""Blocks of dirt between the grass and the stone."""

_GRASS, _DIRT, _STONE = (CLASSIC.index(name) for name in ("Grass", "Dirt", "Stone"))


def rolling_terrain(
    shape: Shape,
    seed: int,
    *,
    mean_height: float = 0.45,
    relief: float = 0.18,
    hill_size: float = 0.5,
    block_count: int | None = None,
) -> VoxelWorld:
    """Hills of grass over three dirt over stone; the same arguments always give the same world.

    ``mean_height`` and ``relief`` (standard deviation of the height times about two) are shares of Y, ``hill_size``
    is the width of the largest hills as a share of the longer of X and Z. ``block_count`` asks for exactly that many
    blocks, by raising or lowering the whole land and rounding heights to suit.
    Raises ``UserError`` for a shape that no world can have or a count that the shape cannot hold.
    """
    check_shape(shape)
    x, y, z = shape
    noise = fractal_noise((x, z), max(2.0, hill_size * max(x, z)), np.random.default_rng(seed))
    heights = y * (mean_height + relief * noise)
    count = round(x * z * y * mean_height) if block_count is None else block_count
    return VoxelWorld(fill_columns(exact_heights(heights, y, count), y))


def fractal_noise(size: tuple[int, int], wavelength: float, rng: np.random.Generator) -> np.ndarray:
    """Smooth noise, float64 [size], mean 0, standard deviation 1/2: octaves of gradient noise, each of half the last
    one's wavelength.

    The first octave has the given wavelength in cells. A size with a single cell gives 0.
    """
    total = np.zeros(size)
    amplitude = 1.0
    while wavelength >= 2:
        total += amplitude * _gradient_noise(size, wavelength, rng)
        wavelength /= 2
        # Fine octaves are weak, or hills would turn into gravel.
        amplitude *= 0.35
    spread = float(total.std())
    return (total - total.mean()) / (2 * spread) if spread > 0 else np.zeros(size)


def fill_columns(heights: np.ndarray, size_y: int) -> np.ndarray:
    """Blocks uint8 [X, size_y, Z] of ground up to ``heights`` (int [X, Z]): grass over dirt over stone."""
    depth = heights[:, None, :] - 1 - np.arange(size_y)[None, :, None]
    blocks = np.full(depth.shape, AIR, dtype=np.uint8)
    blocks[depth > DIRT_DEPTH] = _STONE
    blocks[(depth > 0) & (depth <= DIRT_DEPTH)] = _DIRT
    blocks[depth == 0] = _GRASS
    return blocks


def exact_heights(heights: np.ndarray, size_y: int, count: int) -> np.ndarray:
    """Whole heights in 0..size_y that add up to ``count``, as near to ``heights`` plus a constant as can be.

    Raises ``UserError`` if the columns cannot hold that many blocks.
    """
    if not 0 <= count <= heights.size * size_y:
        raise UserError(
            f"A world of {heights.size:,} columns of {size_y} holds at most "
            f"{heights.size * size_y:,} blocks, {count:,} were asked for."
        )
    # Raising the land crosses one rounding threshold after another, and each adds one block: bisect for the
    # last offset that does not exceed the count, then cross the few thresholds that are left, nearest first.
    low, high = -float(heights.max()) - 1, size_y - float(heights.min()) + 1
    for _ in range(80):
        middle = (low + high) / 2
        if _floor(heights + middle, size_y).sum() <= count:
            low = middle
        else:
            high = middle
    whole = _floor(heights + low, size_y)
    fraction = np.where(whole < size_y, heights + low - whole, -np.inf)
    nearest = np.argsort(-fraction, axis=None, kind="stable")[: count - int(whole.sum())]
    whole.flat[nearest] += 1
    return whole


def check_shape(shape: Shape) -> None:
    """Raise ``UserError`` unless a world can have this shape; asked before memory is taken."""
    if min(shape) < 1 or shape[0] * shape[1] * shape[2] > MAX_CELLS:
        size = " x ".join(f"{cells:,}" for cells in shape)
        raise UserError(f"A world holds 1 to {MAX_CELLS:,} cells; {size} is not such a size.")


def _floor(heights: np.ndarray, size_y: int) -> np.ndarray:
    return np.floor(np.clip(heights, 0, size_y)).astype(np.int64)


def _gradient_noise(size: tuple[int, int], wavelength: float, rng: np.random.Generator) -> np.ndarray:
    """Random slopes on a lattice, joined by the quintic that has no kink: float64 [size], about -0.7..0.7.

    Perlin, "Improving Noise", 2002.
    """
    # The lattice is shifted at random, or every octave would be flat along the same edges of the world.
    at = [np.arange(cells) / wavelength + shift for cells, shift in zip(size, rng.random(2), strict=True)]
    node = [axis.astype(np.int64) for axis in at]
    x, z = np.meshgrid(at[0] - node[0], at[1] - node[1], indexing="ij")
    angle = rng.uniform(0, 2 * np.pi, [int(axis[-1]) + 2 for axis in node])

    def corner(i: int, k: int) -> np.ndarray:
        slope = angle[np.ix_(node[0] + i, node[1] + k)]
        return np.cos(slope) * (x - i) + np.sin(slope) * (z - k)

    across, along = _fade(x), _fade(z)
    near = corner(0, 0) * (1 - across) + corner(1, 0) * across
    far = corner(0, 1) * (1 - across) + corner(1, 1) * across
    return near * (1 - along) + far * along


def _fade(t: np.ndarray) -> np.ndarray:
    return t * t * t * (t * (6 * t - 15) + 10)
