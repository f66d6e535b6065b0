"""The real session: a run with its folder, for the worker."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from voxstudio.studio.pictures import displayed
from voxstudio.studio.state import Frame, HandEdit, Lock, Paint, Push, RunRequest, Session
from voxstudio.studio.words import noop
from voxstudio.training.report import StepReport
from voxstudio.training.settings import TrainSettings
from voxstudio.world.measure import largest_share

if TYPE_CHECKING:
    from voxstudio.training.push import Pushed
    from voxstudio.training.run import Run


@dataclass(frozen=True)
class Engine:
    """Makes sessions; knows where maps and datasets are."""

    maps: Path = Path("maps")
    datasets: Path = Path("datasets")

    def __call__(self, request: RunRequest, say: Callable[[str], None]) -> Session:
        """A run, ready for its first step. Raises ``UserError``. Slow: torch is imported and the prior loaded here."""
        say(noop("Loading torch"))
        from voxstudio.training.run import Run

        say(noop("Loading the prior"))
        run = Run.start(
            request.settings, maps=self.maps, datasets=self.datasets, start=request.world, source_id=_source_id(request)
        )
        _keep_what_is_there()
        if request.locked is not None:
            run.trainer.set_locked(request.locked)
        return RunSession(run)


@cache
def _keep_what_is_there() -> None:
    """Spares Python's collector what torch has brought: half a million objects, a third of a second at every look.

    Once: what a later run leaves behind is still to be collected.
    """
    gc.freeze()


class RunSession:
    """A ``state.Session`` around a run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        # A push lives as long as the command that can undo it.
        self._pushed: WeakKeyDictionary[Push, Pushed] = WeakKeyDictionary()

    @property
    def is_done(self) -> bool:
        """Whether all steps were taken."""
        return self._run.trainer.is_done

    @property
    def has_blocks(self) -> bool:
        """Whether the hard world is known already."""
        return self._run.trainer.has_blocks

    def step(self) -> StepReport:
        """One step, with the files that are due after it."""
        return self._run.step()

    def update(self, settings: TrainSettings) -> None:
        """Live settings, from the next step on. Raises ``UserError`` for fixed ones."""
        self._run.trainer.update(settings)

    def edit(self, change: HandEdit) -> None:
        """Something done by hand, from the next step on."""
        trainer = self._run.trainer
        if isinstance(change, Paint):
            trainer.edit(change.cells, change.blocks)
        elif isinstance(change, Lock):
            trainer.set_locked(change.mask)
        elif isinstance(change, Push):
            self._pushed[change] = trainer.push(change.cells, change.amount)
        elif change.push in self._pushed:
            trainer.take_back(self._pushed.pop(change.push))

    def frame(self, *, measure: bool, facts: str = "") -> Frame:
        """A copy of what there is now."""
        from voxstudio.training.facts import FACTS

        trainer = self._run.trainer
        snapshot = trainer.snapshot()
        # The first view of the step stands for all.
        pictures = displayed({name: batch[0].detach().cpu().numpy() for name, batch in trainer.diagnostics.items()})
        told = {facts: FACTS[facts](trainer)} if facts else {}
        return Frame(snapshot, pictures, largest_share(snapshot.world()) if measure else None, told)

    def blocks(self) -> np.ndarray:
        """The hard world as it is now."""
        return self._run.trainer.blocks()

    def set_back(self, blocks: np.ndarray, step: int) -> None:
        """Goes on from an earlier world of the run."""
        self._run.set_back(blocks, step)

    def save(self) -> Path:
        """Writes checkpoint, map and session; the run's folder."""
        self._run.save("done" if self.is_done else "stopped")
        return self._run.folder


def _source_id(request: RunRequest) -> int | str | None:
    """What the exported map is named after: the folder of the map that is open."""
    if request.map_path is None:
        return None
    return source_id_of(request.map_path)


def source_id_of(path: Path) -> int | str:
    """The name of a map: its folder."""
    name = path.parent.name if path.suffix else path.name
    return int(name) if name.isdecimal() else name
