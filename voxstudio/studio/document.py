"""What the window is about: the world, the settings, the run. Views watch it and change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from voxstudio.errors import UserError
from voxstudio.studio.commands import (
    ChangePresent,
    ChangeSetting,
    ChangeSettings,
    RestoreMoment,
    RunBurst,
    uncapitalized,
)
from voxstudio.studio.editor import Editor, Target
from voxstudio.studio.gallery import Entry, Gallery, result_of
from voxstudio.studio.history import History, Marker
from voxstudio.studio.state import Frame, RunState
from voxstudio.studio.timeline import Moment, Timeline
from voxstudio.studio.tool_state import ToolState
from voxstudio.studio.view_state import ViewState
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings, tunable_of
from voxstudio.world import formats
from voxstudio.world.generators import starts
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

_SHAPED_BY = {"init_mode", "size_x", "size_y", "size_z", "seed"}
_UNDO_LIMIT = 100
_OLD_MOMENTS = 24
"""Moments that are kept of a run when another one begins."""


@dataclass(frozen=True)
class Present:
    """All of a document that opening, branching, running and restoring change: references, cheap to keep."""

    settings: TrainSettings
    baseline: TrainSettings
    map_path: Path | None
    map: VoxelWorld | None
    branch: str
    start: VoxelWorld | None
    state: RunState
    run: int
    frame: Frame | None
    history: History
    timeline: Timeline
    target: Target


class Document(QObject):
    """Observable: a signal follows each change, after it was made."""

    world_changed = Signal()
    """The start world is another one."""
    settings_changed = Signal()
    state_changed = Signal()
    frame_changed = Signal()
    history_changed = Signal()
    timeline_changed = Signal()
    """The past has another moment, or is another one."""
    past_changed = Signal()
    """Another moment of the past is looked at, or the present again."""
    gallery_changed = Signal()
    saved = Signal()
    set_back_wanted = Signal(object, int)
    """Undo asks that the run go on from these blocks, as after so many steps."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo = QUndoStack(self)
        """Everything that can be taken back; undo and redo by the controller, which first brings a run to rest."""
        self.undo.setUndoLimit(_UNDO_LIMIT)
        self.map_path: Path | None = None
        self.findings: list[str] = []
        """What was odd about the map file, in words."""
        self.start: VoxelWorld | None = None
        """The world that a run starts from, None before there is one."""
        self.settings = TrainSettings()
        self.baseline = self.settings
        """What the amber dots compare with: the defaults, or what the run began with."""
        self.state = RunState.IDLE
        self.busy_with = ""
        self.frame: Frame | None = None
        """The latest moment of the run, None when there is none."""
        self.history = History()
        self.timeline = Timeline()
        self.past: Moment | None = None
        """The moment that is looked at in place of the present."""
        self.shown_entry: Entry | None = None
        """The entry of the gallery whose result that moment is, if it is one."""
        self.gallery = Gallery()
        self.saved_at: float | None = None
        """``time.monotonic()`` of the last autosave or export."""
        self.run = 0
        """Number of the run whose frames are shown."""
        self.live_run = 0
        """Number of the run that the worker has; what an older one made can be seen, but not gone on with."""
        self.branch = ""
        """What the start was branched from, in words; empty where it was not."""
        self._map: VoxelWorld | None = None
        self._past_frame: Frame | None = None
        self.tools = ToolState(self)
        self.view = ViewState(self)
        self.editor = Editor(self)

    # The world

    @property
    def blocks(self) -> np.ndarray | None:
        """The blocks to look at, uint8 [X, Y, Z]: the run's, else the start's."""
        if self.shown is not None:
            return self.shown.snapshot.blocks
        return self.start.blocks if self.start is not None else None

    @property
    def has_map(self) -> bool:
        """Whether there is a map, or a branch, to start from."""
        return self._map is not None

    @property
    def shown(self) -> Frame | None:
        """The moment of the run to look at: of the past if one was chosen, else the latest; None before a run."""
        return self._past_frame or self.frame

    @property
    def shown_settings(self) -> TrainSettings:
        """The settings of the run whose world is looked at."""
        return self.shown_entry.settings if self.shown_entry is not None else self.settings

    @property
    def can_set_back(self) -> bool:
        """Whether the run that is shown can go on from its past: the worker still has it, and is not preparing."""
        return (
            bool(self.run)
            and self.run == self.live_run
            and self.shown_entry is None
            and self.state is not RunState.PREPARING
        )

    @property
    def palette(self) -> Palette | None:
        """The palette of the world that is shown."""
        return self.shown.snapshot.palette if self.shown is not None else self.start_palette

    @property
    def start_palette(self) -> Palette | None:
        """The palette of the start world."""
        return self.start.palette if self.start is not None else None

    def open_map(self, path: Path) -> None:
        """Loads a map and makes it the start. Raises ``UserError``, changing nothing."""
        loaded = formats.load(path)
        before = self.remember()
        self.map_path, self.findings, self._map = path, list(loaded.findings), loaded.world
        self.branch = ""
        folder = path.parent.name if path.is_file() else path.name
        changes: dict[str, Any] = {"init_mode": "from_map"}
        if folder.isdecimal():
            changes["dataset_id"] = int(folder)
        self._set_settings(self.settings.with_(**changes))
        self._renew_start()
        self.undo.push(ChangePresent(self, f"open {folder}", before))

    def replace_start(self, start: VoxelWorld) -> None:
        """The same world, edited by hand."""
        if self._map is self.start:
            self._map = start
        self.start = start

    def edit(self, name: str, value: Any) -> None:
        """Changes one setting. Raises ``UserError`` for a bad value, or for a fixed one while a run is on."""
        tunable = tunable_of(name)
        if self.state.is_active and not tunable.live:
            raise UserError(f"{tunable.label} is fixed while a run is on; stop the run to change it.")
        if name == "init_mode" and value == "from_map" and self._map is None:
            raise UserError("There is no map to start from yet; open one first.")
        before = getattr(self.settings, name)
        if value == before:
            return
        present = self.remember()
        self.put_setting(name, value)
        text = self.change_text(name, before, value)
        if name in _SHAPED_BY and (name == "init_mode" or self.settings.init_mode != "from_map"):
            self._renew_start()
            self.undo.push(ChangePresent(self, uncapitalized(text), present))
        else:
            self.undo.push(ChangeSetting(self, name, before, value, is_live=tunable.live))

    def put_setting(self, name: str, value: Any) -> None:
        """Changes one setting, marked in the plots if a run is on; not to be undone. Raises ``UserError``."""
        before = getattr(self.settings, name)
        settings = self.settings.with_(**{name: value})
        if self.state.is_active and self.history.steps:
            self._mark(self.change_text(name, before, value))
        self._set_settings(settings)

    def change_text(self, name: str, before: Any, after: Any) -> str:
        """A change of a setting, in words."""
        return f"{tunable_of(name).label} {_short(before)} → {_short(after)}"

    def edit_all(self, text: str, values: Mapping[str, Any]) -> None:
        """Changes several live settings as one change. Raises ``UserError``, changing nothing."""
        self.settings.with_(**values)
        changed = {name: value for name, value in values.items() if getattr(self.settings, name) != value}
        if not changed:
            return
        self.undo.push(ChangeSettings(self, text, {name: getattr(self.settings, name) for name in changed}, changed))

    def put_settings(self, values: Mapping[str, Any]) -> None:
        """Changes several settings at once, without a mark in the plots; not to be undone. Raises ``UserError``."""
        self._set_settings(self.settings.with_(**values))

    def reset(self, name: str) -> None:
        """Puts one setting back to its default."""
        self.edit(name, tunable_of(name).default)

    # Undo

    def remember(self) -> Present:
        """The present, to be recalled."""
        return Present(
            self.settings,
            self.baseline,
            self.map_path,
            self._map,
            self.branch,
            self.start,
            self.state,
            self.run,
            self.frame,
            self.history,
            self.timeline,
            self.editor.world,
        )

    def recall(self, present: Present) -> None:
        """Makes an earlier present, or a later one, the present again. A run that is on keeps its state."""
        is_other_world = present.start is not self.start
        self.look_at(None)
        self.baseline, self.map_path, self._map = present.baseline, present.map_path, present.map
        self.branch, self.start, self.run = present.branch, present.start, present.run
        self.frame, self.history, self.timeline = present.frame, present.history, present.timeline
        self.editor.recall(present.target)
        self._set_settings(present.settings)
        if is_other_world:
            self.tools.fit(self.start)
            self.world_changed.emit()
        self.past_changed.emit()
        if not self.state.is_active:
            self.set_state(present.state if not present.state.is_active else RunState.FINISHED)
        self.history_changed.emit()
        self.timeline_changed.emit()
        self.frame_changed.emit()

    def ask_to_set_back(self) -> None:
        """Has the run go on from the last moment of the timeline, if the worker still has that run."""
        if self.can_set_back and self.timeline.moments:
            last = len(self.timeline.moments) - 1
            self.set_back_wanted.emit(self.timeline.blocks(last), self.timeline.moments[last].step)

    def is_changed(self, name: str) -> bool:
        """Whether a setting differs from the baseline."""
        return getattr(self.settings, name) != getattr(self.baseline, name)

    def _set_settings(self, settings: TrainSettings) -> None:
        self.settings = settings
        self.settings_changed.emit()

    def _renew_start(self) -> None:
        self.editor.begin_world()
        self.start = self._map if self.settings.init_mode == "from_map" else _made_start(self.settings)
        self.tools.fit(self.start)
        self._forget_run()
        self.set_state(RunState.IDLE)
        self.world_changed.emit()

    # The run

    def entry(self, **changes: Any) -> Entry:
        """A run that could begin now, with some settings changed. Raises ``UserError`` if there is no world yet."""
        settings = self.settings.with_(**changes)
        is_made = settings.init_mode != "from_map"
        start = _made_start(settings) if is_made and changes.keys() & _SHAPED_BY else self.start
        if start is None:
            raise UserError("There is no world to start from; open a map or choose Ground.")
        if not settings.prompt.strip():
            raise UserError("The prompt is empty; say what the world should become.")
        return Entry(settings, start, None if is_made else self.map_path, self.branch)

    def begin_run(self, entry: Entry) -> None:
        """A new run, with the settings and the start of its entry: no history yet."""
        before, is_other_world = self.remember(), entry.start is not self.start
        self.settings, self.start, self.map_path, self.branch = (
            entry.settings,
            entry.start,
            entry.map_path or self.map_path,
            entry.branch,
        )
        if entry.settings.init_mode == "from_map":
            self._map = entry.start
        self.gallery.begin(entry)
        self.baseline = self.settings
        self.timeline.thin(_OLD_MOMENTS)
        self._forget_run()
        if is_other_world:
            self.editor.begin_world()
            self.tools.fit(self.start)
        self.editor.begin_run()
        self.live_run += 1
        self.run = self.live_run
        self.undo.push(RunBurst(self, f"run of “{_short(self.settings.prompt)}”", before))
        self.settings_changed.emit()
        if is_other_world:
            self.world_changed.emit()
        self.gallery_changed.emit()

    def end_run(self, *, has_failed: bool) -> None:
        """The run has ended: what it made goes into the gallery."""
        moments, frame = self.timeline.moments, self.frame
        result = None
        if moments and self.timeline.start is not None and not has_failed:
            share = frame.largest_share if frame is not None else None
            was_stopped = moments[-1].step < self.settings.steps
            seconds = self.history.seconds()
            result = result_of(moments[-1], self.timeline.start, share, seconds, was_stopped=was_stopped)
        self.gallery.finish(result)
        self.gallery_changed.emit()

    def set_state(self, state: RunState) -> None:
        """What the worker has reached."""
        self.state = state
        self.state_changed.emit()

    def set_busy_with(self, words: str) -> None:
        """What the preparation is at."""
        self.busy_with = words
        self.state_changed.emit()

    def set_frame(self, frame: Frame) -> None:
        """The run's latest moment."""
        if frame.largest_share is None and self.frame is not None:
            pictures = frame.pictures or self.frame.pictures
            frame = replace(frame, pictures=pictures, largest_share=self.frame.largest_share)
        self.frame = self.editor.over(frame)
        self.frame_changed.emit()

    def add_reports(self, reports: Iterable[StepReport]) -> None:
        """Numbers of steps that were taken."""
        self.history.extend(reports)
        self.history_changed.emit()

    def add_moments(self, moments: Iterable[Moment]) -> None:
        """Worlds of the run that are kept, in order; one that the run was set back to ends what lay after it."""
        for moment in moments:
            if moment.is_set_back:
                self._set_back(moment.step)
            self.timeline.add(moment)
        self.timeline_changed.emit()

    def look_at(self, place: int | None) -> None:
        """Shows a moment of the timeline, or the present again; the run is not touched."""
        past = self.timeline.moments[place] if place is not None and self.timeline.moments else None
        if past is not self.past:
            self._show_past(past, self.start, None)

    def look_at_result(self, entry: Entry) -> None:
        """Shows what a run of the gallery made, in place of the present."""
        if entry.result is not None:
            self._show_past(entry.result.moment, entry.start, entry)

    def _show_past(self, past: Moment | None, start: VoxelWorld | None, entry: Entry | None) -> None:
        self.past, self.shown_entry = past, entry
        self._past_frame = _frame_of(past, start) if past is not None and start is not None else None
        self.past_changed.emit()

    def start_from_shown(self) -> None:
        """Makes the world that is looked at the start of the next run."""
        assert self.start is not None
        frame, mode = self.shown, self.settings.init_mode
        if frame is None:
            raise UserError("There is no run to branch from yet; start one first.")
        before, snapshot = self.remember(), frame.snapshot
        settings = self.shown_settings
        self.branch = f"step {snapshot.step} of “{_short(settings.prompt)}”, seed {settings.seed}"
        self._map = snapshot.world()
        if mode != "from_map":
            self.map_path = None
        self._set_settings(self.settings.with_(init_mode="from_map"))
        self._renew_start()
        self.undo.push(ChangePresent(self, f"branch from step {snapshot.step}", before))

    def _set_back(self, step: int) -> None:
        self.undo.push(RestoreMoment(self, f"restore of step {step}", self.remember()))
        self.history = self.history.until(step)
        self.timeline = self.timeline.until(step)
        self.look_at(None)
        self.history_changed.emit()

    def _forget_run(self) -> None:
        self.look_at(None)
        self.run = 0
        self.frame = None
        self.history = History()
        self.timeline = Timeline(self.start.blocks if self.start is not None else None)
        self.history_changed.emit()
        self.timeline_changed.emit()

    def set_saved(self, at: float) -> None:
        """Something was just written."""
        self.saved_at = at
        self.saved.emit()

    def _mark(self, text: str) -> None:
        step = self.history.steps[-1]
        markers = self.history.markers
        if markers and markers[-1].step == step:  # a slider that is dragged makes one marker, not fifty
            name = text.split(" → ")[0].rsplit(" ", 1)[0]
            if markers[-1].text.startswith(name):
                first = markers.pop().text.split(" → ")[0]
                text = f"{first} → {text.split(' ')[-1]}"
        markers.append(Marker(step, text))
        self.history_changed.emit()


def _frame_of(moment: Moment, start: VoxelWorld) -> Frame:
    blocks = moment.blocks(start.blocks)
    # Opacities are not kept: they would cost more than all the blocks.
    occupancy = np.where(blocks != 0, 255, 0).astype(np.uint8)
    return Frame(Snapshot(moment.step, blocks, occupancy, start.palette, start.scale, start.extras))


def _made_start(settings: TrainSettings) -> VoxelWorld:
    return starts.make(settings.init_mode, (settings.size_x, settings.size_y, settings.size_z), settings.seed)


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    text = str(value)
    return text if len(text) <= 24 else f"{text[:23]}…"
