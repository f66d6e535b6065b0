from __future__ import annotations

import numpy as np
import pytest
import torch

from voxstudio.render.base import cells_first
from voxstudio.training._kernels import FAINT
from voxstudio.training.pull import pulled_towards

SHAPE = (5, 7, 70)  # whole chunks and a rest


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def cells(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    colour = rng.random((3, *SHAPE, 3), np.float32)
    return torch.from_numpy(rng.random(SHAPE, np.float32)), torch.from_numpy(cells_first(colour, SHAPE))


@pytest.mark.parametrize("plain", [False, True])
def test_the_pull_is_the_derivative_of_half_the_squared_distance(rng, plain):
    own, goal = cells(rng), cells(rng)
    gradients = [part.clone() if plain else part for part in cells(rng)]
    before = [part.contiguous().clone() for part in gradients]
    if plain:
        gradients = [part.contiguous() for part in gradients]
    alpha, colour = (part.double().requires_grad_() for part in own)
    solid = goal[0].double()
    wanted = []
    for distance, cell, gradient in (
        ((alpha - solid).square().sum() / 2, alpha, before[0]),
        (((colour - goal[1].double()).square() * solid[..., None, None]).sum() / 2, colour, before[1]),
    ):
        (pull,) = torch.autograd.grad(distance, cell)
        wanted.append(gradient + 3 * pull * gradient.double().norm() / pull.norm())
    for found, expected in zip(pulled_towards(goal, own, gradients, 3.0), wanted, strict=True):
        torch.testing.assert_close(found.double(), expected, atol=1e-4, rtol=1e-4)


def test_faint_cells_are_pulled_to_air_and_to_no_colour(rng):
    own, goal = cells(rng), cells(rng)
    goal[0].fill_(float(FAINT) / 2)
    nothing = torch.zeros(SHAPE), torch.zeros(*SHAPE, 3, 3)
    some = torch.ones(SHAPE), torch.zeros(*SHAPE, 3, 3)
    assert not any(part.any() for part in pulled_towards(goal, own, nothing, 1.0))
    alpha, colour = pulled_towards(goal, own, some, 1.0)
    assert (alpha > 0.99).all() and not colour.any()
