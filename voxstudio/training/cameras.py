"""Where the pictures of a step are taken from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voxstudio.errors import UserError
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame, OrbitSampler

PLAIN_BACKGROUND = 0.5
"""Share of the steps whose background is the sky; the others have a random colour, so that none is baked in."""
SOFTEST = 0.3
"""Random backgrounds are no darker than this."""


@dataclass(frozen=True)
class Shot:
    """The cameras of a step."""

    cameras: Sequence[Camera]
    index: int
    """Place in the dataset of the first camera that is from there, else 0."""

    def resized(self, pixels: int) -> Shot:
        """The same views in square pictures of another size."""
        return replace(self, cameras=[replace(camera, width=pixels, height=pixels) for camera in self.cameras])


class CameraSource:
    """Draws square cameras: on an orbit around the start world, at the dataset's places, or half and half."""

    def __init__(self, frame: OrbitFrame, resolution: int, dataset: Sequence[Camera] = ()) -> None:
        self._orbit = OrbitSampler(frame, resolution)
        self._dataset = [middle_square(camera, resolution) for camera in dataset]

    def check(self, kind: str) -> None:
        """Raises ``UserError`` if there are no cameras of this kind."""
        if kind != "orbit" and not self._dataset:
            raise UserError(f"There is no dataset with cameras for --cameras {kind}; choose orbit.")

    def draw(self, kind: str, count: int, rng: np.random.Generator) -> Shot:
        """``count`` cameras of a kind: ``orbit``, ``dataset`` or ``mixed``."""
        self.check(kind)
        fixed = {"orbit": 0, "dataset": count, "mixed": count // 2}[kind]
        # Without repetition where the dataset is large enough.
        rounds = math.ceil(fixed / len(self._dataset)) if fixed else 0
        order = [int(index) for _ in range(rounds) for index in rng.permutation(len(self._dataset))][:fixed]
        cameras = [self._dataset[index] for index in order] + self._orbit.sample(count - fixed, rng)
        return Shot(cameras, order[0] if order else 0)


def middle_square(camera: Camera, resolution: int) -> Camera:
    """The same camera with a square picture: the middle of the longer side stays."""
    half = math.tan(math.radians(camera.fov_y_deg) / 2) * min(1.0, camera.aspect)
    return replace(camera, fov_y_deg=2 * math.degrees(math.atan(half)), width=resolution, height=resolution)


def draw_background(sky: tuple[float, float, float], rng: np.random.Generator) -> np.ndarray:
    """A background colour float32 [3], one for all views of a step: the sky, or a random soft colour."""
    plain = rng.random() < PLAIN_BACKGROUND
    random = rng.uniform(SOFTEST, 1.0, 3)
    return np.asarray(sky if plain else random, np.float32)
