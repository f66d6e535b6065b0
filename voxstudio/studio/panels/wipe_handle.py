"""The divider between the start world and the present, to be dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.words import tr

_WIDTH = 160
_STRIP = 26
_GRIP = 13.0
_LABEL = QRect(0, 0, 52, 22)
_LABELS_UP = 108
"""Pixels from the bottom to the labels' lower edge: above the chips there, and the line that tells of the past."""
_KEY_STEP = 0.02


class WipeHandle(QWidget):
    """Visible while there is a wipe; as high as the view, centred on the divider."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Divider between before and after"))
        self.setToolTip(tr("Drag: the start is on the left, the present on the right (double click: the middle)"))
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view, self._stage = document.view, parent
        self._theme = DARK
        self._grabbed: float | None = None
        self._view.look_changed.connect(self.place)
        self._view.blocks_changed.connect(self.place)
        self.place()

    def set_theme(self, theme: Theme) -> None:
        """Colours of the line and the labels."""
        self._theme = theme
        self.update()

    @Slot()
    def place(self) -> None:
        """Puts itself where the divider is."""
        share, stage = self._view.wipe, self._stage
        self.setVisible(share is not None)
        if share is None:
            return
        size = (_WIDTH, stage.height())
        if (self.width(), self.height()) != size:
            self.resize(*size)
            strip = QRect((_WIDTH - _STRIP) // 2, 0, _STRIP, stage.height())
            left, right = self._labels()
            # Beside the line the mouse belongs to the view.
            self.setMask(QRegion(strip).united(left).united(right))
        self.move(round(share * stage.width()) - _WIDTH // 2, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold."""
        self._grabbed = event.position().x() - _WIDTH / 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the divider."""
        if self._grabbed is not None:
            at = self.mapToParent(event.position()).x() - self._grabbed
            self._view.set_wipe(at / max(self._stage.width(), 1))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Lets go."""
        self._grabbed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Back to the middle."""
        self._view.set_wipe(0.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move it, too."""
        step = {Qt.Key.Key_Left: -_KEY_STEP, Qt.Key.Key_Right: _KEY_STEP}.get(Qt.Key(event.key()))
        if step is None or self._view.wipe is None:
            event.ignore()
        else:
            self._view.set_wipe(self._view.wipe + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line, a grip in its middle, and what is on either side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = _WIDTH / 2, self.height() / 2
        painter.fillRect(QRectF(x - 2, 0, 4, self.height()), QColor(0, 0, 0, 70))
        painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height()), self._theme.colour("knob"))
        painter.setPen(QPen(QColor(0, 0, 0, 70), 1.5))
        painter.setBrush(self._theme.colour("accent" if self.hasFocus() else "knob"))
        painter.drawEllipse(QPointF(x, middle), _GRIP - 1, _GRIP - 1)
        painter.setPen(QPen(self._theme.colour("on_accent" if self.hasFocus() else "ground"), 1.6))
        for sign in (-1, 1):
            painter.drawPolyline([QPointF(x + sign * dx, middle + dy) for dx, dy in ((3, -3.5), (6.5, 0), (3, 3.5))])
        font = QFont(self.font())
        font.setPixelSize(12)
        painter.setFont(font)
        for box, text in zip(self._labels(), (tr("Start"), tr("Now")), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("panel"))
            painter.drawRoundedRect(QRectF(box), 6, 6)
            painter.setPen(self._theme.colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _labels(self) -> tuple[QRect, QRect]:
        box = _LABEL.translated(0, self.height() - _LABELS_UP - _LABEL.height())
        gap = _STRIP // 2 + 1
        return box.translated(_WIDTH // 2 - gap - box.width(), 0), box.translated(_WIDTH // 2 + gap, 0)
