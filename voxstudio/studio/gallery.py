"""The runs of this session: what waits, what runs, what came of those that ended. Knows neither Qt nor torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np

from voxstudio.studio.timeline import Moment
from voxstudio.training.settings import TrainSettings
from voxstudio.world.voxel_world import VoxelWorld

MOST_RESULTS = 60


class Stand(Enum):
    """Where an entry stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """What a run made. The figures are facts about blocks; none says how well the prompt was met."""

    moment: Moment
    """Its last world, packed against the start."""
    in_one_piece: float | None
    """Share of the blocks in the largest connected piece, where it was measured."""
    changed: int
    """Cells that are not as at the start."""
    seconds: float
    """Time that its steps took."""
    was_stopped: bool = False

    def world(self, start: VoxelWorld) -> VoxelWorld:
        """The world, given the start."""
        return VoxelWorld(self.moment.blocks(start.blocks), start.palette, start.scale, dict(start.extras))


@dataclass(eq=False)
class Entry:
    """One run, from waiting to its result."""

    settings: TrainSettings
    start: VoxelWorld
    map_path: Path | None = None
    branch: str = ""
    """What the start was branched from, in words."""
    stand: Stand = Stand.WAITING
    result: Result | None = None


@dataclass
class Gallery:
    """Entries in order of asking; old results go when there are too many."""

    entries: list[Entry] = field(default_factory=list)
    is_going: bool = False
    """Whether the next waiting entry begins when the running one has ended."""

    latest: Entry | None = None
    """The entry of the run that was begun last."""

    @property
    def running(self) -> Entry | None:
        """The entry that is being run."""
        return next((entry for entry in self.entries if entry.stand is Stand.RUNNING), None)

    @property
    def waiting(self) -> list[Entry]:
        """Entries that are to be run."""
        return [entry for entry in self.entries if entry.stand is Stand.WAITING]

    def add(self, entry: Entry) -> None:
        """Another entry at the end."""
        self.entries.append(entry)

    def begin(self, entry: Entry) -> None:
        """The run of an entry begins; one that was not asked for before joins the others here."""
        self.finish(None)
        if entry not in self.entries:
            self.entries.append(entry)
        entry.stand = Stand.RUNNING
        self.latest = entry

    def finish(self, result: Result | None) -> None:
        """The running entry has ended; without a result it failed."""
        entry = self.running
        if entry is None:
            return
        entry.result = result
        entry.stand = Stand.FAILED if result is None else Stand.DONE
        ended = [entry for entry in self.entries if entry.stand in (Stand.DONE, Stand.FAILED)]
        for old in ended[:-MOST_RESULTS]:
            self.entries.remove(old)

    def go_on(self) -> bool:
        """The run that was begun last goes on after its end; whether its entry is here, and was not running."""
        entry = self.latest
        if entry is None or entry not in self.entries or entry.stand is Stand.RUNNING:
            return False
        entry.stand, entry.result = Stand.RUNNING, None
        return True

    def remove(self, entry: Entry) -> None:
        """Takes an entry out, unless it is running."""
        if entry.stand is not Stand.RUNNING and entry in self.entries:
            self.entries.remove(entry)


def result_of(
    moment: Moment, start: np.ndarray, in_one_piece: float | None, seconds: float, *, was_stopped: bool
) -> Result:
    """The result of a run whose last world is ``moment``."""
    changed = int(np.count_nonzero(moment.blocks(start) != start))
    return Result(moment, in_one_piece, changed, seconds, was_stopped)
