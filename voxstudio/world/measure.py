"""Numbers about a world."""

from __future__ import annotations

from dataclasses import dataclass

import cc3d
import numpy as np

from voxstudio.world.voxel_world import VoxelWorld

_PASSES = 3
_FLAT = 0.8
"""Share of columns that end within a block of the middle height where land is flat."""


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


def flat_land(world: VoxelWorld) -> str:
    """Name of the material that most columns of blocks end in at the top; empty for hills and for a world of Air."""
    tops = world.occupied.shape[1] - 1 - world.occupied[:, ::-1].argmax(axis=1)
    if np.mean(np.abs(tops - np.median(tops)) <= 1) < _FLAT:
        return ""
    counts = np.bincount(np.take_along_axis(world.blocks, tops[:, None], axis=1).ravel(), minlength=2)[1:]
    return world.palette.names[int(counts.argmax())] if counts.any() else ""


def components(occupied: np.ndarray) -> ComponentSummary:
    """The pieces that the true cells of bool [X, Y, Z] form; cells that share only an edge are not joined."""
    labels, count = cc3d.connected_components(np.ascontiguousarray(occupied), connectivity=6, return_N=True)
    sizes = np.bincount(labels.ravel())[1:]
    return ComponentSummary(int(count), int(sizes.max(initial=0)))


def small_pieces(occupied: np.ndarray, least: int) -> np.ndarray:
    """The cells of pieces with fewer than ``least`` cells, bool like ``occupied`` [X, Y, Z]."""
    labels, pieces = cc3d.connected_components(np.ascontiguousarray(occupied), connectivity=6, return_N=True)
    if pieces == 1 and np.count_nonzero(occupied) >= least:
        return np.zeros(occupied.shape, np.bool_)  # as in most steps of a run, in half the time
    small = np.bincount(labels.ravel()) < least
    small[0] = False
    return small.take(labels)


def bumps(occupied: np.ndarray) -> np.ndarray:
    """Cells of bool [X, Y, Z], like it, that stick out of a side by themselves.

    Such a cell has one solid neighbour, and it is not below: battlements stay. Of the some 20,000 blocks of a generated
    building next to none are bumps.
    """
    solid = np.pad(occupied, 1).view(np.uint8)
    inner = slice(1, -1)
    beside = solid[2:, inner, inner] + solid[:-2, inner, inner] + solid[inner, inner, 2:] + solid[inner, inner, :-2]
    above, below = solid[inner, 2:, inner], solid[inner, :-2, inner]
    return occupied & (beside + above == 1) & (below == 0)


def repaint_small_patches(
    blocks: np.ndarray, least: int, kept: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What small patches of one material become: that which most of the blocks next to them are of.

    A patch is small if it has fewer than ``least`` blocks (uint8 [X, Y, Z]); cells of ``kept`` (bool like it) stay.
    What has nothing but small patches around waits until they are repainted; ``_PASSES`` are enough for specks.
    Returns flat indices int64 [n] and materials uint8 [n].
    """
    painted = blocks.copy()
    for _ in range(_PASSES):
        labels = cc3d.connected_components(np.ascontiguousarray(painted), connectivity=6)
        small = np.bincount(labels.ravel()) < least
        small[0] = False
        is_small = small.take(labels)
        settled = np.pad(np.where(is_small, 0, painted), 1)
        if kept is not None:
            is_small &= ~kept
        places = np.stack(np.nonzero(is_small))
        votes = np.zeros((places.shape[1], 256), np.uint8)
        for axis in range(3):
            for way in (0, 2):
                beside = places + 1
                beside[axis] = places[axis] + way
                votes[np.arange(len(votes)), settled[tuple(beside)]] += 1
        votes[:, 0] = 0
        materials = votes.argmax(1).astype(np.uint8)
        painted[tuple(places[:, materials > 0])] = materials[materials > 0]
    cells = np.flatnonzero(painted != blocks)
    return cells, painted.reshape(-1)[cells]


def largest_share(world: VoxelWorld) -> float:
    """The share of blocks, 0..1, that belong to the largest piece; 1 for a world of Air, which has nothing loose."""
    blocks = int(np.count_nonzero(world.blocks))
    return components(world.occupied).largest / blocks if blocks else 1.0
