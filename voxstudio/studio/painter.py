"""Pictures of what the viewport shows, at any size: drawn tile by tile, so that the window has its turn in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

import moderngl
import numpy as np

from voxstudio.render.base import Lighting
from voxstudio.studio.gl_support import PATIENCE_S, Fence, current_context, framebuffer, offscreen
from voxstudio.studio.orbit_camera import OrbitCamera, Vector
from voxstudio.studio.scene import Scene, SceneColours, Shot
from voxstudio.studio.scene_view import SAMPLES, meshed
from voxstudio.studio.view_modes import Picture
from voxstudio.views.camera import Camera
from voxstudio.world.palette import Material, Palette
from voxstudio.world.voxel_world import VoxelWorld

TILE = 640
"""Pixels along each side of a tile: some 20 ms where the processor does OpenGL."""
_ROWS = 96
"""Rows that the renderer without OpenGL takes at once."""
_FINER = 2
"""Rays along each side of a pixel there."""
_NOTHING = (-1.0, -1.0, -1.0)
_SKY = ((0.36, 0.58, 0.84), (0.80, 0.89, 0.96))
"""Top and bottom of the sky, RGB in 0..1."""


class Backdrop(Enum):
    """What is behind the world."""

    VIEWPORT = "viewport"
    SKY = "sky"
    TRANSPARENT = "transparent"

    def applied(self, colours: SceneColours) -> SceneColours:
        """The surroundings with this backdrop."""
        if self is Backdrop.SKY:
            return replace(colours, backdrop_top=_SKY[0], backdrop_bottom=_SKY[1], line_strength=0.0)
        if self is Backdrop.TRANSPARENT:
            return replace(colours, is_transparent=True, line_strength=0.0)
        return colours


@dataclass(frozen=True, eq=False)
class Still:
    """What is seen at a moment; later changes of the world do not touch it."""

    picture: Picture
    """Blocks and their colours, in the view mode that is on."""
    scale: float
    camera: OrbitCamera
    surroundings: SceneColours
    size: tuple[int, int]
    """Pixels of the viewport on the screen."""
    light: Lighting | None = None
    """Flat light in place of the sun."""


class Painter(Protocol):
    """Draws one still from any side."""

    def paint(self, camera: OrbitCamera, picture: np.ndarray) -> Iterator[None]:
        """Fills uint8 [height, width, 4], colours multiplied by their opacity; pauses after each part."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...


def make_painter(still: Still, backdrop: Backdrop, *, has_gl: bool) -> Painter:
    """The painter that draws as the viewport does."""
    return GlPainter(still, backdrop) if has_gl else RayPainter(still, backdrop)


class GlPainter:
    """Draws by the viewport's own code, in a context of its own."""

    def __init__(self, still: Still, backdrop: Backdrop) -> None:
        self._colours = backdrop.applied(still.surroundings)
        self._surface, self._gl = offscreen()
        self._context = current_context()
        self._scene = Scene(self._context)
        self._light = still.light
        self._scene.set_world(meshed(still.picture, still.scale))
        self._target: moderngl.Framebuffer | None = None

    def paint(self, camera: OrbitCamera, picture: np.ndarray) -> Iterator[None]:
        """Fills a picture, tile by tile."""
        height, width = picture.shape[:2]
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                tile = picture[top : top + TILE, left : left + TILE]
                self._gl.makeCurrent(self._surface)
                self._paint_tile(TileCamera.tile_of(camera, (width, height), left, top, tile), tile)
                yield

    def close(self) -> None:
        """Gives the context back, and everything in it."""
        self._gl.doneCurrent()
        self._surface.destroy()

    def _paint_tile(self, camera: TileCamera, tile: np.ndarray) -> None:
        size = (tile.shape[1], tile.shape[0])
        self._target = framebuffer(self._context, size, reuse=self._target)
        shot = Shot(camera, camera.backdrop(self._colours), samples=SAMPLES, light=self._light)
        self._scene.draw(self._target, size, shot)
        Fence(self._gl).is_passed(PATIENCE_S)
        pixels = np.frombuffer(self._target.read(components=4), np.uint8)
        tile[:] = pixels.reshape(*tile.shape)[::-1]  # OpenGL counts rows from the bottom


@dataclass(frozen=True)
class TileCamera(OrbitCamera):
    """A camera that sees one tile of what another sees, magnified to a whole picture."""

    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    """Left, bottom, width and height of the tile in shares of the picture."""
    whole_aspect: float = 1.0

    @classmethod
    def tile_of(cls, camera: OrbitCamera, size: tuple[int, int], left: int, top: int, tile: np.ndarray) -> TileCamera:
        """The tile whose upper left pixel is (left, top)."""
        width, height = size
        rows, columns = tile.shape[:2]
        window = (left / width, 1 - (top + rows) / height, columns / width, rows / height)
        values = {name: getattr(camera, name) for name in OrbitCamera.__dataclass_fields__}
        return cls(**values, window=window, whole_aspect=width / height)

    def view_projection(self, aspect: float) -> np.ndarray:
        """World to the clip space of the tile, whatever the tile's own ``aspect``."""
        left, bottom, width, height = self.window
        crop = np.eye(4)
        crop[0, 0], crop[0, 3] = 1 / width, (1 - 2 * left - width) / width
        crop[1, 1], crop[1, 3] = 1 / height, (1 - 2 * bottom - height) / height
        return crop @ super().view_projection(self.whole_aspect)

    def backdrop(self, colours: SceneColours) -> SceneColours:
        """The part of the backdrop's gradient that lies behind the tile."""
        _, bottom, _, height = self.window
        low, high = np.array(colours.backdrop_bottom), np.array(colours.backdrop_top)
        ends = (low + (high - low) * share for share in (bottom, bottom + height))
        first, last = (_colour(end) for end in ends)
        return replace(colours, backdrop_bottom=first, backdrop_top=last)


class RayPainter:
    """Draws plain faces by the processor, where there is no OpenGL."""

    def __init__(self, still: Still, backdrop: Backdrop) -> None:
        self._colours = backdrop.applied(still.surroundings)
        materials = [
            Material(str(index), _colour(faces[0]), _colour(faces[1]), _colour(faces[2]))
            for index, faces in enumerate(still.picture.colours)
        ]
        self._world = VoxelWorld(still.picture.blocks, Palette(tuple(materials)), still.scale)

    def paint(self, camera: OrbitCamera, picture: np.ndarray) -> Iterator[None]:
        """Fills a picture, some rows at a time."""
        from voxstudio.render.lighting import STUDIO
        from voxstudio.render.preview import render_rows

        height, width = picture.shape[:2]
        fine = Camera.look_at(
            camera.position,
            camera.target,
            fov_y_deg=camera.fov_y_deg,
            width=width * _FINER,
            height=height * _FINER,
        )
        for top in range(0, height, _ROWS):
            rows = picture[top : top + _ROWS]
            count = len(rows)
            seen = render_rows(self._world, fine, STUDIO, _NOTHING, top * _FINER, (top + count) * _FINER)
            is_block = (seen[..., :1] >= 0).astype(np.float32)
            behind, opacity = self._behind(top, count, height)
            over = np.concatenate([seen * is_block, is_block], axis=2)
            mixed = over.reshape(count, _FINER, width, _FINER, 4).mean(axis=(1, 3))
            free = 1 - mixed[..., 3:]
            mixed[..., :3] += free * behind * opacity
            mixed[..., 3:] += free * opacity
            rows[:] = (mixed * 255 + 0.5).astype(np.uint8)
            yield

    def close(self) -> None:
        """Holds nothing."""

    def _behind(self, top: int, count: int, height: int) -> tuple[np.ndarray, float]:
        share = 1 - (np.arange(top, top + count)[:, None, None] + 0.5) / height
        low, high = np.array(self._colours.backdrop_bottom), np.array(self._colours.backdrop_top)
        return low + (high - low) * share, 0.0 if self._colours.is_transparent else 1.0


def straight(picture: np.ndarray) -> np.ndarray:
    """A picture as files hold it: uint8 [H, W, 4] with colours that are not multiplied by their opacity."""
    alpha = picture[..., 3:]
    if alpha.min() == 255:
        return picture
    result = picture.copy()
    whole = picture[..., :3].astype(np.uint16) * 255 + alpha // 2
    result[..., :3] = np.minimum(whole // np.maximum(alpha, 1), 255)
    return result


def _colour(values: np.ndarray) -> Vector:
    red, green, blue = values.tolist()
    return red, green, blue
