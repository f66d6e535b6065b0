"""The prior that ships with VoxStudio: small, conditioned on text and camera, at home on any CPU."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from voxstudio.errors import UserError
from voxstudio.guidance.base import Carried, Cells, Views
from voxstudio.guidance.pocket.cells import (
    alphas_cumprod,
    cells_of,
    likely_blocks,
    picture_cells,
    shares,
    signal_in_cells,
    soft_blocks,
)
from voxstudio.guidance.pocket.lattice import CELL_CHANNELS, Lattice, Places
from voxstudio.guidance.pocket.model import PocketModel
from voxstudio.guidance.pocket.reading import reader
from voxstudio.guidance.pocket.unsaid import on_land, under_a_roof
from voxstudio.guidance.pocket.weights import load_model, shipped_folder
from voxstudio.guidance.pocket.words import MAX_WORDS, word_table
from voxstudio.guidance.sampling import ddim, descending
from voxstudio.render.base import cells_first, faces_first

REFINED_FROM = 0.5
"""Noise level from which samples are finished in cells of one block."""
NEARLY_CLEAN, DECIDEDNESS = 0.95, 4.0
"""From that share of signal variance in pictures on, logits of cells count that many times.

Where little is left to guess, half there would be fog in the end: what is likelier than not is to be a block.
"""
FRESH = 0.1
"""Share of the variance of a run's noise that is new in each answer (sigma squared in DDIM, Song et al., 2021, eq. 12).

None at all leaves the marks of one noise in every wall; with all of it anew, what differs from one answer to the next
is lost: windows.
"""
RENEWED_EACH = 4
"""Answers about fine cells of which one works out the pull of the prompt, and what large cubes say of their parts.

Both change little meanwhile (CFG-Cache of Lv et al., "FasterCache", ICLR 2025; Ma et al., "DeepCache", CVPR 2024), and
the others take less than a third of the time.
"""
_SEEDS_APART = 1_000_003
"""Between the seeds of noise of two answers, so that no other run begins with it."""


def is_available() -> bool:
    """Whether the weights are there."""
    return (shipped_folder() / "model.safetensors").is_file()


@cache
def multiplies_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 by instructions of its own: the network then takes 0.6 of the time."""
    can = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def load(folder: Path | str | None = None) -> PocketPrior:
    """The prior with its shipped weights, or those of another folder. Raises ``UserError`` where there are none."""
    return PocketPrior(load_model(Path(folder) if folder else None))


class BlockPrediction:
    """A ``NoisePrediction`` that is a guess of the world: the noise is what the noised views hold beside its pictures.

    Guidance works on the logits of the cells, so that whatever its scale a block world is shown, and no colour beyond
    black and white can be asked for. What is not needed is not asked: nothing without the prompt at a scale of 1, nor
    where ``pull`` is known.
    """

    def __init__(
        self,
        ask: Callable[[int], tuple[torch.Tensor, torch.Tensor]],  # what the model says of 1 or 2 rows
        noised: torch.Tensor,  # (V, 3, S, S)
        abar: torch.Tensor,  # (V, 1, 1, 1)
        blocks: Places,
        picture: Callable[[Cells], torch.Tensor],  # (V, 3, S, S) of soft blocks
        shown: Carried,  # the noised cells (X, Y, Z, 4), the share of signal variance in them, words, answers so far
        pull: torch.Tensor | None,  # logits (X, Y, Z, 1 + M) with the prompt less those without, as before
    ) -> None:
        self._ask, self._shown, self._pull = ask, shown, pull
        self._logits = self._cubes = noised[:0]
        self._noised, self._abar = noised, abar
        self._blocks, self._picture = blocks, picture
        self._shares: dict[float, torch.Tensor] = {}

    @property
    def conditional(self) -> torch.Tensor:
        """With the prompt, (V, 3, S, S)."""
        return self.guided(1.0)

    @property
    def unconditional(self) -> torch.Tensor:
        """Without the prompt, or with the negative one, (V, 3, S, S)."""
        return self.guided(0.0)

    def guided(self, cfg_scale: float) -> torch.Tensor:
        """The noise beside the world of the logits ``uncond + scale (cond - uncond)``, (V, 3, S, S)."""
        clean = self._picture(soft_blocks(self._decided(cfg_scale)))
        return (self._noised - self._abar.sqrt() * clean) / (1 - self._abar).sqrt()

    def cells(self, cfg_scale: float) -> Cells:
        """What is guessed to stand there, as blocks of the world that was asked about."""
        alpha, colour = likely_blocks(self._decided(cfg_scale))
        opacity = self._blocks.mean(alpha.numpy())
        faces = np.stack([self._blocks.mean(face) for face in faces_first(colour)])
        return torch.from_numpy(opacity), torch.from_numpy(cells_first(faces, opacity.shape))

    def carried(self, cfg_scale: float) -> Carried:
        """What was shown, how likely everything is in it, and what the next answer need not work out again."""
        carried = {**self._shown, "guess": self._likely(cfg_scale), "cubes": self._cubes}
        pull = self._logits[0] - self._logits[1] if len(self._logits) == 2 else self._pull
        return carried if pull is None else {**carried, "pull": pull}

    def _decided(self, cfg_scale: float) -> torch.Tensor:
        if self._abar.amin() <= NEARLY_CLEAN:
            return self._likely(cfg_scale)
        return shares(self._mixed(cfg_scale) * DECIDEDNESS)

    def _likely(self, cfg_scale: float) -> torch.Tensor:
        if cfg_scale not in self._shares:
            self._shares[cfg_scale] = shares(self._mixed(cfg_scale))
        return self._shares[cfg_scale]

    def _mixed(self, cfg_scale: float) -> torch.Tensor:
        needed = 1 if cfg_scale == 1 or self._pull is not None else 2
        if len(self._logits) < needed:
            self._logits, self._cubes = self._ask(needed)
        if len(self._logits) == 2:
            return torch.lerp(self._logits[1], self._logits[0], cfg_scale)
        return self._logits[0] if self._pull is None else self._logits[0] + (cfg_scale - 1) * self._pull


class PocketPrior:
    """Implements ``Denoiser`` in pixel space: a latent is a picture in -1..1."""

    name = "pocket"
    resolution = 64

    def __init__(self, model: PocketModel) -> None:
        self.alphas_cumprod = alphas_cumprod()
        self._model = model

    @cached_property
    def _half(self) -> PocketModel:
        return copy.deepcopy(self._model).to(torch.bfloat16)

    def encode_text(self, prompt: str, negative: str = "", ground: str = "") -> torch.Tensor:
        """Words of the prompt and of what to avoid, as captions would have them, float32 (2, MAX_WORDS, width).

        What a prompt leaves unsaid is added: its land is that of ``ground``, so that meadows do not turn to snow.

        Raises ``UserError`` if no word of the prompt is known.
        """
        table = word_table()
        words = torch.zeros(2, MAX_WORDS, table.width)
        asked = on_land(under_a_roof(reader().read(prompt)), ground), reader().read(negative)
        for row, text in zip(words, asked, strict=True):
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
        latents: torch.Tensor,  # (V, 3, S, S)
        t: torch.Tensor,  # (V,) int64
        conditioning: torch.Tensor,  # (2, MAX_WORDS, width)
        views: Views,
    ) -> BlockPrediction:
        """What stands in the views' cells with and without the prompt, and how that looks.

        The pictures themselves are not looked at: the cells, noised to the level of the noisiest of them, say more.
        """
        side = latents.shape[-1]
        lattice = Lattice.over(views.shape, views.scale, side)
        abar = self.alphas_cumprod[t].view(-1, 1, 1, 1)
        signal = signal_in_cells(abar.amin(), side)
        noised = self._noised_cells(signal, lattice, views)
        is_fine = side == self.resolution  # where the time goes; what decides on the shape stays exact
        sites, guess = torch.from_numpy(lattice.sites()), self._guess(lattice, views)
        lasting = _lasting(views.carried, guess.shape, conditioning) if is_fine else {}

        @torch.no_grad()
        def ask(rows: int) -> tuple[torch.Tensor, torch.Tensor]:
            model = self._half if is_fine and multiplies_bfloat16() else self._model
            cubes = lasting.get("cubes") if rows == 1 else None
            logits, cubes = model(noised[None], signal[None], conditioning[:rows], sites[None], guess[None], cubes)
            return logits, cubes[:1].float()

        rendered = min(views.cameras[0].width, self.resolution)
        cameras = [replace(camera, width=rendered, height=rendered) for camera in views.cameras]
        return BlockPrediction(
            ask,
            latents,
            abar,
            lattice.blocks(views.shape),
            lambda cells: picture_cells(cells, lattice, cameras, views.background, side),
            {"noised": noised, "signal": signal, "answers": _answers(views.carried) + 1, "conditioning": conditioning},
            lasting.get("pull"),
        )

    def _noised_cells(self, signal: torch.Tensor, lattice: Lattice, views: Views) -> torch.Tensor:
        """What stands there in the lattice, noised, (X, Y, Z, 4); nothing but noise where it is not known.

        The noise is for the most part what the cells of the answer before held beside what stands there now. So a run
        is a sampling by DDIM (Song et al., 2021) in which the world itself is in the place of the guess, and asks for
        one thing, where noise that is all new in each step would ask for the mean of all that may be there.
        """
        rng = torch.Generator().manual_seed(views.seed + _SEEDS_APART * int(_answers(views.carried)))
        noise = torch.randn(*lattice.shape, CELL_CHANNELS, generator=rng)
        if views.cells is None:
            return noise
        alpha, colour = views.cells
        known = torch.from_numpy(cells_of(alpha.numpy(), colour.numpy(), lattice))
        if views.carried is not None and views.carried["noised"].shape == noise.shape:
            before, share = views.carried["noised"], views.carried["signal"]
            kept = (before - share.sqrt() * known) / (1 - share).sqrt()
            noise = (1 - FRESH) ** 0.5 * kept + FRESH**0.5 * noise
        return signal.sqrt() * known + (1 - signal).sqrt() * noise

    def _guess(self, lattice: Lattice, views: Views) -> torch.Tensor:
        """What the answer before held likely, (X, Y, Z, 1 + M); zero where there was none."""
        shape = (*lattice.shape, 1 + self._model.architecture.materials)
        if views.carried is not None and views.carried["guess"].shape == shape:
            return views.carried["guess"]
        return torch.zeros(shape)


def _lasting(carried: Carried | None, shape: torch.Size, conditioning: torch.Tensor) -> Carried:
    """What was carried from an answer to the same words about the same cells, unless it is time to renew it."""
    if carried is None or "conditioning" not in carried or int(_answers(carried)) % RENEWED_EACH == 0:
        return {}
    is_of_these = carried["guess"].shape == shape and torch.equal(carried["conditioning"], conditioning)
    return carried if is_of_these else {}


def _answers(carried: Carried | None) -> torch.Tensor:
    """How many there were before, ()."""
    return (carried or {}).get("answers", torch.tensor(0))


def sample(
    prior: PocketPrior, prompt: str, views: Views, *, steps: int = 25, cfg_scale: float = 1.5, seed: int = 0
) -> torch.Tensor:
    """Pictures (B, 3, S, S) in 0..1 that the prior imagines at the views, by DDIM.

    As in runs: first in cells of two blocks, which decide on the shape, then in those of one.
    """
    rng = torch.Generator().manual_seed(seed)
    conditioning, side = prior.encode_text(prompt), prior.resolution
    small = torch.randn(len(views.cameras), 3, side // 2, side // 2, generator=rng)
    views = replace(views, cells=None, carried=None, seed=seed)
    shape = ddim(prior, small, descending(len(prior.alphas_cumprod) - 1, steps), conditioning, views, cfg_scale)

    highest = round(REFINED_FROM * (len(prior.alphas_cumprod) - 1))
    share = prior.alphas_cumprod[highest]
    large = F.interpolate(shape.latents, size=side, mode="bilinear")
    large = share.sqrt() * large + (1 - share).sqrt() * torch.randn(large.shape, generator=rng)
    levels = descending(highest, max(1, round(REFINED_FROM * steps)))
    return prior.to_image(
        ddim(prior, large, levels, conditioning, replace(views, cells=shape.cells), cfg_scale).latents
    )
