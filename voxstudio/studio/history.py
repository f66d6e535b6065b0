"""The numbers of a run as they came, for the plots."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voxstudio.training.report import StepReport

RECENT = 24
"""Steps that speed and shares are told of: some that ask the prior and some that go on towards its answer."""


@dataclass(frozen=True)
class Marker:
    """Where a setting was changed."""

    step: int
    """The last step taken before the change."""
    text: str
    """What was changed, in words."""
    name: str
    """Of the setting."""
    before: Any
    """Its value before the change."""


@dataclass
class History:
    """One array a series, all as long as ``steps``."""

    steps: list[int] = field(default_factory=list)
    series: dict[str, array[float]] = field(default_factory=dict)
    """By name: ``losses.total``, ``grads.image_l2``, ``blocks``, ``temperature``, ``lr``...

    Copy what you keep: an array cannot grow while numpy looks into it. Lists would take four times the memory.
    """
    markers: list[Marker] = field(default_factory=list)
    last: StepReport | None = None
    _seconds: dict[str, array[float]] = field(default_factory=dict)
    """What each step took, by its parts."""

    def extend(self, reports: Iterable[StepReport]) -> None:
        """Adds reports in order; a series that a report lacks gets a gap."""
        for report in reports:
            _append(self.series, _flat(report), len(self.steps), gap=float("nan"))
            _append(self._seconds, report.seconds, len(self.steps), gap=0.0)
            self.steps.append(report.step)
            self.last = report

    def seconds(self) -> float:
        """Time that the steps took, pauses left out."""
        return sum(self._seconds.get("total", ()))

    def until(self, step: int) -> History:
        """What lies no later than a step, as a history of its own."""
        count = bisect_right(self.steps, step)
        return History(
            self.steps[:count],
            {name: values[:count] for name, values in self.series.items()},
            [marker for marker in self.markers if marker.step <= step],
            self.last if count else None,
            {name: values[:count] for name, values in self._seconds.items()},
        )

    def steps_per_s(self) -> float:
        """Speed over the last few steps, 0 if there are none."""
        total = self.recent_seconds().get("total", 0.0)
        return min(len(self.steps), RECENT) / total if total > 0 else 0.0

    def recent_seconds(self) -> dict[str, float]:
        """Time that the last few steps took together, by its parts."""
        return {name: sum(values[-RECENT:]) for name, values in self._seconds.items()}


def _append(series: dict[str, array[float]], values: Mapping[str, float], length: int, *, gap: float) -> None:
    """Adds a value to each of some series of the same length; what is missing, before or now, is a gap."""
    for name in values:
        if name not in series:
            series[name] = array("d", [gap]) * length
    for name, known in series.items():
        known.append(values.get(name, gap))


def _flat(report: StepReport) -> dict[str, float]:
    return {
        **{f"losses.{name}": value for name, value in report.losses.items()},
        **{f"grads.{name}": value for name, value in report.grads.items()},
        "blocks": float(report.grid_stats.get("num_active_voxels", float("nan"))),
        "temperature": report.temperature,
        "lr": report.lr,
        "cfg_scale": report.cfg_scale,
    }
