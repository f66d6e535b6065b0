"""Edits by hand as commands of the undo stack: one stroke, one command."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QUndoCommand

from voxstudio.studio.document import Document
from voxstudio.studio.state import Push, TakeBack
from voxstudio.studio.words import inside, tr
from voxstudio.world.edits import Edit
from voxstudio.world.voxel_world import VoxelWorld


class _WorldCommand(QUndoCommand):
    """Something done in one world, which the commands between bring back before it is undone or done again."""

    def __init__(self, document: Document, text: str) -> None:
        super().__init__(inside(text))
        self._document = document

    def redo(self) -> None:
        """Does it."""
        self._change(forth=True)

    def undo(self) -> None:
        """Takes it back."""
        self._change(forth=False)

    def _change(self, *, forth: bool) -> None:
        raise NotImplementedError


class EditBlocks(_WorldCommand):
    """Cells that became other blocks. Undoing makes them what they were, whatever a run made of them since.

    Redoing brings that back, too: what was there when it was undone, not what was laid once.
    """

    def __init__(self, document: Document, verb: str, edit: Edit) -> None:
        #: As in: Paint 12 blocks.
        super().__init__(document, tr("{deed} %Ln blocks", "", len(edit), deed=tr(verb)))
        self._target, self._edit = document.editor.target, edit

    def _change(self, *, forth: bool) -> None:
        editor = self._document.editor
        blocks = editor.blocks_of(self._target)
        if not forth and blocks is not None:
            self._edit = replace(self._edit, after=blocks.reshape(-1)[self._edit.cells])
        editor.apply(self._edit if forth else self._edit.inverse(), self._target)


class PushCells(_WorldCommand):
    """Cells that were made likelier or less likely."""

    def __init__(self, document: Document, cells: np.ndarray, amount: float) -> None:
        count = len(cells)
        super().__init__(
            document, tr("Push %Ln blocks up", "", count) if amount > 0 else tr("Push %Ln blocks down", "", count)
        )
        self._push = Push(cells, amount)

    def _change(self, *, forth: bool) -> None:
        self._document.editor.push(self._push if forth else TakeBack(self._push))


class LockCells(_WorldCommand):
    """Another set of locked cells, bool [X, Y, Z]."""

    def __init__(self, document: Document, text: str, mask: np.ndarray | None) -> None:
        super().__init__(document, text)
        self._before, self._after = document.editor.locked, mask

    def _change(self, *, forth: bool) -> None:
        self._document.editor.lock(self._after if forth else self._before)


class ChangePalette(_WorldCommand):
    """Another palette for the start world, with the blocks that go with it."""

    def __init__(self, document: Document, before: VoxelWorld, after: VoxelWorld) -> None:
        super().__init__(document, tr("Change the palette"))
        self._before, self._after = before, after

    def _change(self, *, forth: bool) -> None:
        self._document.editor.replace(self._after if forth else self._before)
