"""Counting materials and pieces."""

from __future__ import annotations

import numpy as np

from voxstudio.world import measure
from voxstudio.world.generators.starts import empty, ground_plane
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld


def test_materials_are_counted_most_first() -> None:
    blocks = np.zeros((4, 1, 2), np.uint8)
    blocks[0, 0, 0] = CLASSIC.index("Grass")
    blocks[1:, 0, 0] = CLASSIC.index("Water")
    assert list(measure.material_counts(VoxelWorld(blocks)).items()) == [("Water", 3), ("Grass", 1)]


def test_flat_land_is_what_most_columns_end_in() -> None:
    blocks = np.zeros((3, 6, 3), np.uint8)
    blocks[:, 0] = CLASSIC.index("Stone")
    blocks[:, 1] = CLASSIC.index("Sand")
    blocks[1, 1:4, 1] = CLASSIC.index("Plank")
    assert measure.flat_land(VoxelWorld(blocks)) == "Sand"
    blocks[2, 1] = 0
    assert measure.flat_land(VoxelWorld(blocks)) == "Sand"
    blocks[2, 1:6] = CLASSIC.index("Sand")
    assert measure.flat_land(VoxelWorld(blocks)) == "", "a hill"
    assert measure.flat_land(empty((3, 3, 3))) == ""
    assert measure.flat_land(ground_plane((8, 8, 8))) == "Grass"


def test_bumps_are_single_cells_that_stick_out_of_sides() -> None:
    solid = np.zeros((8, 8, 8), bool)
    solid[1:7, 1:7, 3:5] = True
    solid[3, 7, 3] = solid[5, 3, 5] = solid[1, 0, 3] = True  # on top, beside and below
    solid[2:4, 4, 2] = True  # two that stick out together
    assert {tuple(map(int, place)) for place in np.argwhere(measure.bumps(solid))} == {(5, 3, 5), (1, 0, 3)}


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


def test_small_patches_become_what_most_of_their_neighbours_are():
    blocks = np.zeros((6, 6, 6), np.uint8)
    blocks[:, 0] = 3
    blocks[2:5, 0, 2:5] = 5  # nine: large enough
    blocks[0, 0, 0] = 7
    blocks[3, 1, 3], blocks[3, 2, 3] = 2, 6  # one upon the other: the upper one waits for the lower
    blocks[5, 5, 5] = 1  # with nothing beside it
    kept = np.zeros(blocks.shape, np.bool_)
    kept[0, 0, 5] = True
    blocks[0, 0, 5] = 4
    cells, materials = measure.repaint_small_patches(blocks, 9, kept)
    where = [tuple(int(index) for index in np.unravel_index(cell, blocks.shape)) for cell in cells]
    assert dict(zip(where, materials.tolist(), strict=True)) == {(0, 0, 0): 3, (3, 1, 3): 5, (3, 2, 3): 5}
    assert len(measure.repaint_small_patches(np.zeros((2, 2, 2), np.uint8), 9)[0]) == 0
