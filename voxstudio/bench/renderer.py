"""The CPU renderer against its definition in plain torch."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import torch

from voxstudio.bench.row import Row
from voxstudio.places import find_map
from voxstudio.render.base import Renderer
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import STUDIO
from voxstudio.render.reference import TorchRenderer
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld

VIEWS, RESOLUTION = 4, 64
PROBES = 12
STEP = 1e-4


def measure() -> Iterator[Row]:
    """Colour, gradient and time on map 1, its blocks softened, at 64x64 and 4 views."""
    world = formats.load(find_map("1")).world
    cameras = OrbitSampler(OrbitFrame.of(world), RESOLUTION).sample(VIEWS, np.random.default_rng(0))
    ours, plain = CpuRenderer(world.scale, STUDIO), TorchRenderer(world.scale, STUDIO)
    render_once(ours, world, cameras)
    quick = min(render_once(ours, world, cameras)[0] for _ in range(10))
    slow, wanted, _ = render_once(plain, world, cameras)
    _, got, gradient = render_once(ours, world, cameras)
    yield Row("renderer colour difference", float((got - wanted).abs().max()), "of 1", 1e-4, at_most=1.0)
    yield Row("renderer gradient error", gradient_error(plain, world, cameras, gradient), "relative", 1e-3, at_most=1.0)
    yield Row("renderer forward + backward", quick, "s", slow, at_most=1 / 30)


def softened(world: VoxelWorld) -> tuple[torch.Tensor, torch.Tensor]:
    """Occupancy (X, Y, Z) that lets every cell be seen through, and colours (X, Y, Z, 3, 3)."""
    alpha = torch.from_numpy(np.where(world.occupied, 0.8, 0.02).astype(np.float32))
    colours = np.concatenate([np.full((1, 3, 3), 0.5, np.float32), world.palette.colours()])
    return alpha, torch.from_numpy(colours[world.blocks])


def render_once(
    renderer: Renderer, world: VoxelWorld, cameras: list[Camera]
) -> tuple[float, torch.Tensor, torch.Tensor]:
    """Seconds of a forward and a backward pass, the pictures, and the gradient of :func:`score` to alpha."""
    alpha, colour = softened(world)
    alpha.requires_grad_()
    colour.requires_grad_()
    start = time.perf_counter()
    pictures = renderer.render(alpha, colour, cameras, torch.zeros(3))
    score(pictures).backward()
    seconds = time.perf_counter() - start
    assert alpha.grad is not None
    return seconds, pictures.detach(), alpha.grad


def score(pictures: torch.Tensor) -> torch.Tensor:
    """A number that every pixel and channel moves by its own amount."""
    weights = torch.linspace(-1, 1, pictures.numel(), dtype=pictures.dtype).cos().reshape(pictures.shape)
    return (pictures * weights).sum()


def gradient_error(renderer: Renderer, world: VoxelWorld, cameras: list[Camera], gradient: torch.Tensor) -> float:
    """Largest deviation from central differences in double precision, relative to the largest derivative probed."""
    alpha, colour = (tensor.double() for tensor in softened(world))
    strongest = gradient.abs().flatten().topk(400).indices[:: 400 // PROBES]
    found, wanted = [], []
    for flat in strongest.tolist():
        cell = np.unravel_index(flat, world.shape)
        found.append(float(gradient[cell]))
        sides = []
        for sign in (1, -1):
            moved = alpha.clone()
            moved[cell] += sign * STEP
            with torch.no_grad():
                sides.append(float(score(renderer.render(moved, colour, cameras, torch.zeros(3).double()))))
        wanted.append((sides[0] - sides[1]) / (2 * STEP))
    return float(np.abs(np.subtract(found, wanted)).max() / np.abs(wanted).max())
