"""What happened, in memory and in the file."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from tests.studio.conftest import Studio
from voxstudio import storage
from voxstudio.studio.log import LogFile, log
from voxstudio.studio.panels.log_view import LogView
from voxstudio.studio.state import RunState


def test_a_run_and_its_errors_are_logged_and_shown_by_level(studio: Studio) -> None:
    window = studio.window
    window.wayfinder.show_log()
    view = window.findChild(LogView)
    assert view is not None
    studio.begin(steps=3)
    studio.wait_for_state(RunState.FINISHED)
    window.controller.failed.emit("The disk is full.", "")
    log.warning("from a < b\nsecond line")
    shown = view.text.toPlainText()
    for words in (
        "World:",
        "Run is being prepared: a stone castle",
        "Run has ended, step 3",
        "The disk is full.",
        "a < b",
    ):
        assert words in shown
    assert shown.index("Run has ended") < shown.index("The disk is full.")
    view.copy.click()
    assert "error" in QGuiApplication.clipboard().text()

    view.level.button("error").click()
    assert "The disk is full." in view.text.toPlainText() and "Run has ended" not in view.text.toPlainText()
    log.warning("not shown")
    assert "not shown" not in view.text.toPlainText()
    view.close()


def test_a_closed_window_listens_no_more(studio: Studio) -> None:
    assert studio.window.log._handler in log.handlers
    studio.window.end_and_close()
    studio.wait_for(lambda: not studio.window.isVisible())
    assert studio.window.log._handler not in log.handlers


def test_the_file_is_whole_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "log" / "voxstudio.log")
    record = logging.LogRecord("voxstudio", logging.ERROR, "", 0, "boom %s", ("here",), None)
    file.emit(record)
    assert file.path.read_text().endswith(" error   boom here\n")
    file.path.write_bytes(b"x" * (1 << 20))
    file.emit(record)
    assert file.path.stat().st_size < 100
    assert (tmp_path / "log" / "voxstudio.log.1").stat().st_size == 1 << 20


def test_a_file_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file in the way")
    LogFile(tmp_path / "log" / "voxstudio.log").emit(logging.makeLogRecord({"msg": "boom", "levelno": logging.INFO}))


def test_rotating_what_is_not_there_does_nothing(tmp_path: Path) -> None:
    storage.rotate(tmp_path / "none.log", 10)
    assert list(tmp_path.iterdir()) == []
