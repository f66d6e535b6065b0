"""``voxstudio studio``: the window."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import Annotated

import typer

from voxstudio.errors import UserError
from voxstudio.places import find_map

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}
"""The window has options of its own, for pictures of it."""


def studio(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Number, folder or file of the map to open.", metavar="MAP")
    ] = None,
) -> None:
    """Open the window: watch a run, steer it, export."""
    if importlib.util.find_spec("PySide6") is None:
        raise UserError("The window needs Qt: pip install PySide6-Essentials, or use the terminal: voxstudio train.")
    if sys.platform == "linux" and not any(os.environ.get(variable) for variable in DISPLAYS):
        raise UserError("There is no display to open a window on; use the terminal: voxstudio train --prompt ...")
    path = [str(find_map(name))] if name else []
    from voxstudio.studio.app import run

    raise typer.Exit(run([*path, *context.args]))
