"""What can be told of every cell of a run, for looking at: measured only when somebody looks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from voxstudio.training.trainer import Trainer

_STRONG = 0.995
"""Quantile of the pulls, where there are any, that counts as the strongest: the few beyond would hide all others."""


def confidence(trainer: Trainer) -> np.ndarray:
    """How likely each block's material is against all others, uint8 [X, Y, Z], 255 = certain; 0 for Air."""
    grid = trainer.grid
    solid = torch.from_numpy(grid.hard_occupancy().reshape(grid.shape) > 0)
    chances = torch.softmax(grid.material_logits.detach()[solid] / trainer.now().temperature, dim=-1)
    result = torch.zeros(grid.shape, dtype=torch.uint8)
    result[solid] = (chances.amax(dim=-1) * 255).round().to(torch.uint8)
    return result.numpy()


def pull(trainer: Trainer) -> np.ndarray:
    """How the last step pulled at each cell, uint8 [X, Y, Z]: 128 none, 255 strongly towards a block, 1 towards Air."""
    gradient = trainer.grid.occupancy_logits.grad
    if gradient is None:
        return np.full(trainer.grid.shape, 128, np.uint8)
    values = np.nan_to_num(gradient.numpy())
    # A gradient is followed downwards.
    strengths = np.abs(values[values != 0])
    strongest = float(np.quantile(strengths, _STRONG)) if len(strengths) else 1.0
    return (128.5 - 127 * np.clip(values / max(strongest, 1e-30), -1, 1)).astype(np.uint8)


FACTS: dict[str, Callable[[Trainer], np.ndarray]] = {"confidence": confidence, "pull": pull}
