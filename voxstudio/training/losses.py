"""Regularizers: what is asked of the world besides pleasing the prior.

Each is an average over what the cameras see, every cell weighted by the share of the pictures' gradient that it took.
So they do not depend on the number of cells, and cells that no camera sees are left alone. To add one, write a
function of ``SeenCells`` here, name it in ``REGULARIZERS``, and give ``TrainSettings`` a field ``lambda_`` + its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from voxstudio.training.grid import DifferentiableVoxelGrid

SAMPLES = 4096
"""Cells that stand for all: in proportion to what they took, those that took more than their part several times."""


@dataclass(frozen=True)
class SeenCells:
    """The cells that made the pictures of a step."""

    index: torch.Tensor
    """int64 (n,) into the flattened grid."""
    weight: torch.Tensor
    """(n,), sums to 1."""
    occupancy_logits: torch.Tensor
    """(n,), a leaf."""
    material_logits: torch.Tensor
    """(n, M), a leaf."""
    alpha: torch.Tensor
    """(n,), soft."""
    probabilities: torch.Tensor
    """(n, M) at the step's temperature."""
    around: Callable[[], torch.Tensor]
    """Gives (n, 6), the opacities next to each cell, without gradient; the cell's own at the edge of the world."""

    @classmethod
    def of(cls, grid: DifferentiableVoxelGrid, temperature: float, sharpness: float) -> SeenCells:
        """The cells that the last backward pass through ``grid`` reached: all, or ``SAMPLES`` that stand for them."""
        index, weight = _sample(grid.seen)
        occupancy = grid.occupancy_logits.detach().view(-1)
        occupancy_logits = occupancy[index].requires_grad_()
        material_logits = grid.material_logits.detach().view(len(grid.seen), -1)[index].requires_grad_()
        return cls(
            index,
            weight,
            occupancy_logits,
            material_logits,
            torch.sigmoid(sharpness * occupancy_logits),
            torch.softmax(material_logits / temperature, dim=1),
            lambda: torch.sigmoid(sharpness * occupancy[_neighbours(index, grid.shape)]),
        )


def sparsity(cells: SeenCells) -> torch.Tensor:
    """Mean opacity: asks for fewer and thinner solids."""
    return (cells.weight * cells.alpha).sum()


def entropy(cells: SeenCells) -> torch.Tensor:
    """Mean indecision in nats: is the cell solid, and, as far as it is, of what?"""
    p = cells.alpha.clamp(1e-6, 1 - 1e-6)
    solid = -(p * p.log() + (1 - p) * (1 - p).log())
    material = -(cells.probabilities * cells.probabilities.clamp_min(1e-9).log()).sum(dim=1)
    return (cells.weight * (solid + cells.alpha.detach() * material)).sum()


def smooth(cells: SeenCells) -> torch.Tensor:
    """Mean squared difference in opacity between a cell and its six neighbours: asks for fewer specks and holes."""
    return (cells.weight * (cells.alpha[:, None] - cells.around()).square().mean(dim=1)).sum()


Regularizer = Callable[[SeenCells], torch.Tensor]

REGULARIZERS: dict[str, Regularizer] = {"sparsity": sparsity, "entropy": entropy, "smooth": smooth}


def regularize(
    grid: DifferentiableVoxelGrid, weights: dict[str, float], temperature: float, sharpness: float, scale: float
) -> dict[str, float]:
    """Add the gradients of the weighted regularizers, times ``scale``, to those of the grid's logits.

    Returns each regularizer's weighted value, without ``scale``; those whose weight is 0 are not computed.
    """
    values = dict.fromkeys(REGULARIZERS, 0.0)
    wanted = {name: weight for name, weight in weights.items() if weight > 0}
    if not wanted:
        return values
    cells = SeenCells.of(grid, temperature, sharpness)
    terms = {name: weight * REGULARIZERS[name](cells) for name, weight in wanted.items()}
    (scale * torch.stack(list(terms.values())).sum()).backward()
    _add(grid.occupancy_logits, cells.index, cells.occupancy_logits)
    _add(grid.material_logits, cells.index, cells.material_logits)
    return values | {name: float(term.detach()) for name, term in terms.items()}


def _add(parameter: torch.Tensor, index: torch.Tensor, leaf: torch.Tensor) -> None:
    if leaf.grad is not None and parameter.grad is not None:
        parameter.grad.view(-1, *leaf.shape[1:]).index_add_(0, index, leaf.grad)


def _sample(seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Indices of cells and weights that sum to 1, in proportion to ``seen``.

    Where more than ``SAMPLES`` were seen, systematic sampling: equal steps along the running total. A cell's expected
    weight is its share, whatever the number of cells.
    """
    shares = seen.numpy()
    if np.count_nonzero(shares) <= SAMPLES:
        index = torch.nonzero(seen).squeeze(1)
        return index, seen[index] / seen.sum().clamp_min(1e-30)
    running = np.cumsum(shares, dtype=np.float64)
    steps = (np.arange(SAMPLES) + 0.5) * (running[-1] / SAMPLES)
    drawn = np.searchsorted(running, steps).clip(max=len(shares) - 1)
    index, counts = np.unique(drawn, return_counts=True)
    return torch.from_numpy(index), torch.from_numpy((counts / SAMPLES).astype(np.float32))


def _neighbours(index: torch.Tensor, shape: tuple[int, int, int]) -> torch.Tensor:
    """Flat indices (n, 6) of the cells next to each cell, itself where the world ends."""
    _, size_y, size_z = shape
    strides = (size_y * size_z, size_z, 1)
    places = (index // strides[0], index // size_z % size_y, index % size_z)
    columns = []
    for place, size, stride in zip(places, shape, strides, strict=True):
        columns += [index - stride * (place > 0), index + stride * (place < size - 1)]
    return torch.stack(columns, dim=1)


def clip_pixels(gradient: torch.Tensor, limit: float) -> torch.Tensor:
    """Scale each pixel of (B, C, H, W) so that no channel exceeds ``limit``; its direction is kept."""
    largest = gradient.abs().amax(dim=1, keepdim=True)
    return gradient * (limit / largest.clamp_min(limit))
