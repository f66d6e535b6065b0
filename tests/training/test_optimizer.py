from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from voxstudio.training.optimizer import BETAS, EPSILON, Bounds, PyramidAdam

WIDE = Bounds(-100, 100)
SHAPES = [(16, 8, 24, 3), (9, 5, 11, 2), (1, 1, 1, 1), (17, 3, 8, 7)]


def halve(cells: torch.Tensor) -> torch.Tensor:
    """Sums over 2x2x2 cells of [X, Y, Z, C], the last ones of odd sizes alone."""
    x, y, z, _ = cells.shape
    padded = F.pad(cells, (0, 0, 0, z % 2, 0, y % 2, 0, x % 2))
    return sum(padded[i::2, j::2, k::2] for i in (0, 1) for j in (0, 1) for k in (0, 1))  # pyright: ignore


class Plain:
    """The same optimizer in torch, with the levels stored and summed."""

    def __init__(self, values: torch.Tensor) -> None:
        self.values = values
        sizes = [values]
        for _ in range(3):
            sizes.append(halve(sizes[-1]))
        self.mean = [torch.zeros_like(level) for level in sizes]
        self.square = [torch.zeros_like(level) for level in sizes]
        self.scale = [0.0] * 4
        self.count = 0

    def step(self, gradient: torch.Tensor, lr: float, weights: tuple[float, ...]) -> None:
        self.count += 1
        total = torch.zeros_like(self.values)
        for level in range(4):
            m, v = self.mean[level], self.square[level]
            m.mul_(BETAS[0]).add_(gradient, alpha=1 - BETAS[0])
            v.mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
            mean_square = float(gradient.square().sum() / max(int((gradient != 0).sum()), 1))
            self.scale[level] += (1 - BETAS[1]) * (mean_square - self.scale[level])
            fix1, fix2 = 1 - BETAS[0] ** self.count, 1 - BETAS[1] ** self.count
            epsilon = EPSILON * (self.scale[level] / fix2) ** 0.5
            step = -lr * weights[level] * (m / fix1) / ((v / fix2).sqrt() + epsilon)
            for axis in range(3):
                step = step.repeat_interleave(2**level, dim=axis).narrow(axis, 0, self.values.shape[axis])
            total += step
            gradient = halve(gradient)
        self.values += total


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_steps_are_those_of_adam_on_a_sum_of_levels(shape):
    noise = torch.Generator().manual_seed(1)
    values = torch.randn(shape, generator=noise)
    plain, fast = Plain(values.clone()), PyramidAdam(values)
    weights = (1.0, 0.7, 0.5, 0.2)
    for _ in range(4):
        gradient = torch.randn(shape, generator=noise)
        gradient[(shape[0] + 1) // 2 :] = 0
        norm = fast.gather(gradient.clone())
        assert norm == pytest.approx(float(gradient.norm()), rel=1e-5)
        fast.step(0.05, WIDE, level_weights=weights)
        plain.step(gradient, 0.05, weights)
        torch.testing.assert_close(values, plain.values, rtol=1e-4, atol=1e-5)


def test_neighbours_move_together_and_far_cells_stay():
    values, gradient = torch.zeros(24, 8, 8), torch.zeros(24, 8, 8)
    gradient[2, 2, 2] = 1.0
    adam = PyramidAdam(values)
    adam.gather(gradient)
    adam.step(0.1, WIDE)
    assert values[2, 2, 2] < values[3, 3, 3] < values[1, 1, 1] < values[7, 7, 7] < 0
    assert torch.equal(values[8:], torch.zeros(16, 8, 8))


def test_cells_that_are_barely_seen_barely_move():
    values, gradient = torch.zeros(32, 8, 8), torch.ones(32, 8, 8)
    gradient[16:] = 1e-4
    adam = PyramidAdam(values)
    adam.gather(gradient)
    adam.step(0.1, WIDE)
    assert values[0, 0, 0] < -0.3
    assert values[31].abs().max() < 0.02


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_locked_cells_keep_every_bit_and_push_nobody(shape):
    values = torch.randn(shape)
    before = values.clone()
    locked = np.random.default_rng(0).random(shape[:3]) < 0.5
    adam = PyramidAdam(values)
    for _ in range(3):
        adam.gather(torch.randn(shape), locked)
        adam.step(0.3, Bounds(-1.0, 1.0), start=torch.zeros(shape), pull=0.1)
    mask = torch.from_numpy(locked)
    assert torch.equal(values[mask], before[mask])
    if not locked.all():
        assert not torch.equal(values[~mask], before[~mask])

    alone, gradient = torch.zeros(8, 8, 8, 1), torch.zeros(8, 8, 8, 1)
    gradient[0, 0, 0] = 1.0
    adam, only = PyramidAdam(alone), np.zeros((8, 8, 8), bool)
    only[0, 0, 0] = True
    assert adam.gather(gradient, only) == 0.0
    adam.step(0.3, WIDE)
    assert not alone.any()


def test_values_stay_within_bounds_and_go_home():
    values = torch.linspace(-1, 1, 64).view(4, 4, 4)
    adam = PyramidAdam(values)
    adam.gather(-torch.ones(4, 4, 4))
    adam.step(1.0, Bounds(-0.5, 0.25))
    assert values.max() == 0.25 and values.min() >= -0.5
    values = torch.full((4, 4, 4), 2.0)
    adam = PyramidAdam(values)
    adam.gather(torch.zeros(4, 4, 4))
    adam.step(1.0, WIDE, start=torch.ones(4, 4, 4), pull=0.25)
    torch.testing.assert_close(values, torch.full((4, 4, 4), 1.75))


def test_state_can_be_taken_over_and_must_fit():
    noise = torch.Generator().manual_seed(2)
    gradients = [torch.randn(9, 5, 6, generator=noise) for _ in range(4)]
    straight, broken = torch.zeros(9, 5, 6), torch.zeros(9, 5, 6)
    one, two = PyramidAdam(straight), PyramidAdam(broken)
    for gradient in gradients:
        one.gather(gradient.clone())
        one.step(0.1, WIDE)
    for gradient in gradients[:2]:
        two.gather(gradient.clone())
        two.step(0.1, WIDE)
    state = {name: array.copy() for name, array in two.state().items()}
    two = PyramidAdam(broken)
    two.load_state(state)
    for gradient in gradients[2:]:
        two.gather(gradient.clone())
        two.step(0.1, WIDE)
    assert torch.equal(straight, broken)
    with pytest.raises(ValueError, match="another shape"):
        PyramidAdam(torch.zeros(8, 5, 6)).load_state(state)


def test_the_number_of_threads_changes_nothing(monkeypatch):
    results = []
    for threads in (1, 3):
        monkeypatch.setattr("voxstudio.render.threads.thread_count", lambda threads=threads: threads)
        noise = torch.Generator().manual_seed(3)
        values = torch.zeros(40, 9, 9, 2)
        adam = PyramidAdam(values)
        for _ in range(3):
            adam.gather(torch.randn(values.shape, generator=noise))
            adam.step(0.1, WIDE)
        results.append(values)
    assert torch.equal(*results)
