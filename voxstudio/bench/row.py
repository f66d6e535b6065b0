"""One measured figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """A value, what it is compared with, and what was promised of their ratio."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    """In the same unit: the plain way of doing the same, measured beside it, or a promised bound."""
    at_most: float | None = None
    """Promised upper bound of ``ratio``."""
    at_least: float | None = None
    """Promised lower bound of ``ratio``."""

    @property
    def ratio(self) -> float | None:
        """Value over baseline."""
        return self.value / self.baseline if self.baseline else None

    @property
    def is_kept(self) -> bool | None:
        """Whether the promise is kept (NaN keeps none); None where nothing was promised."""
        if self.ratio is None or (self.at_most is None and self.at_least is None):
            return None
        below = self.at_most is None or self.ratio <= self.at_most
        above = self.at_least is None or self.ratio >= self.at_least
        return below and above

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "at_most": self.at_most,
            "at_least": self.at_least,
            "is_kept": self.is_kept,
        }

    def line(self) -> str:
        """The row for people."""
        words = [f"{self.name:30} {self.value:10.4g} {self.unit:8}"]
        if self.ratio is not None:
            words.append(f"against {self.baseline:.4g}: ratio {self.ratio:.3g}")
        words += [f"{word} {bound:.4g}" for word, bound in self._promises() if bound is not None]
        words += {None: [], True: ["kept"], False: ["NOT KEPT"]}[self.is_kept]
        return "  ".join(words)

    def _promises(self) -> list[tuple[str, float | None]]:
        return [("at most", self.at_most), ("at least", self.at_least)]
