"""Keeps the moments of a run as it goes, in the worker's thread. Knows neither Qt nor torch."""

from __future__ import annotations

import math

import numpy as np

from voxstudio.studio.thumbnails import camera_of, thumbnail
from voxstudio.studio.timeline import Moment
from voxstudio.world.voxel_world import VoxelWorld

_WANTED = 120
"""Moments of a run, about: twice as many fit before the timeline thins them out."""
_PICTURED = 4
"""One moment in so many has a thumbnail: it takes longer than all else of a moment, and only a few are shown."""


class Recorder:
    """Makes the moments of one run. ``Session.blocks`` gives it the worlds, only when one is due."""

    def __init__(self, start: VoxelWorld) -> None:
        self._start = start
        self._camera = camera_of(start)
        self._last_step = -1
        self._unpictured = _PICTURED
        """Moments since the last one with a thumbnail."""

    def is_due(self, step: int, steps: int) -> bool:
        """Whether the world after ``step`` of ``steps`` should be kept: every few steps."""
        return step - self._last_step >= max(1, math.ceil(steps / _WANTED))

    def has(self, step: int, *, is_pictured: bool = False, is_set_back: bool = False) -> bool:
        """Whether the world after ``step`` was the last one kept, with a thumbnail if one is wanted.

        One that the run is set back to is another one.
        """
        return step == self._last_step and not is_set_back and not (is_pictured and self._unpictured)

    def moment(self, step: int, blocks: np.ndarray, *, is_pictured: bool = False, is_set_back: bool = False) -> Moment:
        """The world after ``step``, with a thumbnail if one is wanted or due."""
        self._last_step = step
        self._unpictured += 1
        pixels = None
        if is_pictured or self._unpictured >= _PICTURED:
            self._unpictured = 0
            pixels = thumbnail(VoxelWorld(blocks, self._start.palette, self._start.scale), self._camera)
        return Moment.of(step, blocks, self._start.blocks, pixels, is_set_back=is_set_back)
