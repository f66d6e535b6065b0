"""Steering the viewport's camera with mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from voxstudio.studio.orbit_camera import OrbitCamera

# To the type checker this is a widget; Python could not derive one class from two of Qt's.
_Base = QWidget if TYPE_CHECKING else object

_DEGREES_PER_PIXEL = 0.35
_ZOOM_PER_NOTCH = 0.88
_VIEWS = {  # keys: azimuth and elevation in degrees
    Qt.Key.Key_1: (0.0, 0.0),
    Qt.Key.Key_2: (180.0, 0.0),
    Qt.Key.Key_3: (90.0, 0.0),
    Qt.Key.Key_4: (270.0, 0.0),
    Qt.Key.Key_5: (0.0, 89.0),
    Qt.Key.Key_6: (0.0, -89.0),
    Qt.Key.Key_0: (-35.0, 28.0),
}


class Navigation(_Base):
    """What views add to their widget class, in front of it.

    Left or right drag orbits, middle or Shift drag pans, the wheel zooms to the pointer. Keys: F fits, 1-6 look along
    an axis, 0 goes back, O switches between perspective and orthographic. Subclasses draw in ``camera_moved``.
    """

    camera: OrbitCamera
    world_extent: tuple[tuple[int, int, int], float] | None
    """Shape in cells and scale of the world that is shown."""
    _dragged_from: QPointF | None

    def init_navigation(self) -> None:
        """To be called by the subclass's constructor (Qt's own constructors do not cooperate)."""
        self.camera = OrbitCamera()
        self.world_extent = None
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
        """The keys of the class."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F:
            self.fit()
        elif key == Qt.Key.Key_O:
            self.toggle_orthographic()
        elif key in _VIEWS:
            azimuth, elevation = _VIEWS[key]
            self.camera = replace(self.camera, azimuth_deg=azimuth, elevation_deg=elevation)
            self.fit()
        else:
            event.ignore()
