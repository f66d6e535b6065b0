"""Contact sheets of what the prior learned; what it was taught is in ``gallery``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from voxstudio.guidance.base import Views
from voxstudio.guidance.priors.pocket import PocketPrior, sample
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import to_uint8
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.generators.starts import ground_plane


def samples(
    prior: PocketPrior,
    prompts: Sequence[str],
    *,
    views: int = 8,
    steps: int = 25,
    cfg_scale: float = 1.5,
    seed: int = 0,
) -> np.ndarray:
    """One row a prompt: what the prior imagines seen from around flat ground, uint8 [H, W, 3]."""
    world = ground_plane((64, 48, 64))
    frame = OrbitFrame.of(world)
    side = prior.resolution
    cameras = [
        frame.camera(20 + 360 * k / views, 28, 1.42, fov_y_deg=45, width=side, height=side) for k in range(views)
    ]
    where = Views(cameras, world.shape, world.scale, torch.tensor(STUDIO.sky).expand(views, 3))
    rows = []
    for prompt in prompts:
        pictures = sample(prior, prompt, where, steps=steps, cfg_scale=cfg_scale, seed=seed)
        rows.append([to_uint8(picture) for picture in pictures.permute(0, 2, 3, 1).numpy()])
    return _tile(rows)


def _tile(rows: list[list[np.ndarray]]) -> np.ndarray:
    return np.vstack([np.hstack(row) for row in rows])
