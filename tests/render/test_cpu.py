"""The CPU renderer against its definition, finite differences and the published colour table."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from voxstudio.bench.lighting import EXPECTED
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import EDITOR, NORMALS, STUDIO
from voxstudio.render.preview import render_world, to_uint8
from voxstudio.render.reference import TorchRenderer
from voxstudio.views.camera import Camera
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

SHAPE = (7, 5, 6)


def orbit(count: int, size: tuple[int, int] = (24, 30), distance: float = 20) -> list[Camera]:
    angles = [0.35 + 2 * math.pi * k / count for k in range(count)]
    return [
        Camera.look_at(
            (distance * math.sin(a), 9.3 + k, distance * math.cos(a)), (0.2, 3.1, 0.3), width=size[1], height=size[0]
        )
        for k, a in enumerate(angles)
    ]


@pytest.fixture
def soft():
    rng = torch.Generator().manual_seed(1)
    alpha = torch.rand(SHAPE, generator=rng)
    alpha[alpha < 0.3] = 0.0
    alpha[alpha > 0.9] = 1.0
    colour = torch.rand(*SHAPE, 3, 3, generator=rng)
    background = torch.rand(3, 3, generator=rng)
    return alpha.requires_grad_(), colour.requires_grad_(), background.requires_grad_()


def test_pictures_and_gradients_are_those_of_the_definition(soft):
    cameras = orbit(3)
    weights = torch.randn(3, 4, 24, 30, generator=torch.Generator().manual_seed(2))
    results = []
    for renderer in (CpuRenderer(2.0, STUDIO), TorchRenderer(2.0, STUDIO)):
        picture = renderer.render(soft[0], soft[1], cameras, soft[2])
        results.append((picture, *torch.autograd.grad((picture * weights).sum(), soft)))
    assert (results[0][0] - results[1][0]).abs().max() < 1e-4
    for ours, reference in zip(results[0][1:], results[1][1:], strict=True):
        assert reference.abs().max() > 0.1
        # The definition divides nothing, the kernel divides by 1 - a: single precision bounds how near they come.
        assert (ours - reference).abs().max() < 1e-3 * reference.abs().max()


def test_gradients_are_those_of_finite_differences(soft):
    renderer, cameras = CpuRenderer(2.0, EDITOR), orbit(2)
    weights = torch.randn(2, 4, 24, 30, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    background = soft[2][:2].detach()

    def loss() -> torch.Tensor:
        return (renderer.render(soft[0], soft[1], cameras, background).double() * weights).sum()

    gradients = torch.autograd.grad(loss(), soft[:2])
    rng = np.random.default_rng(4)
    step = 4e-3
    for tensor, gradient in zip(soft[:2], gradients, strict=True):
        values = tensor.data.view(-1)
        # Away from the ends of 0..1, where the difference would leave the range of the definition.
        candidates = torch.nonzero((values > step) & (values < 0.99)).view(-1).numpy()
        for index in rng.choice(candidates, 40):
            kept = values[index].item()
            values[index] = kept + step
            above = loss().item()
            values[index] = kept - step
            below = loss().item()
            values[index] = kept
            difference = (above - below) / (2 * step)
            assert gradient.reshape(-1)[index].item() == pytest.approx(difference, rel=1e-3, abs=1e-3 * 5)


def test_empty_seen_and_hidden_cells_have_a_gradient():
    alpha = torch.zeros(5, 5, 5)
    alpha[:, :2] = 1.0
    alpha.requires_grad_()
    colour = torch.full((5, 5, 5, 3, 3), 0.5, requires_grad=True)
    camera = Camera.look_at((3, 40, 2), (0.1, 0, 0.1), fov_y_deg=16, width=64, height=64)
    CpuRenderer(2.0, STUDIO).render(alpha, colour, [camera], torch.tensor([1.0, 0.0, 0.0]))[:, :3].sum().backward()
    assert alpha.grad is not None
    assert alpha.grad[2, 3, 2].abs() > 1, "empty, in front of the ground"
    assert alpha.grad[2, 1, 2].abs() > 0.01, "seen"
    assert alpha.grad[2, 0, 2].abs() > 1e-4, "hidden under an opaque block"


def test_a_batch_is_its_pictures_and_memory_of_a_call_does_not_leak(soft):
    renderer, cameras = CpuRenderer(2.0, STUDIO), orbit(3)
    alpha, colour, background = soft
    together = renderer.render(alpha, colour, cameras, background)
    alone = [renderer.render(alpha, colour, [c], b) for c, b in zip(cameras, background, strict=True)]
    assert torch.equal(together, torch.cat(alone))
    first = torch.autograd.grad(together.sum(), alpha)[0]
    again = torch.autograd.grad(renderer.render(alpha, colour, cameras, background).sum(), alpha)[0]
    assert torch.allclose(first, again, atol=1e-4)


@pytest.mark.parametrize("position", [(0.3, 4.2, 0.1), (1.1, 2.1, 3.1), (0.0, 60.0, 0.0), (0.0, -30.0, 0.01)])
def test_cameras_inside_on_edges_above_and_below(soft, position):
    camera = Camera.look_at(position, (0.4, 3.3, -9.2) if position[1] < 50 else (0, 0, 0), width=16, height=12)
    ours = CpuRenderer(2.0, STUDIO).render(soft[0], soft[1], [camera], soft[2][:1])
    reference = TorchRenderer(2.0, STUDIO).render(soft[0], soft[1], [camera], soft[2][:1])
    assert torch.isfinite(ours).all()
    # A ray along an edge may be given to either of two cells, so a few pixels may differ.
    differing = ((ours - reference).abs() > 1e-4).any(1).float().mean()
    assert differing < 0.02


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("soft_renderer", [False, True])
def test_editor_lighting_is_the_table(name, soft_renderer):
    table = [[int(channel) for channel in face.split()] for face in EXPECTED[name].split(",")]
    block = CLASSIC.index(name)
    world = VoxelWorld(np.full((1, 1, 1), block, np.uint8))
    for normal, expected in zip(NORMALS, table, strict=True):
        camera = Camera.look_at(tuple(np.array([0, 1, 0]) + 8 * normal), (0, 1, 0), width=9, height=9)
        if soft_renderer:
            colour = torch.from_numpy(CLASSIC.colours()[block - 1]).expand(1, 1, 1, 3, 3)
            out = CpuRenderer(2.0, EDITOR).render(torch.ones(1, 1, 1), colour, [camera], torch.tensor(EDITOR.sky))
            picture = out[0, :3].permute(1, 2, 0).numpy()
        else:
            picture = render_world(world, camera, EDITOR)
        shown = to_uint8(picture)[4, 4].astype(int)
        assert np.abs(shown - expected).max() <= 1, (normal, shown, expected)


def test_hard_and_soft_renderer_agree():
    rng = np.random.default_rng(5)
    blocks = np.where(rng.random((9, 8, 7)) < 0.2, rng.integers(1, 8, (9, 8, 7)), 0).astype(np.uint8)
    world = VoxelWorld(blocks)
    camera = orbit(1, (40, 50), 30)[0]
    colour = torch.from_numpy(CLASSIC.colours()[np.maximum(blocks, 1) - 1])
    alpha = torch.from_numpy((blocks > 0).astype(np.float32))
    soft = CpuRenderer(2.0, STUDIO).render(alpha, colour, [camera], torch.tensor(STUDIO.sky))
    hard = render_world(world, camera, STUDIO)
    assert np.abs(soft[0, :3].permute(1, 2, 0).numpy() - hard).max() < 2e-3


def test_sizes_that_do_not_fit_are_refused(soft):
    renderer = CpuRenderer(2.0, STUDIO)
    with pytest.raises(ValueError, match="picture size"):
        renderer.render(soft[0], soft[1], [*orbit(1), *orbit(1, (8, 8))], soft[2][0])
    with pytest.raises(ValueError, match="colour must be"):
        renderer.render(soft[0], soft[1][:3], orbit(1), soft[2][0])
