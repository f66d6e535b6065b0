"""Taking things back, by the real window."""

from __future__ import annotations

import gc
import threading
import weakref

import numpy as np
import pytest

from tests.studio.conftest import Studio
from tests.studio.fakes import FakeSession, house_world
from voxstudio.errors import UserError
from voxstudio.studio.commands import ChangeSetting, RestoreMoment
from voxstudio.studio.state import RunState
from voxstudio.world import formats


def undo(studio: Studio) -> None:
    studio.window.menus.undo.trigger()


def redo(studio: Studio) -> None:
    studio.window.menus.redo.trigger()


def apart(studio: Studio) -> None:
    """Lets the next change of a setting count as another one."""
    stack = studio.window.document.undo
    command = stack.command(stack.index() - 1)
    assert isinstance(command, ChangeSetting)
    command.at -= 60.0


def test_a_setting_is_taken_back_and_made_again_in_words(studio: Studio) -> None:
    document, menus = studio.window.document, studio.window.menus
    assert not menus.undo.isEnabled()
    studio.window.controller.edit("lr", 0.05)
    assert menus.undo.text() == "Undo learning rate 0.1 → 0.05"
    undo(studio)
    assert document.settings.lr == 0.1
    assert studio.window.settings_panel.row("lr").entry.text() == "0.1"
    assert menus.redo.text() == "Redo learning rate 0.1 → 0.05"
    redo(studio)
    assert document.settings.lr == 0.05
    assert "Ctrl+Z" in menus.undo.shortcut().toString()


def test_a_dragged_slider_is_one_change_and_a_later_one_another(studio: Studio) -> None:
    document = studio.window.document
    for ticks in (300, 400, 500):
        studio.window.settings_panel.row("lr").slider.setValue(ticks)
    assert document.undo.count() == 1
    apart(studio)
    studio.window.settings_panel.row("lr").slider.setValue(600)
    assert document.undo.count() == 2
    undo(studio)
    undo(studio)
    assert document.settings.lr == 0.1


def test_undoing_a_live_setting_reaches_the_running_trainer(studio: Studio) -> None:
    studio.begin()
    document = studio.window.document
    studio.window.controller.edit("lr", 0.02)
    studio.wait_for(lambda: document.history.series["lr"][-1] == 0.02)
    undo(studio)
    studio.wait_for(lambda: document.history.series["lr"][-1] == 0.1)
    assert document.state is RunState.RUNNING


def test_opening_a_map_and_changing_the_start_are_taken_back(studio: Studio) -> None:
    document = studio.window.document
    maps = studio.engine.folder / "maps" / "7"
    formats.save(house_world(), maps / "map.json")
    studio.window.open_path(maps)
    opened = document.start
    studio.window.controller.edit("init_mode", "cube")
    assert document.start is not opened
    undo(studio)
    assert document.start is opened
    assert document.settings.init_mode == "from_map"
    assert studio.window.menus.undo.text() == "Undo open 7"
    undo(studio)
    assert document.start is None
    assert studio.window.stage.empty.isVisible()
    redo(studio)
    redo(studio)
    assert document.settings.init_mode == "cube"
    assert document.start is not None


def test_one_undo_takes_a_whole_run_back_and_redo_brings_its_result(studio: Studio) -> None:
    studio.begin(steps=40)
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    result, frame = document.blocks, document.frame
    assert result is not None
    assert frame is not None
    assert document.start is not None
    assert studio.window.menus.undo.text() == "Undo run of “a stone castle”"
    undo(studio)
    assert document.blocks is document.start.blocks
    assert document.state is RunState.IDLE
    assert document.history.steps == []
    redo(studio)
    assert np.array_equal(document.blocks, result)
    assert document.frame is not None
    assert np.array_equal(document.frame.snapshot.occupancy, frame.snapshot.occupancy)
    assert document.frame.snapshot.palette == frame.snapshot.palette
    assert document.frame.pictures.keys() == frame.pictures.keys()
    assert document.state is RunState.FINISHED
    assert document.history.steps == list(range(1, 41))
    assert len(document.timeline.moments) > 10


def test_runs_that_can_be_undone_keep_no_frame_and_no_moments_alive(studio: Studio) -> None:
    seen: list[weakref.ref[object]] = []
    for _ in range(3):
        studio.begin(steps=10)
        studio.wait_for_state(RunState.FINISHED)
        document = studio.window.document
        assert document.frame is not None
        seen += [weakref.ref(document.frame.snapshot.blocks), weakref.ref(document.timeline.moments[1])]
        del document
    studio.wait_for(lambda: gc.collect() >= 0 and not any(one() for one in seen[:2]))


@pytest.mark.parametrize(("most_bytes", "fewest"), [(1 << 20, 3), (1, 2)])
def test_a_run_that_another_one_follows_keeps_few_moments(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, most_bytes: int, fewest: int
) -> None:
    monkeypatch.setattr("voxstudio.studio.document._OLD_BYTES", most_bytes)
    studio.begin(steps=60)
    studio.wait_for_state(RunState.FINISHED)
    old = studio.window.document.timeline
    before, result = len(old.moments), old.blocks(-1)
    studio.begin(steps=60)
    assert fewest <= len(old.moments) < before
    assert len(old.moments) == fewest or most_bytes > 1
    assert old.moments[0].step == 0
    assert np.array_equal(old.blocks(-1), result)


def test_undoing_a_run_that_is_on_ends_and_saves_it_first(studio: Studio) -> None:
    studio.begin()
    document = studio.window.document
    undo(studio)
    studio.wait_for_state(RunState.IDLE)
    assert studio.engine.session is not None
    assert studio.engine.session.saves == 1
    assert document.frame is None
    redo(studio)
    assert document.frame is not None
    assert document.state is RunState.FINISHED


def test_a_restore_is_taken_back_with_all_that_came_after(studio: Studio) -> None:
    studio.begin(steps=40)
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    result = document.timeline.blocks(-1)
    document.look_at(10)
    assert document.past is not None
    step = document.past.step
    studio.window.timeline.restore.click()
    studio.wait_for_state(RunState.PAUSED)
    assert studio.window.menus.undo.text() == f"Undo restore of step {step}"
    studio.window.run_bar.step.click()
    studio.wait_for(lambda: document.history.steps[-1] == step + 1)
    undo(studio)
    studio.wait_for_state(RunState.FINISHED)
    assert document.history.steps == list(range(1, 41))
    assert studio.engine.session is not None
    studio.wait_for(lambda: studio.engine.session.is_done)
    assert np.array_equal(studio.engine.session.blocks(), result)
    redo(studio)
    studio.wait_for_state(RunState.PAUSED)
    assert document.history.steps == list(range(1, step + 2))


def test_a_restore_during_a_run_is_undone_during_a_run(studio: Studio) -> None:
    studio.begin(steps=100_000)
    document = studio.window.document
    studio.wait_for(lambda: len(document.timeline.moments) > 1)
    document.look_at(0)
    studio.window.timeline.restore.click()
    studio.wait_for_state(RunState.PAUSED)
    studio.wait_for(lambda: not document.history.steps)
    command = document.undo.command(document.undo.count() - 1)
    assert isinstance(command, RestoreMoment)
    left = command.before
    studio.window.run_bar.primary.click()
    studio.wait_for(lambda: document.history.steps)
    undo(studio)
    studio.wait_for_state(RunState.PAUSED)
    studio.wait_for(lambda: document.frame and document.frame.snapshot.step == left.timeline.moments[-1].step)
    assert document.history.steps == left.history.steps


def test_an_older_run_can_be_looked_at_but_not_gone_on_with(studio: Studio) -> None:
    for _ in range(2):
        studio.begin(steps=30)
        studio.wait_for_state(RunState.FINISHED)
    undo(studio)
    document = studio.window.document
    assert document.history.steps == list(range(1, 31))
    document.look_at(3)
    assert not studio.window.timeline.restore.isEnabled()
    assert "branch" in studio.window.timeline.restore.toolTip()
    assert studio.window.timeline.branch.isEnabled()


def test_what_the_worker_says_of_an_undone_run_comes_too_late(studio: Studio) -> None:
    studio.begin(steps=40)
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    document.look_at(10)
    studio.window.timeline.restore.click()
    studio.wait_for_state(RunState.PAUSED)
    studio.window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    undo(studio)  # asks the worker to set the run to where it was
    undo(studio)  # and takes the run back before it has
    worker = studio.window.controller.worker
    studio.wait_for(lambda: not worker._requests and studio.engine.session.is_done)
    studio.bot.wait(50)
    assert document.frame is None
    assert document.state is RunState.IDLE
    assert document.start is not None and document.blocks is document.start.blocks


def test_a_failed_run_shows_its_last_step(studio: Studio) -> None:
    studio.begin()
    studio.window.controller.frame_interval_s = 60.0  # no other picture comes
    document, session = studio.window.document, studio.engine.session
    studio.wait_for(lambda: document.history.steps[-1] > document.frame.snapshot.step + 3)
    studio.engine.trouble = UserError("no gradient")
    studio.wait_for_state(RunState.FAILED)
    assert document.frame.snapshot.step == session.frame(measure=False).snapshot.step


def test_a_run_is_on_as_soon_as_it_is_begun(studio: Studio) -> None:
    studio.prepare()
    controller, document = studio.window.controller, studio.window.document
    studio.window.run_bar.primary.click()
    controller.start_or_pause()  # a click too many begins no other run
    controller.edit("size_x", 12)
    assert "fixed while a run is on" in studio.window.messages[0].text()
    controller.edit("lr", 0.02)
    studio.wait_for(lambda: document.history.steps)
    studio.wait_for(lambda: document.history.series["lr"][-1] == 0.02)
    assert document.run == document.live_run == 1
    assert studio.window.menus.undo.text() == "Undo learning rate 0.1 → 0.02"


def test_a_run_hears_nothing_of_the_one_before(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.begin(steps=40)
    studio.wait_for_state(RunState.FINISHED)
    document, set_back = studio.window.document, FakeSession.set_back
    is_begun, may_end = threading.Event(), threading.Event()

    def slowly(session: FakeSession, blocks: np.ndarray, step: int) -> None:
        is_begun.set()
        assert may_end.wait(60)
        set_back(session, blocks, step)

    monkeypatch.setattr(FakeSession, "set_back", slowly)
    document.look_at(10)
    studio.window.timeline.restore.click()
    assert is_begun.wait(60)
    states: list[RunState] = []
    document.state_changed.connect(lambda: states.append(document.state))
    studio.window.run_bar.primary.click()
    may_end.set()
    studio.wait_for_state(RunState.FINISHED)
    assert list(dict.fromkeys(states)) == [RunState.PREPARING, RunState.RUNNING, RunState.FINISHED]
    assert document.history.steps == list(range(1, 41))
    texts = [document.undo.text(place) for place in range(document.undo.count())]
    assert texts[-2:] == ["run of “a stone castle”"] * 2
