"""The line over the viewport that says that it shows the past, with the way back."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.words import tr, whole


class PastBanner(QFrame):
    """Visible while a moment of the past is looked at."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self._document = document
        self._amber = ""
        self.text = label()
        self.back = button(tr("Back to now"), "chip", lambda: document.look_at(None), tr("Show the run's present"))
        self.start_from = button(tr("Start from it"), "chip", tip=tr("Make this world the start of the next run"))
        self.setLayout(row(self.text, self.start_from, self.back, margins=(14, 6, 8, 6), gap=12))
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """The dot's colour."""
        self._amber = theme.amber
        self.refresh()

    def refresh(self) -> None:
        """Shows or hides it."""
        self.setVisible(self._document.past is not None)
        self._show(self._words())

    def fit_width(self, width: int) -> None:
        """Makes itself at most so many pixels wide, as far as it can: by one button less, then by fewer words."""
        for words, has_start in ((self._words(), True), (self._words(), False), (self._words(is_short=True), False)):
            self.start_from.setVisible(has_start)
            self._show(words)
            self.adjustSize()
            if self.width() <= width:
                return

    def _show(self, words: str) -> None:
        self.text.setText(f'<span style="color:{self._amber}">●</span>&nbsp; {words}')

    def _words(self, *, is_short: bool = False) -> str:
        past, entry = self._document.past, self._document.shown_entry
        if entry is not None:
            seed = entry.settings.seed
            return (
                tr("seed {seed}", seed=seed)
                if is_short
                else tr("You are looking at the result of seed {seed}", seed=seed)
            )
        step = whole(0 if past is None else past.step)
        return tr("Step {step}", step=step) if is_short else tr("You are looking at step {step}", step=step)
