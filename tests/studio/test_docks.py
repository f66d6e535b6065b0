"""Panels that move, close and come back; the theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from tests.studio.conftest import Studio
from voxstudio.studio.theme import DARK, LIGHT, ThemeChoice, Themes


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    for name in ("layout", "geometry", "theme"):
        QSettings().remove(name)


def test_a_panel_is_closed_and_opened_by_its_key(studio: Studio) -> None:
    window = studio.window
    window.activateWindow()
    studio.wait_for(window.isActiveWindow)
    for key, panel in (
        (Qt.Key.Key_1, window.settings_panel),
        (Qt.Key.Key_3, window.plots),
        (Qt.Key.Key_4, window.timeline),
    ):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert not panel.isVisible()
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert panel.isVisible()


def test_the_layout_is_kept_and_can_be_reset(studio: Studio) -> None:
    window, docks = studio.window, studio.window.docks
    area = Qt.DockWidgetArea
    docks.docks["timeline"].setFloating(True)
    docks.docks["plots"].close()
    window.addDockWidget(area.LeftDockWidgetArea, docks.docks["prior"])
    docks.save()
    docks.reset()
    assert not docks.docks["timeline"].isFloating() and window.plots.isVisible()
    assert window.dockWidgetArea(docks.docks["prior"]) == area.RightDockWidgetArea
    docks.restore()
    assert docks.docks["timeline"].isFloating() and not window.plots.isVisible()
    assert window.dockWidgetArea(docks.docks["prior"]) == area.LeftDockWidgetArea
    docks.reset()


def test_a_layout_that_cannot_be_read_changes_nothing(studio: Studio) -> None:
    QSettings().setValue("layout", b"nonsense")
    studio.window.restore_layout()
    assert studio.window.plots.isVisible() and studio.window.settings_panel.isVisible()


def test_the_panel_with_the_focus_goes_into_a_window_and_back(studio: Studio) -> None:
    studio.window.activateWindow()
    studio.wait_for(studio.window.isActiveWindow)
    studio.window.settings_panel.avoid.setFocus()
    dock = studio.window.docks.docks["settings"]
    studio.window.docks.take_out()
    assert dock.isFloating() and dock.title_bar._title.isVisible()
    dock.setFloating(False)
    assert not dock.title_bar._title.isVisible()


def test_the_theme_is_chosen_in_the_menu_and_remembered(studio: Studio, themes: Themes) -> None:
    registry = studio.window.menus.registry
    try:
        registry["view.light"].action.trigger()
        assert themes.current is LIGHT
        assert QApplication.palette().window().color().lightness() > 200
        assert themes.choice is ThemeChoice.LIGHT and QSettings().value("theme") == "light"
        registry["view.dark"].action.trigger()
        assert themes.current is DARK
        with studio.bot.assertNotEmitted(themes.changed):  # to style all anew takes a while
            registry["view.dark"].action.trigger()
        QSettings().setValue("theme", "purple")
        assert themes.choice is ThemeChoice.SYSTEM
    finally:
        themes._forced = DARK
        themes._follow()


def test_panels_are_never_too_narrow_for_what_is_in_them(studio: Studio) -> None:
    window = studio.window
    docks = [window.docks.docks[name] for name in ("settings", "prior")]
    areas = [area for dock in docks for area in dock.findChildren(QScrollArea) if area.widget() is not None]
    assert len(areas) >= len(docks)
    window.resizeDocks(docks, [40, 40], Qt.Orientation.Horizontal)
    for words in ("history ▾", "a word for it that is far longer in another language ▾"):
        window.settings_panel.prompts.setText(words)
        studio.bot.wait(50)  # until all is laid out
        assert all(area.viewport().width() >= area.widget().minimumSizeHint().width() for area in areas)


def test_a_text_that_is_too_long_ends_in_dots_and_is_told_by_the_tip(studio: Studio) -> None:
    note = studio.window.timeline.note
    note.setText("step 1,668 · Learning rate 0.1 → 0.03 at 197, and much more than there is room for in a panel" * 3)
    studio.bot.wait(1)
    assert note.shown.startswith("step 1,668") and note.shown.endswith("…")
    QApplication.sendEvent(note, QHelpEvent(QEvent.Type.ToolTip, QPoint(), note.mapToGlobal(QPoint())))
    assert note.toolTip() == note.text()
