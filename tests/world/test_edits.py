"""Edits are taken back without a trace, and never touch what is locked or outside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voxstudio.errors import UserError
from voxstudio.world import edits
from voxstudio.world.edits import Box, BrushShape, Edit

SIDES = st.integers(1, 7)
MATERIALS = st.integers(0, 3)
NORMALS = st.sampled_from([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)])
CELLS = st.tuples(*[st.integers(-3, 9)] * 3)
BOXES = st.builds(Box.around, CELLS, CELLS)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Blocks and a lock mask."""
    shape = draw(st.tuples(SIDES, SIDES, SIDES))
    blocks = draw(arrays.arrays(np.uint8, shape, elements=st.integers(0, 3)))
    return blocks, draw(arrays.arrays(np.bool_, shape))


@st.composite
def makers(draw: st.DrawFn) -> Callable[[np.ndarray, np.ndarray | None], Edit]:
    """Any of the edits, with any arguments, in the world or not."""
    cell, material, region = draw(CELLS), draw(MATERIALS), draw(BOXES)
    within = draw(st.none() | BOXES)
    normal, layers, axis = draw(NORMALS), draw(st.integers(-4, 4)), draw(st.sampled_from([0, 2]))
    radius, kind = draw(st.floats(0.5, 5)), draw(st.sampled_from(BrushShape))
    return draw(
        st.sampled_from(
            [
                lambda b, k: edits.box(b, region, material, k),
                lambda b, k: edits.paint(b, edits.brush_cells(b.shape, cell, radius, kind), material, k),
                lambda b, k: edits.fill(b, cell, material, k, within),
                lambda b, k: edits.extrude(b, cell, normal, layers, k, within),
                lambda b, k: edits.replace(b, material, (material + 1) % 4, k, within),
                lambda b, k: edits.mirror(b, axis, k, within),
            ]
        )
    )


@settings(max_examples=300, deadline=None)
@given(worlds(), makers())
def test_apply_then_revert_is_identity_and_locked_cells_never_change(world, make) -> None:
    blocks, locked = world
    original = blocks.copy()
    edit = make(blocks, locked)
    after = edit.applied(blocks)
    np.testing.assert_array_equal(blocks, original)
    np.testing.assert_array_equal(edit.reverted(after), blocks)
    np.testing.assert_array_equal(edit.inverse().applied(after), blocks)
    np.testing.assert_array_equal(after[locked], blocks[locked])
    # Sparse: exactly what changes, each cell once.
    np.testing.assert_array_equal(edit.cells, np.flatnonzero(after != blocks))


@given(worlds(), BOXES, MATERIALS)
def test_a_box_is_clipped_to_the_world(world, region, material) -> None:
    blocks, _ = world
    inside = np.zeros(blocks.shape, bool)
    for cell in np.ndindex(blocks.shape):
        inside[cell] = all(low <= at < high for low, at, high in zip(region.low, cell, region.high, strict=True))
    np.testing.assert_array_equal(
        edits.box(blocks, region, material).applied(blocks), np.where(inside, material, blocks)
    )


def test_brushes_are_symmetric_and_as_large_as_they_say() -> None:
    shape = (21, 21, 21)
    ball = np.zeros(shape, bool)
    ball.reshape(-1)[edits.brush_cells(shape, (10, 10, 10), 4.0)] = True
    for axis in range(3):
        np.testing.assert_array_equal(ball, np.flip(ball, axis))
    assert 0.8 < ball.sum() / (4 / 3 * np.pi * 4**3) < 1.2
    assert len(edits.brush_cells(shape, (10, 10, 10), 2.0, BrushShape.CUBE)) == 5**3
    assert edits.brush_cells(shape, (3, 4, 5), 0.5).tolist() == [np.ravel_multi_index((3, 4, 5), shape)]
    assert not len(edits.brush_cells(shape, (30, 10, 10), 4.0))


def test_a_fill_stays_in_its_material_and_its_piece() -> None:
    blocks = np.zeros((5, 1, 5), np.uint8)
    blocks[0], blocks[2], blocks[4] = 1, 2, 1
    filled = edits.fill(blocks, (0, 0, 3), 3).applied(blocks)
    assert (filled[0] == 3).all() and (filled[4] == 1).all() and (filled[2] == 2).all()
    partly = edits.fill(blocks, (0, 0, 3), 3, within=Box((0, 0, 2), (1, 1, 5))).applied(blocks)
    assert partly[0, 0].tolist() == [1, 1, 3, 3, 3]
    with pytest.raises(UserError, match="more than 4"):
        edits.fill(blocks, (0, 0, 0), 3, limit=4)


def test_a_face_is_pulled_out_and_pushed_in() -> None:
    blocks = np.zeros((6, 6, 6), np.uint8)
    blocks[:, :3] = 1
    blocks[2:4, 2, 2:4] = 2
    out = edits.extrude(blocks, (2, 2, 2), (0, 1, 0), 2).applied(blocks)
    assert (out[2:4, 2:5, 2:4] == 2).all() and np.count_nonzero(out) == np.count_nonzero(blocks) + 8
    pressed = edits.extrude(blocks, (0, 2, 0), (0, 1, 0), -1).applied(blocks)
    assert np.count_nonzero(pressed[:, 2]) == 4 and (pressed[:, :2] == 1).all()
    high = edits.extrude(blocks, (2, 2, 2), (0, 1, 0), 99)
    assert len(high) == 4 * 3
    # A face with a block before it is nobody's to pull.
    assert not len(edits.extrude(blocks, (0, 1, 0), (0, 1, 0), 1))


def test_mirroring_twice_changes_nothing() -> None:
    blocks = np.random.default_rng(0).integers(0, 4, (5, 4, 6), dtype=np.uint8)
    region = Box((1, 0, 2), (5, 3, 5))
    once = edits.mirror(blocks, 0, within=region).applied(blocks)
    np.testing.assert_array_equal(once[1:5, :3, 2:5], blocks[4:0:-1, :3, 2:5])
    np.testing.assert_array_equal(edits.mirror(once, 0, within=region).applied(once), blocks)


def test_an_edit_refuses_a_world_of_another_shape() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        edits.box(np.zeros((3, 3, 3), np.uint8), Box.whole((3, 3, 3)), 1).applied(np.zeros((2, 3, 3), np.uint8))
