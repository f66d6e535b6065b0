"""A session without torch, and worlds to look at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from voxstudio.errors import UserError
from voxstudio.studio.state import Frame, HandEdit, Lock, Paint, RunRequest
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

STEP_S = 0.001
_PLACES = 64
"""Cells that change: however long a run goes, most of the world stays as it is."""


@dataclass
class FakeEngine:
    """Makes ``FakeSession``s and keeps the last; ``trouble`` is raised by the step after it is set."""

    folder: Path
    trouble: Exception | None = None
    is_disk_full: bool = False
    session: FakeSession | None = None
    threads: set[int] = field(default_factory=set)

    def __call__(self, request: RunRequest, say: Callable[[str], None]) -> FakeSession:
        say("Loading nothing")
        if request.settings.prompt == "nonsense":
            raise UserError("The prior does not know nonsense.")
        assert request.world is not None
        self.session = FakeSession(self, request.world, request.settings)
        self.session.locked = request.locked
        return self.session


class FakeSession:
    """Lays one block a step in a corner; remembers what was asked of it."""

    def __init__(self, engine: FakeEngine, world: VoxelWorld, settings: TrainSettings) -> None:
        self.settings = settings
        self.saves = 0
        self.frames = 0
        self._engine = engine
        self._blocks = world.blocks.copy()
        self._start = world
        self._step = 0
        self.hand_edits: list[HandEdit] = []
        self.locked: np.ndarray | None = None

    @property
    def has_blocks(self) -> bool:
        return True

    @property
    def is_done(self) -> bool:
        return self._step >= self.settings.steps

    def step(self) -> StepReport:
        self._engine.threads.add(threading.get_ident())
        if self._engine.trouble is not None:
            raise self._engine.trouble
        time.sleep(STEP_S)
        self._step += 1
        place = self._step % min(_PLACES, self._blocks.size)
        if self.locked is None or not self.locked.reshape(-1)[place]:
            self._blocks.reshape(-1)[place] = 1 + self._step % 7
        return StepReport(
            step=self._step,
            losses={"total": 1.0 / self._step, "sds": 0.5, "sparsity": 0.1, "entropy": 0.1, "smooth": 0.0},
            grid_stats={"num_active_voxels": int(np.count_nonzero(self._blocks))},
            grads={"occupancy_l2": 1.0, "materials_l2": 0.1, "image_l2": 2.0},
            temperature=1.0,
            lr=self.settings.lr,
            cfg_scale=self.settings.cfg_scale,
            t_range=(0.1, 0.9),
            is_hard=False,
            seconds={"prior": 0.0005, "render": 0.0002, "total": STEP_S},
            camera_index=0,
        )

    def update(self, settings: TrainSettings) -> None:
        self.settings = settings

    def edit(self, change: HandEdit) -> None:
        self._engine.threads.add(threading.get_ident())
        self.hand_edits.append(change)
        if isinstance(change, Paint):
            self._blocks.reshape(-1)[change.cells] = change.blocks
        elif isinstance(change, Lock):
            self.locked = change.mask

    def frame(self, *, measure: bool, facts: str = "") -> Frame:
        self.frames += 1
        occupancy = np.where(self._blocks != 0, 255, 0).astype(np.uint8)
        start = self._start
        snapshot = Snapshot(self._step, self._blocks.copy(), occupancy, start.palette, start.scale, start.extras)
        picture = np.zeros((16, 16, 3), np.uint8)
        told = {facts: (self._blocks * 16).copy()} if facts else {}
        return Frame(snapshot, {"render": picture, "gradient": picture}, 1.0 if measure else None, told)

    def blocks(self) -> np.ndarray:
        return self._blocks.copy()

    def set_back(self, blocks: np.ndarray, step: int) -> None:
        self._blocks, self._step = blocks.copy(), step

    def save(self) -> Path:
        if self._engine.is_disk_full:
            raise UserError("The disk is full.")
        self.saves += 1
        return self._engine.folder / "run"


def house_world(shape: tuple[int, int, int] = (16, 12, 16)) -> VoxelWorld:
    """A plate of grass with a stone block on it."""
    blocks = np.zeros(shape, np.uint8)
    blocks[:, :2] = CLASSIC.index("Grass")
    blocks[5:10, 2:7, 5:10] = CLASSIC.index("Stone")
    return VoxelWorld(blocks)
