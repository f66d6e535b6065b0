"""A pinhole camera in world units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Vector = tuple[float, float, float]

FOV_Y_DEG = 60.0
NEAR = 0.1
FAR = 500.0


@dataclass(frozen=True)
class Camera:
    """Where a picture is taken from: ``forward`` and ``up`` are unit vectors, orthogonal to each other."""

    position: Vector
    forward: Vector
    up: Vector
    fov_y_deg: float = FOV_Y_DEG
    near: float = NEAR
    far: float = FAR
    width: int = 64
    height: int = 64

    @classmethod
    def look_at(
        cls,
        position: Vector,
        target: Vector,
        *,
        fov_y_deg: float = FOV_Y_DEG,
        width: int = 64,
        height: int = 64,
    ) -> Camera:
        """A camera at ``position`` that looks at ``target``, upright. Raises ``ValueError`` if they coincide."""
        offset = np.subtract(target, position, dtype=np.float64)
        distance = float(np.linalg.norm(offset))
        if not distance > 0:
            raise ValueError("a camera cannot look at its own position")
        forward = offset / distance
        # Straight up or down leaves "up" open: north is as good as any.
        world_up = np.array([0.0, 1.0, 0.0]) if abs(forward[1]) < 0.9999 else np.array([0.0, 0.0, -1.0])
        right = _cross(forward, world_up)
        right /= np.linalg.norm(right)
        up = _cross(right, forward)
        return cls(_vector(position), _vector(forward), _vector(up), fov_y_deg, NEAR, FAR, width, height)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def right(self) -> Vector:
        """Unit vector to the right of the picture."""
        return _vector(_cross(self.forward, self.up))

    def view_matrix(self) -> np.ndarray:
        """World to camera, float64 [4, 4], column vectors; the camera looks down -Z."""
        rotation = np.stack([self.right, self.up, np.negative(self.forward)])
        matrix = np.eye(4)
        matrix[:3, :3] = rotation
        matrix[:3, 3] = -rotation @ np.asarray(self.position)
        return matrix

    def projection_matrix(self) -> np.ndarray:
        """Camera to clip space, float64 [4, 4], OpenGL style: NDC z in -1..1."""
        f = 1.0 / np.tan(np.radians(self.fov_y_deg) / 2)
        matrix = np.zeros((4, 4))
        matrix[0, 0] = f / self.aspect
        matrix[1, 1] = f
        matrix[2, 2] = (self.far + self.near) / (self.near - self.far)
        matrix[2, 3] = 2 * self.far * self.near / (self.near - self.far)
        matrix[3, 2] = -1.0
        return matrix

    def rays(self) -> tuple[np.ndarray, np.ndarray]:
        """Pixel rays: origin float64 [3], unit directions float64 [height, width, 3], row 0 at the top."""
        half = np.tan(np.radians(self.fov_y_deg) / 2)
        x = (2 * (np.arange(self.width) + 0.5) / self.width - 1) * half * self.aspect
        y = (1 - 2 * (np.arange(self.height) + 0.5) / self.height) * half
        directions = (
            np.asarray(self.forward)
            + x[None, :, None] * np.asarray(self.right)
            + y[:, None, None] * np.asarray(self.up)
        )
        return np.asarray(self.position, dtype=np.float64), directions / np.linalg.norm(
            directions, axis=-1, keepdims=True
        )


def _cross(a: Vector | np.ndarray, b: Vector | np.ndarray) -> np.ndarray:
    """``np.cross`` takes ten times as long for two vectors."""
    (a0, a1, a2), (b0, b1, b2) = a, b
    return np.array([a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0])


def _vector(values: object) -> Vector:
    x, y, z = np.asarray(values, dtype=np.float64).tolist()
    return x, y, z
