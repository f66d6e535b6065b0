"""How good the classifier is: on scenes of every kind that neither it nor the prior was taught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from voxstudio.evaluation.cameras import AROUND
from voxstudio.evaluation.classifier.data import trial
from voxstudio.evaluation.classifier.network import CLASSES
from voxstudio.evaluation.classifier.verdict import Judge

SCENES_PER_KIND = 6


@dataclass(frozen=True)
class Trial:
    """Shares are of 1."""

    scenes: int
    is_rough: bool
    """Whether the worlds were roughened, as distilled ones are."""
    view_top1: float
    world_top1: float
    world_top5: float
    world_family: float
    confusions: tuple[tuple[str, str, int], ...]
    """True kind, what it was taken for, and in how many worlds; the commonest first."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return self.__dict__ | {"confusions": [list(entry) for entry in self.confusions]}


def try_out(
    judge: Judge,
    scenes_per_kind: int = SCENES_PER_KIND,
    *,
    is_rough: bool,
    seed: int = 0,
    on_scene: Callable[[], None] | None = None,
) -> Trial:
    """Judge fresh scenes of every kind from the 8 cameras of a verdict."""
    views, first, fifth, family = 0, 0, 0, 0
    wrong: Counter[tuple[str, str]] = Counter()
    count = scenes_per_kind * len(CLASSES)
    for number in range(count):
        _, pictures, index = trial(seed, number, is_rough=is_rough)
        kind, verdict = CLASSES[index], judge.look(torch.from_numpy(pictures))
        views += sum(seen == kind for seen in verdict.of_views)
        first += verdict.rank(kind) == 1
        fifth += verdict.rank(kind) <= 5
        family += verdict.is_of_family(kind)
        if verdict.kinds[0] != kind:
            wrong[kind, verdict.kinds[0]] += 1
        if on_scene:
            on_scene()
    confusions = tuple((kind, taken, times) for (kind, taken), times in wrong.most_common())
    return Trial(count, is_rough, views / (count * AROUND), first / count, fifth / count, family / count, confusions)
