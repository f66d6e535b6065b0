"""Cameras in grid coordinates, as the kernels want them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voxstudio.views.camera import Camera


def camera_rows(cameras: Sequence[Camera], shape: tuple[int, ...], scale: float) -> np.ndarray:
    """float64 [B, 12]: position, forward, right and up in cells, right and up scaled to the picture's half extents."""
    rows = np.empty((len(cameras), 12))
    for row, camera in zip(rows, cameras, strict=True):
        half = np.tan(np.radians(camera.fov_y_deg) / 2)
        row[0:3] = np.asarray(camera.position) / scale + (shape[0] / 2, 0, shape[2] / 2)
        row[3:6] = camera.forward
        row[6:9] = np.asarray(camera.right) * half * camera.aspect
        row[9:12] = np.asarray(camera.up) * half
    return rows
