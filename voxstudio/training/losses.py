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

from voxstudio.training import _kernels
from voxstudio.training.grid import DifferentiableVoxelGrid

SAMPLES = 4096
"""Cells that stand for all: in proportion to what they took, those that took more than their part several times."""


@dataclass(frozen=True)
class SeenCells:
    """The cells that made the pictures of a step. All arrays but ``index`` are float32."""

    index: np.ndarray
    """int64 [n] into the flattened grid, each cell once."""
    weight: np.ndarray
    """[n], sums to 1."""
    alpha: np.ndarray
    """[n], soft."""
    probabilities: np.ndarray
    """[n, M] at the step's temperature."""
    around: Callable[[], np.ndarray]
    """Gives [n, 6], the opacities next to each cell; the cell's own at the edge of the world."""

    @classmethod
    def of(cls, grid: DifferentiableVoxelGrid, temperature: float, sharpness: float) -> SeenCells:
        """The cells that the last backward pass through ``grid`` reached: all, or ``SAMPLES`` that stand for them."""
        index, weight = _sample(grid.seen.numpy())
        occupancy, materials = grid.flat()
        shares = np.exp(materials[index] * np.float32(1 / temperature))
        shares /= shares.sum(axis=1, keepdims=True)

        def opacity(cells: np.ndarray) -> np.ndarray:
            return 1 / (1 + np.exp(np.float32(-sharpness) * occupancy[cells]))

        return cls(index, weight, opacity(index), shares, lambda: opacity(_neighbours(index, grid.shape)))


@dataclass(frozen=True)
class Loss:
    """The value of a regularizer and its derivatives."""

    value: float
    by_alpha: np.ndarray
    """[n]"""
    by_probabilities: np.ndarray | None = None
    """[n, M]; ``None`` where materials do not matter."""


def sparsity(cells: SeenCells) -> Loss:
    """Mean opacity: asks for fewer and thinner solids."""
    return Loss(float(cells.weight @ cells.alpha), cells.weight)


def entropy(cells: SeenCells) -> Loss:
    """Mean indecision in nats: is the cell solid, and, as far as it is, of what?

    That far is held still: no cell becomes Air because its material is undecided.
    """
    p, q = cells.alpha.clip(1e-6, 1 - 1e-6), cells.probabilities
    log_p, log_air, log_q = np.log(p), np.log1p(-p), np.log(q.clip(1e-9))
    solid = -(p * log_p + (1 - p) * log_air)
    material = -(q * log_q).sum(axis=1)
    share = cells.weight * cells.alpha
    return Loss(
        float(cells.weight @ solid + share @ material), cells.weight * (log_air - log_p), -share[:, None] * (log_q + 1)
    )


def smooth(cells: SeenCells) -> Loss:
    """Mean squared difference in opacity between a cell and its six neighbours: asks for fewer specks and holes."""
    difference = cells.alpha[:, None] - cells.around()
    return Loss(float(cells.weight @ (difference**2).mean(axis=1)), 2 * cells.weight * difference.mean(axis=1))


Regularizer = Callable[[SeenCells], Loss]

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
    gradients = grid.occupancy_logits.grad, grid.material_logits.grad
    assert gradients[0] is not None and gradients[1] is not None
    occupancy, materials = gradients[0].numpy().reshape(-1), gradients[1].numpy().reshape(grid.seen.numel(), -1)
    alpha, shares = cells.alpha, cells.probabilities
    for name, weight in wanted.items():
        loss = REGULARIZERS[name](cells)
        values[name] = weight * loss.value
        strength = np.float32(weight * scale)
        occupancy[cells.index] += np.float32(sharpness) * strength * loss.by_alpha * alpha * (1 - alpha)
        if loss.by_probabilities is not None:
            mean = (shares * loss.by_probabilities).sum(axis=1, keepdims=True)
            materials[cells.index] += strength / np.float32(temperature) * shares * (loss.by_probabilities - mean)
    return values


def _sample(seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices of cells and weights that sum to 1, in proportion to ``seen``; those of ``_kernels.draw`` if many."""
    # As integers they are counted five times as fast.
    if np.count_nonzero(seen.view(np.int32)) <= SAMPLES:
        index = np.flatnonzero(seen)
        return index, seen[index] / max(seen.sum(), np.float32(1e-30))
    index, weight = np.empty(SAMPLES, np.int64), np.empty(SAMPLES, np.float32)
    count = _kernels.draw(seen, index, weight)
    return index[:count], weight[:count]


def _neighbours(index: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Flat indices [n, 6] of the cells next to each cell, itself where the world ends."""
    _, size_y, size_z = shape
    strides = (size_y * size_z, size_z, 1)
    places = (index // strides[0], index // size_z % size_y, index % size_z)
    columns = []
    for place, size, stride in zip(places, shape, strides, strict=True):
        columns += [index - stride * (place > 0), index + stride * (place < size - 1)]
    return np.stack(columns, axis=1)


def clip_pixels(gradient: torch.Tensor, limit: float) -> torch.Tensor:
    """Scale each pixel of (B, C, H, W) so that no channel exceeds ``limit``; its direction is kept."""
    # A tensor's own arithmetic would call for threads, which costs more than the work.
    pixels = gradient.numpy()
    largest = np.abs(pixels).max(axis=1, keepdims=True)
    return torch.from_numpy(pixels * (np.float32(limit) / np.maximum(largest, np.float32(limit))))
