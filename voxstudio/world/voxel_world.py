"""A world of blocks on a grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voxstudio.errors import UserError
from voxstudio.world.palette import AIR, CLASSIC, Palette

MAX_CELLS = 256 * 256 * 256


@dataclass(eq=False)
class VoxelWorld:
    """Blocks on a grid, +Y up, right-handed.

    Cell (x, y, z) has its minimum corner at world position ((x - X/2) s, y s, (z - Z/2) s), s = ``scale``.
    """

    blocks: np.ndarray
    """uint8 [X, Y, Z], 0 = Air, k = ``palette.materials[k - 1]``."""
    palette: Palette = CLASSIC
    scale: float = 2.0
    """World units a block."""
    extras: dict[str, Any] = field(default_factory=dict)
    """What a file held beyond this; the format that read it puts it back on save."""

    def __post_init__(self) -> None:
        if self.blocks.ndim != 3 or self.blocks.dtype != np.uint8:
            raise ValueError(f"blocks must be uint8 [X, Y, Z], got {self.blocks.dtype} {self.blocks.shape}")
        if self.blocks.size == 0 or self.blocks.size > MAX_CELLS:
            raise UserError(f"A world holds 1 to {MAX_CELLS:,} cells, {self.blocks.shape} has {self.blocks.size:,}.")
        if int(self.blocks.max()) > len(self.palette):
            raise ValueError("blocks name a material that the palette does not have")

    @property
    def shape(self) -> tuple[int, int, int]:
        """Cells along x, y and z."""
        x, y, z = self.blocks.shape
        return x, y, z

    @property
    def occupied(self) -> np.ndarray:
        """bool [X, Y, Z], true where a cell is not Air."""
        return self.blocks != AIR

    def copy(self) -> VoxelWorld:
        """A world with its own blocks; the palette and the extras are shared."""
        return VoxelWorld(self.blocks.copy(), self.palette, self.scale, self.extras)
