"""Cameras around a world, drawn at random for training or evenly for a dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from voxstudio.views.camera import FAR, Camera, Vector
from voxstudio.world.voxel_world import VoxelWorld

Range = tuple[float, float]

MARGIN = 0.02
"""How far above the ground a camera stays, in spans."""


@dataclass(frozen=True)
class OrbitFrame:
    """What to look at, in world units."""

    target: Vector
    span: float
    """The longer horizontal side of the world."""
    ground_y: float
    """Height of the ground: the median surface of the columns that have one."""

    @classmethod
    def of(cls, world: VoxelWorld) -> OrbitFrame:
        """The frame of a world: centred in x and z, looking a little above its ground (0 for a world of Air)."""
        occupied = world.occupied
        size_x, size_y, size_z = world.shape
        columns = occupied.any(axis=1)
        surface = size_y - np.argmax(occupied[:, ::-1, :], axis=1)
        ground_y = float(np.median(surface[columns])) * world.scale if columns.any() else 0.0
        span = max(size_x, size_z) * world.scale
        return cls((0.0, ground_y + 0.12 * span, 0.0), span, ground_y)

    def camera(
        self,
        azimuth_deg: float,
        elevation_deg: float,
        distance: float,
        *,
        fov_y_deg: float,
        width: int,
        height: int,
        offset: Vector = (0.0, 0.0, 0.0),
    ) -> Camera:
        """A camera that looks at the target, moved by ``offset``, from ``distance`` (both in spans).

        Azimuth 0 looks from +Z (south) towards -Z and grows towards +X. A position that would be below the ground is
        lifted to just above it.
        """
        azimuth, elevation = np.radians(azimuth_deg), np.radians(elevation_deg)
        outward = np.array(
            [np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)]
        )
        target = np.asarray(self.target) + self.span * np.asarray(offset)
        position = target + distance * self.span * outward
        position[1] = max(position[1], self.ground_y + MARGIN * self.span)
        x, y, z = position.tolist()
        target_x, target_y, target_z = target.tolist()
        camera = Camera.look_at(
            (x, y, z), (target_x, target_y, target_z), fov_y_deg=fov_y_deg, width=width, height=height
        )
        return replace(camera, far=max(FAR, (distance + 2) * self.span))


@dataclass(frozen=True)
class OrbitSampler:
    """Random cameras around a frame."""

    frame: OrbitFrame
    resolution: int | tuple[int, int]
    """Pixels: the side of a square, or (height, width)."""
    elevation_deg: Range = (10.0, 50.0)
    distance: Range = (1.25, 1.6)
    """From the target, in spans."""
    fov_y_deg: Range = (38.0, 52.0)
    centre_jitter: float = 0.05
    """How far the target moves along each axis, in spans."""

    def sample(self, count: int, rng: np.random.Generator) -> list[Camera]:
        """``count`` cameras in pairs on opposite sides; the pairs share the half circle evenly, one a sector.

        A pair has one target, elevations, distances and fields of view are drawn for each camera. Views from all
        sides in one step lower the variance of the gradient and the repetition of a front on every side.
        """
        pairs = (count + 1) // 2
        azimuths = (np.arange(pairs) + rng.random(pairs)) * 180.0 / max(pairs, 1)
        offsets = rng.uniform(-self.centre_jitter, self.centre_jitter, (pairs, 3))
        return [self._camera(float(azimuths[i // 2]) + 180.0 * (i % 2), offsets[i // 2], rng) for i in range(count)]

    def _camera(self, azimuth_deg: float, offset: np.ndarray, rng: np.random.Generator) -> Camera:
        height, width = (self.resolution, self.resolution) if isinstance(self.resolution, int) else self.resolution
        x, y, z = offset.tolist()
        return self.frame.camera(
            azimuth_deg,
            float(rng.uniform(*self.elevation_deg)),
            float(rng.uniform(*self.distance)),
            fov_y_deg=float(rng.uniform(*self.fov_y_deg)),
            width=width,
            height=height,
            offset=(x, y, z),
        )
