"""Ways to look at a world: which blocks to draw, in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from voxstudio.studio.state import Frame
from voxstudio.world.voxel_world import VoxelWorld


class ViewMode(Enum):
    """A chip above the viewport."""

    WORLD = "World"
    OCCUPANCY = "Occupancy"
    CHANGES = "Changes"
    BEFORE = "Before"
    LOCKED = "Locked"

    @property
    def help(self) -> str:
        """What the mode shows."""
        return _HELP[self]

    @property
    def needs_run(self) -> bool:
        """Whether there is nothing to see before a run."""
        return self not in (ViewMode.WORLD, ViewMode.LOCKED)

    @property
    def shows_blocks(self) -> bool:
        """Whether each solid cell is drawn where it is, so that it can be pointed at."""
        return self in (ViewMode.WORLD, ViewMode.LOCKED, ViewMode.CHANGES)


_HELP = {
    ViewMode.WORLD: "The blocks as they would be exported",
    ViewMode.OCCUPANCY: "How sure the run is of each block, from violet (barely) to yellow (certain)",
    ViewMode.CHANGES: "What the run has added (green), turned into something else (amber) and left alone (grey)",
    ViewMode.BEFORE: "The world that the run started from",
    ViewMode.LOCKED: "What a run may not change (amber) and what it may (grey)",
}
_FAINTEST = 38
"""Occupancy of 255 below which a cell is not drawn."""
_LEVELS = 32


@dataclass(frozen=True)
class Picture:
    """Blocks and the colours of their materials, as ``Viewport.set_world`` wants them."""

    blocks: np.ndarray
    colours: np.ndarray


def picture(mode: ViewMode, start: VoxelWorld, frame: Frame | None, locked: np.ndarray | None = None) -> Picture:
    """What to draw; modes about a run show the start world while there is none. ``locked`` is bool [X, Y, Z]."""
    if mode is ViewMode.LOCKED:
        shown = start if frame is None else frame.snapshot
        return _locked(shown.blocks, shown.palette.colours(), locked)
    if frame is None or mode is ViewMode.BEFORE:
        return Picture(start.blocks, start.palette.colours())
    snapshot = frame.snapshot
    if mode is ViewMode.OCCUPANCY:
        scaled = (snapshot.occupancy.astype(np.uint16) * _LEVELS) >> 8
        levels = np.where(snapshot.occupancy >= _FAINTEST, scaled + 1, 0).astype(np.uint8)
        return Picture(levels, _flat(_ramp(_LEVELS)))
    if mode is ViewMode.CHANGES and snapshot.blocks.shape == start.blocks.shape:
        before, after = start.blocks, snapshot.blocks
        kinds = np.where(before == 0, 2, np.where(before != after, 3, 1))
        return Picture(np.where(after == 0, 0, kinds).astype(np.uint8), _flat(_CHANGES))
    return Picture(snapshot.blocks, snapshot.palette.colours())


def heat(before: np.ndarray | None, after: np.ndarray) -> np.ndarray | None:
    """255 where a block is new or another one, to glow; None where nothing can be compared."""
    if before is None or before.shape != after.shape:
        return None
    return np.where((before != after) & (after != 0), 255, 0).astype(np.uint8)


def _locked(blocks: np.ndarray, colours: np.ndarray, locked: np.ndarray | None) -> Picture:
    """Each material twice: grey, and tinted amber for locked cells. Palettes too large for that lose their shades."""
    grey = np.repeat(colours.mean(axis=2, keepdims=True), 3, axis=2)
    if 2 * len(colours) > 255:
        grey, blocks = grey.mean(axis=0, keepdims=True), (blocks != 0).astype(np.uint8)
    table = np.concatenate([0.25 + 0.5 * grey, 0.35 * grey + 0.65 * _AMBER]).astype(np.float32)
    if locked is not None:
        blocks = np.where(locked & (blocks != 0), blocks + np.uint8(len(grey)), blocks)
    return Picture(blocks, table)


_AMBER = np.array([0.91, 0.66, 0.27], np.float32)
_CHANGES = np.array([(0.46, 0.49, 0.54), (0.36, 0.78, 0.56), (0.93, 0.72, 0.38)], dtype=np.float32)


def _ramp(levels: int) -> np.ndarray:
    """From dark violet over coral to pale yellow, float32 [levels, 3]."""
    stops = np.array([(0.24, 0.17, 0.42), (0.55, 0.27, 0.55), (0.91, 0.48, 0.42), (0.99, 0.90, 0.62)])
    places = np.linspace(0, len(stops) - 1, levels)
    channels = [np.interp(places, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)


def _flat(colours: np.ndarray) -> np.ndarray:
    """One colour for all three kinds of faces."""
    return np.repeat(colours[:, None, :], 3, axis=1)
