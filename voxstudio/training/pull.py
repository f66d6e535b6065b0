"""The direct way to blocks that a prior holds likely, beside the way through pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch

from voxstudio.guidance.base import Cells
from voxstudio.render.base import cells_first, faces_first
from voxstudio.render.threads import run_split
from voxstudio.training import _kernels
from voxstudio.training._kernels import CHUNK


def pulled_towards(goal: Cells, cells: Cells, gradients: Sequence[torch.Tensor], strength: float) -> Cells:
    """``gradients`` on cells plus that of half the squared distance to ``goal``, in colour where it is solid.

    The norm of what is added to opacity, and to colour, is that of the gradient there, times ``strength``. May change
    ``gradients`` in place.
    """
    alpha, goal_alpha, out_alpha = (each.detach().numpy().reshape(-1) for each in (cells[0], goal[0], gradients[0]))
    colour, goal_colour, out_colour = (
        faces_first(each.detach()).reshape(3, -1) for each in (cells[1], goal[1], gradients[1])
    )
    chunks = math.ceil(len(alpha) / CHUNK)
    squares = np.empty((2, chunks), np.float32)
    run_split(
        chunks,
        lambda first, last: _kernels.apart(alpha, goal_alpha, colour, goal_colour, first, last, squares),
    )
    opacity_rate, colour_rate = (
        np.float32(strength * float(np.linalg.norm(gradient.reshape(-1))) / max(math.sqrt(distance), 1e-12))
        for gradient, distance in zip((out_alpha, out_colour), squares.sum(axis=1, dtype=np.float64), strict=True)
    )
    run_split(
        chunks,
        lambda first, last: _kernels.approach(
            alpha, goal_alpha, colour, goal_colour, opacity_rate, colour_rate, first, last, out_alpha, out_colour
        ),
    )
    shape = tuple(cells[0].shape)
    return torch.from_numpy(out_alpha.reshape(shape)), torch.from_numpy(cells_first(out_colour, shape))
