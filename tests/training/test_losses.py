from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch

from voxstudio.training.grid import DifferentiableVoxelGrid
from voxstudio.training.losses import REGULARIZERS, SAMPLES, SeenCells, clip_pixels, regularize
from voxstudio.world.palette import CLASSIC

TEMPERATURE, SHARPNESS = 0.8, 1.7


def seen_grid(shape=(4, 5, 6), seed=0, share=0.5) -> DifferentiableVoxelGrid:
    """A grid of which a backward pass has reached a share of the cells."""
    noise = torch.Generator().manual_seed(seed)
    grid = DifferentiableVoxelGrid(
        torch.randn(shape, generator=noise), torch.randn(*shape, 7, generator=noise), CLASSIC
    )
    grid.occupancy_logits.grad = torch.zeros_like(grid.occupancy_logits)
    grid.material_logits.grad = torch.zeros_like(grid.material_logits)
    grid.seen = (0.5 + torch.rand(shape, generator=noise)).flatten()
    grid.seen *= torch.rand(grid.seen.shape, generator=noise) < share
    return grid


def test_values_are_averages_over_seen_cells():
    grid = seen_grid()
    p = torch.sigmoid(SHARPNESS * grid.occupancy_logits.detach())
    q = torch.softmax(grid.material_logits.detach() / TEMPERATURE, dim=-1)
    weight = (grid.seen / grid.seen.sum()).view(p.shape)
    padded = torch.nn.functional.pad(p[None, None], (1,) * 6, mode="replicate")[0, 0]
    neighbours = [padded.roll(shift, axis)[1:-1, 1:-1, 1:-1] for axis in range(3) for shift in (1, -1)]
    wanted = {
        "sparsity": p,
        "entropy": -(p * p.log() + (1 - p) * (1 - p).log()) - p * (q * q.log()).sum(dim=-1),
        "smooth": torch.stack([(p - other).square() for other in neighbours]).mean(dim=0),
    }
    values = regularize(grid, dict.fromkeys(REGULARIZERS, 2.0), TEMPERATURE, SHARPNESS, 1.0)
    for name, cells in wanted.items():
        assert values[name] == pytest.approx(float(2 * (weight * cells).sum()), rel=1e-5), name


@pytest.mark.parametrize("name", REGULARIZERS)
def test_gradients_are_those_of_finite_differences(name):
    grid = seen_grid()
    regularize(grid, {name: 3.0}, TEMPERATURE, SHARPNESS, scale=10.0)
    seen = SeenCells.of(grid, TEMPERATURE, SHARPNESS)
    own = int(seen.weight.argmax())
    cell = seen.index[own]
    occupancy, materials = (values.astype(float) for values in grid.flat())

    def value(step: float, of: np.ndarray) -> float:
        moved = of.copy()
        moved.reshape(len(of), -1)[cell, 0] += step
        alpha, shares = seen.alpha.astype(float), seen.probabilities.astype(float)
        if of is occupancy:
            alpha[own] = 1 / (1 + math.exp(-SHARPNESS * moved[cell]))
        else:
            shares[own] = np.exp(moved[cell] / TEMPERATURE)
            shares[own] /= shares[own].sum()
        total = REGULARIZERS[name](dataclasses.replace(seen, alpha=alpha, probabilities=shares)).value
        if name == "entropy":
            # What entropy weights materials by is held still.
            held = float(seen.alpha[own])
            total -= seen.weight[own] * (held - alpha[own]) * (shares[own] * np.log(shares[own])).sum()
        return 30.0 * total

    for parameter, of in ((grid.occupancy_logits, occupancy), (grid.material_logits, materials)):
        slope = (value(1e-3, of) - value(-1e-3, of)) / 2e-3
        assert float(parameter.grad.view(len(of), -1)[cell, 0]) == pytest.approx(slope, rel=2e-3, abs=2e-5)


def test_of_many_seen_cells_some_are_drawn_in_proportion():
    grid = seen_grid((40, 40, 40))
    with torch.no_grad():
        grid.seen[17] = 3 * grid.seen.sum() / SAMPLES
    cells = SeenCells.of(grid, TEMPERATURE, SHARPNESS)
    assert len(cells.index) < SAMPLES and (np.diff(cells.index) > 0).all()
    assert cells.weight.sum() == pytest.approx(1)
    assert cells.weight[cells.index == 17] * SAMPLES == pytest.approx(3, abs=1)
    share = (grid.seen[:32000].sum() / grid.seen.sum()).item()
    assert cells.weight[cells.index < 32000].sum() == pytest.approx(share, abs=2 / SAMPLES)


def test_unseen_cells_get_nothing():
    grid = seen_grid()
    regularize(grid, dict.fromkeys(REGULARIZERS, 1.0), TEMPERATURE, SHARPNESS, 1.0)
    unseen = (grid.seen == 0).view(grid.shape)
    assert not grid.occupancy_logits.grad[unseen].any()
    assert not grid.material_logits.grad[unseen].any()
    assert grid.occupancy_logits.grad[~unseen].abs().min() > 0


def test_more_empty_space_changes_nothing():
    small = seen_grid((4, 4, 4))
    large = seen_grid((16, 4, 4))
    with torch.no_grad():
        large.occupancy_logits[6:10] = small.occupancy_logits
        large.occupancy_logits[5], large.occupancy_logits[10] = small.occupancy_logits[0], small.occupancy_logits[-1]
        large.material_logits[6:10] = small.material_logits
    large.seen = torch.zeros(16, 4, 4)
    large.seen[6:10] = small.seen.view(4, 4, 4)
    large.seen = large.seen.flatten()
    weights = dict.fromkeys(REGULARIZERS, 1.0)
    one, other = (regularize(grid, weights, TEMPERATURE, SHARPNESS, 1.0) for grid in (small, large))
    assert one == pytest.approx(other, rel=1e-5)
    torch.testing.assert_close(large.occupancy_logits.grad[6:10], small.occupancy_logits.grad)
    # Far above what an optimizer takes for nothing.
    assert small.occupancy_logits.grad.abs().max() > 1e-4


def test_each_asks_for_what_it_says():
    grid = seen_grid((3, 3, 3), share=1.0)
    with torch.no_grad():
        grid.occupancy_logits.fill_(-3.0)
        grid.occupancy_logits[1, 1, 1] = 1.0
    regularize(grid, {"smooth": 1.0}, TEMPERATURE, SHARPNESS, 1.0)
    assert grid.occupancy_logits.grad[1, 1, 1] > 0  # a lone speck fades
    grid = seen_grid(share=1.0)
    regularize(grid, {"sparsity": 1.0}, TEMPERATURE, SHARPNESS, 1.0)
    assert (grid.occupancy_logits.grad > 0).all()
    grid = seen_grid(share=1.0)
    with torch.no_grad():
        grid.material_logits.zero_()
    regularize(grid, {"entropy": 1.0}, TEMPERATURE, SHARPNESS, 1.0)
    decided = grid.occupancy_logits.detach()
    assert (torch.sign(grid.occupancy_logits.grad) == -torch.sign(decided)).all()


def test_weights_of_zero_cost_and_change_nothing():
    grid = seen_grid()
    assert regularize(grid, dict.fromkeys(REGULARIZERS, 0.0), 1.0, 1.0, 1.0) == dict.fromkeys(REGULARIZERS, 0.0)
    assert not grid.occupancy_logits.grad.any()
    grid.seen.zero_()
    values = regularize(grid, dict.fromkeys(REGULARIZERS, 1.0), 1.0, 1.0, 1.0)
    assert all(math.isfinite(value) for value in values.values())
    assert not grid.occupancy_logits.grad.any()


def test_clipping_a_pixel_keeps_its_direction():
    gradient = torch.tensor([[0.3, -0.6, 0.0], [0.01, 0.02, -0.03]]).T.reshape(1, 3, 1, 2)
    clipped = clip_pixels(gradient, 0.1)
    torch.testing.assert_close(clipped[0, :, 0, 0], torch.tensor([0.05, -0.1, 0.0]))
    assert torch.equal(clipped[0, :, 0, 1], gradient[0, :, 0, 1])
    assert torch.equal(clip_pixels(torch.zeros(1, 3, 2, 2), 0.1), torch.zeros(1, 3, 2, 2))
