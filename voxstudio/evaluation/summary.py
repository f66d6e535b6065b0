"""The figures of an evaluation, out of its results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from voxstudio.evaluation.results import Result


@dataclass(frozen=True)
class Figures:
    """Figures of some results; None where there is nothing to make them of. Shares are in percent."""

    count: int
    top1: float | None
    top5: float | None
    family_top1: float | None
    view_top1: float | None
    caption_top1: float | None
    unseen_top1: float | None
    prior_top1: float | None
    prior_top5: float | None
    material_commonest: float | None
    material_share: float | None
    """Median."""
    largest_share: float | None
    """Median."""
    soft_to_hard_db: float | None
    """Median."""
    front_back: float | None
    """Median."""
    seconds: float | None
    """Median."""

    @property
    def unseen_behind(self) -> float | None:
        """By how many points unseen wordings are behind those of captions; negative if they are ahead."""
        if self.caption_top1 is None or self.unseen_top1 is None:
            return None
        return self.caption_top1 - self.unseen_top1

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self) | {"unseen_behind": self.unseen_behind}


def figures(results: Sequence[Result]) -> Figures:
    """The figures of some results of one part."""
    ranks = [result.scores["rank"] for result in results]
    prior = _all(results, "prior_rank")
    return Figures(
        len(results),
        _share([rank == 1 for rank in ranks]),
        _share([rank <= 5 for rank in ranks]),
        _share(_all(results, "is_family")),
        _share(_all(results, "view_share")),
        _share([r.scores["rank"] == 1 for r in results if r.task.wording == "caption"]),
        _share([r.scores["rank"] == 1 for r in results if r.task.wording == "unseen"]),
        _share([rank == 1 for rank in prior]),
        _share([rank <= 5 for rank in prior]),
        _share(_all(results, "is_material_commonest")),
        _middle(_all(results, "material_share"), 100),
        _middle(_all(results, "largest_share"), 100),
        _middle(_all(results, "soft_to_hard_db")),
        _middle(_all(results, "front_back"), 100),
        _middle(_all(results, "seconds")),
    )


def confusions(results: Sequence[Result]) -> list[tuple[str, str, int]]:
    """True kind, what it was taken for, how often; the commonest first."""
    wrong = [(r.task.kind, r.taken_for[0]) for r in results if r.scores["rank"] != 1]
    return sorted(((*pair, wrong.count(pair)) for pair in set(wrong)), key=lambda entry: (-entry[2], entry[:2]))


def _all(results: Sequence[Result], name: str) -> list[Any]:
    return [result.scores[name] for result in results if name in result.scores]


def _share(values: Sequence[float]) -> float | None:
    return 100 * sum(values) / len(values) if values else None


def _middle(values: Sequence[float], factor: float = 1) -> float | None:
    return factor * median(values) if values else None
