"""Carries the user's wishes to the worker and the worker's news to the document."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_config_path
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand

from voxstudio.errors import UserError
from voxstudio.studio.beat import beat_timer
from voxstudio.studio.bookmarks import Bookmarks
from voxstudio.studio.commands import Rest
from voxstudio.studio.document import Document
from voxstudio.studio.gallery import Entry
from voxstudio.studio.habits import Habits, preset_name
from voxstudio.studio.state import RunRequest, RunState, SessionMaker
from voxstudio.studio.words import tr
from voxstudio.studio.worker import News, SetBack, Worker
from voxstudio.training.settings import TrainSettings


class Controller(QObject):
    """Owns the worker. Its public methods are what buttons and menus do; none of them waits."""

    failed = Signal(str, str)
    """A sentence for the user, and details or an empty text."""
    ended = Signal()
    """The worker has come to its end after ``shut_down``."""

    def __init__(
        self,
        document: Document,
        make_session: SessionMaker,
        parent: QObject | None = None,
        *,
        habits_file: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.habits = Habits(habits_file or user_config_path("voxstudio") / "habits.json")
        self.bookmarks = Bookmarks(user_config_path("voxstudio") / "bookmarks.json")
        self._document = document
        self.worker = Worker(make_session, self)
        self.worker.state_changed.connect(self._on_state)
        self.worker.busy_with.connect(document.set_busy_with)
        self.worker.frame_ready.connect(self._on_frame)
        self.worker.saved.connect(self._on_saved)
        self.worker.failed.connect(self.failed)
        self.worker.finished.connect(self.ended)
        document.editor.sent.connect(self.worker.edit)
        # What the steps tell is fetched with the beat: the run bar is then painted together with the panels.
        self._drain = beat_timer(self)
        self._drain.timeout.connect(self._on_drain)
        self._fetch = QTimer(self, singleShot=True)
        self._fetch.timeout.connect(self._on_time)
        document.settings_changed.connect(self._on_settings)
        document.set_back_wanted.connect(self._on_set_back_wanted)
        document.view.blocks_changed.connect(self._on_view)
        self._next: Callable[[], object] | None = None
        """To be done when the run has come to rest."""
        self._next_needs_end = False
        self._sent: TrainSettings | None = None
        self._told = ""
        self.frame_interval_s = 0.0
        """Least time between two frames; the window sets it by what a frame costs to draw."""

    @property
    def is_busy(self) -> bool:
        """Whether something waits for the run to come to rest."""
        return self._next is not None

    def open_map(self, path: Path) -> None:
        """Makes a map the start of the next run; not while one is on."""
        if self._document.state.is_active:
            self.failed.emit(tr("A run is on; stop it before you open another map."), "")
            return
        if self._try(lambda: self._document.open_map(path)) and self._document.map_path is not None:
            self.remember_map(self._document.map_path)

    def new_world(self, kind: str, shape: tuple[int, int, int], seed: int) -> None:
        """Makes a world the start of the next run; not while one is on."""
        if self._document.state.is_active:
            self.failed.emit(tr("A run is on; stop it before you make another world."), "")
            return
        self._try(lambda: self._document.new_world(kind, shape, seed))

    def remember_map(self, path: Path) -> None:
        """Puts a map first among the recent ones."""
        with suppress(UserError):  # a full disk is no reason not to open it
            self.habits.remember_map(path)

    def forget_maps(self) -> None:
        """Clears the list of recent maps."""
        self._try(self.habits.forget_maps)

    def edit(self, name: str, value: Any) -> None:
        """Changes one setting; a live one counts from the next step on."""
        self._try(lambda: self._document.edit(name, value))

    def apply_preset(self, name: str) -> None:
        """Sets what belongs together; live settings all, so that it may be done at any time."""
        values = self.habits.presets.get(name, {})
        self._try(lambda: self._document.edit_all(tr("preset {name}", name=preset_name(name)), values))

    def save_preset(self, name: str) -> None:
        """Keeps the settings as they are under a name."""
        self._try(lambda: self.habits.save_preset(name, self._document.settings))

    def remove_preset(self, name: str) -> None:
        """Forgets a preset of one's own."""
        self._try(lambda: self.habits.remove_preset(name))

    def start_or_pause(self) -> None:
        """The primary action: start, pause or go on."""
        state = self._document.state
        if state is RunState.RUNNING:
            self.worker.pause()
        elif state is RunState.PAUSED:
            self.worker.resume()
        elif state is not RunState.PREPARING:
            self._start(paused=False)

    def step(self) -> None:
        """One step, and then rest; begins a run if there is none."""
        state = self._document.state
        if state is RunState.RUNNING:
            self.worker.pause()
        elif state is RunState.PAUSED or (state is not RunState.PREPARING and self._start(paused=True)):
            self.worker.request("step")

    def stop(self) -> None:
        """Ends the run; what it made stays and can be exported."""
        self.hold_queue()
        if self._document.state.is_active:
            self.worker.request("stop")

    def restart(self) -> None:
        """The same settings from the start, in place of the run that is on, which is ended and saved."""
        self._when_ended(lambda: self._start(paused=False))

    def queue(self, changes: Sequence[Mapping[str, Any]] = ({},)) -> None:
        """Adds runs with the present settings, each with its changes, to the gallery's end."""

        def add() -> None:
            for entry in [self._document.entry(**change) for change in changes]:
                self._document.gallery.add(entry)

        self._try(add)
        self._document.gallery_changed.emit()

    def run_queue(self) -> None:
        """Runs what waits, one after the other; a run that is on is finished first."""
        self._document.gallery.is_going = True
        self._document.gallery_changed.emit()
        if not self._document.state.is_active:
            self._start_next()

    def hold_queue(self) -> None:
        """Lets nothing follow the run that is on."""
        self._document.gallery.is_going = False
        self._document.gallery_changed.emit()

    def remove(self, entry: Entry) -> None:
        """Takes an entry out of the gallery."""
        if entry is self._document.shown_entry:
            self._document.look_at(None)
        self._document.gallery.remove(entry)
        self._document.gallery_changed.emit()

    def restore(self) -> None:
        """Makes the moment that is looked at the run's present, and rests there."""
        document = self._document
        if document.past is None or not document.can_set_back or document.timeline.start is None:
            return
        self.worker.request(SetBack(document.past.blocks(document.timeline.start), document.past.step))

    def branch(self) -> None:
        """Makes the world that is looked at the start of the next run; one that is on is ended first."""
        self._when_ended(lambda: self._try(self._document.start_from_shown))

    @Slot()
    def undo(self) -> None:
        """Takes the last change back; a run that it concerns is paused or ended first."""
        stack = self._document.undo
        if stack.canUndo():
            self._at_rest(stack.command(stack.index() - 1), stack.undo)

    @Slot()
    def redo(self) -> None:
        """Makes the change again that was taken back last."""
        stack = self._document.undo
        if stack.canRedo():
            self._at_rest(stack.command(stack.index()), stack.redo)

    def shut_down(self) -> None:
        """Ends the run, saving what there is, and the worker; ``ended`` follows."""
        self.hold_queue()
        if not self.worker.isRunning():
            self.ended.emit()
            return
        self.worker.request("stop")
        self.worker.request("quit")

    def _at_rest(self, command: QUndoCommand | None, action: Callable[[], object]) -> None:
        """Does something when the run has come to the rest that a command needs; other people's need none."""
        rest = getattr(command, "rest", Rest.NONE)
        if rest is Rest.END:
            self._when_ended(action)
        elif rest is Rest.PAUSE and self._document.state in (RunState.RUNNING, RunState.PREPARING):
            self._next, self._next_needs_end = action, False
            self.worker.pause()
        else:
            action()

    def _when_ended(self, action: Callable[[], object]) -> None:
        """Does something that must not meet a run: now, or when the one that is on has been stopped and saved."""
        self.hold_queue()
        if self._document.state.is_active:
            self._next, self._next_needs_end = action, True
            self.worker.request("stop")
        else:
            action()

    def _start_next(self) -> None:
        waiting = self._document.gallery.waiting
        if waiting:
            self._start(paused=False, entry=waiting[0])
        else:
            self.hold_queue()

    def _start(self, *, paused: bool, entry: Entry | None = None) -> bool:
        document = self._document
        try:
            document.begin_run(entry or document.entry())
        except UserError as error:
            self.failed.emit(str(error), "")
            return False
        assert document.start is not None
        with suppress(UserError):  # a full disk is no reason not to run
            self.habits.remember_prompt(document.settings.prompt)
        path = document.map_path if document.settings.init_mode == "from_map" else None
        self._sent = document.settings
        request = RunRequest(document.settings, path, document.start, document.editor.locked)
        self.worker.start_run(request, paused=paused)
        if not self.worker.isRunning():
            self.worker.start()
        return True

    def _try(self, action: Any) -> bool:
        try:
            action()
        except UserError as error:
            self._document.settings_changed.emit()  # puts back what the panel shows
            self.failed.emit(str(error), "")
            return False
        return True

    @Slot()
    def _on_settings(self) -> None:
        settings = self._document.settings
        if self._document.state.is_active and settings != self._sent:
            self._sent = settings
            self.worker.update(settings)

    @Slot()
    def _on_view(self) -> None:
        facts = self._document.view.mode.facts
        if facts != self._told:
            self._told = facts
            # What the worker has may not be what is shown: after an undo, or with a map opened since.
            self.worker.tell(facts, now=self._document.is_run_live)

    @Slot(object, int)
    def _on_set_back_wanted(self, blocks: np.ndarray, step: int) -> None:
        self.worker.request(SetBack(blocks, step, is_return=True))

    @Slot(object, object)
    def _on_state(self, state: RunState, news: News) -> None:
        if news is not self.worker.news:
            return  # another run has begun since
        if not self._document.is_run_live:
            # Undone, or another world was opened, while the worker still set it back: nobody is to go on with it.
            if state is RunState.PAUSED:
                self.worker.request("stop")
            return
        if state in (RunState.PREPARING, RunState.RUNNING):
            self._drain.start()
        else:
            self._drain.stop()
            self._on_drain()
        self._document.set_state(state)
        if state.is_active and self._document.gallery.go_on():
            self._document.gallery_changed.emit()
        if not state.is_active:
            self._document.end_run(has_failed=state is RunState.FAILED)
        is_rest = not state.is_active or (state is RunState.PAUSED and not self._next_needs_end)
        if is_rest and self._next is not None:
            action, self._next = self._next, None
            action()
        elif not state.is_active and self._document.gallery.is_going:
            self._start_next()

    @Slot()
    def _on_frame(self) -> None:
        self._on_drain()
        frame = self.worker.news.frames.take()
        if frame is not None and self._document.is_run_live:
            self._document.set_frame(frame)
        self.worker.frame_seen()
        # The mailbox opens again when there is time for another picture, so that the picture is then a fresh one.
        self._fetch.start(round(1000 * self.frame_interval_s))

    @Slot()
    def _on_time(self) -> None:
        self.worker.news.frames.open()

    @Slot()
    def _on_drain(self) -> None:
        reports, moments = self.worker.news.reports.swap(), self.worker.news.moments.swap()
        if not self._document.is_run_live:
            return
        if reports:
            self._document.add_reports(reports)
            every = self._document.settings.checkpoint_every
            if every and any(report.step % every == 0 for report in reports):  # the run wrote a checkpoint then
                self._document.set_saved(time.monotonic())
        if moments:
            self._document.add_moments(moments)

    @Slot(object)
    def _on_saved(self, _folder: Path) -> None:
        self._document.set_saved(time.monotonic())
