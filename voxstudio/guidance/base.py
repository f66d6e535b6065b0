"""What a prior and a distiller are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch

from voxstudio.views.camera import Camera

Conditioning = Any
"""What a prior made of a prompt; only that prior looks inside."""


Carried = Mapping[str, torch.Tensor]
"""What a prior takes from one of its answers to the next; only that prior looks inside, but checkpoints hold it."""
Cells = tuple[torch.Tensor, torch.Tensor]
"""Soft blocks as a renderer takes them: opacity (X, Y, Z) and unlit colour (X, Y, Z, 3 faces, 3 channels), in 0..1."""


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
    cells: Cells | None = None
    """What the pictures are of, for priors that know blocks; ``None`` where only the pictures are known."""
    seed: int = 0
    """Of the noise on the blocks. It is the same in all steps of a run, so that a run keeps one thing in mind where
    fresh noise would ask for the mean of all that may be there (Yan et al., "Flow Score Distillation", 2024)."""
    carried: Carried | None = None
    """What the prior's answer before this one carried, in a run or a sampling."""


class NoisePrediction(Protocol):
    """A prior's two answers to "which noise is in this?", and what guidance makes of them."""

    @property
    def conditional(self) -> torch.Tensor:
        """With the prompt."""
        ...

    @property
    def unconditional(self) -> torch.Tensor:
        """Without the prompt, or with the negative prompt where there is one."""
        ...

    def guided(self, cfg_scale: float) -> torch.Tensor:
        """Classifier-free guidance (Ho and Salimans, 2022, their w is scale - 1): 0 is unconditional, 1 conditional."""
        ...

    def cells(self, cfg_scale: float) -> Cells | None:
        """The guided guess of what the pictures are of, shaped like the views' cells where those are known.

        ``None`` from a prior that knows nothing but pictures.
        """
        ...

    def carried(self, cfg_scale: float) -> Carried | None:
        """What to show the prior when it is asked next, beside pictures and cells as they are then."""
        ...


@dataclass(frozen=True)
class LinearPrediction:
    """A ``NoisePrediction`` whose guidance is ``uncond + scale (cond - uncond)``, as diffusers has it."""

    conditional: torch.Tensor
    unconditional: torch.Tensor

    def guided(self, cfg_scale: float) -> torch.Tensor:
        """On the line through both answers."""
        return self.unconditional + cfg_scale * (self.conditional - self.unconditional)

    def cells(self, cfg_scale: float) -> Cells | None:
        """Nothing is known of blocks."""

    def carried(self, cfg_scale: float) -> Carried | None:
        """The latents are all there is."""


class Denoiser(Protocol):
    """A frozen image prior."""

    name: str
    resolution: int
    """Pixels along each side of the pictures it wants."""
    alphas_cumprod: torch.Tensor
    """float32 (T,): the share of signal variance left at each timestep."""

    def encode_text(self, prompt: str, negative: str = "", ground: str = "") -> Conditioning:
        """What the prior makes of a prompt and of what to avoid. Raises ``UserError`` for an empty prompt.

        ``ground`` is the material of the flat land that a world begins with, if it does, for a prior that would
        otherwise choose a land of its own.
        """
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
    cells: Cells | None = None
    """What the cells themselves should rather be, shaped like the views' cells, from priors that know blocks."""
    carried: Carried | None = None
    """What to show the prior when it is asked next."""
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
        cfg_scale: float,
        rng: torch.Generator,
    ) -> Distilled:
        """What to change in the pictures; the prior is asked about them noised to ``timesteps``."""
        ...
