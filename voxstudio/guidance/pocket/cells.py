"""The points that cells are denoised as: each material, and Air, has its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import torch
from torch.nn import functional as F

from voxstudio.guidance.base import Cells
from voxstudio.guidance.pocket import _kernels
from voxstudio.guidance.pocket.lattice import CELL_CHANNELS, Lattice
from voxstudio.guidance.pocket.passes import shared, suits
from voxstudio.render.base import cells_first
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import STUDIO
from voxstudio.render.threads import run_split
from voxstudio.views.camera import Camera
from voxstudio.world.palette import CLASSIC

TIMESTEPS = 1000
_BASE = 16
"""Cells along a world for which the schedule of the pictures is right for blocks too."""
_BLUR = 0.25
"""Variance added to that of the noise where evidence is weighed: worlds of runs are not quite blocks."""


@cache
def _colours() -> np.ndarray:
    """float32 [M, 3 faces, 3] of the palette that the prior was taught."""
    return np.ascontiguousarray(CLASSIC.colours(), np.float32)


@cache
def points(device: torch.device | str = "cpu") -> torch.Tensor:
    """(1 + M, 4): the place of Air and of a whole block of each material of the palette that the prior was taught."""
    colours = 2 * torch.from_numpy(CLASSIC.colours()).mean(1) - 1
    solid = torch.cat([torch.ones(len(colours), 1), colours], 1)
    return torch.cat([torch.tensor([[-1.0, 0, 0, 0]]), solid]).to(device)


def alphas_cumprod() -> torch.Tensor:
    """The cosine schedule (Nichol and Dhariwal, 2021), float32 (1000,): signal variance left at each timestep."""
    steps = torch.arange(TIMESTEPS + 1, dtype=torch.float64) / TIMESTEPS
    abar = torch.cos((steps + 0.008) / 1.008 * torch.pi / 2) ** 2
    betas = (1 - abar[1:] / abar[:-1]).clamp(max=0.999)
    return torch.cumprod(1 - betas, 0).float()


def signal_in_cells(abar: torch.Tensor, across: float) -> torch.Tensor:
    """The share of signal variance in cells where it is ``abar`` in pictures, with ``across`` cells along a world.

    Many cells that hold the same average their noise out, the more the finer they are, so that it takes more noise to
    hide the same shape (Hoogeboom et al., "simple diffusion", ICML 2023, equation 4, in three dimensions).
    """
    ratio = abar / (1 - abar) / (across / _BASE) ** 3
    return ratio / (1 + ratio)


def evidence(cells: torch.Tensor, signal: torch.Tensor) -> torch.Tensor:
    """What noised cells (S, X, Y, Z, 4) say of themselves: logits (S, X, Y, Z, 1 + M), up to a constant of each cell.

    By Bayes' rule, with normal noise of variance 1 - ``signal`` (S,): the network only has to add what is around.
    """
    towards, bias = evidence_weights(signal)
    with torch.autocast(cells.device.type, enabled=False):
        return torch.baddbmm(bias[:, None], cells.flatten(1, 3), towards).unflatten(1, cells.shape[1:4])


def evidence_weights(signal: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(S, 4, 1 + M) and (S, 1 + M), float32: evidence is the cells times these, plus those."""
    places, signal = points(signal.device), signal.float()[:, None]
    weight, root = 1 / (1 - signal + _BLUR), signal.sqrt()
    return (weight * root)[..., None] * places.T, -weight * signal * places.square().sum(-1) / 2


@cache
def _renderer(cell: float) -> CpuRenderer:
    return CpuRenderer(cell, STUDIO)


def cells_of(alpha: np.ndarray, colour: np.ndarray, lattice: Lattice) -> np.ndarray:
    """Soft blocks, [X, Y, Z] and [X, Y, Z, 3, 3] in 0..1, as float32 [X, Y, Z, 4] in the cells of a lattice."""
    x, y, z = alpha.shape
    places = lattice.places((x, y, z))
    out = np.empty((CELL_CHANNELS, *lattice.shape), np.float32)
    faces = np.ascontiguousarray(colour.transpose(3, 0, 1, 2, 4), np.float32)
    opacity = np.ascontiguousarray(alpha, np.float32)
    along_x, along_y, along_z = places.axes
    run_split(
        len(out[0]),
        lambda first, last: _kernels.gather(opacity, faces, along_x, along_y, along_z, places.fold, first, last, out),
    )
    return np.ascontiguousarray(out.transpose(1, 2, 3, 0))


def shares(logits: torch.Tensor) -> torch.Tensor:
    """Softmax over the last dimension.

    Over so few numbers a cell PyTorch's own takes five times as long as over the first dimension, copies included.
    """
    if suits(logits):
        return shared(logits)
    return torch.softmax(logits.movedim(-1, 0).contiguous(), 0).movedim(0, -1).contiguous()


def soft_blocks(likely: torch.Tensor) -> Cells:
    """How likely each is in each cell, float32 (X, Y, Z, 1 + M), as opacity and mean colour."""
    return _as_blocks(_kernels.blend, likely)


def likely_blocks(likely: torch.Tensor) -> Cells:
    """Likewise as opacity and the colour of the likeliest material: a mean of stone and grass is mud."""
    return _as_blocks(_kernels.choose, likely)


def _as_blocks(kernel: Callable[..., None], likely: torch.Tensor) -> Cells:
    shape = tuple(likely.shape[:3])
    shares_of, colours = likely.contiguous().view(-1, likely.shape[-1]).numpy(), _colours()
    alpha, faces = np.empty(len(shares_of), np.float32), np.empty((3, len(shares_of), 3), np.float32)
    run_split(len(shares_of), lambda first, last: kernel(shares_of, colours, first, last, alpha, faces))
    # Laid out as renderers and kernels walk it.
    return torch.from_numpy(alpha.reshape(shape)), torch.from_numpy(cells_first(faces, shape))


def picture_cells(
    cells: Cells,
    lattice: Lattice,
    cameras: Sequence[Camera],
    background: torch.Tensor,  # (3,) or (V, 3) in 0..1
    pixels: int,
) -> torch.Tensor:
    """Pictures (V, 3, pixels, pixels) in -1..1 of soft cells of a lattice, averaged down from the cameras' size."""
    pictures = _renderer(lattice.cell).render(*cells, cameras, background)[:, :3]
    if pictures.shape[-1] != pixels:
        pictures = F.interpolate(pictures, size=pixels, mode="area")
    return pictures * 2 - 1
