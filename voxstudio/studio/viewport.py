"""The picture of the world in the middle of the window, drawn by OpenGL on demand."""

from __future__ import annotations

import time

import moderngl
import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from voxstudio.studio.gl_support import GlSupport, current_context
from voxstudio.studio.mesh import build_faces
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.scene import Scene, SceneColours, SceneWorld

_REFINE_AFTER_MS = 250
_SAMPLES = 4
_GLOW_S = 0.9
_GLOW_FRAME_MS = 90


_HEADROOM = 4
"""Cells above the highest block that still belong to the picture."""
_LEAST_SHARE = 0.55
"""Of the world's height: flat ground is there to be built upon."""


class Viewport(Navigation, QOpenGLWidget):
    """Everything it draws is kept on the CPU side too, so that a new GL context can be filled at any time."""

    painted = Signal(float)
    """Seconds that a picture took."""

    def __init__(self, support: GlSupport, colours: SceneColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.init_navigation()
        self.setMinimumSize(240, 200)
        self.setAccessibleName("World")
        self._support = support
        self._colours = colours
        self._world: SceneWorld | None = None
        self._scene: Scene | None = None
        self._context: moderngl.Context | None = None
        self._is_refined = False
        self._glow_from = 0.0
        self._glow_timer = QTimer(self, singleShot=True, interval=_GLOW_FRAME_MS)
        self._glow_timer.timeout.connect(self.update)
        self._refine = QTimer(self, singleShot=True, interval=_REFINE_AFTER_MS)
        self._refine.timeout.connect(self._draw_refined)

    def set_colours(self, colours: SceneColours) -> None:
        """Another theme."""
        self._colours = colours
        self.camera_moved()

    def set_world(self, blocks: np.ndarray, colours: np.ndarray, scale: float, heat: np.ndarray | None = None) -> None:
        """Shows blocks, uint8 [X, Y, Z]; ``heat`` marks those that have just changed, and glow for a moment."""
        x, y, z = blocks.shape
        self._world = SceneWorld(build_faces(blocks, heat), colours, (x, y, z), scale)
        self.world_extent = ((x, top_of(blocks), z), scale)
        if heat is not None and heat.any():
            self._glow_from = time.monotonic()
        if self._scene is not None:
            self.makeCurrent()
            self._scene.set_world(self._world)
            self.doneCurrent()
        self.camera_moved()

    def camera_moved(self) -> None:
        """Draws at once, and once more with smooth edges when things have come to rest."""
        self._is_refined = not self._support.is_software
        if self._support.is_software:
            self._refine.start()
        self.update()

    def refine_now(self) -> None:
        """Draws with smooth edges without waiting for rest."""
        self._refine.stop()
        self._draw_refined()

    def initializeGL(self) -> None:
        """A context was made: the first, or another after undocking. Old objects are dropped, never released."""
        self._context = current_context()
        self._scene = Scene(self._context)
        if self._world is not None:
            self._scene.set_world(self._world)
        self.context().aboutToBeDestroyed.connect(self._on_context_lost)

    def paintGL(self) -> None:
        """One picture."""
        if self._context is None or self._scene is None:
            return
        began = time.perf_counter()
        ratio = self.devicePixelRatioF()
        size = (max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        target = self._context.detect_framebuffer(self.defaultFramebufferObject())
        glow = max(0.0, 1.0 - (time.monotonic() - self._glow_from) / _GLOW_S)
        self._scene.draw(
            target,
            size,
            self.camera,
            self._colours,
            glow * glow,
            samples=_SAMPLES if self._is_refined else 0,
        )
        if glow > 0:
            self._glow_timer.start()
        self.painted.emit(time.perf_counter() - began)

    @Slot()
    def _draw_refined(self) -> None:
        self._is_refined = True
        self.update()

    @Slot()
    def _on_context_lost(self) -> None:
        self._scene = None
        self._context = None


def top_of(blocks: np.ndarray) -> int:
    """Cells from the floor to just above the highest block: what a picture of the world should hold."""
    levels = np.flatnonzero(blocks.any(axis=(0, 2)))
    height = blocks.shape[1]
    top = int(levels[-1]) + 1 + _HEADROOM if len(levels) else 0
    return min(height, max(top, round(_LEAST_SHARE * height)))
