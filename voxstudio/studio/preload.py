"""What draws curves, loaded once the window is on the screen: piece by piece, so that it has its turns in between.

Not in another thread: PySide makes its classes when they are first asked for, pyqtgraph asks for all of them, and when
two threads ask at the same time the process may end at once or later, when garbage is collected.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Slot

_PAUSE_MS = 30


class Preload(QObject):
    """Begins when it is told to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: list[Callable[[], object]] = [
            *(partial(_make_classes, module) for module in (QtCore, QtGui, QtWidgets)),
            partial(import_module, "voxstudio.studio.panels.curves"),
        ]
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._load_one)

    def begin(self) -> None:
        """From now on, one piece after the other."""
        self._timer.start()

    @Slot()
    def _load_one(self) -> None:
        self._pieces.pop(0)()
        if not self._pieces:
            self._timer.stop()


def _make_classes(module: ModuleType) -> None:
    for name in dir(module):
        getattr(module, name)
