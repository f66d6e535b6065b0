"""What the program's memory does in a long time in the window: in one long run, and while runs follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from voxstudio.bench.row import Row
from voxstudio.bench.screen import told_by

MINUTES = 30.0
LIMIT_MB_PER_HOUR = 60.0
_STEPS = {"one run": 200_000, "run after run": 300}
"""A run of the first kind outlasts the time."""


def measure(minutes: float = MINUTES) -> Iterator[Row]:
    """Resident memory after the first five minutes, for each kind: its growth, and how much there is at the end."""
    for kind, steps in _STEPS.items():
        found = told_by("voxstudio.studio.endurance", "--minutes", str(minutes), "--steps", str(steps))
        yield Row(f"memory, {kind}: runs ended", found["runs"], "runs")
        yield Row(f"memory, {kind}: at the end", found["end_mb"], "MB")
        yield Row(f"memory growth, {kind}", found["mb_per_hour"], "MB/h", LIMIT_MB_PER_HOUR, at_most=1.0)
