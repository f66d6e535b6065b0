"""What undo goes back to, and redo forward."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

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
    """A present to be kept for long: what it shows of its run, in cells, pictures and numbers, is compressed."""

    def __init__(self, present: Present) -> None:
        self._rest = replace(present, frame=None, history=History())
        self._shown = zlib.compress(pickle.dumps((present.frame, present.history), protocol=5), 1)

    def unpack(self) -> Present:
        """The present, with a frame and a history of its own."""
        frame, history = pickle.loads(zlib.decompress(self._shown))
        return replace(self._rest, frame=frame, history=history)
