"""Long work of the window's own thread, done in slices between its events."""

from __future__ import annotations

import time
import traceback
from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from voxstudio.errors import UserError

_LEAST_PAUSE_MS, _MOST_PAUSE_MS = 4, 250


class Slices(QObject):
    """Runs a generator; after each of its pauses the window gets as much time as the slice took."""

    failed = Signal(str, str)
    """A sentence for the user, and the traceback or an empty text; the work has ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Generator[None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._take)

    def start(self, work: Generator[None]) -> None:
        """Begins something, in place of anything else."""
        self.stop()
        self._work = work
        self._timer.start(0)

    def stop(self) -> None:
        """Ends the work where it is."""
        self._timer.stop()
        work, self._work = self._work, None
        if work is not None:
            work.close()

    @Slot()
    def _take(self) -> None:
        work, began = self._work, time.perf_counter()
        if work is None:
            return
        try:
            next(work)
        except StopIteration:
            self._work = None
            return
        except UserError as error:
            self._work = None
            self.failed.emit(str(error), "")
            return
        except Exception as error:
            self._work = None
            self.failed.emit(f"Something unexpected went wrong: {error}.", traceback.format_exc())
            return
        pause = 1000 * (time.perf_counter() - began)
        self._timer.start(round(min(max(pause, _LEAST_PAUSE_MS), _MOST_PAUSE_MS)))
