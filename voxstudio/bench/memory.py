"""What the program's memory does while runs follow each other for a long time in the window."""

from __future__ import annotations

from collections.abc import Iterator

from voxstudio.bench.row import Row
from voxstudio.bench.screen import told_by

MINUTES = 30.0
LIMIT_MB_PER_HOUR = 60.0


def measure(minutes: float = MINUTES) -> Iterator[Row]:
    """Resident memory after the first third, when caches and the gallery are as full as they get."""
    found = told_by("voxstudio.studio.endurance", "--minutes", str(minutes))
    yield Row("memory, runs ended", found["runs"], "runs")
    yield Row("memory, at the end", found["end_mb"], "MB")
    yield Row("memory growth", found["mb_per_hour"], "MB/h", LIMIT_MB_PER_HOUR, at_most=1.0)
