from __future__ import annotations

import numpy as np
import pytest
import torch

from voxstudio.training.grid import MATERIAL_BOUND, DifferentiableVoxelGrid
from voxstudio.training.start import BOUND, burial
from voxstudio.world.palette import CLASSIC, EXTENDED, Material, Palette
from voxstudio.world.voxel_world import VoxelWorld

PALETTES = [CLASSIC, EXTENDED, Palette((Material("One", (0.1, 0.2, 0.3), (0.4, 0.5, 0.6), (0.7, 0.8, 0.9)),))]


def random_grid(shape=(5, 4, 7), palette=CLASSIC, seed=0) -> DifferentiableVoxelGrid:
    noise = torch.Generator().manual_seed(seed)
    return DifferentiableVoxelGrid(
        2 * torch.randn(shape, generator=noise), 2 * torch.randn(*shape, len(palette), generator=noise), palette
    )


def plain(grid: DifferentiableVoxelGrid, temperature: float, sharpness: float) -> tuple[torch.Tensor, torch.Tensor]:
    """The soft forward pass in torch's own words."""
    shares = torch.softmax(grid.material_logits / temperature, dim=-1)
    colours = torch.from_numpy(grid.palette.colours())
    return torch.sigmoid(sharpness * grid.occupancy_logits), torch.einsum("xyzm,mfc->xyzfc", shares, colours)


@pytest.mark.parametrize("palette", PALETTES, ids=len)
@pytest.mark.parametrize(("temperature", "sharpness"), [(2.0, 1.0), (0.5, 16.0)])
def test_soft_cells_are_sigmoid_and_softmax(palette, temperature, sharpness):
    grid = random_grid(palette=palette)
    for mine, theirs in zip(grid(temperature, sharpness=sharpness), plain(grid, temperature, sharpness), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("palette", PALETTES, ids=len)
def test_gradients_are_those_of_torch(palette):
    pull = [torch.randn(5, 4, 7), torch.randn(5, 4, 7, 3, 3)]
    pull[1][2:, 1:] = 0  # cells that took no colour gradient
    mine, theirs = random_grid(palette=palette), random_grid(palette=palette)
    torch.autograd.backward(mine(0.7, sharpness=1.5), pull)
    torch.autograd.backward(plain(theirs, 0.7, 1.5), pull)
    torch.testing.assert_close(mine.occupancy_logits.grad, theirs.occupancy_logits.grad, rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(mine.material_logits.grad, theirs.material_logits.grad, rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(mine.seen.view(5, 4, 7), pull[1].abs().sum(dim=(3, 4)))


def test_hard_cells_are_the_exported_world_with_the_soft_gradients():
    grid, soft = random_grid(), random_grid()
    alpha, colour = grid(0.7, True, 1.5)
    blocks = grid.blocks()
    np.testing.assert_array_equal(alpha.detach().numpy() == 1, blocks != 0)
    assert set(alpha.unique().tolist()) == {0.0, 1.0}
    solid = blocks != 0
    np.testing.assert_array_equal(colour.detach().numpy()[solid], CLASSIC.colours()[blocks[solid] - 1])
    pull = [torch.randn_like(alpha), torch.randn_like(colour)]
    torch.autograd.backward((alpha, colour), pull)
    torch.autograd.backward(soft(0.7, False, 1.5), pull)
    assert torch.equal(grid.occupancy_logits.grad, soft.occupancy_logits.grad)
    assert torch.equal(grid.material_logits.grad, soft.material_logits.grad)


@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_a_grid_begins_as_the_world_it_is_made_from(strength):
    rng = np.random.default_rng(1)
    world = VoxelWorld(rng.integers(0, 8, (9, 6, 5)).astype(np.uint8))
    grid = DifferentiableVoxelGrid.from_world(world, strength=strength, temperature=2.0, seed=3)
    np.testing.assert_array_equal(grid.blocks(), world.blocks)
    assert grid.occupancy_logits.abs().max() <= BOUND + 1
    assert grid.material_logits.abs().max() <= MATERIAL_BOUND * 2


def test_buried_cells_begin_more_certain_and_low_strength_makes_all_so():
    blocks = np.zeros((9, 9, 9), np.uint8)
    blocks[:, :6] = 3
    logits = {
        strength: DifferentiableVoxelGrid.from_world(
            VoxelWorld(blocks), strength=strength, temperature=2.0, seed=0
        ).occupancy_logits.detach()
        for strength in (0.0, 1.0)
    }
    free = logits[1.0]
    assert free[:, 0].mean() > free[:, 4].mean() + 2 > free[:, 5].mean() + 2
    assert 0.8 < torch.sigmoid(free[:, 5]).mean() < 0.95
    assert (logits[0.0] - free)[:, 5].min() > 1 and (logits[0.0] - free)[:, 6].max() < -1
    np.testing.assert_array_equal(burial(blocks != 0, 4)[4, :, 4], [4, 4, 3, 2, 1, 0, 0, 0, 0])


def test_light_crosses_a_start_of_air_of_any_size():
    for side in (8, 64):
        world = VoxelWorld(np.zeros((side, 4, 4), np.uint8))
        grid = DifferentiableVoxelGrid.from_world(world, strength=1.0, temperature=2.0, seed=0)
        through = (1 - torch.sigmoid(grid.occupancy_logits)).prod(dim=0)
        assert 0.6 < through.mean() < 0.8


def test_no_gradient_dies_at_the_bounds_when_everything_is_annealed():
    temperature, sharpness = 0.5, 16.0
    shape = (1, 1, 2)
    grid = DifferentiableVoxelGrid(torch.full(shape, BOUND / sharpness), torch.zeros(*shape, 7), CLASSIC)
    with torch.no_grad():
        grid.occupancy_logits[0, 0, 1] *= -1
        grid.material_logits[:] = -MATERIAL_BOUND * temperature
        grid.material_logits[..., 2] *= -1
    undecided = DifferentiableVoxelGrid(torch.zeros(shape), torch.zeros(*shape, 7), CLASSIC)
    pull = [torch.ones(shape), torch.linspace(-1, 1, 18).view(1, 1, 2, 3, 3)]
    for one in (grid, undecided):
        torch.autograd.backward(one(temperature, False, sharpness), pull)
    for name in ("occupancy_logits", "material_logits"):
        decided, free = getattr(grid, name).grad.abs(), getattr(undecided, name).grad.abs()
        assert decided.amin(dim=2).max() > 1e-4 * free.max()
        assert (decided > 1e-4 * free.max()).float().mean() > 0.9


def test_max_blocks_drops_hidden_blocks_first_then_the_least_certain():
    grid = DifferentiableVoxelGrid(torch.full((6, 6, 6), -2.0), torch.zeros(6, 6, 6, 7), CLASSIC)
    with torch.no_grad():
        grid.occupancy_logits[:, :4] = 3.0  # ties, as at a bound
        grid.occupancy_logits[0, 5, 0] = 0.5
        grid.occupancy_logits[1, 5, 0] = 0.1
    solid = 6 * 4 * 6 + 2
    hidden = 6 * 3 * 6
    for most, gone in (
        (solid + 5, 0),
        (solid, 0),
        (solid - 30, 30),
        (solid - hidden, hidden),
        (solid - hidden - 1, None),
    ):
        grid.max_blocks = most
        blocks = grid.blocks()
        assert np.count_nonzero(blocks) == min(most, solid)
        alpha, _ = grid(1.0, hard=True)
        np.testing.assert_array_equal(alpha.detach().numpy() == 1, blocks != 0)
        if gone is not None:
            assert np.count_nonzero(blocks[:, :3] == 0) == gone
    assert blocks[0, 5, 0] and not blocks[1, 5, 0]


def test_locking_decides_cells_as_they_show_and_frees_them_again():
    grid = random_grid()
    before, blocks = grid.occupancy_logits.detach().clone(), grid.blocks()
    mask = np.zeros(grid.shape, bool)
    mask[1:3] = True
    grid.lock(mask, 2.0)
    np.testing.assert_array_equal(grid.blocks(), blocks)
    assert grid.occupancy_logits[1:3].abs().min() > 3
    assert torch.equal(grid.occupancy_logits[3:], before[3:])
    assert mask is not grid.locked
    grid.lock(np.zeros(grid.shape, bool), 2.0)
    assert grid.locked is None
    with pytest.raises(ValueError, match="lock mask"):
        grid.lock(np.ones((2, 2, 2), bool), 2.0)


def test_painted_cells_become_what_was_painted():
    grid = random_grid()
    where, blocks = np.zeros(grid.shape, bool), np.full(grid.shape, 5, np.uint8)
    where[2, 1:3] = True
    blocks[2, 2] = 0
    before = grid.blocks()
    grid.write(where, blocks, 1.0)
    np.testing.assert_array_equal(grid.blocks(), np.where(where, blocks, before))


def test_logits_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        DifferentiableVoxelGrid(torch.zeros(2, 2, 2), torch.zeros(2, 2, 2, 6), CLASSIC)


def test_crumbs_that_float_free_are_not_built_unless_they_were_there():
    blocks = np.zeros((8, 6, 8), np.uint8)
    blocks[:, 0] = 1
    blocks[1, 4, 1] = 2
    blocks[6, 1:3, 1] = 2
    grid = DifferentiableVoxelGrid.from_world(VoxelWorld(blocks), strength=1.0, temperature=1.0, seed=0)
    with torch.no_grad():
        grid.occupancy_logits[5, 3:5, 5] = 2.0  # a crumb of two, new
        grid.occupancy_logits[3, 1, 3] = 2.0  # one block on the ground
        grid.occupancy_logits[6, 1, 1] = -2.0  # what carried an old block
    assert np.count_nonzero(grid.blocks()) == 64 + 1 + 1 + 2 + 1
    grid.min_piece = 3
    built = grid.blocks()
    assert not built[6, 2, 1], "it stood on something at the start"
    assert not built[5, 3:5, 5].any()
    assert built[1, 4, 1], "it floated at the start"
    assert built[3, 1, 3], "it stands on something"
    alpha, _ = grid(1.0, hard=True)
    assert np.array_equal(alpha.detach().numpy() > 0, built > 0), "the hard picture shows what is exported"
    locks = np.zeros(blocks.shape, np.bool_)
    locks[5, 3:5, 5] = True
    grid.locked = locks
    assert grid.blocks()[5, 3:5, 5].all(), "somebody wants it"


def test_single_bumps_are_evened_out_but_not_what_is_old_or_locked(start):
    stone = CLASSIC.index("Stone")
    blocks = start.blocks.copy()
    blocks[2:8, 2:8, 4:6] = stone  # a wall of two
    blocks[3, 8, 4] = stone  # a battlement
    blocks[4, 4, 5] = 0  # a hole that somebody may have made
    blocks[6, 5, 6] = stone  # a bump
    blocks[2, 5, 6] = stone  # a locked one
    blocks[4, 3:6, 3] = stone  # what sticks out is more than one block
    grid = DifferentiableVoxelGrid.from_world(VoxelWorld(blocks), strength=1.0, temperature=1.0, seed=0)
    grid.original = start.occupied
    grid.locked = np.zeros(blocks.shape, bool)
    grid.locked[2, 5, 6] = True
    assert np.array_equal(grid.blocks() > 0, blocks > 0)
    grid.min_patch = 2
    want = blocks > 0
    want[6, 5, 6] = False
    assert np.array_equal(grid.blocks() > 0, want)
    alpha, _ = grid(1.0, hard=True)
    assert np.array_equal(alpha.detach().numpy() > 0, want)
    grid.original = blocks > 0
    assert np.array_equal(grid.blocks() > 0, blocks > 0)


def test_specks_become_what_is_around_them_in_pictures_and_blocks(start):
    blocks = start.blocks.copy()
    stone, water, sand = (CLASSIC.index(name) for name in ("Stone", "Water", "Sand"))
    blocks[2:8, 2:8, 3] = stone
    blocks[4, 4, 3] = water
    blocks[5:7, 6, 3] = sand
    blocks[8, 5, 8] = water  # alone in the air
    grid = DifferentiableVoxelGrid.from_world(VoxelWorld(blocks), strength=1.0, temperature=1.0, seed=0)
    grid.original = start.occupied
    grid.locked = np.zeros(blocks.shape, bool)
    grid.locked[5, 6, 3] = True
    assert np.array_equal(grid.blocks(), blocks)
    grid.min_patch = 3
    want = blocks.copy()
    want[4, 4, 3] = want[6, 6, 3] = stone
    assert np.array_equal(grid.blocks(), want)
    alpha, colour = grid(1.0, hard=True)
    solid = want > 0
    assert np.array_equal(alpha.detach().numpy() > 0, solid)
    np.testing.assert_allclose(colour.detach().numpy()[solid], CLASSIC.colours()[want[solid] - 1], atol=1e-6)
