"""From a place in the picture to a block: rays agree with the matrix that draws."""

from __future__ import annotations

import numpy as np
import pytest

from tests.studio.fakes import house_world
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.world.picking import pick


@pytest.mark.parametrize("is_orthographic", [False, True])
def test_a_ray_passes_through_what_is_drawn_where_it_begins(is_orthographic: bool) -> None:
    rng, aspect = np.random.default_rng(0), 1.6
    for _ in range(50):
        x, y, z, azimuth, elevation = (rng.uniform(-1, 1, 5) * [10, 10, 10, 180, 80]).tolist()
        camera = OrbitCamera((x, y, z), 60.0, azimuth, elevation, is_orthographic=is_orthographic)
        across, up = rng.uniform(-1, 1, 2).tolist()
        origin, direction = (np.array(vector) for vector in camera.ray(across, up, aspect))
        for reach in (0.7, 1.0, 1.3):
            along = reach * (60.0 + (2060.0 - 60.0 if is_orthographic else 0.0))
            clip = camera.view_projection(aspect) @ np.array([*(origin + direction * along), 1.0])
            np.testing.assert_allclose(clip[:2] / clip[3], (across, up), atol=1e-9)


@pytest.mark.parametrize("is_orthographic", [False, True])
def test_the_middle_of_a_drawn_face_picks_its_block(is_orthographic: bool) -> None:
    world, aspect = house_world(), 1.5
    camera = OrbitCamera(is_orthographic=is_orthographic).fitted(world.shape, world.scale, aspect)
    top = np.array([(7.5 - 8) * 2, 7 * 2, (7.5 - 8) * 2, 1.0])
    clip = camera.view_projection(aspect) @ top
    across, up = (clip[:2] / clip[3]).tolist()
    hit = pick(world.blocks, world.scale, *camera.ray(across, up, aspect))
    assert hit is not None and (hit.cell, hit.normal) == ((7, 6, 7), (0, 1, 0))
