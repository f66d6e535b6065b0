"""The cameras of the dataset as pyramids among the blocks; a click looks through one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QToolTip

from voxstudio.studio.document import Document
from voxstudio.studio.scene_view import SceneView
from voxstudio.studio.software_view import SoftwareView
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.tool_overlay import ToolOverlay
from voxstudio.studio.tool_state import Tool
from voxstudio.studio.words import tr
from voxstudio.views.camera import Camera

_DEPTH_SHARE = 0.07
"""Of the cameras' mean distance from the world's middle: how deep a pyramid is."""
_REACH_PX = 14.0
_CLICK_PX = 4.0


class CameraMarkers(QObject):
    """Draws while ``document.view.shows_cameras``; otherwise it costs nothing."""

    chosen = Signal(int)
    """Index of the camera that was clicked."""

    def __init__(self, document: Document, view: SceneView | SoftwareView, overlay: ToolOverlay) -> None:
        super().__init__(view)
        self._document, self._view, self._overlay = document, view, overlay
        self._cameras: list[Camera] = []
        self._hovered: int | None = None
        self._pressed_at: QPointF | None = None
        self._theme = DARK
        view.installEventFilter(self)
        document.view.look_changed.connect(self.refresh)

    def set_cameras(self, cameras: Sequence[Camera]) -> None:
        """Other cameras."""
        self._cameras, self._hovered = list(cameras), None
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Colours of the lines."""
        self._theme = theme
        self.refresh()

    @property
    def is_shown(self) -> bool:
        """Whether they are in the scene."""
        return self._document.view.shows_cameras and bool(self._cameras)

    @Slot()
    def refresh(self) -> None:
        """Draws them again, or takes them away."""
        if not self.is_shown:
            self._view.set_lines(None)
            return
        usual, chosen = _rgb(self._theme.colour("accent_light")), _rgb(self._theme.colour("amber"))
        depth = self._depth
        self._view.set_lines(
            np.concatenate(
                [
                    pyramid(camera, depth, chosen if index == self._hovered else usual)
                    for index, camera in enumerate(self._cameras)
                ]
            )
        )

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A click on a pyramid is its own; everything else goes on."""
        if not self.is_shown or not isinstance(event, QMouseEvent) or self._document.tools.tool is not Tool.LOOK:
            return False
        kind, at = event.type(), event.position()
        if kind is QEvent.Type.MouseMove and event.buttons() is Qt.MouseButton.NoButton:
            self._hover(self.at(at), event)
        elif kind is QEvent.Type.MouseButtonPress:
            self._pressed_at = at
        elif kind is QEvent.Type.MouseButtonRelease and self._pressed_at is not None:
            moved, index = at - self._pressed_at, self.at(at)
            self._pressed_at = None
            if index is not None and abs(moved.x()) + abs(moved.y()) <= _CLICK_PX:
                self.chosen.emit(index)
        return False

    def at(self, place: QPointF) -> int | None:
        """The camera under a point of the view."""
        pixels, is_before = self._overlay.to_pixels(self._middles())
        distances = np.hypot(pixels[:, 0] - place.x(), pixels[:, 1] - place.y())
        distances[~is_before] = np.inf
        nearest = int(np.argmin(distances))
        return nearest if distances[nearest] <= _REACH_PX else None

    def _hover(self, index: int | None, event: QMouseEvent) -> None:
        if index == self._hovered:
            return
        self._hovered = index
        self._view.setCursor(Qt.CursorShape.PointingHandCursor if index is not None else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(event.globalPosition().toPoint(), camera_name(index) if index is not None else "")
        self.refresh()

    def _middles(self) -> np.ndarray:
        """Middles of the pyramids, float64 [N, 3], in cells from the world's corner."""
        extent = self._view.world_extent
        assert extent is not None
        (x, _, z), scale = extent
        places = np.array([camera.position for camera in self._cameras])
        forward = np.array([camera.forward for camera in self._cameras])
        return (places + forward * self._depth / 2) / scale + [x / 2, 0.0, z / 2]

    @property
    def _depth(self) -> float:
        places = np.array([camera.position for camera in self._cameras])
        return _DEPTH_SHARE * max(float(np.linalg.norm(places, axis=1).mean()), 1.0)


def camera_name(index: int) -> str:
    """How a camera of the dataset is called."""
    #: A camera of the dataset, by its number.
    return tr("cam {number}", number=f"{index:02}")


def pyramid(camera: Camera, depth: float, colour: tuple[float, float, float]) -> np.ndarray:
    """What a camera sees, ``depth`` world units deep, with a mark above its upper edge: float32 [10, 2, 6]."""
    eye, forward, up = (np.asarray(part) for part in (camera.position, camera.forward, camera.up))
    half = depth * np.tan(np.radians(camera.fov_y_deg) / 2)
    right, up = np.asarray(camera.right) * half * camera.aspect, up * half
    base = eye + forward * depth
    a, b, c, d = base - right - up, base + right - up, base + right + up, base - right + up
    tip = base + 1.5 * up
    left_foot, right_foot = base + up - 0.35 * right, base + up + 0.35 * right
    corners = [(eye, corner) for corner in (a, b, c, d)] + [(a, b), (b, c), (c, d), (d, a)]
    ends = np.array([*corners, (left_foot, tip), (tip, right_foot)], np.float32)
    return np.concatenate([ends, np.broadcast_to(np.array(colour, np.float32), ends.shape)], axis=-1)


def _rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()
