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
        past = self._document.past
        self.setVisible(past is not None)
        if past is not None:
            dot = f'<span style="color:{self._amber}">●</span>'
            entry = self._document.shown_entry
            if entry is None:
                words = tr("You are looking at step {step}", step=whole(past.step))
            else:
                words = tr("You are looking at the result of seed {seed}", seed=entry.settings.seed)
            self.text.setText(f"{dot}&nbsp; {words}")
