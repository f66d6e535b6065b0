"""Clicking through the real window."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox, QPushButton

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from voxstudio.studio.panels.export_dialog import ExportDialog
from voxstudio.studio.state import RunState
from voxstudio.studio.view_modes import ViewMode
from voxstudio.world import formats


def pixels(image: QImage) -> np.ndarray:
    """uint8 [H, W, 3]."""
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., :3]


def test_an_empty_window_offers_three_ways_to_begin(studio: Studio) -> None:
    assert studio.window.stage.empty.isVisible()
    assert not studio.window.run_bar.export.isEnabled()
    studio.bot.mouseClick(studio.window.stage.empty.ground, Qt.MouseButton.LeftButton)
    assert studio.window.document.start is not None
    assert not studio.window.stage.empty.isVisible()


def test_the_window_lets_a_run_go_on_from_each_frame(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voxstudio.studio.worker._PATIENCE_S", 100)
    shown: list[int] = []
    document = studio.window.document
    document.frame_changed.connect(lambda: document.frame and shown.append(document.frame.snapshot.step))
    studio.begin(steps=600)
    studio.wait_for_state(RunState.FINISHED)
    assert len(set(shown)) > 2  # the start, the end, and some between


def test_start_pause_change_step_stop_export(studio: Studio) -> None:
    window, document = studio.window, studio.window.document
    studio.begin()
    assert document.state is RunState.RUNNING
    assert window.run_bar.primary.text() == "Pause"

    window.run_bar.primary.click()
    studio.wait_for_state(RunState.PAUSED)
    assert window.run_bar.primary.text() == "Resume"

    rate = window.settings_panel.row("lr")
    rate.entry.setText("0.02")
    rate.entry.editingFinished.emit()
    assert document.settings.lr == 0.02
    assert document.is_changed("lr")
    assert document.history.markers[-1].text == "Learning rate 0.1 → 0.02"

    done = document.history.steps[-1]
    window.run_bar.step.click()
    studio.wait_for(lambda: document.history.steps[-1] == done + 1)
    assert list(document.history.series["lr"][-2:]) == [0.1, 0.02]
    assert document.state is RunState.PAUSED
    studio.wait_for(lambda: document.frame and document.frame.snapshot.step == done + 1)

    window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    assert studio.engine.session is not None
    assert studio.engine.session.saves == 1

    window.run_bar.export.click()
    asked = next(one for one in window.findChildren(ExportDialog) if one.isVisible())
    asked.export.click()
    studio.wait_for(lambda: window.stage.notice.isVisible())
    assert window.stage.notice.folder == studio.engine.folder / "maps" / "trained_map_1_1"


def test_no_step_is_lost_between_worker_and_plots(studio: Studio) -> None:
    studio.begin(steps=300)
    studio.wait_for_state(RunState.FINISHED)
    assert studio.window.document.history.steps == list(range(1, 301))
    assert {len(values) for values in studio.window.document.history.series.values()} == {300}


def test_a_live_setting_reaches_a_running_trainer(studio: Studio) -> None:
    studio.begin()
    studio.window.settings_panel.row("cfg_scale").slider.setValue(900)
    chosen = studio.window.document.settings.cfg_scale
    assert chosen != 7.5
    studio.wait_for(lambda: studio.window.document.history.series["cfg_scale"][-1] == chosen)


def test_fixed_settings_are_locked_and_say_why_while_a_run_is_on(studio: Studio) -> None:
    studio.begin()
    seed = studio.window.settings_panel.row("seed")
    assert not seed.isEnabled()
    assert "Stop the run" in seed.toolTip()
    studio.window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    assert seed.isEnabled()


def test_the_window_fetches_only_frames_it_has_time_for(studio: Studio) -> None:
    studio.window.controller.frame_interval_s = 1000.0
    studio.window.stage.frame_cost.disconnect()
    studio.begin(steps=200)
    studio.wait_for_state(RunState.FINISHED)
    assert studio.engine.session is not None
    assert studio.engine.session.frames <= 4


def test_training_happens_off_the_window_thread(studio: Studio) -> None:
    studio.begin(steps=5)
    studio.wait_for_state(RunState.FINISHED)
    assert threading.get_ident() not in studio.engine.threads


def test_an_unexpected_error_becomes_a_message_that_can_be_copied(studio: Studio) -> None:
    studio.begin()
    studio.engine.trouble = ZeroDivisionError("boom")
    studio.wait_for_state(RunState.FAILED)
    studio.wait_for(lambda: studio.window.messages)
    (box,) = studio.window.messages
    assert "boom" in box.text()
    copy = next(button for button in box.buttons() if button.text() == "Copy")
    copy.click()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    assert box.isVisible()


def test_a_user_error_is_shown_as_its_sentence_and_a_new_run_can_start(studio: Studio) -> None:
    studio.prepare()
    studio.window.settings_panel.prompt.setPlainText("nonsense")
    studio.window.run_bar.primary.click()
    studio.wait_for(lambda: studio.window.messages)
    assert studio.window.messages[0].text() == "The prior does not know nonsense."
    studio.begin(steps=3)
    studio.wait_for_state(RunState.FINISHED)


def test_an_empty_prompt_is_refused_in_words(studio: Studio) -> None:
    studio.prepare()
    studio.window.settings_panel.prompt.setPlainText("  ")
    studio.window.run_bar.primary.click()
    assert "prompt is empty" in studio.window.messages[0].text()
    assert studio.window.document.state is RunState.IDLE


def test_the_same_error_is_told_once_until_it_is_read(studio: Studio) -> None:
    window = studio.window
    for _ in range(3):
        window.controller.edit("lr", -1.0)
    (box,) = window.messages
    window.controller.edit("steps", 0)
    assert len(window.messages) == 2
    studio.bot.keyClick(box, Qt.Key.Key_Escape)
    studio.wait_for(lambda: len(window.messages) == 1)
    window.controller.edit("lr", -1.0)
    assert [one.text().split(" (")[0] for one in window.messages] == ["Steps", "Learning rate"]


def test_a_bad_map_leaves_the_open_one(studio: Studio) -> None:
    maps = studio.engine.folder / "maps" / "7"
    formats.save(house_world(), maps / "map.json")
    studio.window.open_path(maps)
    before = studio.window.document.start
    bad = studio.engine.folder / "bad.json"
    bad.write_text("{")
    studio.window.open_path(bad)
    assert studio.window.document.start is before
    assert studio.window.document.settings.dataset_id == 7
    assert str(bad) in studio.window.messages[0].text()


def test_the_world_can_be_seen(studio: Studio) -> None:
    maps = studio.engine.folder / "maps" / "7"
    formats.save(house_world(), maps / "map.json")
    studio.window.open_path(maps)
    view = studio.window.stage.view
    view.refine_now()
    picture = pixels(view.grab().toImage()).astype(int)
    green = (picture[..., 1] > picture[..., 0] + 25) & (picture[..., 1] > picture[..., 2] + 25)
    assert green.mean() > 0.03


def test_view_modes_differ_and_survive_the_run(studio: Studio) -> None:
    studio.begin(steps=30)
    studio.wait_for_state(RunState.FINISHED)
    pictures = []
    for mode in ViewMode:
        studio.window.stage.set_mode(mode)
        studio.wait_for(lambda facts=mode.facts: not facts or facts in studio.window.document.shown.facts)
        studio.window.stage.view.refine_now()
        pictures.append(pixels(studio.window.stage.view.grab().toImage()))
    assert all(np.abs(pictures[i].astype(int) - pictures[j]).max() > 30 for i in range(5) for j in range(i))


def test_closing_asks_during_a_run_and_keeps_it_if_told_so(studio: Studio) -> None:
    studio.begin()
    studio.window.close()
    box = next(child for child in studio.window.findChildren(QMessageBox) if child.isVisible())
    keep = box.findChild(QPushButton, "keepRunning")
    assert keep is not None
    keep.click()
    assert studio.window.isVisible()
    done = studio.window.document.history.steps[-1]
    studio.wait_for(lambda: studio.window.document.history.steps[-1] > done)


def test_closing_during_a_run_saves_and_ends_the_worker(studio: Studio) -> None:
    studio.begin()
    studio.window.close()
    box = next(child for child in studio.window.findChildren(QMessageBox) if child.isVisible())
    end = box.findChild(QPushButton, "endAndClose")
    assert end is not None
    end.click()
    studio.wait_for(lambda: not studio.window.isVisible())
    assert not studio.window.controller.worker.isRunning()
    assert studio.engine.session is not None
    assert studio.engine.session.saves == 1


def test_the_viewport_stays_responsive_while_paused(studio: Studio) -> None:
    studio.begin()
    studio.window.run_bar.primary.click()
    studio.wait_for_state(RunState.PAUSED)
    painted: list[float] = []
    studio.window.stage.view.painted.connect(painted.append)
    for count in range(5):
        studio.window.stage.view.set_camera(studio.window.stage.view.camera.orbited(5, 0))
        studio.wait_for(lambda count=count: len(painted) > count)
