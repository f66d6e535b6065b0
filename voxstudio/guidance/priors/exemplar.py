"""The exact denoiser of a finite set of pictures: an oracle that tests distillers, trainer and renderer.

If pictures come from K exemplars y_k, equally likely, the best guess of the picture under noise x_t is known in
closed form: E[y | x_t] = sum_k softmax_k(-|x_t - sqrt(abar) y_k|^2 / (2 (1 - abar))) y_k. Here the exemplars are
renders of given worlds from exactly the cameras of the step, so a run can recover a world if everything is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from voxstudio.errors import UserError
from voxstudio.guidance.base import LinearPrediction, Views
from voxstudio.render.base import Renderer
from voxstudio.world.palette import AIR
from voxstudio.world.voxel_world import VoxelWorld

TIMESTEPS = 1000
Names = tuple[str, ...]


def is_available() -> bool:
    """Always: it is a formula."""
    return True


def load(**options: Any) -> ExemplarPrior:
    """An ``ExemplarPrior``; the options are its arguments."""
    if not options.get("targets"):
        raise UserError("The exemplar prior imitates a world: start from a map, so that it has one.")
    return ExemplarPrior(**options)


class ExemplarPrior:
    """A ``Denoiser`` of the pictures of some worlds, in pixel space.

    The prompt selects the worlds whose names it contains, all of them if it contains none; unconditional are all.
    """

    name = "exemplar"

    def __init__(self, targets: Mapping[str, VoxelWorld], renderer: Renderer, resolution: int = 64) -> None:
        self.resolution = resolution
        betas = torch.linspace(1e-4, 0.02, TIMESTEPS, dtype=torch.float64)
        self.alphas_cumprod = torch.cumprod(1 - betas, dim=0).float()
        self._targets = {name: solid_cells(world) for name, world in targets.items()}
        self._renderer = renderer

    def encode_text(self, prompt: str, negative: str = "", ground: str = "") -> Names:
        """The names of the worlds meant."""
        if not prompt.strip():
            raise UserError("The prompt is empty; say what the world should become.")
        named = tuple(name for name in self._targets if name.lower() in prompt.lower())
        return named or tuple(self._targets)

    def to_latent(self, images: torch.Tensor) -> torch.Tensor:
        """Pictures in 0..1 to -1..1."""
        return images * 2 - 1

    def to_image(self, latents: torch.Tensor) -> torch.Tensor:
        """The way back, clipped to 0..1."""
        return ((latents + 1) / 2).clamp(0, 1)

    @torch.no_grad()
    def predict_noise(
        self, latents: torch.Tensor, t: torch.Tensor, conditioning: Names, views: Views
    ) -> LinearPrediction:
        """The exact noise that is expected in ``latents`` (B, 3, H, W)."""
        exemplars = torch.stack([self._pictures(name, views, latents.shape[-1]) for name in self._targets])
        share = self.alphas_cumprod[t].view(-1, 1, 1, 1)
        distance = (latents - share.sqrt() * exemplars).square().sum(dim=(2, 3, 4))
        likelihood = -distance / (2 * (1 - share.view(-1)))  # (K, B)
        meant = torch.tensor([name in conditioning for name in self._targets])
        conditional = likelihood.masked_fill(~meant[:, None], -torch.inf)
        return LinearPrediction(
            _noise(latents, exemplars, conditional, share), _noise(latents, exemplars, likelihood, share)
        )

    def _pictures(self, name: str, views: Views, resolution: int) -> torch.Tensor:
        alpha, colour = self._targets[name]
        if tuple(alpha.shape) != tuple(views.shape):
            raise UserError(f"The exemplar is {tuple(alpha.shape)} cells large, the world {tuple(views.shape)}.")
        pictures = self._renderer.render(alpha, colour, views.cameras, views.background)[:, :3].clamp(0, 1)
        if pictures.shape[-1] != resolution:
            pictures = torch.nn.functional.interpolate(pictures, size=resolution, mode="area")
        return self.to_latent(pictures)


def _noise(
    latents: torch.Tensor, exemplars: torch.Tensor, likelihood: torch.Tensor, share: torch.Tensor
) -> torch.Tensor:
    weights = torch.softmax(likelihood, dim=0)
    clean = (weights[..., None, None, None] * exemplars).sum(dim=0)
    return (latents - share.sqrt() * clean) / (1 - share).sqrt()


def solid_cells(world: VoxelWorld) -> tuple[torch.Tensor, torch.Tensor]:
    """Whole blocks as a renderer wants them: alpha (X, Y, Z) of 0 and 1, colour (X, Y, Z, 3, 3)."""
    colours = np.concatenate([np.zeros((1, 3, 3), np.float32), world.palette.colours()])
    alpha = torch.from_numpy((world.blocks != AIR).astype(np.float32))
    return alpha, torch.from_numpy(colours[world.blocks])
