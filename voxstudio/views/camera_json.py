"""A camera in a dataset's JSON: vectors, intrinsics and three matrices, column-major."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from voxstudio.views.camera import Camera, Vector

TOLERANCE = 1e-3
"""How far numbers that say the same thing twice may differ: the editor computes in 32 bits."""


class CameraError(ValueError):
    """Why a view is not a camera."""


def camera_to_json(camera: Camera) -> dict[str, Any]:
    """The fields of a view that describe its camera."""
    view, projection = camera.view_matrix(), camera.projection_matrix()
    return {
        "position": list(camera.position),
        "forward": list(camera.forward),
        "up": list(camera.up),
        "right": list(camera.right),
        "intrinsics": {
            "fovYDegrees": camera.fov_y_deg,
            "aspect": camera.aspect,
            "near": camera.near,
            "far": camera.far,
        },
        "viewMatrix": _flat(view),
        "projectionMatrix": _flat(projection),
        "viewProjectionMatrix": _flat(projection @ view),
    }


def camera_from_json(data: dict[str, Any], aspect: float) -> Camera:
    """The camera of a view whose picture has this aspect; its size in pixels is for the caller to set.

    The matrices decide; vectors and intrinsics are taken where they agree, since they are not rounded twice.
    Raises ``CameraError`` for matrices that no camera has, and for fields that contradict each other.
    """
    view, projection = _matrix(data, "viewMatrix"), _matrix(data, "projectionMatrix")
    rotation = view[:3, :3]
    if not np.allclose(view[3], (0, 0, 0, 1), atol=TOLERANCE):
        raise CameraError("viewMatrix is no rigid motion; its columns may have been written as rows")
    if not np.allclose(rotation @ rotation.T, np.eye(3), atol=TOLERANCE):
        raise CameraError("the axes of viewMatrix are not unit vectors at right angles")
    if np.linalg.det(rotation) < 0:
        raise CameraError("viewMatrix mirrors the world")
    position = _vector(data, "position", -rotation.T @ view[:3, 3])
    forward = _vector(data, "forward", -rotation[2])
    up = _vector(data, "up", rotation[1])
    _vector(data, "right", rotation[0])
    fov_y_deg, near, far = _lens(data, projection, aspect)
    return Camera(position, forward, up, fov_y_deg, near, far)


def _lens(data: dict[str, Any], projection: np.ndarray, aspect: float) -> tuple[float, float, float]:
    focal, depth, shift = projection[1, 1], projection[2, 2], projection[2, 3]
    # Depth runs from -1 at near to 1 at far, which settles both; a far plane at infinity leaves no slack for rounding.
    if not (focal > 0 and depth < -1 and shift < 0 and math.isclose(projection[3, 2], -1, abs_tol=TOLERANCE)):
        raise CameraError("projectionMatrix is not a perspective with depth from -1 to 1")
    if not math.isclose(focal / projection[0, 0] if projection[0, 0] else 0, aspect, rel_tol=0.01):
        raise CameraError(f"projectionMatrix is not made for pictures of aspect {aspect:.3f}")
    found = {
        "fovYDegrees": math.degrees(2 * math.atan(1 / focal)),
        "near": shift / (depth - 1),
        "far": shift / (depth + 1),
    }
    given = data.get("intrinsics")
    given = given if isinstance(given, dict) else {}
    for key, value in found.items():
        number = given.get(key, value)
        # The far plane drowns in rounding: 32 bits hold far/near of a few thousand to a few per cent only.
        if not _is_finite(number) or not math.isclose(number, value, rel_tol=0.05 if key == "far" else 0.005):
            raise CameraError(f"intrinsics.{key} is {number!r}, the projectionMatrix says {value:.6g}")
        found[key] = float(number)
    return found["fovYDegrees"], found["near"], found["far"]


def _matrix(data: dict[str, Any], key: str) -> np.ndarray:
    values = data.get(key)
    if not isinstance(values, list) or len(values) != 16:
        raise CameraError(f"{key} must be 16 numbers")
    if not all(_is_finite(value) for value in values):
        raise CameraError(f"{key} holds something that is not a finite number")
    return np.array(values, dtype=np.float64).reshape(4, 4).T


def _vector(data: dict[str, Any], key: str, expected: np.ndarray) -> Vector:
    values = data.get(key, expected.tolist())
    if not isinstance(values, list) or len(values) != 3 or not all(_is_finite(value) for value in values):
        raise CameraError(f"{key} must be three finite numbers")
    if not np.allclose(values, expected, rtol=TOLERANCE, atol=TOLERANCE * max(1.0, float(np.abs(expected).max()))):
        raise CameraError(f"{key} contradicts the viewMatrix")
    x, y, z = (float(value) for value in values)
    return x, y, z


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _flat(matrix: np.ndarray) -> list[float]:
    return matrix.T.ravel().tolist()
