"""SIGINT and SIGTERM while Qt's loop is idle: Python's own handlers would not run until the next event."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Slot


class SignalWatch(QObject):
    """Calls ``on_signal`` in the window's thread when the process is asked to end; ``release`` undoes it."""

    def __init__(self, on_signal: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_signal = on_signal
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._old_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        # A handler must be there for the wake-up to be written; what is done is done by the notifier.
        self._old = {number: signal.signal(number, _nothing) for number in (signal.SIGINT, signal.SIGTERM)}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)

    def release(self) -> None:
        """Puts the old handlers back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _on_activated(self) -> None:
        if self._reader.recv(64):
            self._on_signal()


def _nothing(_number: int, _frame: object) -> None:
    """Keeps the default, which would end the process at once, from happening."""
