"""What the classifier says of a world seen from several sides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from voxstudio.evaluation.classifier.network import CLASSES, Classifier, load_classifier
from voxstudio.evaluation.families import family_of


@dataclass(frozen=True)
class Verdict:
    """Kinds in the order of their likelihood, over all pictures together."""

    kinds: tuple[str, ...]
    """Every kind, the likeliest first."""
    log_probabilities: tuple[float, ...]
    """Of those kinds: the mean over the pictures, so that they need not sum to 1."""
    of_views: tuple[str, ...]
    """The likeliest kind of each picture by itself."""

    def rank(self, kind: str) -> int:
        """1 for the likeliest."""
        return self.kinds.index(kind) + 1

    def is_of_family(self, kind: str) -> bool:
        """Whether the likeliest kind looks like ``kind`` (see ``families``)."""
        return self.kinds[0] in family_of(kind)


class Judge:
    """The classifier with its weights."""

    def __init__(self, model: Classifier) -> None:
        self._model = model

    @classmethod
    def load(cls, path: Path | None = None) -> Judge:
        """The shipped one unless a file is given. Raises ``UserError`` where it is missing."""
        return cls(load_classifier(path))

    @torch.no_grad()
    def look(self, pictures: torch.Tensor) -> Verdict:
        """The verdict on pictures (B, 3, 64, 64) in 0..1 of one thing: the mean of the log-probabilities over them."""
        each = torch.log_softmax(self._model(pictures), 1)
        mean = each.mean(0)
        order = mean.argsort(descending=True)
        return Verdict(
            tuple(CLASSES[k] for k in order.tolist()),
            tuple(mean[order].tolist()),
            tuple(CLASSES[k] for k in each.argmax(1).tolist()),
        )
