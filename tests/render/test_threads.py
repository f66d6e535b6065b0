"""The pool that kernels are split over."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from voxstudio.render import threads
from voxstudio.render.threads import run_split


@pytest.mark.parametrize("total", [0, 1, 2, 7, 1000])
@pytest.mark.parametrize("count", [None, 1, 2, 3])
def test_every_part_is_done_once(total, count):
    done = np.zeros(total, np.int64)

    def work(first, last):
        done[first:last] += 1

    run_split(total, work, threads=count)
    assert (done == 1).all()


def test_what_a_piece_raises_is_raised_and_nothing_goes_on_behind():
    under_way = set()

    def work(first, last):
        under_way.add(first)
        try:
            if first == 0:
                raise ArithmeticError("no")
            threading.Event().wait(0.01)
        finally:
            under_way.discard(first)

    with pytest.raises(ArithmeticError):
        run_split(100, work, threads=2)
    assert not under_way


def test_a_thread_that_does_not_come_is_not_waited_for():
    gate = threading.Event()
    busy = threads._pool()
    blockers = [busy.submit(gate.wait) for _ in range(threads.thread_count())]
    done = []
    run_split(100, lambda first, last: done.append((first, last)), threads=2)
    gate.set()
    assert all(blocker.result() for blocker in blockers)
    assert sum(last - first for first, last in done) == 100
