"""What a run's history tells of its speed."""

from __future__ import annotations

import pytest

from voxstudio.studio.history import RECENT, History
from voxstudio.studio.panels.status_bar import time_shares
from voxstudio.training.report import StepReport


def report(step: int, prior: float) -> StepReport:
    return StepReport(
        step=step,
        losses={},
        grid_stats={},
        grads={},
        temperature=1.0,
        lr=0.1,
        cfg_scale=1.0,
        t_range=(0.0, 1.0),
        is_hard=False,
        seconds={"prior": prior, "render": 0.25, "total": 0.5 + prior},
        camera_index=0,
    )


def test_speed_and_shares_are_of_the_last_steps_together():
    history = History()
    assert history.steps_per_s() == 0.0 and time_shares(history) == {}
    history.extend([report(1, 1000.0)])
    # Each eighth step asks the prior, the others go on towards its answer.
    history.extend(report(step, 4.0 if step % 8 == 0 else 0.0) for step in range(2, RECENT + 2))
    assert history.steps_per_s() == pytest.approx(1.0)
    assert time_shares(history) == pytest.approx({"prior": 0.5, "renderer": 0.25, "rest": 0.25})
