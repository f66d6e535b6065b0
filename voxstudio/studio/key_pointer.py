"""The mouse by the keyboard: a cross over the world that Ctrl and the arrow keys move, and the space bar presses.

What it does reaches the view as events of the mouse, so that every tool can be used by it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from voxstudio.studio.navigation import ARROWS, Navigation
from voxstudio.studio.view_state import ViewState

_STEP_PX, _FINE_PX = 8.0, 1.0
_SIZE = 25
_KEEP = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class KeyPointer(QObject):
    """Filters the view's keys, but not while one flies. The cross goes when the mouse moves, or the focus."""

    def __init__(self, state: ViewState, view: Navigation, parent: QWidget) -> None:
        super().__init__(view)
        self._state, self._view = state, view
        self._is_down = self._is_sending = False
        self.cross = _Cross(parent)
        view.installEventFilter(self)

    @property
    def place(self) -> QPointF:
        """Where it points to, in the view."""
        return QPointF(self.cross.geometry().center())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes Ctrl and the arrow keys, and the space bar."""
        if isinstance(event, QKeyEvent):
            return not self._state.is_flying and self._on_key(event)
        has_left = event.type() is QEvent.Type.FocusOut
        if has_left or (isinstance(event, QMouseEvent) and not self._is_sending):
            self._let_go()
            self.cross.hide()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key, is_press = Qt.Key(event.key()), event.type() is QEvent.Type.KeyPress
        modifiers = event.modifiers()
        if is_press and key in ARROWS and modifiers & Qt.KeyboardModifier.ControlModifier:
            across, up = ARROWS[key]
            step = _FINE_PX if modifiers & Qt.KeyboardModifier.ShiftModifier else _STEP_PX
            self._move(across * step, -up * step)
            return True
        if key == Qt.Key.Key_Space and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if not event.isAutoRepeat():
                self._move(0.0, 0.0)
                if is_press is not self._is_down:
                    self._press(is_press, modifiers & _KEEP)
            return True
        return False

    def _move(self, dx: float, dy: float) -> None:
        if self.cross.isHidden():
            self.cross.point_at(QPointF(self._view.rect().center()))
            self.cross.show()
            self.cross.raise_()
        area, to = self._view.rect(), self.place + QPointF(dx, dy)
        self.cross.point_at(QPointF(min(max(to.x(), 0), area.right()), min(max(to.y(), 0), area.bottom())))
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)

    def _press(self, is_down: bool, modifiers: Qt.KeyboardModifier) -> None:
        self._is_down = is_down
        kind = QEvent.Type.MouseButtonPress if is_down else QEvent.Type.MouseButtonRelease
        self._send(kind, Qt.MouseButton.LeftButton, modifiers)

    def _let_go(self) -> None:
        if self._is_down:
            self._press(False, Qt.KeyboardModifier.NoModifier)

    def _send(self, kind: QEvent.Type, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.MouseButton.LeftButton if self._is_down else Qt.MouseButton.NoButton
        at = self.place
        self._is_sending = True
        QApplication.sendEvent(self._view, QMouseEvent(kind, at, self._view.mapToGlobal(at), button, held, modifiers))
        self._is_sending = False


class _Cross(QWidget):
    """Seen on light blocks and on dark ones; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(_SIZE, _SIZE)
        self.hide()

    def point_at(self, place: QPointF) -> None:
        self.move(place.toPoint() - QPoint(_SIZE // 2, _SIZE // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, gap = _SIZE / 2, 4
        for colour, width in ((QColor(0, 0, 0, 160), 3.0), (QColor("#FFFFFF"), 1.0)):
            painter.setPen(QPen(colour, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                ends = (QPointF(middle + dx * at, middle + dy * at) for at in (gap, middle - 1))
                painter.drawLine(*ends)
        painter.end()
