"""The main job: a castle from flat ground, and on the terrain of map 1. Pictures of the results are kept to look at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from voxstudio import storage
from voxstudio.bench.row import Row
from voxstudio.places import find_map
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import lighting
from voxstudio.render.preview import render_world, to_uint8
from voxstudio.training.prepare import prepare
from voxstudio.training.settings import TrainSettings
from voxstudio.training.trainer import Trainer
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world import formats
from voxstudio.world.measure import largest_share
from voxstudio.world.voxel_world import VoxelWorld

PROMPT = "a medieval stone castle"
PICTURES = Path("out_local/bench")
VIEWS, PIXELS = 8, 256
TIME_LIMIT_S = 180.0
RIM = 8
"""Cells from the border inwards that count as far from a structure in the middle."""


def measure() -> Iterator[Row]:
    """500 steps from flat ground, 64x48x64."""
    settings = TrainSettings(prompt=PROMPT, init_mode="ground_plane")
    trainer, seconds = run(settings)
    world = trainer.snapshot().world()
    yield Row("castle time", seconds, "s", TIME_LIMIT_S, at_most=1.0)
    yield Row("castle largest component", 100 * largest_share(world), "%", 98.0, at_least=1.0)
    yield Row("castle export against last picture", export_db(trainer, world, soft=False), "dB", 30.0, at_least=1.0)
    yield Row("castle export against soft grid", export_db(trainer, world, soft=True), "dB", 30.0, at_least=1.0)
    keep_pictures("castle", world)


def measure_on_map() -> Iterator[Row]:
    """500 steps on map 1."""
    start = formats.load(find_map("1")).world
    trainer, seconds = run(TrainSettings(prompt=PROMPT, init_mode="from_map"), start)
    world = trainer.snapshot().world()
    changed = world.blocks != start.blocks
    inner = np.s_[RIM:-RIM, :, RIM:-RIM]
    rim = np.ones(changed.shape, bool)
    rim[inner] = False
    yield Row("castle-map blocks changed", int(changed.sum()), "blocks", 3000, at_least=1.0)
    yield Row("castle-map cells kept at the rim", 100 * float(1 - changed[rim].mean()), "%")
    yield Row("castle-map largest component", 100 * largest_share(world), "%")
    yield Row("castle-map export against last picture", export_db(trainer, world, soft=False), "dB")
    yield Row("castle-map time", seconds, "s", TIME_LIMIT_S)
    keep_pictures("castle-map", world)


def run(settings: TrainSettings, start: VoxelWorld | None = None) -> tuple[Trainer, float]:
    """A whole run, and its seconds from the first step to the last."""
    trainer = prepare(settings, start=start)
    began = time.perf_counter()
    while not trainer.is_done:
        trainer.step()
    return trainer, time.perf_counter() - began


def export_db(trainer: Trainer, world: VoxelWorld, *, soft: bool) -> float:
    """PSNR of the exported world's pictures against the run's own from the same places; more is better.

    The run's own are those of its last step, or, ``soft``, what the grid's probabilities would look like.
    """
    light = lighting(trainer.settings.lighting)
    cameras = around(world)
    with torch.no_grad():
        now = trainer.now()
        alpha, colour = trainer.grid(now.temperature, now.is_hard and not soft, now.sharpness)
        pictures = CpuRenderer(world.scale, light).render(alpha, colour, cameras, torch.tensor(light.sky))
    shown = pictures[:, :3].permute(0, 2, 3, 1).clamp(0, 1).numpy()
    hard = np.stack([render_world(world, camera, light) for camera in cameras])
    return float(-10 * np.log10(max(np.square(shown - hard).mean(), 1e-10)))


def around(world: VoxelWorld) -> list[Camera]:
    """Cameras evenly around a world."""
    frame = OrbitFrame.of(world)
    return [frame.camera(360 * k / VIEWS, 30.0, 1.4, fov_y_deg=45.0, width=PIXELS, height=PIXELS) for k in range(VIEWS)]


def keep_pictures(name: str, world: VoxelWorld) -> None:
    """Write a sheet of the views around a world."""
    light = lighting("studio")
    tiles = [to_uint8(render_world(world, camera, light)) for camera in around(world)]
    rows = [np.concatenate(tiles[k : k + VIEWS // 2], axis=1) for k in range(0, VIEWS, VIEWS // 2)]
    with storage.atomic_path(PICTURES / f"{name}.png") as temporary:
        Image.fromarray(np.concatenate(rows)).save(temporary, format="PNG")
