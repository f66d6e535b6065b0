"""One pool of threads for the kernels that release the interpreter lock.

Numba's own parallel loops may be entered from one thread only (the window renders too) and take 16 ms to start.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any


def thread_count() -> int:
    """Threads that kernels are split over: as many as the process may use, 8 at most."""
    return max(1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(thread_count(), thread_name_prefix="voxstudio-kernel")


def split(total: int, parts: int) -> list[tuple[int, int]]:
    """Bounds of ``parts`` nearly equal pieces of ``range(total)``, empty ones left out."""
    bounds = [round(total * k / parts) for k in range(parts + 1)]
    return [(a, b) for a, b in itertools.pairwise(bounds) if b > a]


def run_split(total: int, kernel: Callable[[int, int], Any], parts: int | None = None) -> None:
    """Call ``kernel(first, last)`` over pieces of ``range(total)``, in parallel; raises what a piece raised."""
    pieces = split(total, parts or thread_count())
    if len(pieces) == 1:
        kernel(*pieces[0])
        return
    futures = [_pool().submit(kernel, *piece) for piece in pieces[1:]]
    kernel(*pieces[0])
    for future in futures:
        future.result()
