"""Adam over a coarse-to-fine pyramid of cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from voxstudio.render.threads import run_split
from voxstudio.training import _pyramid
from voxstudio.training._pyramid import LEVELS, SLAB

BETAS = (0.9, 0.95)
EPSILON = 0.02
"""Relative to the root mean square of the gradients that are not zero: cells that are barely seen barely move."""


@dataclass(frozen=True)
class Bounds:
    """Where values stay."""

    low: float
    high: float


class PyramidAdam:
    """Adam (Kingma and Ba, 2015) on values that are a sum over levels of cells 1, 2, 4 and 8 blocks wide.

    If values = sum of upsampled levels, d(values) is the sum of the levels' upsampled steps, so the levels themselves
    need not be stored: each level has its moments, its gradient is the sum over its cells, and its step is added to
    all of them. Neighbours thus move together, which keeps explicit grids from becoming speckled.
    """

    def __init__(self, values: torch.Tensor) -> None:
        """``values`` float32 [X, Y, Z, C] or [X, Y, Z], any sizes; they are changed in place."""
        self._values = _cells(values)
        shapes = [self._values.shape]
        for _ in range(LEVELS - 1):
            x, y, z, c = shapes[-1]
            shapes.append(((x + 1) // 2, (y + 1) // 2, (z + 1) // 2, c))
        self._mean = [np.zeros(shape, np.float32) for shape in shapes]
        self._square = [np.zeros(shape, np.float32) for shape in shapes]
        self._coarse = [np.zeros(shape, np.float32) for shape in shapes[1:]]
        self._steps = [np.zeros(shape, np.float32) for shape in shapes[1:]]
        self._gradient = self._mean[0]
        self._locked: np.ndarray | None = None
        self._mean_squares = np.zeros(LEVELS)
        self._scale = np.zeros(LEVELS)
        self._count = 0

    def gather(self, gradient: torch.Tensor, locked: np.ndarray | None = None) -> float:
        """Take a gradient (like the values), zeroed here in the cells of ``locked``; returns its norm.

        Changes nothing that a checkpoint holds, so a norm that is not finite can still be refused.
        """
        self._gradient = _cells(gradient)
        self._locked = locked
        if locked is not None:
            flat, cells = self._gradient.reshape(-1, self._gradient.shape[3]), locked.reshape(-1)
            run_split(len(cells), lambda first, last: _pyramid.mask(flat, cells, first, last))
        slabs = math.ceil(len(self._gradient) / SLAB)
        squares = np.zeros((LEVELS, slabs), np.float32)
        counts = np.zeros((LEVELS, slabs), np.int64)
        fine = self._gradient
        half, quarter, eighth = self._coarse
        run_split(slabs, lambda first, last: _pyramid.pool(fine, half, quarter, eighth, first, last, squares, counts))
        totals = squares.sum(axis=1, dtype=np.float64)
        self._mean_squares = totals / np.maximum(counts.sum(axis=1), 1)
        return math.sqrt(totals[0])

    def step(
        self,
        lr: float,
        bounds: Bounds,
        *,
        level_weights: Sequence[float] = (1.0,) * LEVELS,
        start: torch.Tensor | None = None,  # like the values
        pull: float = 0.0,
    ) -> None:
        """Change the values by one step against the gathered gradient.

        ``level_weights`` multiplies ``lr`` for each level, finest first. ``pull`` is the share of its distance to
        ``start`` that each value goes back. Locked cells keep their values bit by bit.
        """
        self._count += 1
        self._scale += (1 - BETAS[1]) * (self._mean_squares - self._scale)
        rates = [self._rates(level, lr * level_weights[level]) for level in range(LEVELS)]
        self._descend(rates)
        gradient = self._gradient
        home = self._values if start is None else _cells(start)
        locks = np.zeros((1, 1, 1), np.bool_) if self._locked is None else self._locked
        run_split(
            len(gradient),
            lambda first, last: _pyramid.finish(
                self._values,
                gradient,
                self._mean[0],
                self._square[0],
                self._steps[0],
                home,
                np.float32(pull),
                np.float32(bounds.low),
                np.float32(bounds.high),
                locks,
                self._locked is not None,
                rates[0],
                first,
                last,
            ),
        )

    def forget(self, where: np.ndarray) -> None:
        """Drop the moments of cells, bool [X, Y, Z], and those of coarser cells that lie wholly among them."""
        for mean, square in zip(self._mean, self._square, strict=True):
            mean[where] = 0.0
            square[where] = 0.0
            x, y, z = (size + size % 2 for size in where.shape)
            padded = np.ones((x, y, z), np.bool_)  # what lies beyond the world is no reason to remember
            padded[: where.shape[0], : where.shape[1], : where.shape[2]] = where
            where = np.asarray(padded.reshape(x // 2, 2, y // 2, 2, z // 2, 2).all(axis=(1, 3, 5)))

    def state(self) -> dict[str, np.ndarray]:
        """Everything that the next step depends on, values left out: views of live storage."""
        moments = {f"mean.{level}": array for level, array in enumerate(self._mean)}
        moments |= {f"square.{level}": array for level, array in enumerate(self._square)}
        return moments | {"scale": self._scale, "count": np.array([self._count], np.int64)}

    def load_state(self, state: dict[str, np.ndarray]) -> None:
        """Take over what ``state`` returned. Raises ``ValueError`` if it belongs to values of another shape."""
        for name, own in self.state().items():
            if name not in state or state[name].shape != own.shape:
                raise ValueError(f"the optimizer's {name} is missing or has another shape")
            own[...] = state[name]
        self._count = int(state["count"][0])

    def _rates(self, level: int, lr: float) -> np.ndarray:
        remaining = 1 - BETAS[1] ** self._count
        scale = math.sqrt(self._scale[level] / remaining)
        # The smallest normal float keeps 0 / 0 away while no gradient has arrived.
        epsilon = max(EPSILON * scale, 1e-30)
        return np.array([*BETAS, lr / (1 - BETAS[0] ** self._count), 1 / remaining, epsilon], np.float32)

    def _descend(self, rates: list[np.ndarray]) -> None:
        for level in range(LEVELS - 1, 0, -1):
            parent = self._steps[level] if level < LEVELS - 1 else self._steps[-1]
            _pyramid.descend(
                self._coarse[level - 1],
                self._mean[level],
                self._square[level],
                parent,
                level < LEVELS - 1,
                rates[level],
                0,
                len(self._coarse[level - 1]),
                self._steps[level - 1],
            )


def _cells(tensor: torch.Tensor) -> np.ndarray:
    """The storage of a tensor as [X, Y, Z, C]."""
    array = tensor.detach().numpy()
    return array if array.ndim == 4 else array[..., None]
