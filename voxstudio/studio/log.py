"""What happened, by time and level: kept in memory for the log view, and in a file that does not grow for ever."""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from voxstudio import __version__, storage
from voxstudio.errors import UserError
from voxstudio.studio.controller import Controller
from voxstudio.studio.document import Document
from voxstudio.studio.files import Files
from voxstudio.studio.state import RunState

_MOST_RECORDS = 2000
_MOST_BYTES = 1 << 20
_STATE_WORDS = {
    RunState.PREPARING: "Run is being prepared",
    RunState.RUNNING: "Run goes on",
    RunState.PAUSED: "Run is paused",
    RunState.FINISHED: "Run has ended",
    RunState.FAILED: "Run has failed",
}
_QT_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("voxstudio")


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: float
    """``time.time()``."""
    level: int
    """As in ``logging``."""
    text: str

    @property
    def level_name(self) -> str:
        """info, warning or error."""
        return "error" if self.level >= logging.ERROR else "warning" if self.level >= logging.WARNING else "info"

    def __str__(self) -> str:
        return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(self.at))} {self.level_name:7} {self.text}"


class LogBook(QObject):
    """The latest of Python's log records of this program; ``close`` stops listening."""

    written = Signal(object)
    """A new ``Line``, in whatever thread it was written; receivers in the window's thread get it there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: deque[Line] = deque(maxlen=_MOST_RECORDS)
        self._handler = _Handler(self._take)
        log.setLevel(logging.INFO)
        log.addHandler(self._handler)

    def close(self) -> None:
        """Lets go of Python's logging."""
        log.removeHandler(self._handler)

    def _take(self, line: Line) -> None:
        self.lines.append(line)
        self.written.emit(line)


class _Handler(logging.Handler):
    def __init__(self, take: Callable[[Line], None]) -> None:
        super().__init__(logging.INFO)
        self._take = take

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(RuntimeError):  # the window is gone, and its last thread still says something
            self._take(Line(record.created, record.levelno, _text(record)))


class LogFile(logging.Handler):
    """Appends to a file; one that has grown large is kept as ``.1``, in place of any before."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(logging.INFO)
        self.path = path or log_path()

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a line. A full disk is no reason to disturb anybody: the log view has it still."""
        with suppress(UserError):
            storage.rotate(self.path, _MOST_BYTES)
            storage.append_line(self.path, str(Line(record.created, record.levelno, _text(record))))


def log_path() -> Path:
    """The log's file, where the system keeps such."""
    return user_log_path("voxstudio") / "voxstudio.log"


def start() -> LogFile:
    """For the program, not for a window in a test: writes to the file, and hears Python's and Qt's complaints, too."""
    file = LogFile()
    log.addHandler(file)
    log.setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").parent = log
    sys.excepthook = _on_exception
    qInstallMessageHandler(_on_qt)
    log.info("VoxStudio %s begins", __version__)
    return file


def watch(document: Document, controller: Controller, files: Files) -> None:
    """Logs what happens to a document and its runs."""
    state = document.state

    def on_state() -> None:
        nonlocal state
        if document.state is not state:
            state = document.state
            words = _STATE_WORDS.get(state)
            if words is not None:
                done = document.history.steps[-1] if document.history.steps else 0
                about = f": {document.settings.prompt}, seed {document.settings.seed}"
                log.info("%s%s", words, about if state is RunState.PREPARING else f", step {done}")

    def on_world() -> None:
        if document.start is not None:
            log.info("World: %s, %s × %s × %s", document.map_path or document.settings.init_mode, *document.start.shape)
        for finding in document.findings:
            log.warning("%s", finding)

    document.state_changed.connect(on_state)
    document.world_changed.connect(on_world)
    controller.failed.connect(lambda sentence, details: log.error("%s", f"{sentence}\n{details}".strip()))
    files.exported.connect(lambda folder: log.info("Exported to %s", folder))
    files.saved.connect(lambda path: log.info("Saved %s", path))
    controller.worker.saved.connect(lambda folder: log.info("Saved in %s", folder))


def _text(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if record.exc_info:
        text = f"{text}\n{logging.Formatter().formatException(record.exc_info)}"
    return text


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.error("Unexpected: %s", error, exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def _on_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    level = _QT_LEVELS.get(kind, logging.INFO)
    log.log(level, "Qt: %s", text)
    if level >= logging.WARNING:
        print(text, file=sys.stderr)
