"""The prior that ships with VoxStudio: small, conditioned on text and camera, at home on any CPU."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import torch

from voxstudio.errors import UserError
from voxstudio.guidance.base import NoisePrediction, Scale, Views
from voxstudio.guidance.pocket.conditioning import camera_features, ray_maps
from voxstudio.guidance.pocket.model import PocketModel, alphas_cumprod
from voxstudio.guidance.pocket.weights import load_model, shipped_folder, word_table
from voxstudio.guidance.pocket.words import MAX_WORDS


def is_available() -> bool:
    """Whether the weights are there."""
    return (shipped_folder() / "model.safetensors").is_file()


def load(folder: Path | str | None = None) -> PocketPrior:
    """The prior with its shipped weights, or those of another folder. Raises ``UserError`` where there are none."""
    return PocketPrior(load_model(Path(folder) if folder else None))


@dataclass(frozen=True)
class PixelPrediction(NoisePrediction):
    """A prediction whose guided form keeps to pictures that can be: static thresholding (Saharia et al., 2022).

    Strong guidance asks for colours beyond black and white; what it overshoots by would be pulled into the world.
    """

    noised: torch.Tensor
    """(B, 3, S, S), the picture that was asked about."""
    abar: torch.Tensor
    """(B, 1, 1, 1), the share of signal variance in it."""

    def guided(self, cfg_scale: Scale) -> torch.Tensor:
        """Classifier-free guidance, with the picture it amounts to clipped to -1..1."""
        signal, sigma = self.abar.sqrt(), (1 - self.abar).sqrt()
        clean = (self.noised - sigma * super().guided(cfg_scale)) / signal
        return (self.noised - signal * clean.clamp(-1, 1)) / sigma


class PocketPrior:
    """Implements ``Denoiser`` in pixel space: a latent is a picture in -1..1."""

    name = "pocket"
    resolution = 64

    def __init__(self, model: PocketModel) -> None:
        self.alphas_cumprod = alphas_cumprod()
        self._model = model

    def encode_text(self, prompt: str, negative: str = "") -> torch.Tensor:
        """Words of the prompt and of what to avoid, float32 (2, MAX_WORDS, width).

        Raises ``UserError`` if no word of the prompt is known.
        """
        table = word_table()
        words = torch.zeros(2, MAX_WORDS, table.width)
        for row, text in zip(words, (prompt, negative), strict=True):
            encoded = table.encode(text)
            row[: len(encoded)] = torch.from_numpy(encoded)
        if not words[0].any():
            raise UserError("The prompt has no word that the prior knows; say in English what the world should become.")
        return words

    def to_latent(self, images: torch.Tensor) -> torch.Tensor:
        """0..1 to -1..1."""
        return images * 2 - 1

    def to_image(self, latents: torch.Tensor) -> torch.Tensor:
        """-1..1 to 0..1."""
        return (latents / 2 + 0.5).clamp(0, 1)

    @torch.no_grad()
    def predict_noise(
        self,
        latents: torch.Tensor,  # (B, 3, S, S)
        t: torch.Tensor,  # (B,) int64
        conditioning: torch.Tensor,  # (2, MAX_WORDS, width)
        views: Views,
    ) -> PixelPrediction:
        """Noise with and without the prompt, in one call of the network on 2 B pictures."""
        count = len(latents)
        facts = camera_features(views.cameras, views.shape, views.scale, views.background.numpy())
        rays = ray_maps(
            views.cameras, views.shape, views.scale, latents.shape[-1] // self._model.architecture.unshuffle
        )
        v = self._model(
            latents.repeat(2, 1, 1, 1).contiguous(memory_format=torch.channels_last),
            t.repeat(2),
            conditioning.repeat_interleave(count, 0),
            torch.from_numpy(facts).repeat(2, 1),
            torch.from_numpy(rays).repeat(2, 1, 1, 1),
            views=count,
        )
        abar = self.alphas_cumprod[t].view(-1, 1, 1, 1)
        conditional, unconditional = (abar.sqrt() * half + (1 - abar).sqrt() * latents for half in v.split(count))
        return PixelPrediction(conditional, unconditional, latents, abar)


@torch.no_grad()
def sample(
    prior: PocketPrior, prompt: str, views: Views, *, steps: int = 25, cfg_scale: float = 4.0, seed: int = 0
) -> torch.Tensor:
    """Pictures (B, 3, S, S) in 0..1 that the prior imagines at the views, by DDIM (Song et al., 2021)."""
    rng = torch.Generator().manual_seed(seed)
    conditioning = prior.encode_text(prompt)
    count = len(views.cameras)
    x = torch.randn(count, 3, prior.resolution, prior.resolution, generator=rng)
    times = torch.linspace(len(prior.alphas_cumprod) - 1, 0, steps + 1).long()
    for t, after in itertools.pairwise(times):
        noise = prior.predict_noise(x, t.expand(count), conditioning, views).guided(cfg_scale)
        abar = prior.alphas_cumprod[t]
        clean = (x - (1 - abar).sqrt() * noise) / abar.sqrt()
        abar = prior.alphas_cumprod[after]
        x = abar.sqrt() * clean + (1 - abar).sqrt() * noise
    return prior.to_image(x)
