"""Distillation towards pictures that the prior finishes in several steps (Zhu et al., "HiFA", ICLR 2024, section 3.1).

One step from much noise gives the mean of everything that may be there, which is a blur; a short sampling from the same
noise gives one thing.
"""

from __future__ import annotations

import itertools

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, Views
from voxstudio.guidance.distillers.residual import Step, distil_latents, signal_share

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

    def judge(clean: torch.Tensor, _noise: torch.Tensor, noised: torch.Tensor) -> Step:
        z, guess = noised, clean
        levels = [(timesteps * (CALLS - k)) // CALLS for k in range(CALLS + 1)]
        for now, after in itertools.pairwise(levels):
            predicted = prior.predict_noise(z, now, conditioning, views).guided(cfg_scale)
            share, later = signal_share(prior, now, clean), signal_share(prior, after, clean)
            guess = (z - (1 - share).sqrt() * predicted) / share.sqrt()
            z = later.sqrt() * guess + (1 - later).sqrt() * predicted
        return Step(0.5 * (clean - guess), guess)

    return distil_latents(prior, images, timesteps, rng, judge)
