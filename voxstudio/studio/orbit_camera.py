"""The camera that the viewport is steered with: it orbits a target."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from voxstudio.views.camera import Camera

_FOV_Y_DEG = 32.0
_MAX_ELEVATION_DEG = 89.0
_MAX_DISTANCE = 5000.0
LEAST_FOV_DEG, MOST_FOV_DEG = 10.0, 100.0

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class OrbitCamera:
    """Immutable: every movement gives another camera. Angles as in ``views.orbit``: azimuth 0 looks from +Z."""

    target: Vector = (0.0, 0.0, 0.0)
    """World units."""
    distance: float = 200.0
    """World units from the target."""
    azimuth_deg: float = -35.0
    elevation_deg: float = 28.0
    fov_y_deg: float = _FOV_Y_DEG
    is_orthographic: bool = False

    def orbited(self, azimuth_deg: float, elevation_deg: float) -> OrbitCamera:
        """Turned around the target by so many degrees."""
        elevation = min(max(self.elevation_deg + elevation_deg, -_MAX_ELEVATION_DEG), _MAX_ELEVATION_DEG)
        return replace(self, azimuth_deg=(self.azimuth_deg + azimuth_deg) % 360.0, elevation_deg=elevation)

    def panned(self, right: float, up: float) -> OrbitCamera:
        """Shifted in the picture's plane; 1 is the picture's height at the target."""
        height = self.height_at_target
        axes = self._axes()
        shift = (axes[0] * right + axes[1] * up) * height
        return replace(self, target=_vector(np.asarray(self.target) + shift))

    def zoomed(self, factor: float, at: tuple[float, float] = (0.0, 0.0)) -> OrbitCamera:
        """``factor`` times as far away, keeping what lies under ``at`` (heights from the picture's middle) in place."""
        distance = min(max(self.distance * factor, 1.0), _MAX_DISTANCE)
        real = 1.0 - distance / self.distance
        return replace(self.panned(at[0] * real, at[1] * real), distance=distance)

    def turned(self, azimuth_deg: float, elevation_deg: float) -> OrbitCamera:
        """Turned where it stands: the eye stays, the target moves."""
        result = self.orbited(azimuth_deg, elevation_deg)
        shift = np.subtract(self.position, result.position)
        return replace(result, target=_vector(np.asarray(result.target) + shift))

    def moved(self, right: float, up: float, forward: float) -> OrbitCamera:
        """Shifted by world units: to the right, straight up, and along the view."""
        axes = self._axes()
        shift = axes[0] * right + np.array([0.0, up, 0.0]) + axes[2] * forward
        return replace(self, target=_vector(np.asarray(self.target) + shift))

    def aimed(self, distance: float) -> OrbitCamera:
        """The same view, orbiting what lies so many world units in front of the eye."""
        shift = self._axes()[2] * (distance - self.distance)
        return replace(self, target=_vector(np.asarray(self.target) + shift), distance=distance)

    def with_fov(self, fov_y_deg: float) -> OrbitCamera:
        """With another field of view, as far away as keeps the size of what lies at the target."""
        fov_y_deg = min(max(fov_y_deg, LEAST_FOV_DEG), MOST_FOV_DEG)
        ratio = float(np.tan(np.radians(self.fov_y_deg) / 2) / np.tan(np.radians(fov_y_deg) / 2))
        return replace(self, fov_y_deg=fov_y_deg, distance=min(max(self.distance * ratio, 1.0), _MAX_DISTANCE))

    def fitted(self, shape: tuple[int, int, int], scale: float, aspect: float) -> OrbitCamera:
        """Moved so that a world of this shape fills the picture, seen from the same direction."""
        size = np.asarray(shape, dtype=np.float64) * scale
        target = np.array([0.0, size[1] / 2, 0.0])
        signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)])
        corners = (signs * size / 2) @ self._axes().T
        tangent = np.tan(np.radians(self.fov_y_deg) / 2)
        slopes = np.array([tangent * aspect, tangent])
        # A corner fits when its offset from the middle is at most its depth times the slope.
        needed = (np.abs(corners[:, :2]) / slopes).max(axis=1) - corners[:, 2]
        return replace(self, target=_vector(target), distance=float(needed.max()) * 1.04)

    @property
    def height_at_target(self) -> float:
        """World units that the picture's height spans at the target."""
        return 2.0 * self.distance * float(np.tan(np.radians(self.fov_y_deg) / 2))

    @property
    def position(self) -> Vector:
        """Where the eye is, world units."""
        return _vector(np.asarray(self.target) - self._axes()[2] * self.distance)

    def view_projection(self, aspect: float) -> np.ndarray:
        """World to clip space, float64 [4, 4], OpenGL style."""
        axes = self._axes()
        view = np.eye(4)
        view[:3, :3] = axes * np.array([1.0, 1.0, -1.0])[:, None]
        view[:3, 3] = -view[:3, :3] @ np.asarray(self.position)
        far = self.distance + 2000.0
        if self.is_orthographic:
            return _orthographic(self.height_at_target, aspect, far) @ view
        near = max(self.distance * 0.02, 0.1)
        return _perspective(self.fov_y_deg, aspect, near, far) @ view

    def ray(self, across: float, up: float, aspect: float) -> tuple[Vector, Vector]:
        """Origin and direction, world units, of the ray through a point of the picture; both go from -1 to 1."""
        right, above, forward = self._axes()
        half = self.height_at_target / 2
        shift = right * (across * half * aspect) + above * (up * half)
        position = np.asarray(self.position)
        if self.is_orthographic:
            # From well behind the eye: a parallel projection shows what is there too.
            return _vector(position + shift - forward * (self.distance + 2000.0)), _vector(forward)
        return self.position, _vector(forward + shift / self.distance)

    @classmethod
    def of(cls, camera: Camera, distance: float) -> OrbitCamera:
        """The view of a dataset's camera, orbiting what lies ``distance`` in front of it; roll is dropped."""
        forward = np.asarray(camera.forward)
        elevation = float(np.degrees(np.arcsin(np.clip(-forward[1], -1.0, 1.0))))
        azimuth = float(np.degrees(np.arctan2(-forward[0], -forward[2])))
        target = _vector(np.asarray(camera.position) + forward * distance)
        return cls(target, distance, azimuth % 360.0, elevation, camera.fov_y_deg)

    @property
    def forward(self) -> Vector:
        """Where it looks, a unit vector."""
        return _vector(self._axes()[2])

    def _axes(self) -> np.ndarray:
        """Right, up and forward as rows."""
        # Several times a picture; numpy's own functions take ten times as long for so few numbers.
        a, e = math.radians(self.azimuth_deg), math.radians(self.elevation_deg)
        sin_a, cos_a, sin_e, cos_e = math.sin(a), math.cos(a), math.sin(e), math.cos(e)
        return np.array(
            [
                [cos_a, 0.0, -sin_a],
                [-sin_a * sin_e, cos_e, -cos_a * sin_e],
                [-sin_a * cos_e, -sin_e, -cos_a * cos_e],
            ]
        )


def _perspective(fov_y_deg: float, aspect: float, near: float, far: float) -> np.ndarray:
    f = 1.0 / np.tan(np.radians(fov_y_deg) / 2)
    matrix = np.zeros((4, 4))
    matrix[0, 0], matrix[1, 1] = f / aspect, f
    matrix[2, 2], matrix[2, 3] = (far + near) / (near - far), 2 * far * near / (near - far)
    matrix[3, 2] = -1.0
    return matrix


def _orthographic(height: float, aspect: float, far: float) -> np.ndarray:
    return np.array(
        [
            [2.0 / (height * aspect), 0.0, 0.0, 0.0],
            [0.0, 2.0 / height, 0.0, 0.0],
            [0.0, 0.0, -1.0 / far, 0.0],  # from one far plane behind the eye to one in front of it
            [0.0, 0.0, 0.0, 1.0],
        ]
    )


def _vector(values: np.ndarray) -> Vector:
    x, y, z = values.tolist()
    return x, y, z
