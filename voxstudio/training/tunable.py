"""What there is to know about one field of the settings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec

from voxstudio.errors import UserError

Kind = Literal["text", "path", "int", "float", "choice"]

_KINDS: dict[type, Kind] = {str: "text", int: "int", float: "float"}
_NUMBERS = {"int": "a whole number", "float": "a number"}


def about(
    label: str, group: str, description: str, low: float | None = None, high: float | None = None, **more: Any
) -> msgspec.Meta:
    """The metadata of a field; ``more`` holds those of ``live, step, unit, choices, logarithmic...`` that matter."""
    return msgspec.Meta(ge=low, le=high, description=description, extra={"label": label, "group": group, **more})


@dataclass(frozen=True)
class Tunable:
    """A field as panels, flags and plots show it."""

    name: str
    label: str
    kind: Kind
    default: Any
    help: str
    group: str
    """prompt, guidance, start, run, optimizer, schedule, regularizers or files."""
    live: bool = False
    """May change during a run."""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    logarithmic: bool = False
    plotted: bool = False
    idle_while: tuple[str, str] | None = None
    """The name and the value of the choice with which it does nothing."""

    @classmethod
    def of(cls, name: str, default: Any, hint: Any) -> Tunable:
        """From a field's annotation, ``Annotated[type, about(...)]``."""
        plain, meta = get_args(hint)
        extra = dict(meta.extra)
        choices = tuple(extra.pop("choices", ())) or (() if isinstance(plain, type) else get_args(plain))
        kind = extra.pop("kind", None) or ("choice" if choices else _KINDS[plain])
        return cls(
            name=name,
            kind=kind,
            default=default,
            help=meta.description,
            low=meta.ge,
            high=meta.le,
            choices=choices,
            **extra,
        )

    @property
    def flag(self) -> str:
        """The command line's spelling."""
        return f"--{self.name}"

    @property
    def subject(self) -> str:
        """As a sentence names it: by its words in the window and its name in flags and files."""
        return f"{self.label} ({self.name})"

    def check(self, value: Any) -> None:
        """Raises ``UserError`` unless the field may have this value."""
        if self.kind in _NUMBERS:
            self._check_number(value)
        elif not isinstance(value, str):
            raise UserError(f"{self.subject} must be text, not {value!r}.")
        elif self.choices and value not in self.choices:
            raise UserError(f"{self.subject} must be one of {', '.join(self.choices)}, not {value!r}.")

    def _check_number(self, value: Any) -> None:
        wanted = int if self.kind == "int" else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted) or not math.isfinite(value):
            raise UserError(f"{self.subject} must be {_NUMBERS[self.kind]}, not {value!r}.")
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise UserError(f"{self.subject} must lie between {self.low:,} and {self.high:,}, not at {value:,}.")
