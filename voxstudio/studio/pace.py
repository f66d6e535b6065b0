"""How often frames of a run are shown, so that drawing does not take the cores that training needs."""

from __future__ import annotations

SHARE = 0.012
"""Largest part of the time that drawing may take while a run is on."""
_FASTEST_S = 1 / 15
_SLOWEST_S = 2.0
_SMOOTHING = 0.3


class FramePace:
    """Keeps a smoothed cost of a frame."""

    def __init__(self) -> None:
        self._cost_s = 0.0

    def interval_s(self, cost_s: float) -> float:
        """Least seconds to leave between two frames, now that one took ``cost_s``."""
        self._cost_s += _SMOOTHING * (cost_s - self._cost_s) if self._cost_s else cost_s
        return min(max(self._cost_s / SHARE, _FASTEST_S), _SLOWEST_S)
