"""Which tool is on, and what it works with. Views watch it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from voxstudio.studio.words import noop, tr
from voxstudio.world.edits import Box, BrushShape
from voxstudio.world.voxel_world import VoxelWorld

MAX_REACH = 16
"""Cells between the middle of the largest brush and its rim."""


class _Look(NamedTuple):
    title: str
    """In English, as is the help."""
    key: str
    help: str


class Tool(Enum):
    """What the left mouse button does in the viewport."""

    LOOK = _Look(noop("Look"), "V", noop("Drag to look around"))
    SELECT = _Look(noop("Select box"), "S", noop("Drag from one block to another; Page Up and Page Down move the top"))
    BRUSH = _Look(noop("Brush"), "B", noop("Lay blocks of the palette's material"))
    ERASE = _Look(noop("Erase"), "E", noop("Take blocks away"))
    FILL = _Look(noop("Fill"), "G", noop("Give a connected patch of one material another one"))
    REPLACE = _Look(
        noop("Replace"), "R", noop("Give every block of a material another one, in the selection if there is one")
    )
    EXTRUDE = _Look(noop("Extrude"), "X", noop("Drag a face out, or push it in"))
    PUSH = _Look(
        noop("Push"), "P", noop("Make blocks likelier here, Shift: less likely, and let the run go on from it")
    )
    PICK = _Look(noop("Eyedropper"), "I", noop("Take a block's material"))

    @property
    def title(self) -> str:
        """Its name."""
        return tr(self.value.title)

    @property
    def key(self) -> str:
        """The key that turns it on."""
        return self.value.key

    @property
    def help(self) -> str:
        """What it does."""
        return tr(self.value.help)

    @property
    def has_brush(self) -> bool:
        """Whether the brush's size and shape count."""
        return self in (Tool.BRUSH, Tool.ERASE, Tool.PUSH)


class ToolState(QObject):
    """Observable: ``changed`` follows each change of the tool, the material or the brush."""

    changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.LOOK
        self.material = 1
        """Block index of what is laid."""
        self.reach = 0
        """Cells between the brush's middle cell and its rim: 0 is one cell."""
        self.shape = BrushShape.BALL
        self.selection: Box | None = None

    @property
    def radius(self) -> float:
        """Of the brush, in cells, as ``edits.brush_cells`` wants it."""
        return self.reach + 0.5

    def set_tool(self, tool: Tool) -> None:
        """Turns a tool on, and any other off."""
        self._set("tool", tool)

    def set_material(self, material: int) -> None:
        """What is laid from now on, a block index from 1."""
        self._set("material", material)

    def set_reach(self, reach: int) -> None:
        """The brush's size, brought into 0..``MAX_REACH``."""
        self._set("reach", min(max(reach, 0), MAX_REACH))

    def set_shape(self, shape: BrushShape) -> None:
        """Ball or cube."""
        self._set("shape", shape)

    def select(self, box: Box | None) -> None:
        """The cells to work in; None for no selection."""
        if box is not None and not all(box.size):
            box = None
        if box != self.selection:
            self.selection = box
            self.selection_changed.emit()

    def fit(self, world: VoxelWorld | None) -> None:
        """Another world: what does not fit it is forgotten."""
        if world is None:
            return
        if self.selection is not None and self.selection.clipped(world.shape) != self.selection:
            self.select(None)
        self.set_material(min(self.material, len(world.palette)))

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.changed.emit()
