from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.guidance.base import Cells, LinearPrediction, Views
from voxstudio.guidance.distillers import DISTILLERS, distiller
from voxstudio.guidance.distillers.multistep import STRIDE

VIEWS = Views([], (1, 1, 1), 2.0, torch.zeros(2, 3))
T = torch.tensor([100, 800])


class LinearPrior:
    """Half-size latents through a fixed mixing of channels; its predictions are simple functions of the latents."""

    name = "linear"
    resolution = 8

    def __init__(self) -> None:
        self.alphas_cumprod = torch.linspace(0.99, 0.01, 1000)
        self.mix = torch.tensor([[1.0, 0.5, 0.0], [0.0, -1.0, 0.3], [0.2, 0.0, 2.0]])
        self.asked: list[tuple[torch.Tensor, torch.Tensor]] = []

    def encode_text(self, prompt: str, negative: str = "", ground: str = "") -> str:
        return prompt

    def to_latent(self, images: torch.Tensor) -> torch.Tensor:
        return torch.einsum("dc,bchw->bdhw", self.mix, torch.nn.functional.avg_pool2d(images * 2 - 1, 2))

    def to_image(self, latents: torch.Tensor) -> torch.Tensor:
        return latents.clamp(0, 1)

    def predict_noise(self, latents, t, conditioning, views) -> LinearPrediction:
        assert not torch.is_grad_enabled()
        self.asked.append((latents, t))
        return LinearPrediction(0.5 * latents + 0.1, 0.25 * latents)


def ask(name: str, images: torch.Tensor, scale: float = 7.5, seed: int = 0, prior: LinearPrior | None = None):
    rng = torch.Generator().manual_seed(seed)
    return distiller(name)(prior or LinearPrior(), images, "x", VIEWS, T, scale, rng)


def images() -> torch.Tensor:
    return torch.rand(2, 3, 8, 8, generator=torch.Generator().manual_seed(5))


def directions(name: str, scale: float) -> tuple[torch.Tensor, torch.Tensor]:
    """What each form asks of the latents by its formula, and the noised latents."""
    prior = LinearPrior()
    latents = prior.to_latent(images())
    noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(0))
    t = torch.full_like(T, int(T.max())) if name == "multistep" else T
    share = prior.alphas_cumprod[t].view(2, 1, 1, 1)
    noised = share.sqrt() * latents + (1 - share).sqrt() * noise
    if name == "multistep":
        z, guess = noised, latents
        calls = int(T.max()) // STRIDE
        for k in range(calls):
            now, after = (prior.alphas_cumprod[t * (calls - k - j) // calls].view(2, 1, 1, 1) for j in (0, 1))
            predicted = 0.25 * z + scale * (0.25 * z + 0.1)
            guess = (z - (1 - now).sqrt() * predicted) / now.sqrt()
            z = after.sqrt() * guess + (1 - after).sqrt() * predicted
        return 0.5 * (latents - guess), noised
    conditional, unconditional = 0.5 * noised + 0.1, 0.25 * noised
    guided = unconditional + scale * (conditional - unconditional)
    residual = {"sds": guided - noise, "csd": scale * (conditional - unconditional)}[name]
    return (1 - share) * residual, noised


@pytest.mark.parametrize("name", DISTILLERS)
@pytest.mark.parametrize("scale", [1.0, 7.5])
def test_the_gradient_is_the_formula_carried_back_to_the_pictures(name, scale):
    distilled = ask(name, images(), scale)
    direction, _ = directions(name, scale)
    leaf = images().requires_grad_()
    # Averaged over the two views, summed over pixels.
    ((LinearPrior().to_latent(leaf) * direction).sum() / 2).backward()
    torch.testing.assert_close(distilled.gradient, leaf.grad)
    assert distilled.loss == pytest.approx(float(0.5 * direction.square().mean()), rel=1e-5)
    assert not distilled.gradient.requires_grad


@pytest.mark.parametrize("name", DISTILLERS)
def test_the_gradient_is_that_of_a_loss_by_finite_differences(name):
    """d/dx of 0.5 |z(x) - stop(z - direction)|^2 / B, where stop(...) is held still."""
    prior, base = LinearPrior(), images().double()
    prior.mix = prior.mix.double()
    direction, _ = directions(name, 7.5)
    target = (prior.to_latent(base) - direction.double()).detach()
    gradient = ask(name, images()).gradient
    for place in ((0, 0, 0, 0), (1, 2, 5, 3), (0, 1, 7, 7)):
        losses = []
        for step in (1e-4, -1e-4):
            moved = base.clone()
            moved[place] += step
            losses.append(float(0.5 * (prior.to_latent(moved) - target).square().sum() / 2))
        assert float(gradient[place]) == pytest.approx((losses[0] - losses[1]) / 2e-4, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("name", ["sds", "csd"])
def test_the_prior_is_asked_once_about_what_the_formula_says(name):
    prior = LinearPrior()
    distilled = ask(name, images(), prior=prior)
    _, noised = directions(name, 7.5)
    ((latents, t),) = prior.asked
    torch.testing.assert_close(latents, noised)
    assert torch.equal(t, T)
    torch.testing.assert_close(distilled.diagnostics["noised"], noised.clamp(0, 1))
    assert set(distilled.diagnostics) == {"noised", "prediction"}


@pytest.mark.parametrize("name", DISTILLERS)
def test_the_same_random_numbers_give_the_same_gradient(name):
    one, again, other = ask(name, images()), ask(name, images()), ask(name, images(), seed=1)
    assert torch.equal(one.gradient, again.gradient)
    assert not torch.equal(one.gradient, other.gradient)


def test_a_prior_that_knows_the_noise_is_content():
    class Knowing(LinearPrior):
        def predict_noise(self, latents, t, conditioning, views) -> LinearPrediction:
            noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(0))
            return LinearPrediction(noise, noise)

    for name in DISTILLERS:
        assert ask(name, images(), prior=Knowing()).gradient.abs().max() < 1e-6


def test_an_unknown_name_is_told():
    with pytest.raises(UserError, match="choose one of sds, csd"):
        distiller("vsd")


def test_the_menus_need_no_torch():
    code = "import sys, voxstudio.guidance.distillers, voxstudio.guidance.priors; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class BlockPrediction(LinearPrediction):
    """Cells that depend on the guidance: half solid and red without, wholly solid and green with the prompt."""

    def cells(self, cfg_scale: float) -> Cells:
        colour = torch.tensor([1 - cfg_scale, cfg_scale, 0.0])
        return torch.full((1, 1, 1), 0.5 + 0.5 * cfg_scale), colour.expand(1, 1, 1, 3, 3)


class BlockPrior(LinearPrior):
    """Guesses blocks, too."""

    def predict_noise(self, latents, t, conditioning, views) -> BlockPrediction:
        prediction = super().predict_noise(latents, t, conditioning, views)
        return BlockPrediction(prediction.conditional, prediction.unconditional)


@pytest.mark.parametrize("name", DISTILLERS)
def test_a_prior_that_knows_blocks_says_what_they_should_be(name):
    where = replace(VIEWS, cells=(torch.full((1, 1, 1), 0.25), torch.full((1, 1, 1, 3, 3), 0.6)))
    rng = torch.Generator().manual_seed(0)
    distilled = distiller(name)(BlockPrior(), images(), "x", where, T, 1.0, rng)
    goal = distilled.cells
    assert goal is not None
    assert distilled.is_target == (name != "csd")
    assert (float(goal[0]), float(goal[1][0, 0, 0, 1, 1])) == (1.0, 1.0)
    assert distiller(name)(LinearPrior(), images(), "x", where, T, 1.0, rng).cells is None
