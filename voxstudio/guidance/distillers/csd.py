"""Classifier score distillation (Yu et al., "Text-to-3D with Classifier Score Distillation", 2023)."""

from __future__ import annotations

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, Views
from voxstudio.guidance.distillers.residual import distill_residual


def distill(
    prior: Denoiser,
    images: torch.Tensor,
    conditioning: Conditioning,
    views: Views,
    timesteps: torch.Tensor,
    cfg_scale: float,
    rng: torch.Generator,
) -> Distilled:
    """The gradient w(t) scale (eps_cond - eps_uncond): what the prompt adds, and no noise term."""
    return distill_residual(
        prior,
        images,
        conditioning,
        views,
        timesteps,
        cfg_scale,
        rng,
        lambda prediction, _guided, _noise: cfg_scale * (prediction.conditional - prediction.unconditional),
    )
