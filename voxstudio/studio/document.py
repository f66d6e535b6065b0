"""What the window is about: the world, the settings, the run. Views watch it and change nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from voxstudio.errors import UserError
from voxstudio.studio.editor import Editor
from voxstudio.studio.history import History, Marker
from voxstudio.studio.state import Frame, RunState
from voxstudio.studio.tool_state import ToolState
from voxstudio.training.report import StepReport
from voxstudio.training.settings import TrainSettings, Tunable, fields
from voxstudio.world import formats
from voxstudio.world.generators import starts
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

_SHAPED_BY = {"init_mode", "size_x", "size_y", "size_z", "seed"}


class Document(QObject):
    """Observable: a signal follows each change, after it was made."""

    world_changed = Signal()
    """The start world is another one."""
    settings_changed = Signal()
    state_changed = Signal()
    frame_changed = Signal()
    history_changed = Signal()
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
        self.saved_at: float | None = None
        """``time.monotonic()`` of the last autosave or export."""
        self._map: VoxelWorld | None = None
        self.undo = QUndoStack(self)
        self.tools = ToolState(self)
        self.editor = Editor(self)

    # The world

    @property
    def blocks(self) -> np.ndarray | None:
        """The blocks to look at, uint8 [X, Y, Z]: the run's latest, else the start's."""
        if self.frame is not None:
            return self.frame.snapshot.blocks
        return self.start.blocks if self.start is not None else None

    @property
    def palette(self) -> Palette | None:
        """The palette of the world that is shown."""
        return self.frame.snapshot.palette if self.frame is not None else self.start_palette

    @property
    def start_palette(self) -> Palette | None:
        """The palette of the start world."""
        return self.start.palette if self.start is not None else None

    def open_map(self, path: Path) -> None:
        """Loads a map and makes it the start. Raises ``UserError``, changing nothing."""
        loaded = formats.load(path)
        self.map_path, self.findings, self._map = path, list(loaded.findings), loaded.world
        folder = path.parent.name if path.is_file() else path.name
        changes: dict[str, Any] = {"init_mode": "from_map"}
        if folder.isdecimal():
            changes["dataset_id"] = int(folder)
        self._set_settings(self.settings.with_(**changes))
        self._renew_start()

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
        self.editor.begin_world()
        self.start = self._map if self.settings.init_mode == "from_map" else made_start(self.settings)
        self.frame = None
        self.tools.fit(self.start)
        if not self.state.is_active:
            self.history = History()
            self.set_state(RunState.IDLE)
            self.history_changed.emit()
        self.world_changed.emit()

    # The run

    def begin_run(self) -> None:
        """A new run with the settings as they are: no history yet."""
        self.editor.begin_run()
        self.baseline = self.settings
        self.frame = None
        self.history = History()
        self.history_changed.emit()
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
            pictures = frame.pictures or self.frame.pictures
            frame = replace(frame, pictures=pictures, largest_share=self.frame.largest_share)
        self.frame = self.editor.over(frame)
        self.frame_changed.emit()

    def add_reports(self, reports: Iterable[StepReport]) -> None:
        """Numbers of steps that were taken."""
        self.history.extend(reports)
        self.history_changed.emit()

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
