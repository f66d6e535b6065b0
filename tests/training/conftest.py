"""A small world, the oracle prior that wants another one, and a trainer of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from voxstudio.guidance.priors.exemplar import ExemplarPrior
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import STUDIO
from voxstudio.training.settings import TrainSettings
from voxstudio.training.trainer import Trainer
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

SHAPE = (10, 9, 11)
RESOLUTION = 16


@pytest.fixture
def start() -> VoxelWorld:
    """Two layers of grass; sizes that 8 does not divide."""
    blocks = np.zeros(SHAPE, np.uint8)
    blocks[:, :2] = CLASSIC.index("Grass")
    return VoxelWorld(blocks)


@pytest.fixture
def target(start: VoxelWorld) -> VoxelWorld:
    """The same with a tower of sand."""
    world = start.copy()
    world.blocks[3:7, 2:7, 4:8] = CLASSIC.index("Sand")
    return world


@pytest.fixture
def renderer(start: VoxelWorld) -> CpuRenderer:
    return CpuRenderer(start.scale, STUDIO)


@pytest.fixture
def prior(target: VoxelWorld, renderer: CpuRenderer) -> ExemplarPrior:
    return ExemplarPrior({"tower": target}, renderer, RESOLUTION)


@pytest.fixture
def settings() -> TrainSettings:
    """With pictures of one size: that they can be small at first is tested apart."""
    return TrainSettings(
        prompt="tower", prior="exemplar", init_mode="ground_plane", steps=20, views_per_step=2, small_until=0.0
    )


@pytest.fixture
def make_trainer(
    start: VoxelWorld, prior: ExemplarPrior, renderer: CpuRenderer, settings: TrainSettings
) -> Callable[..., Trainer]:
    """A function that makes a trainer, with changes to the settings and with the trainer's own options."""

    def make(changes: dict[str, Any] | None = None, **options: Any) -> Trainer:
        own = settings.with_(**(changes or {}))
        return Trainer(own, options.pop("start", start), options.pop("prior", prior), renderer, **options)

    return make
