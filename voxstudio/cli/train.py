"""``voxstudio train``: a run in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voxstudio.cli.flags import with_settings
from voxstudio.cli.stopping import stopping
from voxstudio.guidance.priors import PRIORS
from voxstudio.places import DATASETS, MAPS, find_map

if TYPE_CHECKING:
    from voxstudio.training.run import Run


@with_settings
def train(
    resume: Annotated[
        Path | None, typer.Option(help="Go on with the run in this folder; other flags change its live settings.")
    ] = None,
    **given: Any,
) -> None:
    """Let a prompt change a world.

    What comes out is written to the run folder and to maps/. Ctrl-C stops after the current step and keeps everything.
    """
    from voxstudio.cli.progress import follow, progress
    from voxstudio.training.run import Run

    run = Run.resume(resume, given, maps=MAPS, datasets=DATASETS) if resume else _start(given)
    read = PRIORS[run.settings.prior].read(run.settings.prompt)
    if read != run.settings.prompt:
        typer.echo(f'The prior reads the prompt as "{read}": it knows no other words for it.')
    with stopping(run.stop), progress() as bar:
        tell = follow(run, bar)
        for report in run.steps():
            tell(report)
    exported = run.finish()
    if not run.trainer.is_done:
        typer.echo(f"Stopped after step {run.trainer.step_index}; go on with: voxstudio train --resume {run.folder}")
    typer.echo(f"Run folder: {run.folder}")
    typer.echo(f"Map: {exported}")


def _start(given: Mapping[str, Any]) -> Run:
    from voxstudio.training.run import Run
    from voxstudio.training.settings import TrainSettings
    from voxstudio.world import formats

    settings = TrainSettings.of(given)
    start = None
    if settings.init_mode == "from_map" and settings.prompt:
        # The maps that ship with VoxStudio are found from any folder, not only from a checkout.
        start = formats.load(find_map(str(settings.dataset_id))).world
    return Run.start(settings, maps=MAPS, datasets=DATASETS, start=start)
