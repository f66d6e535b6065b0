"""Memory that was freed and is still held by the process."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=1)
def _malloc_trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # not glibc, or Windows, where nothing can be opened by no name
        return None


def give_back() -> None:
    """Hand what is free back to the system, where the allocator can be told to.

    A run takes and frees large arrays of many sizes from several threads; glibc keeps what lies between them, and the
    program would grow from run to run.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)
