"""Edits of a world's blocks, as sparse lists of cells that can be applied and taken back.

Every function takes blocks uint8 [X, Y, Z] and gives an ``Edit`` without changing them. Cells outside the world are
left out, and so are those of ``locked`` (bool [X, Y, Z]) and those that would not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cc3d
import numpy as np

from voxstudio.errors import UserError
from voxstudio.world.palette import AIR

Cell = tuple[int, int, int]

MAX_RADIUS = 16.0
"""Cells. The largest brush."""
MAX_FLOOD = 1 << 21
"""The most cells that one fill changes."""


@dataclass(frozen=True, eq=False)
class Edit:
    """Cells that change, and from what to what."""

    shape: Cell
    """Of the world that it is for."""
    cells: np.ndarray
    """int64 [N], flat indices in C order, each once, ascending."""
    before: np.ndarray
    """uint8 [N], block indices, 0 = Air."""
    after: np.ndarray
    """uint8 [N]."""

    def __len__(self) -> int:
        return len(self.cells)

    def applied(self, blocks: np.ndarray) -> np.ndarray:
        """A copy of ``blocks`` with the edit made."""
        return _written(self.shape, blocks, self.cells, self.after)

    def reverted(self, blocks: np.ndarray) -> np.ndarray:
        """A copy of ``blocks`` with the edit taken back."""
        return _written(self.shape, blocks, self.cells, self.before)

    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.shape, self.cells, self.after, self.before)

    @classmethod
    def none(cls, shape: Cell) -> Edit:
        """Changes nothing."""
        nothing = np.zeros(0, np.uint8)
        return cls(shape, np.zeros(0, np.int64), nothing, nothing)


@dataclass(frozen=True)
class Box:
    """Cells from ``low`` up to, not including, ``high``."""

    low: Cell
    high: Cell

    @classmethod
    def around(cls, first: Cell, second: Cell) -> Box:
        """The smallest box that holds two cells."""
        pairs = list(zip(first, second, strict=True))
        x, y, z = (min(pair) for pair in pairs)
        right, top, front = (max(pair) + 1 for pair in pairs)
        return cls((x, y, z), (right, top, front))

    @classmethod
    def whole(cls, shape: Cell) -> Box:
        """All cells of a world."""
        return cls((0, 0, 0), shape)

    def clipped(self, shape: Cell) -> Box:
        """The part inside a world; may be empty."""
        x, y, z = (min(max(low, 0), size) for low, size in zip(self.low, shape, strict=True))
        right, top, front = (
            min(max(high, low), size) for low, high, size in zip((x, y, z), self.high, shape, strict=True)
        )
        return Box((x, y, z), (right, top, front))

    @property
    def size(self) -> Cell:
        """Cells along x, y and z, not negative."""
        x, y, z = (max(high - low, 0) for low, high in zip(self.low, self.high, strict=True))
        return x, y, z

    @property
    def slices(self) -> tuple[slice, slice, slice]:
        """To index an array with; only for boxes inside it."""
        x, y, z = (slice(low, high) for low, high in zip(self.low, self.high, strict=True))
        return x, y, z

    def mask(self, shape: Cell) -> np.ndarray:
        """bool [X, Y, Z], true inside."""
        result = np.zeros(shape, np.bool_)
        result[self.clipped(shape).slices] = True
        return result


class BrushShape(Enum):
    """The solid that a brush is."""

    BALL = "Ball"
    CUBE = "Cube"


def box(blocks: np.ndarray, region: Box, material: int, locked: np.ndarray | None = None) -> Edit:
    """All cells of a box become ``material``, a block index, 0 for Air."""
    return paint(blocks, np.flatnonzero(region.mask(_shape(blocks))), material, locked)


def paint(blocks: np.ndarray, cells: np.ndarray, material: int, locked: np.ndarray | None = None) -> Edit:
    """The cells (flat indices, in any order) become ``material``; Air erases them."""
    cells = np.unique(cells)
    return _edit(blocks, cells, np.full(len(cells), material, np.uint8), locked)


def brush_cells(shape: Cell, centre: Cell, radius: float, kind: BrushShape = BrushShape.BALL) -> np.ndarray:
    """Flat indices of the cells of a brush whose middle is the middle of a cell; radius 0.5 is that cell alone.

    A cell belongs to a ball when its middle lies within ``radius`` cells, to a cube when it does so along each axis.
    """
    reach = int(min(radius, MAX_RADIUS))
    axes = [np.arange(max(c - reach, 0), min(c + reach + 1, size)) for c, size in zip(centre, shape, strict=True)]
    if not all(len(axis) for axis in axes):
        return np.zeros(0, np.int64)
    x, y, z = np.ix_(*(axis - c for axis, c in zip(axes, centre, strict=True)))
    if kind is BrushShape.BALL:
        inside = x * x + y * y + z * z <= radius * radius
    else:
        inside = np.maximum(np.maximum(abs(x), abs(y)), abs(z)) <= radius
    i, j, k = np.nonzero(inside)
    return np.sort(np.ravel_multi_index((axes[0][i], axes[1][j], axes[2][k]), shape))


def flood_cells(blocks: np.ndarray, seed: Cell, within: Box | None = None, limit: int = MAX_FLOOD) -> np.ndarray:
    """Flat indices of the cells of the seed's material that are joined to it by faces, inside ``within``.

    None for a seed outside. Raises ``UserError`` for more than ``limit`` cells.
    """
    shape = _shape(blocks)
    region = (within or Box.whole(shape)).clipped(shape)
    if not _is_inside(seed, region):
        return np.zeros(0, np.int64)
    part = blocks[region.slices]
    x, y, z = (at - low for at, low in zip(seed, region.low, strict=True))
    labels = cc3d.connected_components(np.ascontiguousarray(part == part[x, y, z]), connectivity=6)
    found = np.nonzero(labels == labels[x, y, z])
    if len(found[0]) > limit:
        raise UserError(f"That would fill {len(found[0]):,} cells, more than {limit:,}; select a box to fill in first.")
    return flat(np.stack(found, axis=1) + region.low, shape)


def fill(
    blocks: np.ndarray,
    seed: Cell,
    material: int,
    locked: np.ndarray | None = None,
    within: Box | None = None,
    limit: int = MAX_FLOOD,
) -> Edit:
    """What is of the seed's material and joined to it by faces becomes ``material``. Raises like ``flood_cells``."""
    return paint(blocks, flood_cells(blocks, seed, within, limit), material, locked)


def face_region(blocks: np.ndarray, cell: Cell, normal: Cell) -> np.ndarray:
    """int64 [N, 3]: the cells in the plane of a face, of its material, joined to it, whose face is open too.

    ``normal`` is a unit step along one axis. None where the cell is Air, outside, or covered.
    """
    shape = _shape(blocks)
    if not _is_inside(cell, Box.whole(shape)):
        return np.zeros((0, 3), np.int64)
    axis = int(np.flatnonzero(normal)[0])
    plane = np.take(blocks, cell[axis], axis)
    beyond = cell[axis] + normal[axis]
    above = np.take(blocks, beyond, axis) if 0 <= beyond < shape[axis] else np.zeros_like(plane)
    at = tuple(np.delete(cell, axis).tolist())
    open_cells = (plane == plane[at]) & (plane != AIR) & (above == AIR)
    if not open_cells[at]:
        return np.zeros((0, 3), np.int64)
    labels = cc3d.connected_components(np.ascontiguousarray(open_cells), connectivity=4)
    found = np.argwhere(labels == labels[at])
    return np.insert(found, axis, cell[axis], axis=1)


def extrude(
    blocks: np.ndarray,
    cell: Cell,
    normal: Cell,
    layers: int,
    locked: np.ndarray | None = None,
    within: Box | None = None,
) -> Edit:
    """Pulls the face region of a cell out by ``layers`` of its material, or pushes it in where that is negative."""
    shape = _shape(blocks)
    region = face_region(blocks, cell, normal)
    if not len(region) or not layers:
        return Edit.none(shape)
    steps = np.arange(1, layers + 1) if layers > 0 else np.arange(layers + 1, 1)
    moved = (region[:, None, :] + steps[None, :, None] * np.asarray(normal)).reshape(-1, 3)
    bounds = (within or Box.whole(shape)).clipped(shape)
    moved = moved[((moved >= bounds.low) & (moved < bounds.high)).all(axis=1)]
    return paint(blocks, flat(moved, shape), int(blocks[cell]) if layers > 0 else AIR, locked)


def replace(
    blocks: np.ndarray, old: int, new: int, locked: np.ndarray | None = None, within: Box | None = None
) -> Edit:
    """Every block of one material becomes another, in a box or in the whole world."""
    shape = _shape(blocks)
    region = (within or Box.whole(shape)).mask(shape)
    return paint(blocks, np.flatnonzero(region & (blocks == old)), new, locked)


def mirror(blocks: np.ndarray, axis: int, locked: np.ndarray | None = None, within: Box | None = None) -> Edit:
    """What is in a box, or the whole world, turned round along x (``axis`` 0) or z (2)."""
    shape = _shape(blocks)
    region = (within or Box.whole(shape)).clipped(shape)
    result = blocks.copy()
    result[region.slices] = np.flip(blocks[region.slices], axis)
    cells = np.flatnonzero(region.mask(shape))
    return _edit(blocks, cells, result.reshape(-1)[cells], locked)


def flat(cells: np.ndarray, shape: Cell) -> np.ndarray:
    """Flat indices int64 [N] of cells [N, 3]."""
    x, y, z = cells.astype(np.int64).T
    return (x * shape[1] + y) * shape[2] + z


def _edit(blocks: np.ndarray, cells: np.ndarray, after: np.ndarray, locked: np.ndarray | None) -> Edit:
    before = blocks.reshape(-1)[cells]
    changes = before != after
    if locked is not None:
        changes &= ~locked.reshape(-1)[cells]
    return Edit(_shape(blocks), cells[changes].astype(np.int64), before[changes], after[changes])


def _written(shape: Cell, blocks: np.ndarray, cells: np.ndarray, values: np.ndarray) -> np.ndarray:
    if blocks.shape != shape:
        raise ValueError(f"an edit of {shape} cells does not fit a world of {blocks.shape}")
    result = np.array(blocks, order="C")
    result.reshape(-1)[cells] = values
    return result


def _shape(blocks: np.ndarray) -> Cell:
    x, y, z = blocks.shape
    return x, y, z


def _is_inside(cell: Cell, region: Box) -> bool:
    return all(low <= at < high for low, at, high in zip(region.low, cell, region.high, strict=True))
