"""What a push by hand did to a grid, so that it can be taken back exactly."""

from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass(frozen=True, eq=False)
class Pushed:
    """The cells, and what was where they are."""

    where: torch.Tensor
    """bool (X, Y, Z)."""
    before: torch.Tensor
    """float32 (N,): their occupancy logits."""
    after: torch.Tensor
    """float32 (N,)."""
    home: torch.Tensor
    """float32 (N,): where they were at home."""

    def taken_back(self, now: torch.Tensor) -> torch.Tensor:
        """The logits (N,) without the push: exactly those before it where nothing has moved them since."""
        return torch.where(now == self.after, self.before, now - (self.after - self.before))
