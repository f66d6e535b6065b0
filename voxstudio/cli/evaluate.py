"""``voxstudio evaluate``: how well prompts become worlds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voxstudio.cli.stopping import stopping
from voxstudio.errors import UserError

if TYPE_CHECKING:
    from voxstudio.bench.row import Row
    from voxstudio.evaluation.evaluate import Judges
    from voxstudio.evaluation.results import Result, Task
    from voxstudio.evaluation.store import Store
    from voxstudio.training.settings import TrainSettings


def evaluate(
    out: Annotated[Path, typer.Option(help="Folder of the evaluation; one that is there is gone on with.")] = Path(
        "out_local/evaluation"
    ),
    prompts: Annotated[
        list[str] | None,
        typer.Option(
            help="Only a part: a number of prompts, or names of kinds or prompts, with commas.", metavar="N|NAMES"
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(help="Results of each prompt.", min=1, max=1000)] = 3,
    steps: Annotated[int, typer.Option(help="Length of the runs.", min=1)] = 500,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="Another setting of the runs than usual.", metavar="NAME=VALUE")
    ] = None,
    weights: Annotated[Path | None, typer.Option(help="Folder of other weights of the prior.")] = None,
    samples_only: Annotated[
        bool, typer.Option("--samples-only", help="Judge what the prior draws by itself, and run nothing.")
    ] = False,
    runs_only: Annotated[bool, typer.Option("--runs-only", help="Judge runs alone.")] = False,
    train_classifier: Annotated[
        bool, typer.Option("--train-classifier", help="Make the classifier again, try it, and do nothing else.")
    ] = False,
    minutes: Annotated[
        float, typer.Option(help="How long to teach it, in minutes of one core of the machine of the card.", min=0)
    ] = 25.0,
) -> None:
    """Judge what becomes of a fixed list of prompts, with a report and a contact sheet.

    Every result is written as soon as it is done: Ctrl-C keeps all that are, and the same command goes on. What is
    done so far is reported as a part. The whole of it takes hours.
    """
    if train_classifier:
        _make_classifier(out, minutes)
        return
    if samples_only and runs_only:
        raise UserError("--samples-only and --runs-only leave nothing to do; give one of them.")
    from voxstudio.evaluation.evaluate import Judges
    from voxstudio.evaluation.plan import run_tasks, sample_tasks, settings_for, whole
    from voxstudio.evaluation.prompts import choose
    from voxstudio.evaluation.store import Store

    settings = settings_for(steps, _values(changes or ()))
    choice = choose(prompts or ())
    parts = [maker for maker, is_out in ((sample_tasks, runs_only), (run_tasks, samples_only)) if not is_out]
    tasks = [task for maker in parts for task in maker(choice, seeds)]
    store = Store(out)
    _work(tasks, store, Judges.load(settings, weights), settings)
    _report(tasks, whole(seeds), store, settings)


def _values(changes: Sequence[str]) -> dict[str, Any]:
    """``cfg_scale=10`` as a setting's name and value."""
    values = {}
    for change in changes:
        name, equals, text = change.partition("=")
        if not equals:
            raise UserError(f"--set {change}: write it as NAME=VALUE, such as cfg_scale=10.")
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        values[name.strip().replace("-", "_")] = value
    return values


def _work(tasks: Sequence[Task], store: Store, judges: Judges, settings: TrainSettings) -> None:
    from voxstudio.cli.progress import progress
    from voxstudio.evaluation.evaluate import evaluate as work

    asked: list[bool] = []
    with stopping(lambda: asked.append(True)), progress() as bar:
        whole = bar.add_task("results", total=len(tasks), completed=sum(store.has(task) for task in tasks))
        step = bar.add_task("", total=settings.steps, visible=False)

        def begin(task: Task) -> None:
            bar.update(whole, description=f"results; now {task.text}")
            bar.reset(step, visible=task.part == "runs", description="steps")

        def tell(result: Result) -> None:
            bar.advance(whole)
            task = result.task
            bar.console.print(
                f"{task.part} {task.text!r} seed {task.seed}: {result.taken_for[0]}", highlight=False, markup=False
            )

        work(
            tasks,
            store,
            judges,
            settings,
            on_task=begin,
            on_step=lambda done: bar.update(step, completed=done),
            on_result=tell,
            is_stopped=lambda: bool(asked),
        )


def _report(asked: Sequence[Task], whole: Sequence[Task], store: Store, settings: TrainSettings) -> None:
    """Everything that is done in the folder, by earlier calls too."""
    from voxstudio.bench.evaluation import run_rows, sample_rows
    from voxstudio.evaluation.report import write_report
    from voxstudio.evaluation.summary import figures

    done = store.done(whole)
    samples = [result for result in done if result.task.part == "samples"]
    runs = [result for result in done if result.task.part == "runs"]
    steps = store.facts().get("steps", settings.steps)
    rows: list[Row] = [*sample_rows(figures(samples)), *run_rows(figures(runs), steps)]
    for row in rows:
        typer.echo(row.line())
    json_path, html_path = write_report(store, whole, [row.as_dict() for row in rows])
    left = sum(not store.has(task) for task in asked)
    if left:
        typer.echo(f"Stopped with {left} of {len(asked)} results to do; the same command goes on.")
    if len(done) < len(whole):
        typer.echo(f"Partial: {len(done)} of the {len(whole)} results of a whole evaluation.")
    typer.echo(f"Report: {json_path}")
    typer.echo(f"Contact sheet: {html_path}")
    if len(done) == len(whole) and any(row.is_kept is False for row in rows):
        raise typer.Exit(1)


def _make_classifier(out: Path, minutes: float) -> None:
    from rich.progress import Progress

    from voxstudio import storage
    from voxstudio.evaluation.classifier.network import CLASSES, load_classifier, save_classifier
    from voxstudio.evaluation.classifier.training import train_classifier
    from voxstudio.evaluation.classifier.trial import SCENES_PER_KIND, try_out
    from voxstudio.evaluation.classifier.verdict import Judge

    path = out / "classifier.safetensors"
    with Progress() as bar:
        task = bar.add_task("Teaching")
        model = train_classifier(
            minutes,
            on_step=lambda step, steps, loss: bar.update(
                task, completed=step, total=steps, description=f"Teaching, loss {loss:.2f}"
            ),
        )
        save_classifier(path, model)
        judge = Judge(load_classifier(path))
        task = bar.add_task("Trying", total=2 * SCENES_PER_KIND * len(CLASSES))
        trials = [try_out(judge, is_rough=is_rough, on_scene=lambda: bar.advance(task)) for is_rough in (False, True)]
    for trial in trials:
        typer.echo(
            f"{'rough' if trial.is_rough else 'clean':6} {trial.scenes} scenes: views {100 * trial.view_top1:.1f} %, "
            f"worlds {100 * trial.world_top1:.1f} %, among five {100 * trial.world_top5:.1f} %, "
            f"by family {100 * trial.world_family:.1f} %"
        )
        for kind, taken, times in trial.confusions[:8]:
            typer.echo(f"       {kind} taken for {taken}: {times}")
    storage.write_json(out / "classifier.json", [trial.as_dict() for trial in trials])
    typer.echo(path)
