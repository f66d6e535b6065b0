"""The logits that a run begins with."""

from __future__ import annotations

import math

import numpy as np

from voxstudio.world.palette import AIR
from voxstudio.world.voxel_world import VoxelWorld

SURFACE_ALPHA = 0.9
"""Opacity of a solid cell at the surface: decided, but free to change."""
CLEARANCE = 0.7
"""Share of light that crosses the whole length of a world of Air: its cells are a thin fog, so that they can grow."""
MATERIAL_SHARE = 0.9
"""Probability of a solid cell's own material."""
DEPTH_STEP = 1.0
"""Logits that a solid cell gains for each layer it lies deeper."""
DEPTH_LAYERS = 4
CAUTION = 1.5
"""Logits that every cell is more certain of itself at strength 0 than at strength 1."""
NOISE = 0.1
"""Standard deviation of the noise that makes two seeds differ, in logits."""
BOUND = 7.0
"""Occupancy logits stay within this on both sides: the slope of the sigmoid there is 1/270 of its largest."""


def start_occupancy(world: VoxelWorld, strength: float) -> np.ndarray:
    """Occupancy logits float32 [X, Y, Z] of a world; moderate at the surface, more certain where buried."""
    caution = CAUTION * (1.0 - strength)
    solid = _logit(SURFACE_ALPHA) + caution + DEPTH_STEP * burial(world.occupied, DEPTH_LAYERS)
    fog = 1.0 - CLEARANCE ** (1.0 / max(world.shape))
    logits = np.where(world.occupied, solid, _logit(fog) - caution)
    return np.clip(logits, -BOUND, BOUND).astype(np.float32)


def start_materials(world: VoxelWorld, temperature: float) -> np.ndarray:
    """Material logits float32 [X, Y, Z, M]: a solid cell's own one leads at ``temperature``, Air is undecided."""
    count = len(world.palette)
    odds = MATERIAL_SHARE * max(count - 1, 1) / (1.0 - MATERIAL_SHARE)
    lead = temperature * math.log(odds) / 2.0
    own = world.blocks[..., None] == np.arange(1, count + 1, dtype=np.uint8)
    return np.where((world.blocks != AIR)[..., None], np.where(own, lead, -lead), 0.0).astype(np.float32)


def burial(occupied: np.ndarray, layers: int) -> np.ndarray:
    """How many layers of cells lie between each solid cell and the nearest Air, at most ``layers``; int [X, Y, Z].

    The floor and the sides of the world count as solid: nobody looks in from there.
    """
    depth = np.zeros(occupied.shape, np.int64)
    inner = occupied
    for _ in range(layers):
        padded = np.pad(inner, 1, constant_values=True)
        padded[:, -1, :] = False
        core = padded[1:-1, 1:-1, 1:-1].copy()
        for axis in range(3):
            for shift in (0, 2):
                window = [slice(1, -1)] * 3
                window[axis] = slice(shift, shift + occupied.shape[axis])
                core &= padded[tuple(window)]
        inner = core
        depth += inner
    return depth


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))
