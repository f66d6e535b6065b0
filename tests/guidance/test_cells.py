"""The cells that the pocket prior thinks in."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from voxstudio.guidance.pocket.cells import (
    alphas_cumprod,
    cells_of,
    evidence,
    picture_cells,
    points,
    shares,
    signal_in_cells,
    soft_blocks,
)
from voxstudio.guidance.pocket.lattice import Lattice
from voxstudio.guidance.priors.exemplar import solid_cells
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import render_world
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.generators.scenes import scene
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.generators.structures import KINDS


@pytest.mark.parametrize("shape", [(64, 48, 64), (32, 24, 32), (48, 40, 48), (30, 8, 12), (10, 33, 10)])
def test_a_lattice_is_where_the_world_is(shape):
    world = ground_plane(shape)
    lattice = Lattice.over(shape, 2.0, 32)
    assert max(lattice.extent) == pytest.approx(32)
    assert all(n % 8 == 0 and n >= size for n, size in zip(lattice.shape, lattice.extent, strict=True))
    alpha, colour = (part.numpy() for part in solid_cells(world))
    cells = torch.from_numpy(cells_of(alpha, colour, lattice))
    occupancy = (cells[..., 0] + 1) / 2
    volume = lattice.cell**3 * float(occupancy.sum())
    assert volume == pytest.approx(np.count_nonzero(world.blocks) * world.scale**3, rel=0.35)
    # Pictures of the cells look as those of the blocks, but for cells that are half full.
    camera = OrbitFrame.of(world).camera(30, 35, 1.6, fov_y_deg=45, width=64, height=64)
    logits = 40 * evidence(cells[None], torch.tensor([0.9]))[0]
    seen = picture_cells(soft_blocks(shares(logits)), lattice, [camera], torch.tensor([0.1, 0.2, 0.9]), 64)
    blocks = render_world(world, camera, STUDIO, (0.1, 0.2, 0.9))
    assert np.abs(seen[0].permute(1, 2, 0).numpy() / 2 + 0.5 - blocks).mean() < 0.07


def test_cells_of_a_lattice_are_means_of_blocks():
    rng = np.random.default_rng(0)
    alpha, colour = rng.random((32, 24, 32), np.float32), rng.random((32, 24, 32, 3, 3), np.float32)
    same = cells_of(alpha, colour, Lattice.over(alpha.shape, 2.0, 32))
    assert np.allclose(same[..., 0], 2 * alpha - 1, atol=1e-6)
    assert np.allclose(same[..., 1:], alpha[..., None] * (2 * colour.mean(3) - 1), atol=1e-6)
    half = cells_of(alpha, colour, Lattice.over(alpha.shape, 2.0, 16))
    assert np.allclose(half[3, 4, 5], same[6:8, 8:10, 10:12].mean((0, 1, 2)), atol=1e-6)
    double = cells_of(alpha, colour, Lattice.over(alpha.shape, 2.0, 64))
    assert np.allclose(double[7, 9, 11], same[3, 4, 5], atol=1e-6)


def test_blocks_of_runs_are_the_points_that_training_noises():
    world = scene(np.random.default_rng(5), KINDS[0], (32, 24, 32)).world
    alpha, colour = (part.numpy() for part in solid_cells(world))
    told = cells_of(alpha, colour, Lattice.over(world.shape, world.scale, 32))
    assert np.allclose(told, points()[torch.from_numpy(world.blocks).long()].numpy(), atol=1e-6)


def test_evidence_is_what_bayes_rule_says_of_a_noised_cell():
    signal, variance = torch.tensor([0.4]), 0.6 + 0.25
    cells = torch.randn(1, 2, 2, 2, 4)
    apart = (cells[..., None, :] - 0.4**0.5 * points()).square().sum(-1)
    expected = torch.softmax(-apart / (2 * variance), -1)
    assert torch.allclose(torch.softmax(evidence(cells, signal), -1), expected, atol=1e-5)
    # Little noise leaves no doubt, and all noise no clue.
    blocks = torch.randint(8, (1, 2, 2, 2))
    assert torch.equal(evidence(points()[blocks], torch.tensor([0.999])).argmax(-1), blocks)
    clueless = torch.softmax(evidence(torch.randn(1, 2, 2, 2, 4), torch.tensor([1e-9])), -1)
    assert torch.allclose(clueless, torch.full_like(clueless, 1 / 8), atol=1e-3)


def test_the_same_noise_level_hides_the_same_shape_in_coarse_and_fine_cells():
    abar = alphas_cumprod()[[100, 500, 900]]
    coarse, fine = (signal_in_cells(abar, across) for across in (32, 64))
    # The mean of 8 fine cells has an eighth of their noise.
    averaged = fine / (fine + (1 - fine) / 8)
    assert torch.allclose(averaged, coarse, rtol=1e-3)
    assert torch.all(coarse[:-1] > coarse[1:])


def test_the_schedule_is_the_cosine_that_diffusers_has():
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    theirs = DDPMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
    assert torch.allclose(alphas_cumprod(), theirs, atol=1e-5)
