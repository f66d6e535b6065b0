"""Distillation towards pictures that the prior finishes in several steps (Zhu et al., "HiFA", ICLR 2024, section 3.1).

One step from much noise gives the mean of everything that may be there, which is a blur; a short sampling from the same
noise gives one thing. All views are finished together, so that a prior that knows them as views of one thing shows one
thing; a run may then go towards these pictures for some steps, as Melas-Kyriazi et al. do ("IM-3D", ICML 2024).
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import torch

from voxstudio.guidance.base import Conditioning, Denoiser, Distilled, Scale, Views
from voxstudio.guidance.distillers.residual import Step, distil_latents, signal_share

STRIDE = 50
"""Timesteps between two calls of the prior."""


def distill(
    prior: Denoiser,
    images: torch.Tensor,
    conditioning: Conditioning,
    views: Views,
    timesteps: torch.Tensor,
    cfg_scale: Scale,
    rng: torch.Generator,
) -> Distilled:
    """The gradient (z - z0) / 2, with z0 sampled by DDIM from z, which is noised to the highest of the timesteps.

    All noise levels count alike: SDS weighs the high ones, which decide on shapes, next to nothing.
    """
    highest, noisiest = int(timesteps.max()), int(timesteps.argmax())
    calls = max(1, round(highest / STRIDE))
    timesteps = torch.full_like(timesteps, highest)
    if isinstance(cfg_scale, torch.Tensor):
        # All pictures are finished together, so they are guided as the noisiest.
        cfg_scale = float(cfg_scale[noisiest])

    def judge(clean: torch.Tensor, _noise: torch.Tensor, noised: torch.Tensor) -> Step:
        z, guess = noised, clean
        levels = [(timesteps * (calls - k)) // calls for k in range(calls + 1)]
        for now, after in itertools.pairwise(levels):
            predicted = prior.predict_noise(z, now, conditioning, views).guided(cfg_scale)
            share, later = signal_share(prior, now, clean), signal_share(prior, after, clean)
            guess = (z - (1 - share).sqrt() * predicted) / share.sqrt()
            z = later.sqrt() * guess + (1 - later).sqrt() * predicted
        return Step(0.5 * (clean - guess), guess)

    return replace(distil_latents(prior, images, timesteps, rng, judge), is_target=True)
