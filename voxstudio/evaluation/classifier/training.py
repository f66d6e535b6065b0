"""Training of the classifier: minutes on one core, the same weights from the same seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import torch
from torch.nn import functional as F

from voxstudio.evaluation.classifier.data import VIEWS_PER_SCENE, make_batch
from voxstudio.evaluation.classifier.network import Classifier

SCENES_PER_STEP = 16
STEPS_PER_MINUTE = 130
"""What one core of the machine that made the shipped weights did. Lengths are told in minutes and counted in steps,
so that a slower machine makes the same weights."""
RATE, WARM_UP = 4e-3, 50


def train_classifier(
    minutes: float = 10.0, seed: int = 0, on_step: Callable[[int, int, float], None] | None = None
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
            loss = F.cross_entropy(
                model(images.contiguous(memory_format=torch.channels_last)), classes, label_smoothing=0.05
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            if on_step:
                on_step(step + 1, steps, loss.item())
    return model.eval().requires_grad_(False)


def _rate(step: int, steps: int) -> float:
    rise = min(1.0, (step + 1) / WARM_UP)
    return RATE * rise * (0.01 + 0.99 * (1 + math.cos(math.pi * step / steps)) / 2)


def _batches(seed: int, steps: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Batches in order, each made while the one before it is learned from."""
    with ThreadPoolExecutor(1, thread_name_prefix="classifier-data") as pool:
        coming = pool.submit(make_batch, seed, 0, SCENES_PER_STEP)
        for step in range(steps):
            images, classes = coming.result()
            if step + 1 < steps:
                coming = pool.submit(make_batch, seed, step + 1, SCENES_PER_STEP)
            yield torch.from_numpy(images), torch.from_numpy(classes)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums over several threads depend on how many there are."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


PICTURES_PER_STEP = SCENES_PER_STEP * VIEWS_PER_SCENE
