"""A line over the viewport that says what was done, with the one thing one may want next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QWidget

from voxstudio.studio.icons import icon
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.words import tr

_TEXT_STAYS_MS = 8000


class Notice(QFrame):
    """Text goes by itself; a folder stays until it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.text = label()
        self.folder: Path | None = None
        self.open = button(tr("Open folder"), "chip", self._open_folder)
        self.close_button = button("×", "link", self.hide, tr("Close"))
        self.setLayout(row(self.text, self.open, self.close_button, margins=(14, 8, 12, 8), gap=12))
        self._timer = QTimer(self, singleShot=True, interval=_TEXT_STAYS_MS)
        self._timer.timeout.connect(self.hide)

    def set_theme(self, theme: Theme) -> None:
        """The icon's colour."""
        self.open.setIcon(icon("folder", theme.text))

    def show_folder(self, words: str, folder: Path) -> None:
        """A folder that was written, with a button that opens it."""
        self.folder = folder
        self.text.setText(f"{words} <b>{folder}</b>")
        self.open.show()
        self._timer.stop()
        self.show()
        self.raise_()

    def show_text(self, text: str) -> None:
        """A sentence that needs no answer."""
        self.folder = None
        self.text.setText(text)
        self.open.hide()
        self._timer.start()
        self.show()
        self.raise_()

    def _open_folder(self) -> None:
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))
