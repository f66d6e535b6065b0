"""What somebody does now and then at the window: turns the world, types, zooms, changes a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from voxstudio.studio.monkey.hands import send_mouse
from voxstudio.studio.window import MainWindow

_MOUSE_MS = 16
_DRAG_S = 1.5
_BEGIN_S = 0.7
_LETTERS_A_S = 10
_TYPED = " with a tall tower"
Deed = tuple[float, Callable[[], object]]
"""Seconds after the beginning, and what is done then."""


class User(QObject):
    """Mouse and keyboard by the clock; all that a deed leads to in the window is over within ``SECONDS``."""

    SECONDS = 4.0

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._parts = (self._turn, self._type, self._zoom_and_change)
        self._next = 0
        self._timers: list[QTimer] = []

    def act(self) -> None:
        """Begins the next part: one of three, in turn."""
        deeds = self._parts[self._next % len(self._parts)]()
        self._next += 1
        for at_s, deed in deeds:
            timer = QTimer(self, singleShot=True, interval=round(1000 * (_BEGIN_S + at_s)))
            timer.timeout.connect(deed)
            timer.start()
            self._timers.append(timer)

    def rest(self) -> None:
        """Lets go of everything."""
        while self._timers:
            timer = self._timers.pop()
            timer.stop()
            timer.deleteLater()

    def _turn(self) -> Iterator[Deed]:
        view = self._window.stage.view
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

        def send(kind: QEvent.Type, share: float, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
            across, down = 0.35 + 0.3 * math.sin(math.pi * share), 0.5 + 0.1 * math.sin(2 * math.pi * share)
            place = QPoint(round(view.width() * across), round(view.height() * down))
            send_mouse(view, kind, place, button, held, Qt.KeyboardModifier.NoModifier)

        count = round(1000 * _DRAG_S / _MOUSE_MS)
        yield 0.0, lambda: send(QEvent.Type.MouseButtonPress, 0.0, left, left)
        for k in range(count):
            yield k * _MOUSE_MS / 1000, lambda k=k: send(QEvent.Type.MouseMove, k / count, none, left)
        yield _DRAG_S, lambda: send(QEvent.Type.MouseButtonRelease, 1.0, left, none)

    def _type(self) -> Iterator[Deed]:
        prompt = self._window.settings_panel.prompt
        is_there = prompt.toPlainText().endswith(_TYPED)
        yield 0.0, prompt.setFocus
        yield 0.1, lambda: QTest.keyClick(prompt, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        for k, letter in enumerate(_TYPED):
            type_ = (lambda: QTest.keyClick(prompt, Qt.Key.Key_Backspace)) if is_there else None
            yield 0.2 + k / _LETTERS_A_S, type_ or (lambda letter=letter: QTest.keyClicks(prompt, letter))

    def _zoom_and_change(self) -> Iterator[Deed]:
        view = self._window.stage.view
        slider = self._window.settings_panel.row("cfg_scale").slider

        def zoom(by: int) -> None:
            place = QPointF(view.rect().center())
            none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
            event = QWheelEvent(
                place, view.mapToGlobal(place), QPoint(), QPoint(0, by), *none, Qt.ScrollPhase.NoScrollPhase, False
            )
            QApplication.sendEvent(view, event)

        for k, by in enumerate((120, 120, -120, -120)):
            yield 0.15 * k, lambda by=by: zoom(by)
        yield 1.0, slider.setFocus
        for k, key in enumerate((Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left)):
            yield 1.2 + 0.3 * k, lambda key=key: QTest.keyClick(slider, key)
