"""Loading and saving map 1."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio.bench.row import Row
from voxstudio.places import find_map
from voxstudio.world import formats

REPEATS = 5


def measure() -> Iterator[Row]:
    """Times in seconds, best of five; the plain way is ``json.loads`` of the same bytes."""
    source = find_map("1")
    data = source.read_bytes()
    world = formats.load(source).world
    yield Row("map-json load", best(lambda: formats.load(source)), "s", best(lambda: json.loads(data)), at_most=3.0)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "map.json"
        plain = json.loads(data)
        yield Row("map-json save", best(lambda: formats.save(world, target)), "s", best(lambda: json.dumps(plain)))
        again = formats.load(target).world
    same = int(np.count_nonzero(again.blocks == world.blocks))
    yield Row("map-json identical cells", same, "cells", world.blocks.size, at_most=1.0, at_least=1.0)


def best(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Seconds of the quickest of some calls."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)
