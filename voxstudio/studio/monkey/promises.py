"""What must hold whatever is done: undo leads back bit for bit, locked cells stay, what is shown is what there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from voxstudio.studio.monkey.sessions import SessionKeeper
from voxstudio.studio.window import MainWindow
from voxstudio.world.palette import Palette


@dataclass(frozen=True, eq=False)
class _Stand:
    """All that undo and redo promise to bring back."""

    start: bytes
    shown: bytes
    palette: Palette | None
    settings: dict[str, Any]
    steps: list[int]

    def differences(self, other: _Stand) -> list[str]:
        """In words."""
        names = [name for name in ("start", "shown", "palette", "steps") if getattr(self, name) != getattr(other, name)]
        for name, value in self.settings.items():
            if value != other.settings[name]:
                names.append(f"{name} ({value!r} became {other.settings[name]!r})")
        return names


class Promises:
    """Looks at the document only, and at the worker's session while it rests."""

    def __init__(self, window: MainWindow, sessions: SessionKeeper, note: Callable[[str], None]) -> None:
        self._window, self._sessions, self._note = window, sessions, note
        self._opened: _Stand | None = None
        self._most = 0
        self._locked: np.ndarray | None = None
        self._kept = b""
        self._where: object = None

    def begin(self) -> None:
        """The world is open, and there is nothing to undo."""
        self._opened, self._most = self._stand(), 0

    def look(self) -> None:
        """After every deed: cells that are locked, in one and the same world, are as they were when first seen so."""
        document = self._window.document
        self._most = max(self._most, document.undo.count())
        locked, blocks = document.editor.locked, document.blocks
        where = (document.editor.target, document.past, document.palette)
        if locked is None or blocks is None or locked.shape != blocks.shape:
            self._locked = None
            return
        kept = blocks[locked].tobytes()
        if self._locked is locked and self._where == where and kept != self._kept:
            self._note("Locked cells have changed.")
        self._locked, self._kept, self._where = locked, kept, where

    def check_rest(self) -> None:
        """What is shown at rest is what the worker has, and would export."""
        document, session = self._window.document, self._sessions.latest
        if document.frame is None or session is None or not document.is_run_live:
            return
        if not np.array_equal(document.frame.snapshot.blocks, session.blocks()):
            different = np.count_nonzero(document.frame.snapshot.blocks != session.blocks())
            self._note(f"{different} cells that are shown are not as the run has them.")

    def check_undo(self, travel: Callable[[str], None]) -> None:
        """Undo of everything gives what was opened, redo of everything what was there last."""
        assert self._opened is not None
        stack = self._window.document.undo
        travel("redo")  # a redo that was left over would lead further than to where undo begins
        last = self._stand()
        self._most = max(self._most, stack.count())
        travel("undo")
        first = self._stand()
        if self._most < stack.undoLimit() and (lost := self._opened.differences(first)):
            self._note(f"Undo of everything does not lead back: {', '.join(lost)}. {self._commands()}")
        travel("redo")
        if lost := last.differences(self._stand()):
            self._note(f"Redo of everything does not lead there again: {', '.join(lost)}. {self._commands()}")

    def _commands(self) -> str:
        stack = self._window.document.undo
        return f"The commands: {'; '.join(stack.text(place) for place in range(stack.count()))}."

    def _stand(self) -> _Stand:
        document = self._window.document
        start, blocks = document.start, document.blocks
        return _Stand(
            b"" if start is None else start.blocks.tobytes(),
            b"" if blocks is None else blocks.tobytes(),
            document.palette,
            document.settings.as_dict(),
            list(document.history.steps),
        )
