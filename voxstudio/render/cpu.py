"""The CPU renderer: soft voxels to pictures and back, in fused kernels without per-fragment tensors."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from voxstudio.render import _raymarch
from voxstudio.render.base import Lighting, cells_first, faces_first
from voxstudio.render.geometry import camera_rows
from voxstudio.render.threads import run_split, thread_count
from voxstudio.views.camera import Camera

_SCATTER_BYTES = 1 << 30
"""Memory that the threads' private gradient buffers may take together; large worlds get fewer threads."""


class CpuRenderer:
    """Implements ``Renderer`` for worlds of one scale under one lighting.

    Each ray is composited front to back over the cells it crosses, C = sum T_k a_k c_k + T_end * background, with
    c_k the cell's colour for the face it was entered through times that face's light. Cells are at most
    ``MAX_ALPHA`` opaque; the gradient passes through that bound.
    """

    name = "cpu"

    def __init__(self, scale: float, lighting: Lighting) -> None:
        self.scale = scale
        self.lighting = lighting
        self._light = lighting.array()
        self._scatter = _ScatterBuffers()

    def render(
        self,
        alpha: torch.Tensor,  # (X, Y, Z) in 0..1
        colour: torch.Tensor,  # (X, Y, Z, 3 faces, 3 channels)
        cameras: Sequence[Camera],  # B
        background: torch.Tensor,  # (3,) or (B, 3)
    ) -> torch.Tensor:
        """Pictures float32 (B, 4, H, W). Raises ``ValueError`` if the cameras differ in size."""
        if len({(camera.width, camera.height) for camera in cameras}) != 1:
            raise ValueError("the cameras of one call must have one picture size, and there must be at least one")
        if colour.shape != (*alpha.shape, 3, 3):
            raise ValueError(f"colour must be {(*alpha.shape, 3, 3)}, got {tuple(colour.shape)}")
        rows = camera_rows(cameras, tuple(alpha.shape), self.scale)
        size = (cameras[0].height, cameras[0].width)
        backdrop = background.expand(len(cameras), 3)
        result: Any = _Composite.apply(alpha, colour, backdrop, rows, size, self._light, self._scatter)
        return result


class _ScatterBuffers:
    """Gradient buffers of the threads, kept between calls: ``gather`` leaves them cleared."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._scattered = np.zeros((0, 0), np.float32)
        self._touched = np.zeros((0, 3, 0), np.uint8)

    def get(self, cells: int) -> tuple[np.ndarray, np.ndarray]:
        """Zeroed float32 [threads, 3 * cells * 4] and uint8 [threads, 3, blocks]."""
        threads = max(1, min(thread_count(), _SCATTER_BYTES // (cells * 48)))
        if self._scattered.shape != (threads, 3 * cells * 4):
            self._scattered = np.zeros((threads, 3 * cells * 4), np.float32)
            self._touched = np.zeros((threads, 3, math.ceil(cells / _raymarch.BLOCK)), np.uint8)
        return self._scattered, self._touched


class _Composite(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, alpha, colour, background, rows, size, light, scatter):
        shape = tuple(alpha.shape)
        backdrop = np.ascontiguousarray(background.detach().numpy(), np.float32)
        opacity = np.ascontiguousarray(alpha.detach().numpy(), np.float32).ravel()
        shade = faces_first(colour.detach()).ravel()
        out = np.empty((len(rows), 4, *size), np.float32)
        run_split(
            len(rows) * size[0],
            lambda first, last: _raymarch.forward(opacity, shade, shape, rows, light, backdrop, first, last, out),
        )
        ctx.saved = (opacity, shade, shape, rows, light, backdrop, out[:, 3].copy(), scatter)
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor):
        alpha, colour, shape, rows, light, backdrop, coverage, scatter = ctx.saved
        pixels = np.ascontiguousarray(gradients[0].numpy(), np.float32)
        alpha_gradient = np.empty(alpha.size, np.float32)
        colour_gradient = np.empty(9 * alpha.size, np.float32)
        with scatter.lock:
            scattered, touched = scatter.get(alpha.size)
            threads = len(scattered)

            def march(first: int, last: int) -> None:
                for thread in range(first, last):
                    # Strips in turn, so that each thread gets its share of every picture.
                    _raymarch.backward(
                        alpha,
                        colour,
                        shape,
                        rows,
                        light,
                        backdrop,
                        pixels,
                        thread,
                        threads,
                        scattered[thread],
                        touched[thread],
                    )

            run_split(threads, march)
            run_split(
                touched.shape[2],
                lambda first, last: _raymarch.gather(scattered, touched, first, last, alpha_gradient, colour_gradient),
            )
        background_gradient = None
        if ctx.needs_input_grad[2]:
            background_gradient = torch.from_numpy(
                (pixels[:, :3] * (1 - coverage)[:, None]).sum((2, 3), dtype=np.float32)
            )
        return (
            torch.from_numpy(alpha_gradient.reshape(shape)),
            torch.from_numpy(cells_first(colour_gradient, shape)),
            background_gradient,
            None,
            None,
            None,
            None,
        )
