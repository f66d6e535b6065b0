from __future__ import annotations

import numpy as np
import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.guidance.base import Views
from voxstudio.guidance.priors import PRIORS, load_prior
from voxstudio.guidance.priors.exemplar import ExemplarPrior, solid_cells
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import STUDIO
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

SIZE = 12


def world(name: str) -> VoxelWorld:
    blocks = np.zeros((8, 8, 8), np.uint8)
    blocks[:, :2] = CLASSIC.index("Grass")
    blocks[2:6, 2:6, 2:6] = CLASSIC.index(name)
    return VoxelWorld(blocks)


@pytest.fixture(scope="module")
def prior() -> ExemplarPrior:
    targets = {name: world(name) for name in ("Sand", "Water", "Stone")}
    return ExemplarPrior(targets, CpuRenderer(2.0, STUDIO), SIZE)


@pytest.fixture(scope="module")
def views() -> Views:
    cameras = OrbitSampler(OrbitFrame.of(world("Sand")), SIZE).sample(3, np.random.default_rng(0))
    return Views(cameras, (8, 8, 8), 2.0, torch.tensor([[0.2, 0.4, 0.6]]).expand(3, 3))


def pictures(name: str, views: Views) -> torch.Tensor:
    shown = CpuRenderer(2.0, STUDIO).render(*solid_cells(world(name)), views.cameras, views.background)
    return shown[:, :3].detach() * 2 - 1


def guess(prior: ExemplarPrior, noised: torch.Tensor, t: int, noise: torch.Tensor) -> torch.Tensor:
    """The clean picture that a noise prediction stands for."""
    share = prior.alphas_cumprod[t]
    return (noised - (1 - share).sqrt() * noise) / share.sqrt()


def test_it_is_the_posterior_mean_of_the_exemplars(prior: ExemplarPrior, views: Views):
    t = 700
    share = prior.alphas_cumprod[t]
    noised = torch.randn(3, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) * 1.5
    told = prior.predict_noise(noised, torch.full((3,), t), ("Sand", "Stone"), views)
    for names, noise in ((("Sand", "Stone"), told.conditional), (("Sand", "Water", "Stone"), told.unconditional)):
        for view in range(3):
            clean = torch.stack([pictures(name, views)[view] for name in names]).double()
            logs = -(noised[view].double() - share.sqrt() * clean).square().flatten(1).sum(1) / (2 * (1 - share))
            weights = (logs - logs.max()).exp()
            mean = (weights[:, None, None, None] * clean).sum(0) / weights.sum()
            torch.testing.assert_close(guess(prior, noised, t, noise)[view].double(), mean, rtol=1e-3, atol=2e-3)


def test_with_little_noise_it_knows_the_picture_and_its_noise(prior: ExemplarPrior, views: Views):
    t, share = 50, prior.alphas_cumprod[50]
    noise = torch.randn(3, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(1))
    noised = share.sqrt() * pictures("Water", views) + (1 - share).sqrt() * noise
    told = prior.predict_noise(noised, torch.full((3,), t), tuple(PRIORS), views)
    torch.testing.assert_close(told.unconditional, noise, rtol=1e-3, atol=1e-3)


def test_the_prompt_selects_what_it_names(prior: ExemplarPrior):
    assert prior.encode_text("a castle of SAND") == ("Sand",)
    assert prior.encode_text("a castle") == ("Sand", "Water", "Stone")
    with pytest.raises(UserError, match="prompt is empty"):
        prior.encode_text("  ")


def test_guidance_moves_towards_what_is_named(prior: ExemplarPrior, views: Views):
    t = 980
    noised = torch.randn(3, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(2))
    told = prior.predict_noise(noised, torch.full((3,), t), ("Sand",), views)
    sand = pictures("Sand", views)
    plain, guided = (guess(prior, noised, t, told.guided(scale)) for scale in (0.0, 1.0))
    assert (guided - sand).abs().mean() < 1e-2 < (plain - sand).abs().mean()


def test_latents_are_pictures_and_back(prior: ExemplarPrior):
    images = torch.rand(2, 3, 4, 4)
    torch.testing.assert_close(prior.to_image(prior.to_latent(images)), images)
    assert prior.alphas_cumprod[0] > 0.99 and prior.alphas_cumprod[-1] < 1e-3
    assert (prior.alphas_cumprod.diff() < 0).all()


def test_worlds_of_another_size_are_refused(prior: ExemplarPrior, views: Views):
    other = Views(views.cameras, (9, 8, 8), 2.0, views.background)
    with pytest.raises(UserError, match="cells large"):
        prior.predict_noise(torch.zeros(3, 3, SIZE, SIZE), torch.zeros(3, dtype=torch.int64), ("Sand",), other)


def test_it_is_found_by_name_and_wants_a_target():
    assert PRIORS["exemplar"].is_available()
    loaded = load_prior("exemplar", targets={"a": world("Sand")}, renderer=CpuRenderer(2.0, STUDIO))
    assert (loaded.name, loaded.resolution) == ("exemplar", 64)
    with pytest.raises(UserError, match="start from a map"):
        load_prior("exemplar")
    with pytest.raises(UserError, match="choose one of pocket"):
        load_prior("oracle")
