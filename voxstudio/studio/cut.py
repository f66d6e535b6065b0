"""A plane that opens a world: what lies beyond it is not drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.studio.outline import Outline, outline_of_box
from voxstudio.world.edits import Box, Cell

AXES = "XYZ"


@dataclass(frozen=True)
class Cut:
    """Keeps the cells below ``at`` along an axis; flipped, those from ``at`` on."""

    axis: int = 2
    at: int = 0
    """In cells, from 0 to the world's size along the axis."""
    is_flipped: bool = False

    @classmethod
    def through(cls, shape: Cell, axis: int) -> Cut:
        """Through the middle of a world, open to where the first view looks from."""
        return cls(axis, shape[axis] // 2, is_flipped=axis == 0)

    def fits(self, shape: Cell) -> bool:
        """Whether a world of this shape has such a place."""
        return self.at <= shape[self.axis]

    def applied(self, blocks: np.ndarray) -> np.ndarray:
        """A copy of blocks, [X, Y, Z], with 0 beyond the plane: cut blocks then show whole faces of their own."""
        taken = slice(0, self.at) if self.is_flipped else slice(self.at, None)
        result = blocks.copy()
        result[(*(slice(None),) * self.axis, taken)] = 0
        return result

    def outline(self, shape: Cell) -> Outline:
        """The edges of the plane, as far as the world goes."""
        low, high = [0, 0, 0], list(shape)
        low[self.axis] = high[self.axis] = self.at
        return outline_of_box(Box((low[0], low[1], low[2]), (high[0], high[1], high[2])))
