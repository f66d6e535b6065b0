"""How long the window takes to handle an event: what a user feels as stutter."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

_EARLY_S = 0.002
"""A beat may come so much before its time, as Qt counts in whole milliseconds: that is no beat that was missed."""


class LatencyMeter(QObject):
    """Notes how late the beats of a steady timer are handled.

    A beat that is due while the thread is busy counts from when it was due, not from when the timer came round.
    """

    def __init__(self, interval_ms: int = 5, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.delays_s: list[float] = []
        self._interval_s = interval_ms / 1000
        self._due = 0.0
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begins to measure."""
        self.delays_s.clear()
        self._due = time.perf_counter() + self._interval_s
        self._timer.start()

    def stop(self) -> None:
        """Ends."""
        self._timer.stop()

    def percentile_s(self, share: float) -> float:
        """The delay that this share of events stayed under, 0 if nothing was measured."""
        ordered = sorted(self.delays_s)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0

    def _on_beat(self) -> None:
        now = time.perf_counter()
        # Every beat that was missed while the thread was busy is an event that waited.
        while self._due <= now + _EARLY_S:
            self.delays_s.append(max(now - self._due, 0.0))
            self._due += self._interval_s
