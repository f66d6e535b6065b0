"""Drawing of simple solids into a grid of blocks."""

from __future__ import annotations

import numpy as np

from voxstudio.world.palette import AIR


class Canvas:
    """Solids around an origin on the ground: x and z grow from the middle of the site, y from the ground up.

    Sizes are in blocks and may be fractions: a cell is filled if its centre is inside. What lies outside of the
    grid is cut off.
    """

    def __init__(self, blocks: np.ndarray, x: float, ground: int, z: float) -> None:
        self.blocks = blocks
        """uint8 [X, Y, Z], drawn into."""
        self.headroom = blocks.shape[1] - ground
        size_x, size_y, size_z = blocks.shape
        self._x = (np.arange(size_x) + 0.5 - x)[:, None, None]
        self._y = (np.arange(size_y) + 0.5 - ground)[None, :, None]
        self._z = (np.arange(size_z) + 0.5 - z)[None, None, :]

    def box(
        self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float, block: int, hollow: float = 0
    ) -> None:
        """A box centred on (x, z); ``hollow`` keeps only walls of that thickness, without floor or lid."""
        dx, dz = np.abs(self._x - x), np.abs(self._z - z)
        inside = (dx < half_x) & (dz < half_z)
        if hollow:
            inside &= (dx > half_x - hollow) | (dz > half_z - hollow)
        self._fill(inside, bottom, top, block)

    def cylinder(
        self, x: float, z: float, radius: float, bottom: float, top: float, block: int, hollow: float = 0
    ) -> None:
        """An upright cylinder; ``hollow`` keeps only a wall of that thickness."""
        squared = (self._x - x) ** 2 + (self._z - z) ** 2
        inside = squared < radius**2
        if hollow:
            inside &= squared > max(radius - hollow, 0) ** 2
        self._fill(inside, bottom, top, block)

    def tapered(
        self, x: float, z: float, low: float, high: float, bottom: float, top: float, block: int, square: bool = False
    ) -> None:
        """A solid whose radius (half width if square) goes from ``low`` at the bottom to ``high`` at the top."""
        share = np.clip((self._y - bottom) / max(top - bottom, 1e-6), 0, 1)
        radius = low + (high - low) * share
        dx, dz = np.abs(self._x - x), np.abs(self._z - z)
        distance = np.maximum(dx, dz) if square else np.sqrt(dx**2 + dz**2)
        self._fill(distance < radius, bottom, top, block)

    def ball(self, x: float, y: float, z: float, radius: float, block: int, squash: float = 1.0) -> None:
        """A ball, its height scaled by ``squash``; what is below the ground is left out."""
        squared = (self._x - x) ** 2 + ((self._y - y) / squash) ** 2 + (self._z - z) ** 2
        self._fill(squared < radius**2, 0, self.headroom, block)

    def gable(
        self, x: float, z: float, half_x: float, half_z: float, bottom: float, block: int, steep: float, along_x: bool
    ) -> float:
        """A gabled roof whose ridge runs along x or z; returns the height of its ridge."""
        across, half = (self._z - z, half_z) if along_x else (self._x - x, half_x)
        top = bottom + half * steep
        inside = (np.abs(self._x - x) < half_x) & (np.abs(self._z - z) < half_z)
        self._fill(inside & (self._y < top - np.abs(across) * steep + 0.5), bottom, top + 1, block)
        return top

    def merlons(self, x: float, z: float, half_x: float, half_z: float, y: float, block: int, pitch: int = 2) -> None:
        """Battlements: every other group of blocks along the outline of a rectangle, one block high."""
        dx, dz = np.abs(self._x - x), np.abs(self._z - z)
        rim = (dx < half_x) & (dz < half_z) & ((dx > half_x - 1) | (dz > half_z - 1))
        teeth = (np.floor(self._x).astype(int) + np.floor(self._z).astype(int)) // max(pitch // 2, 1) % 2 == 0
        self._fill(rim & teeth, y, y + 1, block)

    def ring_merlons(self, x: float, z: float, radius: float, y: float, block: int) -> None:
        """Battlements on a round wall."""
        squared = (self._x - x) ** 2 + (self._z - z) ** 2
        rim = (squared < radius**2) & (squared > max(radius - 1.1, 0) ** 2)
        teeth = (np.floor(self._x).astype(int) + np.floor(self._z).astype(int)) % 2 == 0
        self._fill(rim & teeth, y, y + 1, block)

    def mound(self, height: np.ndarray, block: int) -> None:
        """Everything from the ground up to ``height``, float [X, Z] in blocks above the ground."""
        self._fill(np.ones((1, 1, 1), bool) & (self._y < height[:, None, :]), 0, self.headroom, block)

    def carve(self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float) -> None:
        """Take a box of blocks away."""
        self.box(x, z, half_x, half_z, bottom, top, AIR)

    @property
    def plan(self) -> tuple[np.ndarray, np.ndarray]:
        """x and z of the columns from the middle of the site, float [X, 1] and [1, Z]."""
        return self._x[:, :, 0], self._z[0]

    def _fill(self, inside: np.ndarray, bottom: float, top: float, block: int) -> None:
        self.blocks[inside & (self._y > bottom) & (self._y < top)] = block
