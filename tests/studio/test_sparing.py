"""A run shares the processor with the window: what the window does without, and that nothing is lost by it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.studio.conftest import PATIENCE_MS, Studio
from tests.studio.fakes import FakeEngine, house_world
from tests.studio.test_viewport import opened
from voxstudio.bench.screen import private_environment
from voxstudio.studio import engine, gl_support, pace, raster_viewport
from voxstudio.studio.gl_support import Fence, GlSupport, current_context, framebuffer, offscreen
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.panels.curves import peaks
from voxstudio.studio.panels.plots import Plots
from voxstudio.studio.raster_viewport import RasterViewport
from voxstudio.studio.scene import Scene, Shot
from voxstudio.studio.scene_view import meshed
from voxstudio.studio.sitting import others
from voxstudio.studio.sitting.clocked import Clocked
from voxstudio.studio.state import RunRequest, RunState
from voxstudio.studio.theme import DARK
from voxstudio.studio.view_modes import Picture
from voxstudio.studio.widgets.basic import Readout, row
from voxstudio.studio.widgets.legend import Entry, Legend
from voxstudio.training.settings import TrainSettings

by_processor = pytest.mark.parametrize("support", [GlSupport("llvmpipe")], ids=["processor"])


class EventCount(QObject):
    """How many events of a kind a widget got."""

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        super().__init__(widget)
        self.count, self._kind = 0, kind
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() is self._kind
        return False


def test_a_readout_lays_the_window_out_only_for_more_room_than_ever_before(qtbot: QtBot) -> None:
    window, readout = QWidget(), Readout("muted")
    window.setLayout(row(readout, -1))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    readout.setText("Step 200 of 500")
    qtbot.wait(20)
    counted, room = EventCount(window, QEvent.Type.LayoutRequest), readout.width()
    for text in ("Step 201 of 500", "Step 1", "Step 202 of 500"):
        readout.setText(text)
        qtbot.wait(20)
    assert counted.count == 0 and readout.width() == room
    readout.setText("Step 203 of 500, and more")
    qtbot.waitUntil(lambda: counted.count > 0)
    assert readout.width() == readout.sizeHint().width() > room


def test_a_readout_keeps_up_with_the_style(qtbot: QtBot) -> None:
    readout = Readout()
    qtbot.addWidget(readout)
    readout.setText("Step 200")
    before = readout.size()
    readout.setStyleSheet("font-size: 40px")
    assert readout.width() > 2 * before.width() and readout.height() > before.height()


def test_the_plots_have_room_for_every_value_in_a_common_window(studio: Studio) -> None:
    studio.window.resize(1440, 900)
    values = studio.window.plots.cards[-1].values

    def has_room() -> bool:
        values.show_entries([Entry("green", "", value) for value in ("48,888", "0.88", "0.08")])
        return len(values.fitting()) == 3

    studio.wait_for(has_room)


def test_a_legend_leaves_out_names_where_they_do_not_fit_and_tells_them_in_its_tip(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(400, 16)
    legend.show_entries([Entry("green", "sparsity", "0.1"), Entry("violet", "entropy", "0.2")])
    assert legend.toolTip() == ""
    legend.resize(90, 16)
    legend.show_entries([Entry("green", "sparsity", "0.3"), Entry("violet", "entropy", "0.4")])
    assert legend.toolTip() == "sparsity 0.3, entropy 0.4"
    assert len(legend.fitting()) == 2
    legend.resize(50, 16)
    assert [entry.name for entry in legend.fitting()] == ["sparsity"]  # whole or not at all
    legend.show()
    legend.resize(400, 16)
    qtbot.waitUntil(lambda: legend.toolTip() == "", timeout=PATIENCE_MS)


def test_a_legend_below_a_title_has_its_names_above_the_values(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    entries = [Entry("green", "occupancy", "120"), Entry("violet", "materials", "0.2"), Entry("coral", "image", "4.1")]
    legend.show_entries(entries)
    line_width = legend.line_width
    legend.set_stacked(is_stacked=True)
    legend.resize(233, legend.height())  # what there is in a window of 1440 pixels
    assert legend.line_width == line_width > legend.width()
    assert legend.toolTip() == ""
    assert legend.fitting() == entries
    assert legend.height() == 32
    painted = legend.grab().toImage()
    names, values = (painted.copy(0, top, 233, 16) for top in (0, 16))
    legend.show_entries([*entries[:2], Entry("coral", "image", "5.2")])
    painted = legend.grab().toImage()
    assert painted.copy(0, 0, 233, 16) == names
    assert painted.copy(0, 16, 233, 16) != values


def test_values_go_below_the_titles_of_plots_where_they_do_not_fit_beside_them(studio: Studio) -> None:
    studio.begin(steps=30)
    studio.wait_for_state(RunState.FINISHED)
    window, cards = studio.window, studio.window.plots.cards
    for width, is_below in ((1024, True), (2400, False)):
        window.resize(width, 700)
        window.plots.refresh()
        studio.wait_for(lambda b=is_below: all((c.values.y() > c.title.geometry().bottom()) is b for c in cards))


def test_the_time_left_gives_way_to_how_far_the_run_is(studio: Studio) -> None:
    bar = studio.window.run_bar
    studio.begin()
    studio.wait_for(lambda: bar.time_left.text())
    studio.window.resize(1600, 700)
    studio.wait_for(bar.time_left.isVisible)
    bar.progress_note.setText("a language of long words " * 4)  # it keeps the room that it took once
    studio.window.resize(1024, 700)
    studio.wait_for(lambda: not bar.time_left.isVisible())


def test_empty_plots_say_what_they_will_show_until_they_show_it(studio: Studio) -> None:
    cards = studio.window.plots.cards
    assert all(card.empty.isVisible() and card.rect().contains(card.empty.geometry()) for card in cards)
    assert all(card.empty.height() >= card.empty.heightForWidth(card.empty.width()) for card in cards)
    studio.begin()
    studio.wait_for(lambda: not any(card.empty.isVisible() for card in cards))
    assert all(card.curves is not None and card.curves.isVisible() for card in cards)


def test_long_curves_keep_their_peaks() -> None:
    x, y = np.arange(10_007.0), np.zeros(10_007)
    y[1234], y[8765], y[-1] = 5.0, -7.0, 1.0
    y[3000:6000] = np.nan
    thin_x, thin_y = peaks(x, y, 200)
    assert len(thin_x) == len(thin_y) <= 2 * 200 + 8
    assert np.nanmax(thin_y) == 5.0 and np.nanmin(thin_y) == -7.0 and thin_y[-1] == 1.0 and thin_x[-1] == 10_006
    assert np.isnan(thin_y[(thin_x > 3100) & (thin_x < 5900)]).all()
    assert peaks(x[:300], y[:300], 200)[1].tolist() == y[:300].tolist()


def test_plots_that_nobody_sees_are_drawn_when_they_are_seen_again(studio: Studio) -> None:
    document, dock = studio.window.document, studio.window.docks.docks["plots"]
    studio.begin()
    studio.wait_for(lambda: min(drawn_steps(studio)) > 0)
    dock.hide()
    drawn, seen = drawn_steps(studio), document.history.steps[-1]
    studio.wait_for(lambda: document.history.steps[-1] > seen + 200)
    studio.window.controller.stop()
    studio.wait_for_state(RunState.FINISHED)
    studio.bot.wait(500)
    assert drawn_steps(studio) == drawn
    dock.show()
    studio.wait_for(lambda: min(drawn_steps(studio)) == document.history.steps[-1])


def test_plots_of_a_run_show_the_same_step_and_its_end_at_once(studio: Studio) -> None:
    document = studio.window.document
    studio.begin()
    studio.wait_for(lambda: min(drawn_steps(studio)) > 0)
    studio.wait_for(lambda: len(set(drawn_steps(studio))) == 1)
    drawn = drawn_steps(studio)
    studio.wait_for(lambda: drawn_steps(studio) != drawn)
    assert len(set(drawn_steps(studio))) == 1
    studio.window.controller.stop()
    studio.wait_for_state(RunState.FINISHED)
    studio.bot.wait(1500)
    assert set(drawn_steps(studio)) == {document.history.steps[-1]}


def test_curves_that_are_made_late_mark_the_moment_that_is_looked_at(studio: Studio) -> None:
    document, dock = studio.window.document, studio.window.docks.docks["plots"]
    dock.hide()
    studio.begin(steps=20)
    studio.wait_for_state(RunState.FINISHED)
    document.look_at(1)
    assert document.past is not None
    dock.show()
    studio.wait_for(lambda: all(card.curves is not None for card in studio.window.plots.cards))
    assert all(card.curves.past_step == document.past.step for card in studio.window.plots.cards)


def test_a_round_of_all_plots_paints_the_window_once(studio: Studio) -> None:
    plots = with_curves(studio)
    watch = EventCount(studio.window, QEvent.Type.UpdateRequest)
    plots.refresh()
    studio.bot.wait(500)
    assert watch.count == 1


@pytest.mark.parametrize("what", ["history", "past", "present", "theme"])
def test_whatever_changes_in_a_plot_is_painted(studio: Studio, what: str) -> None:
    curves, document = with_curves(studio).cards[0].curves, studio.window.document
    assert curves is not None
    watch = EventCount(curves.viewport(), QEvent.Type.Paint)
    changes: dict[str, Callable[[], None]] = {
        "history": lambda: curves.show_history(document.history, document.settings.steps + 100),
        "past": lambda: curves.show_past(3),
        "present": lambda: curves.show_past(None),
        "theme": lambda: curves.set_theme(DARK),
    }
    changes[what]()
    studio.wait_for(lambda: watch.count > 0)


def with_curves(studio: Studio) -> Plots:
    """The plots after a run, and after all that its end has painted."""
    plots = studio.window.plots
    studio.begin(steps=20)
    studio.wait_for_state(RunState.FINISHED)
    studio.wait_for(lambda: all(card.curves is not None for card in plots.cards))
    studio.bot.wait(1500)
    return plots


def drawn_steps(studio: Studio) -> list[float]:
    """The last step that each card of the plots shows."""
    return [0 if card.curves is None else card.curves.last_step for card in studio.window.plots.cards]


@by_processor
def test_a_picture_that_is_fetched_later_is_the_same(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    view = opened(studio)
    assert isinstance(view, RasterViewport)
    start = studio.window.document.start
    assert start is not None
    other = np.where(start.blocks == 0, 0, 3).astype(np.uint8)
    view.spare(True)
    monkeypatch.setattr(raster_viewport, "_LOOK_MS", 200)
    view.set_world(Picture(other, start.palette.colours()), start.scale)
    studio.wait_for(lambda: view._begun is not None)  # seen by a thread that does not wait for it
    before = view._image
    studio.wait_for(lambda: view._begun is None)
    later = view._image
    view.refine_now()
    assert later == view._image != before


@by_processor
def test_what_changed_in_a_run_glows_until_the_next_picture_and_no_longer_than_a_moment_at_rest(studio: Studio) -> None:
    view = opened(studio)
    assert isinstance(view, RasterViewport)
    start = studio.window.document.start
    assert start is not None
    world, heat = Picture(start.blocks, start.palette.colours()), np.where(start.blocks, 255, 0).astype(np.uint8)
    view.spare(True)
    view.set_world(world, start.scale, heat)
    assert not view._fade.isActive()
    view.spare(False)
    assert view._fade.isActive()
    studio.wait_for(lambda: not view._fade.isActive() and not view._rest.isActive() and view._begun is None)
    assert view.glow == 0 and view._image is not None
    faded = view._image.copy()
    view.set_world(world, start.scale)
    view.refine_now()
    assert faded == view._image


@by_processor
def test_pictures_of_a_moving_camera_are_finished_however_many_come(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = opened(studio)
    assert isinstance(view, RasterViewport)
    view.spare(False)
    monkeypatch.setattr(raster_viewport, "_LOOK_MS", 150)
    seen: list[float] = []
    view.painted.connect(seen.append)
    for _ in range(60):
        view.set_camera(view.camera.orbited(1.0, 0.0))
        studio.bot.wait(16)
    assert 2 <= len(seen) <= 10


@by_processor
def test_pictures_of_a_run_and_coarse_ones_leave_what_lies_over_the_view_alone(studio: Studio) -> None:
    view, stage = opened(studio), studio.window.stage
    assert isinstance(view, RasterViewport)
    parts = (stage.column, stage.facts, *stage.chips.buttons.values(), stage.cameras.fit)
    parts = tuple(part for part in parts if part.isVisible())
    watches = [EventCount(part, QEvent.Type.Paint) for part in parts]
    assert len(watches) > 3 and all(view.covered.contains(part.mapTo(stage, part.rect().center())) for part in parts)
    view.spare(True)
    studio.bot.wait(1200)
    for watch in watches:
        watch.count = 0
    seen: list[float] = []
    view.painted.connect(seen.append)
    start = studio.window.document.start
    assert start is not None
    view.set_world(Picture(start.blocks, start.palette.colours()), start.scale)
    studio.wait_for(lambda: bool(seen))
    studio.bot.wait(50)
    view.set_camera(view.camera.orbited(20.0, 0.0))
    studio.wait_for(lambda: len(seen) > 1)
    studio.bot.wait(50)
    assert [watch.count for watch in watches] == [0] * len(watches)
    studio.wait_for(lambda: len(seen) > 2)  # at rest
    studio.wait_for(lambda: all(watch.count > 0 for watch in watches))


@by_processor
def test_a_picture_of_a_run_that_takes_the_place_of_one_at_rest_is_painted_under_all(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, stage = opened(studio), studio.window.stage
    assert isinstance(view, RasterViewport)
    start = studio.window.document.start
    assert start is not None
    view.spare(True)
    studio.bot.wait(1200)
    watch = EventCount(stage.column, QEvent.Type.Paint)
    monkeypatch.setattr(raster_viewport, "_LOOK_MS", 200)
    view._refine()
    view.set_world(Picture(start.blocks, start.palette.colours()), start.scale)
    studio.wait_for(lambda: view._begun is None)
    studio.wait_for(lambda: watch.count > 0)


def test_others_go_on_while_the_driver_draws(support: GlSupport) -> None:
    surface, context = offscreen()
    scene, target = Scene(current_context()), framebuffer(current_context(), (1024, 768))
    blocks = np.zeros((64, 32, 64), np.uint8)
    blocks[::2, ::2, ::2] = 1
    scene.set_world(meshed(Picture(blocks, np.ones((1, 3, 3), np.float32)), 1.0))
    shot = Shot(OrbitCamera(), DARK.scene(), samples=4)
    turns, gone_on, is_over = [0], [0], threading.Event()

    def count() -> None:
        while not is_over.is_set():
            turns[0] += 1
            time.sleep(0)

    other = threading.Thread(target=count)
    other.start()
    try:
        for _ in range(3):  # the first has programs compiled
            scene.draw(target, (1024, 768), shot)
            before = turns[0]
            assert Fence(context).is_passed(10.0)
            gone_on.append(turns[0] - before)
    finally:
        is_over.set()
        other.join()
    assert gone_on[-1] > 20
    forgotten = Fence(context)
    forgotten.release()
    assert forgotten.is_passed()
    context.doneCurrent()
    surface.destroy()


def test_the_software_driver_gets_a_thread_of_its_own_unless_somebody_decided_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thread = "mesa_glthread"
    for name in (thread, "MESA_DEBUG"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(gl_support.Path, "glob", lambda *_: iter([Path("renderD128")]))
    gl_support.prepare_driver()
    assert thread not in os.environ
    monkeypatch.setattr(gl_support.Path, "glob", lambda *_: iter([]))
    monkeypatch.setenv("MESA_DEBUG", "context")
    gl_support.prepare_driver()
    assert os.environ.get(thread) == "true" and os.environ["MESA_DEBUG"] == "context"


def test_what_torch_brings_is_looked_through_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gc.get_freeze_count()
    engine._keep_what_is_there.cache_clear()
    try:
        engine._keep_what_is_there()
        kept = gc.get_freeze_count()
        assert kept > before + 10_000
        rest = [[] for _ in range(100)]
        engine._keep_what_is_there()  # a second run's objects are still to be collected
        assert gc.get_freeze_count() == kept and len(rest) == 100
    finally:
        gc.unfreeze()


def test_a_clocked_run_waits_at_the_gate_and_writes_down_what_it_did(tmp_path: Path) -> None:
    world, settings = house_world(), TrainSettings(prompt="a castle")
    runs = Clocked(FakeEngine(tmp_path))
    session = runs(RunRequest(settings, None, world), lambda _words: None)
    ledger = runs.ledger
    assert ledger is not None and not session.is_done
    thread = threading.Thread(target=session.step)
    thread.start()
    thread.join(0.05)
    assert thread.is_alive() and ledger.is_waiting and ledger.began == []
    runs.gate.set()
    thread.join()
    session.update(settings.with_(lr=0.2))
    session.step()
    assert len(ledger.began) == 2 and not ledger.is_waiting and ledger.began[0] < ledger.began[1]
    assert {step: changed.lr for step, changed in ledger.updates.items()} == {1: 0.2}
    assert session.frame(measure=False).snapshot.step == ledger.taken[0] == 2


def test_what_others_compute_is_told_apart_from_what_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = tmp_path / "stat"
    monkeypatch.setattr(others, "_STAT", stat)
    clock = iter((0.0, 2.0))
    monkeypatch.setattr(others.time, "perf_counter", lambda: next(clock))
    ticks = others.os.sysconf("SC_CLK_TCK")
    stat.write_text(f"cpu {10 * ticks} 0 0 {500 * ticks} {7 * ticks} 0 0 0 {3 * ticks} 0\ncpu0 0 0 0 0\n")
    watch = others.Others()
    watch.watch(1.0)
    stat.write_text(f"cpu {11 * ticks} {ticks} 0 {600 * ticks} {9 * ticks} 0 0 {ticks} {9 * ticks} 0\ncpu0 0 0 0 0\n")
    assert watch.share(3.5) == pytest.approx(0.25)


def test_the_numbers_of_a_run_come_between_its_pictures(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace.FramePace, "interval_s", lambda _self, _cost_s: 600.0)
    studio.window.controller.frame_interval_s = 600.0
    studio.begin(steps=20_000)
    document = studio.window.document
    studio.wait_for(lambda: document.frame is not None and bool(document.history.steps))
    frame, done = document.frame, document.history.steps[-1]
    studio.wait_for(lambda: document.history.steps[-1] > done)
    assert document.frame is frame


def test_a_terminal_that_fails_is_told_of(tmp_path: Path) -> None:
    module = "voxstudio.studio.sitting"
    command = [sys.executable, "-m", module, str(tmp_path), "--terminal", "voxstudio.not_there"]
    environment = private_environment(tmp_path)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert "voxstudio.not_there" in done.stderr and "ended too early" in done.stderr
    assert done.stdout == ""
