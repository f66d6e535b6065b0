"""A window of its own for the viewport."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLayout, QWidget

from voxstudio.studio.panels.stage import Stage
from voxstudio.studio.widgets.basic import button, column, label
from voxstudio.studio.words import tr


class FloatingStage(QWidget):
    """Takes the stage out of its home's layout, leaving a note; closing the window puts it back."""

    closed = Signal()

    def __init__(self, stage: Stage, home: QLayout, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("VoxStudio")
        self._stage = stage
        self._home = home
        self.resize(stage.size())
        self._note = QWidget()
        hint = label(tr("The viewport is in its own window."), "muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setLayout(
            column(-1, hint, button(tr("Bring it back"), on_click=self.close), -1, margins=(64, 0, 64, 0))
        )
        home.replaceWidget(stage, self._note)
        self.setLayout(column(stage))
        stage.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Puts the stage back to where it was."""
        self._home.replaceWidget(self._note, self._stage)
        self._stage.show()
        self._note.deleteLater()
        self.closed.emit()
        event.accept()
