"""Which prompt the prior itself finds likeliest, by how well it denoises pictures of a world when told it.

After Li et al., "Your Diffusion Model is Secretly a Zero-Shot Classifier", 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import torch
from torch.nn import functional as F

from voxstudio.evaluation.cameras import held_out
from voxstudio.evaluation.prompts import PROMPTS, Prompt
from voxstudio.evaluation.worlds import pictures
from voxstudio.guidance.base import Denoiser, Views
from voxstudio.guidance.priors.exemplar import solid_cells
from voxstudio.render.lighting import STUDIO
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.voxel_world import VoxelWorld

LEVELS = (0.4, 0.6, 0.8)
"""Noise levels, 0..1, at which shapes are decided."""


def rivals_of(prompt: Prompt) -> list[Prompt]:
    """Every prompt of the list that asks for another kind: of two wordings of one kind both are true."""
    return [other for other in PROMPTS if other.kind != prompt.kind]


def rank_of_prompt(prior: Denoiser, prompt: Prompt, world: VoxelWorld, start: VoxelWorld, seed: int = 0) -> int:
    """The place of the true prompt, 1 is best, among ``rivals_of`` it, from the held-out cameras."""
    errors = denoising_errors(prior, [prompt.text, *(other.text for other in rivals_of(prompt))], world, start, seed)
    return 1 + int((errors[1:] < errors[0]).sum())


def denoising_errors(
    prior: Denoiser, texts: Sequence[str], world: VoxelWorld, start: VoxelWorld, seed: int = 0
) -> torch.Tensor:
    """One error for each text, (texts,), relative to the mean over the texts; all meet the same noise.

    A picture's and level's errors are divided by their mean over the texts, so that no level outweighs the others.
    Pictures are of half the prior's size, in which runs decide on shapes.
    """
    cameras = held_out(OrbitFrame.of(start), prior.resolution)
    clean = prior.to_latent(F.avg_pool2d(pictures(world, cameras), 2))
    count = len(cameras)
    views = Views(cameras, world.shape, world.scale, torch.tensor(STUDIO.sky).expand(count, 3), solid_cells(world))
    rng = torch.Generator().manual_seed(seed)
    total = torch.zeros(len(texts))
    # A prior answers for a prompt and for a negative one at once: that makes two texts a call.
    pairs = list(zip_longest(texts[::2], texts[1::2], fillvalue=texts[0]))
    told = [prior.encode_text(first, second) for first, second in pairs]
    for level in LEVELS:
        t = torch.full((count,), round(level * (len(prior.alphas_cumprod) - 1)))
        abar = prior.alphas_cumprod[t].view(-1, 1, 1, 1)
        noise = torch.randn(clean.shape, generator=rng)
        noised = abar.sqrt() * clean + (1 - abar).sqrt() * noise
        errors = []
        for conditioning in told:
            answer = prior.predict_noise(noised, t, conditioning, views)
            # The one without the prompt first: that asks for both at once.
            without, told_it = answer.unconditional, answer.conditional
            errors += [(each - noise).square().mean((1, 2, 3)) for each in (told_it, without)]
        table = torch.stack(errors[: len(texts)])
        total += (table / table.mean(0)).mean(1)
    return total / len(LEVELS)
