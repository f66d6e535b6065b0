"""The thread that owns the trainer. The window asks by desired state and requests, and never waits."""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from voxstudio.errors import UserError
from voxstudio.studio import heap
from voxstudio.studio.mailbox import Log, Mailbox
from voxstudio.studio.recorder import Recorder
from voxstudio.studio.state import Frame, HandEdit, RunRequest, RunState, Session, SessionMaker
from voxstudio.studio.timeline import Moment
from voxstudio.studio.words import tr
from voxstudio.training.report import StepReport
from voxstudio.training.settings import TrainSettings


@dataclass(frozen=True)
class SetBack:
    """Asks the run to go on from an earlier world of its own."""

    blocks: np.ndarray
    """uint8 [X, Y, Z]."""
    step: int
    """How many steps had led to it."""
    is_return: bool = False
    """Takes an earlier request back: the window knows that past already."""


@dataclass(frozen=True, eq=False)
class News:
    """What the worker tells of one run; of a run that has begun since it tells elsewhere."""

    frames: Mailbox[Frame] = field(default_factory=Mailbox)
    reports: Log[StepReport] = field(default_factory=Log)
    moments: Log[Moment] = field(default_factory=Log)


Request = Literal["step", "save", "show", "stop", "quit"] | SetBack
Numbered = tuple[int, HandEdit]
_MEASURE_EVERY_S = 2.0
_LONG_STEP_S = 0.2
"""After a shorter step a frame waits for the next one whose blocks are known: each fifth, or sooner."""
_PATIENCE_S = 0.02
"""For the window to have taken a frame up. Meanwhile both would want the same cores and Python's lock: a run that goes
on at once gains nothing, and the picture comes a quarter later."""


class Worker(QThread):
    """Public methods may be called from the window's thread; everything else runs in ``run``."""

    state_changed = Signal(object, object)
    """The ``RunState`` that is actually reached, and the ``News`` of the run that has reached it."""
    busy_with = Signal(str)
    """What it prepares, in words."""
    frame_ready = Signal()
    """The frames of some news went from empty to full."""
    saved = Signal(object)
    """The run's folder, after an autosave."""
    failed = Signal(str, str)
    """A sentence for the user, and the traceback or an empty text."""

    def __init__(self, make_session: SessionMaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.news = News()
        """Of the run that was begun last."""
        self._make_session = make_session
        self._condition = threading.Condition()
        # What the window wants; guarded by the condition.
        self._requests: deque[Request | Numbered] = deque()
        self._start: RunRequest | None = None
        self._is_wanted_running = False
        self._settings: TrainSettings | None = None
        self._facts = ""
        self._waits = True
        self._is_seen = threading.Event()
        """Whether the window has taken the latest frame up."""
        # What is; touched by the worker's thread only.
        self._session: Session | None = None
        self._told = self.news
        self._state = RunState.IDLE
        self._measured_at = 0.0
        self._edits = 0
        self._recorder: Recorder | None = None
        self._step_index = 0
        self._steps = 0

    # The window's side

    def start_run(self, request: RunRequest, *, paused: bool = False) -> None:
        """Begins a run, in place of any that has ended."""
        with self._condition:
            self._start, self.news = request, News()
            self._settings = None
            # All else was meant for the run before; the start world holds what counts of edits.
            self._requests = deque(one for one in self._requests if one == "quit")
            self._is_wanted_running = not paused
            self._condition.notify()

    def pause(self) -> None:
        """Rests after the step that is being taken."""
        self._want(False)

    def resume(self) -> None:
        """Goes on."""
        self._want(True)

    def update(self, settings: TrainSettings) -> None:
        """Settings for the next step; only the latest count."""
        with self._condition:
            self._settings = settings
            self._condition.notify()

    def request(self, request: Request) -> None:
        """Something to do once, between two steps, in the order of asking."""
        with self._condition:
            if request == "stop" or isinstance(request, SetBack):
                self._is_wanted_running = False
            self._requests.append(request)
            self._condition.notify()

    def edit(self, number: int, change: HandEdit) -> None:
        """Something done by hand, between two steps, in the order of asking; frames tell the last number in them."""
        with self._condition:
            self._requests.append((number, change))
            self._condition.notify()

    def frame_seen(self) -> None:
        """The latest frame is being drawn, or is not wanted: the run need not make way for it any more."""
        self._is_seen.set()

    def tell(self, facts: str, *, now: bool) -> None:
        """What frames tell of every cell from now on, by name, empty for nothing; ``now``: even if the run rests."""
        with self._condition:
            self._facts = facts
            if facts and now:
                self._requests.append("show")
            self._condition.notify()

    @property
    def is_idle(self) -> bool:
        """Whether it does nothing until something is wanted of it; all it had to tell is on its way by then."""
        with self._condition:
            return self._waits and not self._has_work()

    def _want(self, running: bool) -> None:
        with self._condition:
            self._is_wanted_running = running
            self._condition.notify()

    # The worker's side

    def run(self) -> None:
        """The thread's loop, until ``quit`` is requested."""
        while True:
            try:
                if not self._turn():
                    return
            except UserError as error:
                self._fail(str(error), "")
            except Exception as error:
                # Nobody else would hear of it: an exception in a thread's run() is printed at most.
                self._fail(tr("The run stopped on an unexpected error: {error}.", error=error), traceback.format_exc())

    def _turn(self) -> bool:
        """Waits for something to do and does it. False when it is time to end."""
        with self._condition:
            self._waits = True
            self._condition.wait_for(self._has_work)
            self._waits = False
            start, self._start = self._start, None
            if start is not None:
                self._told = self.news
            settings, self._settings = self._settings, None
            request = self._requests.popleft() if self._requests else None
            running = self._is_wanted_running
        if start is not None:
            self._prepare(start)
        if settings is not None and self._session is not None:
            self._session.update(settings)
            self._steps = settings.steps
        if request == "quit":
            return False
        if request is not None:
            self._serve(request)
        elif running and self._can_step():
            self._set_state(RunState.RUNNING)
            self._step()
        elif not running and self._state is RunState.RUNNING:
            self._publish(final=True)  # first, so that what is shown at rest is what the run rests at
            self._set_state(RunState.PAUSED)
        return True

    def _has_work(self) -> bool:
        if self._requests or self._start is not None or self._settings is not None:
            return True
        if self._is_wanted_running:
            return self._can_step()
        return self._state is RunState.RUNNING

    def _can_step(self) -> bool:
        return self._session is not None and self._state in (RunState.RUNNING, RunState.PAUSED)

    def _prepare(self, request: RunRequest) -> None:
        self._session = None
        self._set_state(RunState.PREPARING)
        self._session = self._make_session(request, self.busy_with.emit)
        self._recorder = Recorder(request.world) if request.world is not None else None
        self._step_index, self._steps = 0, request.settings.steps
        self._publish(final=True)
        self._set_state(RunState.RUNNING if self._is_wanted_running else RunState.PAUSED)

    def _serve(self, request: Request | Numbered) -> None:
        if self._session is None:
            return
        if isinstance(request, tuple):
            self._edits, change = request
            self._session.edit(change)
            if self._state is not RunState.RUNNING:
                self._publish(final=True)
        elif isinstance(request, SetBack):
            self._set_back(request)
        elif request == "step" and self._can_step():
            self._step()
            self._publish(final=True)
        elif request == "show" and self._state in (RunState.PAUSED, RunState.FINISHED):
            self._publish(final=True)
        elif request == "stop" and self._state.is_active:
            self._finish()
        elif request == "save" and self._state.is_active:
            self._save()

    def _save(self) -> None:
        """Writes what the run does not depend on: if that fails, the run goes on."""
        assert self._session is not None
        try:
            self.saved.emit(self._session.save())
        except UserError as error:
            self.failed.emit(str(error), "")

    def _step(self) -> None:
        assert self._session is not None
        report = self._session.step()
        self._told.reports.append(report)
        self._step_index = report.step
        if self._recorder is not None and self._recorder.is_due(report.step, self._steps):
            self._record()
        if self._session.is_done:
            self._finish()
        elif self._told.frames.is_open and (self._session.has_blocks or report.seconds["total"] > _LONG_STEP_S):
            self._publish(final=False)

    def _set_back(self, request: SetBack) -> None:
        assert self._session is not None
        if not request.is_return:
            self._record(is_pictured=True)  # what is left behind, so that it can be come back to
        self._session.set_back(request.blocks, request.step)
        self._step_index = request.step
        self._record(is_pictured=True, is_set_back=not request.is_return)
        self._publish(final=True)
        self._set_state(RunState.FINISHED if self._session.is_done else RunState.PAUSED)

    def _record(self, *, is_pictured: bool = False, is_set_back: bool = False) -> None:
        assert self._session is not None
        kind = {"is_pictured": is_pictured, "is_set_back": is_set_back}
        if self._recorder is not None and not self._recorder.has(self._step_index, **kind):
            self._told.moments.append(self._recorder.moment(self._step_index, self._session.blocks(), **kind))

    def _finish(self) -> None:
        assert self._session is not None
        self._rest()
        self._publish(final=True)
        self.saved.emit(self._session.save())
        heap.give_back()
        self._set_state(RunState.FINISHED)

    def _publish(self, *, final: bool) -> None:
        """Leaves a frame; the last one before a rest replaces any other, so that the window shows where it rests."""
        assert self._session is not None
        if final:
            self._record(is_pictured=True)
        now = time.monotonic()
        measure = final or now - self._measured_at > _MEASURE_EVERY_S
        if measure:
            self._measured_at = now
        frame = self._session.frame(measure=measure, facts=self._facts)
        self._is_seen.clear()
        if self._told.frames.put(replace(frame, edits=self._edits)):
            self.frame_ready.emit()
            if not final:
                self._is_seen.wait(_PATIENCE_S)

    def _rest(self) -> None:
        """Nobody wants this run to go on; a run that is to begin may be wanted to."""
        with self._condition:
            if self._start is None:
                self._is_wanted_running = False

    def _fail(self, sentence: str, details: str) -> None:
        self._rest()
        if self._state.is_active:
            if self._session is not None:
                with suppress(
                    Exception
                ):  # whatever failed, the last world it made is to be seen, as it is to be exported
                    self._publish(final=True)
            self._set_state(RunState.FAILED)
        self.failed.emit(sentence, details)

    def _set_state(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state, self._told)
