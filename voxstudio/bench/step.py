"""What a training step costs beyond the prior's own network calls."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from voxstudio.bench.row import Row
from voxstudio.training.prepare import prepare
from voxstudio.training.settings import TrainSettings

WARM_UP, STEPS = 4, 40
SETTINGS = TrainSettings(
    prompt="a medieval stone castle", init_mode="ground_plane", views_per_step=4, steps=500, hold=1
)
SIZES = {"64x64": 0.0, "32x32": 1.0}
"""How much of a run has small pictures, by the size of the pictures that this makes."""


def measure() -> Iterator[Row]:
    """Means over 40 steps that all ask the pocket prior, 4 views with guidance, on a world of 64x48x64."""
    for size, small_until in SIZES.items():
        trainer = prepare(SETTINGS.with_(small_until=small_until))
        reports = [trainer.step() for _ in range(WARM_UP + STEPS)][WARM_UP:]
        total, prior, render = (
            1000 * fmean(report.seconds[part] for report in reports) for part in ("total", "prior", "render")
        )
        yield Row(f"step at {size} against prior", total, "ms", prior, at_most=1.3)
        yield Row(f"step rendering at {size} against prior", render, "ms", prior)
