"""The worlds that a run can start from when it does not start from a map."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.terrain import Shape, check_shape, fill_columns
from voxstudio.world.palette import AIR, CLASSIC
from voxstudio.world.voxel_world import VoxelWorld


def ground_plane(shape: Shape, seed: int = 0) -> VoxelWorld:
    """A flat plate of grass over dirt over stone, about an eighth of the height, at least 3 blocks thick.

    The plate is the same for every ``seed``: the noise of a start lives in the logits, where the trainer puts it.
    """
    check_shape(shape)
    x, y, z = shape
    height = min(y, max(3, round(y / 8)))
    return VoxelWorld(fill_columns(np.full((x, z), height), y))


def cube(shape: Shape) -> VoxelWorld:
    """A cube of stone in the middle of the floor, a third of the shortest side wide, in nothing."""
    check_shape(shape)
    side = max(1, round(min(shape) / 3))
    x, z = (shape[0] - side) // 2, (shape[2] - side) // 2
    blocks = np.full(shape, AIR, dtype=np.uint8)
    blocks[x : x + side, :side, z : z + side] = CLASSIC.index("Stone")
    return VoxelWorld(blocks)


def empty(shape: Shape) -> VoxelWorld:
    """A world of Air."""
    check_shape(shape)
    return VoxelWorld(np.full(shape, AIR, dtype=np.uint8))


def make(init_mode: str, shape: tuple[int, int, int], seed: int) -> VoxelWorld:
    """The start that ``init_mode`` names: ``ground_plane``, ``cube`` or ``empty``."""
    if init_mode == "ground_plane":
        return ground_plane(shape, seed)
    return {"cube": cube, "empty": empty}[init_mode](shape)
