"""Write ``docs/settings.md`` from the fields of ``TrainSettings``: ``make docs``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from voxstudio import storage
from voxstudio.training.settings import Tunable, fields

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = """# Settings of a run

Made from `TrainSettings` by `make docs`; do not edit. Each is a flag of `voxstudio train` (spelled with `_` or `-`), a
control of the studio, and a field of `session.json`. Those marked *live* may change while a run is on.
"""


def page() -> str:
    """The whole page."""
    groups = groupby(fields(), key=lambda tunable: tunable.group)
    tables: dict[str, list[str]] = {}
    for group, tunables in groups:
        tables.setdefault(group, []).extend(_row(tunable) for tunable in tunables)
    sections = [_section(group, rows) for group, rows in tables.items()]
    return "\n".join([HEAD, *sections])


def _section(group: str, rows: list[str]) -> str:
    head = "| flag | default | range | | what |\n|---|---|---|---|---|"
    return "\n".join([f"## {group.capitalize()}\n", head, *rows, ""])


def _row(tunable: Tunable) -> str:
    cells = [
        f"`{tunable.flag}`",
        f"`{tunable.default}`" if tunable.default != "" else "",
        _range(tunable),
        "live" if tunable.live else "",
        tunable.help.replace("|", "\\|"),
    ]
    return f"| {' | '.join(cells)} |"


def _range(tunable: Tunable) -> str:
    if tunable.choices:
        return ", ".join(tunable.choices)
    if tunable.low is None or tunable.high is None:
        return ""
    return f"{tunable.low:g} to {tunable.high:g} {tunable.unit}".strip()


if __name__ == "__main__":
    storage.write_text(PAGE, page())
