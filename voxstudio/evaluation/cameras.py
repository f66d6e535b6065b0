"""The fixed places from which evaluation looks."""

from __future__ import annotations

from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame

AROUND = 8
"""Pictures that a verdict is the mean of."""
ELEVATION_DEG, DISTANCE, FOV_DEG = 28.0, 1.42, 45.0
HELD_OUT_ELEVATIONS_DEG = (6.0, 56.0)
"""In turn, around: runs look from 10 to 50 degrees, so that no training picture was taken from here."""


def around(frame: OrbitFrame, pixels: int, count: int = AROUND, first_deg: float = 20.0) -> list[Camera]:
    """``count`` cameras evenly around, at the height that runs look from most; the first is at ``first_deg``."""
    return [_camera(frame, first_deg + 360 * k / count, ELEVATION_DEG, pixels) for k in range(count)]


def held_out(frame: OrbitFrame, pixels: int, count: int = 4) -> list[Camera]:
    """``count`` cameras around at elevations where no camera of a run ever is, though the prior was taught them."""
    low, high = HELD_OUT_ELEVATIONS_DEG
    return [_camera(frame, 65 + 360 * k / count, (low, high)[k % 2], pixels) for k in range(count)]


def _camera(frame: OrbitFrame, azimuth_deg: float, elevation_deg: float, pixels: int) -> Camera:
    return frame.camera(azimuth_deg, elevation_deg, DISTANCE, fov_y_deg=FOV_DEG, width=pixels, height=pixels)
