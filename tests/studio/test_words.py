"""The window's words: all of them can be translated, and numbers follow the language."""

from __future__ import annotations

import ast
import functools
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)

from tests.studio.conftest import Studio
from voxstudio.studio.languages import speak
from voxstudio.studio.messages import ask_to_close, ask_to_save
from voxstudio.studio.panels.about import parts
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import Themes
from voxstudio.studio.tool_state import Tool
from voxstudio.studio.view_modes import ViewMode
from voxstudio.studio.words import decimal, figures, inside, number_of, percent, tr, whole
from voxstudio.world.edits import Box

ROOT = Path(__file__).parents[2]
TRANSLATIONS = runpy.run_path(str(ROOT / "packaging" / "translations.py"))
DATA = re.compile(
    "|".join(
        (
            r"VoxStudio|a stone castle|a medieval stone castle|castle|Grass|Dirt|Stone|Plank|Snow|Sand|Water",
            r"\bmaps?\b/\w+|/[\w/.…-]+|[\w.]+\.(json|md|jsonl|gpl|png)",
            r"OpenGL.*|Qt [\d.]+.*|Linux .*|torch [\d.]+",
            r"\b(Ctrl|Shift|Alt|Esc|Escape|Return|Enter|Del|Home|Ins|PgUp|PgDown)\b[+\w.]*|\bF\d+\b|\([A-Z?\[\]]\)",
            r"#[0-9A-F]{6}|\bpx\b|\b[XYZ]\b|MB|kB|&nbsp;",
            r"Every block and material is written; nothing is lost\.",  # the floors below speak English
        )
    )
)
"""What needs no translation: names, materials, paths, machines, keys, units."""


class Brackets(QTranslator):
    """Translates every text into itself, in brackets."""

    def isEmpty(self) -> bool:  # noqa: N802 (Qt's name)
        return False

    def translate(self, context: Any, source: Any, disambiguation: Any = None, n: int = -1) -> str:
        text = source if isinstance(source, str) else bytes(source).decode()
        return f"⟦{text}⟧"


def bare(text: str) -> str:
    """What of a text was not translated and should be."""
    text = re.sub(r"<[^>]*>", " ", text)
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return DATA.sub("", text)


@functools.cache
def untranslated(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", bare(text)) is not None


@pytest.fixture(autouse=True)
def nothing_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Presets, prompts and maps of other tests are words of a user."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def said(root: QWidget) -> Iterator[tuple[str, str]]:
    """All that a window says, on the screen, in tips and to a screen reader: who says it, and what."""
    for widget in (root, *root.findChildren(QWidget)):
        module = type(widget).__module__
        if module.startswith("pyqtgraph") or widget.objectName().startswith("qt_"):
            continue
        where = f"{type(widget).__name__} {widget.objectName()}"
        yield from (
            (where, text) for text in (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        )
        if widget.isWindow() or isinstance(widget, QDockWidget):
            yield where, widget.windowTitle()
        if isinstance(widget, (QLabel, QAbstractButton, QAction)):
            yield where, widget.text()
        if isinstance(widget, (QLineEdit, QPlainTextEdit)):
            yield where, widget.placeholderText()
        if isinstance(widget, QMenu):
            yield where, widget.title()
        if isinstance(widget, QTreeWidget):
            yield from ((where, text) for text in tree_texts(widget))
        for action in widget.actions():
            yield f"action of {where}", action.text()
            yield f"action of {where}", action.toolTip()


def tree_texts(tree: QTreeWidget) -> Iterator[str]:
    for place in range(tree.topLevelItemCount()):
        group = tree.topLevelItem(place)
        yield from (group.text(0), *(group.child(index).text(0) for index in range(group.childCount())))
    yield from (tree.headerItem().text(column) for column in range(tree.columnCount()))


@pytest.fixture
def brackets(qapp: QApplication, themes: Themes) -> Iterator[Brackets]:
    translator = Brackets()
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that our own widgets paint."""
    texts: list[str] = []
    draw = QPainter.drawText

    def noted(painter: QPainter, *args: Any) -> Any:
        texts.extend(one for one in args if isinstance(one, str))
        return draw(painter, *args)

    monkeypatch.setattr(QPainter, "drawText", noted)
    return texts


def test_nothing_in_the_window_is_left_untranslated(brackets: Brackets, painted: list[str], studio: Studio) -> None:
    window, found = studio.window, set[tuple[str, str]]()

    def listen() -> None:
        QApplication.processEvents()
        found.update((where, text) for where, text in said(window) if untranslated(text))
        found.update(("painted", text) for text in painted if untranslated(text))
        painted.clear()

    window.wayfinder.show_tour()
    listen()
    window.wayfinder.tour.end()
    studio.begin()
    window.settings_panel.row("lr").slider.setValue(300)
    listen()
    window.run_bar.primary.click()
    studio.wait_for_state(RunState.PAUSED)
    for mode in ViewMode:
        window.stage.set_mode(mode)
        listen()
    work_with_tools(studio)
    listen()
    window.document.look_at(0)
    listen()
    window.document.look_at(None)
    window.queue([{"seed": 3}])
    window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    window.document.look_at_result(window.document.gallery.entries[0])
    listen()
    with_menus_filled(studio)
    listen()
    window.document.look_at(None)
    for show in (
        window.files.new,
        window.files.export,
        window.photographs.take_screenshot,
        window.prior_panel._open_editor,
        window.wayfinder.show_shortcuts,
        window.wayfinder.show_about,
        window.wayfinder.show_log,
        window.wayfinder.find_anything,
        window.wayfinder.show_keys,
        lambda: ask_to_save(window, "maps/1").open(),
        lambda: ask_to_close(window).open(),
    ):
        show()
        listen()
    close_all(studio)
    window.photographs.make_turntable()
    listen()
    close_all(studio)
    window.toggle_floating()
    listen()
    window.toggle_floating()
    undo = window.document.undo
    found.update(("undo", undo.text(place)) for place in range(undo.count()) if untranslated(undo.text(place)))
    licences = {text for part in parts() for text in part}
    assert sorted((where, text) for where, text in found if text not in licences) == []


def work_with_tools(studio: Studio) -> None:
    window, document = studio.window, studio.window.document
    looks = window.stage.looks
    window.stage.set_mode(ViewMode.WORLD)
    for tool in Tool:
        document.tools.set_tool(tool)
    document.tools.set_tool(Tool.SELECT)
    document.tools.select(Box((1, 0, 1), (3, 4, 3)))
    window.stage.edits.fill.trigger()
    window.stage.edits.lock.trigger()
    window.stage.edits.mirror_x.trigger()
    looks.wipe.trigger()
    looks.cut.trigger()
    window.stage.camera_menu.keep(1)


def with_menus_filled(studio: Studio) -> None:
    window = studio.window
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    menu = window.gallery.menu_of(window.document.gallery.entries[0])
    menu.setParent(window.gallery)


def close_all(studio: Studio) -> None:
    studio.window.wayfinder.show_keys()
    for dialog in studio.window.findChildren(QDialog):
        dialog.close()
    QApplication.processEvents()


def test_a_text_that_was_forgotten_is_found() -> None:
    assert untranslated("Step 3 of ⟦steps⟧") and not untranslated("⟦Step {done}⟧ 3.1 (Ctrl+E)")
    assert untranslated("<b>Bold</b>") and not untranslated("<b>⟦Bold ⟦seed⟧⟧</b> · maps/7")


def marked() -> Iterator[tuple[str, str, ast.expr]]:
    """Where ``tr`` or ``noop`` is called, which of them, and with what."""
    for path in sorted((ROOT / "voxstudio" / "studio").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "noop"):
                yield f"{path.name}:{node.lineno}", node.func.id, node.args[0]


def test_translators_get_texts_that_are_written_out_in_one_piece() -> None:
    """A text that is put together by the program would be collected in pieces, or as it is never shown."""
    wrong = [
        where
        for where, by, text in marked()
        if isinstance(text, (ast.JoinedStr, ast.BinOp)) or (by == "noop" and not isinstance(text, ast.Constant))
    ]
    assert wrong == []


def test_the_template_for_translators_has_all_words(tmp_path: Path) -> None:
    fresh = tmp_path / "voxstudio_template.ts"
    TRANSLATIONS["collect"](fresh)
    assert fresh.read_text() == TRANSLATIONS["TEMPLATE"].read_text(), "run: make translations"
    assert "<source>Learning rate</source>" in fresh.read_text()


def test_what_is_counted_has_its_english_forms(qapp: QApplication, themes: Themes) -> None:
    forms = [tr("%Ln blocks", "", count) for count in (0, 1, 2, 12_345)]
    assert forms == ["0 blocks", "1 block", "2 blocks", "12,345 blocks"]
    unfinished = [path.name for path in TRANSLATIONS["languages"]() if "unfinished" in path.read_text()]
    assert unfinished == [], "run: make translations, and fill in what is unfinished"


def test_numbers_are_written_and_read_as_the_language_does(themes: Themes) -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.German))
        assert (whole(12_345), decimal(0.5, 2), figures(0.031), percent(0.986, 1)) == (
            "12.345",
            "0,50",
            "0,031",
            "98,6\N{NO-BREAK SPACE}%",
        )
        assert (number_of("0,5"), number_of("0.5"), number_of("much")) == (0.5, 0.5, None)
        assert inside("Lernrate") == "Lernrate"
    finally:
        QLocale.setDefault(before)
    assert (number_of("1e-3"), number_of("0,5"), inside("Learning rate")) == (1e-3, 0.5, "learning rate")


FINNISH = """<!DOCTYPE TS><TS version="2.1" language="fi"><context><name></name>
<message><source>Learning rate</source><translation>Oppimisnopeus</translation></message>
<message numerus="yes"><source>%Ln blocks</source><translation>
<numerusform>%Ln palikka</numerusform><numerusform>%Ln palikkaa</numerusform></translation></message>
</context></TS>"""


def test_a_translation_of_the_systems_language_is_spoken(
    qapp: QApplication, themes: Themes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, known = QLocale(), qapp.findChildren(QTranslator)
    source = tmp_path / "voxstudio_fi.ts"
    source.write_text(FINNISH)
    TRANSLATIONS["compile_words"](source)
    monkeypatch.setattr("voxstudio.resources.path", lambda _name: tmp_path)
    try:
        assert speak(qapp, QLocale("fi_FI")).name() == "fi_FI"
        assert [tr("Learning rate"), tr("Loss"), tr("%Ln blocks", "", 1), tr("%Ln blocks", "", 2)] == [
            "Oppimisnopeus",
            "Loss",
            "1 palikka",
            "2 palikkaa",
        ]
        assert decimal(0.5, 1) == "0,5"
    finally:
        QLocale.setDefault(before)
        for translator in set(qapp.findChildren(QTranslator)) - set(known):
            qapp.removeTranslator(translator)
            translator.deleteLater()
    assert tr("Learning rate") == "Learning rate"


def test_a_language_without_a_translation_is_left_for_english(qapp: QApplication, themes: Themes) -> None:
    before = QLocale()
    try:
        assert speak(qapp, QLocale(QLocale.Language.Finnish)).language() is QLocale.Language.English
        assert whole(12_345) == "12,345"
    finally:
        QLocale.setDefault(before)
