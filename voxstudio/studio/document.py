"""What the window is about: the world, the settings, the run. Views watch it and change nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from voxstudio.errors import UserError
from voxstudio.studio.history import History, Marker
from voxstudio.studio.state import Frame, RunState
from voxstudio.studio.timeline import Moment, Timeline
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings, Tunable, fields
from voxstudio.world import formats
from voxstudio.world.generators import starts
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

_SHAPED_BY = {"init_mode", "size_x", "size_y", "size_z", "seed"}
_OLD_MOMENTS = 24
"""Moments that are kept of a run when another one begins."""


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
    saved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
    def can_set_back(self) -> bool:
        """Whether the run that is shown can go on from its past: the worker still has it, and is not preparing."""
        return bool(self.run) and self.run == self.live_run and self.state is not RunState.PREPARING

    @property
    def palette(self) -> Palette | None:
        """The palette of the world that is shown."""
        return self.start.palette if self.start is not None else None

    def open_map(self, path: Path) -> None:
        """Loads a map and makes it the start. Raises ``UserError``, changing nothing."""
        loaded = formats.load(path)
        self.map_path, self.findings, self._map = path, list(loaded.findings), loaded.world
        self.branch = ""
        folder = path.parent.name if path.is_file() else path.name
        changes: dict[str, Any] = {"init_mode": "from_map"}
        if folder.isdecimal():
            changes["dataset_id"] = int(folder)
        self._set_settings(self.settings.with_(**changes))
        self._renew_start()

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
        settings = self.settings.with_(**{name: value})
        if self.state.is_active and self.history.steps:
            self._mark(f"{tunable.label} {_short(before)} → {_short(value)}")
        self._set_settings(settings)
        if name in _SHAPED_BY and (name == "init_mode" or self.settings.init_mode != "from_map"):
            self._renew_start()

    def reset(self, name: str) -> None:
        """Puts one setting back to its default."""
        self.edit(name, tunable_of(name).default)

    def is_changed(self, name: str) -> bool:
        """Whether a setting differs from the baseline."""
        return getattr(self.settings, name) != getattr(self.baseline, name)

    def _set_settings(self, settings: TrainSettings) -> None:
        self.settings = settings
        self.settings_changed.emit()

    def _renew_start(self) -> None:
        self.start = self._map if self.settings.init_mode == "from_map" else made_start(self.settings)
        self._forget_run()
        self.set_state(RunState.IDLE)
        self.world_changed.emit()

    # The run

    def begin_run(self) -> None:
        """A new run with the settings as they are: no history yet."""
        self.baseline = self.settings
        self.timeline.thin(_OLD_MOMENTS)
        self._forget_run()
        self.live_run += 1
        self.run = self.live_run
        self.settings_changed.emit()

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
            frame = Frame(frame.snapshot, frame.pictures or self.frame.pictures, self.frame.largest_share)
        self.frame = frame
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
        if past is self.past:
            return
        self.past = past
        self._past_frame = self._frame_of(past) if past is not None else None
        self.past_changed.emit()

    def start_from_shown(self) -> None:
        """Makes the world that is looked at the start of the next run."""
        assert self.start is not None
        frame, mode = self.shown, self.settings.init_mode
        if frame is None:
            raise UserError("There is no run to branch from yet; start one first.")
        snapshot = frame.snapshot
        self.branch = f"step {snapshot.step} of “{_short(self.baseline.prompt or self.settings.prompt)}”"
        self._map = VoxelWorld(snapshot.blocks.copy(), self.start.palette, self.start.scale, self.start.extras)
        if mode != "from_map":
            self.map_path = None
        self._set_settings(self.settings.with_(init_mode="from_map"))
        self._renew_start()

    def _frame_of(self, moment: Moment) -> Frame:
        assert self.start is not None and self.timeline.start is not None
        blocks = moment.blocks(self.timeline.start)
        # Opacities are not kept: they would cost more than all the blocks.
        occupancy = np.where(blocks != 0, 255, 0).astype(np.uint8)
        start = self.start
        return Frame(Snapshot(moment.step, blocks, occupancy, start.palette, start.scale, start.extras))

    def _set_back(self, step: int) -> None:
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


def tunable_of(name: str) -> Tunable:
    """The description of one setting."""
    return next(tunable for tunable in fields() if tunable.name == name)


def made_start(settings: TrainSettings) -> VoxelWorld:
    """The start of a run that does not begin with a map."""
    shape = (settings.size_x, settings.size_y, settings.size_z)
    if settings.init_mode == "ground_plane":
        return starts.ground_plane(shape, settings.seed)
    return starts.cube(shape) if settings.init_mode == "cube" else starts.empty(shape)


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    text = str(value)
    return text if len(text) <= 24 else f"{text[:23]}…"
