"""``report.json`` and ``report.html`` of an evaluation, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voxstudio import __version__, storage
from voxstudio.evaluation.families import FAMILIES
from voxstudio.evaluation.page import page
from voxstudio.evaluation.results import Task
from voxstudio.evaluation.scores import SCORES
from voxstudio.evaluation.store import Store
from voxstudio.evaluation.summary import confusions, figures


def write_report(store: Store, tasks: Sequence[Task], rows: Sequence[dict[str, Any]]) -> tuple[Path, Path]:
    """Write both files about those of ``tasks``, a whole evaluation, that are done, and return their paths.

    With some of them left to do the report says that it is partial. ``rows`` are the promised figures, as
    ``bench.row.Row.as_dict`` gives them.
    """
    done = store.done(tasks)
    parts = {part: [result for result in done if result.task.part == part] for part in ("samples", "runs")}
    report = {
        "version": __version__,
        "made_with": store.facts(),
        "is_partial": len(done) < len(tasks),
        "done": len(done),
        "whole": len(tasks),
        "figures": rows,
        "summary": {part: figures(results).as_dict() for part, results in parts.items() if results},
        "confusions": {part: confusions(results) for part, results in parts.items() if results},
        "families": FAMILIES,
        "scores": {score.name: asdict(score) for score in SCORES},
        "results": [result.as_dict() for result in done],
    }
    json_path, html_path = store.folder / "report.json", store.folder / "report.html"
    storage.write_json(json_path, report)
    storage.write_text(html_path, page(report, parts, store.picture))
    return json_path, html_path
