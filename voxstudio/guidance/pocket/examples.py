"""What the network is shown and asked of a batch of scenes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional as F

from voxstudio.guidance.pocket.cells import points

FINISHED = 0.85
"""Share of the scenes that are noised as they are; the others as a run has them on the way, see ``_on_the_way``."""
BARE = 0.15
"""Share of the others of which nothing is built."""
BURIED = 0.05
"""Weight of the material of a block that no camera can see."""
BUILT = 4.0
"""Weight of the material of a block that is not the land's: there is less of it, and prompts are about it."""


@dataclass(frozen=True)
class Examples:
    """S scenes in the cells of a lattice."""

    shown: torch.Tensor
    """(S, X, Y, Z, 4), what is to be noised."""
    occupancy: torch.Tensor
    """(S, X, Y, Z): the share of each cell that is solid."""
    materials: torch.Tensor
    """(S, X, Y, Z, M): how much each material counts there."""


def examples(blocks: torch.Tensor, land: torch.Tensor, across: int, rng: torch.Generator) -> Examples:
    """Scenes uint8 (S, X, Y, Z) and their lands, turned at random, with ``across`` cells along the longest side.

    ``across`` must be the longest side itself, its half or its double.
    """
    blocks, land = _turned(blocks, land, rng)
    weights = torch.where(_in_sight(blocks > 0), 1.0, BURIED)
    weights = torch.where(blocks != land, BUILT * weights, weights)
    finished, bare = _shares(blocks, across), _shares(land, across)
    built = _on_the_way(finished - bare, across / max(blocks.shape[1:]), rng)
    shown = (bare + built) @ points(blocks.device)
    return Examples(shown, 1 - finished[..., 0], _shares(blocks, across, weights)[..., 1:])


def losses_of(logits: torch.Tensor, of: Examples) -> tuple[torch.Tensor, torch.Tensor]:
    """How far logits (S, X, Y, Z, 1 + M) are from the truth: cross-entropies (S,) of what is solid, and of which."""
    every, solid = torch.logsumexp(logits, -1), torch.logsumexp(logits[..., 1:], -1)
    is_solid = -((1 - of.occupancy) * (logits[..., 0] - every) + of.occupancy * (solid - every))
    which = -(of.materials * (logits[..., 1:] - solid[..., None]))
    return is_solid.mean((1, 2, 3)), which.sum((1, 2, 3, 4)) / of.materials.sum((1, 2, 3, 4)).clamp(min=1)


def _turned(blocks: torch.Tensor, land: torch.Tensor, rng: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """The batch turned by quarters and mirrored, all scenes alike: no caption tells north from south."""
    both = torch.stack([blocks, land])
    quarter, mirrored = torch.randint(4, (), generator=rng).item(), torch.randint(2, (), generator=rng).item()
    both = torch.rot90(both, int(quarter), (2, 4))
    return tuple(both.flip(2) if mirrored else both)  # type: ignore[return-value]


def _on_the_way(built: torch.Tensor, cells: float, rng: torch.Generator) -> torch.Tensor:
    """What is built, (S, X, Y, Z, 1 + M), in part or spread over cubes, as in runs; ``cells`` lie along a block."""
    count = len(built)
    draw, thin, share = torch.rand(3, count, generator=rng).to(built.device)
    is_finished = draw < FINISHED
    density = torch.where(is_finished, 1.0, torch.where(thin < BARE, 0.0, share))
    cube = int((1, 1, 2, 4)[int(torch.randint(4, (), generator=rng))] * cells)
    if cube > 1:
        s, x, y, z, c = built.shape
        means = built.view(s, x // cube, cube, y // cube, cube, z // cube, cube, c).mean((2, 4, 6))
        spread = means.repeat_interleave(cube, 1).repeat_interleave(cube, 2).repeat_interleave(cube, 3)
        built = torch.where(is_finished.view(-1, 1, 1, 1, 1), built, spread)
    return density.view(-1, 1, 1, 1, 1) * built


def _shares(blocks: torch.Tensor, across: int, weights: torch.Tensor | None = None) -> torch.Tensor:
    """How much of each cell is Air and each material, (S, X, Y, Z, 1 + M); or how much it weighs."""
    s, *sizes = blocks.shape
    longest, kinds = max(sizes), len(points())
    fold = max(1, longest // across)
    cell = torch.arange(s, device=blocks.device)
    for size in sizes:
        # The index of each block's cell, one axis after the other: (S, X), then (S, X, Y), then (S, X, Y, Z).
        cell = cell[..., None] * (size // fold) + torch.arange(size, device=blocks.device) // fold
    code = (cell * kinds + blocks).flatten()
    values = torch.full_like(code, 1 / fold**3, dtype=torch.float32) if weights is None else weights.flatten() / fold**3
    sums = torch.zeros(s, *(size // fold for size in sizes), kinds, device=blocks.device)
    sums.view(-1).scatter_add_(0, code, values)
    for axis in (1, 2, 3) if across > longest else ():
        sums = sums.repeat_interleave(across // longest, axis)
    return sums


def _in_sight(occupied: torch.Tensor) -> torch.Tensor:
    """Which cells, bool like ``occupied`` (S, X, Y, Z), have Air or a side of the world next to them, below not."""
    air = F.pad(~occupied, (1, 1, 1, 1, 1, 1), value=True)
    air[:, :, 0] = False
    sight = air[:, 2:, 1:-1, 1:-1] | air[:, :-2, 1:-1, 1:-1] | air[:, 1:-1, 2:, 1:-1]
    return sight | air[:, 1:-1, :-2, 1:-1] | air[:, 1:-1, 1:-1, 2:] | air[:, 1:-1, 1:-1, :-2]
