"""Cameras: where points land, and which way the axes run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from voxstudio.views.camera import Camera, Vector

numbers = st.floats(-200, 200)
points = st.tuples(numbers, numbers, numbers)


def project(camera: Camera, point: Vector) -> np.ndarray:
    """Normalised device coordinates [3] of a world point."""
    clip = camera.projection_matrix() @ camera.view_matrix() @ np.array([*point, 1.0])
    return clip[:3] / clip[3]


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ((0, 0, 0), (0, 0)),
        ((0, 10, 0), (0, 1)),
        ((0, -10, 0), (0, -1)),
        ((20, 0, 0), (1, 0)),
        ((-20, 5, 0), (-1, 0.5)),
        ((0, 5, 5), (0, 1)),
    ],
)
def test_known_points(point: Vector, expected: tuple[float, float]) -> None:
    """From (0, 0, 10) towards -Z with 90 degrees from bottom to top, twice as wide as high."""
    camera = Camera.look_at((0, 0, 10), (0, 0, 0), fov_y_deg=90, width=200, height=100)
    assert project(camera, point)[:2] == pytest.approx(expected)


def test_depth_runs_from_minus_one_to_one() -> None:
    camera = Camera.look_at((0, 0, 10), (0, 0, 0))
    assert project(camera, (0, 0, 10 - camera.near))[2] == pytest.approx(-1)
    assert project(camera, (0, 0, 10 - camera.far))[2] == pytest.approx(1)


def test_axes() -> None:
    camera = Camera.look_at((0, 0, 10), (0, 0, 0))
    assert camera.forward == pytest.approx((0, 0, -1))
    assert camera.right == pytest.approx((1, 0, 0))
    assert camera.up == pytest.approx((0, 1, 0))


@pytest.mark.parametrize("target", [(0, -5, 0), (0, 5, 0)])
def test_straight_up_and_down(target: Vector) -> None:
    camera = Camera.look_at((0, 0, 0), target)
    rotation = camera.view_matrix()[:3, :3]
    assert rotation @ rotation.T == pytest.approx(np.eye(3))


def test_looking_at_oneself() -> None:
    with pytest.raises(ValueError, match="own position"):
        Camera.look_at((1, 2, 3), (1, 2, 3))


@settings(deadline=None)
@given(position=points, target=points)
def test_view_is_a_rigid_motion_and_the_target_is_in_the_middle(position: Vector, target: Vector) -> None:
    assume(np.linalg.norm(np.subtract(position, target)) > 1)
    camera = Camera.look_at(position, target)
    view = camera.view_matrix()
    assert view[:3, :3] @ view[:3, :3].T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(view[:3, :3]) == pytest.approx(1)
    assert view @ [*position, 1] == pytest.approx([0, 0, 0, 1], abs=1e-6)
    assert project(camera, target)[:2] == pytest.approx([0, 0], abs=1e-6)


@settings(deadline=None)
@given(position=points, target=points, row=st.integers(0, 5), column=st.integers(0, 7))
def test_rays_go_where_pixels_are(position: Vector, target: Vector, row: int, column: int) -> None:
    assume(np.linalg.norm(np.subtract(position, target)) > 1)
    camera = Camera.look_at(position, target, width=8, height=6)
    origin, directions = camera.rays()
    assert directions.shape == (6, 8, 3)
    assert np.linalg.norm(directions, axis=-1) == pytest.approx(np.ones((6, 8)))
    x, y, z = (origin + 7 * directions[row, column]).tolist()
    ndc = project(camera, (x, y, z))
    assert ndc[0] == pytest.approx(2 * (column + 0.5) / 8 - 1, abs=1e-6)
    assert ndc[1] == pytest.approx(1 - 2 * (row + 0.5) / 6, abs=1e-6)
