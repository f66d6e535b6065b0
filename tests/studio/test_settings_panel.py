"""Every tunable has its control, and the controls say what the settings say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionFrame, QToolTip

from tests.studio.conftest import Studio
from voxstudio.studio.panels.settings_panel import span_of
from voxstudio.studio.state import RunState
from voxstudio.studio.widgets.number import TICKS, Span, number_text
from voxstudio.training.settings import fields, tunable_of

NUMBERS = [tunable for tunable in fields() if tunable.kind in ("int", "float")]


def test_every_field_has_a_control(studio: Studio) -> None:
    assert set(studio.window.settings_panel._controls) == {tunable.name for tunable in fields()}


def test_the_run_folder_is_typed_and_never_nothing(studio: Studio) -> None:
    control = studio.window.settings_panel._controls["output_dir"].widget
    assert isinstance(control, QLineEdit)
    for text, known in (("runs/castle", "runs/castle"), ("  ", "runs/castle")):
        control.setText(text)
        control.editingFinished.emit()
        assert studio.window.document.settings.output_dir == control.text() == known
    studio.begin()
    assert not control.isEnabled() and "Stop the run" in control.toolTip()


def test_an_edited_number_is_marked_and_a_bad_one_is_put_back_with_a_message(studio: Studio) -> None:
    row = studio.window.settings_panel.row("temp_start")
    row.entry.setText("1.5")
    row.entry.editingFinished.emit()
    assert studio.window.document.settings.temp_start == 1.5
    assert not row._dot.isHidden()
    row.entry.setText("99")
    row.entry.editingFinished.emit()
    assert row.entry.text() == "1.5"
    assert "temp_start" in studio.window.messages[0].text()
    row.entry.setText("hot")
    row.entry.editingFinished.emit()
    assert row.entry.text() == "1.5"


def test_a_hundred_thousand_steps_can_be_read(studio: Studio) -> None:
    entry = studio.window.settings_panel.row("steps").entry
    studio.window.controller.edit("steps", 100_000)
    option = QStyleOptionFrame()
    entry.initStyleOption(option)
    room = entry.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, entry).width()
    side = 2  # pixels that Qt keeps free at either end
    assert entry.fontMetrics().horizontalAdvance(entry.text()) <= room - 2 * side


def test_switches_follow_the_document_and_change_it(studio: Studio) -> None:
    distiller = studio.window.settings_panel.switch("distiller")
    assert distiller.value() == "sds"
    distiller.button("csd").click()
    assert studio.window.document.settings.distiller == "csd"
    studio.window.controller.edit("distiller", "sds")
    assert distiller.value() == "sds"


def test_words_that_the_prior_does_not_know_are_told(studio: Studio) -> None:
    panel = studio.window.settings_panel
    for prompt, said in (
        ("a granite viaduct", "Read as: a granite bridge"),
        ("a granite bridge", ""),
        ("a minster", "Read as: a church"),
    ):
        panel.prompt.setPlainText(prompt)
        panel.commit_prompt()
        studio.wait_for(lambda said=said: panel.reading.text() == said)
        assert panel.reading.isVisible() == bool(said)
    studio.window.controller.edit("prior", "exemplar")
    studio.wait_for(lambda: not panel.reading.isVisible())


def test_starting_from_a_map_needs_one(studio: Studio) -> None:
    assert not studio.window.settings_panel.switch("init_mode").button("from_map").isEnabled()


def test_dragging_a_slider_makes_one_marker(studio: Studio) -> None:
    studio.begin()
    studio.window.run_bar.primary.click()
    studio.wait_for(lambda: studio.window.document.state.value == "paused")
    for ticks in (300, 400, 500):
        studio.window.settings_panel.row("lr").slider.setValue(ticks)
    (marker,) = studio.window.document.history.markers
    assert marker.text == f"Learning rate 0.1 → {studio.window.document.settings.lr:.3g}"


def test_resting_on_a_mark_of_the_plots_tells_what_was_changed(studio: Studio) -> None:
    studio.begin()
    studio.window.run_bar.primary.click()
    studio.wait_for_state(RunState.PAUSED)
    studio.window.controller.edit("lr", 0.02)
    studio.window.plots.refresh()
    curves = studio.window.plots.cards[0].curves
    assert curves is not None
    step = studio.window.document.history.markers[0].step + 0.5
    scene = curves.getPlotItem().getViewBox().mapViewToScene(QPointF(step, 0.0))
    place = curves.mapFromScene(QPointF(scene.x(), curves.height() / 2))
    area = curves.viewport()
    QApplication.sendEvent(area, QHelpEvent(QEvent.Type.ToolTip, place, area.mapToGlobal(place)))
    studio.wait_for(lambda: QToolTip.text() == "Learning rate 0.1 → 0.02")
    QToolTip.hideText()


@pytest.mark.parametrize("name", [tunable.name for tunable in NUMBERS])
def test_a_slider_covers_its_default_within_the_range(name: str) -> None:
    tunable = tunable_of(name)
    span = span_of(tunable)
    if span is None:
        return
    values = [span.to_value(ticks) for ticks in range(TICKS + 1)]
    assert values == sorted(values)
    for value in values:
        tunable.check(value)
    default = span.to_value(span.to_ticks(tunable.default))
    assert default == pytest.approx(tunable.default, rel=0.02, abs=1e-9)


def test_a_logarithmic_slider_reaches_zero_where_zero_is_allowed() -> None:
    span = Span.around(0.001, 0.0, 100.0, logarithmic=True, integer=False, step=0.0)
    assert span.to_value(0) == 0.0
    assert span.to_ticks(0.0) == 0
    assert 0 < span.to_value(1) < 1e-5


@pytest.mark.parametrize(
    ("value", "text"), [(500, "500"), (7.5, "7.5"), (2.0, "2.0"), (0.0, "0.0"), (0.0001, "0.0001"), (0.05, "0.05")]
)
def test_numbers_read_as_people_write_them(value: float, text: str) -> None:
    assert number_text(value) == text


def test_what_is_being_typed_outlives_a_change_of_another_setting(studio: Studio) -> None:
    panel, controller = studio.window.settings_panel, studio.window.controller
    panel.prompt.setPlainText("a windm")
    entry = panel.row("lr").entry
    entry.setFocus()
    entry.setText("")
    studio.bot.keyClicks(entry, "0.0")
    controller.edit("cfg_scale", 9.0)
    assert panel.prompt.toPlainText() == "a windm"
    assert entry.text() == "0.0"
    panel.commit_prompt()
    assert studio.window.document.settings.prompt == "a windm"


def test_undo_of_a_prompt_is_seen_while_the_cursor_is_still_in_it(studio: Studio) -> None:
    panel = studio.window.settings_panel
    panel.prompt.setFocus()
    panel.prompt.setPlainText("a tower")
    panel.commit_prompt()
    studio.window.menus.undo.trigger()
    assert panel.prompt.toPlainText() == ""
    studio.window.start_or_pause()
    assert studio.window.document.settings.prompt == ""


def test_a_number_that_is_none_is_refused_by_the_entry(studio: Studio) -> None:
    row = studio.window.settings_panel.row("lr")
    for text in ("nan", "inf", "-inf", "x"):
        row.entry.setText(text)
        row.entry.editingFinished.emit()
        assert row.entry.text() == "0.1"
    assert studio.window.document.settings.lr == 0.1


def test_what_does_nothing_is_grey_and_says_why(studio: Studio) -> None:
    row = studio.window.settings_panel.row("hold")
    assert row.isEnabled() and "does nothing" not in row.toolTip().lower()
    studio.window.controller.edit("distiller", "csd")
    assert not row.isEnabled() and "while distiller is CSD" in row.toolTip()
