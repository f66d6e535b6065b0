"""The window while a run trains: how long events wait, and what the window costs the run."""

from __future__ import annotations

from collections.abc import Iterator

from voxstudio.bench.row import Row
from voxstudio.bench.screen import told_by

MINUTES = 2.0
P99_MS, WORST_MS, SHOWN_MS = 33.0, 100.0, 50.0
MOST_SLOWDOWN = 1.08
_TERMINAL = "voxstudio.cli.turns"
"""By name, as the command line's floor is above this one."""


def measure(minutes: float = MINUTES) -> Iterator[Row]:
    """A run on map 1 in the window and the same steps in the terminal, in turn; see ``voxstudio.studio.sitting``.

    In the terminal there is the progress bar of ``voxstudio train``.

    When the window is used, somebody turns the world for 1.5 s, types 18 letters, zooms and changes a value by keys
    in every 12 s. Turns in which other programs computed do not count.
    """
    found = told_by("voxstudio.studio.sitting", "--minutes", str(minutes), "--terminal", _TERMINAL)
    yield Row("window events, 99 % within", found["p99_ms"], "ms", P99_MS, at_most=1.0)
    yield Row("window events, worst", found["worst_ms"], "ms", WORST_MS, at_most=1.0)
    yield Row("window snapshot to picture", found["shown_ms"], "ms", SHOWN_MS, at_most=1.0)
    yield Row("window looked at, against terminal", found["seen_ratio"], "x", 1.0, at_most=MOST_SLOWDOWN)
    yield Row(
        "window used (12 s: turned 1.5 s, zoomed, typed, set)", found["used_ratio"], "x", 1.0, at_most=MOST_SLOWDOWN
    )
    yield Row("window turns disturbed by others", found["disturbed"], "turns")
