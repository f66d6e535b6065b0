"""Sampling from a prior by DDIM (Song et al., "Denoising Diffusion Implicit Models", ICLR 2021)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from voxstudio.guidance.base import Cells, Conditioning, Denoiser, Views


@dataclass(frozen=True)
class Sampled:
    """What a sampling ends with."""

    latents: torch.Tensor
    """(B, C, h, w)."""
    cells: Cells | None
    """What they are of, from a prior that knows blocks."""


@torch.no_grad()
def ddim(
    prior: Denoiser,
    noised: torch.Tensor,  # (B, C, h, w), noised to the first of the levels
    levels: Sequence[int],
    conditioning: Conditioning,
    views: Views,
    cfg_scale: float,
) -> Sampled:
    """Take noised latents down the timesteps ``levels``, one call of the prior for each but the last."""
    z = guess = noised
    for now, after in itertools.pairwise(levels):
        prediction = prior.predict_noise(z, torch.full((len(z),), now), conditioning, views)
        noise = prediction.guided(cfg_scale)
        share, later = prior.alphas_cumprod[now], prior.alphas_cumprod[after]
        guess = (z - (1 - share).sqrt() * noise) / share.sqrt()
        z = later.sqrt() * guess + (1 - later).sqrt() * noise
        views = replace(views, cells=prediction.cells(cfg_scale), carried=prediction.carried(cfg_scale))
    return Sampled(guess, views.cells)


def descending(highest: int, calls: int) -> list[int]:
    """Timesteps from ``highest`` to 0 in equal strides, for that many calls."""
    return [highest * (calls - k) // calls for k in range(calls + 1)]
