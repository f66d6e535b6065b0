"""The sun over the viewport: where it stands, what it sees, and which sides of blocks look where."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from voxstudio.studio.orbit_camera import OrbitCamera

_AZIMUTH, _ELEVATION = np.radians(-102.0), np.radians(47.0)
SUN_DIRECTION = np.array(
    [np.sin(_AZIMUTH) * np.cos(_ELEVATION), np.sin(_ELEVATION), np.cos(_AZIMUTH) * np.cos(_ELEVATION)]
)
"""From the left of the first view, so that shadows fall to the right, where they are seen."""


def sides_towards(direction: np.ndarray) -> list[int]:
    """The sides (+X, -X, +Y, -Y, +Z, -Z) that face a direction."""
    return [side for side in range(6) if direction[side >> 1] * (1 - 2 * (side & 1)) > 0]


def sides_seen(camera: OrbitCamera, shape: tuple[int, int, int], scale: float) -> list[int]:
    """The sides of which the camera can see any face of a world."""
    if camera.is_orthographic:
        return sides_towards(np.subtract(camera.position, camera.target))
    (x, y, z), eye = (cells * scale for cells in shape), camera.position
    low, high = (-x / 2, 0.0, -z / 2), (x / 2, y, z / 2)
    # A side is seen from before its hindmost face.
    return [
        side for side in range(6) if (eye[side >> 1] < high[side >> 1] if side & 1 else eye[side >> 1] > low[side >> 1])
    ]


@lru_cache(maxsize=4)
def sun_matrix(shape: tuple[int, int, int], scale: float) -> np.ndarray:
    """World to the shadow map's 0..1 cube, float64 [4, 4]: the smallest box along the sun that holds the world."""
    forward = -SUN_DIRECTION
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), forward])
    half = np.array([shape[0] / 2, shape[1] / 2, shape[2] / 2]) * scale
    signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)])
    corners = signs * half + np.array([0.0, half[1], 0.0])
    seen = corners @ axes.T
    low, high = seen.min(axis=0) - scale, seen.max(axis=0) + scale
    matrix = np.eye(4)
    matrix[:3, :3] = axes / (high - low)[:, None]
    matrix[:3, 3] = -low / (high - low)
    matrix.flags.writeable = False  # shared by all who ask
    return matrix
