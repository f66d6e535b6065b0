"""A session without torch that keeps all promises of a real one: for use at random, thousands of times."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voxstudio.errors import UserError
from voxstudio.studio.state import Frame, HandEdit, Lock, Paint, Push, RunRequest
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings
from voxstudio.world.measure import largest_share
from voxstudio.world.voxel_world import VoxelWorld

STEP_S = 0.002
_DECIDED = 4.0
_CHANGED_A_STEP = 12
_PICTURE = np.zeros((16, 16, 3), np.uint8)
UNKNOWN_PROMPT = "nonsense"
"""What the prior refuses when a run is prepared."""
BROKEN_PROMPT = "trouble"
"""What makes a step fail."""


@dataclass(frozen=True)
class Rehearsal:
    """Makes sessions that export into ``maps``."""

    maps: Path

    def __call__(self, request: RunRequest, say: Callable[[str], None]) -> RehearsalSession:
        """A ``state.SessionMaker``. Raises ``UserError`` for a prompt that is not known."""
        say("Rehearsing")
        if request.settings.prompt == UNKNOWN_PROMPT:
            raise UserError(f"The prior does not know {UNKNOWN_PROMPT}.")
        assert request.world is not None
        return RehearsalSession(request.world, request.settings, request.locked, self.maps)


class RehearsalSession:
    """Logits that wander a little at each step; a ``state.Session``."""

    def __init__(self, start: VoxelWorld, settings: TrainSettings, locked: np.ndarray | None, maps: Path) -> None:
        self._start, self._settings, self._maps = start, settings, maps
        self._step = 0
        self._rng = np.random.default_rng(settings.seed)
        self._logits = np.zeros(start.shape, np.float32)
        self._materials = np.ones(start.shape, np.uint8)
        self._locked: np.ndarray | None = None
        self._write(np.ones(start.shape, np.bool_), start.blocks)
        self._locked = locked

    @property
    def has_blocks(self) -> bool:
        """Always known."""
        return True

    @property
    def is_done(self) -> bool:
        """Whether all steps were taken."""
        return self._step >= self._settings.steps

    def step(self) -> StepReport:
        """Pushes some free cells up or down."""
        if self._settings.prompt == BROKEN_PROMPT:
            raise UserError("The prior gave no gradient.")
        time.sleep(STEP_S)
        cells = self._free(self._rng.integers(self._logits.size, size=_CHANGED_A_STEP))
        self._logits.reshape(-1)[cells] += self._rng.choice(np.array([-3.0, 3.0], np.float32), len(cells))
        self._materials.reshape(-1)[cells] = self._rng.integers(1, len(self._start.palette) + 1, len(cells))
        self._step += 1
        settings = self._settings
        return StepReport(
            step=self._step,
            losses={"total": 1.0 / self._step, "sds": 0.5},
            grid_stats={"num_active_voxels": int(np.count_nonzero(self.blocks()))},
            grads={"occupancy_l2": 1.0, "materials_l2": 0.1, "image_l2": 2.0},
            temperature=1.0,
            lr=settings.lr,
            cfg_scale=settings.cfg_scale,
            t_range=(0.1, 0.9),
            is_hard=False,
            seconds={"prior": STEP_S / 2, "render": STEP_S / 4, "total": STEP_S},
            camera_index=0,
        )

    def update(self, settings: TrainSettings) -> None:
        """Live settings."""
        self._settings = settings

    def edit(self, change: HandEdit) -> None:
        """Something done by hand; locked cells stay as they are."""
        if isinstance(change, Lock):
            self._locked = change.mask
        elif isinstance(change, Paint):
            blocks = np.zeros(self._logits.shape, np.uint8)
            blocks.reshape(-1)[change.cells] = change.blocks
            where = np.zeros(self._logits.shape, np.bool_)
            where.reshape(-1)[change.cells] = True
            self._write(where, blocks)
        elif isinstance(change, Push):
            self._logits.reshape(-1)[self._free(change.cells)] += change.amount
        else:
            self._logits.reshape(-1)[self._free(change.push.cells)] -= change.push.amount

    def frame(self, *, measure: bool, facts: str = "") -> Frame:
        """A copy of what there is now."""
        blocks = self.blocks()
        occupancy = (255 / (1 + np.exp(-self._logits))).round().astype(np.uint8)
        start = self._start
        snapshot = Snapshot(self._step, blocks, occupancy, start.palette, start.scale, start.extras)
        return Frame(
            snapshot,
            {"render": _PICTURE, "gradient": _PICTURE},
            largest_share(snapshot.world()) if measure else None,
            {facts: blocks * np.uint8(16)} if facts else {},
        )

    def blocks(self) -> np.ndarray:
        """The hard world: a new array."""
        return np.where(self._logits > 0, self._materials, 0).astype(np.uint8)

    def set_back(self, blocks: np.ndarray, step: int) -> None:
        """Goes on from an earlier world of the run; locked cells stay as they are."""
        self._write(np.ones(blocks.shape, np.bool_), blocks)
        self._step = step

    def save(self) -> Path:
        """Nothing is written."""
        return self._maps / "run"

    def _write(self, where: np.ndarray, blocks: np.ndarray) -> None:
        if self._locked is not None:
            where = where & ~self._locked
        self._logits[where] = np.where(blocks[where] != 0, _DECIDED, -_DECIDED)
        solid = where & (blocks != 0)
        self._materials[solid] = blocks[solid]

    def _free(self, cells: np.ndarray) -> np.ndarray:
        return cells if self._locked is None else cells[~self._locked.reshape(-1)[cells]]
