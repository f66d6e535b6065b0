"""Where something is to be written: a path, and a button to choose another."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.words import tr

_LONGEST_STEM = 60


class TargetRow(QWidget):
    """Shows a path, shortened in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = Path()
        self.text = label("", "muted")
        self.text.setMinimumWidth(40)
        self.choose = button(tr("Change…"), "small", self._ask, tr("Choose another place or name"))
        layout = row(self.text, self.choose)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def set_path(self, path: Path) -> None:
        """Another place."""
        self.path = path
        self.text.setToolTip(self._words)
        _show_elided(self.text, self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the path as there is room for."""
        super().resizeEvent(event)
        _show_elided(self.text, self._words)

    @property
    def _words(self) -> str:
        return str(self.path.resolve())

    def _ask(self) -> None:
        dialog = QFileDialog(self, tr("Save as"), str(_existing(self.path.parent)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(self.path.name)
        suffix = self.path.suffix
        dialog.fileSelected.connect(lambda name: self.set_path(_with_suffix(Path(name), suffix)))
        dialog.open()


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """A path in a folder that nothing has yet; the stem made fit for a file name, numbered where it must be."""
    stem = re.sub(r"[^\w-]+", "_", stem).strip("_")[:_LONGEST_STEM] or "world"
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}_{number}{suffix}"
    return path


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)


def _existing(folder: Path) -> Path:
    return next((one for one in (folder, *folder.parents) if one.is_dir()), Path())


def _show_elided(text: QLabel, words: str) -> None:
    metrics = text.fontMetrics()
    text.setText(metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, max(text.width(), 240)))
