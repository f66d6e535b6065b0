"""A window and a terminal that train in turn, the same steps with the same settings."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from voxstudio.studio.latency import LatencyMeter
from voxstudio.studio.sitting.clocked import Clocked, Ledger
from voxstudio.studio.sitting.others import Others
from voxstudio.studio.sitting.user import User
from voxstudio.studio.state import RunState
from voxstudio.studio.window import MainWindow

_WARM_UP_STEPS = 10
_LOOK_MS, _BEAT_MS = 250, 25
"""To look whether a turn is over, and to see how late events are: oftener would itself slow the run down."""
_ARRIVE_MS = 1500
"""Until the first run: by then the world has been drawn with smooth edges, for which the driver compiles programs."""
_SETTLE_S = 0.6
"""At the beginning of a turn: what was waiting is drawn then, and everything is cold."""
_CALM = 0.15
"""Of one core: what others may take in a turn that counts."""
_PATIENCE = 3
"""Times as long as was asked for, if others disturb it."""
_WARMING, _USED, _SEEN = "warming", "used", "seen"


class Sitting(QObject):
    """Lets the window train for some seconds and the terminal take the same steps, until ``minutes`` of the window.

    In every other turn of the window somebody uses it, in the others it is only looked at. ``terminal`` is the module
    that takes the steps in the terminal, see ``voxstudio.cli.turns``. Its errors, where the bar is shown, go to a
    file.
    """

    ended = Signal()

    def __init__(self, window: MainWindow, runs: Clocked, folder: Path, minutes: float, terminal: str) -> None:
        super().__init__(window)
        self._window, self._runs = window, runs
        self._left_s, self._patience_s = 60 * minutes, 60 * minutes * _PATIENCE
        self._seconds: dict[str, list[tuple[float, float]]] = {_USED: [], _SEEN: []}
        """In the window and in the terminal, of the same steps, a turn each."""
        self._shown_s: list[float] = []
        """From each snapshot of the run to its picture."""
        self._delays_s: list[float] = []
        """How long events of the window waited."""
        self._disturbed = 0
        self.is_broken = False
        """Whether the terminal has gone too early."""
        self._meter = LatencyMeter(_BEAT_MS, self)
        self._user = User(window)
        self._turn, self._began = _WARMING, 0.0
        self._others = Others()
        self._is_calm = True
        self._terminal_s = 0.0
        self._shown = -1
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._terminal = QProcess(self)
        self._shown_there = folder / "terminal.txt"
        self._terminal.setStandardErrorFile(str(self._shown_there))
        self._terminal.setProcessEnvironment(_as_in_a_terminal())
        self._terminal.readyReadStandardOutput.connect(self._on_answer)
        self._terminal.finished.connect(self._on_gone)
        self._terminal.start(sys.executable, ["-m", terminal, str(folder)])
        window.stage.view.painted.connect(self._on_painted)
        # A run is begun when its world has been seen.
        QTimer.singleShot(_ARRIVE_MS, self, lambda: self._take_turn(_WARMING))

    def found(self) -> dict[str, float]:
        """What was measured: slowdowns, milliseconds, and turns that did not count because something else computed."""
        delays = sorted(self._delays_s) or [float("nan")]
        return {
            "used_ratio": _ratio(self._seconds[_USED]),
            "seen_ratio": _ratio(self._seconds[_SEEN]),
            "p99_ms": 1000 * delays[int(0.99 * len(delays))],
            "worst_ms": 1000 * delays[-1],
            "shown_ms": 1000 * statistics.median(self._shown_s),
            "disturbed": self._disturbed,
        }

    @property
    def _ledger(self) -> Ledger:
        assert self._runs.ledger is not None
        return self._runs.ledger

    # The window's turn

    def _take_turn(self, turn: str) -> None:
        self._turn, self._began, self._is_calm = turn, time.perf_counter(), True
        self._others.watch(self._own_s())
        if turn is _WARMING:
            self._window.start_or_pause()
        else:
            self._meter.start()
        if turn is _USED:
            self._user.act()
        self._runs.gate.set()
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        state = self._window.document.state
        if state is RunState.FAILED:
            self._end()
        if state is RunState.RUNNING and self._is_over():
            self._runs.gate.clear()
        if state is RunState.FINISHED or (not self._runs.gate.is_set() and self._ledger.is_waiting):
            self._timer.stop()
            self._meter.stop()
            self._user.rest()
            self._is_calm = self._others.share(self._own_s()) < _CALM
            self._send()

    def _is_over(self) -> bool:
        if self._turn is _WARMING:
            return len(self._ledger.began) >= _WARM_UP_STEPS
        return time.perf_counter() - self._began > User.SECONDS

    @Slot()
    def _on_painted(self) -> None:
        frame, ledger = self._window.document.frame, self._runs.ledger
        if frame is not None and ledger is not None and ledger.taken[0] == frame.snapshot.step != self._shown:
            self._shown = frame.snapshot.step
            self._shown_s.append(time.perf_counter() - ledger.taken[1])

    # The terminal's turn

    def _send(self) -> None:
        ledger = self._ledger
        order = {
            "settings": ledger.settings.as_dict() if self._turn is _WARMING else None,
            "updates": {step: settings.as_dict() for step, settings in ledger.updates.items()},
            "until": len(ledger.began),
        }
        self._others.watch(self._own_s())
        self._terminal.write(json.dumps(order).encode() + b"\n")

    @Slot()
    def _on_answer(self) -> None:
        if not self._terminal.canReadLine():
            return
        answer = json.loads(bytes(self._terminal.readLine().data()))
        self._terminal_s = answer["cpu_s"]
        self._is_calm &= self._others.share(self._own_s()) < _CALM
        if self._turn is not _WARMING:
            self._count(answer["began"])
        if self._window.document.state is RunState.FINISHED:
            self._take_turn(_WARMING)
        elif min(self._left_s, self._patience_s) > 0:
            self._take_turn(_SEEN if self._turn is _USED else _USED)
        else:
            self._end()

    @Slot()
    def _on_gone(self) -> None:
        print(self._shown_there.read_text(encoding="utf-8"), file=sys.stderr)
        self.is_broken = True
        self._end()

    def _count(self, there: list[float]) -> None:
        self._patience_s -= User.SECONDS
        if not self._is_calm:
            self._disturbed += 1
            return
        self._left_s -= User.SECONDS
        self._delays_s += self._meter.delays_s
        here = self._ledger.began[-len(there) :]
        first = next((k for k, began in enumerate(here) if began > self._began + _SETTLE_S), len(here) - 1)
        self._seconds[self._turn].append((here[-1] - here[first], there[-1] - there[first]))

    def _own_s(self) -> float:
        """Seconds that window and terminal have computed so far."""
        return time.process_time() + self._terminal_s

    def _end(self) -> None:
        self._timer.stop()
        self._terminal.finished.disconnect(self._on_gone)
        self._terminal.closeWriteChannel()
        self._terminal.waitForFinished()
        self._window.controller.ended.connect(self.ended)
        self._window.end_and_close()
        self._runs.gate.set()


def _as_in_a_terminal() -> QProcessEnvironment:
    """What makes a progress bar move although it is written to a file."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("FORCE_COLOR", "1")
    environment.insert("TERM", "xterm-256color")
    return environment


def _ratio(pairs: list[tuple[float, float]]) -> float:
    there = sum(there for _, there in pairs)
    return sum(here for here, _ in pairs) / there if there else float("nan")
