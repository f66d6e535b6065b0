"""Score distillation sampling (Poole et al., "DreamFusion", 2022)."""

from __future__ import annotations

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, Scale, Views
from voxstudio.guidance.distillers.residual import distill_residual


def distill(
    prior: Denoiser,
    images: torch.Tensor,
    conditioning: Conditioning,
    views: Views,
    timesteps: torch.Tensor,
    cfg_scale: Scale,
    rng: torch.Generator,
) -> Distilled:
    """The gradient w(t) (eps_cfg - eps), with w(t) = 1 - abar."""
    return distill_residual(
        prior,
        images,
        conditioning,
        views,
        timesteps,
        cfg_scale,
        rng,
        lambda prediction, noise: prediction.guided(cfg_scale) - noise,
    )
