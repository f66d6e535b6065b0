"""The progress bar of long commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from voxstudio.training.report import StepReport
    from voxstudio.training.run import Run

_REFRESHES_PER_S = 2
"""Each is computed by a thread that a run waits for."""


def progress() -> Progress:
    """A bar on stderr with what it is doing, how far it is, how long it has taken and how long it will."""
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        refresh_per_second=_REFRESHES_PER_S,
    )


def follow(run: Run, bar: Progress) -> Callable[[StepReport], None]:
    """Gives ``bar`` a line for the steps of ``run`` that are left; what it returns is to be told of each."""
    task = bar.add_task("", total=run.settings.steps, completed=run.trainer.step_index)

    def tell(report: StepReport) -> None:
        words = f"loss {report.losses['total']:.4g}, {report.grid_stats['num_active_voxels']:,} blocks"
        bar.update(task, completed=report.step, description=words)

    return tell
