"""What the worker and the window tell each other. Knows neither Qt nor torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np

from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings
from voxstudio.world.voxel_world import VoxelWorld

CONFIDENCE, PULL = "confidence", "pull"
"""Facts of every cell that are measured when somebody looks at them; see ``training.facts``."""


class RunState(Enum):
    """Where a run stands."""

    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    """Ended by itself or by Stop; can be exported."""
    FAILED = "failed"

    @property
    def is_active(self) -> bool:
        """Whether a run is going on: its fixed settings are locked, and closing the window would end it."""
        return self in (RunState.PREPARING, RunState.RUNNING, RunState.PAUSED)


@dataclass(frozen=True, eq=False)
class Paint:
    """Cells that become other blocks."""

    cells: np.ndarray
    """int64 [N], flat indices."""
    blocks: np.ndarray
    """uint8 [N], 0 = Air."""


@dataclass(frozen=True, eq=False)
class Push:
    """Cells that are to be more, or less, likely a block."""

    cells: np.ndarray
    """int64 [N], flat indices."""
    amount: float
    """Added to their occupancy logits."""


@dataclass(frozen=True, eq=False)
class Lock:
    """The cells that the run may not change, in place of any before."""

    mask: np.ndarray | None
    """bool [X, Y, Z]."""


@dataclass(frozen=True, eq=False)
class TakeBack:
    """A push that is to be as if it had not been."""

    push: Push


HandEdit = Paint | Push | TakeBack | Lock
"""What is done by hand to a run's grid, between two steps."""


@dataclass(frozen=True)
class Frame:
    """What the window shows of a moment of a run."""

    snapshot: Snapshot
    pictures: Mapping[str, np.ndarray] = field(default_factory=dict)
    """uint8 [H, W, 3] by name: render, noised, prediction, gradient."""
    largest_share: float | None = None
    """Share of the blocks in the largest connected piece, where it was measured."""
    facts: Mapping[str, np.ndarray] = field(default_factory=dict)
    """uint8 [X, Y, Z] by name, what was asked for: ``CONFIDENCE``, ``PULL``."""
    edits: int = 0
    """The number of the last edit by hand that is in it."""


@dataclass(frozen=True)
class RunRequest:
    """All that a run starts from."""

    settings: TrainSettings
    map_path: Path | None = None
    """The map that the window has open, None for a start that is made up."""
    world: VoxelWorld | None = None
    """The start world as the window shows it."""
    locked: np.ndarray | None = None
    """bool [X, Y, Z], the cells that the run may not change."""


class Session(Protocol):
    """A prepared run, as the worker drives it; used by one thread only."""

    @property
    def is_done(self) -> bool:
        """Whether all steps were taken."""
        ...

    @property
    def has_blocks(self) -> bool:
        """Whether the hard world is known already; else a frame works it out, late in a run some milliseconds."""
        ...

    def step(self) -> StepReport:
        """One step."""
        ...

    def update(self, settings: TrainSettings) -> None:
        """Live settings, from the next step on. Raises ``UserError`` for fixed ones."""
        ...

    def edit(self, change: HandEdit) -> None:
        """Something done by hand, from the next step on."""
        ...

    def frame(self, *, measure: bool, facts: str = "") -> Frame:
        """A copy of what there is now; ``measure`` also counts connected pieces, ``facts`` names what else to tell."""
        ...

    def blocks(self) -> np.ndarray:
        """The hard world as it is now, uint8 [X, Y, Z]; not to be written to."""
        ...

    def set_back(self, blocks: np.ndarray, step: int) -> None:
        """Goes on from an earlier world of the run, as after ``step`` steps."""
        ...

    def save(self) -> Path:
        """Writes what is needed to go on later; the run's folder."""
        ...


SessionMaker = Callable[[RunRequest, Callable[[str], None]], Session]
"""Makes a session; the second argument is told what it is busy with, in words."""
