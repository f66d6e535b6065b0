"""Looks out for what must not happen: exceptions anywhere, warnings of Qt, events that take too long."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

TOO_LONG_S = 1.0
"""An event that takes longer is a hang."""
_LOOK_EVERY_S = 0.1
_IDLE_SHARE = 0.1
"""A process that computes less, and cannot even look, was stopped by somebody else."""
_HARMLESS = ("This plugin does not support", "propagateSizeHints", "QXcbConnection: XCB error", "File name too long")
"""Of the platform and Qt's own dialogs, not ours."""


class Watch:
    """While it is entered, every fault becomes a line of ``faults``."""

    def __init__(self, too_long_s: float = TOO_LONG_S) -> None:
        self.faults: list[str] = []
        self._noted: set[str] = set()
        self.worst_s = 0.0
        """The longest event so far."""
        self._too_long_s = too_long_s
        self._began_at: float | None = None
        self._stack = ""
        self._kept_s = 0.0
        self._look_after = 0.0
        self._end = threading.Event()
        self._lock = threading.Lock()
        self._seen = (time.perf_counter(), time.process_time()), _waits_s()
        self._sentry = threading.Thread(target=self._look_on, name="monkey-sentry", daemon=True)
        self._thread = threading.get_ident()
        self._before: tuple[Any, ...] = ()

    def __enter__(self) -> Watch:
        """Begins to look."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        self._handler = qInstallMessageHandler(self._on_message)
        self._sentry.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Puts the hooks back."""
        self._end.set()
        self._sentry.join()
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._handler)

    def note(self, fault: str) -> None:
        """One more fault, once."""
        if fault not in self._noted:
            self._noted.add(fault)
            self.faults.append(fault)

    @contextmanager
    def event(self) -> Iterator[None]:
        """Something that should soon be over; what happens in an event within it counts there alone."""
        outer, entered = self._began_at, time.perf_counter()
        self._stack, self._kept_s, self._began_at = "", 0.0, entered
        self._look_after = time.perf_counter() + 0.7 * self._too_long_s
        try:
            yield
        finally:
            now = time.perf_counter()
            seconds = now - self._began_at - self._kept_s
            if seconds > self.worst_s:
                # The sentry may have been kept, too, and looks at nothing while Qt has the interpreter's lock.
                seconds -= self._kept_since()
            self._began_at = None if outer is None else outer + now - entered
            self.worst_s = max(self.worst_s, seconds)
            if seconds > self._too_long_s:
                self.note(f"An event took {seconds:.1f} s:\n{self._stack}")

    def _look_on(self) -> None:
        """Notes where the window's thread is while an event takes too long, and how long others kept it from going."""
        while not self._end.wait(_LOOK_EVERY_S):
            self._kept_s += self._kept_since()
            if self._began_at is not None and not self._stack and time.perf_counter() > self._look_after:
                frame = sys._current_frames().get(self._thread)
                self._stack = "".join(traceback.format_stack(frame)[-12:])

    def _kept_since(self) -> float:
        """How long others kept the window's thread from going since this was asked last."""
        with self._lock:
            last, waits = self._seen
            (now, computed_now), waits_now = self._seen = (time.perf_counter(), time.process_time()), _waits_s()
        passed, computed = now - last[0], computed_now - last[1]
        # The window's thread may wait for another one, of the driver, that waits for a processor.
        waited = max((seconds - waits.get(name, seconds) for name, seconds in waits_now.items()), default=0.0)
        is_stopped = passed > 5 * _LOOK_EVERY_S and computed < _IDLE_SHARE * passed
        return passed if is_stopped else min(waited, passed)

    def _on_exception(
        self, kind: type[BaseException], value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.note("".join(traceback.format_exception(kind, value, trace)))

    def _on_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(words in text for words in _HARMLESS):
            return
        if kind is QtMsgType.QtFatalMsg:  # the program ends with this line
            print(text, file=sys.stderr, flush=True)
        self.note(f"Qt: {text}\n{''.join(traceback.format_stack()[-6:-1])}")


def _waits_s() -> dict[str, float]:
    """How long each thread of this process has waited for a processor so far, where the system tells."""
    waits = {}
    for schedule in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(OSError, IndexError):  # threads come and go
            waits[schedule.parent.name] = int(schedule.read_text(encoding="ascii").split()[1]) / 1e9
    return waits
