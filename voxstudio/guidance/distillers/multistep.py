"""Distillation towards pictures that the prior finishes in several steps (Zhu et al., "HiFA", ICLR 2024, section 3.1).

One step from much noise gives the mean of everything that may be there, which is a blur; a short sampling from the same
noise gives one thing. All views are finished together, so that a prior that knows them as views of one thing shows one
thing; a run may then go towards these pictures for some steps, as Melas-Kyriazi et al. do ("IM-3D", ICML 2024).
"""

from __future__ import annotations

from dataclasses import replace

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, Views
from voxstudio.guidance.distillers.residual import Step, distil_latents
from voxstudio.guidance.sampling import ddim, descending

STRIDE = 50
"""Timesteps between two calls of the prior."""


def distill(
    prior: Denoiser,
    images: torch.Tensor,
    conditioning: Conditioning,
    views: Views,
    timesteps: torch.Tensor,
    cfg_scale: float,
    rng: torch.Generator,
) -> Distilled:
    """The gradient (z - z0) / 2, with z0 sampled by DDIM from z, which is noised to the highest of the timesteps.

    All noise levels count alike: SDS weighs the high ones, which decide on shapes, next to nothing.
    """
    highest = int(timesteps.max())
    calls = max(1, round(highest / STRIDE))
    timesteps = torch.full_like(timesteps, highest)

    def judge(clean: torch.Tensor, _noise: torch.Tensor, noised: torch.Tensor) -> Step:
        sampled = ddim(prior, noised, descending(highest, calls), conditioning, views, cfg_scale)
        return Step(0.5 * (clean - sampled.latents), sampled.latents, sampled.cells)

    return replace(distil_latents(prior, images, timesteps, rng, judge), is_target=True)
