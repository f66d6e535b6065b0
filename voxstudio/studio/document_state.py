"""What there is to know of a document: its fields, its signals, and what follows from them. Nothing here changes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from voxstudio.studio.gallery import Entry, Gallery
from voxstudio.studio.history import History
from voxstudio.studio.state import Frame, RunState
from voxstudio.studio.timeline import Moment, Timeline
from voxstudio.studio.tool_state import ToolState
from voxstudio.studio.view_state import ViewState
from voxstudio.studio.words import noop, tr
from voxstudio.training.settings import TrainSettings
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

_UNDO_LIMIT = 100
_KINDS = {
    "ground_plane": noop("ground plane"),
    "cube": noop("cube"),
    "empty": noop("empty"),
    "terrain": noop("terrain"),
}


class DocumentState(QObject):
    """Observable: a signal follows each change, after it was made. ``Document`` makes the changes."""

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

    @property
    def blocks(self) -> np.ndarray | None:
        """The blocks to look at, uint8 [X, Y, Z]: the run's, else the start's."""
        if self.shown is not None:
            return self.shown.snapshot.blocks
        return self.start.blocks if self.start is not None else None

    @property
    def shown_world(self) -> VoxelWorld | None:
        """The world to look at, with all that its file holds beside blocks: what is saved and exported."""
        if self.shown is None:
            return self.start
        return self.shown.snapshot.world()

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
    def is_run_live(self) -> bool:
        """Whether the worker still has the run that is shown."""
        return bool(self.run) and self.run == self.live_run

    @property
    def can_set_back(self) -> bool:
        """Whether the run that is shown can go on from its past: the worker still has it, and is not preparing."""
        return self.is_run_live and self.shown_entry is None and self.state is not RunState.PREPARING

    @property
    def palette(self) -> Palette | None:
        """The palette of the world that is shown."""
        return self.shown.snapshot.palette if self.shown is not None else self.start_palette

    @property
    def start_palette(self) -> Palette | None:
        """The palette of the start world."""
        return self.start.palette if self.start is not None else None

    def is_changed(self, name: str) -> bool:
        """Whether a setting differs from the baseline."""
        return getattr(self.settings, name) != getattr(self.baseline, name)


def kind_text(kind: str) -> str:
    """A world that was made, by what ``Document.new_world`` takes, in words."""
    return tr(_KINDS[kind])
