"""Pictures of random scenes with captions and cameras: the pocket prior's endless training set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.guidance.pocket.captions import caption
from voxstudio.guidance.pocket.conditioning import CAMERA_FEATURES, RAY_CHANNELS, camera_features, ray_maps
from voxstudio.guidance.pocket.words import MAX_WORDS, WordTable
from voxstudio.render.lighting import STUDIO, random_background
from voxstudio.render.preview import render_world
from voxstudio.views.camera import Camera, Vector
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.generators.scenes import Scene, scene

VIEWS_PER_SCENE = 4
RENDERED = 64
"""Pixels along each side that pictures are rendered with at least; smaller ones are averaged down, as in runs."""
GROUPS = (4, 4, 4, 2, 2, 1)
"""How many views see each other, in turn over the steps: runs may ask about any number."""
ORBIT_SHARE = 0.65
"""Share of the pictures that are taken from where runs look unless told otherwise."""
DATASET_SHARE = 0.17
"""Share that is taken as captured datasets are; what is left is taken from anywhere."""
REWORDED = 0.4
"""Share of the captions whose words are moved a little, as if others that mean nearly the same stood there."""
MOVED = 0.9
"""How far at most, in lengths of a word's vector."""
PADDED = 0.15
"""Share of the captions with a word or two, drawn from the whole table, that say nothing of the scene."""


@dataclass(frozen=True)
class Batch:
    """Pictures and all that the network is told of them."""

    images: np.ndarray
    """float32 [B, 3, S, S] in -1..1."""
    words: np.ndarray
    """float32 [B, MAX_WORDS, width]; all zero where the caption is withheld."""
    camera: np.ndarray
    rays: np.ndarray
    captions: list[str]
    """One a group of views, as are the kinds."""
    kinds: list[str]
    views: int
    """Consecutive pictures that belong together: one scene, one caption, one background."""


def make_batch(
    table: WordTable, seed: int, step: int, size: int, resolution: int, unshuffle: int, withhold: float = 0.12
) -> Batch:
    """The batch of one training step: the same arguments always give the same pictures.

    ``withhold`` is the share of captions left out, for classifier-free guidance.
    """
    rng = np.random.default_rng([seed, step])
    views = GROUPS[step % len(GROUPS)]
    batch = Batch(
        np.empty((size, 3, resolution, resolution), np.float32),
        np.zeros((size, MAX_WORDS, table.width), np.float32),
        np.empty((size, CAMERA_FEATURES), np.float32),
        np.empty((size, RAY_CHANNELS, resolution // unshuffle, resolution // unshuffle), np.float32),
        [],
        [],
        views,
    )
    this = None
    for first in range(0, size, views):
        if this is None or first % VIEWS_PER_SCENE == 0:
            this = scene(rng)
        group = slice(first, first + views)
        cameras = random_cameras(this, max(resolution, RENDERED), views, rng)
        background = random_background(STUDIO, rng)
        for k, camera in enumerate(cameras):
            picture = picture_of(this, camera, background, resolution)
            batch.images[first + k] = picture.transpose(2, 0, 1) * 2 - 1
        shape, scale = this.world.shape, this.world.scale
        batch.camera[group] = camera_features(cameras, shape, scale, np.tile(background, (views, 1)))
        batch.rays[group] = ray_maps(cameras, shape, scale, resolution // unshuffle)
        batch.captions.append(caption(this, rng))
        batch.kinds.append(this.kind)
        if rng.random() >= withhold:
            words = reworded(table.encode(batch.captions[-1]), table, rng)
            batch.words[group, : len(words)] = words
    return batch


def picture_of(this: Scene, camera: Camera, background: Vector, resolution: int) -> np.ndarray:
    """What a camera sees, float32 [S, S, 3] in 0..1; ``resolution`` S must divide the camera's."""
    rendered = render_world(this.world, camera, STUDIO, background, threads=1)
    fold = camera.height // resolution
    return rendered.reshape(resolution, fold, resolution, fold, 3).mean((1, 3), dtype=np.float32)


def random_cameras(this: Scene, resolution: int, count: int, rng: np.random.Generator) -> list[Camera]:
    """Cameras as a step of a run has them: on its orbit, at a dataset's places, or anywhere that shows the thing.

    Azimuths are of the whole circle, elevations of 5 to 75 degrees.
    """
    frame = OrbitFrame.of(this.land)
    draw = rng.random()
    if draw < ORBIT_SHARE:
        cameras = OrbitSampler(frame, resolution).sample(max(count, 2), rng)
        # The first of a pair is on one half of the circle, the second on the other.
        return cameras if count > 1 else [cameras[rng.integers(2)]]
    return [_camera(frame, resolution, draw < ORBIT_SHARE + DATASET_SHARE, rng) for _ in range(count)]


def _camera(frame: OrbitFrame, resolution: int, as_captured: bool, rng: np.random.Generator) -> Camera:
    if as_captured:
        # Captured pictures are 60 degrees high and wider than high; a run takes their middle square. They look
        # below the ground of a world of hills as far as above that of a plate.
        fov, near, far, lowest, sideways = rng.uniform(56, 64), 1.15, 1.55, -0.28, 0.03
        distance, elevation = rng.uniform(near, far), rng.uniform(8, 60)
    else:
        fov, lowest, sideways = rng.uniform(34, 64), -0.1, 0.06
        distance, elevation = rng.uniform(0.45, 0.75) / np.tan(np.radians(fov) / 2), rng.uniform(5, 75)
    across, along = rng.uniform(-sideways, sideways, 2).tolist()
    return frame.camera(
        rng.uniform(0, 360),
        elevation,
        distance,
        fov_y_deg=fov,
        width=resolution,
        height=resolution,
        offset=(across, rng.uniform(lowest, 0.06), along),
    )


def reworded(words: np.ndarray, table: WordTable, rng: np.random.Generator) -> np.ndarray:
    """Vectors [words, width] as another prompt for the same scene might have them, so that no wording is learned by
    heart (after Jain et al., "NEFTune", ICLR 2024)."""
    if rng.random() < REWORDED:
        away = rng.standard_normal(words.shape).astype(np.float32)
        words = words + rng.uniform(0, MOVED) * away / np.linalg.norm(away, axis=1, keepdims=True)
        words /= np.linalg.norm(words, axis=1, keepdims=True)
    if rng.random() < PADDED:
        for _ in range(min(int(rng.integers(1, 3)), MAX_WORDS - len(words))):
            stray = table.vectors[rng.integers(len(table.vectors))]
            words = np.insert(words, rng.integers(len(words) + 1), stray, axis=0)
    return words
