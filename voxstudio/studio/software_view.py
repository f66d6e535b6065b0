"""What stands in for the viewport where OpenGL cannot be used: pictures by the CPU renderer, when something changes."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from voxstudio.render.base import Lighting
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.scene import SceneColours
from voxstudio.studio.view_modes import Picture
from voxstudio.studio.words import noop, tr
from voxstudio.views.camera import Camera
from voxstudio.world.palette import Material, Palette
from voxstudio.world.voxel_world import VoxelWorld

_NOTE_FLAGS = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
_REST_MS = 30
_SPARING_REST_MS = 100
_WIDEST = 640
_REASON = noop(
    "OpenGL 3.3 cannot be used here, so the processor draws a simpler picture. `voxstudio doctor` says more."
)


class SoftwareView(Navigation, QWidget):
    """Has the viewport's methods; draws plain faces without shadows."""

    painted = Signal(float)

    def __init__(self, colours: SceneColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.init_navigation()
        self.setAccessibleName(tr("World"))
        self._colours = colours
        self._world: VoxelWorld | None = None
        self._before: VoxelWorld | None = None
        self._light: Lighting | None = None
        self._wipe: float | None = None
        self._image: QImage | None = None
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._render)

    def set_colours(self, colours: SceneColours) -> None:
        """Another theme."""
        self._colours = colours
        self.camera_moved()

    def set_world(self, picture: Picture, scale: float, _heat: np.ndarray | None = None) -> None:
        """Shows blocks; all are solid here."""
        self._world = _world_of(picture, scale)
        self.world_extent = (self._world.shape, scale)
        self.camera_moved()

    def set_before(self, picture: Picture | None, scale: float = 1.0) -> None:
        """The world that a wipe shows on its left; None forgets it."""
        self._before = None if picture is None else _world_of(picture, scale)
        self.camera_moved()

    def set_lines(self, lines: np.ndarray | None) -> None:
        """Lines are not drawn here."""

    def set_look(self, light: Lighting | None, wipe: float | None) -> None:
        """The light on faces, or None for the studio's; where the wipe is, or None for the present alone."""
        if (light, wipe) != (self._light, self._wipe):
            self._light, self._wipe = light, wipe
            self.camera_moved()

    def spare(self, is_wanted: bool) -> None:
        """Fewer pictures while a run needs the processor."""
        self._timer.setInterval(_SPARING_REST_MS if is_wanted else _REST_MS)

    def camera_moved(self) -> None:
        """Draws soon, once for many movements."""
        if not self._timer.isActive():
            self._timer.start()

    def refine_now(self) -> None:
        """Draws now."""
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture of the new size."""
        super().resizeEvent(event)
        self.camera_moved()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The last picture, and why it is plain."""
        painter = QPainter(self)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        note = QRect(16, self.height() // 2 + self.height() // 4, self.width() - 32, self.height() // 4 - 56)
        painter.drawText(note, _NOTE_FLAGS, tr(_REASON))
        painter.end()

    def _render(self) -> None:
        if self._world is None or self.width() < 2 or self.height() < 2:
            return
        from voxstudio.render.lighting import lighting
        from voxstudio.render.preview import render_world, to_uint8

        began = time.perf_counter()
        shrink = min(1.0, _WIDEST / self.width())
        width, height = max(round(self.width() * shrink), 1), max(round(self.height() * shrink), 1)
        camera = Camera.look_at(
            self.camera.position, self.camera.target, fov_y_deg=self.camera.fov_y_deg, width=width, height=height
        )
        light = self._light or lighting("studio")
        backdrop = light.sky if self._light is not None else self._colours.backdrop_bottom
        pixels = to_uint8(render_world(self._world, camera, light, backdrop))
        if self._before is not None and self._wipe is not None:
            split = round(self._wipe * width)
            before = to_uint8(render_world(self._before, camera, light, backdrop))
            pixels = np.concatenate([before[:, :split], pixels[:, split:]], axis=1)
        pixels = np.ascontiguousarray(pixels)
        self._image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        self.update()
        self.painted.emit(time.perf_counter() - began)


def _world_of(picture: Picture, scale: float) -> VoxelWorld:
    materials = [
        Material(str(index), _rgb(faces[0]), _rgb(faces[1]), _rgb(faces[2]))
        for index, faces in enumerate(picture.colours)
    ]
    return VoxelWorld(picture.blocks, Palette(tuple(materials)), scale)


def _rgb(values: np.ndarray) -> tuple[float, float, float]:
    red, green, blue = values.tolist()
    return red, green, blue
