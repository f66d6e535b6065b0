"""Distillation towards pictures that the prior finishes in several steps (Zhu et al., "HiFA", ICLR 2024, section 3.1).

One step from much noise gives the mean of everything that may be there, which is a blur; a short sampling from the same
noise gives one thing.
"""

from __future__ import annotations

import itertools

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, Views

CALLS = 4
"""Calls of the prior for each picture."""


def distill(
    prior: Denoiser,
    images: torch.Tensor,
    conditioning: Conditioning,
    views: Views,
    timesteps: torch.Tensor,
    cfg_scale: float,
    rng: torch.Generator,
) -> Distilled:
    """The gradient (z - z0) / 2, with z0 sampled from z, noised to the timestep, by ``CALLS`` steps of DDIM.

    All noise levels count alike: SDS weighs the high ones, which decide on shapes, next to nothing.
    """
    leaf = images.detach().requires_grad_()
    with torch.enable_grad():
        latents = prior.to_latent(leaf)
    clean = latents.detach()
    noise = torch.randn(clean.shape, generator=rng)
    with torch.no_grad():
        share = _share(prior, timesteps, clean)
        noised = share.sqrt() * clean + (1 - share).sqrt() * noise
        z, guess = noised, clean
        levels = [(timesteps * (CALLS - k)) // CALLS for k in range(CALLS + 1)]
        for now, after in itertools.pairwise(levels):
            predicted = prior.predict_noise(z, now, conditioning, views).guided(cfg_scale)
            share, later = _share(prior, now, clean), _share(prior, after, clean)
            guess = (z - (1 - share).sqrt() * predicted) / share.sqrt()
            z = later.sqrt() * guess + (1 - later).sqrt() * predicted
        direction = 0.5 * (clean - guess)
        diagnostics = {"noised": prior.to_image(noised), "prediction": prior.to_image(guess)}
    (gradient,) = torch.autograd.grad(latents, leaf, direction / len(images))
    return Distilled(gradient, float(0.5 * direction.square().mean()), diagnostics)


def _share(prior: Denoiser, timesteps: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    return prior.alphas_cumprod[timesteps].view(-1, *[1] * (like.ndim - 1))
