"""The network of the pocket prior: from noised blocks and a prompt to the block world that they may be.

A denoiser of categories (Dieleman et al., "Continuous diffusion for categorical data", 2022): every cell is a point
in a space where each material, and Air, has its own place; the points are noised, and the network says how likely
each material is in each cell.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import torch
from torch import nn
from torch.nn import functional as F

from voxstudio.guidance.pocket import passes
from voxstudio.guidance.pocket.cells import evidence, evidence_weights, shares
from voxstudio.guidance.pocket.lattice import CELL_CHANNELS, FOLD, SITE_FEATURES
from voxstudio.guidance.pocket.words import MAX_WORDS

_WAVES = 32
_Layer = TypeVar("_Layer", bound=nn.Module)


@dataclass(frozen=True)
class Architecture:
    """Shape of the network; kept with the weights."""

    cell: int = 16
    """Channels of a cell, within its site."""
    site: int = 48
    """Channels of a site, a cube of ``FOLD`` cells along each side."""
    middle: int = 112
    """Channels of a cube of 2 sites."""
    deep: int = 192
    """Channels of a cube of 4 sites, where everything attends to everything and to the words."""
    layers: int = 5
    """Attention layers."""
    heads: int = 6
    told: int = 192
    """Numbers that tell every block of the network about prompt and noise."""
    word_width: int = 64
    materials: int = 7

    def to_json(self) -> dict[str, Any]:
        """For the file beside the weights."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Architecture:
        """The way back. Raises ``TypeError`` for fields of another version."""
        return cls(**values)


def fold(volume: torch.Tensor) -> torch.Tensor:
    """(S, X, Y, Z, C) to (S, X / 2, Y / 2, Z / 2, 8 C), each cube of 2 cells in one."""
    s, x, y, z, c = volume.shape
    cubes = volume.reshape(s, x // 2, 2, y // 2, 2, z // 2, 2, c)
    return cubes.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(s, x // 2, y // 2, z // 2, 8 * c)


def unfold(volume: torch.Tensor) -> torch.Tensor:
    """The way back of ``fold``."""
    s, x, y, z, c = volume.shape
    cubes = volume.reshape(s, x, y, z, 2, 2, 2, c // 8)
    return cubes.permute(0, 1, 4, 2, 5, 3, 6, 7).reshape(s, 2 * x, 2 * y, 2 * z, c // 8)


def _normed(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    mean_square = torch.linalg.vector_norm(x, dim=-1, keepdim=True).square() / x.shape[-1]
    return x * torch.rsqrt(mean_square + passes.EPSILON) * weight.to(x.dtype)


def _activated(x: torch.Tensor, weight: torch.Tensor, told: torch.Tensor | None = None) -> torch.Tensor:
    """A norm, scale and shift as ``told`` (S, 2 C), and SiLU."""
    if passes.suits(x):
        scale, shift = (x.new_zeros(len(x), 2 * len(weight)) if told is None else told).float().chunk(2, -1)
        return passes.activated(x, weight.float() * (1 + scale), shift.contiguous())
    if told is None:
        return F.silu(_normed(x, weight))
    scale, shift = told[:, None, None, None].chunk(2, -1)
    return F.silu(_normed(x, weight) * (1 + scale) + shift)


def _known(cells: torch.Tensor, signal: torch.Tensor, guess: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """What is shown of cells: they themselves, what they say, and what was guessed before; folded to sites."""
    if passes.suits(cells):
        return passes.known(cells, guess, evidence_weights(signal), dtype)
    own = shares(evidence(cells, signal))
    return fold(torch.cat([part.to(dtype) for part in (cells, own, guess)], -1))


def _concluded(
    of_sites: torch.Tensor, of_cubes: torch.Tensor, cells: torch.Tensor, signal: torch.Tensor
) -> torch.Tensor:
    """Logits of cells, from what is said of sites, of cubes of two, and by the cells themselves."""
    if passes.suits(of_sites):
        return passes.concluded(of_sites, of_cubes, cells, evidence_weights(signal))
    own = evidence(cells, signal)  # float32, as the logits then are
    return unfold(of_sites + _spread(of_cubes, 2).repeat(1, 1, 1, 1, FOLD**3)) + own


class _Norm(nn.Module):
    """Each cell's channels brought to unit root mean square (Zhang and Sennrich, 2019)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return _normed(x, self.weight)


class _Residual(nn.Module):
    """A convolution and a linear layer beside a shortcut, told of the rest by scale and shift (Perez et al., 2018)."""

    def __init__(self, channels: int, told: int) -> None:
        super().__init__()
        self.before, self.between = _Norm(channels), _Norm(channels)
        self.convolution = nn.Conv3d(channels, channels, 3, padding=1)
        self.told = nn.Linear(told, 2 * channels)
        self.out = _zeroed(nn.Linear(channels, channels))

    def forward(self, x: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        y = _activated(x, self.before.weight).permute(0, 4, 1, 2, 3)
        y = self.convolution(y).permute(0, 2, 3, 4, 1)
        return self.out(_activated(y, self.between.weight, self.told(told))).add_(x)


class _Attention(nn.Module):
    """Attention of tokens (S, N, C) to each other and to words, and a perceptron, each beside a shortcut."""

    def __init__(self, width: int, heads: int, told: int) -> None:
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(_Norm(width) for _ in range(3))
        self.told = nn.Linear(told, 2 * width)
        self.own = nn.Linear(width, 3 * width)
        self.ask, self.words = nn.Linear(width, width), nn.Linear(width, 2 * width)
        self.mix, self.heed = _zeroed(nn.Linear(width, width)), _zeroed(nn.Linear(width, width))
        self.think = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), _zeroed(nn.Linear(3 * width, width)))

    def forward(self, x: torch.Tensor, words: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        scale, shift = self.told(told)[:, None].chunk(2, -1)
        x = x + self.mix(self._attend(*self.own(self.norms[0](x) * (1 + scale) + shift).chunk(3, -1)))
        x = x + self.heed(self._attend(self.ask(self.norms[1](x)), *self.words(words).chunk(2, -1)))
        return x + self.think(self.norms[2](x))

    def _attend(self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (query, key, value))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)


class PocketModel(nn.Module):
    """How likely each material is in each cell of a lattice, as logits, from noised cells of S scenes.

    A lattice has any sizes that are multiples of ``MULTIPLE``.
    """

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        a = self.architecture = architecture
        each, classes = FOLD**3, 1 + a.materials
        self.scene_told = _perceptron(2 * _WAVES + a.word_width + 1, a.told)
        self.site_in = nn.Linear(each * (CELL_CHANNELS + 2 * classes), a.site)
        self.site_before = nn.ModuleList([_Residual(a.site, a.told)])
        self.middle_in = nn.Linear(8 * a.site + SITE_FEATURES, a.middle)
        self.middle_before = nn.ModuleList(_Residual(a.middle, a.told) for _ in range(2))
        self.deep_in = nn.Linear(8 * (a.middle + SITE_FEATURES), a.deep)
        self.deep_before = _Residual(a.deep, a.told)
        self.attention = nn.ModuleList(_Attention(a.deep, a.heads, a.told) for _ in range(a.layers))
        self.deep_out = nn.Linear(a.deep, 8 * a.middle)
        self.middle_after = nn.ModuleList(_Residual(a.middle, a.told) for _ in range(2))
        self.middle_out = nn.Linear(a.middle, 8 * a.site)
        self.site_after = nn.ModuleList(_Residual(a.site, a.told) for _ in range(2))
        self.site_norm, self.site_out = _Norm(a.site), nn.Linear(a.site, each * a.cell)
        self.cell_in = nn.Linear(each * (CELL_CHANNELS + 2 * classes), each * a.cell)
        self.cell_out = nn.Linear(each * a.cell, each * classes)
        self.deep_says = _zeroed(nn.Linear(a.deep, classes))
        self.middle_says = _zeroed(nn.Linear(a.middle, classes))
        self.words = nn.Linear(a.word_width, a.deep)
        self.positions = nn.Parameter(torch.randn(MAX_WORDS, a.deep) * 0.1)
        self.nothing = nn.Parameter(torch.randn(a.deep) * 0.1)

    def inner_weights(self) -> list[nn.Parameter]:
        """Weights of all layers but those that begin and end at what has a meaning of its own."""
        outer = ("scene_told.0.", "site_in.", "cell_in.", "cell_out.", "deep_says.", "middle_says.", "words.")
        return [
            weight
            for name, weight in self.named_parameters()
            if name.endswith(".weight") and weight.ndim > 1 and not name.startswith(outer)
        ]

    def forward(
        self,
        cells: torch.Tensor,  # (S or 1, X, Y, Z, 4), noised, of cells.embed or cells.cells_of
        signal: torch.Tensor,  # (S or 1,), the share of signal variance in them
        words: torch.Tensor,  # (S, MAX_WORDS, word_width), zero where there is no word
        sites: torch.Tensor,  # (S or 1, X / 4, Y / 4, Z / 4, SITE_FEATURES), of Lattice.sites
        guess: torch.Tensor,  # (S or 1, X, Y, Z, 1 + M), how likely each was before, zero where nothing was asked
        cubes: torch.Tensor | None = None,  # (S, X / 4, Y / 4, Z / 4, 8 site + 1 + M), of an answer before
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (S, X, Y, Z, 1 + M) of Air and of the materials, float32 whatever the weights are, and ``cubes``.

        To be told its guess of before lets cells agree with each other (Chen et al., "Analog Bits", ICLR 2023).
        Of one scene that is asked about with several prompts, what no prompt changes is computed once. ``cubes`` is
        what cubes of two sites and more tell their parts. It costs half of an answer, and changes little between two
        that are alike: it may be that of before (Ma et al., "DeepCache", CVPR 2024).
        """
        scenes, dtype, root = len(words), self.nothing.dtype, self.architecture.word_width**0.5
        present = words.square().sum(-1, keepdim=True) > 0
        text = torch.where(present, self.words((words * root).to(dtype)) + self.positions, self.nothing)
        mean = words.sum(1) / present.sum(1).clamp(min=1) * root
        size = torch.full((scenes, 1), sites.shape[1] / 8 - 1.5, device=words.device)
        waves = _waves(torch.logit(signal, 1e-9)).expand(scenes, -1)
        told = F.silu(self.scene_told(torch.cat([waves, mean, size], -1).to(dtype)))
        sites = sites.to(dtype).expand(scenes, *sites.shape[1:])

        known = _known(cells, signal, guess, dtype)
        at_sites = self.site_in(known)
        for block in self.site_before:
            at_sites = block(at_sites, told)
        if cubes is None:
            cubes = self._in_cubes(at_sites, text, sites, told)
        of_sites, said = cubes.to(dtype).tensor_split([self.middle_out.out_features], -1)
        at_sites = at_sites + unfold(of_sites)
        for block in self.site_after:
            at_sites = block(at_sites, told)
        in_cells = self.site_out(_activated(at_sites, self.site_norm.weight)).add_(self.cell_in(known))
        return _concluded(self.cell_out(F.silu(in_cells, inplace=True)), said, cells, signal), cubes

    def _in_cubes(
        self, at_sites: torch.Tensor, text: torch.Tensor, sites: torch.Tensor, told: torch.Tensor
    ) -> torch.Tensor:
        x = self.middle_in(torch.cat([fold(at_sites), sites], -1))
        for block in self.middle_before:
            x = block(x, told)
        deep = self.deep_before(self.deep_in(torch.cat([fold(x), fold(sites)], -1)), told)
        tokens = deep.flatten(1, 3)
        for layer in self.attention:
            tokens = layer(tokens, text, told)
        deep = tokens.view(deep.shape)
        x = x + unfold(self.deep_out(deep))
        for block in self.middle_after:
            x = block(x, told)
        # What is said of large cubes holds for each of their cells: a short way from the words to the materials.
        x = F.silu(x)
        said = self.middle_says(x) + _spread(self.deep_says(F.silu(deep)), 2)
        return torch.cat([self.middle_out(x), said], -1)


def _spread(volume: torch.Tensor, times: int) -> torch.Tensor:
    """(S, X, Y, Z, C), each value repeated over a cube of ``times`` along each side."""
    return volume.repeat_interleave(times, 1).repeat_interleave(times, 2).repeat_interleave(times, 3)


def _perceptron(width: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, out), nn.SiLU(), nn.Linear(out, out))


def _zeroed(layer: _Layer) -> _Layer:
    """A layer that adds nothing at first, so that a shortcut begins as the identity."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


def _waves(level: torch.Tensor) -> torch.Tensor:
    """Logarithms of signal to noise, about -20 to 10, as sines and cosines (..., 2 waves) (Vaswani et al., 2017)."""
    frequencies = torch.exp(torch.linspace(-3, 1.5, _WAVES, device=level.device))
    angles = level[..., None].float() * frequencies
    return torch.cat([angles.sin(), angles.cos()], -1)
