"""The part that asks the prior alone: pictures that it imagines, judged as if they were of one world."""

from __future__ import annotations

import time

import numpy as np
import torch

from voxstudio.evaluation.cameras import AROUND, around
from voxstudio.evaluation.classifier.verdict import Judge
from voxstudio.evaluation.results import Result, Task
from voxstudio.evaluation.runs import SHOWN, verdict_scores
from voxstudio.guidance.base import Views
from voxstudio.guidance.priors.pocket import PocketPrior, sample
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import to_uint8
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.generators.starts import ground_plane

STEPS, CFG_SCALE = 25, 1.5


def imagine(task: Task, prior: PocketPrior, judge: Judge) -> tuple[Result, np.ndarray]:
    """Sample a task's prompt at 8 places around flat ground; the result, and 4 of its pictures uint8 [4, S, S, 3]."""
    world = ground_plane((64, 48, 64))
    cameras = around(OrbitFrame.of(world), prior.resolution)
    views = Views(cameras, world.shape, world.scale, torch.tensor(STUDIO.sky).expand(AROUND, 3))
    began = time.perf_counter()
    drawn = sample(prior, task.text, views, steps=STEPS, cfg_scale=CFG_SCALE, seed=task.seed)
    seconds = time.perf_counter() - began
    verdict = judge.look(drawn)
    scores = verdict_scores(verdict, task.kind) | {"seconds": round(seconds, 2)}
    shown = to_uint8(drawn[:: AROUND // SHOWN].permute(0, 2, 3, 1).numpy())
    return Result(task, verdict.kinds[:5], scores), shown
