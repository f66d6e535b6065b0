"""Screenshots and turntables by the window: opens their dialogs and says what became of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from voxstudio.studio.files import Files
from voxstudio.studio.panels.recording_dialog import RecordingDialog, ScreenshotDialog, TurntableDialog
from voxstudio.studio.panels.stage import Stage
from voxstudio.studio.recording import Recording
from voxstudio.studio.words import tr


class Photographs(QObject):
    """One dialog at a time; what is seen when it opens is what is drawn."""

    failed = Signal(str, str)
    """A sentence for the user, and details or an empty text."""

    def __init__(self, stage: Stage, files: Files, window: QWidget, *, has_gl: bool) -> None:
        super().__init__(window)
        self._stage, self._files, self._window = stage, files, window
        self.recording = Recording(has_gl=has_gl, parent=self)
        self.recording.failed.connect(self.failed)
        self.recording.written.connect(self._on_written)
        self.dialog: RecordingDialog | None = None

    @Slot()
    def take_screenshot(self) -> None:
        """Asks how the picture is to be, and takes it."""
        self._open(ScreenshotDialog)

    @Slot()
    def make_turntable(self) -> None:
        """Asks how the film is to be, and makes it."""
        self._open(TurntableDialog)

    def _open(self, kind: type[ScreenshotDialog | TurntableDialog]) -> None:
        still = self._stage.still()
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
        elif still is not None:
            self.dialog = kind(still, self._files.name, self.recording, self._window)
            self.dialog.destroyed.connect(self._on_closed)
            self.dialog.show()

    @Slot()
    def _on_closed(self) -> None:
        self.dialog = None

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._stage.show_folder(tr("Saved {name} in", name=path.name), path.parent)
