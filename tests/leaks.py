"""What a test must not leave behind."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

GRACE_S = 2.0
"""How long a thread that was told to stop, or a window that was told to close, may take..."""
GRACE_TURNS = 20
"""... and how many turns of the event loop at least, on a machine too busy to give many in that time."""


PERMANENT_THREADS = ("voxstudio-kernel",)
"""Started once and kept for the life of the program: the renderer's pool."""


class Leftovers(dict[int, str]):
    """Live things by identity, each with words that name it."""

    @classmethod
    def now(cls, folders: Iterable[Path], *, with_qt: bool) -> Leftovers:
        """Everything of the kinds below that exists at this moment; Qt's, which take a while to find, if asked."""
        found = cls()
        found.update(
            (id(thread), f"thread {thread.name}")
            for thread in threading.enumerate()
            if not thread.name.startswith(PERMANENT_THREADS)
        )
        found.update((hash(path), f"temporary file {path}") for path in _temporary_files(folders))
        if with_qt:
            found.update(_qt_objects())
        return found

    def grown(self, folders: Iterable[Path], *, with_qt: bool) -> list[str]:
        """Words for what was not there before, once deferred deletions and ending threads had their chance."""
        deadline, turns = time.monotonic() + GRACE_S, 0
        while (new := self._new(folders, with_qt)) and (turns < GRACE_TURNS or time.monotonic() < deadline):
            _let_go()
            time.sleep(0.01)
            turns += 1
        return sorted(new)

    def _new(self, folders: Iterable[Path], with_qt: bool) -> set[str]:
        return {name for key, name in Leftovers.now(folders, with_qt=with_qt).items() if key not in self}


def _temporary_files(folders: Iterable[Path]) -> Iterator[Path]:
    """All in the first folder, the system's temporary one; elsewhere what an interrupted save left."""
    system, *others = folders
    yield from system.iterdir()
    for folder in others:
        yield from folder.rglob("*.tmp*")


def _let_go() -> None:
    gc.collect()
    core = sys.modules.get("PySide6.QtCore")
    application: Any = core and core.QCoreApplication.instance()
    if core and application:
        application.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
        application.processEvents()


def _qt_objects() -> Iterator[tuple[int, str]]:
    """Windows, active timers and running threads of Qt, where a test has loaded it."""
    core = sys.modules.get("PySide6.QtCore")
    widgets = sys.modules.get("PySide6.QtWidgets")
    if core is None or core.QCoreApplication.instance() is None:
        return
    if widgets is not None:
        for widget in widgets.QApplication.topLevelWidgets():
            yield id(widget), f"widget {type(widget).__name__} {widget.objectName()!r}"
    for thing in gc.get_objects():
        # Of its real type: isinstance would ask lazy objects for a class that they import or warn about.
        if issubclass(type(thing), core.QTimer) and _is_alive(thing) and thing.isActive():
            yield id(thing), f"timer {thing.objectName()!r} of {thing.parent()!r}"
        elif issubclass(type(thing), core.QThread) and _is_alive(thing) and thing.isRunning():
            yield id(thing), f"Qt thread {type(thing).__name__}"


def _is_alive(thing: object) -> bool:
    return bool(sys.modules["shiboken6"].isValid(thing))
