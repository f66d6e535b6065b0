"""Small pictures of worlds by the processor, cheap enough to be made between two steps. Knows no Qt."""

from __future__ import annotations

import numpy as np

from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.voxel_world import VoxelWorld

WIDTH, HEIGHT = 112, 84
SHAPE = (HEIGHT, WIDTH, 4)
"""Of the pixels: rows, columns, red, green, blue and opacity."""
_AZIMUTH_DEG, _ELEVATION_DEG, _DISTANCE, _FOV_DEG = 32.0, 30.0, 1.8, 38.0
_LOWER = (0.0, -0.1, 0.0)
"""Spans that they look below the cameras of a run, which look up at what grows: the whole block fits."""
_NOTHING = (-1.0, -1.0, -1.0)
"""A background that no block can have."""


def thumbnail(world: VoxelWorld, camera: Camera | None = None) -> np.ndarray:
    """A picture of a world, uint8 of ``SHAPE``, transparent where there is no block; by a camera of ``camera_of``."""
    # The renderer brings torch along, which the window must not wait for when it opens.
    from voxstudio.render.lighting import STUDIO
    from voxstudio.render.preview import render_world, to_uint8

    # Too small a picture to be worth waking the other threads, which a run has better use for.
    picture = render_world(world, camera or camera_of(world), STUDIO, _NOTHING, threads=1)
    pixels = np.empty(SHAPE, np.uint8)
    pixels[..., :3] = to_uint8(picture)
    pixels[..., 3] = np.where(picture[..., 0] < 0, 0, 255)
    return pixels


def camera_of(world: VoxelWorld) -> Camera:
    """Where thumbnails of a run are taken from; one place for all of them, so that they tell a story."""
    frame = OrbitFrame.of(world)
    return frame.camera(
        _AZIMUTH_DEG, _ELEVATION_DEG, _DISTANCE, fov_y_deg=_FOV_DEG, width=WIDTH, height=HEIGHT, offset=_LOWER
    )
