"""Desired state in, actual state out, whatever the order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from tests.studio.conftest import PATIENCE_MS
from tests.studio.fakes import STEP_S, FakeEngine, FakeSession, house_world
from voxstudio.studio.state import RunRequest, RunState
from voxstudio.studio.worker import News, Worker
from voxstudio.training.settings import TrainSettings


class Bench:
    """A worker and what it has told."""

    def __init__(self, folder: Path, bot: QtBot) -> None:
        self.engine, self._bot = FakeEngine(folder), bot
        self.worker = Worker(self.engine)
        self.states: list[RunState] = []
        self.failures: list[str] = []
        self.worker.state_changed.connect(lambda state, _news: self.states.append(state))
        self.worker.failed.connect(lambda sentence, _details: self.failures.append(sentence))

    def request(self, steps: int = 1_000_000) -> RunRequest:
        return RunRequest(TrainSettings(prompt="a house", steps=steps), None, house_world((4, 4, 4)))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self._bot.waitUntil(condition, timeout=PATIENCE_MS)

    def end(self) -> None:
        self.worker.request("stop")
        self.worker.request("quit")
        assert self.worker.wait(PATIENCE_MS)
        QCoreApplication.processEvents()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    result = Bench(tmp_path, qtbot)
    result.worker.start()
    yield result
    result.end()


def test_a_run_goes_through_its_states(bench: Bench) -> None:
    bench.worker.start_run(bench.request(steps=3))
    bench.wait_for(lambda: RunState.FINISHED in bench.states)
    assert bench.states == [RunState.PREPARING, RunState.RUNNING, RunState.FINISHED]


def test_what_is_shown_at_rest_is_there_before_the_word_of_it(bench: Bench) -> None:
    at_rest: list[int] = []

    def note(state: RunState, _news: News) -> None:
        if state is RunState.PAUSED:
            frame, session = bench.worker.news.frames.take(), bench.engine.session
            at_rest.append(
                frame is not None
                and session is not None
                and frame.snapshot.step == session.frame(measure=False).snapshot.step
            )

    bench.worker.state_changed.connect(note, Qt.ConnectionType.DirectConnection)
    bench.worker.start_run(bench.request())
    bench.wait_for(lambda: len(bench.worker.news.reports.swap()) > 0)
    bench.worker.pause()
    bench.wait_for(lambda: RunState.PAUSED in bench.states)
    assert at_rest == [True]


def test_a_resume_before_the_pause_was_noticed_is_not_lost(bench: Bench) -> None:
    bench.worker.start_run(bench.request())
    bench.wait_for(lambda: RunState.RUNNING in bench.states)
    for _ in range(200):
        bench.worker.pause()
        bench.worker.resume()
    bench.worker.news.reports.swap()
    bench.wait_for(lambda: len(bench.worker.news.reports.swap()) > 0)


def test_settings_take_effect_at_the_next_step_and_the_latest_wins(bench: Bench) -> None:
    request = bench.request()
    bench.worker.start_run(request, paused=True)
    bench.wait_for(lambda: RunState.PAUSED in bench.states)
    for rate in (0.1, 0.2, 0.3):
        bench.worker.update(request.settings.with_(lr=rate))
    bench.worker.request("step")
    reports: list[float] = []

    def came() -> bool:
        reports.extend(report.lr for report in bench.worker.news.reports.swap())
        return bool(reports)

    bench.wait_for(came)
    assert reports == [0.3]


def test_settings_that_come_before_the_run_is_prepared_count_from_its_first_step(bench: Bench) -> None:
    bench.end()  # so that it finds the run and the settings together
    request = bench.request()
    bench.worker.start_run(request, paused=True)
    bench.worker.update(request.settings.with_(lr=0.3))
    bench.worker.request("step")
    bench.worker.start()
    bench.wait_for(lambda: RunState.PAUSED in bench.states)
    bench.end()
    assert [report.lr for report in bench.worker.news.reports.swap()] == [0.3]


def test_a_save_that_fails_ends_nothing(bench: Bench) -> None:
    bench.engine.is_disk_full = True
    bench.worker.start_run(bench.request())
    bench.wait_for(lambda: RunState.RUNNING in bench.states)
    bench.worker.request("save")
    bench.wait_for(lambda: len(bench.failures) == 1)
    bench.worker.news.reports.swap()
    bench.wait_for(lambda: len(bench.worker.news.reports.swap()) > 0)


COMMANDS = st.sampled_from(["start", "start paused", "pause", "resume", "step", "stop", "settings", "save"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands=st.lists(COMMANDS, min_size=1, max_size=6))
def test_any_sequence_of_commands_leaves_a_worker_that_obeys(qtbot: QtBot, tmp_path: Path, commands: list[str]) -> None:
    bench = Bench(tmp_path, qtbot)
    worker = bench.worker
    worker.start()
    for command in commands:
        if command.startswith("start"):
            worker.start_run(bench.request(steps=5), paused=command != "start")
        elif command == "settings":
            worker.update(bench.request(steps=5).settings.with_(lr=0.01))
        elif command in ("pause", "resume"):
            getattr(worker, command)()
        else:
            worker.request(command)  # type: ignore[arg-type]
    worker.start_run(bench.request(steps=2))
    worker.request("quit")
    assert worker.wait(PATIENCE_MS)
    QCoreApplication.processEvents()
    assert not bench.failures
    worker.deleteLater()


def test_frames_wait_for_a_step_after_which_the_blocks_are_known(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeSession, "has_blocks", property(lambda session: session._step % 5 == 0))
    bench.worker.start_run(bench.request())
    frames, seen = bench.worker.news.frames, []
    while len(seen) < 6:
        bench.wait_for(lambda: not frames.is_open)
        frame = frames.take()
        assert frame is not None
        seen.append(frame.snapshot.step)
        frames.open()
    assert all(step % 5 == 0 for step in seen)
    assert sorted(set(seen)) == seen


def test_a_run_makes_way_until_its_frame_is_seen(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voxstudio.studio.worker._PATIENCE_S", PATIENCE_MS)
    bench.worker.start_run(bench.request())
    bench.wait_for(lambda: RunState.RUNNING in bench.states)
    bench.worker.news.frames.take()  # of the start, which nothing waits for
    bench.worker.news.frames.open()
    bench.wait_for(lambda: not bench.worker.news.frames.is_open)
    assert bench.engine.session is not None
    step = bench.engine.session.frame(measure=False).snapshot.step
    time.sleep(50 * STEP_S)
    assert bench.engine.session.frame(measure=False).snapshot.step == step
    bench.worker.frame_seen()
    bench.wait_for(lambda: bench.engine.session.frame(measure=False).snapshot.step > step)


def test_a_window_that_is_long_busy_holds_no_run_up(bench: Bench) -> None:
    bench.worker.start_run(bench.request(steps=100))
    bench.wait_for(lambda: RunState.RUNNING in bench.states)
    bench.worker.news.frames.take()
    bench.worker.news.frames.open()
    bench.wait_for(lambda: RunState.FINISHED in bench.states)
