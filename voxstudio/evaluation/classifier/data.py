"""Pictures that the classifier is taught on and tried on, of worlds that the prior never saw."""

from __future__ import annotations

import numpy as np

from voxstudio.evaluation.cameras import around
from voxstudio.evaluation.classifier.network import CLASSES, PIXELS
from voxstudio.evaluation.classifier.rough import Roughness, roughen
from voxstudio.render.lighting import STUDIO, random_background
from voxstudio.render.preview import render_world
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.generators.relations import RELATIONS
from voxstudio.world.generators.scenes import Scene, scene
from voxstudio.world.generators.structures import KINDS

VIEWS_PER_SCENE = 4
TAUGHT, TRIED = 0xC1A5, 0x7E57
"""Names of streams of random numbers. The prior's batches come from ``[seed, step]``, and no training of it has a
seed as large as these, so that no world is in both."""
RELATED_SHARE = 0.15
"""Share of the scenes that hold a second thing, where the kind may have one."""


def stream(name: int, seed: int, number: int) -> np.random.Generator:
    """Random numbers of one batch or scene."""
    return np.random.default_rng([name, seed, number, 0])


def make_batch(
    seed: int, step: int, scenes: int, pixels: int = PIXELS, limit: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Pictures float32 [4 scenes, 3, S, S] in 0..1 and their classes int64: the same arguments, the same pictures.

    Kinds are drawn alike, the worlds roughened up to ``limit``, the cameras those of runs and somewhat beyond.
    """
    rng = stream(TAUGHT, seed, step)
    images = np.empty((scenes, VIEWS_PER_SCENE, pixels, pixels, 3), np.float32)
    classes = np.empty((scenes, VIEWS_PER_SCENE), np.int64)
    for number in range(scenes):
        index = int(rng.integers(len(KINDS)))
        this = draw_scene(index, rng)
        world = roughen(this.world, Roughness.draw(rng, limit), rng)
        sampler = OrbitSampler(OrbitFrame.of(this.land), pixels, (6.0, 58.0), (1.2, 1.65))
        for view, camera in enumerate(sampler.sample(VIEWS_PER_SCENE, rng)):
            picture = render_world(world, camera, STUDIO, random_background(STUDIO, rng), threads=1)
            images[number, view] = _disturb(picture, rng)
        classes[number] = index
    pictures = images.reshape(-1, pixels, pixels, 3).transpose(0, 3, 1, 2)
    return np.ascontiguousarray(pictures), classes.reshape(-1)


def trial(seed: int, number: int, *, is_rough: bool) -> tuple[Scene, np.ndarray, int]:
    """A scene never taught, its 8 pictures float32 [8, 3, 64, 64] from the cameras of a verdict, and its class.

    The classes come in turn. Rough worlds are half as rough as the worst that is taught, and not blurred.
    """
    rng = stream(TRIED, seed, number)
    index = number % len(KINDS)
    this = draw_scene(index, rng)
    world = this.world
    if is_rough:
        world = roughen(world, Roughness(0.08, 0.08, 0.06, 3, rng.random() < 0.3), rng)
    cameras = around(OrbitFrame.of(this.land), PIXELS)
    pictures = [render_world(world, camera, STUDIO, threads=1).transpose(2, 0, 1) for camera in cameras]
    return this, np.stack(pictures), index


def draw_scene(index: int, rng: np.random.Generator) -> Scene:
    """A scene whose main thing is of the class of that index."""
    fitting = [relation for relation in RELATIONS if CLASSES[index] in relation.kinds]
    if fitting and rng.random() < RELATED_SHARE:
        return scene(rng, KINDS[index], relation=fitting[rng.integers(len(fitting))])
    return scene(rng, KINDS[index])


def _disturb(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The picture mirrored, blurred, noised, and in other light, each perhaps, float32 [H, W, 3]."""
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
    if rng.random() < 0.35:
        padded = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
        rows = padded[:-2] + padded[1:-1] + padded[2:]
        blurred = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9
        share = np.float32(rng.random())
        picture = picture + share * (blurred - picture)
    if rng.random() < 0.5:
        gain, shift = rng.uniform(0.88, 1.12), rng.normal(0, 0.03, 3)
        picture = (picture - 0.5) * np.float32(gain) + np.float32(0.5) + shift.astype(np.float32)
    if rng.random() < 0.5:
        picture = picture + np.float32(0.06 * rng.random()) * rng.standard_normal(picture.shape, np.float32)
    return np.clip(picture, 0, 1)
