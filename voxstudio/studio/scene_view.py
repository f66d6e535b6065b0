"""What the viewports have in common: the world they show, kept on the CPU side, and how a picture of it is drawn."""

from __future__ import annotations

import time

import moderngl
import numpy as np

from voxstudio.studio.gl_support import current_context
from voxstudio.studio.mesh import build_faces
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.scene import Scene, SceneColours, SceneWorld

SAMPLES = 4
"""Samples a pixel of a picture with smooth edges."""
REFINE_AFTER_MS = 250
"""Rest after which software drawing takes the time for smooth edges."""
GLOW_S = 0.9
"""How long blocks glow that have just changed."""
_HEADROOM = 4
"""Cells above the highest block that still belong to the picture."""
_LEAST_SHARE = 0.55
"""Of the world's height: flat ground is there to be built upon."""


class SceneView(Navigation):
    """To be put in front of a widget class that has a GL context.

    Subclasses implement ``make_context_current``, and call ``open_scene`` and ``draw_scene`` while it is.
    """

    def init_scene_view(self, colours: SceneColours) -> None:
        """To be called by the subclass's constructor."""
        self.init_navigation()
        self.setMinimumSize(240, 200)
        self.setAccessibleName("World")
        self._colours = colours
        self._world: SceneWorld | None = None
        self._scene: Scene | None = None
        self._context: moderngl.Context | None = None
        self._glow_from = 0.0

    def make_context_current(self) -> None:
        """Lets GL calls reach this view's context."""
        raise NotImplementedError

    def world_changed(self) -> None:
        """Another world is there: draw it."""
        self.camera_moved()

    def spare(self, is_wanted: bool) -> None:
        """Whether a run needs the processor that might do the drawing."""

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
            self.make_context_current()
            self._scene.set_world(self._world)
        self.world_changed()

    @property
    def glow(self) -> float:
        """How strongly blocks glow now, 1 just after they changed to 0."""
        return max(0.0, 1.0 - (time.monotonic() - self._glow_from) / GLOW_S)

    def open_scene(self) -> None:
        """Fills the current context: the first one, or another. Old objects are dropped, never released."""
        self._context = current_context()
        self._scene = Scene(self._context)
        if self._world is not None:
            self._scene.set_world(self._world)

    def drop_scene(self) -> None:
        """The context is gone, and everything in it."""
        self._scene = None
        self._context = None

    def pixel_size(self, share: float = 1.0) -> tuple[int, int]:
        """Width and height of the view in pixels of the screen, times ``share``."""
        ratio = self.devicePixelRatioF() * share
        return max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1)

    def draw_scene(self, target: moderngl.Framebuffer, size: tuple[int, int], *, is_smooth: bool) -> None:
        """One picture into a framebuffer of the current context."""
        assert self._scene is not None
        self._scene.draw(target, size, self.camera, self._colours, self.glow**2, samples=SAMPLES if is_smooth else 0)


def top_of(blocks: np.ndarray) -> int:
    """Cells from the floor to just above the highest block: what a picture of the world should hold."""
    levels = np.flatnonzero(blocks.any(axis=(0, 2)))
    height = blocks.shape[1]
    top = int(levels[-1]) + 1 + _HEADROOM if len(levels) else 0
    return min(height, max(top, round(_LEAST_SHARE * height)))
