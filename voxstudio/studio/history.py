"""The numbers of a run as they came, for the plots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from voxstudio.training.report import StepReport

_RATE_STEPS = 20


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
    """One list a series, all as long as ``steps``."""

    steps: list[int] = field(default_factory=list)
    series: dict[str, list[float]] = field(default_factory=dict)
    """By name: ``losses.total``, ``grads.image_l2``, ``blocks``, ``temperature``, ``lr``..."""
    markers: list[Marker] = field(default_factory=list)
    last: StepReport | None = None
    _durations: list[float] = field(default_factory=list)

    def extend(self, reports: Iterable[StepReport]) -> None:
        """Adds reports in order; a series that a report lacks gets a gap."""
        for report in reports:
            values = _flat(report)
            for name in values.keys() | self.series.keys():
                known = self.series.setdefault(name, [float("nan")] * len(self.steps))
                known.append(values.get(name, float("nan")))
            self.steps.append(report.step)
            self._durations.append(report.seconds.get("total", 0.0))
            self.last = report

    def seconds(self) -> float:
        """Time that the steps took, pauses left out."""
        return sum(self._durations)

    def until(self, step: int) -> History:
        """What lies no later than a step, as a history of its own."""
        count = bisect_right(self.steps, step)
        return History(
            self.steps[:count],
            {name: values[:count] for name, values in self.series.items()},
            [marker for marker in self.markers if marker.step <= step],
            self.last if count else None,
            self._durations[:count],
        )

    def steps_per_s(self) -> float:
        """Speed over the last twenty steps, 0 if there are none."""
        recent = self._durations[-_RATE_STEPS:]
        return len(recent) / sum(recent) if recent and sum(recent) > 0 else 0.0


def _flat(report: StepReport) -> dict[str, float]:
    return {
        **{f"losses.{name}": value for name, value in report.losses.items()},
        **{f"grads.{name}": value for name, value in report.grads.items()},
        "blocks": float(report.grid_stats.get("num_active_voxels", float("nan"))),
        "temperature": report.temperature,
        "lr": report.lr,
        "cfg_scale": report.cfg_scale,
    }
