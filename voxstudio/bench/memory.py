"""What the program's memory does while runs follow each other for a long time in the window."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from voxstudio.bench.row import Row
from voxstudio.bench.screen import private_environment, start_screen

MINUTES = 30.0
LIMIT_MB_PER_HOUR = 60.0


def measure(minutes: float = MINUTES) -> Iterator[Row]:
    """Resident memory after the first third, when caches and the gallery are as full as they get."""
    stop_screen = start_screen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "voxstudio.studio.endurance", folder, "--minutes", str(minutes)]
            done = subprocess.run(
                command, stdout=subprocess.PIPE, text=True, check=True, env=private_environment(folder)
            )
    finally:
        if stop_screen:
            stop_screen()
    found = json.loads(done.stdout.splitlines()[-1])
    yield Row("memory, runs ended", found["runs"], "runs")
    yield Row("memory, at the end", found["end_mb"], "MB")
    yield Row("memory growth", found["mb_per_hour"], "MB/h", LIMIT_MB_PER_HOUR, at_most=1.0)
