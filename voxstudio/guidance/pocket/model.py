"""The network of the pocket prior."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from diffusers.models.attention_processor import Attention, AttnProcessor2_0
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import nn
from torch.nn import functional as F

from voxstudio.guidance.pocket.conditioning import CAMERA_FEATURES, RAY_CHANNELS
from voxstudio.guidance.pocket.words import MAX_WORDS

TIMESTEPS = 1000


@dataclass(frozen=True)
class Architecture:
    """Shape of the network; kept with the weights."""

    channels: tuple[int, ...] = (48, 96, 160)
    attention: tuple[bool, ...] = (False, False, True)
    """Which levels attend to each other and to the text."""
    heads: int = 4
    text_width: int = 128
    word_width: int = 64
    unshuffle: int = 2
    """Pixels are folded into channels by this factor: twice the capacity for half the time."""
    together: bool = True
    """Whether the views of one scene see each other, so that all of them show the same thing."""

    def to_json(self) -> dict[str, Any]:
        """For the file beside the weights."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Architecture:
        """The way back. Raises ``TypeError`` for fields of another version."""
        known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return cls(**known)


class _Together(AttnProcessor2_0):
    """Self-attention over all views of a scene at once (Shi et al., "MVDream", ICLR 2024, section 3.1)."""

    def __call__(
        self,
        attn: Attention,
        hidden_states: torch.Tensor,  # (B, tokens, width)
        encoder_hidden_states: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        views: int = 1,
    ) -> torch.Tensor:
        if encoder_hidden_states is not None:
            return super().__call__(attn, hidden_states, encoder_hidden_states, attention_mask)
        shape = hidden_states.shape
        together = hidden_states.reshape(shape[0] // views, views * shape[1], shape[2])
        return super().__call__(attn, together).reshape(shape)


class PocketModel(nn.Module):
    """Predicts v = sqrt(abar) noise - sqrt(1 - abar) image (Salimans and Ho, 2022) from a noised picture.

    Pictures are in -1..1, (B, 3, S, S), for any S that is a multiple of 8 times ``unshuffle``. Text enters twice: its
    words by cross-attention, their mean beside the camera's facts in the time embedding. The camera enters as facts
    of the picture and as a map of its rays. Every ``views`` consecutive pictures show one scene; they may be noised
    to different degrees.
    """

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        a = self.architecture = architecture
        fold = a.unshuffle**2
        self.unet = UNet2DConditionModel(
            sample_size=64 // a.unshuffle,
            in_channels=3 * fold + RAY_CHANNELS,
            out_channels=3 * fold,
            block_out_channels=a.channels,
            layers_per_block=1,
            down_block_types=tuple("CrossAttnDownBlock2D" if has else "DownBlock2D" for has in a.attention),
            up_block_types=tuple("CrossAttnUpBlock2D" if has else "UpBlock2D" for has in reversed(a.attention)),
            cross_attention_dim=a.text_width,
            # diffusers means the number of heads by this name.
            attention_head_dim=a.heads,
            norm_num_groups=16,
            class_embed_type="projection",
            projection_class_embeddings_input_dim=CAMERA_FEATURES + a.word_width,
        )
        self.unet.set_attn_processor(_Together())
        self.words = nn.Linear(a.word_width, a.text_width)
        self.positions = nn.Parameter(torch.randn(MAX_WORDS, a.text_width) * 0.1)
        self.nothing = nn.Parameter(torch.randn(a.text_width) * 0.1)

    def inner_weights(self) -> list[nn.Parameter]:
        """Weights of all layers but those that begin or end at what has a meaning of its own."""
        outer = ("unet.conv_in.", "unet.conv_out.", "unet.time_embedding.linear_1.", "unet.class_embedding.linear_1.")
        return [
            weight
            for name, weight in self.named_parameters()
            if name.endswith(".weight") and weight.ndim > 1 and not name.startswith((*outer, "words."))
        ]

    def forward(
        self,
        noised: torch.Tensor,  # (B, 3, S, S)
        t: torch.Tensor,  # (B,) int64
        words: torch.Tensor,  # (B, MAX_WORDS, word_width), zero where there is no word
        camera: torch.Tensor,  # (B, CAMERA_FEATURES)
        rays: torch.Tensor,  # (B, RAY_CHANNELS, S / unshuffle, S / unshuffle)
        views: int = 1,
    ) -> torch.Tensor:
        """v, shaped like ``noised``."""
        present = words.square().sum(-1, keepdim=True) > 0
        text = torch.where(present, self.words(words * words.shape[-1] ** 0.5) + self.positions, self.nothing)
        mean = words.sum(1) / present.sum(1).clamp(min=1) * words.shape[-1] ** 0.5
        folded = F.pixel_unshuffle(noised, self.architecture.unshuffle)
        v = self.unet(
            torch.cat([folded, rays], 1),
            t,
            encoder_hidden_states=text,
            class_labels=torch.cat([camera, mean], 1),
            cross_attention_kwargs={"views": views if self.architecture.together else 1},
            return_dict=False,
        )[0]
        return F.pixel_shuffle(v, self.architecture.unshuffle)


def alphas_cumprod() -> torch.Tensor:
    """The cosine schedule (Nichol and Dhariwal, 2021), float32 (1000,): signal variance left at each timestep."""
    steps = torch.arange(TIMESTEPS + 1, dtype=torch.float64) / TIMESTEPS
    abar = torch.cos((steps + 0.008) / 1.008 * torch.pi / 2) ** 2
    betas = (1 - abar[1:] / abar[:-1]).clamp(max=0.999)
    return torch.cumprod(1 - betas, 0).float()
