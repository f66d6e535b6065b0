"""Scores of a finished world against the world that its run started from."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch

from voxstudio.evaluation.cameras import around
from voxstudio.render.base import Lighting
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import render_world
from voxstudio.training.start import burial
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.measure import material_counts
from voxstudio.world.palette import AIR
from voxstudio.world.voxel_world import VoxelWorld

GROUND_LAYERS = 2
"""So many layers upon the start's ground still count as ground: lawns, beaches, low dunes."""
_UNLIT = Lighting("unlit", ((1.0, 1.0, 1.0),) * 6, STUDIO.sky)


def structure(world: VoxelWorld, start: VoxelWorld) -> VoxelWorld:
    """Only the blocks that stand out of the start's ground and can be seen: what the material of a prompt is about.

    A meadow that became a desert is not the pyramid, and no picture ever decided what a hidden block is made of.
    """
    ground = round(OrbitFrame.of(start).ground_y / start.scale) + GROUND_LAYERS
    standing = world.occupied & (burial(world.occupied, 1) == 0)
    standing[:, :ground] = False
    return VoxelWorld(np.where(standing, world.blocks, AIR), world.palette, world.scale)


def material_share(world: VoxelWorld, start: VoxelWorld, materials: Iterable[str]) -> float:
    """The share of the structure's blocks, 0..1, that are of some materials; 0 where nothing stands."""
    counts = material_counts(structure(world, start))
    return sum(counts.get(material, 0) for material in materials) / max(sum(counts.values()), 1)


def commonest_material(world: VoxelWorld, start: VoxelWorld) -> str:
    """The material of most of the structure's blocks; empty where nothing stands."""
    return next(iter(material_counts(structure(world, start))), "")


def front_back_repetition(world: VoxelWorld, start: VoxelWorld, pixels: int = 64) -> float:
    """How alike opposite sides look, 0..1: 1 where every view from behind is the view from the front.

    With A and B the unlit pictures from two opposite places, and S and T those of the start from there, it is
    1 - sum |A - B| / sum (|A - S| + |B - T|) over four pairs. Where the start looks the same from both places, as flat
    ground does, the triangle inequality keeps it within 0..1. It is 1 where nothing was built.
    """
    cameras = around(OrbitFrame.of(start), pixels)
    half = len(cameras) // 2
    now, before = (_unlit(each, cameras) for each in (world, start))
    apart = np.abs(now[:half] - now[half:]).sum()
    change = np.abs(now - before).sum()
    return float(np.clip(1 - apart / change, 0, 1)) if change else 1.0


def pictures(world: VoxelWorld, cameras: list[Camera]) -> torch.Tensor:
    """The world as whole blocks in studio light under its sky, float32 (B, 3, H, W) in 0..1."""
    shown = [render_world(world, camera, STUDIO).transpose(2, 0, 1) for camera in cameras]
    return torch.from_numpy(np.stack(shown))


def _unlit(world: VoxelWorld, cameras: list[Camera]) -> np.ndarray:
    return np.stack([render_world(world, camera, _UNLIT) for camera in cameras])
