"""Random use of the real window: how many faults it finds. See ``voxstudio.studio.monkey``."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from voxstudio.bench.row import Row
from voxstudio.bench.screen import told_by

DEEDS, REAL_DEEDS = 10_000, 500
EVENT_LIMIT_MS = 1000.0


def measure(deeds: int = DEEDS, seed: int = 1) -> Iterator[Row]:
    """With a rehearsal in place of a run: thousands of deeds in minutes."""
    yield from _rows("monkey", "--deeds", str(deeds), "--seed", str(seed))


def measure_real(deeds: int = REAL_DEEDS, seed: int = 1) -> Iterator[Row]:
    """With the prior that ships."""
    yield from _rows("monkey-real", "--is-real", "--deeds", str(deeds), "--seed", str(seed))


def _rows(name: str, *options: str) -> Iterator[Row]:
    found = told_by("voxstudio.studio.monkey", *options)
    for fault in found["faults"]:
        typer.echo(f"{fault}\n", err=True)
    yield Row(f"{name} deeds", found["deeds"], "deeds")
    yield Row(f"{name} faults", len(found["faults"]), "faults", 1, at_most=0.0)
    yield Row(f"{name} longest event", found["worst_ms"], "ms", EVENT_LIMIT_MS, at_most=1.0)
