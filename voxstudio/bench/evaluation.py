"""What is promised of an evaluation. It takes hours, so that `voxstudio evaluate` measures it and not the bench."""

from __future__ import annotations

from collections.abc import Iterator

from voxstudio.bench.row import Row
from voxstudio.evaluation.summary import Figures

PROMISED_STEPS = 500
TIME_LIMIT_S = 120.0


def sample_rows(samples: Figures) -> Iterator[Row]:
    """The prior alone."""
    yield from _rows(
        ("samples top-1", samples.top1, "%", 90.0, False),
        ("samples top-1, caption wording", samples.caption_top1, "%", None, False),
        ("samples top-1, unseen wording", samples.unseen_top1, "%", None, False),
        ("samples unseen behind caption", samples.unseen_behind, "points", 10.0, True),
        ("samples top-1 by family", samples.family_top1, "%", None, False),
        ("samples top-5", samples.top5, "%", None, False),
        ("samples views right", samples.view_top1, "%", None, False),
    )


def run_rows(runs: Figures, steps: int) -> Iterator[Row]:
    """Results of runs; a time is promised of 500 steps."""
    limit = TIME_LIMIT_S if steps == PROMISED_STEPS else None
    yield from _rows(
        ("runs top-1", runs.top1, "%", 80.0, False),
        ("runs top-5", runs.top5, "%", 95.0, False),
        ("runs top-1, caption wording", runs.caption_top1, "%", None, False),
        ("runs top-1, unseen wording", runs.unseen_top1, "%", None, False),
        ("runs unseen behind caption", runs.unseen_behind, "points", 10.0, True),
        ("runs top-1 by family", runs.family_top1, "%", None, False),
        ("runs views right", runs.view_top1, "%", None, False),
        ("runs prior's top-1", runs.prior_top1, "%", None, False),
        ("runs prior's top-5", runs.prior_top5, "%", None, False),
        ("runs named material commonest", runs.material_commonest, "%", 90.0, False),
        ("runs named material, median", runs.material_share, "%", None, False),
        ("runs largest piece, median", runs.largest_share, "%", 99.0, False),
        ("runs soft to hard, median", runs.soft_to_hard_db, "dB", None, False),
        ("runs front is back, median", runs.front_back, "%", None, False),
        ("runs time, median", runs.seconds, "s", limit, True),
    )


def _rows(*figures: tuple[str, float | None, str, float | None, bool]) -> Iterator[Row]:
    for name, value, unit, bound, is_limit in figures:
        if value is None:
            continue
        if bound is None:
            yield Row(name, value, unit)
        elif is_limit:
            yield Row(name, value, unit, bound, at_most=1.0)
        else:
            yield Row(name, value, unit, bound, at_least=1.0)
