"""Cameras around a world: opposite pairs, even sectors, never below the ground."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.generators.starts import empty, ground_plane
from voxstudio.world.generators.terrain import rolling_terrain
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

FRAME = OrbitFrame.of(ground_plane((32, 24, 48)))
seeds = st.integers(0, 2**32)


def azimuths_deg(sampler: OrbitSampler, count: int, seed: int) -> np.ndarray:
    """Degrees from +Z towards +X of where cameras look from."""
    cameras = sampler.sample(count, np.random.default_rng(seed))
    forward = np.array([camera.forward for camera in cameras]).reshape(-1, 3)
    return np.degrees(np.arctan2(-forward[:, 0], -forward[:, 2])) % 360


def test_frame_of_flat_ground() -> None:
    frame = OrbitFrame.of(ground_plane((32, 24, 48)))
    assert frame == OrbitFrame((0.0, 6.0 + 0.12 * 96.0, 0.0), 96.0, 6.0)


def test_frame_of_nothing() -> None:
    assert OrbitFrame.of(empty((8, 8, 8))) == OrbitFrame((0.0, 0.12 * 16.0, 0.0), 16.0, 0.0)


def test_ground_is_the_middle_surface_of_columns_that_have_one() -> None:
    blocks = np.zeros((4, 20, 1), np.uint8)
    blocks[0, 2, 0] = blocks[1, :5, 0] = blocks[2, 18, 0] = CLASSIC.index("Stone")
    assert OrbitFrame.of(VoxelWorld(blocks, scale=1.0)).ground_y == 5.0


@pytest.mark.parametrize(
    ("azimuth_deg", "direction"),
    [
        (0, (0, 0, 1)),
        (90, (1, 0, 0)),
        (180, (0, 0, -1)),
        (270, (-1, 0, 0)),
    ],
)
def test_azimuth_starts_in_the_south_and_goes_east(azimuth_deg: float, direction: tuple[float, float, float]) -> None:
    camera = FRAME.camera(azimuth_deg, 0, 1.5, fov_y_deg=40, width=8, height=8)
    assert np.subtract(camera.position, FRAME.target) / (1.5 * FRAME.span) == pytest.approx(direction, abs=1e-9)
    assert camera.forward == pytest.approx(np.negative(direction), abs=1e-9)


@settings(deadline=None)
@given(count=st.integers(0, 9), seed=seeds)
def test_pairs_are_opposite_and_sectors_are_even(count: int, seed: int) -> None:
    found = azimuths_deg(OrbitSampler(FRAME, 64), count, seed)
    assert len(found) == count
    pairs = (count + 1) // 2
    first, second = found[0::2], found[1::2]
    assert (first[: len(second)] + 180) % 360 == pytest.approx(second, abs=1e-6)
    assert np.floor(first * pairs / 180 + 1e-9).astype(int).tolist() == list(range(pairs))


@settings(deadline=None)
@given(seed=seeds, low=st.floats(-89, 89), width=st.floats(0, 60), distance=st.floats(0.3, 3), jitter=st.floats(0, 0.3))
def test_never_below_the_ground(seed: int, low: float, width: float, distance: float, jitter: float) -> None:
    sampler = OrbitSampler(FRAME, 16, (low, min(89.0, low + width)), (distance, distance + 0.5), centre_jitter=jitter)
    for camera in sampler.sample(6, np.random.default_rng(seed)):
        assert camera.position[1] > FRAME.ground_y
        assert np.linalg.norm(camera.forward) == pytest.approx(1)


@settings(deadline=None)
@given(seed=seeds)
def test_draws_stay_in_their_ranges(seed: int) -> None:
    sampler = OrbitSampler(FRAME, (30, 40), centre_jitter=0.0)
    for camera in sampler.sample(4, np.random.default_rng(seed)):
        offset = np.subtract(camera.position, FRAME.target) / FRAME.span
        distance = float(np.linalg.norm(offset))
        assert 1.25 <= distance <= 1.6 + 1e-9
        assert 10 <= np.degrees(np.arcsin(offset[1] / distance)) + 1e-9 <= 50 + 2e-9
        assert 38 <= camera.fov_y_deg <= 52
        assert (camera.width, camera.height) == (40, 30)


def test_same_seed_same_cameras() -> None:
    sampler = OrbitSampler(FRAME, 64)
    first, same, other = (sampler.sample(4, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == same
    assert first != other


def test_target_moves() -> None:
    """The jitter moves what is looked at: without it every camera looks through one point."""
    samplers = [OrbitSampler(FRAME, 64, centre_jitter=jitter) for jitter in (0.0, 0.05)]
    still, moved = (max(map(miss, sampler.sample(8, np.random.default_rng(0)))) for sampler in samplers)
    assert still < 1e-6
    assert moved > 0.01 * FRAME.span


def miss(camera: Camera) -> float:
    """How far past the target a camera looks, in world units."""
    offset = np.subtract(FRAME.target, camera.position)
    return float(np.linalg.norm(np.cross(offset, camera.forward)))


def test_large_worlds_are_not_cut_off() -> None:
    world = rolling_terrain((256, 128, 256), 1)
    frame = OrbitFrame.of(world)
    corners = np.array([[x, y, z] for x in (-256, 256) for y in (0, 256) for z in (-256, 256)])
    for camera in OrbitSampler(frame, 64).sample(6, np.random.default_rng(0)):
        depths = (corners - camera.position) @ camera.forward
        assert depths.max() < camera.far
