"""What the Edit menu and the tool column do with the selection."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from voxstudio.studio.actions import named, tip_with_keys
from voxstudio.studio.document import Document
from voxstudio.studio.edit_commands import EditBlocks, LockCells
from voxstudio.studio.words import noop, tr
from voxstudio.world import edits
from voxstudio.world.edits import Box, Cell
from voxstudio.world.palette import AIR

_SELECT_FIRST = noop("select cells first")


class EditActions(QObject):
    """Actions that follow the document: greyed where they can do nothing, with the reason as their tip."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.select_all = self._action(noop("Select all"), self._select_all, "Ctrl+A")
        self.clear = self._action(noop("Select nothing"), lambda: document.tools.select(None), "Ctrl+Shift+A")
        self.fill = self._action(
            noop("Fill selection"), lambda: self._fill(noop("Fill"), document.tools.material), "Shift+F"
        )
        self.erase = self._action(noop("Erase selection"), lambda: self._fill(noop("Erase"), AIR), "Del")
        self.mirror_x = self._action(noop("Mirror along X"), lambda: self._mirror(0), "M")
        self.mirror_z = self._action(noop("Mirror along Z"), lambda: self._mirror(2), "Shift+M")
        self.lock = self._action(noop("Lock selection"), lambda: self._lock(is_locked=True), "L")
        self.unlock = self._action(noop("Unlock selection"), lambda: self._lock(is_locked=False), "U")
        self.limit = self._action(noop("Limit run to selection"), self._limit, "Shift+L")
        self.unlock_all = self._action(noop("Unlock everything"), self._unlock_all, "Shift+U")
        for signal in (
            document.world_changed,
            document.state_changed,
            document.past_changed,
            document.tools.selection_changed,
            document.editor.locks_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def fill_menu(self, menu: QMenu) -> None:
        """Adds everything to the Edit menu."""
        menu.setToolTipsVisible(True)
        for group in (
            (self.select_all, self.clear),
            (self.fill, self.erase, self.mirror_x, self.mirror_z),
            (self.lock, self.unlock, self.limit, self.unlock_all),
        ):
            menu.addSeparator()
            menu.addActions(group)

    @Slot()
    def refresh(self) -> None:
        """Which actions can do something."""
        editor, has_selection = self._document.editor, self._document.tools.selection is not None
        is_ready = editor.is_ready
        for action in (self.mirror_x, self.mirror_z, self.select_all):
            self._enable(action, is_ready, noop("open a world first"))
        for action in (self.fill, self.erase, self.lock, self.limit, self.clear):
            self._enable(action, is_ready and has_selection, _SELECT_FIRST)
        has_locks = editor.locked is not None
        no_locks = noop("nothing is locked")
        self._enable(self.unlock, is_ready and has_selection and has_locks, _SELECT_FIRST if has_locks else no_locks)
        self._enable(self.unlock_all, has_locks, no_locks)

    def _action(self, title: str, slot: Callable[[], object], keys: str) -> QAction:
        action = named(QAction(self), title)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: slot())
        return action

    @staticmethod
    def _enable(action: QAction, is_enabled: bool, reason: str) -> None:
        action.setEnabled(is_enabled)
        tip = tip_with_keys(action.text(), action)
        action.setToolTip(tip if is_enabled else f"{tip}: {tr(reason)}")

    @property
    def _blocks(self) -> np.ndarray:
        blocks = self._document.editor.blocks
        assert blocks is not None
        return blocks

    @property
    def _shape(self) -> Cell:
        x, y, z = self._blocks.shape
        return x, y, z

    def _select_all(self) -> None:
        self._document.tools.select(Box.whole(self._shape))

    def _fill(self, verb: str, material: int) -> None:
        box, locked = self._document.tools.selection, self._document.editor.locked
        if box is not None:
            self._push(verb, edits.box(self._blocks, box, material, locked))

    def _mirror(self, axis: int) -> None:
        tools, locked = self._document.tools, self._document.editor.locked
        self._push(noop("Mirror"), edits.mirror(self._blocks, axis, locked, tools.selection))

    def _push(self, verb: str, edit: edits.Edit) -> None:
        if edit:
            self._document.undo.push(EditBlocks(self._document, verb, edit))

    def _lock(self, *, is_locked: bool) -> None:
        box, before = self._document.tools.selection, self._document.editor.locked
        if box is None:
            return
        mask = np.zeros(self._shape, np.bool_) if before is None else before.copy()
        mask[box.slices] = is_locked
        self._change_locks(tr("Lock selection") if is_locked else tr("Unlock selection"), mask)

    def _limit(self) -> None:
        box = self._document.tools.selection
        if box is not None:
            self._change_locks(tr("Limit run to selection"), ~box.mask(self._shape))

    def _unlock_all(self) -> None:
        self._change_locks(tr("Unlock everything"), None)

    def _change_locks(self, text: str, mask: np.ndarray | None) -> None:
        self._document.undo.push(LockCells(self._document, text, mask))
