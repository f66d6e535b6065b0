"""What all distillers that push along a noise residual share."""

from __future__ import annotations

from collections.abc import Callable

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, NoisePrediction, Views

Residual = Callable[[NoisePrediction, torch.Tensor], torch.Tensor]
"""From a prediction and the noise that was added to the direction to move the latents against."""


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
    """Noise the pictures, ask the prior, and carry ``(1 - abar) residual`` back to the pictures.

    The prior's network is not differentiated: the residual is a constant and only ``to_latent`` passes gradient on.
    """
    leaf = images.detach().requires_grad_()
    with torch.enable_grad():
        latents = prior.to_latent(leaf)
    clean = latents.detach()
    noise = torch.randn(clean.shape, generator=rng)
    share = prior.alphas_cumprod[timesteps].view(-1, *[1] * (clean.ndim - 1))
    with torch.no_grad():
        noised = share.sqrt() * clean + (1 - share).sqrt() * noise
        prediction = prior.predict_noise(noised, timesteps, conditioning, views)
        direction = (1 - share) * residual(prediction, noise)
        guessed = (noised - (1 - share).sqrt() * prediction.guided(cfg_scale)) / share.sqrt()
        diagnostics = {"noised": prior.to_image(noised), "prediction": prior.to_image(guessed)}
    (gradient,) = torch.autograd.grad(latents, leaf, direction / len(images))
    return Distilled(gradient, float(0.5 * direction.square().mean()), diagnostics)
