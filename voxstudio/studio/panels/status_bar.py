"""The line at the foot: device, where the time goes, memory, last save."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from voxstudio.studio.beat import beat_timer
from voxstudio.studio.document import Document
from voxstudio.studio.history import History
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.widgets.basic import Readout, button, row
from voxstudio.studio.words import decimal, noop, percent, tr

_WORDS = {
    RunState.IDLE: noop("Ready"),
    RunState.PREPARING: noop("Preparing"),
    RunState.RUNNING: noop("Training"),
    RunState.PAUSED: noop("Paused"),
    RunState.FINISHED: noop("Finished"),
    RunState.FAILED: noop("Stopped on an error"),
}
_SHARES_TIP = noop(
    "What the last steps took their time for: together 100 %. The window has a thread of its own; its share is of one "
    "core's time."
)


class StatusBar(QFrame):
    """Looks at the process once a second while a run is on, else only when something changes."""

    find_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._document = document
        self._theme = DARK
        self._clock = (time.monotonic(), time.thread_time())
        self.state = Readout()
        self.shares = Readout("muted")
        self.shares.setToolTip(tr(_SHARES_TIP))
        self.memory = Readout("muted")
        self.saved = Readout("muted")
        self.reminder = button("", "link", self.find_wanted.emit)
        self.setLayout(
            row(self.state, 8, self.shares, 8, self.memory, -1, self.saved, 8, self.reminder, margins=(12, 4, 12, 4))
        )
        self._timer = beat_timer(self)
        self._timer.timeout.connect(self.refresh)
        document.state_changed.connect(self._on_state)
        document.saved.connect(self.refresh)
        self._on_state()

    def set_theme(self, theme: Theme) -> None:
        """The colour of the dot."""
        self._theme = theme
        self.refresh()

    def show_keys(self, keys: str) -> None:
        """The keys that find anything, as a reminder; empty for none."""
        self.reminder.setText(tr("{keys} finds anything", keys=keys) if keys else tr("Find anything"))
        self.reminder.setToolTip(tr("Find an action, a setting, a material or a map"))
        self.reminder.setAccessibleName(tr("Find anything"))

    @Slot()
    def refresh(self) -> None:
        """Measures and shows."""
        state = self._document.state
        role = {RunState.RUNNING: "green", RunState.PAUSED: "amber", RunState.FAILED: "coral"}.get(state, "faint")
        dot = f'<span style="color:{getattr(self._theme, role)}">●</span>'
        words = tr("{state} on CPU, %n cores", "", os.cpu_count() or 1, state=tr(_WORDS[state]))
        self.state.setText(f"{dot}&nbsp; {words}")
        self.shares.setText(self._share_text() if state is RunState.RUNNING else "")
        memory = memory_bytes()
        self.memory.setText("" if memory is None else tr("{size} MB", size=decimal(memory / 2**20, 0)))
        saved_at = self._document.saved_at
        self.saved.setText(tr("run not saved yet") if saved_at is None else _ago(time.monotonic() - saved_at))
        self.saved.setVisible(saved_at is not None or state.is_active)

    @Slot()
    def _on_state(self) -> None:
        if self._document.state.is_active:
            self._timer.start()
        else:
            self._timer.stop()
        self.refresh()

    def _share_text(self) -> str:
        window = self._window_share()
        shares = time_shares(self._document.history)
        return " · ".join(f"{tr(name)} {percent(share)}" for name, share in {**shares, noop("window"): window}.items())

    def _window_share(self) -> float:
        """Time that this thread computed, since the last look."""
        now = (time.monotonic(), time.thread_time())
        passed, used = now[0] - self._clock[0], now[1] - self._clock[1]
        self._clock = now
        return used / passed if passed > 0 else 0.0


def time_shares(history: History) -> dict[str, float]:
    """Parts of the last steps' time that went to the prior, to the renderer, and to the rest: grid and optimizer.

    By English names.
    """
    seconds = history.recent_seconds()
    total = seconds.get("total", 0.0)
    if total <= 0:
        return {}
    names = {"prior": noop("prior"), "render": noop("renderer")}
    shares = {title: seconds[name] / total for name, title in names.items() if name in seconds}
    return {**shares, noop("rest"): max(0.0, 1.0 - sum(shares.values()))}


def memory_bytes() -> int | None:
    """What this process holds, None where the system does not tell so simply."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return None
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _ago(seconds: float) -> str:
    if seconds < 60:
        return tr("run saved %n s ago", "", round(seconds))
    return tr("run saved %n min ago", "", round(seconds / 60))
