"""Several runs by themselves, and what came of them, by the real window."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from tests.studio.conftest import Studio
from voxstudio.studio.gallery import MOST_RESULTS, Entry, Gallery, Result, Stand
from voxstudio.studio.panels.export_dialog import ExportDialog
from voxstudio.studio.state import RunState
from voxstudio.studio.timeline import Moment
from voxstudio.training.settings import TrainSettings
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld


def stands(studio: Studio) -> list[Stand]:
    return [entry.stand for entry in studio.window.document.gallery.entries]


def test_a_queue_of_seeds_runs_through_by_itself(studio: Studio) -> None:
    studio.prepare(steps=20)
    window, document = studio.window, studio.window.document
    window.gallery.count.setValue(3)
    window.gallery.add_seeds.click()
    assert stands(studio) == [Stand.WAITING] * 3
    seeds = [entry.settings.seed for entry in document.gallery.entries]
    assert len(set(seeds)) == 3
    assert "3" in window.gallery.go.text()
    window.gallery.go.click()
    studio.wait_for(lambda: stands(studio) == [Stand.DONE] * 3)
    studio.wait_for_state(RunState.FINISHED)
    assert not document.gallery.is_going
    assert document.settings.seed == seeds[-1]
    for entry, row in zip(document.gallery.entries, window.gallery.rows(), strict=True):
        assert entry.result is not None
        made = entry.result.world(entry.start).blocks
        assert entry.result.changed == np.count_nonzero(made != entry.start.blocks) > 0
        assert row.title == f"seed {entry.settings.seed}"
        assert f"{entry.result.changed} changed" in row.note
        assert row.score == "100.0\N{NO-BREAK SPACE}%"


def test_a_click_shows_a_result_and_another_the_present(studio: Studio) -> None:
    studio.begin(steps=20)
    studio.wait_for_state(RunState.FINISHED)
    first = studio.window.document.blocks
    assert first is not None
    first = first.copy()
    studio.begin(steps=35)
    studio.wait_for_state(RunState.FINISHED)
    document, gallery = studio.window.document, studio.window.gallery
    present = document.blocks
    studio.wait_for(lambda: len(gallery.rows()) == 2)
    row = gallery.rows()[0]
    studio.bot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert document.blocks is not None
    assert np.array_equal(document.blocks, first)
    assert "seed 42" in studio.window.stage.past.text.text()
    assert not studio.window.timeline.restore.isEnabled()
    studio.bot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert document.blocks is present


def test_a_result_is_exported_as_it_is_shown(studio: Studio) -> None:
    studio.begin(steps=20)
    studio.wait_for_state(RunState.FINISHED)
    studio.begin(steps=35)
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    document.look_at_result(document.gallery.entries[0])
    shown = document.blocks
    assert shown is not None
    studio.window.run_bar.export.click()
    next(one for one in studio.window.findChildren(ExportDialog) if one.isVisible()).export.click()
    studio.wait_for(lambda: studio.window.stage.notice.isVisible())
    folder = studio.window.stage.notice.folder
    assert folder is not None
    assert np.array_equal(formats.load(folder).world.blocks, shown)


def test_a_result_becomes_the_start_by_its_menu(studio: Studio) -> None:
    studio.begin(steps=20)
    studio.wait_for_state(RunState.FINISHED)
    document, gallery = studio.window.document, studio.window.gallery
    result = document.blocks
    menu = gallery.menu_of(document.gallery.entries[0])
    menu.actions()[0].trigger()
    menu.close()
    menu.deleteLater()
    assert document.start is not None
    assert result is not None
    assert np.array_equal(document.start.blocks, result)
    assert document.state is RunState.IDLE


def test_a_result_becomes_the_start_by_the_button_over_the_viewport(studio: Studio) -> None:
    studio.begin(steps=20)
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    document.look_at_result(document.gallery.entries[0])
    shown = document.blocks
    studio.bot.mouseClick(studio.window.stage.past.start_from, Qt.MouseButton.LeftButton)
    assert document.start is not None and shown is not None
    assert np.array_equal(document.start.blocks, shown) and document.past is None


def test_stop_ends_the_run_and_the_queue_waits(studio: Studio) -> None:
    studio.prepare()
    studio.window.gallery.add_seeds.click()
    studio.window.gallery.go.click()
    studio.wait_for(lambda: studio.window.document.history.steps)
    studio.window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    studio.bot.wait(100)
    assert stands(studio) == [Stand.DONE, Stand.WAITING, Stand.WAITING]
    assert "stopped" in studio.window.gallery.rows()[0].note


def test_a_run_that_fails_does_not_end_the_queue(studio: Studio) -> None:
    studio.prepare(steps=10)
    studio.window.controller.queue([{"prompt": "nonsense"}, {"prompt": "a tower"}])
    studio.window.controller.run_queue()
    studio.wait_for(lambda: stands(studio) == [Stand.FAILED, Stand.DONE])
    assert "nonsense" in studio.window.messages[0].text()


def test_queueing_without_a_prompt_says_so(studio: Studio) -> None:
    studio.window.gallery.add_this.click()
    assert "no world" in studio.window.messages[0].text()


def test_restart_begins_again_with_the_same_settings(studio: Studio) -> None:
    studio.begin()
    session = studio.engine.session
    studio.window.menus.restart.trigger()
    studio.wait_for(lambda: studio.engine.session is not session and studio.window.document.history.steps)
    assert session is not None
    assert session.saves == 1
    studio.wait_for_state(RunState.RUNNING)


def test_the_dice_draw_another_seed(studio: Studio) -> None:
    before = studio.window.document.settings.seed
    studio.window.settings_panel.dice.click()
    assert studio.window.document.settings.seed != before
    studio.begin()
    assert not studio.window.settings_panel.dice.isEnabled()


def test_old_results_go() -> None:
    world = VoxelWorld(np.zeros((2, 2, 2), np.uint8))
    gallery = Gallery()
    for _ in range(MOST_RESULTS + 5):
        gallery.begin(Entry(TrainSettings(), world))
        gallery.finish(Result(Moment.of(1, world.blocks, world.blocks), 1.0, 0, 1.0))
    assert len(gallery.entries) == MOST_RESULTS


def test_a_run_that_goes_on_after_its_end_has_another_result(studio: Studio) -> None:
    studio.begin(steps=40)
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    (entry,) = document.gallery.entries
    first = entry.result
    document.look_at(5)
    studio.window.timeline.restore.click()
    studio.wait_for_state(RunState.PAUSED)
    assert entry.stand is Stand.RUNNING
    studio.window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    assert document.gallery.entries == [entry]
    assert entry.stand is Stand.DONE
    assert first is not None and entry.result is not None
    assert entry.result.was_stopped
    assert entry.result.moment.step < first.moment.step
