"""What undo goes back to, and redo forward."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from voxstudio.studio.attic import attic
from voxstudio.studio.editor import Target
from voxstudio.studio.file_state import Origin
from voxstudio.studio.history import History
from voxstudio.studio.state import Frame, RunState
from voxstudio.studio.timeline import Timeline
from voxstudio.training.settings import TrainSettings
from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class Present:
    """All of a document that opening, branching, running and restoring change: references, cheap to take."""

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
    origin: Origin


class PackedPresent:
    """A present to be kept for long: what it shows of its run, in worlds, pictures and numbers, is put away."""

    def __init__(self, present: Present) -> None:
        past = present.timeline
        self._rest = replace(present, frame=None, history=History(), timeline=Timeline(past.start))
        shown = zlib.compress(pickle.dumps((present.frame, present.history), protocol=5), 1)
        self._kept = attic().put(pickle.dumps((shown, past.moments), protocol=5))

    def unpack(self) -> Present:
        """The present, with a frame, a history and a timeline of its own."""
        shown, moments = pickle.loads(self._kept.read())
        frame, history = pickle.loads(zlib.decompress(shown))
        timeline = Timeline(self._rest.timeline.start, moments)
        return replace(self._rest, frame=frame, history=history, timeline=timeline)
