"""The loop: every task that is not done yet, each kept as soon as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.evaluation.classifier.network import shipped
from voxstudio.evaluation.classifier.verdict import Judge
from voxstudio.evaluation.results import Result, Task
from voxstudio.evaluation.runs import run
from voxstudio.evaluation.samples import imagine
from voxstudio.evaluation.store import Store
from voxstudio.guidance.base import Denoiser
from voxstudio.guidance.pocket.weights import shipped_folder
from voxstudio.guidance.priors import load_prior
from voxstudio.guidance.priors.pocket import PocketPrior
from voxstudio.training.settings import TrainSettings


@dataclass(frozen=True)
class Judges:
    """Who makes and who judges; loaded once for all tasks."""

    prior: Denoiser
    judge: Judge
    facts: dict[str, Any]
    """What results depend on beside their task."""

    @classmethod
    def load(cls, settings: TrainSettings, weights: Path | None = None) -> Judges:
        """The prior that the settings name, with other weights if a folder is given, and the shipped classifier.

        Raises ``UserError`` where weights are missing, and for the exemplar, which knows no prompts.
        """
        if settings.prior == "exemplar":
            raise UserError("The exemplar prior knows no prompts; evaluate another one.")
        options = {"folder": weights} if settings.prior == "pocket" and weights else {}
        prior = load_prior(settings.prior, **options)
        facts: dict[str, Any] = {"prior": settings.prior, "classifier": digest(shipped())}
        if settings.prior == "pocket":
            facts["weights"] = digest((weights or shipped_folder()) / "model.safetensors")
        return cls(prior, Judge.load(), facts)


def evaluate(
    tasks: Sequence[Task],
    store: Store,
    judges: Judges,
    settings: TrainSettings,
    *,
    on_task: Callable[[Task], None] | None = None,
    on_step: Callable[[int], None] | None = None,
    on_result: Callable[[Result], None] | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Do the tasks that the store does not have, until all are done or ``is_stopped`` says so."""
    facts = dict(judges.facts)
    if any(task.part == "runs" for task in tasks):
        facts |= {name: value for name, value in settings.as_dict().items() if name not in ("prompt", "seed")}
    store.claim(facts)
    for task in tasks:
        if is_stopped():
            return
        if store.has(task):
            continue
        if on_task:
            on_task(task)
        if task.part == "samples":
            if not isinstance(judges.prior, PocketPrior):
                raise UserError("Only the pocket prior can be sampled from; leave out --samples-only.")
            made = (*imagine(task, judges.prior, judges.judge), None)
        else:
            made = run(task, settings, judges.prior, judges.judge, on_step=on_step, is_stopped=is_stopped)
            if made is None:
                return
        store.keep(*made)
        if on_result:
            on_result(made[0])


def digest(path: Path) -> str:
    """Twelve digits that tell a file's contents."""
    return hashlib.sha256(storage.read_bytes(path)).hexdigest()[:12]
