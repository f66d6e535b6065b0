"""Muon: momentum whose update is brought to a matrix with equal singular values (Jordan et al., 2024)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch

_QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients of an odd polynomial that takes singular values in 0..1 to about 1, found by Jordan et al."""
_ROUNDS = 5
_AS_ADAM = 0.2
"""Root mean square of an update at learning rate 1, as AdamW's (Liu et al., "Muon is Scalable", 2025): one rate fits
both."""


class Muon(torch.optim.Optimizer):
    """For weights that are matrices, and for those of convolutions, (out, in, ...), as matrices (out, rest).

    That of torch takes matrices alone, one after the other and in bfloat16, which is slow on a CPU.
    """

    def __init__(
        self, params: Iterable[torch.nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.01
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """One step of all parameters that have a gradient."""
        for group in self.param_groups:
            alike: dict[torch.Size, list[tuple[torch.nn.Parameter, torch.Tensor]]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    update = self._nesterov(parameter, group["momentum"]).flatten(1)
                    alike[update.shape].append((parameter, update))
            for shape, members in alike.items():
                scale = group["lr"] * _AS_ADAM * max(shape) ** 0.5
                updates = orthogonalized(torch.stack([update for _, update in members]))
                for (parameter, _), update in zip(members, updates, strict=True):
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    parameter.sub_(update.view_as(parameter), alpha=scale)

    def _nesterov(self, parameter: torch.nn.Parameter, momentum: float) -> torch.Tensor:
        state, gradient = self.state[parameter], parameter.grad
        assert gradient is not None
        if "mean" not in state:
            state["mean"] = torch.zeros_like(parameter)
        mean = state["mean"].lerp_(gradient, 1 - momentum)
        return gradient.lerp(mean, momentum)


def orthogonalized(matrices: torch.Tensor) -> torch.Tensor:
    """Matrices (N, R, C) with their singular vectors kept and their singular values brought to about 1, 0.7 to 1.2.

    By iterating a polynomial, after Newton and Schulz. A matrix of zeros stays one.
    """
    is_tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if is_tall else matrices
    x = x / (torch.linalg.matrix_norm(x, keepdim=True) + 1e-9)
    a, b, c = _QUINTIC
    for _ in range(_ROUNDS):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.mT if is_tall else x
