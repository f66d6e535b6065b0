"""What a press, a drag and a release of the mouse do to blocks, tool by tool. Knows no window."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from voxstudio.studio.tool_state import Tool, ToolState
from voxstudio.studio.words import noop
from voxstudio.world import edits
from voxstudio.world.edits import Box, Cell, Edit
from voxstudio.world.palette import AIR
from voxstudio.world.picking import Hit

_BETWEEN = 1.0
"""Cells between two brush marks of a fast stroke."""


class Stroke(Protocol):
    """From press to release, on the blocks as they were when it began."""

    verb: str
    """For the undo menu, in English."""

    def move(self, hit: Hit | None, pulled: float, /) -> Edit:
        """The whole stroke so far, with the mouse over ``hit``; ``pulled`` cells along the first face's normal."""
        ...


class BrushStroke:
    """Marks along the way become a material, or Air."""

    def __init__(
        self, blocks: np.ndarray, locked: np.ndarray | None, state: ToolState, material: int, *, raises: bool = True
    ) -> None:
        self.verb = noop("Erase") if material == AIR else noop("Paint")
        self._blocks, self._locked, self._state, self._material = blocks, locked, state, material
        self._raises = raises
        self._last: Cell | None = None
        self.cells = np.zeros(0, np.int64)
        """Flat indices of all cells that were touched."""

    def move(self, hit: Hit | None, _pulled: float = 0.0) -> Edit:
        """One more place on the way."""
        if hit is not None:
            at = middle(hit, lays=self._raises)
            marks = [brush(self._blocks, place, self._state) for place in _way(self._last or at, at)]
            self.cells = np.unique(np.concatenate([self.cells, *marks]))
            self._last = at
        return edits.paint(self._blocks, self.cells, self._material, self._locked)


class ExtrudeStroke:
    """A face that follows the mouse along its normal."""

    verb = noop("Extrude")

    def __init__(self, blocks: np.ndarray, locked: np.ndarray | None, hit: Hit) -> None:
        self._blocks, self._locked, self._hit = blocks, locked, hit

    def move(self, _hit: Hit | None, pulled: float) -> Edit:
        """Whole layers."""
        return edits.extrude(self._blocks, self._hit.cell, self._hit.normal, round(pulled), self._locked)


class OneEdit:
    """An edit that is made by the press alone."""

    def __init__(self, verb: str, edit: Edit) -> None:
        self.verb, self._edit = verb, edit

    def move(self, _hit: Hit | None, _pulled: float = 0.0) -> Edit:
        """The same, wherever the mouse goes."""
        return self._edit


def begin(blocks: np.ndarray, locked: np.ndarray | None, state: ToolState, hit: Hit) -> Stroke | None:
    """The stroke that begins with a press on ``hit``; None for tools that change no blocks there.

    Raises ``UserError`` for a fill that would be too large.
    """
    is_block = hit.cell[1] >= 0
    if state.tool is Tool.BRUSH:
        return BrushStroke(blocks, locked, state, state.material)
    if not is_block:
        return None
    if state.tool is Tool.ERASE:
        return BrushStroke(blocks, locked, state, AIR, raises=False)
    if state.tool is Tool.EXTRUDE:
        return ExtrudeStroke(blocks, locked, hit)
    if state.tool is Tool.FILL:
        within = state.selection if _holds(state.selection, hit.cell) else None
        return OneEdit(noop("Fill"), edits.fill(blocks, hit.cell, state.material, locked, within))
    if state.tool is Tool.REPLACE:
        old = int(blocks[hit.cell])
        return OneEdit(noop("Replace"), edits.replace(blocks, old, state.material, locked, state.selection))
    return None


def hovered(blocks: np.ndarray, state: ToolState, hit: Hit, *, lowers: bool = False) -> np.ndarray:
    """Flat indices of the cells that a press on ``hit`` would touch, for the outline under the mouse."""
    shape = (blocks.shape[0], blocks.shape[1], blocks.shape[2])
    if state.tool.has_brush:
        return brush(blocks, middle(hit, lays=state.tool is not Tool.ERASE and not lowers), state)
    if hit.cell[1] < 0:
        return np.zeros(0, np.int64)
    if state.tool is Tool.EXTRUDE:
        return edits.flat(edits.face_region(blocks, hit.cell, hit.normal), shape)
    return edits.flat(np.array([hit.cell]), shape)


def middle(hit: Hit, *, lays: bool) -> Cell:
    """Where a brush goes: before the face to lay a single block, else at the block that was met."""
    return hit.before if lays or hit.cell[1] < 0 else hit.cell


def brush(blocks: np.ndarray, at: Cell, state: ToolState) -> np.ndarray:
    """Flat indices of the cells of one brush mark."""
    shape = (blocks.shape[0], blocks.shape[1], blocks.shape[2])
    return edits.brush_cells(shape, at, state.radius, state.shape)


def _way(first: Cell, last: Cell) -> list[Cell]:
    """Cells from one to another, so close that a fast stroke has no gaps."""
    ends = np.array([first, last], float)
    count = int(np.abs(ends[1] - ends[0]).max() / _BETWEEN) + 1
    places = np.rint(np.linspace(ends[1], ends[0], count, endpoint=False)).astype(int)
    return [(x, y, z) for x, y, z in places.tolist()]


def _holds(box: Box | None, cell: Cell) -> bool:
    return box is not None and all(low <= at < high for low, at, high in zip(box.low, cell, box.high, strict=True))
