"""What a renderer is, and the light that falls on block faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voxstudio.views.camera import Camera

if TYPE_CHECKING:
    # Pictures of worlds need the light alone, not the libraries of training.
    import torch

TOP, BOTTOM, SIDE = 0, 1, 2
"""Indices of the face colours of a material."""


@dataclass(frozen=True)
class Lighting:
    """A colour factor for each face direction: the lit colour is the palette colour times the factor."""

    name: str
    factors: tuple[tuple[float, float, float], ...]
    """RGB factors for faces whose outward normal is +X, -X, +Y, -Y, +Z, -Z, in that order."""
    sky: tuple[float, float, float]
    """Background colour, 0..1."""

    def array(self) -> np.ndarray:
        """The factors, float32 [6, 3]."""
        return np.array(self.factors, dtype=np.float32)


class Renderer(Protocol):
    """Turns soft voxels into pictures, differentiably."""

    def render(
        self,
        alpha: torch.Tensor,  # (X, Y, Z) in 0..1
        colour: torch.Tensor,  # (X, Y, Z, 3 faces, 3 channels), unlit, in 0..1
        cameras: Sequence[Camera],  # B cameras of one size, world units
        background: torch.Tensor,  # (3,) or (B, 3) in 0..1
    ) -> torch.Tensor:
        """Pictures float32 (B, 4, H, W): RGB over the background, and coverage. Gradients to alpha and colour.

        RGB may exceed 1 under lighting that overexposes; clip when converting to 8 bits, not before.
        """
        ...


def faces_first(colour: torch.Tensor) -> np.ndarray:
    """(X, Y, Z, 3 faces, 3 channels) as float32 [3, X, Y, Z, 3], C-contiguous, which is how the CPU kernels walk it.

    Copies unless the tensor lies that way in memory, as those that ``cells_first`` made do.
    """
    return np.ascontiguousarray(colour.permute(3, 0, 1, 2, 4).numpy(), np.float32)


def cells_first(faces: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A view [X, Y, Z, 3 faces, 3 channels] of an array laid out as ``faces_first`` returns it."""
    return faces.reshape(3, *shape, 3).transpose(1, 2, 3, 0, 4)
