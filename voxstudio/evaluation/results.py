"""One result: what was asked for, and what came of it, in plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from voxstudio.errors import UserError

Part = Literal["runs", "samples"]


@dataclass(frozen=True)
class Task:
    """Something to make and to judge."""

    part: Part
    text: str
    kind: str
    wording: str
    """``caption`` or ``unseen``."""
    seed: int
    materials: tuple[str, ...] = ()
    """Those that the text names."""

    @property
    def name(self) -> str:
        """Name of its files, the same for the same task."""
        words = "-".join("".join(c if c.isalnum() else " " for c in self.text.lower()).split())
        return f"{self.kind.replace(' ', '-')}-{words}-{self.seed}"


@dataclass(frozen=True)
class Result:
    """A task that is done."""

    task: Task
    taken_for: tuple[str, ...]
    """The five likeliest kinds, the likeliest first."""
    scores: dict[str, Any] = field(default_factory=dict)
    """By ``Score.name``; shares of 1, and what does not apply left out."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Result:
        """The way back. Raises ``UserError`` for a file of something else."""
        try:
            task = {**values["task"], "materials": tuple(values["task"]["materials"])}
            return cls(Task(**task), tuple(values["taken_for"]), dict(values["scores"]))
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(f"This is no result of an evaluation ({error}).") from error
