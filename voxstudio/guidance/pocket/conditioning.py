"""What the pocket prior is told about where a picture was taken from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voxstudio.render.geometry import camera_rows
from voxstudio.views.camera import Camera

CAMERA_FEATURES = 16
RAY_CHANNELS = 8


def camera_features(
    cameras: Sequence[Camera], shape: tuple[int, int, int], scale: float, backgrounds: np.ndarray
) -> np.ndarray:
    """Global facts of each picture, float32 [B, 16].

    Azimuth (two harmonics), elevation, distance in half spans, field of view, cells across and up, and the
    background's colour, ``backgrounds`` [B, 3].
    """
    half = max(shape[0], shape[2]) * scale / 2
    rows = np.empty((len(cameras), CAMERA_FEATURES), np.float32)
    for row, camera, background in zip(rows, cameras, backgrounds, strict=True):
        back = -np.asarray(camera.forward)
        azimuth = np.arctan2(back[0], back[2])
        row[0:4] = np.sin(azimuth), np.cos(azimuth), np.sin(2 * azimuth), np.cos(2 * azimuth)
        row[4:6] = back[1], np.hypot(back[0], back[2])
        row[6:9] = np.asarray(camera.position) / half / 2
        row[9] = 4 * np.tan(np.radians(camera.fov_y_deg) / 2) - 1.7
        row[10:12] = np.log2(max(shape[0], shape[2]) / 48), 4 * shape[1] / max(shape[0], shape[2]) - 3
        row[12:15] = 2 * background - 1
        row[15] = np.linalg.norm(camera.position) / half - 2.8
    return rows


def ray_maps(cameras: Sequence[Camera], shape: tuple[int, int, int], scale: float, size: int) -> np.ndarray:
    """Geometry of each pixel's ray, float32 [B, 8, size, size], in a frame where the world is 2 wide.

    Direction (3), moment (3; with the direction these are the Pluecker coordinates of the ray), and the distances at
    which the ray enters and leaves the box of the world (2; equal where it misses).
    """
    half = max(shape[0], shape[2]) / 2
    rows = camera_rows(cameras, shape, scale)
    centre = np.array([shape[0] / 2, 0.0, shape[2] / 2])
    pixel = (np.arange(size) + 0.5) / size * 2 - 1
    u, v = np.meshgrid(pixel, -pixel)
    forward, right, up = rows[:, None, None, 3:6], rows[:, None, None, 6:9], rows[:, None, None, 9:12]
    direction = forward + u[None, :, :, None] * right + v[None, :, :, None] * up
    direction /= np.linalg.norm(direction, axis=-1, keepdims=True)
    position = ((rows[:, 0:3] - centre) / half)[:, None, None, :]
    moment = np.cross(np.broadcast_to(position, direction.shape), direction)
    low, high = -centre / half, (np.array(shape) - centre) / half
    safe = np.where(np.abs(direction) < 1e-9, 1e-9, direction)
    first, second = (low - position) / safe, (high - position) / safe
    enter = np.maximum(np.minimum(first, second).max(axis=-1), 0)
    leave = np.maximum(np.maximum(first, second).min(axis=-1), enter)
    missed = leave <= enter
    enter, leave = np.where(missed, 3.0, enter), np.where(missed, 3.0, leave)
    stacked = np.concatenate([direction, moment / 2, (enter - 3)[..., None], (leave - 3)[..., None]], axis=-1)
    return stacked.transpose(0, 3, 1, 2).astype(np.float32)
