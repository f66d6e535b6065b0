"""What an evaluation consists of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voxstudio.errors import UserError
from voxstudio.evaluation.prompts import Choice, choose
from voxstudio.evaluation.results import Task
from voxstudio.guidance.pocket.captions import HELD_OUT_WORDINGS, with_article
from voxstudio.training.settings import TrainSettings

SEEDS = 3
"""Results of each prompt in a whole evaluation; fewer make a partial one."""
FIXED = ("prompt", "seed", "steps", "output_dir")
"""Settings that an evaluation decides itself."""


def settings_for(steps: int, changes: Mapping[str, Any]) -> TrainSettings:
    """The settings of every run but its prompt and seed: the defaults, from flat ground, and what is asked for.

    Raises ``UserError`` for an unknown setting, a value out of range, and one that the evaluation decides.
    """
    for name in changes:
        if name in FIXED:
            raise UserError(f"--set {name}: the evaluation decides the {name} itself; leave it out.")
    return TrainSettings.of({"init_mode": "ground_plane", **changes, "steps": steps})


def whole(seeds: int = SEEDS) -> list[Task]:
    """Everything that there is to do."""
    everything, seeds = choose(()), max(seeds, SEEDS)
    return [*sample_tasks(everything, seeds), *run_tasks(everything, seeds)]


def run_tasks(choice: Choice, seeds: int) -> list[Task]:
    """One run a prompt and seed, all prompts before the next seed, so that any part is a fair one."""
    return [
        Task("runs", prompt.text, prompt.kind, prompt.wording, seed, prompt.materials)
        for seed in range(seeds)
        for prompt in choice.prompts
    ]


def sample_tasks(choice: Choice, seeds: int) -> list[Task]:
    """Samples of each kind, by its plain name and, paired with it, in words that no caption has."""
    return [
        Task("samples", text, kind, wording, seed)
        for seed in range(seeds)
        for kind in choice.kinds
        for text, wording in ((with_article(kind), "caption"), (_unseen(kind, seed), "unseen"))
    ]


def _unseen(kind: str, seed: int) -> str:
    wordings = HELD_OUT_WORDINGS[kind]
    return wordings[seed % len(wordings)]
