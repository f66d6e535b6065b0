"""``voxstudio bench`` and ``voxstudio doctor``: what is, in numbers and in words."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voxstudio import storage
from voxstudio.errors import UserError

if TYPE_CHECKING:
    from voxstudio.doctor import Finding

STYLES = {"ok": "green", "optional": "yellow", "broken": "red"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what is installed, which renderers and priors can be used, and what to do about the rest."""
    from voxstudio.doctor import examine, is_usable

    findings = examine()
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _print_findings(findings)
    if not is_usable(findings):
        raise typer.Exit(1)


def _print_findings(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    for topic, group in itertools.groupby(findings, key=lambda finding: finding.topic):
        console.print(Text(topic.capitalize(), "bold"))
        for finding in group:
            state = Text(f"  {finding.state:9}", STYLES[finding.state])
            console.print(state, Text(f"{finding.name:17}"), Text(finding.detail))
            if finding.advice:
                console.print(Text(f"{'':30}-> {finding.advice}"))


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which ones; all that take a few minutes if none is named.", metavar="[NAME]..."),
    ] = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the rows to this file, too.")] = None,
    is_list: Annotated[bool, typer.Option("--list", help="Only list the names.")] = False,
    deeds: Annotated[int | None, typer.Option(min=1, help="How often a monkey does something.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of a monkey: which deeds.")] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.1, help="How long the window or its memory is watched.")
    ] = None,
) -> None:
    """Measure every figure that the README promises, on this machine."""
    from voxstudio.bench import BENCHES, measure

    if is_list:
        for name, bench_ in BENCHES.items():
            typer.echo(f"{name:12} {bench_.about}")
        return
    unknown = [name for name in names or () if name not in BENCHES]
    if unknown:
        raise UserError(f"There is no benchmark {unknown[0]!r}; choose from {', '.join(BENCHES)}.")
    rows = []
    for name in names or [name for name, bench_ in BENCHES.items() if not bench_.takes_long]:
        for row in measure(name, deeds=deeds, seed=seed, minutes=minutes):
            typer.echo(row.line())
            rows.append(row.as_dict())
            if as_json:
                storage.write_json(as_json, rows)
    if any(row["is_kept"] is False for row in rows):
        raise typer.Exit(1)
