"""The block under a ray, against an exhaustive search over all faces."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voxstudio.world.picking import Hit, pick

SCALE = 2.0


def nearest_face(blocks: np.ndarray, origin: np.ndarray, direction: np.ndarray) -> tuple[float, Hit] | None:
    """By cutting the ray with each block, one at a time."""
    best = None
    half = np.array([blocks.shape[0] / 2, 0, blocks.shape[2] / 2])
    for cell in np.argwhere(blocks):
        low = (cell - half) * SCALE
        walls = np.stack([(low - origin) / direction, (low + SCALE - origin) / direction])
        enter, leave = walls.min(axis=0), walls.max(axis=0)
        if enter.max() < leave.min() and enter.max() > 0 and (best is None or enter.max() < best[0]):
            axis = int(enter.argmax())
            normal = [0, 0, 0]
            normal[axis] = -int(np.sign(direction[axis]))
            best = float(enter.max()), Hit(tuple(cell.tolist()), tuple(normal))
    return best


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10_000))
def test_the_first_block_on_the_ray_and_its_face_are_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 7, 3))
    blocks = (rng.random(shape) < 0.2).astype(np.uint8)
    origin = rng.normal(size=3)
    origin *= 40 / np.linalg.norm(origin)
    target = (rng.random(3) - [0.5, 0, 0.5]) * np.array(shape) * SCALE
    direction = target - origin
    found, expected = pick(blocks, SCALE, origin.tolist(), direction.tolist()), nearest_face(blocks, origin, direction)
    if expected is not None:
        assert found == expected[1]
    elif found is not None:
        assert found.cell[1] == -1 and found.normal == (0, 1, 0)


def test_the_floor_is_there_to_build_on() -> None:
    blocks = np.zeros((4, 3, 4), np.uint8)
    hit = pick(blocks, SCALE, (1.0, 50.0, -3.0), (0.0, -1.0, 0.0))
    assert hit == Hit((2, -1, 0), (0, 1, 0)) and hit.before == (2, 0, 0)
    assert pick(blocks, SCALE, (1.0, 50.0, -3.0), (0.0, 1.0, 0.0)) is None
    assert pick(blocks, SCALE, (9.0, 50.0, -3.0), (0.0, -1.0, 0.0)) is None
    # From below nothing can be laid on it.
    assert pick(blocks, SCALE, (1.0, -50.0, -3.0), (0.0, 1.0, 0.0)) is None


def test_looking_along_an_axis_meets_the_face_across() -> None:
    blocks = np.zeros((5, 5, 5), np.uint8)
    blocks[2, 2, 2] = 1
    for axis in range(3):
        for sign in (1, -1):
            direction, origin = [0.0] * 3, [0.0, 5.0, 0.0]
            direction[axis] = -float(sign)
            origin[axis] += 100.0 * sign
            normal = [0, 0, 0]
            normal[axis] = sign
            assert pick(blocks, SCALE, origin, direction) == Hit((2, 2, 2), tuple(normal))
