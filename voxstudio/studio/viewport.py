"""The picture of the world in the middle of the window, drawn by the graphics card on demand."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from voxstudio.studio.scene import SceneColours
from voxstudio.studio.scene_view import SceneView

_GLOW_FRAME_MS = 30


class Viewport(SceneView, QOpenGLWidget):
    """Everything it draws is kept on the CPU side too, so that a new GL context can be filled at any time."""

    painted = Signal(float)
    """Seconds that a picture took."""

    def __init__(self, colours: SceneColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.init_scene_view(colours)
        self._glow_timer = QTimer(self, singleShot=True, interval=_GLOW_FRAME_MS)
        self._glow_timer.timeout.connect(self.update)

    def make_context_current(self) -> None:
        """Qt's context of this widget."""
        self.makeCurrent()

    def refine_now(self) -> None:
        """Nothing is coarse here."""

    def initializeGL(self) -> None:
        """A context was made: the first, or another after undocking."""
        self.open_scene()
        self.context().aboutToBeDestroyed.connect(self._on_context_lost)

    def paintGL(self) -> None:
        """One picture."""
        if self._context is None:
            return
        began = time.perf_counter()
        target = self._context.detect_framebuffer(self.defaultFramebufferObject())
        self.draw_scene(target, self.pixel_size(), is_smooth=True)
        if self.glow > 0:
            self._glow_timer.start()
        self.painted.emit(time.perf_counter() - began)

    @Slot()
    def _on_context_lost(self) -> None:
        self.drop_scene()
