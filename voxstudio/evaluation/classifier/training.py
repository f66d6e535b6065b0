"""Training of the classifier: minutes on one core, the same weights from the same seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch.nn import functional as F

from voxstudio.evaluation.classifier.data import make_batch
from voxstudio.evaluation.classifier.network import PIXELS, Classifier

SCENES_PER_STEP = 16
STEPS_PER_MINUTE = 130
"""What one core of the machine that made the shipped weights did. Lengths are told in minutes and counted in steps,
so that a slower machine makes the same weights."""
RATE, WARM_UP = 3e-3, 50
KEPT = 96
"""Batches that are learned from again: to draw a picture costs as much as to learn from it."""


@dataclass(frozen=True)
class Part:
    """A part of the training."""

    until: float
    """Share of all steps at which it ends."""
    pixels: int
    again: int
    """Earlier batches that each step learns from beside its own."""


PARTS = (Part(0.42, PIXELS // 2, 2), Part(1.0, PIXELS, 1))
"""Small pictures first: they cost a quarter, and the network is indifferent to size."""
ROUGH_FROM, ROUGH_TO = 0.05, 0.45
"""Shares of all steps between which the worlds become as rough as they get."""

Batch = tuple[torch.Tensor, torch.Tensor]


def train_classifier(
    minutes: float = 25.0, seed: int = 0, on_step: Callable[[int, int, float], None] | None = None
) -> Classifier:
    """A classifier taught for about so many minutes of one core; ``on_step`` hears step, steps and loss."""
    steps = max(1, round(minutes * STEPS_PER_MINUTE))
    with _one_thread():
        torch.manual_seed(seed)
        model = Classifier().to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.02, fused=True)
        for step, (images, classes) in enumerate(_batches(seed, steps)):
            for group in optimizer.param_groups:
                group["lr"] = _rate(step, steps)
            answers = model(images.contiguous(memory_format=torch.channels_last))
            loss = F.cross_entropy(answers, classes, label_smoothing=0.05)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            if on_step:
                on_step(step + 1, steps, loss.item())
    return model.eval().requires_grad_(False)


def _rate(step: int, steps: int) -> float:
    rise = min(1.0, (step + 1) / WARM_UP)
    return RATE * rise * (0.01 + 0.99 * (1 + math.cos(math.pi * step / steps)) / 2)


def _part(step: int, steps: int) -> Part:
    return next(part for part in PARTS if step < part.until * steps or part is PARTS[-1])


def _batches(seed: int, steps: int) -> Iterator[Batch]:
    """A batch a step: new pictures, made while the step before learns, and earlier ones of the same size."""
    rng = torch.Generator().manual_seed(seed)
    kept: list[Batch] = []

    def draw(step: int) -> Batch:
        limit = min(max((step / steps - ROUGH_FROM) / (ROUGH_TO - ROUGH_FROM), 0.0), 1.0)
        images, classes = make_batch(seed, step, SCENES_PER_STEP, _part(step, steps).pixels, limit)
        return torch.from_numpy(images), torch.from_numpy(classes)

    with ThreadPoolExecutor(1, thread_name_prefix="classifier-data") as pool:
        coming = pool.submit(draw, 0)
        for step in range(steps):
            new = coming.result()
            if step + 1 < steps:
                coming = pool.submit(draw, step + 1)
            if kept and kept[-1][0].shape != new[0].shape:
                kept.clear()
            chosen = (
                [kept[k] for k in torch.randint(len(kept), (_part(step, steps).again,), generator=rng)] if kept else []
            )
            # Mirrored, an earlier picture is new again.
            yield (
                torch.cat([new[0], *(images.flip(3) for images, _ in chosen)]),
                torch.cat([new[1], *(classes for _, classes in chosen)]),
            )
            kept = [*kept, new][-KEPT:]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums over several threads depend on how many there are."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
