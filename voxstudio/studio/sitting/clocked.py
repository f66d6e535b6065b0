"""Sessions that write down what the clock said at every step, and wait at a gate between two of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from voxstudio.studio.state import Frame, RunRequest, Session, SessionMaker
from voxstudio.training.report import StepReport
from voxstudio.training.settings import TrainSettings


@dataclass
class Ledger:
    """What one run did, and when; the worker's thread writes it."""

    settings: TrainSettings
    began: list[float] = field(default_factory=list)
    """``time.perf_counter()`` when each step began."""
    updates: dict[int, TrainSettings] = field(default_factory=dict)
    """The settings that came when so many steps were done."""
    is_waiting: bool = False
    """Whether the next step waits at the gate."""
    taken: tuple[int, float] = (-1, 0.0)
    """Steps done at the latest snapshot, and ``time.perf_counter()`` when it was made."""


@dataclass
class Clocked:
    """A ``state.SessionMaker`` whose latest run has a ledger, and takes steps only while the gate is open."""

    make: SessionMaker
    gate: threading.Event = field(default_factory=threading.Event)
    ledger: Ledger | None = None

    def __call__(self, request: RunRequest, say: Callable[[str], None]) -> Session:
        """A session of ``make``, clocked."""
        session = self.make(request, say)
        self.ledger = Ledger(request.settings)
        return cast("Session", _ClockedSession(session, self.gate, self.ledger))


class _ClockedSession:
    def __init__(self, session: Session, gate: threading.Event, ledger: Ledger) -> None:
        self._session, self._gate, self._ledger = session, gate, ledger

    def step(self) -> StepReport:
        self._ledger.is_waiting = True
        self._gate.wait()
        self._ledger.is_waiting = False
        self._ledger.began.append(time.perf_counter())
        return self._session.step()

    def update(self, settings: TrainSettings) -> None:
        self._ledger.updates[len(self._ledger.began)] = settings
        self._session.update(settings)

    def frame(self, *, measure: bool, facts: str = "") -> Frame:
        began = time.perf_counter()
        frame = self._session.frame(measure=measure, facts=facts)
        self._ledger.taken = (frame.snapshot.step, began)
        return frame

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)
