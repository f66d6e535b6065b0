"""What the window is about: the world, the settings, the run. Views watch it and change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from voxstudio.errors import UserError
from voxstudio.studio.commands import ChangePresent, ChangeSetting, ChangeSettings, RestoreMoment, RunBurst
from voxstudio.studio.document_state import DocumentState, kind_text
from voxstudio.studio.editor import Editor
from voxstudio.studio.file_state import FileState, Origin
from voxstudio.studio.gallery import Entry, result_of
from voxstudio.studio.history import History, Marker
from voxstudio.studio.present import Present
from voxstudio.studio.setting_words import change_text, short
from voxstudio.studio.state import Frame, RunState
from voxstudio.studio.timeline import Moment, Timeline
from voxstudio.studio.words import inside, tr
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings, tunable_of
from voxstudio.world import formats
from voxstudio.world.generators import starts
from voxstudio.world.generators.terrain import rolling_terrain
from voxstudio.world.voxel_world import VoxelWorld

_SHAPED_BY = {"init_mode", "size_x", "size_y", "size_z", "seed"}
_OLD_MOMENTS = 24
_OLD_BYTES = 4 << 20
"""Moments, and what they take at most, that are kept of a run when another one begins: a hundred can be taken back."""


class Document(DocumentState):
    """Changes what the document is about: each change is followed by its signal, and most can be undone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = Editor(self)
        self.file = FileState(self)

    # The world

    def open_map(self, path: Path) -> None:
        """Loads a map and makes it the start. Raises ``UserError``, changing nothing."""
        loaded = formats.load(path)
        before = self.remember()
        file = (path / "map.json" if path.is_dir() else path).absolute()
        self.map_path, self.findings, self._map = file, list(loaded.findings), loaded.world
        self.branch = ""
        self.file.read(file, loaded.world)
        folder = file.parent.name
        changes: dict[str, Any] = {"init_mode": "from_map"}
        if folder.isdecimal():
            changes["dataset_id"] = int(folder)
        self._set_settings(self.settings.with_(**changes))
        self._renew_start()
        self.undo.push(ChangePresent(self, tr("open {name}", name=folder), before))

    def new_world(self, kind: str, shape: tuple[int, int, int], seed: int = 0) -> None:
        """Makes a world the start: ``terrain`` of a seed, or what ``init_mode`` names. Raises ``UserError``."""
        is_terrain = kind == "terrain"
        land = rolling_terrain(shape, seed) if is_terrain else None
        sizes = dict(zip(("size_x", "size_y", "size_z"), shape, strict=True))
        settings = self.settings.with_(init_mode="from_map" if is_terrain else kind, **sizes)
        before = self.remember()
        if land is not None:
            self._map, self.map_path, self.branch = land, None, ""
        self._set_settings(settings)
        self._renew_start()
        self.undo.push(ChangePresent(self, tr("new {world}", world=kind_text(kind)), before))

    def replace_start(self, start: VoxelWorld) -> None:
        """The same world, edited by hand."""
        if self._map is self.start:
            self._map = start
        self.start = start

    def edit(self, name: str, value: Any) -> None:
        """Changes one setting. Raises ``UserError`` for a bad value, or for a fixed one while a run is on."""
        tunable = tunable_of(name)
        if self.state.is_active and not tunable.live:
            raise UserError(
                tr("{setting} is fixed while a run is on; stop the run to change it.", setting=tr(tunable.label))
            )
        if name == "init_mode" and value == "from_map" and self._map is None:
            raise UserError(tr("There is no map to start from yet; open one first."))
        before = getattr(self.settings, name)
        if value == before:
            return
        present = self.remember()
        self.put_setting(name, value)
        text = change_text(name, before, value)
        if name in _SHAPED_BY and (name == "init_mode" or self.settings.init_mode != "from_map"):
            self._renew_start()
            self.undo.push(ChangePresent(self, inside(text), present))
        else:
            self.undo.push(ChangeSetting(self, name, before, value, is_live=tunable.live))

    def put_setting(self, name: str, value: Any) -> None:
        """Changes one setting, marked in the plots if a run is on; not to be undone. Raises ``UserError``."""
        before = getattr(self.settings, name)
        settings = self.settings.with_(**{name: value})
        if self.state.is_active and self.history.steps:
            self._mark(name, before, value)
        self._set_settings(settings)

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
        """The present, to be recalled, without what is only drafted."""
        self.editor.draft(None)
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
            self.file.origin,
        )

    def recall(self, present: Present) -> None:
        """Makes an earlier present, or a later one, the present again. A run that is on keeps its state."""
        is_other_world = present.start is not self.start
        self.look_at(None)
        self.baseline, self.map_path, self._map = present.baseline, present.map_path, present.map
        self.branch, self.start, self.run = present.branch, present.start, present.run
        self.frame, self.history, self.timeline = present.frame, present.history, present.timeline
        self.editor.recall(present.target)
        self.file.origin = present.origin
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

    def _set_settings(self, settings: TrainSettings) -> None:
        self.settings = settings
        self.settings_changed.emit()

    def _renew_start(self) -> None:
        self.editor.begin_world()
        self.start = self._map if self.settings.init_mode == "from_map" else _made_start(self.settings)
        self.file.origin = self._origin()
        self.tools.fit(self.start)
        self._forget_run()
        self.set_state(RunState.IDLE)
        self.world_changed.emit()

    def _origin(self) -> Origin:
        """Where a start comes from that no one has worked on yet."""
        if self.settings.init_mode != "from_map":
            return Origin(pristine=self.start)
        if self.branch:
            return Origin()
        return Origin(self.map_path, self.start if self.map_path is None else None)

    # The run

    def entry(self, **changes: Any) -> Entry:
        """A run that could begin now, with some settings changed. Raises ``UserError`` if there is no world yet."""
        self.editor.draft(None)
        settings = self.settings.with_(**changes)
        is_made = settings.init_mode != "from_map"
        start = _made_start(settings) if is_made and changes.keys() & _SHAPED_BY else self.start
        if start is None:
            raise UserError(tr("There is no world to start from; open a map or choose Ground."))
        if not settings.prompt.strip():
            raise UserError(tr("The prompt is empty; say what the world should become."))
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
        self.timeline.thin(_OLD_MOMENTS, _OLD_BYTES)
        self._forget_run()
        if is_other_world:
            self.file.origin = self._origin()
            self.editor.begin_world()
            self.tools.fit(self.start)
        self.editor.begin_run()
        self.live_run += 1
        self.run = self.live_run
        self.undo.push(RunBurst(self, tr("run of “{prompt}”", prompt=short(self.settings.prompt)), before))
        self.settings_changed.emit()
        if is_other_world:
            self.world_changed.emit()
        self.gallery_changed.emit()
        self.busy_with = ""
        self.set_state(RunState.PREPARING)  # from now on; the worker's word of it comes when it likes

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
        """What the run has reached."""
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
            self.timeline.add(moment.copy())
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
            raise UserError(tr("There is no run to branch from yet; start one first."))
        before, snapshot = self.remember(), frame.snapshot
        settings = self.shown_settings
        self.branch = tr(
            "step {step} of “{prompt}”, seed {seed}",
            step=snapshot.step,
            prompt=short(settings.prompt),
            seed=settings.seed,
        )
        self._map = snapshot.world()
        if mode != "from_map":
            self.map_path = None
        self._set_settings(self.settings.with_(init_mode="from_map"))
        self._renew_start()
        self.undo.push(ChangePresent(self, tr("branch from step {step}", step=snapshot.step), before))

    def _set_back(self, step: int) -> None:
        self.undo.push(RestoreMoment(self, tr("restore of step {step}", step=step), self.remember()))
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

    def _mark(self, name: str, before: Any, after: Any) -> None:
        step = self.history.steps[-1]
        markers = self.history.markers
        if markers and (markers[-1].step, markers[-1].name) == (step, name):
            before = markers.pop().before  # a slider that is dragged makes one marker, not fifty
        markers.append(Marker(step, change_text(name, before, after), name, before))
        self.history_changed.emit()


def _frame_of(moment: Moment, start: VoxelWorld) -> Frame:
    blocks = moment.blocks(start.blocks)
    # Opacities are not kept: they would cost more than all the blocks.
    occupancy = np.where(blocks != 0, 255, 0).astype(np.uint8)
    return Frame(Snapshot(moment.step, blocks, occupancy, start.palette, start.scale, start.extras))


def _made_start(settings: TrainSettings) -> VoxelWorld:
    return starts.make(settings.init_mode, (settings.size_x, settings.size_y, settings.size_z), settings.seed)
