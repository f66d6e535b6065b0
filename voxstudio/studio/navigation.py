"""Steering the viewport's camera with mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QRegion, QWheelEvent
from PySide6.QtWidgets import QWidget

from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.words import noop

# To the type checker this is a widget; Python could not derive one class from two of Qt's.
_Base = QWidget if TYPE_CHECKING else object

_DEGREES_PER_PIXEL = 0.35
_ZOOM_PER_NOTCH = 0.88
_DEGREES_PER_KEY = 15.0
_PAN_PER_KEY = 0.05
"""Heights of the picture."""
ARROWS = {  # right and up
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
VIEWS = {  # name in English: azimuth and elevation in degrees
    noop("Look from an angle"): (-35.0, 28.0),
    noop("Look from the front"): (0.0, 0.0),
    noop("Look from the back"): (180.0, 0.0),
    noop("Look from the right"): (90.0, 0.0),
    noop("Look from the left"): (270.0, 0.0),
    noop("Look from above"): (0.0, 89.0),
    noop("Look from below"): (0.0, -89.0),
}
"""In the order of their keys, 0 to 6."""


class Navigation(_Base):
    """What views add to their widget class, in front of it.

    Left or right drag orbits, middle or Shift drag pans, the wheel zooms to the pointer. Subclasses draw in
    ``camera_moved``.
    """

    camera: OrbitCamera
    world_extent: tuple[tuple[int, int, int], float] | None
    """Shape in cells and scale of the world that is shown."""
    covered: QRegion
    """What lies over the view and is hardly seen through: during a run only a picture at rest is painted under it."""
    _dragged_from: QPointF | None

    def init_navigation(self) -> None:
        """To be called by the subclass's constructor (Qt's own constructors do not cooperate)."""
        self.camera = OrbitCamera()
        self.world_extent = None
        self.covered = QRegion()
        self._dragged_from = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)  # tools and markers follow the mouse

    def camera_moved(self) -> None:
        """The camera has changed: draw again."""
        self.update()

    @property
    def aspect(self) -> float:
        """Width over height of the view."""
        return max(self.width(), 1) / max(self.height(), 1)

    def set_camera(self, camera: OrbitCamera) -> None:
        """Looks from somewhere else."""
        self.camera = camera
        self.camera_moved()

    def fit(self) -> None:
        """Moves back or forth until the world fills the view."""
        if self.world_extent is not None:
            self.set_camera(self.camera.fitted(*self.world_extent, self.aspect))

    def toggle_orthographic(self) -> None:
        """Switches between perspective and parallel projection."""
        self.set_camera(replace(self.camera, is_orthographic=not self.camera.is_orthographic))

    def look_from(self, azimuth_deg: float, elevation_deg: float) -> None:
        """Looks at the whole world from a direction."""
        self.camera = replace(self.camera, azimuth_deg=azimuth_deg, elevation_deg=elevation_deg)
        self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a drag."""
        self._dragged_from = event.position()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a drag."""
        self._dragged_from = None
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Orbits or pans."""
        if self._dragged_from is None:
            return
        moved = event.position() - self._dragged_from
        self._dragged_from = event.position()
        pans = event.buttons() & Qt.MouseButton.MiddleButton or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if pans:
            height = max(self.height(), 1)
            self.set_camera(self.camera.panned(-moved.x() / height, moved.y() / height))
        else:
            self.set_camera(self.camera.orbited(-moved.x() * _DEGREES_PER_PIXEL, moved.y() * _DEGREES_PER_PIXEL))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms to the pointer."""
        height = max(self.height(), 1)
        at = event.position()
        offset = ((at.x() - self.width() / 2) / height, (self.height() / 2 - at.y()) / height)
        self.set_camera(self.camera.zoomed(_ZOOM_PER_NOTCH ** (event.angleDelta().y() / 120), offset))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys orbit; with Shift they pan; plus and minus zoom. What looks from one side are menu actions."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            across, up = ARROWS[key]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.set_camera(self.camera.panned(across * _PAN_PER_KEY, up * _PAN_PER_KEY))
            else:
                self.set_camera(self.camera.orbited(across * _DEGREES_PER_KEY, up * _DEGREES_PER_KEY))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.set_camera(self.camera.zoomed(_ZOOM_PER_NOTCH ** (-1 if key == Qt.Key.Key_Minus else 1)))
        else:
            event.ignore()
