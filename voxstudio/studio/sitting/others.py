"""Whether the machine has anything else to do."""

from __future__ import annotations

import os
import time
from pathlib import Path

_STAT = Path("/proc/stat")
_IDLE, _WAITING, _GUESTS = 3, 4, 8
"""Places in its first line; what guests compute is in others of them, too."""


class Others:
    """How much is computed that is not ours, or is taken from this machine by its host; nothing where nobody tells."""

    def __init__(self) -> None:
        self._began, self._busy_s, self._own_s = 0.0, 0.0, 0.0

    def watch(self, own_s: float) -> None:
        """From now on; ``own_s`` are the seconds of computing that were ours so far."""
        self._began, self._busy_s, self._own_s = time.perf_counter(), busy_s(), own_s

    def share(self, own_s: float) -> float:
        """Seconds that others have computed for each that has passed."""
        others = busy_s() - self._busy_s - (own_s - self._own_s)
        return max(others, 0.0) / max(time.perf_counter() - self._began, 1e-6)


def busy_s() -> float:
    """Seconds that all cores together have worked so far, for anybody; 0 where the system does not tell so simply."""
    if not _STAT.exists():
        return 0.0
    ticks = [int(word) for word in _STAT.read_text(encoding="ascii").splitlines()[0].split()[1:]][:_GUESTS]
    return (sum(ticks) - ticks[_IDLE] - ticks[_WAITING]) / os.sysconf("SC_CLK_TCK")
