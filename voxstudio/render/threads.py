"""One pool of threads for the kernels that release the interpreter lock.

Numba's own parallel loops may be entered from one thread only (the window renders too) and take 16 ms to start.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import lru_cache
from typing import Any

PIECES = 4
"""Pieces of a kernel's work for each thread."""


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


def run_split(total: int, kernel: Callable[[int, int], Any], threads: int | None = None) -> None:
    """Call ``kernel(first, last)`` over pieces of ``range(total)``, in parallel; raises what a piece raised.

    Each thread takes the next piece when it is done with one, and nobody waits for a thread that has not begun: the
    first pieces are done before another has woken up, and a core may be busy with the window.
    """
    threads = threads or thread_count()
    if threads == 1:
        kernel(0, total)
        return
    pieces = deque(split(total, PIECES * threads))

    def work() -> None:
        while True:
            try:
                piece = pieces.popleft()
            except IndexError:
                return
            kernel(*piece)

    helpers = [_pool().submit(work) for _ in range(min(threads, len(pieces)) - 1)]
    try:
        work()
    finally:
        # No piece may be under way when the arrays are read, or given up.
        begun = [helper for helper in helpers if not helper.cancel()]
        wait(begun)
    for helper in begun:
        helper.result()
