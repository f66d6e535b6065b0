"""The cells that the pocket prior thinks in: a box around the world, whatever the size of its blocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FOLD = 2
"""Cells along each side of a site."""
MULTIPLE = 8
"""Cells along each axis come in such numbers, so that the network can halve them three times."""
SITE_FEATURES = 8
CELL_CHANNELS = 4
"""Opacity in -1..1, and the mean colour of the faces in -1..1 times the opacity in 0..1: Air has none."""


@dataclass(frozen=True)
class Places:
    """Where things of one grid are in another: points in its cells, the same number along each side of a cell."""

    axes: tuple[np.ndarray, ...]
    """Along each axis the index in the other grid at each point, -1 outside of it."""
    fold: int
    """Points along each side of a cell."""

    @classmethod
    def between(cls, spans: Sequence[tuple[int, float, float]], counts: Sequence[int]) -> Places:
        """For each axis: cells, where along them the other grid begins, and its length there; and the other's cells."""
        fold = math.ceil(max(count / length for count, (_, _, length) in zip(counts, spans, strict=True)) - 1e-9)
        axes = []
        for count, (cells, begin, length) in zip(counts, spans, strict=True):
            points = (np.arange(fold * cells) + 0.5) / fold
            indices = np.floor((points - begin) * count / length + 1e-6).astype(np.int64)
            axes.append(np.where((indices >= 0) & (indices < count), indices, -1))
        return cls(tuple(axes), fold)

    def mean(self, values: np.ndarray) -> np.ndarray:
        """Means over each cell's points of what [X, Y, Z, ...] of the other grid is there; 0 counts outside of it."""
        if self.fold == 1 and all(
            np.array_equal(axis, np.arange(n)) for axis, n in zip(self.axes, values.shape, strict=False)
        ):
            return values
        for axis, indices in enumerate(self.axes):
            values = values.take(indices, axis)
            outside = np.flatnonzero(indices < 0)
            if len(outside):
                values[(slice(None),) * axis + (outside,)] = 0
            if self.fold > 1:
                shape = values.shape
                split = values.reshape(*shape[:axis], shape[axis] // self.fold, self.fold, *shape[axis + 1 :])
                values = split.mean(axis + 1, dtype=np.float32)
        return values


@dataclass(frozen=True)
class Lattice:
    """Cubic cells in the place of a world: centred in x and z, on the floor in y, as its blocks are."""

    shape: tuple[int, int, int]
    """Cells along each axis; together they may reach a little beyond the world."""
    cell: float
    """World units a cell."""
    extent: tuple[float, float, float]
    """Cells along each axis that the world itself takes."""

    @classmethod
    def over(cls, shape: tuple[int, int, int], scale: float, across: int) -> Lattice:
        """The lattice of a world of ``shape`` blocks of ``scale``, with ``across`` cells along its longest side."""
        cell = max(shape) * scale / across
        x, y, z = (blocks * scale / cell for blocks in shape)
        nx, ny, nz = (math.ceil(size / MULTIPLE - 1e-9) * MULTIPLE for size in (x, y, z))
        return cls((nx, ny, nz), cell, (x, y, z))

    def sites(self) -> np.ndarray:
        """Where the cubes of two sites are, float32 [X / 4, Y / 4, Z / 4, SITE_FEATURES].

        Position in halves of the longest side (3), two waves of the height (4), and whether the world is there (1).
        """
        counts = [n // (2 * FOLD) for n in self.shape]
        centred = ((np.arange(n) + 0.5) * 2 * FOLD for n in counts)
        x, y, z = np.meshgrid(*centred, indexing="ij")
        half = max(self.extent) / 2
        within = np.abs(x - self.shape[0] / 2) < self.extent[0] / 2
        within &= (y < self.extent[1]) & (np.abs(z - self.shape[2] / 2) < self.extent[2] / 2)
        height = y / half - 1
        waves = [wave(k * np.pi * height) for k in (2, 4) for wave in (np.sin, np.cos)]
        rows = [(x - self.shape[0] / 2) / half, height, (z - self.shape[2] / 2) / half, *waves, within]
        return np.stack(rows, -1).astype(np.float32)

    def places(self, shape: tuple[int, int, int]) -> Places:
        """Where a world of ``shape`` blocks is in the cells."""
        return Places.between(
            [(n, (n - length) / 2 * centred, length) for n, length, centred in self._axes()],
            shape,
        )

    def blocks(self, shape: tuple[int, int, int]) -> Places:
        """The other way: where the cells are in a world of ``shape`` blocks."""
        spans = [
            (count, -(n - length) / 2 * centred * count / length, n * count / length)
            for count, (n, length, centred) in zip(shape, self._axes(), strict=True)
        ]
        return Places.between(spans, self.shape)

    def _axes(self) -> list[tuple[int, float, int]]:
        """For each axis: cells, those that the world takes, and whether it is in their middle."""
        return list(zip(self.shape, self.extent, (1, 0, 1), strict=True))
