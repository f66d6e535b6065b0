"""Scores of worlds made by hand, whose right answers are plain."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from voxstudio.evaluation.cameras import HELD_OUT_ELEVATIONS_DEG, around, held_out
from voxstudio.evaluation.worlds import (
    commonest_material,
    front_back_repetition,
    material_share,
    pictures,
    structure,
)
from voxstudio.training.cameras import CameraSource
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

STONE, SNOW, SAND = (CLASSIC.index(name) for name in ("Stone", "Snow", "Sand"))


@pytest.fixture
def start() -> VoxelWorld:
    return ground_plane((32, 24, 32))


def with_blocks(start: VoxelWorld, *boxes: tuple[slice, slice, slice, int]) -> VoxelWorld:
    world = start.copy()
    for x, y, z, block in boxes:
        world.blocks[x, y, z] = block
    return world


POST = (slice(12, 20), slice(3, 15), slice(12, 20), STONE)


def test_a_post_looks_the_same_from_behind_and_a_painted_front_does_not(start: VoxelWorld) -> None:
    post = with_blocks(start, POST)
    # One face of snow on the south side.
    painted = with_blocks(start, POST, (slice(12, 20), slice(3, 15), slice(19, 20), SNOW))
    # A yard with its post in one corner.
    aside = with_blocks(start, (slice(4, 10), slice(3, 15), slice(4, 10), STONE))
    assert front_back_repetition(post, start) > 0.98
    assert front_back_repetition(painted, start) < 0.9
    assert front_back_repetition(aside, start) < 0.35
    assert front_back_repetition(start, start) == 1.0


def test_a_front_on_both_sides_is_found_out(start: VoxelWorld) -> None:
    once = with_blocks(start, POST, (slice(14, 18), slice(3, 12), slice(19, 20), SNOW))
    twice = with_blocks(
        start,
        POST,
        (slice(14, 18), slice(3, 12), slice(19, 20), SNOW),
        (slice(14, 18), slice(3, 12), slice(12, 13), SNOW),
    )
    assert front_back_repetition(twice, start) > front_back_repetition(once, start) + 0.03


def test_only_what_stands_out_of_the_ground_and_is_seen_has_a_material(start: VoxelWorld) -> None:
    ground = (slice(0, 32), slice(3, 5), slice(0, 32), SAND)
    roof = (slice(12, 20), slice(13, 15), slice(12, 20), SNOW)
    cellar = (slice(14, 18), slice(5, 12), slice(14, 18), SAND)
    world = with_blocks(start, ground, POST, roof, cellar)
    # A ring of 28 blocks on each of 8 layers of stone and one of snow, and a whole layer of snow on top.
    assert np.count_nonzero(structure(world, start).blocks) == 28 * 9 + 64
    assert material_share(world, start, ["Stone"]) == pytest.approx(28 * 8 / (28 * 9 + 64))
    assert material_share(world, start, ["Snow"]) == pytest.approx((28 + 64) / (28 * 9 + 64))
    # There is far more sand and grass, but not in what was built.
    assert material_share(world, start, ["Sand", "Grass"]) == 0
    assert material_share(world, start, ["Stone", "Snow"]) == 1
    assert commonest_material(world, start) == "Stone"
    assert commonest_material(start, start) == ""
    assert material_share(start, start, ["Stone"]) == 0


def elevation_deg(camera: Camera, frame: OrbitFrame) -> float:
    away = np.asarray(camera.position) - frame.target
    return float(np.degrees(np.arcsin(away[1] / np.linalg.norm(away))))


def test_held_out_cameras_stand_where_no_camera_of_a_run_does(start: VoxelWorld) -> None:
    frame = OrbitFrame.of(start)
    low, high = OrbitSampler(frame, 64).elevation_deg
    assert all(not low - 2 < elevation < high + 2 for elevation in HELD_OUT_ELEVATIONS_DEG)
    shot = CameraSource(frame, 64).draw("orbit", 16, np.random.default_rng(0))
    seen = [elevation_deg(camera, OrbitFrame(frame.target, frame.span, frame.ground_y)) for camera in shot.cameras]
    # Their targets are jittered, which turns them by a few degrees at most.
    assert min(seen) > low - 4 and max(seen) < high + 4
    elevations = [elevation_deg(camera, frame) for camera in held_out(frame, 64)]
    assert sorted(set(np.round(elevations).tolist())) == sorted(HELD_OUT_ELEVATIONS_DEG)


def test_cameras_around_come_in_opposite_pairs(start: VoxelWorld) -> None:
    cameras = around(OrbitFrame.of(start), 16)
    for front, back in zip(cameras[:4], cameras[4:], strict=True):
        assert np.asarray(front.position)[[0, 2]] == pytest.approx(-np.asarray(back.position)[[0, 2]])
    shown = pictures(start, cameras)
    assert shown.shape == (8, 3, 16, 16)
    assert shown.dtype == torch.float32
