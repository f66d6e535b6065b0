"""The contact sheet: one page that holds its pictures itself."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from voxstudio.evaluation.results import Result, Task
from voxstudio.evaluation.scores import SCORES, Score

_STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; color: #1d232b; }
table { border-collapse: collapse; margin: 1rem 0 2rem; }
th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #dde2e8; vertical-align: middle; }
th { font-weight: 600; color: #4c5866; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
img { display: block; height: 96px; image-rendering: pixelated; border-radius: 4px; }
.wrong { color: #b3261e; } .right { color: #1b6e3c; } .partial { background: #fff3d6; padding: .6rem .9rem; }
small { color: #4c5866; }
"""
_TITLES = {"samples": "Samples of the prior alone", "runs": "Results of runs"}


def page(report: Mapping[str, Any], parts: Mapping[str, Sequence[Result]], picture: Callable[[Task], bytes]) -> str:
    """The HTML of a report; ``picture`` gives the PNG of a task."""
    body = ["<h1>Evaluation</h1>"]
    if report["is_partial"]:
        body.append(f'<p class="partial">Partial: {report["done"]} of {report["whole"]} results are done.</p>')
    facts = ", ".join(f"{name} {value}" for name, value in report["made_with"].items())
    body.append(f"<p><small>VoxStudio {escape(report['version'])}; {escape(facts)}</small></p>")
    body.append(_figures(report["figures"]))
    for part, results in parts.items():
        if results:
            body.append(f"<h2>{_TITLES[part]}</h2>")
            body.append(_results(results, picture))
            body.append(_confusions(report["confusions"][part]))
    body.append(_legend(report["families"]))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation</title><style>{_STYLE}</style>'
        f"<body>{''.join(body)}</body></html>\n"
    )


def shown(score: Score, value: Any) -> str:
    """A score for people; an empty text where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if score.unit == "%":
        return f"{100 * value:.0f} %"
    return f"{value:.1f} {score.unit}" if score.unit else str(value)


def _figures(rows: Sequence[Mapping[str, Any]]) -> str:
    cells = []
    for row in rows:
        bound = ""
        if row["is_kept"] is not None:
            word = "at most" if row["at_most"] is not None else "at least"
            bound = f"{word} {row['baseline']:g} {row['unit']}"
        state = {None: "", True: '<span class="right">kept</span>', False: '<span class="wrong">NOT KEPT</span>'}
        cells.append(
            f'<tr><td>{escape(row["name"])}</td><td class="number">{row["value"]:.1f} {escape(row["unit"])}</td>'
            f"<td>{bound}</td><td>{state[row['is_kept']]}</td></tr>"
        )
    return f"<table><tr><th>Figure</th><th>Value</th><th>Promised</th><th></th></tr>{''.join(cells)}</table>"


def _results(results: Sequence[Result], picture: Callable[[Task], bytes]) -> str:
    scores = [score for score in SCORES if any(score.name in result.scores for result in results)]
    head = "".join(f'<th title="{escape(score.help)}">{escape(score.label)}</th>' for score in scores)
    lines = [f"<tr><th>Views</th><th>Prompt</th><th>Taken for</th>{head}</tr>"]
    for result in results:
        task = result.task
        image = base64.b64encode(picture(task)).decode()
        state = "right" if result.scores["rank"] == 1 else "wrong"
        numbers = "".join(f'<td class="number">{shown(s, result.scores.get(s.name))}</td>' for s in scores)
        lines.append(
            f'<tr><td><img alt="" src="data:image/png;base64,{image}"></td>'
            f"<td>{escape(task.text)}<br>"
            f"<small>{task.wording} wording of {escape(task.kind)}, seed {task.seed}</small></td>"
            f'<td class="{state}">{escape(result.taken_for[0])}</td>{numbers}</tr>'
        )
    return f"<table>{''.join(lines)}</table>"


def _confusions(entries: Sequence[tuple[str, str, int]]) -> str:
    if not entries:
        return ""
    told = "; ".join(f"{escape(kind)} taken for {escape(taken)} ({times})" for kind, taken, times in entries)
    return f"<p>Wrong: {told}.</p>"


def _legend(families: Sequence[Sequence[str]]) -> str:
    items = "".join(f"<dt><b>{escape(s.label)}</b></dt><dd>{escape(s.help)}</dd>" for s in SCORES)
    alike = "; ".join(escape(", ".join(family)) for family in families)
    return f"<h2>What the scores are, and are not</h2><dl>{items}</dl><p>Look-alikes: {alike}.</p>"
