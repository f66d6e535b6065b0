"""The part that makes worlds: a whole run a task, judged when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from voxstudio.evaluation.cameras import AROUND, around
from voxstudio.evaluation.classifier.network import PIXELS
from voxstudio.evaluation.classifier.verdict import Judge, Verdict
from voxstudio.evaluation.denoising import rank_of_prompt
from voxstudio.evaluation.prompts import Prompt
from voxstudio.evaluation.results import Result, Task
from voxstudio.evaluation.softness import soft_to_hard_db
from voxstudio.evaluation.worlds import commonest_material, front_back_repetition, material_share, pictures
from voxstudio.guidance.base import Denoiser
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import lighting
from voxstudio.render.preview import to_uint8
from voxstudio.training.prepare import Places, start_world
from voxstudio.training.settings import TrainSettings
from voxstudio.training.trainer import Trainer
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.measure import largest_share
from voxstudio.world.voxel_world import VoxelWorld

SHOWN = 4
"""Views of a result in the contact sheet."""
SHOWN_PIXELS = 128


def run(
    task: Task,
    settings: TrainSettings,
    prior: Denoiser,
    judge: Judge,
    *,
    on_step: Callable[[int], None] | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> tuple[Result, np.ndarray, VoxelWorld] | None:
    """Do a task: its result, its pictures uint8 [4, 128, 128, 3], its world; None if it was stopped on the way."""
    settings = settings.with_(prompt=task.text, seed=task.seed)
    start = start_world(settings, Places())
    trainer = Trainer(settings, start, prior, CpuRenderer(start.scale, lighting(settings.lighting)))
    began = time.perf_counter()
    while not trainer.is_done:
        if is_stopped():
            return None
        trainer.step()
        if on_step:
            on_step(trainer.step_index)
    seconds = time.perf_counter() - began
    world = trainer.snapshot().world()
    return (*judged(task, world, start, prior, judge, soft_to_hard_db(trainer, world), seconds), world)


def judged(
    task: Task, world: VoxelWorld, start: VoxelWorld, prior: Denoiser, judge: Judge, gap_db: float, seconds: float
) -> tuple[Result, np.ndarray]:
    """All scores of a world, and its pictures."""
    frame = OrbitFrame.of(start)
    verdict = judge.look(pictures(world, around(frame, PIXELS)))
    prompt = Prompt(task.text, task.kind, task.materials, task.wording == "unseen")
    scores = verdict_scores(verdict, task.kind) | {
        "prior_rank": rank_of_prompt(prior, prompt, world, start),
        "largest_share": largest_share(world),
        "soft_to_hard_db": round(gap_db, 2),
        "front_back": round(front_back_repetition(world, start), 4),
        "seconds": round(seconds, 2),
    }
    if task.materials:
        commonest = commonest_material(world, start)
        scores |= {
            "material_share": round(material_share(world, start, task.materials), 4),
            "commonest_material": commonest,
            "is_material_commonest": commonest in task.materials,
        }
    shown = pictures(world, around(frame, SHOWN_PIXELS, SHOWN)).permute(0, 2, 3, 1).numpy()
    return Result(task, verdict.kinds[:5], scores), to_uint8(shown)


def verdict_scores(verdict: Verdict, kind: str) -> dict[str, Any]:
    """What the classifier says, as scores."""
    return {
        "rank": verdict.rank(kind),
        "is_family": verdict.is_of_family(kind),
        "view_share": sum(seen == kind for seen in verdict.of_views) / AROUND,
    }
