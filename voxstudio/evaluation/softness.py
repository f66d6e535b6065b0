"""How far the exported world is from what a run's probabilities look like."""

from __future__ import annotations

import numpy as np
import torch

from voxstudio.evaluation.cameras import around
from voxstudio.evaluation.worlds import pictures
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import STUDIO
from voxstudio.training.trainer import Trainer
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.voxel_world import VoxelWorld


def soft_to_hard_db(trainer: Trainer, world: VoxelWorld, pixels: int = 128) -> float:
    """PSNR in dB of the exported world's pictures against those of the soft grid, 8 around; more is better."""
    cameras = around(OrbitFrame.of(trainer.start), pixels)
    now = trainer.now()
    with torch.no_grad():
        alpha, colour = trainer.grid(now.temperature, False, now.sharpness)
        soft = CpuRenderer(world.scale, STUDIO).render(alpha, colour, cameras, torch.tensor(STUDIO.sky))
    error = (soft[:, :3].clamp(0, 1) - pictures(world, cameras)).square().mean().item()
    return float(-10 * np.log10(max(error, 1e-10)))
