"""The mouse over the world while a tool is on: picks, drafts, and pushes one command a stroke."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent

from voxstudio.errors import UserError
from voxstudio.studio import strokes
from voxstudio.studio.document import Document
from voxstudio.studio.edit_commands import EditBlocks, PushCells
from voxstudio.studio.editor import Target
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.outline import outline_of_box, outline_of_cells
from voxstudio.studio.tool_overlay import Marking, ToolOverlay
from voxstudio.studio.tool_state import Tool
from voxstudio.studio.words import tr
from voxstudio.world.edits import Box, Cell, Edit
from voxstudio.world.picking import Hit, pick

PUSH_LOGITS = 2.0
"""How much likelier a push makes a cell: from 12 % to 50 %, from 50 % to 88 %."""
_ROLES = {Tool.ERASE: "coral", Tool.PUSH: "violet", Tool.SELECT: "accent_light", Tool.PICK: "accent_light"}
_LEAST_PULL_PX = 4.0


class ToolController(QObject):
    """Filters the view's mouse: the left button is the tool's, all others and Alt steer the camera."""

    refused = Signal(str)
    """A sentence that says why a tool did nothing."""

    def __init__(
        self, document: Document, view: Navigation, overlay: ToolOverlay, shows_blocks: Callable[[], bool]
    ) -> None:
        """``shows_blocks`` tells whether the view shows the blocks themselves, so that they can be pointed at."""
        super().__init__(overlay)
        self._document, self._tools, self._editor = document, document.tools, document.editor
        self._view, self._overlay, self._shows_blocks = view, overlay, shows_blocks
        self._stroke: strokes.Stroke | None = None
        self._edit: Edit | None = None
        self._amount = 0.0
        self._first: Cell | None = None
        self._pressed_on: Hit | None = None
        self._pressed_at = QPointF()
        self._blocks: np.ndarray | None = None
        self._target: Target | None = None
        view.installEventFilter(self)
        self._tools.changed.connect(self._on_tool)
        self._tools.selection_changed.connect(self._mark_selection)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes what belongs to the tool."""
        if event.type() is QEvent.Type.Leave:
            self._overlay.mark("hover", None)
        if self._tools.tool is Tool.LOOK:
            return False
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def hit(self, at: QPointF) -> Hit | None:
        """What lies under a point of the view, by the blocks as they were when the stroke began."""
        blocks = self._blocks if self._blocks is not None else self._editor.blocks
        if blocks is None or self._view.world_extent is None:
            return None
        if self._document.view.cut is not None:
            blocks = self._document.view.cut.applied(blocks)
        across = 2.0 * at.x() / max(self._view.width(), 1) - 1.0
        up = 1.0 - 2.0 * at.y() / max(self._view.height(), 1)
        return pick(blocks, self._view.world_extent[1], *self._view.camera.ray(across, up, self._view.aspect))

    def _on_mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if self._is_down and self._target != self._editor.target:
            self._forget_stroke()  # the world that it was for has gone, as when the next run of a queue begins
        if kind is QEvent.Type.MouseButtonPress:
            if event.button() is not Qt.MouseButton.LeftButton or event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._overlay.mark("hover", None)
                return False
            self._press(event)
            return True
        if kind is QEvent.Type.MouseMove:
            if self._is_down:
                self._drag(event)
                return True
            if event.buttons() is Qt.MouseButton.NoButton:
                self._hover(event)
                return True
            return False
        if kind is QEvent.Type.MouseButtonRelease and self._is_down and event.button() is Qt.MouseButton.LeftButton:
            self._release()
            return True
        return False

    @property
    def _is_down(self) -> bool:
        return self._blocks is not None

    def _press(self, event: QMouseEvent) -> None:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self._editor.is_ready:
            self.refused.emit(tr("The run is being prepared; edit again in a moment."))
            return
        if not self._shows_blocks():
            self.refused.emit(tr("This view is only to look at; choose World to edit."))
            return
        hit, blocks = self.hit(event.position()), self._editor.blocks
        if blocks is None:
            return
        if hit is None:
            if self._tools.tool is Tool.SELECT:
                self._tools.select(None)
            return
        self._blocks, self._target = blocks, self._editor.target
        self._pressed_on, self._pressed_at = hit, event.position()
        if self._tools.tool is Tool.SELECT:
            self._first = strokes.middle(hit, lays=False)
        elif self._tools.tool is Tool.PICK:
            if hit.cell[1] >= 0:
                self._tools.set_material(int(blocks[hit.cell]))
        elif self._tools.tool is Tool.PUSH:
            is_lowered = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._amount = -PUSH_LOGITS if is_lowered else PUSH_LOGITS
            self._stroke = strokes.BrushStroke(blocks, None, self._tools, 0, raises=not is_lowered)
        else:
            self._begin(hit, blocks)
        self._drag(event)

    def _begin(self, hit: Hit, blocks: np.ndarray) -> None:
        try:
            self._stroke = strokes.begin(blocks, self._editor.locked, self._tools, hit)
        except UserError as error:
            self.refused.emit(str(error))

    def _drag(self, event: QMouseEvent) -> None:
        hit = self.hit(event.position())
        if self._first is not None:
            if hit is not None:
                self._tools.select(Box.around(self._first, strokes.middle(hit, lays=False)).clipped(self._shape))
        elif isinstance(self._stroke, strokes.BrushStroke) and self._tools.tool is Tool.PUSH:
            self._stroke.move(hit, 0.0)
            self._mark_cells(self._stroke.cells)
        elif self._stroke is not None:
            self._edit = self._stroke.move(hit, self._pulled(event.position()))
            self._editor.draft(self._edit if self._edit else None)
            self._overlay.mark("hover", None)

    def _release(self) -> None:
        stroke, edit = self._stroke, self._edit
        self._forget_stroke()
        if isinstance(stroke, strokes.BrushStroke) and self._tools.tool is Tool.PUSH:
            self._overlay.mark("hover", None)
            self._document.undo.push(PushCells(self._document, stroke.cells, self._amount))
        elif stroke is not None and edit:
            self._document.undo.push(EditBlocks(self._document, stroke.verb, edit))
        elif isinstance(stroke, strokes.BrushStroke) and self._is_all_locked(stroke.cells):
            self.refused.emit(tr("Those cells are locked; unlock them to edit there."))

    def _is_all_locked(self, cells: np.ndarray) -> bool:
        locked = self._editor.locked
        return locked is not None and len(cells) > 0 and bool(locked.reshape(-1)[cells].all())

    def _forget_stroke(self) -> None:
        self._stroke = self._edit = self._first = self._blocks = self._pressed_on = None

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and (self._is_down or self._tools.selection is not None):
            if self._is_down:
                self._editor.draft(None)
                self._forget_stroke()
            else:
                self._tools.select(None)
            return True
        box = self._tools.selection
        if box is not None and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            x, top, z = box.high
            top += 1 if event.key() == Qt.Key.Key_PageUp else -1
            self._tools.select(Box(box.low, (x, max(top, box.low[1] + 1), z)).clipped(self._shape))
            return True
        return False

    def _hover(self, event: QMouseEvent) -> None:
        hit, blocks = self.hit(event.position()), self._editor.blocks
        if hit is None or blocks is None or not self._editor.is_ready or not self._shows_blocks():
            self._overlay.mark("hover", None)
            return
        is_lowered = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and self._tools.tool is Tool.PUSH
        self._mark_cells(strokes.hovered(blocks, self._tools, hit, lowers=is_lowered))

    def _mark_cells(self, cells: np.ndarray) -> None:
        role = _ROLES.get(self._tools.tool, "knob")
        self._overlay.mark("hover", Marking(outline_of_cells(cells, self._shape), role))

    def _pulled(self, at: QPointF) -> float:
        """Cells that the mouse has moved along the normal of the face that was pressed."""
        if self._pressed_on is None:
            return 0.0
        middle = np.asarray(self._pressed_on.cell) + 0.5
        pixels, _ = self._overlay.to_pixels(np.stack([middle, middle + self._pressed_on.normal]))
        step, moved = pixels[1] - pixels[0], at - self._pressed_at
        length = float(np.hypot(*step))
        if length < _LEAST_PULL_PX:  # looking straight at the face: up is out
            return -moved.y() / (3 * _LEAST_PULL_PX)
        return float(moved.x() * step[0] + moved.y() * step[1]) / length**2

    @property
    def _shape(self) -> Cell:
        assert self._view.world_extent is not None
        blocks = self._editor.blocks
        assert blocks is not None
        x, y, z = blocks.shape
        return x, y, z

    @Slot()
    def _on_tool(self) -> None:
        is_on = self._tools.tool is not Tool.LOOK
        self._view.setCursor(QCursor(Qt.CursorShape.CrossCursor if is_on else Qt.CursorShape.ArrowCursor))
        if not self._is_down:
            self._overlay.mark("hover", None)

    @Slot()
    def _mark_selection(self) -> None:
        box = self._tools.selection
        if box is None:
            self._overlay.mark("selection", None)
            return
        text = " × ".join(str(size) for size in box.size)
        self._overlay.mark(
            "selection", Marking(outline_of_box(box), "accent_light", text, is_dashed=True, shows_back=True)
        )
