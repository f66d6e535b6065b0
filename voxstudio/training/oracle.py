"""The oracle run: can the whole loop recover a known world from pictures alone?

The exemplar prior knows the exact pictures of a target. A run that starts from flat ground and follows it must end
at the target, as far as cameras can tell.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from voxstudio.guidance.priors.exemplar import ExemplarPrior, solid_cells
from voxstudio.render.base import Renderer
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import lighting
from voxstudio.training.report import StepReport
from voxstudio.training.settings import TrainSettings
from voxstudio.training.trainer import Trainer
from voxstudio.views.orbit import OrbitFrame, OrbitSampler
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

SETTINGS = TrainSettings(
    prompt="the target", prior="exemplar", init_mode="ground_plane", size_x=32, size_y=32, size_z=32, steps=600, lr=0.05
)
LOOKS = 60
"""Cameras that decide which cells can be known."""
_GLIMPSE = 0.3
"""Lit pixels over all looks that make a cell seen; 1/2000 of each ray leaks through a block, which stays below."""
_BRIGHT = 100.0


@dataclass(frozen=True)
class Recovery:
    """How near a run came. Only cells that some camera can see in the target count; see ``knowable``."""

    iou: float
    """Solid in both over solid in either, over knowable cells."""
    material_accuracy: float
    """Share of the knowable cells solid in both that are of the right material."""
    strict_iou: float
    """The same as ``iou`` over all cells, hidden ones included."""
    start_iou: float
    """``iou`` of the world that the run began with."""
    knowable: float
    """Share of the target's solid cells that count."""
    seconds: float
    steps: int


def run_oracle(
    settings: TrainSettings = SETTINGS, watch: Callable[[StepReport, Trainer], None] | None = None
) -> Recovery:
    """Run from flat ground to ``target_world`` under the exemplar prior and compare."""
    shape = (settings.size_x, settings.size_y, settings.size_z)
    start, target = ground_plane(shape), target_world(shape)
    renderer = CpuRenderer(start.scale, lighting(settings.lighting))
    seen = knowable(target, start, renderer, settings.seed)
    trainer = Trainer(settings, start, ExemplarPrior({"target": target}, renderer), renderer)
    began = time.perf_counter()
    while not trainer.is_done:
        report = trainer.step()
        if watch is not None:
            watch(report, trainer)
    seconds = time.perf_counter() - began
    result = trainer.snapshot().blocks
    both = seen & (result != 0) & target.occupied
    return Recovery(
        iou=_iou(result, target.blocks, seen),
        material_accuracy=float((result == target.blocks)[both].mean()) if both.any() else 0.0,
        strict_iou=_iou(result, target.blocks, np.ones(shape, bool)),
        start_iou=_iou(start.blocks, target.blocks, seen),
        knowable=float(seen[target.occupied].mean()),
        seconds=seconds,
        steps=trainer.step_index,
    )


def target_world(shape: tuple[int, int, int]) -> VoxelWorld:
    """A small castle on the flat ground that ``ground_plane`` makes: walls, four towers, a keep, a pond, a roof.

    Everything is drawn in eighths of the ground's sides. Rooms are filled, so nothing is hidden but the inside of
    solids.
    """
    world = ground_plane(shape)
    blocks = world.blocks
    ground = int(world.occupied.any(axis=(0, 2)).sum())
    unit_x, unit_z = shape[0] / 16, shape[2] / 16
    height = (shape[1] - ground) / 16

    def fill(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], name: str) -> None:
        box = (_span(x, unit_x), _span(y, height, ground), _span(z, unit_z))
        blocks[box] = CLASSIC.index(name)

    fill((3, 13), (0, 4), (3, 13), "Stone")
    blocks[_span((4, 12), unit_x), ground:, _span((4, 12), unit_z)] = 0
    for x in (2.5, 11.5):
        for z in (2.5, 11.5):
            fill((x, x + 2), (0, 7), (z, z + 2), "Stone")
            fill((x, x + 2), (7, 8), (z, z + 2), "Plank")
    fill((6, 9.5), (0, 8), (6, 9.5), "Sand")
    fill((6.5, 9), (8, 10), (6.5, 9), "Snow")
    fill((7, 8.5), (0, 3), (2.5, 4.5), "Plank")
    blocks[_span((0.5, 2), unit_x), ground - 1, _span((5, 11), unit_z)] = CLASSIC.index("Water")
    return world


def knowable(target: VoxelWorld, start: VoxelWorld, renderer: Renderer, seed: int) -> np.ndarray:
    """Cells bool [X, Y, Z] that pictures can tell about: seen, solid or empty, from some of ``LOOKS`` cameras.

    The cameras are drawn as training draws them. The inside of solids and what is behind them never shows, so a run
    cannot know it.
    """
    alpha, colour = (cells.requires_grad_() for cells in solid_cells(target))
    # Air so bright that its gradient is the light that reaches it, whatever is behind.
    with torch.no_grad():
        colour[torch.from_numpy(~target.occupied)] = _BRIGHT
    cameras = OrbitSampler(OrbitFrame.of(start), 64).sample(LOOKS, np.random.default_rng(seed + 1))
    pictures = renderer.render(alpha, colour, cameras, torch.zeros(3))[:, :3].mean(dim=1)
    for_alpha, for_colour = torch.autograd.grad(pictures.sum(), (alpha, colour))
    reached = torch.where(alpha > 0.5, for_colour.sum(dim=(3, 4)), for_alpha / _BRIGHT)
    return (reached > _GLIMPSE).detach().numpy()


def _iou(result: np.ndarray, target: np.ndarray, where: np.ndarray) -> float:
    ours, theirs = (result != 0) & where, (target != 0) & where
    return float((ours & theirs).sum() / max((ours | theirs).sum(), 1))


def _span(ends: tuple[float, float], unit: float, offset: int = 0) -> slice:
    return slice(offset + round(ends[0] * unit), offset + max(round(ends[1] * unit), round(ends[0] * unit) + 1))
