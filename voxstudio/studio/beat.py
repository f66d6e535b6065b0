"""One beat for all that is refreshed once a second: the window is then painted once for them, not once for each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 1000
BEAT = Qt.TimerType.VeryCoarseTimer
"""Timers of this kind go off together, at full seconds."""


def beat_timer(parent: QObject, *, is_single_shot: bool = False) -> QTimer:
    """A timer that goes off with the beat, not started yet."""
    return QTimer(parent, singleShot=is_single_shot, interval=BEAT_MS, timerType=BEAT)
