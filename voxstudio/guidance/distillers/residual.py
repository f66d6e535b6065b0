"""What all distillers share: noised latents, a direction, and its way back to the pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from voxstudio.guidance.base import Carried, Cells, Conditioning, Denoiser, Distilled, NoisePrediction, Views


@dataclass(frozen=True)
class Step:
    """What a distiller makes of noised latents; all shaped like the latents (B, C, h, w)."""

    direction: torch.Tensor
    """To move the latents against."""
    guess: torch.Tensor
    """The latents that the prior would rather see."""
    cells: Cells | None = None
    """What the prior would rather see behind them, where it knows blocks."""
    carried: Carried | None = None
    """Of the prior's answer, where the next step goes on from it."""


Residual = Callable[[NoisePrediction, torch.Tensor, torch.Tensor], torch.Tensor]
"""From a prediction, its guided form and the noise that was added to the direction to move the latents against."""


def distil_latents(
    prior: Denoiser,
    images: torch.Tensor,  # (B, 3, H, W)
    timesteps: torch.Tensor,  # (B,)
    rng: torch.Generator,
    judge: Callable[[torch.Tensor, torch.Tensor, torch.Tensor], Step],
) -> Distilled:
    """Noise the pictures, let ``judge(clean, noise, noised)`` say where to, and carry that back to the pictures.

    The prior's network is not differentiated: the direction is a constant and only ``to_latent`` passes gradient on.
    """
    leaf = images.detach().requires_grad_()
    with torch.enable_grad():
        latents = prior.to_latent(leaf)
    clean = latents.detach()
    noise = torch.randn(clean.shape, generator=rng)
    share = signal_share(prior, timesteps, clean)
    with torch.no_grad():
        noised = share.sqrt() * clean + (1 - share).sqrt() * noise
        step = judge(clean, noise, noised)
        diagnostics = {"noised": prior.to_image(noised), "prediction": prior.to_image(step.guess)}
    (gradient,) = torch.autograd.grad(latents, leaf, step.direction / len(images))
    return Distilled(gradient, float(0.5 * step.direction.square().mean()), step.cells, step.carried, diagnostics)


def distill_residual(
    prior: Denoiser,
    images: torch.Tensor,  # (B, 3, H, W)
    conditioning: Conditioning,
    views: Views,
    timesteps: torch.Tensor,  # (B,)
    cfg_scale: float,
    rng: torch.Generator,
    residual: Residual,
) -> Distilled:
    """Ask the prior once, and move against ``(1 - abar) residual``."""

    def judge(clean: torch.Tensor, noise: torch.Tensor, noised: torch.Tensor) -> Step:
        share = signal_share(prior, timesteps, clean)
        prediction = prior.predict_noise(noised, timesteps, conditioning, views)
        guided = prediction.guided(cfg_scale)
        guess = (noised - (1 - share).sqrt() * guided) / share.sqrt()
        direction = (1 - share) * residual(prediction, guided, noise)
        return Step(direction, guess, prediction.cells(cfg_scale), prediction.carried(cfg_scale))

    return distil_latents(prior, images, timesteps, rng, judge)


def signal_share(prior: Denoiser, timesteps: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """abar at timesteps (B,), shaped to multiply latents ``like``."""
    return prior.alphas_cumprod[timesteps].view(-1, *[1] * (like.ndim - 1))
