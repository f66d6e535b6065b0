"""Score distillation sampling (Poole et al., "DreamFusion", 2022)."""

from __future__ import annotations

from dataclasses import replace

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
    """The gradient w(t) (eps_cfg - eps), with w(t) = 1 - abar.

    What a prior that knows blocks makes of the noise is a whole world, not a mean of many, so it may be approached for
    some steps.
    """
    distilled = distill_residual(
        prior,
        images,
        conditioning,
        views,
        timesteps,
        cfg_scale,
        rng,
        lambda _prediction, guided, noise: guided - noise,
    )
    return replace(distilled, is_target=distilled.cells is not None)
