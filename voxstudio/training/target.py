"""Pictures that a run goes towards for several steps, made by a distiller that finishes pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
import torch

from voxstudio.guidance.base import Cells, Distilled
from voxstudio.training.cameras import Shot
from voxstudio.views.camera import Camera

_PREFIX = "target."
_CELLS = ("alpha", "colour")


@dataclass(frozen=True)
class Target:
    """What to look like, from where."""

    shot: Shot
    background: torch.Tensor
    """float32 (3,)."""
    pictures: dict[str, torch.Tensor]
    """(B, 3, S, S) in 0..1: ``prediction`` is the target, the others are for display."""
    cells: Cells | None
    """What the blocks are to become, where the prior knows blocks."""
    left: int
    """Steps that still go towards it."""

    @property
    def resolution(self) -> int:
        """Pixels along each side."""
        return self.pictures["prediction"].shape[-1]

    def distilled(self, images: torch.Tensor) -> Distilled:
        """The gradient towards it from images (B, 3, S, S), as ``distillers.multistep`` has it."""
        apart = images - self.pictures["prediction"]
        return Distilled(
            2 * apart / len(images), float(0.5 * apart.square().mean()), self.cells, diagnostics=self.pictures
        )

    def after_a_step(self) -> Target | None:
        """What is left of it, or None when its time is over."""
        return replace(self, left=self.left - 1) if self.left > 1 else None

    def facts(self) -> dict[str, Any]:
        """Its part of a checkpoint that is JSON."""
        return {
            "cameras": msgspec.to_builtins(list(self.shot.cameras)),
            "index": self.shot.index,
            "left": self.left,
        }

    def tensors(self) -> dict[str, np.ndarray]:
        """Its part of a checkpoint that is arrays."""
        tensors = self.pictures | {"background": self.background}
        if self.cells is not None:
            tensors |= dict(zip(_CELLS, self.cells, strict=True))
        return {f"{_PREFIX}{name}": tensor.contiguous().numpy() for name, tensor in tensors.items()}

    @classmethod
    def of(cls, facts: Mapping[str, Any], tensors: Mapping[str, np.ndarray]) -> Target:
        """The target that a checkpoint holds. Raises ``KeyError`` or ``ValueError`` if a part is missing."""
        found = {
            name.removeprefix(_PREFIX): torch.from_numpy(array)
            for name, array in tensors.items()
            if name.startswith(_PREFIX)
        }
        background = found.pop("background")
        cells = (found.pop(_CELLS[0]), found.pop(_CELLS[1])) if _CELLS[0] in found else None
        cameras = msgspec.convert(facts["cameras"], list[Camera])
        return cls(Shot(cameras, int(facts["index"])), background, found, cells, int(facts["left"]))
