"""Command-line flags made from the fields of ``TrainSettings``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal, Optional

import typer

from voxstudio.training.settings import Tunable, fields

TYPES: dict[str, type] = {"int": int, "float": float, "text": str, "path": str, "bool": bool}


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose last parameter is ``**given`` one flag for each tunable.

    The command gets only the flags that were typed, so that the others keep their default, or in a resumed run the
    value that they had.
    """
    own = list(inspect.signature(command, eval_str=True).parameters.values())[:-1]
    flags = [_parameter(tunable) for tunable in fields()]

    def wrapped(**values: Any) -> None:
        mine = {parameter.name: values.pop(parameter.name) for parameter in own}
        command(**mine, **{name: value for name, value in values.items() if value is not None})

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__signature__ = inspect.Signature([*own, *flags])  # pyright: ignore[reportFunctionMemberAccess]
    return wrapped


def _parameter(tunable: Tunable) -> inspect.Parameter:
    kind: Any = Literal[tunable.choices] if tunable.choices else TYPES[tunable.kind]
    is_number = tunable.kind in ("int", "float")
    option = typer.Option(
        tunable.flag,
        help=tunable.help,
        show_default=str(tunable.default) if tunable.default != "" else False,
        min=tunable.low if is_number else None,
        max=tunable.high if is_number else None,
        metavar=tunable.unit or None,
        rich_help_panel=tunable.group.capitalize(),
    )
    # Optional: an absent flag is None, whatever the field's own default is.
    annotation = Annotated[Optional[kind], option]  # noqa: UP045 # the type is made at run time
    return inspect.Parameter(tunable.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
