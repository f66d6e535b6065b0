"""The commands and where they are."""

from __future__ import annotations

from typing import Annotated

import typer

from voxstudio import __version__
from voxstudio.cli import evaluate, maps, prior, reports, studio, train

HELP = """Type a prompt and watch your voxel world become it.

Without a command the studio opens. Flags may be spelled with - or _.
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={
        "help_option_names": ["-h", "--help"],
        # The original's flags have underscores, the habit of the shell is hyphens: both are understood.
        "token_normalize_func": lambda token: token.replace("_", "-"),
    },
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"voxstudio {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        studio.studio(context)


app.command(context_settings=studio.PASS_ON)(studio.studio)
app.command()(train.train)
app.command()(maps.export)
app.command()(maps.info)
app.command()(maps.render)
app.command()(maps.capture)
app.add_typer(prior.app, name="prior")
app.command()(evaluate.evaluate)
app.command()(reports.bench)
app.command()(reports.doctor)
