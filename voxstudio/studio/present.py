"""What undo goes back to, and redo forward."""

from __future__ import annotations

from dataclasses import dataclass
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
    origin: Origin
