"""Counting materials and pieces."""

from __future__ import annotations

import numpy as np

from voxstudio.world import measure
from voxstudio.world.generators.starts import empty
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld


def test_materials_are_counted_most_first() -> None:
    blocks = np.zeros((4, 1, 2), np.uint8)
    blocks[0, 0, 0] = CLASSIC.index("Grass")
    blocks[1:, 0, 0] = CLASSIC.index("Water")
    assert list(measure.material_counts(VoxelWorld(blocks)).items()) == [("Water", 3), ("Grass", 1)]


def test_only_faces_join() -> None:
    occupied = np.zeros((4, 4, 4), bool)
    occupied[0, 0, 0] = occupied[1, 1, 0] = occupied[2, 2, 1] = True
    assert measure.components(occupied) == measure.ComponentSummary(3, 1)
    occupied[1, 0, 0] = True
    assert measure.components(occupied) == measure.ComponentSummary(2, 3)


def test_pieces_of_different_materials_are_one_piece() -> None:
    blocks = np.zeros((6, 1, 1), np.uint8)
    blocks[[0, 1, 2, 4], 0, 0] = 1, 2, 3, 1
    assert measure.largest_share(VoxelWorld(blocks)) == 0.75


def test_a_view_that_is_not_contiguous() -> None:
    occupied = np.zeros((4, 4, 4), bool)
    occupied[:, 0, 0] = True
    assert measure.components(occupied.T[::-1]) == measure.ComponentSummary(1, 4)


def test_nothing() -> None:
    world = empty((3, 3, 3))
    assert measure.material_counts(world) == {}
    assert measure.components(world.occupied) == measure.ComponentSummary(0, 0)
    assert measure.largest_share(world) == 1.0
