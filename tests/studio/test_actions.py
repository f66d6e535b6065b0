"""One registry: what the menus have, the palette finds, the sheet tells and the dialog of keys changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from voxstudio.studio.findables import findables, found
from voxstudio.studio.fuzzy import score
from voxstudio.studio.menus import Menus
from voxstudio.studio.panels.command_palette import CommandPalette
from voxstudio.studio.panels.shortcuts_dialog import ShortcutsDialog
from voxstudio.studio.state import RunState
from voxstudio.studio.tool_state import Tool
from voxstudio.world import formats

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def keys_as_they_came() -> Iterator[None]:
    yield
    QSettings().remove("keys")


def active(studio: Studio) -> Studio:
    studio.window.activateWindow()
    studio.wait_for(studio.window.isActiveWindow)
    return studio


def opened_palette(studio: Studio) -> CommandPalette:
    active(studio)
    QTest.keyClick(studio.window, Qt.Key.Key_K, CONTROL)
    palette = studio.window.wayfinder.palette
    assert palette.isVisible() and palette.entry.hasFocus()
    return palette


def typed(studio: Studio, text: str) -> list[str]:
    return [one.title for one in found(text, list(findables(studio.window)), 60)]


def test_ids_are_one_of_a_kind_and_no_two_actions_share_their_keys(studio: Studio) -> None:
    registry = studio.window.menus.registry
    assert {"file.open", "run.start", "tools.brush", "view.fit", "help.guide"} <= {entry.id for entry in registry}
    keys = [keys for entry in registry for keys in entry.defaults]
    assert len(keys) == len(set(keys)) > 40


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("lb", "Larger brush", "Lock selection at the back"),
        ("exp", "Export…", "Exemplar help"),
        ("lock sel", "Lock selection", "Unlock selection"),
        ("sel lock", "Lock selection", "Unlock everything"),
    ],
)
def test_what_is_meant_comes_first(query: str, better: str, worse: str) -> None:
    best, other = score(query, better), score(query, worse)
    assert best is not None and (other is None or best > other)


def test_letters_from_the_middle_of_words_find_nothing_but_what_stands_there() -> None:
    assert score("rp", "Perspective") is None
    assert score("spect", "Perspective") is not None


def test_the_palette_does_an_action_by_the_keyboard_alone(studio: Studio) -> None:
    studio.prepare()
    studio.window.settings_panel.commit_prompt()
    palette = opened_palette(studio)
    QTest.keyClicks(palette.entry, "selbox")
    assert studio.window.document.tools.tool is Tool.LOOK  # letters are typed, not keys of tools
    QTest.keyClick(palette.entry, Qt.Key.Key_Return)
    assert studio.window.document.tools.tool is Tool.SELECT
    assert not palette.isVisible()
    assert studio.window.document.state is RunState.IDLE


def test_escape_closes_the_palette_and_gives_the_focus_back(studio: Studio) -> None:
    active(studio).window.settings_panel.avoid.setFocus()
    palette = opened_palette(studio)
    QTest.keyClick(palette.entry, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    QTest.keyClick(palette.entry, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is studio.window.settings_panel.avoid


def test_the_palette_finds_settings_materials_and_maps(studio: Studio) -> None:
    path = studio.engine.folder / "maps" / "7" / "map.json"
    formats.save(house_world(), path)
    palette = opened_palette(studio)
    QTest.keyClicks(palette.entry, "7")
    QTest.keyClick(palette.entry, Qt.Key.Key_Return)
    assert studio.window.document.map_path == path

    palette = opened_palette(studio)
    QTest.keyClicks(palette.entry, "snow")
    QTest.keyClick(palette.entry, Qt.Key.Key_Return)
    names = studio.window.document.palette
    assert names is not None and names.names[studio.window.document.tools.material - 1] == "Snow"

    folded = studio.window.settings_panel.row("t_min_start")
    assert not folded.isVisible()
    studio.window.docks.docks["settings"].close()
    palette = opened_palette(studio)
    QTest.keyClicks(palette.entry, "t_min_start")
    QTest.keyClick(palette.entry, Qt.Key.Key_Return)
    assert folded.entry.hasFocus() and folded.isVisible()


def test_what_cannot_be_done_now_is_found_last_and_does_nothing(studio: Studio) -> None:
    studio.prepare()
    lines = found("branch", list(findables(studio.window)), 60)
    assert lines[0].title == "Branch from Here" and not lines[0].is_enabled
    palette = opened_palette(studio)
    QTest.keyClicks(palette.entry, "branch")
    QTest.keyClick(palette.entry, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert typed(studio, "no such thing at all") == []


def test_other_keys_count_at_once_everywhere_and_at_the_next_start(studio: Studio) -> None:
    window = active(studio).window
    registry = window.menus.registry
    studio.prepare()
    window.wayfinder.show_shortcuts()
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    dialog.choose(registry["tools.brush"])
    dialog.keys.setKeySequence(QKeySequence("S"))
    assert "Select box" in dialog.problem.text()
    dialog.set.click()
    dialog.close()
    active(studio)
    QTest.keyClick(window, Qt.Key.Key_S)
    assert window.document.tools.tool is Tool.BRUSH
    assert "(S)" in window.stage.column.buttons[Tool.BRUSH].toolTip()
    assert registry["tools.select-box"].keys == ""
    window.wayfinder.show_keys()
    assert window.wayfinder.sheet.lines["Brush"] == "S"
    assert "Select box" not in window.wayfinder.sheet.lines
    window.wayfinder.show_keys()

    again = Menus(window).registry
    assert (again["tools.brush"].keys, again["tools.select-box"].keys) == ("S", "")

    registry.reset(registry["tools.select-box"])
    assert (registry["tools.select-box"].keys, registry["tools.brush"].keys) == ("S", "")
    registry.reset_all()
    assert registry["tools.brush"].keys == "B" and not any(entry.is_changed for entry in registry)
    QSettings().sync()
    assert not [key for key in QSettings().allKeys() if key.startswith("keys/")]


def test_tips_of_buttons_tell_the_keys_in_force(studio: Studio) -> None:
    registry = studio.window.menus.registry
    registry.rebind(registry["file.export"], QKeySequence("Ctrl+Shift+E"))
    assert studio.window.run_bar.export.toolTip().endswith("(Ctrl+Shift+E)")
    registry.reset_all()
    assert studio.window.run_bar.export.toolTip().endswith("(Ctrl+E)")


def test_undo_and_redo_are_buttons_too_and_name_what_they_do(studio: Studio) -> None:
    bar, document = studio.window.run_bar, studio.window.document
    assert not bar.undo.isEnabled() and not bar.redo.isEnabled()
    studio.window.controller.edit("strength", 0.5)
    assert bar.undo.isEnabled() and "strength 0.95 → 0.5" in bar.undo.toolTip() and "Ctrl+Z" in bar.undo.toolTip()
    studio.bot.mouseClick(bar.undo, Qt.MouseButton.LeftButton)
    assert document.settings.strength == 0.95 and not bar.undo.isEnabled()
    studio.bot.mouseClick(bar.redo, Qt.MouseButton.LeftButton)
    assert document.settings.strength == 0.5


def test_the_status_bar_reminds_of_the_palette_and_opens_it(studio: Studio) -> None:
    status, registry = studio.window.status, studio.window.menus.registry
    assert status.reminder.text() == "Ctrl+K finds anything"
    registry.rebind(registry["view.find-anything"], QKeySequence("Ctrl+Space"))
    assert status.reminder.text() == "Ctrl+Space finds anything"
    registry.reset_all()
    studio.bot.mouseClick(status.reminder, Qt.MouseButton.LeftButton)
    assert studio.window.wayfinder.palette.isVisible()


def test_the_dialog_of_keys_finds_by_words_and_by_keys(studio: Studio) -> None:
    studio.window.wayfinder.show_shortcuts()
    dialog = studio.window.findChild(ShortcutsDialog)
    assert dialog is not None
    for query, id_ in (("lock sel", "edit.lock-selection"), ("ctrl+e", "file.export")):
        dialog.search.setText(query)
        items = dialog._items
        assert not items[id_].isHidden() and items["view.fit"].isHidden()
    dialog.close()


def test_the_question_mark_shows_all_keys_and_escape_closes_them(studio: Studio) -> None:
    window = active(studio).window
    QTest.keyClick(window, Qt.Key.Key_Question)
    sheet = window.wayfinder.sheet
    assert sheet.isVisible() and sheet.size() == window.size()
    assert sheet.lines == {**{e.text: e.keys for e in window.menus.registry if e.keys}, **_viewport_lines(sheet.lines)}
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_keys_at_a_glance_fit_a_window_that_was_made_narrow(studio: Studio) -> None:
    window = active(studio).window
    window.resize(1440, 900)
    sheet = window.wayfinder.sheet
    window.wayfinder.show_keys()
    for width in (1024, 800):
        window.resize(width, 640)
        studio.wait_for(lambda: sheet.size() == window.size())
        areas = [area for area in sheet.findChildren(QScrollArea) if area.isVisible()]
        assert len(areas) == 1 and areas[0].widget().minimumSizeHint().width() <= width
    window.wayfinder.show_keys()


def _viewport_lines(lines: dict[str, str]) -> dict[str, str]:
    mouse = ("Orbit", "Pan", "Zoom", "Orbit with a tool on", "Move the selection's top")
    return {text: lines[text] for text in (*mouse, "Point without a mouse", "Press without a mouse")}
