"""Starting worlds, terrain, and the map that ships."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxstudio.errors import UserError
from voxstudio.world import formats, measure
from voxstudio.world.generators.map_one import make_map_one, write_map_one
from voxstudio.world.generators.starts import cube, empty, ground_plane
from voxstudio.world.generators.terrain import exact_heights, rolling_terrain
from voxstudio.world.palette import CLASSIC

GRASS, DIRT, STONE = (CLASSIC.index(name) for name in ("Grass", "Dirt", "Stone"))
shapes = st.tuples(st.integers(1, 20), st.integers(1, 40), st.integers(1, 20))


def assert_layers(blocks: np.ndarray) -> None:
    """Every column is grass over at most three dirt over stone, without gaps."""
    for x, z in np.ndindex(blocks.shape[0], blocks.shape[2]):
        column = blocks[x, :, z][blocks[x, :, z] != 0]
        height = len(column)
        assert (blocks[x, :height, z] != 0).all()
        assert column[::-1].tolist() == ([GRASS] + [DIRT] * 3 + [STONE] * height)[:height]


@settings(deadline=None)
@given(shape=shapes, seed=st.integers(0, 2**32))
def test_ground_plane(shape: tuple[int, int, int], seed: int) -> None:
    world = ground_plane(shape, seed)
    heights = world.occupied.sum(axis=1)
    assert (heights == min(shape[1], max(3, round(shape[1] / 8)))).all()
    assert_layers(world.blocks)


def test_ground_plane_of_the_usual_size() -> None:
    assert measure.material_counts(ground_plane((64, 48, 64))) == {"Dirt": 12288, "Stone": 8192, "Grass": 4096}


def test_cube_stands_in_the_middle_of_the_floor() -> None:
    world = cube((64, 48, 64))
    x, y, z = np.nonzero(world.blocks)
    assert (x.min(), x.max(), y.min(), y.max(), z.min(), z.max()) == (24, 39, 0, 15, 24, 39)
    assert measure.material_counts(world) == {"Stone": 16**3}


def test_empty_is_air() -> None:
    assert empty((3, 4, 5)).shape == (3, 4, 5)
    assert not empty((3, 4, 5)).occupied.any()


@pytest.mark.parametrize("make", [ground_plane, cube, empty, lambda shape: rolling_terrain(shape, 1)])
@pytest.mark.parametrize("shape", [(0, 1, 1), (1, -1, 1), (10**9, 10**9, 10**9), (10**9, 1, 1)])
def test_impossible_sizes(make: object, shape: tuple[int, int, int]) -> None:
    with pytest.raises(UserError, match="A world holds 1 to 16,777,216 cells"):
        make(shape)  # type: ignore[operator]


@settings(deadline=None)
@given(shape=shapes, seed=st.integers(0, 2**32), share=st.floats(0, 1))
def test_terrain_has_the_asked_number_of_blocks(shape: tuple[int, int, int], seed: int, share: float) -> None:
    count = round(share * shape[0] * shape[1] * shape[2])
    world = rolling_terrain(shape, seed, block_count=count)
    assert np.count_nonzero(world.blocks) == count
    assert_layers(world.blocks)


def test_terrain_that_cannot_be() -> None:
    with pytest.raises(UserError, match="holds at most 8 blocks, 9 were asked for"):
        rolling_terrain((2, 2, 2), 1, block_count=9)


def test_exact_heights_are_the_nearest() -> None:
    """A constant more and rounded: the order of the heights stays, and whole heights stay as they are."""
    heights = np.array([[0.0, 1.0], [2.0, 3.0]])
    assert exact_heights(heights, 8, 6).tolist() == [[0, 1], [2, 3]]
    assert exact_heights(heights, 8, 10).tolist() == [[1, 2], [3, 4]]
    assert np.diff(exact_heights(np.sort(np.random.default_rng(0).normal(5, 2, 50))[None], 12, 307)).min() >= 0


def test_equal_columns_share_the_blocks_out() -> None:
    """Raising a plain adds a whole layer at once; what is short of one goes to the first columns."""
    assert exact_heights(np.zeros((3, 3)), 8, 13).tolist() == [[2, 2, 2], [2, 1, 1], [1, 1, 1]]


def test_terrain_follows_its_seed() -> None:
    first, same, other = (rolling_terrain((32, 24, 32), seed).blocks for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_map_one() -> None:
    world = make_map_one()
    heights = world.occupied.sum(axis=1)
    assert world.shape == (64, 48, 64)
    assert np.count_nonzero(world.blocks) == 88_403
    assert_layers(world.blocks)
    steps = np.concatenate([np.abs(np.diff(heights, axis=axis)).ravel() for axis in (0, 1)])
    # Rolling: slopes that can be walked, and real hills and valleys.
    assert (steps <= 1).mean() > 0.97
    assert steps.max() <= 3
    assert heights.max() - heights.min() >= 14
    assert measure.components(world.occupied).count == 1


def test_the_map_that_ships_is_the_one_that_is_made(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "maps" / "1" / "map.json"
    assert write_map_one(tmp_path).read_bytes() == shipped.read_bytes()
    loaded = formats.load(shipped)
    assert loaded.findings == []
    assert np.array_equal(loaded.world.blocks, make_map_one().blocks)


def test_the_command_writes_map_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voxstudio.world.generators", str(tmp_path)]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])
    assert (tmp_path / "1" / "map.json").is_file()
    assert (tmp_path / "registry.json").is_file()
    (tmp_path / "file").write_text("")
    failed = subprocess.run(
        [*command[:-1], str(tmp_path / "file")],
        check=False,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert failed.returncode != 0
    assert "Cannot write" in failed.stderr
    assert "Traceback" not in failed.stderr
