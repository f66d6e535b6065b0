"""The bounded store of a run's past, without a window."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from tests.studio.fakes import house_world
from voxstudio.studio.document import Document
from voxstudio.studio.recorder import Recorder
from voxstudio.studio.thumbnails import SHAPE, thumbnail
from voxstudio.studio.timeline import Moment, Timeline

START = house_world().blocks


def grown(step: int) -> np.ndarray:
    """The start with as many stone cells more as steps were taken."""
    blocks = START.copy()
    blocks.reshape(-1)[: 7 * step] = 3
    return blocks


def timeline_of(steps: list[int], **bounds: int) -> Timeline:
    timeline = Timeline(START, **bounds)
    for step in steps:
        timeline.add(Moment.of(step, grown(step), START))
    return timeline


def steps_of(timeline: Timeline) -> list[int]:
    return [moment.step for moment in timeline.moments]


def test_a_moment_gives_back_exactly_the_blocks_it_was_given() -> None:
    rng = np.random.default_rng(0)
    blocks = rng.integers(0, 8, START.shape, dtype=np.uint8)
    moment = Moment.of(3, blocks, START)
    restored = moment.blocks(START)
    assert np.array_equal(restored, blocks)
    restored[:] = 0  # its own copy
    assert np.array_equal(moment.blocks(START), blocks)


def test_a_copy_of_a_moment_has_memory_of_its_own() -> None:
    moment = Moment.of(7, grown(7), START, thumbnail(house_world()), is_set_back=True)
    copy = moment.copy()
    assert copy == moment
    assert copy.packed is not moment.packed
    assert copy.thumbnail is not moment.thumbnail


def test_a_document_keeps_copies_of_what_a_run_tells(qapp: QApplication) -> None:
    document, moment = Document(), Moment.of(7, grown(7), START)
    document.timeline = Timeline(START)
    document.add_moments([moment])
    assert document.timeline.moments == [moment]
    assert document.timeline.moments[0].packed is not moment.packed
    document.deleteLater()


def test_what_a_run_leaves_alone_costs_next_to_nothing() -> None:
    assert Moment.of(0, START, START).size < 100


def test_a_thumbnail_survives_and_is_transparent_beside_the_world() -> None:
    pixels = thumbnail(house_world())
    moment = Moment.of(0, START, START, pixels)
    kept = moment.pixels(SHAPE)
    assert kept is not None
    assert np.array_equal(kept, pixels)
    assert pixels[0, 0, 3] == 0
    assert 0.1 < (pixels[..., 3] == 255).mean() < 0.9


@given(count=st.integers(1, 400), most=st.integers(3, 40))
def test_thinning_keeps_first_and_latest_and_stays_even(count: int, most: int) -> None:
    steps = steps_of(timeline_of(list(range(count)), most=most))
    assert len(steps) <= most
    assert steps[0] == 0
    assert steps[-1] == count - 1
    assert len(steps) == min(count, most)
    gaps = np.diff(steps)
    # A gap is one unit, or the two that were joined: never a hole in an even row.
    assert len(gaps) == 0 or gaps[:-1].max(initial=1) <= 4 * max(1, (count - 1) // most)


def test_memory_is_bounded_too() -> None:
    rng = np.random.default_rng(0)
    timeline = Timeline(START, budget=20_000)
    for step in range(60):
        timeline.add(Moment.of(step, rng.integers(0, 8, START.shape, dtype=np.uint8), START))
    assert timeline.size <= 20_000
    assert timeline.size == sum(moment.size for moment in timeline.moments) > 0
    assert steps_of(timeline)[0] == 0
    assert steps_of(timeline)[-1] == 59


def test_a_moment_that_is_not_the_latest_takes_the_place_of_what_lay_after() -> None:
    timeline = timeline_of([0, 10, 20, 30])
    timeline.add(Moment.of(10, START, START))
    assert steps_of(timeline) == [0, 10]
    assert np.array_equal(timeline.blocks(1), START)
    assert timeline.size == sum(moment.size for moment in timeline.moments)


def test_until_leaves_the_whole_past_alone() -> None:
    timeline = timeline_of([0, 10, 20, 30])
    assert steps_of(timeline.until(20)) == [0, 10, 20]
    assert timeline.until(20).size == timeline.size - timeline.moments[-1].size
    assert steps_of(timeline) == [0, 10, 20, 30]


def test_nearest_and_spread() -> None:
    timeline = timeline_of([0, 10, 20, 30, 40])
    assert [timeline.nearest(step) for step in (-5, 4, 5, 12, 99)] == [0, 0, 1, 1, 4]
    assert timeline.spread(3) == [0, 2, 4]
    assert timeline.spread(9) == [0, 1, 2, 3, 4]
    assert Timeline(START).spread(4) == []


def test_a_recorder_keeps_about_as_many_moments_as_fit() -> None:
    for steps in (1, 7, 500, 100_000):
        recorder = Recorder(house_world())
        recorder.moment(0, START)
        due = 0
        for step in range(1, steps + 1):
            if recorder.is_due(step, steps):
                recorder.moment(step, START)
                due += 1
        assert min(steps, 60) <= due <= 120


def test_one_moment_in_four_has_a_thumbnail_and_any_that_is_wanted() -> None:
    recorder = Recorder(house_world())
    timeline = Timeline(START)
    for step in range(9):
        timeline.add(recorder.moment(step, START))
    assert [bool(moment.thumbnail) for moment in timeline.moments] == [step % 4 == 0 for step in range(9)]
    assert recorder.has(8, is_pictured=True)
    timeline.add(recorder.moment(9, START))
    assert recorder.has(9)
    assert not recorder.has(9, is_pictured=True)
    timeline.add(recorder.moment(9, START, is_pictured=True))
    assert timeline.moments[-1].step == 9
    assert timeline.moments[-1].thumbnail
    assert [timeline.pictured(place) for place in (0, 1, 3, 7, 9)] == [0, 0, 4, 8, 9]
    assert timeline.spread(4) == [0, 4, 8, 9]
    assert Timeline(START).pictured(0) == 0
