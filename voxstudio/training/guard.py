"""Stops a run that has nothing to learn from, instead of letting it pretend."""

from __future__ import annotations

import math

from voxstudio.errors import UserError

PATIENCE = 5
"""Steps in a row whose image gradient may be exactly zero."""


class TrainingError(UserError):
    """A run cannot go on; its last checkpoint is as it was before the step that failed."""


class GradientGuard:
    """Watches the norm of the gradient that arrives in the pictures."""

    def __init__(self, zeros: int = 0) -> None:
        self.zeros = zeros
        """Steps in a row, up to now, without any gradient."""

    def check(self, norm: float, step: int, prior: str) -> None:
        """Raises ``TrainingError`` if ``norm`` is not finite, or 0 for the ``PATIENCE``-th time in a row."""
        if not math.isfinite(norm):
            raise TrainingError(
                f"Step {step}: the image gradient from the prior {prior} is not finite; nothing was changed. "
                "Lower the guidance or choose another prior, and resume."
            )
        self.zeros = 0 if norm > 0 else self.zeros + 1
        if self.zeros >= PATIENCE:
            raise TrainingError(
                f"Step {step}: no image gradient from the prior {prior} for {PATIENCE} steps, so nothing can change. "
                "Choose another distiller, prompt or prior, and resume."
            )
