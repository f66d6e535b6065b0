"""Ways to look at a world: which blocks to draw, in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np

from voxstudio.studio.legends import Legend, Ramp, Swatches
from voxstudio.studio.state import CONFIDENCE, PULL, Frame
from voxstudio.studio.words import noop, tr
from voxstudio.world.voxel_world import VoxelWorld

_AMBER = np.array([0.91, 0.66, 0.27], np.float32)
_GREY, _GREEN, _ORANGE, _CORAL = (0.46, 0.49, 0.54), (0.36, 0.78, 0.56), (0.93, 0.72, 0.38), (0.94, 0.50, 0.40)
_HEAT = ((0.24, 0.17, 0.42), (0.55, 0.27, 0.55), (0.91, 0.48, 0.42), (0.99, 0.90, 0.62))
_COOL = ((0.80, 0.30, 0.33), (0.88, 0.62, 0.36), (0.55, 0.72, 0.62), (0.36, 0.72, 0.90))
_FAINTEST = 38
"""Occupancy of 255 below which a cell is not drawn."""
_SURE = 230
"""Occupancy of 255 from which a cell is drawn as solid."""
_LEVELS = 32
_LEAST_OPACITY = 0.18
_LEAST_PULL = 12
"""Pull of 127 from which an empty cell is drawn."""


class _Mode(NamedTuple):
    title: str
    help: str
    legend: Legend | None = None
    needs_run: bool = True
    facts: str = ""


class ViewMode(Enum):
    """A chip above the viewport."""

    WORLD = _Mode(noop("World"), noop("The blocks as they would be exported"), needs_run=False)
    OCCUPANCY = _Mode(
        noop("Occupancy"),
        noop("How sure the run is of each block; what it doubts can be seen through"),
        Ramp(_HEAT, noop("barely there"), noop("certain")),
    )
    CONFIDENCE = _Mode(
        noop("Confidence"),
        noop("How sure the run is of each block's material"),
        Ramp(_COOL, noop("any material"), noop("certain")),
        facts=CONFIDENCE,
    )
    GRADIENT = _Mode(
        noop("Gradient"),
        noop("Where the last step pulled, and which way"),
        Swatches(((_GREEN, noop("towards a block")), (_CORAL, noop("towards Air")), (_GREY, noop("no pull")))),
        facts=PULL,
    )
    CHANGES = _Mode(
        noop("Changes"),
        noop("What differs from the start; what was taken away can be seen through"),
        Swatches(
            (
                (_GREEN, noop("added")),
                (_ORANGE, noop("other material")),
                (_CORAL, noop("taken away")),
                (_GREY, noop("as it was")),
            )
        ),
    )
    LOCKED = _Mode(
        noop("Locked"),
        noop("What a run may not change"),
        Swatches((((0.91, 0.66, 0.27), noop("locked")), (_GREY, noop("free")))),
        needs_run=False,
    )

    @property
    def title(self) -> str:
        """Its name."""
        return tr(self.value.title)

    @property
    def help(self) -> str:
        """What the mode shows."""
        return tr(self.value.help)

    @property
    def legend(self) -> Legend | None:
        """What its colours mean; None where they are the materials'."""
        return self.value.legend

    @property
    def needs_run(self) -> bool:
        """Whether there is nothing to see before a run."""
        return self.value.needs_run

    @property
    def facts(self) -> str:
        """The name of what it needs to know of every cell beside a snapshot; empty for nothing."""
        return self.value.facts

    @property
    def needs_present(self) -> bool:
        """Whether the timeline keeps too little to show this of the past: it keeps blocks alone."""
        return self is ViewMode.OCCUPANCY or bool(self.facts)

    @property
    def shows_blocks(self) -> bool:
        """Whether each solid cell is drawn where it is, so that it can be pointed at."""
        return self in (ViewMode.WORLD, ViewMode.CONFIDENCE, ViewMode.CHANGES, ViewMode.LOCKED)


@dataclass(frozen=True, eq=False)
class Picture:
    """Blocks and the colours of their materials, as views want them."""

    blocks: np.ndarray
    """uint8 [X, Y, Z]."""
    colours: np.ndarray
    """float32 [materials, 3 faces (top, bottom, side), 3]."""
    opacity: np.ndarray | None = None
    """float32 [materials], None where all are solid."""


def picture(mode: ViewMode, start: VoxelWorld, frame: Frame | None, locked: np.ndarray | None = None) -> Picture:
    """What to draw; modes about a run show the start world while there is none. ``locked`` is bool [X, Y, Z]."""
    if mode is ViewMode.LOCKED:
        shown = start if frame is None else frame.snapshot
        return _locked(shown.blocks, shown.palette.colours(), locked)
    if frame is None:
        return Picture(start.blocks, start.palette.colours())
    snapshot = frame.snapshot
    if mode is ViewMode.OCCUPANCY:
        return _occupancy(snapshot.occupancy)
    if mode.facts:
        facts = frame.facts.get(mode.facts)
        if facts is None or facts.shape != snapshot.blocks.shape:
            return Picture((snapshot.blocks != 0).astype(np.uint8), _flat(np.array([_GREY], np.float32)))
        return _confidence(snapshot.blocks, facts) if mode is ViewMode.CONFIDENCE else _pull(snapshot.blocks, facts)
    if mode is ViewMode.CHANGES and snapshot.blocks.shape == start.blocks.shape:
        return _changes(start.blocks, snapshot.blocks)
    return Picture(snapshot.blocks, snapshot.palette.colours())


def heat(before: np.ndarray | None, after: np.ndarray) -> np.ndarray | None:
    """255 where a block is new or another one, to glow; None where nothing can be compared."""
    if before is None or before.shape != after.shape:
        return None
    return np.where((before != after) & (after != 0), np.uint8(255), np.uint8(0))


def _occupancy(occupancy: np.ndarray) -> Picture:
    levels = np.arange(256) * _LEVELS // 256 + 1
    levels[:_FAINTEST] = 0
    sure = _SURE * _LEVELS // 256
    opacity = np.ones(_LEVELS, np.float32)
    opacity[:sure] = np.linspace(0.0, 0.75, sure) ** 1.5 + _LEAST_OPACITY
    return Picture(levels.astype(np.uint8)[occupancy], _flat(ramp(_HEAT, _LEVELS)), opacity)


def _confidence(blocks: np.ndarray, confidence: np.ndarray) -> Picture:
    levels = (confidence >> 3) + np.uint8(1)
    return Picture(np.where(blocks != 0, levels, np.uint8(0)), _flat(ramp(_COOL, _LEVELS)))


def _pull(blocks: np.ndarray, pull: np.ndarray) -> Picture:
    """Materials: 16 strengths towards Air, none, 16 towards a block; then the same towards a block for empty cells."""
    strength = np.linspace(0.0, 1.0, 17)[:, None]
    grey = 0.85 * np.array(_GREY)
    towards_air, towards_block = (grey + strength * (np.array(end) - grey) for end in (_CORAL, _GREEN))
    colours = np.concatenate([towards_air[:0:-1], towards_block, towards_block[1:]]).astype(np.float32)
    opacity = np.ones(len(colours), np.float32)
    opacity[33:] = np.linspace(0.15, 0.7, 16)
    signed = np.arange(256) - 128
    of_block = np.clip(17 + np.round(signed / 8), 1, 33)
    of_air = np.where(signed >= _LEAST_PULL, np.clip(33 + np.round(signed / 8), 34, 49), 0)
    solid, empty = of_block.astype(np.uint8)[pull], of_air.astype(np.uint8)[pull]
    return Picture(np.where(blocks != 0, solid, empty), _flat(colours), opacity)


def _changes(before: np.ndarray, after: np.ndarray) -> Picture:
    kinds = np.where(before == after, np.uint8(1), np.where(before == 0, np.uint8(2), np.uint8(3)))
    blocks = np.where(after == 0, np.where(before == 0, np.uint8(0), np.uint8(4)), kinds)
    colours = np.array([_GREY, _GREEN, _ORANGE, _CORAL], np.float32)
    return Picture(blocks, _flat(colours), np.array([1.0, 1.0, 1.0, 0.3], np.float32))


def _locked(blocks: np.ndarray, colours: np.ndarray, locked: np.ndarray | None) -> Picture:
    """Each material twice: grey, and tinted amber for locked cells. Palettes too large for that lose their shades."""
    grey = np.repeat(colours.mean(axis=2, keepdims=True), 3, axis=2)
    if 2 * len(colours) > 255:
        grey, blocks = grey.mean(axis=0, keepdims=True), (blocks != 0).astype(np.uint8)
    table = np.concatenate([0.25 + 0.5 * grey, 0.35 * grey + 0.65 * _AMBER]).astype(np.float32)
    if locked is not None:
        blocks = np.where(locked & (blocks != 0), blocks + np.uint8(len(grey)), blocks)
    return Picture(blocks, table)


def ramp(stops: tuple[tuple[float, float, float], ...], levels: int) -> np.ndarray:
    """Colours from the first stop to the last, float32 [levels, 3]."""
    places, table = np.linspace(0, len(stops) - 1, levels), np.array(stops)
    channels = [np.interp(places, np.arange(len(stops)), table[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)


def _flat(colours: np.ndarray) -> np.ndarray:
    """One colour for all three kinds of faces."""
    return np.repeat(colours[:, None, :], 3, axis=1)
