"""Travelling through a run's past, by the real window."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt
from pytestqt.qtbot import QtBot

from tests.studio.conftest import Studio
from tests.studio.test_sparing import EventCount
from voxstudio.studio.state import RunState


def finished(studio: Studio, steps: int = 60) -> None:
    studio.begin(steps=steps)
    studio.wait_for_state(RunState.FINISHED)
    studio.wait_for(lambda: studio.window.timeline.slider.maximum() > 10)


def look_at(studio: Studio, place: int) -> int:
    """Drags the slider; the step that is then looked at."""
    document = studio.window.document
    studio.wait_for(lambda: studio.window.timeline.slider.maximum() > place)
    studio.window.timeline.slider.setValue(place)
    studio.wait_for(lambda: document.past is not None and document.past is document.timeline.moments[place])
    assert document.past is not None
    return document.past.step


def test_the_slider_shows_the_past_and_its_right_end_the_present(studio: Studio) -> None:
    finished(studio)
    document, panel = studio.window.document, studio.window.timeline
    present = document.blocks
    assert present is not None
    assert document.start is not None
    step = look_at(studio, 10)
    assert document.blocks is not None
    # The fake session changes one block a step.
    assert np.count_nonzero(document.blocks != document.start.blocks) <= step
    assert np.count_nonzero(document.blocks != present) > 0
    assert studio.window.stage.past.isVisible()
    assert f"step {step}" in studio.window.stage.past.text.text().lower()

    studio.window.timeline.slider.setValue(panel.slider.maximum())
    studio.wait_for(lambda: document.past is None)
    assert document.blocks is present
    assert not studio.window.stage.past.isVisible()


def test_a_running_run_goes_on_while_its_past_is_looked_at(studio: Studio) -> None:
    studio.begin(steps=20_000)
    document = studio.window.document
    studio.wait_for(lambda: len(document.timeline.moments) > 4)
    step = look_at(studio, 2)
    before = document.blocks
    done = document.history.steps[-1]
    studio.wait_for(lambda: document.history.steps[-1] > done + 50)
    assert document.blocks is before
    assert document.past is not None
    assert document.past.step == step
    assert studio.window.menus.back.shortcut().toString() == "Esc"
    studio.window.menus.back.trigger()
    assert document.past is None
    assert not studio.window.menus.back.isEnabled()


def test_only_pictures_of_the_past_that_are_other_ones_are_painted_anew(studio: Studio, qtbot: QtBot) -> None:
    finished(studio)
    panel = studio.window.timeline
    qtbot.wait(300)
    counts = [EventCount(picture, QEvent.Type.Paint) for picture in panel.pictures]
    panel.refresh()
    qtbot.wait(100)
    assert [count.count for count in counts] == [0] * len(counts)
    panel.pictures[0].click()
    studio.wait_for(lambda: counts[0].count > 0 and counts[-1].count > 0)


def test_the_arrow_keys_and_the_pictures_travel(studio: Studio) -> None:
    finished(studio)
    document, panel = studio.window.document, studio.window.timeline
    panel.slider.setFocus()
    studio.bot.keyClick(panel.slider, Qt.Key.Key_Left)
    studio.wait_for(lambda: document.past is document.timeline.moments[-2])
    first = panel.pictures[0]
    assert first.accessibleName() == "Step 0"
    first.click()
    assert document.past is document.timeline.moments[0]
    studio.window.stage.past.back.click()
    assert document.past is None


def test_restoring_makes_a_moment_the_present_and_the_run_goes_on_from_there(studio: Studio) -> None:
    finished(studio)
    document, window = studio.window.document, studio.window
    assert not window.timeline.restore.isEnabled()
    step = look_at(studio, 20)
    wanted = document.blocks
    assert wanted is not None
    window.timeline.restore.click()
    studio.wait_for_state(RunState.PAUSED)
    studio.wait_for(lambda: document.frame and document.frame.snapshot.step == step)
    assert document.past is None
    assert document.frame is not None
    assert np.array_equal(document.frame.snapshot.blocks, wanted)
    assert document.history.steps == list(range(1, step + 1))
    assert document.timeline.moments[-1].step == step

    window.run_bar.primary.click()
    studio.wait_for_state(RunState.FINISHED)
    assert document.history.steps == list(range(1, 61))
    assert [moment.step for moment in document.timeline.moments] == sorted(
        {moment.step for moment in document.timeline.moments}
    )


def test_branching_ends_the_run_and_starts_the_next_from_that_world(studio: Studio) -> None:
    studio.begin(steps=20_000)
    document, window = studio.window.document, studio.window
    studio.wait_for(lambda: len(document.timeline.moments) > 6)
    step = look_at(studio, 4)
    wanted = document.blocks
    assert wanted is not None
    window.timeline.branch.click()
    studio.wait_for_state(RunState.IDLE)
    assert studio.engine.session is not None
    assert studio.engine.session.saves == 1
    assert document.start is not None
    assert np.array_equal(document.start.blocks, wanted)
    assert document.frame is None
    assert document.settings.init_mode == "from_map"
    assert f"step {step} of" in window.title_note.text()
    assert document.timeline.moments == []
    window.run_bar.primary.click()
    studio.wait_for(lambda: document.history.steps)
    assert np.array_equal(document.timeline.blocks(0), wanted)


def test_an_empty_timeline_says_what_it_will_show(studio: Studio) -> None:
    assert studio.window.timeline.empty.isVisible()
    assert not studio.window.timeline.branch.isEnabled()
    assert not studio.window.timeline.restore.isEnabled()
    finished(studio)
    assert not studio.window.timeline.empty.isVisible()
