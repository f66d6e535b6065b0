"""What a run tells the outside: plain numbers and numpy copies, never storage that the optimizer writes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class StepReport:
    """One step in numbers; ``as_line`` is a line of train.jsonl."""

    step: int
    """1-based: the first step reports 1."""
    losses: dict[str, float]
    """total, sds, sparsity, entropy, smooth; the regularizers as they count, weight included."""
    grid_stats: dict[str, Any]
    """num_active_voxels, total_voxels, density, occupancy_mean, occupancy_std, material_distribution {name: %}.

    In steps that are not written down they may be those of a few steps before.
    """
    grads: dict[str, float]
    """Norms: occupancy_l2, materials_l2 (of the logits), image_l2 (of the pictures, before the clip)."""
    temperature: float
    lr: float
    cfg_scale: float
    t_range: tuple[float, float]
    """Bounds of the noise level in this step, 0..1."""
    is_hard: bool
    """Whether the pictures showed whole blocks."""
    seconds: dict[str, float]
    """prior, render, total."""
    camera_index: int
    """Dataset index of the first view, or its place in the step on an orbit."""
    views: int = 0

    def as_line(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Snapshot:
    """An immutable copy of the grid after a step."""

    step: int
    blocks: np.ndarray
    """uint8 [X, Y, Z]: the hard world, exactly what export writes."""
    occupancy: np.ndarray
    """uint8 [X, Y, Z]: alpha times 255."""
    palette: Palette
    scale: float
    extras: dict[str, Any] = field(default_factory=dict)

    def world(self) -> VoxelWorld:
        """The hard world as a world of its own, with its own blocks."""
        return VoxelWorld(self.blocks.copy(), self.palette, self.scale, dict(self.extras))
