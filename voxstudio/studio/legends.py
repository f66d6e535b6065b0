"""What the colours of a view mean; words are English, for ``words.tr``."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""RGB in 0..1."""


@dataclass(frozen=True)
class Ramp:
    """Colours that run from one meaning to another."""

    stops: tuple[Colour, ...]
    low: str
    high: str


@dataclass(frozen=True)
class Swatches:
    """Colours with a meaning each."""

    entries: tuple[tuple[Colour, str], ...]


Legend = Ramp | Swatches
