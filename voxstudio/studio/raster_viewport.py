"""The viewport where the processor stands in for a graphics card.

A ``QOpenGLWidget`` would make Qt put the whole window together by OpenGL at every change of any panel: on a software
driver that took more of the two cores than the drawing itself (188 ms for 99 % of events against 53 ms, measured while
a run trained). Here only the world is drawn by OpenGL, into a picture that is then shown like any other.
"""

from __future__ import annotations

import time

import moderngl
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QOffscreenSurface, QOpenGLContext, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from voxstudio.studio.gl_support import PATIENCE_S, Fence, framebuffer, offscreen
from voxstudio.studio.scene import SceneColours
from voxstudio.studio.scene_view import GLOW_S, REFINE_AFTER_MS, SceneView

_FRAME_MS = 16
_SPARING_FRAME_MS = 100
"""Least time between two pictures while the camera moves and a run needs the cores."""
_SPARING_REST_MS = 800
"""Rest before the full picture then: after each nudge of the camera it would cost as much again."""
_MOST_SHARE = 0.2
"""Of the time that drawing may take while the camera moves and a run needs the cores."""
_SLOWEST_S = 0.3
"""Most time between two of these pictures, whatever they take: the first has the driver compile its programs."""
_SPARING_SHARE = 0.45
"""Of the pixels along each side, while the camera moves and a run needs the cores."""
_LOOK_MS = 5
"""Between two looks whether the driver's threads have drawn a picture: the window has its turns meanwhile."""
_SMOOTH_LOOK_MS = 40
"""Likewise for one with smooth edges: to put up a fence sooner would wait until most of it is drawn."""


class RasterViewport(SceneView, QWidget):
    """Draws plainly while things move and once more, fully, when they have come to rest."""

    painted = Signal(float)
    """Seconds that a picture took."""

    def __init__(self, colours: SceneColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.init_scene_view(colours)
        # Its picture covers all of it: what lies behind need not be painted first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._gl: QOpenGLContext | None = None
        self._surface: QOffscreenSurface | None = None
        self._targets: dict[bool, moderngl.Framebuffer] = {}
        """One for coarse pictures and one for whole ones: they take turns, several times a second."""
        self._image: QImage | None = None
        self._is_sparing = False
        self._is_moving = False
        self._began_at = 0.0
        self._coarse_s = 0.0
        """What the last coarse picture took."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)
        self._begun: tuple[moderngl.Framebuffer, float] | None = None
        """What the driver draws into now, and since when."""
        self._is_whole = True
        """Whether what lies over the view is to be painted anew over this picture."""
        self._fence: Fence | None = None
        """Behind it."""
        self._look = QTimer(self)
        self._look.timeout.connect(self._finish_if_drawn)
        self._rest = QTimer(self, singleShot=True, interval=REFINE_AFTER_MS)
        self._rest.timeout.connect(self._refine)
        self._fade = QTimer(self, singleShot=True, interval=round(1000 * GLOW_S) + 50)
        self._fade.timeout.connect(self._refine)

    def spare(self, is_wanted: bool) -> None:
        """Coarser and fewer pictures while the camera moves, and none with smooth edges."""
        if is_wanted == self._is_sparing:
            return
        self._is_sparing = is_wanted
        self._rest.setInterval(_SPARING_REST_MS if is_wanted else REFINE_AFTER_MS)
        if is_wanted:
            self._fade.stop()
        else:
            self._rest.start()
            self._fade.start()

    def camera_moved(self) -> None:
        """Draws soon, once for many movements."""
        self._is_moving = True
        self._rest.start()
        self._draw_soon()

    def world_changed(self) -> None:
        """Draws soon, at full size: a run's pictures would flicker between coarse and fine."""
        if self._is_sparing:  # the next picture of the run comes soon, and the glow goes with it
            # At once: the driver draws while other panels turn to what is new.
            self._begin(is_whole=False)
            return
        self._rest.start()
        if self.glow > 0:
            self._fade.start()
        self._draw_soon()

    def refine_now(self) -> None:
        """Draws fully, without waiting for rest."""
        self._refine()
        self._finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture of the new size."""
        super().resizeEvent(event)
        self.camera_moved()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The last picture; the first time, one is drawn."""
        if self._image is None:
            self._begin()
            self._finish()
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.end()

    def make_context_current(self) -> None:
        """The context of its own that it draws by."""
        if self._gl is None or self._surface is None:
            self._surface, self._gl = offscreen()
        self._gl.makeCurrent(self._surface)

    def _draw_soon(self) -> None:
        if not self._timer.isActive():
            pause = min(max(_SPARING_FRAME_MS / 1000, self._coarse_s / _MOST_SHARE), _SLOWEST_S)
            due = self._began_at + (pause if self._is_sparing else _FRAME_MS / 1000) - time.monotonic()
            self._timer.start(max(0, round(1000 * due)))

    @Slot()
    def _on_due(self) -> None:
        if self._begun is None:
            self._begin()
        else:  # one that is never finished would never be seen
            self._timer.start(_LOOK_MS)

    @Slot()
    def _refine(self) -> None:
        self._rest.stop()
        self._is_moving = False
        self._begin(is_smooth=not self._is_sparing)

    @Slot()
    def _begin(self, *, is_smooth: bool = False, is_whole: bool = True) -> None:
        """Tells the driver what to draw. Its threads take most of the time."""
        began = time.perf_counter()
        self._began_at = time.monotonic()
        self._timer.stop()
        self.make_context_current()
        if self._scene is None:
            self.open_scene()
        assert self._context is not None and self._gl is not None
        is_coarse = self._is_moving and self._is_sparing
        is_whole |= self._begun is not None and self._is_whole  # the one that this takes the place of was
        self._is_whole = is_whole and not is_coarse
        size = self.pixel_size(_SPARING_SHARE if is_coarse else 1.0)
        target = self._targets[is_coarse] = framebuffer(self._context, size, reuse=self._targets.get(is_coarse))
        self.draw_scene(target, size, is_smooth=is_smooth)
        if self._fence is not None:  # of a picture that this one takes the place of
            self._fence.release()
        self._begun, self._fence = (target, began), None
        self._gl.functions().glFlush()
        self._look.start(_SMOOTH_LOOK_MS if is_smooth else _LOOK_MS)

    @Slot()
    def _finish_if_drawn(self) -> None:
        if self._is_drawn(0.0):
            self._finish()

    def _is_drawn(self, timeout_s: float) -> bool:
        self.make_context_current()
        assert self._gl is not None
        # Not before the first look: putting it up waits until the driver's thread has taken all calls.
        self._fence = self._fence or Fence(self._gl)
        return self._fence.is_passed(timeout_s)

    def _finish(self) -> None:
        """Fetches the picture that was begun, waiting for it if need be."""
        self._look.stop()
        if self._begun is None:
            return
        self._is_drawn(PATIENCE_S)
        (target, began), self._begun, self._fence = self._begun, None, None
        pixels = target.read(components=4, alignment=4)
        image = QImage(pixels, *target.size, 4 * target.width, QImage.Format.Format_RGBX8888)
        # OpenGL counts rows from the bottom; what the window is made of is painted quickest.
        self._image = image.flipped().convertToFormat(QImage.Format.Format_RGB32)
        cost_s = time.perf_counter() - began
        if target is self._targets.get(True):
            self._coarse_s = cost_s
        region = QRegion(self.rect())
        self.update(region if self._is_whole else region - self.covered)
        self.painted.emit(cost_s)
