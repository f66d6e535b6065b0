"""Drawing of simple solids into a grid of blocks."""

from __future__ import annotations

import math

import numpy as np

from voxstudio.world.palette import AIR

Point = tuple[float, float, float]


class Canvas:
    """Solids around an origin on the ground: x and z grow from the middle of the site, y from the ground up.

    Sizes are in blocks and may be fractions: a cell is filled if its centre is inside. What lies outside of the
    grid is cut off.
    """

    def __init__(self, blocks: np.ndarray, x: float, ground: int, z: float) -> None:
        self.blocks = blocks
        """uint8 [X, Y, Z], drawn into."""
        self.ground = ground
        """Height of the origin above the floor of the grid."""
        self.headroom = blocks.shape[1] - ground
        self._origin = (x, float(ground), z)
        # Centres of the cells as seen from the origin.
        self._axes = tuple(np.arange(n) + 0.5 - o for n, o in zip(blocks.shape, self._origin, strict=True))

    def at(self, x: float, z: float, y: int = 0) -> Canvas:
        """The same blocks seen from another origin: what is built there stands there."""
        return Canvas(self.blocks, self._origin[0] + x, self.ground + y, self._origin[2] + z)

    def near(self, x: float, z: float) -> Canvas:
        """``at``, moved onto the grid where the place is outside: a crown without its trunk would float."""
        x = float(np.clip(x, self._axes[0][1], self._axes[0][-2]))
        z = float(np.clip(z, self._axes[2][1], self._axes[2][-2]))
        return self.at(x, z)

    def box(
        self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float, block: int, hollow: float = 0
    ) -> None:
        """A box centred on (x, z); ``hollow`` keeps only walls of that thickness, without floor or lid."""
        view, dx, y, dz = self._window(x, z, half_x, half_z, bottom, top)
        dx, dz = np.abs(dx), np.abs(dz)
        inside = (dx < half_x) & (dz < half_z)
        if hollow:
            inside &= (dx > half_x - hollow) | (dz > half_z - hollow)
        _fill(view, inside & _between(y, bottom, top), block)

    def cylinder(
        self, x: float, z: float, radius: float, bottom: float, top: float, block: int, hollow: float = 0
    ) -> None:
        """An upright cylinder; ``hollow`` keeps only a wall of that thickness."""
        view, dx, y, dz = self._window(x, z, radius, radius, bottom, top)
        squared = dx**2 + dz**2
        inside = squared < radius**2
        if hollow:
            inside &= squared > max(radius - hollow, 0) ** 2
        _fill(view, inside & _between(y, bottom, top), block)

    def tapered(
        self, x: float, z: float, low: float, high: float, bottom: float, top: float, block: int, square: bool = False
    ) -> None:
        """A solid whose radius (half width if square) goes from ``low`` at the bottom to ``high`` at the top."""
        wide = max(low, high)
        view, dx, y, dz = self._window(x, z, wide, wide, bottom, top)
        share = np.clip((y - bottom) / max(top - bottom, 1e-6), 0, 1)
        radius = low + (high - low) * share
        distance = np.maximum(np.abs(dx), np.abs(dz)) if square else np.hypot(dx, dz)
        _fill(view, (distance < radius) & _between(y, bottom, top), block)

    def ball(self, x: float, y: float, z: float, radius: float, block: int, squash: float = 1.0) -> None:
        """A ball, its height scaled by ``squash``; what is below the ground is left out."""
        rise = radius * squash
        view, dx, cells_y, dz = self._window(x, z, radius, radius, max(0.0, y - rise), y + rise)
        squared = dx**2 + ((cells_y - y) / squash) ** 2 + dz**2
        _fill(view, (squared < radius**2) & (cells_y > 0), block)

    def gable(
        self,
        x: float,
        z: float,
        half_x: float,
        half_z: float,
        bottom: float,
        block: int,
        steep: float,
        along_x: bool,
        least: float = 0.0,
    ) -> float:
        """A gabled roof whose ridge runs along x or z; returns the height of its ridge.

        ``steep`` is blocks up for a block in; a roof with ``least`` is cut off at that distance from its ridge line.
        """
        half = half_z if along_x else half_x
        top = bottom + half * steep
        view, dx, y, dz = self._window(x, z, half_x, half_z, bottom, top + 1)
        across = np.maximum(np.abs(dz if along_x else dx), least)
        inside = (np.abs(dx) < half_x) & (np.abs(dz) < half_z)
        _fill(view, inside & (y < top - across * steep + 0.5) & (y > bottom), block)
        return top

    def merlons(self, x: float, z: float, half_x: float, half_z: float, y: float, block: int, tooth: int = 1) -> None:
        """Battlements along the outline of a rectangle: cubes ``tooth`` wide and high, with gaps as wide."""
        view, dx, cells_y, dz = self._window(x, z, half_x, half_z, y, y + tooth)
        near_x, near_z = np.abs(dx), np.abs(dz)
        rim = (near_x < half_x) & (near_z < half_z) & ((near_x > half_x - tooth) | (near_z > half_z - tooth))
        _fill(view, rim & _teeth(dx, dz, tooth) & _between(cells_y, y, y + tooth), block)

    def ring_merlons(self, x: float, z: float, radius: float, y: float, block: int, tooth: int = 1) -> None:
        """Battlements on a round wall."""
        view, dx, cells_y, dz = self._window(x, z, radius, radius, y, y + tooth)
        squared = dx**2 + dz**2
        rim = (squared < radius**2) & (squared > max(radius - tooth - 0.1, 0) ** 2)
        _fill(view, rim & _teeth(dx, dz, tooth) & _between(cells_y, y, y + tooth), block)

    def beam(self, start: Point, end: Point, radius: float, block: int) -> None:
        """A round bar from one point to another, each (x, y, z)."""
        a, b = np.array(start), np.array(end)
        middle, half = (a + b) / 2, np.abs(b - a) / 2 + radius
        view, dx, y, dz = self._window(middle[0], middle[2], half[0], half[2], middle[1] - half[1], middle[1] + half[1])
        x, z = dx + middle[0], dz + middle[2]
        along = b - a
        share = ((x - a[0]) * along[0] + (y - a[1]) * along[1] + (z - a[2]) * along[2]) / max(along @ along, 1e-9)
        share = np.clip(share, 0, 1)
        squared = (x - a[0] - share * along[0]) ** 2 + (y - a[1] - share * along[1]) ** 2
        squared = squared + (z - a[2] - share * along[2]) ** 2
        _fill(view, squared < radius**2, block)

    def vault(
        self,
        x: float,
        z: float,
        half: float,
        depth: float,
        bottom: float,
        spring: float,
        along_x: bool,
        block: int = AIR,
    ) -> None:
        """An arched passage through something: straight sides up to ``spring``, a half circle above.

        ``half`` is half its width, ``depth`` half its length; it runs along x or z. Air unless a block is given.
        """
        half_x, half_z = (depth, half) if along_x else (half, depth)
        view, dx, y, dz = self._window(x, z, half_x, half_z, bottom, spring + half)
        across = np.abs(dz if along_x else dx)
        inside = (np.abs(dx) < half_x) & (np.abs(dz) < half_z) & (y > bottom)
        _fill(view, inside & (across**2 + np.maximum(y - spring, 0) ** 2 < half**2), block)

    def mound(self, height: np.ndarray, block: int) -> None:
        """Everything from the ground up to ``height``, float [X, Z] in blocks above the ground."""
        self.columns(height > 0, 0, height, block)

    def columns(self, where: np.ndarray, bottom: float, top: float | np.ndarray, block: int) -> None:
        """Fill the columns where bool [X, Z] is true from ``bottom`` up to ``top``, a number or float [X, Z]."""
        highest = float(np.max(top)) if np.size(top) else 0.0
        rows = self._rows(1, bottom, highest)
        y = self._axes[1][rows][None, :, None]
        tops = top[:, None, :] if isinstance(top, np.ndarray) else top
        _fill(self.blocks[:, rows], where[:, None, :] & (y > bottom) & (y < tops), block)

    def paint(self, solid: int, where: np.ndarray, bottom: float | np.ndarray, block: int) -> None:
        """Turn the blocks of one material above ``bottom`` into another's, in the columns of bool [X, Z]."""
        y = self._axes[1][None, :, None]
        bottoms = bottom[:, None, :] if isinstance(bottom, np.ndarray) else bottom
        _fill(self.blocks, (self.blocks == solid) & where[:, None, :] & (y > bottoms), block)

    def carve(self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float) -> None:
        """Take a box of blocks away."""
        self.box(x, z, half_x, half_z, bottom, top, AIR)

    @property
    def plan(self) -> tuple[np.ndarray, np.ndarray]:
        """x and z of the columns from the middle of the site, float [X, 1] and [1, Z]."""
        return self._axes[0][:, None], self._axes[2][None, :]

    def _rows(self, axis: int, low: float, high: float) -> slice:
        """The cells along an axis whose centres may lie between two places."""
        origin, size = self._origin[axis], self.blocks.shape[axis]
        first = min(max(math.floor(low + origin - 0.5), 0), size)
        return slice(first, max(first, min(math.ceil(high + origin + 0.5), size)))

    def _window(
        self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The blocks around a box, a view, and the places of their centres: x and z from its middle, y as it is.

        Solids look at these cells alone: a scene is drawn dozens of times a second while a prior is trained.
        """
        rows = (
            self._rows(0, x - half_x, x + half_x),
            self._rows(1, bottom, top),
            self._rows(2, z - half_z, z + half_z),
        )
        dx, y, dz = (axis[row] for axis, row in zip(self._axes, rows, strict=True))
        return self.blocks[rows], (dx - x)[:, None, None], y[None, :, None], (dz - z)[None, None, :]


def _between(y: np.ndarray, bottom: float, top: float) -> np.ndarray:
    return (y > bottom) & (y < top)


def _teeth(x: np.ndarray, z: np.ndarray, tooth: int) -> np.ndarray:
    return (np.floor(x / tooth).astype(int) + np.floor(z / tooth).astype(int)) % 2 == 0


def _fill(view: np.ndarray, inside: np.ndarray, block: int) -> None:
    np.copyto(view, np.uint8(block), where=inside)
