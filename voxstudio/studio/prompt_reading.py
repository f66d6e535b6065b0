"""How the prior takes the prompt, worked out beside the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from voxstudio.guidance.priors import PRIORS
from voxstudio.studio.background import Background
from voxstudio.studio.document import Document


class PromptReading(QObject):
    """Follows the document's prompt and prior."""

    changed = Signal(str)
    """The prompt in the prior's words; empty where they are the prompt's own."""

    def __init__(self, document: Document, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._background = document, background
        self._asked = ("", "")

    def follow(self) -> None:
        """Begins with the prompt as it is."""
        self._document.settings_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads the prompt again if it or the prior is another one."""
        asked = self._document.settings.prior, self._document.settings.prompt
        if asked != self._asked:
            self._asked = asked
            name, prompt = asked
            self._background.do(
                lambda: PRIORS[name].read(prompt) if name in PRIORS else prompt, lambda said: self._tell(asked, said)
            )

    def _tell(self, asked: tuple[str, str], said: str) -> None:
        if asked == self._asked:
            self.changed.emit(said if said != asked[1] else "")
