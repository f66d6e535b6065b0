"""Flying through the world: keys move the eye, the mouse turns it."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QWheelEvent

from voxstudio.studio.document import Document
from voxstudio.studio.navigation import Navigation
from voxstudio.world.picking import pick

START_KEY = Qt.Key.Key_W
_MOVES = {  # right, up, forward
    Qt.Key.Key_W: (0, 0, 1),
    Qt.Key.Key_S: (0, 0, -1),
    Qt.Key.Key_D: (1, 0, 0),
    Qt.Key.Key_A: (-1, 0, 0),
    Qt.Key.Key_E: (0, 1, 0),
    Qt.Key.Key_Q: (0, -1, 0),
}
_LANDINGS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FRAME_MS = 16
_LONGEST_FRAME_S = 0.1
_DEGREES_PER_PIXEL = 0.15
_FASTER = 3.0
_SPEED_PER_NOTCH = 1.25
_SPEEDS = (1.0, 200.0)
_AHEAD = 8.0
"""Blocks between the eye and what a flying camera orbits: near enough to see walls that one stands before."""
_EDGE_PX = 32


class Flight(QObject):
    """Filters the view's events while ``document.view.is_flying``, and W before, which takes off.

    Landing leaves the eye where it is, and orbits what it looks at.
    """

    speed_changed = Signal()

    def __init__(self, document: Document, view: Navigation) -> None:
        super().__init__(view)
        self._document, self._state, self._view = document, document.view, view
        self.speed = 16.0
        """Blocks a second."""
        self._held: set[Qt.Key] = set()
        self._is_fast = False
        self._last: QPointF | None = None
        self._is_on = False
        self._ticked_at = 0.0
        self._cursor = QCursor()
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._tick)
        view.installEventFilter(self)
        self._state.look_changed.connect(self._follow)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes what belongs to flying."""
        kind = event.type()
        if not self._is_on:
            if not isinstance(event, QKeyEvent) or kind is not QEvent.Type.KeyPress or event.key() != START_KEY:
                return False
            if not event.modifiers() and self._view.world_extent is not None:
                self._state.set_flying(True)
                self._press(event)
            return True
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QWheelEvent):
            self.speed = float(np.clip(self.speed * _SPEED_PER_NOTCH ** (event.angleDelta().y() / 120), *_SPEEDS))
            self.speed_changed.emit()
            return True
        if isinstance(event, QMouseEvent):
            self._on_mouse(event)
            return True
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._state.set_flying(False)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key, kind = Qt.Key(event.key()), event.type()
        if kind is QEvent.Type.ShortcutOverride:
            # Tools have some of these keys for shortcuts.
            event.accept()
            return True
        self._is_fast = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if kind is QEvent.Type.KeyPress and key in _LANDINGS:
            self._state.set_flying(False)
        elif kind is QEvent.Type.KeyPress and key == Qt.Key.Key_F:
            self._state.set_flying(False)
            self._view.fit()
        elif kind is QEvent.Type.KeyPress:
            self._press(event)
        elif kind is QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self._held.discard(key)
        return True

    def _press(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES and not event.isAutoRepeat():
            self._held.add(key)
            if not self._timer.isActive():
                self._ticked_at = time.monotonic()
                self._timer.start()

    def _on_mouse(self, event: QMouseEvent) -> None:
        if event.type() is QEvent.Type.MouseButtonPress:
            self._state.set_flying(False)
        elif event.type() is QEvent.Type.MouseMove:
            at, last = event.position(), self._last
            self._last = at
            if last is not None:
                moved = (at - last) * _DEGREES_PER_PIXEL
                self._view.set_camera(self._view.camera.turned(-moved.x(), moved.y()))
            inner = self._view.rect().adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
            if not inner.contains(at.toPoint()):
                self._last = None  # where the mouse may not be moved, it goes on from where it is
                QCursor.setPos(self._view.mapToGlobal(self._view.rect().center()))

    @Slot()
    def _tick(self) -> None:
        now = time.monotonic()
        seconds, self._ticked_at = min(now - self._ticked_at, _LONGEST_FRAME_S), now
        if not self._held:
            self._timer.stop()
            return
        way = np.sum([_MOVES[key] for key in self._held], axis=0)
        far = self.speed * self._scale * seconds * (_FASTER if self._is_fast else 1.0)
        right, up, forward = (way / max(float(np.linalg.norm(way)), 1.0) * far).tolist()
        self._view.set_camera(self._view.camera.moved(right, up, forward))

    @Slot()
    def _follow(self) -> None:
        if self._state.is_flying is not self._is_on:
            self._is_on = self._state.is_flying
            self._take_off() if self._is_on else self._land()

    def _take_off(self) -> None:
        view = self._view
        self._cursor, self._last = view.cursor(), None
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        view.setCursor(Qt.CursorShape.BlankCursor)
        view.grabMouse()
        camera = replace(view.camera, is_orthographic=False)
        view.set_camera(camera.aimed(min(camera.distance, _AHEAD * self._scale)))

    def _land(self) -> None:
        view = self._view
        self._held.clear()
        self._timer.stop()
        self._is_fast = False
        view.releaseMouse()
        view.setCursor(self._cursor)
        view.set_camera(view.camera.aimed(self._distance_ahead()))

    def _distance_ahead(self) -> float:
        """To the block that is looked at; where there is none, to what lies beside the world's middle."""
        camera, blocks = self._view.camera, self._document.blocks
        least = 2.0 * self._scale
        eye, forward = np.asarray(camera.position), np.asarray(camera.forward)
        if blocks is None:
            return max(camera.distance, least)
        if self._state.cut is not None:
            blocks = self._state.cut.applied(blocks)
        hit = pick(blocks, self._scale, camera.position, camera.forward)
        x, y, z = blocks.shape
        place = np.array([x / 2, y / 2, z / 2]) if hit is None else np.asarray(hit.cell) + 0.5
        middle = (place - [x / 2, 0.0, z / 2]) * self._scale
        return max(float((middle - eye) @ forward), least)

    @property
    def _scale(self) -> float:
        extent = self._view.world_extent
        return 1.0 if extent is None else extent[1]
