"""What can be undone: small commands for the document's ``QUndoStack``.

A command is pushed after its change was made, so the first ``redo`` that the stack calls does nothing. Whoever undoes
or redoes goes through ``Controller.undo`` and ``redo``, which first bring the run to the rest that a command asks for.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QUndoCommand

from voxstudio.studio.present import PackedPresent, Present
from voxstudio.studio.setting_words import change_text
from voxstudio.studio.words import inside

if TYPE_CHECKING:
    from voxstudio.studio.document import Document

_MERGE_S = 1.5
"""Changes of one setting that follow each other so closely are one: a slider that is dragged, a prompt being typed."""


class Rest(Enum):
    """What a run must have come to before a command may be undone or redone."""

    NONE = "none"
    PAUSE = "pause"
    END = "end"


class Command(QUndoCommand):
    """A change of the document that has been made already."""

    rest = Rest.NONE

    def __init__(self, document: Document, text: str) -> None:
        super().__init__(text)
        self._document = document
        self._is_done = True

    def redo(self) -> None:
        """Makes the change again; nothing the first time."""
        if not self._is_done:
            self.apply()
        self._is_done = True

    def undo(self) -> None:
        """Takes the change back."""
        self._is_done = False
        self.revert()

    def apply(self) -> None:
        """Makes the change again."""
        raise NotImplementedError

    def revert(self) -> None:
        """Takes the change back."""
        raise NotImplementedError


class ChangeSetting(Command):
    """One setting; consecutive changes of the same one merge."""

    def __init__(self, document: Document, name: str, before: Any, after: Any, *, is_live: bool) -> None:
        super().__init__(document, inside(change_text(name, before, after)))
        self.name = name
        self.before = before
        self.after = after
        self.at = time.monotonic()
        self.rest = Rest.NONE if is_live else Rest.END

    def id(self) -> int:
        """The same for all changes of settings."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Takes a later change of the same setting in, if it followed at once."""
        if not isinstance(other, ChangeSetting) or other.name != self.name or other.at - self.at > _MERGE_S:
            return False
        self.after, self.at = other.after, other.at
        self.setText(inside(change_text(self.name, self.before, self.after)))
        self.setObsolete(self.before == self.after)
        return True

    def apply(self) -> None:
        """Sets the later value."""
        self._document.put_setting(self.name, self.after)

    def revert(self) -> None:
        """Sets the earlier value."""
        self._document.put_setting(self.name, self.before)


class ChangeSettings(Command):
    """Several live settings in one piece, as a preset has them; pushing it makes the change."""

    def __init__(self, document: Document, text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        super().__init__(document, text)
        self._before, self._after = before, after
        self._is_done = False

    def apply(self) -> None:
        """Sets the later values."""
        self._document.put_settings(self._after)

    def revert(self) -> None:
        """Sets the earlier values."""
        self._document.put_settings(self._before)


class ChangePresent(Command):
    """Another map, another start, a branch: the whole document from one present to another."""

    rest = Rest.END

    def __init__(self, document: Document, text: str, before: Present) -> None:
        super().__init__(document, text)
        self._before = PackedPresent(before)
        self._after: PackedPresent | None = None

    @property
    def before(self) -> Present:
        """The earlier present."""
        return self._before.unpack()

    def apply(self) -> None:
        """Goes to the later present."""
        assert self._after is not None
        self._document.recall(self._after.unpack())

    def revert(self) -> None:
        """Goes to the earlier present, and remembers the later one as it has become."""
        self._after = PackedPresent(self._document.remember())
        self._document.recall(self.before)


class RunBurst(ChangePresent):
    """A whole run, from Start to where it ended, in one piece."""


class RestoreMoment(ChangePresent):
    """A run that was set back. Undone, it goes on from where it was before, by the same way."""

    rest = Rest.PAUSE

    def apply(self) -> None:
        """Sets the run back again."""
        super().apply()
        self._document.ask_to_set_back()

    def revert(self) -> None:
        """Sets the run to where it was."""
        super().revert()
        self._document.ask_to_set_back()
