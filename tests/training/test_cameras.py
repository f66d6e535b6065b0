from __future__ import annotations

import numpy as np
import pytest

from voxstudio.errors import UserError
from voxstudio.training.cameras import CameraSource, draw_background, middle_square
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame

WIDE = Camera.look_at((0.0, 40.0, 90.0), (0.0, 5.0, 0.0), width=1094, height=881)
TALL = Camera.look_at((0.0, 40.0, 90.0), (0.0, 5.0, 0.0), width=400, height=800)


@pytest.mark.parametrize("camera", [WIDE, TALL])
def test_the_middle_square_sees_the_same_scene(camera):
    square = middle_square(camera, 65)
    assert (square.width, square.height) == (65, 65)
    side = min(camera.width, camera.height)
    _, whole = camera.rays()
    _, cut = square.rays()
    top, left = (camera.height - side) / 2, (camera.width - side) / 2
    for row, column in ((0, 0), (32, 32), (64, 10)):
        y, x = top + (row + 0.5) * side / 65 - 0.5, left + (column + 0.5) * side / 65 - 0.5
        near = whole[round(y), round(x)]
        assert np.degrees(np.arccos(np.clip(near @ cut[row, column], -1, 1))) < 0.1


def source(cameras=()) -> CameraSource:
    return CameraSource(OrbitFrame((0.0, 6.0, 0.0), 64.0, 4.0), 16, cameras)


def test_each_kind_draws_its_cameras():
    dataset = [Camera.look_at((float(x), 50.0, 90.0), (0.0, 0.0, 0.0), width=100, height=80) for x in range(5)]
    rng = np.random.default_rng(0)
    places = [camera.position for camera in dataset]
    for kind, fixed in (("orbit", 0), ("dataset", 4), ("mixed", 2)):
        shot = source(dataset).draw(kind, 4, rng)
        assert len(shot.cameras) == 4
        assert sum(camera.position in places for camera in shot.cameras) == fixed
        assert {(camera.width, camera.height) for camera in shot.cameras} == {(16, 16)}
        if fixed:
            assert shot.cameras[0].position == places[shot.index]
    assert len({camera.position for camera in source(dataset).draw("dataset", 5, rng).cameras}) == 5
    assert len(source(dataset).draw("dataset", 12, rng).cameras) == 12
    assert len(source(dataset).draw("mixed", 1, rng).cameras) == 1


def test_a_dataset_that_is_not_there_is_told():
    with pytest.raises(UserError, match="--cameras mixed"):
        source().draw("mixed", 2, np.random.default_rng(0))


def test_backgrounds_are_the_sky_or_soft_colours():
    rng, sky = np.random.default_rng(0), (0.5, 0.75, 0.25)
    drawn = [draw_background(sky, rng) for _ in range(400)]
    plain = sum(np.array_equal(colour, np.float32(sky)) for colour in drawn)
    assert 160 < plain < 240
    assert all(colour.dtype == np.float32 and colour.min() > 0.2 and colour.max() <= 1 for colour in drawn)
