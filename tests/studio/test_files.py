"""New, open, save: what belongs to which file, and that no work is lost unasked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from voxstudio import storage
from voxstudio.studio.edit_commands import EditBlocks
from voxstudio.studio.map_names import distinct_names, file_of, map_name
from voxstudio.studio.messages import Conflict, Question
from voxstudio.studio.panels.habit_menus import RecentMenu
from voxstudio.studio.panels.new_dialog import NewDialog
from voxstudio.studio.state import RunState
from voxstudio.training.folder import RunFolder
from voxstudio.world import formats
from voxstudio.world.edits import Edit


def opened(studio: Studio, name: str = "7") -> Path:
    """A map of the house, open, with a field that only other programs know."""
    path = studio.engine.folder / "maps" / name / "map.json"
    formats.save(house_world(), path)
    known = json.loads(path.read_text())
    path.write_text(json.dumps({"weather": "rain", **known}))
    studio.window.open_path(path)
    return path


def paint(studio: Studio, cell: int = 500, block: int = 3) -> None:
    document = studio.window.document
    assert document.blocks is not None
    x, y, z = document.blocks.shape
    before = document.blocks.reshape(-1)[[cell]]
    edit = Edit((x, y, z), np.array([cell]), before, np.array([block], np.uint8))
    document.undo.push(EditBlocks(document, "Paint", edit))


def question(studio: Studio) -> Question:
    return next(box for box in studio.window.findChildren(Question) if box.isVisible())


def asks(studio: Studio) -> bool:
    return any(box.isVisible() for box in studio.window.findChildren(Question))


def dialog(studio: Studio) -> QFileDialog:
    return next(one for one in studio.window.findChildren(QFileDialog) if one.isVisible())


def saved(studio: Studio) -> bool:
    return not studio.window.files.background.is_busy


def test_edits_undo_and_saving_count_rightly(studio: Studio) -> None:
    path, window = opened(studio), studio.window
    file = window.document.file
    assert (file.path, file.is_modified) == (path, False)
    assert window.title_note.text() == "maps/7"
    paint(studio)
    assert file.is_modified
    assert window.isWindowModified()
    assert window.title_note.text() == "maps/7  •  not saved"
    window.menus.undo.trigger()
    assert not file.is_modified
    window.menus.redo.trigger()
    window.menus.save.trigger()
    studio.wait_for(lambda: saved(studio))
    assert not file.is_modified
    window.menus.undo.trigger()
    assert file.is_modified  # the file holds what was just taken back
    window.menus.redo.trigger()
    assert not file.is_modified
    written = json.loads(path.read_text())
    assert written["weather"] == "rain"
    assert formats.load(path).world.blocks.reshape(-1)[500] == 3
    assert window.stage.notice.folder == path.parent


def test_a_run_is_work_and_undoing_it_is_none(studio: Studio) -> None:
    path, file = opened(studio), studio.window.document.file
    studio.window.controller.edit("steps", 20)
    assert not file.is_modified  # a map holds no settings
    studio.window.controller.edit("prompt", "a tower")
    studio.window.run_bar.primary.click()
    studio.wait_for_state(RunState.FINISHED)
    assert file.is_modified
    studio.window.menus.undo.trigger()
    assert not file.is_modified
    studio.window.menus.redo.trigger()
    studio.window.menus.save.trigger()
    studio.wait_for(lambda: saved(studio))
    assert not file.is_modified
    assert studio.window.document.frame is not None
    assert np.array_equal(formats.load(path).world.blocks, studio.window.document.frame.snapshot.blocks)
    assert json.loads(path.read_text())["weather"] == "rain"
    studio.window.menus.undo.trigger()
    assert file.is_modified  # the run is in the file still


def test_where_runs_are_kept_and_what_room_they_take_is_told(studio: Studio) -> None:
    window, notice = studio.window, studio.window.stage.notice
    assert not window.menus.show_runs.isEnabled()
    run = RunFolder(studio.engine.folder / "runs" / "castle")
    window.controller.edit("output_dir", str(run.path))
    studio.begin()
    window.menus.show_runs.trigger()
    studio.wait_for(lambda: window.messages)
    assert f"No run has written anything to {run.path} yet." in window.messages[0].text()
    run.write_session({})
    storage.write_bytes(run.path / "checkpoint" / "state", bytes(9_000))
    window.menus.show_runs.trigger()
    studio.wait_for(lambda: notice.folder == run.path)
    assert "This run (9.0 kB)" in notice.text.text()
    RunFolder(run.path.with_name("castle_1")).write_session({})
    window.menus.show_runs.trigger()
    studio.wait_for(lambda: notice.folder == run.path.parent)
    assert "This run (9.0 kB) and 1 earlier (3 bytes) are in" in notice.text.text()


def test_a_new_world_is_saved_as_a_map_of_its_own(studio: Studio) -> None:
    window, maps = studio.window, studio.engine.folder / "maps"
    (maps / "4").mkdir(parents=True)
    formats.save(house_world(), maps / "4" / "map.json")
    window.files.new()
    asked = next(one for one in window.findChildren(NewDialog) if one.isVisible())
    asked.kind.button("terrain").click()
    for box, cells in zip(asked.sizes, (12, 8, 10), strict=True):
        box.setValue(cells)
    asked.create_button.click()
    document = window.document
    assert document.start is not None
    assert document.start.shape == (12, 8, 10)
    assert document.start.occupied.any()
    assert (document.file.path, document.file.is_modified) == (None, False)
    assert window.title_note.text() == "new world, terrain"
    paint(studio)
    window.menus.save.trigger()
    box = dialog(studio)
    assert box.selectedFiles()[0].endswith("maps/5")
    box.fileSelected.emit(str(maps / "5"))
    box.reject()
    studio.wait_for(lambda: saved(studio))
    assert document.file.path == maps / "5" / "map.json"
    assert json.loads((maps / "5" / "map.json").read_text())["sequence"] == 5
    assert window.title_note.text() == "maps/5"


def test_another_world_asks_first_and_keeps_saves_or_drops_the_work(studio: Studio) -> None:
    first = opened(studio)
    second = studio.engine.folder / "maps" / "8" / "map.json"
    formats.save(house_world((8, 8, 8)), second)
    document = studio.window.document
    paint(studio)
    studio.window.open_path(second)
    question(studio).stay.click()
    assert document.file.path == first
    assert document.file.is_modified

    studio.window.open_path(second)
    question(studio).save.click()
    studio.wait_for(lambda: document.file.path == second)
    assert formats.load(first).world.blocks.reshape(-1)[500] == 3

    paint(studio, 100)
    studio.window.open_path(first)
    question(studio).discard.click()
    assert document.file.path == first
    assert formats.load(second).world.blocks.reshape(-1)[100] != 3
    studio.window.menus.undo.trigger()  # even then it is not lost
    assert document.file.path == second
    assert document.file.is_modified


def test_closing_asks_for_unsaved_work_and_closes_when_it_is_saved(studio: Studio) -> None:
    path = opened(studio)
    paint(studio)
    studio.window.close()
    question(studio).stay.click()
    assert studio.window.isVisible()
    studio.window.close()
    question(studio).save.click()
    studio.wait_for(lambda: not studio.window.isVisible())
    assert formats.load(path).world.blocks.reshape(-1)[500] == 3


def conflict(studio: Studio) -> tuple[Path, Conflict]:
    """A map with work on it, saved after somebody else has put a larger world into its file."""
    path = opened(studio)
    paint(studio)
    formats.save(house_world((18, 12, 16)), path)
    studio.window.menus.save.trigger()
    box = question(studio)
    assert isinstance(box, Conflict)
    assert formats.load(path).world.shape == (18, 12, 16)  # nothing is written before the answer
    return path, box


def test_a_file_that_somebody_else_has_written_is_overwritten_if_told_so(studio: Studio) -> None:
    path, box = conflict(studio)
    assert "maps/7" in box.text()
    studio.bot.mouseClick(box.discard, Qt.MouseButton.LeftButton)
    studio.wait_for(lambda: not studio.window.document.file.is_modified)
    assert formats.load(path).world.blocks.reshape(-1)[500] == 3
    paint(studio, 100)
    studio.window.menus.save.trigger()  # what we wrote ourselves is no surprise
    assert not asks(studio)
    studio.wait_for(lambda: not studio.window.document.file.is_modified)


def test_it_is_left_alone_by_saving_under_another_name(studio: Studio) -> None:
    path, box = conflict(studio)
    studio.bot.mouseClick(box.save, Qt.MouseButton.LeftButton)
    other = path.parents[1] / "9"
    dialog(studio).fileSelected.emit(str(other))
    dialog(studio).reject()
    studio.wait_for(lambda: studio.window.document.file.path == other / "map.json")
    assert formats.load(path).world.shape == (18, 12, 16)
    assert formats.load(other).world.blocks.reshape(-1)[500] == 3


def test_what_is_there_is_loaded_and_undo_brings_the_work_back(studio: Studio) -> None:
    path, box = conflict(studio)
    studio.bot.mouseClick(box.reload, Qt.MouseButton.LeftButton)
    document = studio.window.document
    assert document.start is not None and document.start.shape == (18, 12, 16)
    assert (document.file.path, document.file.is_modified) == (path, False)
    studio.window.menus.undo.trigger()
    assert document.start.shape == (16, 12, 16) and document.start.blocks.reshape(-1)[500] == 3
    assert document.file.is_modified


def test_a_question_left_unanswered_writes_nothing_and_keeps_the_window(studio: Studio) -> None:
    path = opened(studio)
    paint(studio)
    formats.save(house_world((18, 12, 16)), path)
    studio.window.close()
    question(studio).save.click()
    box = question(studio)
    assert isinstance(box, Conflict)
    studio.bot.keyClick(box, Qt.Key.Key_Escape)
    assert studio.window.isVisible() and studio.window.document.file.is_modified
    assert formats.load(path).world.shape == (18, 12, 16)


def test_during_a_run_a_changed_file_cannot_be_loaded(studio: Studio) -> None:
    path = opened(studio)
    studio.window.controller.edit("prompt", "a tower")
    studio.window.run_bar.primary.click()
    studio.wait_until_it_goes()
    formats.save(house_world((18, 12, 16)), path)
    studio.window.menus.save.trigger()
    box = question(studio)
    assert isinstance(box, Conflict) and not box.reload.isEnabled() and box.reload.toolTip()
    box.stay.click()


def test_a_save_that_fails_says_so_and_loses_nothing(studio: Studio) -> None:
    path = opened(studio)
    before = path.read_bytes()
    paint(studio)
    blocked = studio.engine.folder / "file"
    blocked.write_text("")
    studio.window.files.save_to(blocked / "map.json", studio.window.end_and_close)
    studio.wait_for(lambda: studio.window.messages)
    assert "Cannot write" in studio.window.messages[0].text()
    assert studio.window.document.file.is_modified
    assert studio.window.document.file.path == path
    assert path.read_bytes() == before
    assert studio.window.isVisible()


def test_a_look_at_the_past_saves_a_copy(studio: Studio) -> None:
    path = opened(studio)
    studio.window.controller.edit("steps", 20)
    studio.window.controller.edit("prompt", "a tower")
    studio.window.run_bar.primary.click()
    studio.wait_for_state(RunState.FINISHED)
    document = studio.window.document
    document.look_at(2)
    assert document.shown is not None
    past = document.shown.snapshot.blocks
    copy = studio.engine.folder / "copy.json"
    studio.window.files.save_to(copy)
    studio.wait_for(lambda: saved(studio))
    assert np.array_equal(formats.load(copy).world.blocks, past)
    assert document.file.path == path
    assert document.file.is_modified


def test_a_branch_belongs_to_no_file(studio: Studio) -> None:
    opened(studio)
    studio.window.controller.edit("steps", 20)
    studio.window.controller.edit("prompt", "a tower")
    studio.window.run_bar.primary.click()
    studio.wait_for_state(RunState.FINISHED)
    studio.window.controller.branch()
    file = studio.window.document.file
    assert (file.path, file.is_modified) == (None, True)
    assert studio.window.files.name.startswith("step 20 of")


def entries(studio: Studio) -> list[QAction]:
    menu = studio.window.findChild(RecentMenu)
    assert menu is not None
    menu.refill()
    return [action for action in menu.actions() if not action.isSeparator()]


def test_recent_maps_can_be_told_apart_and_missing_ones_are_grey(studio: Studio) -> None:
    studio.window.controller.forget_maps()
    path = opened(studio)
    gone = opened(studio, "8")
    gone.unlink()
    missing, there, clear = entries(studio)
    assert (missing.text(), missing.isEnabled()) == ("maps/8 (missing)", False)
    assert (there.text(), there.isEnabled(), there.toolTip()) == ("maps/7", True, str(path))
    there.trigger()
    assert studio.window.document.file.path == path
    clear.trigger()
    (none,) = entries(studio)
    assert not none.isEnabled()


def test_names_of_maps_have_as_many_folders_as_it_takes() -> None:
    paths = [Path("/a/x/maps/1/map.json"), Path("/b/y/maps/1/map.json"), Path("/a/x/maps/2/map.json")]
    assert distinct_names(paths) == ["x/maps/1", "y/maps/1", "maps/2"]
    assert map_name(Path("/a/maps/castle.json")) == "maps/castle.json"
    assert distinct_names([paths[0], paths[0]]) == ["a/x/maps/1"] * 2
    assert file_of(Path("/a/3")) == Path("/a/3/map.json")
    assert file_of(Path("/a/b.JSON")) == Path("/a/b.JSON")


def test_dropping_a_map_asks_too(studio: Studio) -> None:
    path = opened(studio)
    paint(studio)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    studio.window.dropEvent(drop)
    assert question(studio).text() == "Save the changes to “maps/7”?"
    question(studio).discard.click()
    assert not studio.window.document.file.is_modified
