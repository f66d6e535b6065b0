"""What a prior and a distiller are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch

from voxstudio.views.camera import Camera

Conditioning = Any
"""What a prior made of a prompt; only that prior looks inside."""


@dataclass(frozen=True)
class Views:
    """Where the pictures of one step were taken from, for priors that are conditioned on it."""

    cameras: Sequence[Camera]
    """B cameras in world units."""
    shape: tuple[int, int, int]
    """Cells of the world along x, y, z."""
    scale: float
    """World units a block."""
    background: torch.Tensor
    """float32 (B, 3) in 0..1."""


Scale = float | torch.Tensor
"""Of guidance: one, or one for each picture, (B, 1, 1, 1)."""


@dataclass(frozen=True)
class NoisePrediction:
    """A prior's two answers to "which noise is in this?"."""

    conditional: torch.Tensor
    unconditional: torch.Tensor
    """Without the prompt, or with the negative prompt where there is one."""

    def guided(self, cfg_scale: Scale) -> torch.Tensor:
        """Classifier-free guidance, ``uncond + scale (cond - uncond)``, as diffusers has it: 1 is no guidance.

        Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022 (with their w = scale - 1).
        """
        return self.unconditional + cfg_scale * (self.conditional - self.unconditional)


class Denoiser(Protocol):
    """A frozen image prior."""

    name: str
    resolution: int
    """Pixels along each side of the pictures it wants."""
    alphas_cumprod: torch.Tensor
    """float32 (T,): the share of signal variance left at each timestep."""

    def encode_text(self, prompt: str, negative: str = "") -> Conditioning:
        """What the prior makes of a prompt and of what to avoid. Raises ``UserError`` for an empty prompt."""
        ...

    def to_latent(self, images: torch.Tensor) -> torch.Tensor:
        """Pictures (B, 3, H, W) in 0..1 to what the prior denoises, differentiably."""
        ...

    def to_image(self, latents: torch.Tensor) -> torch.Tensor:
        """The way back, to pictures in 0..1, for display; no gradient needed."""
        ...

    def predict_noise(
        self,
        latents: torch.Tensor,  # (B, C, h, w), already noised
        t: torch.Tensor,  # (B,) int64 timesteps
        conditioning: Conditioning,
        views: Views,
    ) -> NoisePrediction:
        """Predicted noise with and without the prompt, both shaped like ``latents``. No gradient is kept."""
        ...


@dataclass(frozen=True)
class Distilled:
    """What a distiller wants changed in the pictures."""

    gradient: torch.Tensor
    """Detached d(loss)/d(images), shaped like the images (B, 3, H, W), summed over pixels, averaged over views."""
    loss: float
    diagnostics: dict[str, torch.Tensor] = field(default_factory=dict)
    """Pictures (B, 3, H, W) in 0..1 for display: ``noised``, ``prediction``."""
    is_target: bool = False
    """Whether ``prediction`` is finished and may be approached for some steps without asking the prior again."""


class Distiller(Protocol):
    """Turns a prior's opinion of pictures into a gradient on them."""

    def __call__(
        self,
        prior: Denoiser,
        images: torch.Tensor,  # (B, 3, H, W) in 0..1
        conditioning: Conditioning,
        views: Views,
        timesteps: torch.Tensor,  # (B,) int64, chosen by the schedule
        cfg_scale: Scale,
        rng: torch.Generator,
    ) -> Distilled:
        """What to change in the pictures; the prior is asked about them noised to ``timesteps``."""
        ...
