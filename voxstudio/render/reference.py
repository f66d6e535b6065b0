"""The renderer's definition, spelled out slowly in plain torch: what the kernels are held against."""

from __future__ import annotations

import numpy as np
import torch

from voxstudio.render.base import Lighting
from voxstudio.render.lighting import FACE_KINDS
from voxstudio.views.camera import Camera

MAX_ALPHA = 0.9995


class TorchRenderer:
    """A ``Renderer`` that keeps a tensor for every cell that any ray crosses, sorted along the ray."""

    def __init__(self, scale: float, lighting: Lighting) -> None:
        self.scale = scale
        self.light = torch.from_numpy(lighting.array())

    def render(self, alpha, colour, cameras, background):
        """As ``Renderer.render``."""
        backdrop = background.expand(len(cameras), 3)
        pairs = zip(cameras, backdrop, strict=True)
        return torch.stack([self._picture(alpha, colour, camera, behind) for camera, behind in pairs])

    def _picture(self, alpha, colour, camera: Camera, background):
        cells, faces, valid = crossings(camera, tuple(alpha.shape), self.scale)
        x, y, z = cells.unbind(-1)
        # The forward value is bounded, the gradient passes: so says the renderer.
        a = alpha[x, y, z]
        a = (a + (a.clamp(max=MAX_ALPHA) - a).detach()) * valid
        c = colour[x, y, z, torch.tensor(FACE_KINDS)[faces]] * self.light[faces]
        through = torch.cumprod(torch.cat([torch.ones_like(a[:, :1]), 1 - a], 1), 1)
        rgb = (through[:, :-1] * a).unsqueeze(-1).mul(c).sum(1) + through[:, -1:] * background
        picture = torch.cat([rgb, 1 - through[:, -1:]], 1)
        return picture.T.reshape(4, camera.height, camera.width)


def crossings(camera: Camera, shape: tuple[int, int, int], scale: float):
    """Cells that each pixel's ray crosses, in order: int64 [rays, n, 3], entry faces [rays, n], bool [rays, n]."""
    origin, directions = camera.rays()
    origin = origin / scale + (shape[0] / 2, 0, shape[2] / 2)
    directions = directions.reshape(-1, 3)
    # Every grid plane that a ray meets, sorted: between two neighbours lies one cell.
    planes = [np.arange(n + 1) for n in shape]
    t = np.concatenate([(planes[k] - origin[k]) / directions[:, k : k + 1] for k in range(3)], 1)
    axis = np.concatenate([np.full(n + 1, k) for k, n in enumerate(shape)])
    order = np.argsort(t, axis=1)
    t = np.take_along_axis(t, order, 1)
    entered = axis[order][:, :-1]
    middle = (t[:, 1:] + t[:, :-1]) / 2
    cells = np.floor(origin + middle[..., None] * directions[:, None, :]).astype(np.int64)
    inside = ((cells >= 0) & (cells < np.array(shape))).all(-1)
    valid = inside & (t[:, :-1] > 0) & (t[:, 1:] - t[:, :-1] > 1e-12)
    towards = np.take_along_axis(directions, entered, 1) > 0
    faces = entered * 2 + towards
    cells = np.where(valid[..., None], cells, 0)
    return torch.from_numpy(cells), torch.from_numpy(faces), torch.from_numpy(valid)
