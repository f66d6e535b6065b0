"""Numbers about a world."""

from __future__ import annotations

from dataclasses import dataclass

import cc3d
import numpy as np

from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class ComponentSummary:
    """The pieces of a world: sets of cells joined by their faces."""

    count: int
    largest: int
    """Cells of the largest piece."""


def material_counts(world: VoxelWorld) -> dict[str, int]:
    """Blocks of each material that the world uses, Air not counted, most first."""
    counts = np.bincount(world.blocks.ravel(), minlength=len(world.palette) + 1)[1:].tolist()
    used = [(name, count) for name, count in zip(world.palette.names, counts, strict=True) if count]
    return dict(sorted(used, key=lambda item: -item[1]))


def components(occupied: np.ndarray) -> ComponentSummary:
    """The pieces that the true cells of bool [X, Y, Z] form; cells that share only an edge are not joined."""
    labels, count = cc3d.connected_components(np.ascontiguousarray(occupied), connectivity=6, return_N=True)
    sizes = np.bincount(labels.ravel())[1:]
    return ComponentSummary(int(count), int(sizes.max(initial=0)))


def small_pieces(occupied: np.ndarray, least: int) -> np.ndarray:
    """The cells of pieces with fewer than ``least`` cells, bool like ``occupied`` [X, Y, Z]."""
    labels = cc3d.connected_components(np.ascontiguousarray(occupied), connectivity=6)
    small = np.bincount(labels.ravel()) < least
    small[0] = False
    return small.take(labels)


def largest_share(world: VoxelWorld) -> float:
    """The share of blocks, 0..1, that belong to the largest piece; 1 for a world of Air, which has nothing loose."""
    blocks = int(np.count_nonzero(world.blocks))
    return components(world.occupied).largest / blocks if blocks else 1.0
