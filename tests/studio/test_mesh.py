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


def unpacked(faces: np.ndarray) -> list[tuple[int, int, int, int]]:
    word = faces[:, 0]
    columns = (word & 255, word >> 8 & 255, word >> 16 & 255, word >> 24)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("density", [0.05, 0.5, 0.95])
def test_the_faces_are_those_that_can_be_seen(density: float) -> None:
    rng = np.random.default_rng(3)
    blocks = np.where(rng.random((7, 9, 5)) < density, rng.integers(1, 8, (7, 9, 5)), 0).astype(np.uint8)
    faces = unpacked(build_faces(blocks))
    assert len(faces) == len(set(faces))
    assert set(faces) == faces_by_numpy(blocks)


def test_each_face_carries_its_material_and_heat() -> None:
    blocks = np.zeros((3, 3, 3), np.uint8)
    blocks[0, 0, 0], blocks[2, 2, 2] = 4, 255
    heat = np.zeros_like(blocks)
    heat[2, 2, 2] = 200
    faces = build_faces(blocks, heat)
    words = {(cell[:3], int(word)) for cell, word in zip(unpacked(faces), faces[:, 2], strict=True)}
    assert words == {((0, 0, 0), 4), ((2, 2, 2), 255 | 200 << 8)}


def test_an_empty_world_has_no_faces_and_a_large_one_fits_in_the_words() -> None:
    assert build_faces(np.zeros((4, 4, 4), np.uint8)).shape == (0, 3)
    blocks = np.zeros((256, 2, 256), np.uint8)
    blocks[255, 1, 255] = 1
    assert {face[:3] for face in unpacked(build_faces(blocks))} == {(255, 1, 255)}


def test_more_faces_than_the_first_table_holds() -> None:
    checkers = (np.indices((32, 32, 32)).sum(axis=0) % 2).astype(np.uint8)
    assert len(build_faces(checkers)) == 6 * 32**3 // 2


def test_a_lone_block_is_fully_lit_and_the_foot_of_a_wall_is_dark() -> None:
    lone = np.zeros((9, 9, 9), np.uint8)
    lone[4, 4, 4] = 1
    assert (build_faces(lone)[:, 1] == 0xFFFFFFFF).all()

    step = np.zeros((9, 9, 9), np.uint8)
    step[:, 0], step[5:, 1:4] = 1, 1
    light = {face: int(word) for face, word in zip(unpacked(build_faces(step)), build_faces(step)[:, 1], strict=True)}
    foot, far = light[4, 0, 4, 2], light[0, 0, 4, 2]
    corners = [foot >> shift & 255 for shift in (0, 8, 16, 24)]
    # On top, u runs along z and v along x: the wall is at the far end of v.
    assert max(corners[2:]) < min(corners[:2])
    assert min(far >> shift & 255 for shift in (0, 8, 16, 24)) > max(corners[2:])
