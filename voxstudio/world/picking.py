"""Which block a ray meets, and through which face."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voxstudio.world.edits import Cell


@dataclass(frozen=True)
class Hit:
    """A face of a cell."""

    cell: Cell
    """Of the block that was met; one below the world where its floor was met instead."""
    normal: Cell
    """Unit step out of the face, towards where the ray came from."""

    @property
    def before(self) -> Cell:
        """The cell in front of the face, where a new block would go."""
        x, y, z = (at + step for at, step in zip(self.cell, self.normal, strict=True))
        return x, y, z


def pick(blocks: np.ndarray, scale: float, origin: Sequence[float], direction: Sequence[float]) -> Hit | None:
    """The first block, of uint8 [X, Y, Z], on a ray in world units; else the floor, seen from above; else None.

    A walk through the cells in the order in which the ray crosses them (Amanatides and Woo, 1987). ``direction`` need
    not be of unit length. Blocks around an origin inside the world count only from the first cell wall on.
    """
    shape = blocks.shape
    at = [value / scale + offset for value, offset in zip(origin, (shape[0] / 2, 0.0, shape[2] / 2), strict=True)]
    span = _crossing(at, direction, shape)
    if span is None:
        return None
    near, far, axis = span
    cell, next_t, step_t, step = [0] * 3, [math.inf] * 3, [math.inf] * 3, [0] * 3
    for i in range(3):
        place = at[i] + near * direction[i]
        cell[i] = min(max(math.floor(place), 0), shape[i] - 1)
        if direction[i]:
            step[i] = 1 if direction[i] > 0 else -1
            wall = cell[i] + (direction[i] > 0)
            next_t[i] = (wall - at[i]) / direction[i]
            step_t[i] = abs(1.0 / direction[i])
    while True:
        x, y, z = cell
        if axis is not None and blocks[x, y, z]:
            return Hit((x, y, z), _unit(axis, -step[axis]))
        axis = min(range(3), key=lambda i: next_t[i])
        if next_t[axis] > far:
            break
        cell[axis] += step[axis]
        if not 0 <= cell[axis] < shape[axis]:
            break
        next_t[axis] += step_t[axis]
    # Out through the floor: there is something to build on.
    foot = at[1] + far * direction[1]
    return Hit((cell[0], -1, cell[2]), (0, 1, 0)) if direction[1] < 0 and foot < 1e-6 else None


def _crossing(
    at: Sequence[float], direction: Sequence[float], shape: Sequence[int]
) -> tuple[float, float, int | None] | None:
    """Where a ray is inside the box of all cells: from, to, and the axis it came in along, None if it began inside."""
    near, far, axis = 0.0, math.inf, None
    for i in range(3):
        if direction[i] == 0:
            if not 0 <= at[i] < shape[i]:
                return None
            continue
        walls = sorted((-at[i] / direction[i], (shape[i] - at[i]) / direction[i]))
        if walls[0] > near:
            near, axis = walls[0], i
        far = min(far, walls[1])
    return (near, far, axis) if near < far < math.inf else None


def _unit(axis: int, sign: int) -> Cell:
    x, y, z = (sign if i == axis else 0 for i in range(3))
    return x, y, z
