"""Faces are exactly those between a block and what is open, darkened where corners are."""

from __future__ import annotations

import numpy as np
import pytest

from voxstudio.studio.mesh import build_faces


def faces_by_numpy(blocks: np.ndarray) -> set[tuple[int, int, int, int]]:
    padded = np.pad(blocks, 1)
    found = set()
    for face, offset in enumerate(((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))):
        neighbour = np.roll(padded, np.negative(offset), axis=(0, 1, 2))[1:-1, 1:-1, 1:-1]
        found |= {(*cell, face) for cell in np.argwhere((blocks != 0) & (neighbour == 0)).tolist()}
    return found


def unpacked(faces: np.ndarray) -> list[tuple[tuple[int, int, int, int], int, int]]:
    """One block's face each: cell and side, light of the corners, material and heat."""
    found = []
    for place, light, word in faces.tolist():
        x, y, z, side = (place >> shift & 255 for shift in (0, 8, 16, 24))
        for k in range((word >> 16) + 1):
            cell = (x, y, z + k) if side < 4 else (x, y + k, z)
            found.append(((*cell, side), light, word & 0xFFFF))
    return found


@pytest.mark.parametrize("density", [0.05, 0.5, 0.95])
def test_the_faces_are_those_that_can_be_seen(density: float) -> None:
    rng = np.random.default_rng(3)
    blocks = np.where(rng.random((7, 9, 5)) < density, rng.integers(1, 8, (7, 9, 5)), 0).astype(np.uint8)
    faces = unpacked(build_faces(blocks))
    cells = [cell for cell, _, _ in faces]
    assert len(cells) == len(set(cells))
    assert set(cells) == faces_by_numpy(blocks)
    assert all(word == blocks[cell[:3]] for cell, _, word in faces)


def test_each_face_carries_its_material_and_heat() -> None:
    blocks = np.zeros((3, 3, 3), np.uint8)
    blocks[0, 0, 0], blocks[2, 2, 2] = 4, 255
    heat = np.zeros_like(blocks)
    heat[2, 2, 2] = 200
    faces = build_faces(blocks, heat)
    words = {(cell[:3], word) for cell, _, word in unpacked(faces)}
    assert words == {((0, 0, 0), 4), ((2, 2, 2), 255 | 200 << 8)}


def test_an_empty_world_has_no_faces_and_a_large_one_fits_in_the_words() -> None:
    assert build_faces(np.zeros((4, 4, 4), np.uint8)).shape == (0, 3)
    blocks = np.zeros((256, 2, 256), np.uint8)
    blocks[255, 1, 255] = 1
    assert {cell[:3] for cell, _, _ in unpacked(build_faces(blocks))} == {(255, 1, 255)}


def test_more_faces_than_the_first_table_holds() -> None:
    checkers = (np.indices((32, 32, 32)).sum(axis=0) % 2).astype(np.uint8)
    assert len(build_faces(checkers)) == 6 * 32**3 // 2


def test_blocks_in_a_row_that_look_alike_share_a_face() -> None:
    slab = np.zeros((20, 9, 20), np.uint8)
    slab[:, :2] = 1
    faces = build_faces(slab)
    sides = faces[:, 0] >> 24
    assert [(sides == side).sum() for side in range(6)] == [2, 2, 20, 20, 20, 20], "top and bottom by rows along z"

    slab[9, :2, 9] = 2
    heat = np.zeros_like(slab)
    heat[5, :2, 5] = 200
    parted = build_faces(slab, heat)
    assert ((parted[:, 0] >> 24) == 2).sum() == 24, "neither another material nor what glows is joined"
    wall = np.zeros((20, 20, 20), np.uint8)
    wall[:, 0], wall[:, 1:19, 9:11] = 1, 1
    alone = [light for _, light, word in build_faces(wall).tolist() if word >> 16 == 0]
    shared = [light for _, light, word in build_faces(wall).tolist() if word >> 16]
    assert all(light == (light & 255) * 0x01010101 for light in shared)
    assert any(light != (light & 255) * 0x01010101 for light in alone), "the corners at the foot of the wall are dark"


def test_a_lone_block_is_fully_lit_and_the_foot_of_a_wall_is_dark() -> None:
    lone = np.zeros((9, 9, 9), np.uint8)
    lone[4, 4, 4] = 1
    assert (build_faces(lone)[:, 1] == 0xFFFFFFFF).all()

    step = np.zeros((9, 9, 9), np.uint8)
    step[:, 0], step[5:, 1:4] = 1, 1
    light = {cell: word for cell, word, _ in unpacked(build_faces(step))}
    foot, far = light[4, 0, 4, 2], light[0, 0, 4, 2]
    corners = [foot >> shift & 255 for shift in (0, 8, 16, 24)]
    # On top, u runs along z and v along x: the wall is at the far end of v.
    assert max(corners[2:]) < min(corners[:2])
    assert min(far >> shift & 255 for shift in (0, 8, 16, 24)) > max(corners[2:])
