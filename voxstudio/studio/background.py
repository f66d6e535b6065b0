"""Work that takes too long for the window's thread and needs none of its objects."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from voxstudio.errors import UserError
from voxstudio.studio.words import tr


class Background(QObject):
    """Does one thing after another in a thread; what follows is called in the window's thread."""

    failed = Signal(str, str)
    """A sentence for the user, and the traceback or an empty text."""
    idle = Signal()
    """Nothing is left to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Job] = deque()
        self._job: _Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def do(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Calls ``work`` in a thread and ``then`` with what it returned; ``failed`` tells if it raised."""
        self._waiting.append(_Job(work, then, self))
        self._begin()

    def _begin(self) -> None:
        if self._job is None and self._waiting:
            self._job = self._waiting.popleft()
            self._job.finished.connect(self._on_finished)
            self._job.start()

    @Slot()
    def _on_finished(self) -> None:
        job, self._job = self._job, None
        assert job is not None
        job.wait()  # it has said that it ends; this takes no time
        job.deleteLater()
        if job.sentence:
            self.failed.emit(job.sentence, job.details)
        else:
            job.then(job.result)
        self._begin()
        if not self.is_busy:
            self.idle.emit()


class _Job(QThread):
    def __init__(self, work: Callable[[], Any], then: Callable[[Any], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self.then = work, then
        self.result: Any = None
        self.sentence = self.details = ""

    def run(self) -> None:
        try:
            self.result = self._work()
        except UserError as error:
            self.sentence = str(error)
        except Exception as error:
            self.sentence = tr("Something unexpected went wrong: {error}.", error=error)
            self.details = traceback.format_exc()
