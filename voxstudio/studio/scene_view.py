"""What the viewports have in common: the world they show, kept on the CPU side, and how a picture of it is drawn."""

from __future__ import annotations

import time

import moderngl
import numpy as np

from voxstudio.render.base import Lighting
from voxstudio.studio.gl_support import current_context
from voxstudio.studio.mesh import build_faces
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.scene import Scene, SceneColours, Shot
from voxstudio.studio.scene_model import SceneWorld
from voxstudio.studio.view_modes import Picture
from voxstudio.studio.words import tr

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
        self.setAccessibleName(tr("World"))
        self._colours = colours
        self._world: SceneWorld | None = None
        self._before: SceneWorld | None = None
        self._lines: np.ndarray | None = None
        self._light: Lighting | None = None
        self._wipe: float | None = None
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

    def set_world(self, picture: Picture, scale: float, heat: np.ndarray | None = None) -> None:
        """Shows blocks; ``heat``, uint8 [X, Y, Z], marks those that have just changed, and glow for a moment."""
        x, _, z = picture.blocks.shape
        self._world = meshed(picture, scale, heat)
        self.world_extent = ((x, top_of(picture.blocks), z), scale)
        if heat is not None and heat.any():
            self._glow_from = time.monotonic()
        if self._scene is not None:
            self.make_context_current()
            self._scene.set_world(self._world)
        self.world_changed()

    def set_before(self, picture: Picture | None, scale: float = 1.0) -> None:
        """The world that a wipe shows on its left; None forgets it."""
        if picture is None and self._before is None:
            return
        self._before = None if picture is None else meshed(picture, scale)
        if self._scene is not None:
            self.make_context_current()
            self._scene.set_before(self._before)
        self.world_changed()

    def set_lines(self, lines: np.ndarray | None) -> None:
        """Lines among the blocks, as ``Scene.set_lines`` wants them."""
        if lines is None and self._lines is None:
            return
        self._lines = lines
        if self._scene is not None:
            self.make_context_current()
            self._scene.set_lines(lines)
        self.camera_moved()

    def set_look(self, light: Lighting | None, wipe: float | None) -> None:
        """Flat light, or None for the sun; where the wipe is, or None for the present alone."""
        if (light, wipe) != (self._light, self._wipe):
            self._light, self._wipe = light, wipe
            self.camera_moved()

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
        self._scene.set_before(self._before)
        self._scene.set_lines(self._lines)

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
        samples = SAMPLES if is_smooth else 0
        shot = Shot(self.camera, self._colours, self.glow**2, samples, self._light, self._wipe)
        self._scene.draw(target, size, shot)


def meshed(picture: Picture, scale: float, heat: np.ndarray | None = None) -> SceneWorld:
    """The faces of a picture's blocks, those that can be seen through apart from the solid ones."""
    blocks, opacity = picture.blocks, picture.opacity
    x, y, z = blocks.shape
    if opacity is None:
        return SceneWorld(build_faces(blocks, heat), picture.colours, (x, y, z), scale)
    is_solid = np.zeros(256, np.bool_)
    is_solid[1 : len(opacity) + 1] = opacity >= 1.0
    solid = np.where(is_solid[blocks], blocks, np.uint8(0))
    every = build_faces(blocks)
    veil = every[~is_solid[every[:, 2] & 255]]
    return SceneWorld(build_faces(solid, heat), picture.colours, (x, y, z), scale, veil, opacity)


def top_of(blocks: np.ndarray) -> int:
    """Cells from the floor to just above the highest block: what a picture of the world should hold."""
    levels = np.flatnonzero(blocks.any(axis=(0, 2)))
    height = blocks.shape[1]
    top = int(levels[-1]) + 1 + _HEADROOM if len(levels) else 0
    return min(height, max(top, round(_LEAST_SHARE * height)))
