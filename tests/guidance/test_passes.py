"""What inference does in one pass over cells is what training does in many."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from voxstudio.guidance.pocket import passes
from voxstudio.guidance.pocket.cells import likely_blocks, shares, soft_blocks
from voxstudio.guidance.pocket.lattice import CELL_CHANNELS, SITE_FEATURES
from voxstudio.guidance.pocket.model import Architecture, PocketModel
from voxstudio.guidance.pocket.words import MAX_WORDS
from voxstudio.render import threads
from voxstudio.world.palette import CLASSIC

TINY = Architecture(cell=4, site=8, middle=8, deep=16, layers=1, heads=2, told=16)
CLASSES = 1 + TINY.materials


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(("scenes", "prompts"), [(1, 1), (1, 2), (3, 3)])
def test_the_network_says_the_same_with_and_without_gradients(scenes, prompts, dtype, monkeypatch):
    torch.manual_seed(0)
    model = PocketModel(TINY)
    with torch.no_grad():
        for parameter in model.parameters():  # what begins as nothing would hide what is wrong
            parameter += 0.1 * torch.randn(parameter.shape)
    model.to(dtype)
    shape = (8, 16, 24)
    shown = (
        torch.randn(scenes, *shape, CELL_CHANNELS),
        torch.rand(scenes) * 0.9,
        torch.randn(prompts, MAX_WORDS, TINY.word_width) / 8,
        torch.randn(1, 2, 4, 6, SITE_FEATURES),
        torch.rand(scenes, *shape, CLASSES),
    )
    expected = model(*shown)
    with torch.no_grad():
        told = model(*shown)
        with monkeypatch.context() as changed:
            changed.setattr(passes, "_SMALL", 0)
            changed.setattr(threads, "thread_count", lambda: 3)
            assert torch.equal(model(*shown)[0], told[0])
        recalled = model(*shown, told[1])
    assert expected[0].requires_grad and told[0].shape == (prompts, *shape, CLASSES)
    close = {"atol": 1e-4, "rtol": 1e-4} if dtype == torch.float32 else {"atol": 0.15, "rtol": 0.02}
    for ours, its in zip(told, expected, strict=True):
        assert ours.dtype == its.dtype
        torch.testing.assert_close(ours, its.detach(), **close)
    torch.testing.assert_close(recalled[0], told[0])


@pytest.mark.parametrize("channels", [3, 48])
def test_an_activation_is_rounded_once_whatever_the_size(channels):
    torch.manual_seed(0)
    x, gain, shift = torch.randn(2, 5, 7, 1, channels).bfloat16(), torch.randn(2, channels), torch.randn(2, channels)
    x[0, 0, 0] = 0.0
    x[1, 0, 0] *= 1000.0
    gain[0, 0], gain[0, 1] = 1e4, -1e4  # SiLU far from zero
    normed = x.float() * torch.rsqrt(x.float().square().mean(-1, keepdim=True) + 1e-5)
    expected = F.silu(normed * gain[:, None, None, None] + shift[:, None, None, None])
    with torch.no_grad():
        exact, rounded = passes.activated(x.float(), gain, shift), passes.activated(x, gain, shift)
        same = passes.activated(x[:1], gain, shift)
    torch.testing.assert_close(exact, expected, atol=1e-5, rtol=1e-5)
    assert rounded.dtype == torch.bfloat16 and torch.equal(rounded, exact.bfloat16())
    assert torch.equal(same[0], rounded[0]) and not torch.equal(same[1], rounded[1])  # one scene, told of twice


def test_shares_of_logits_of_any_size_sum_to_one():
    logits = torch.randn(3, 5, 7, CLASSES) * torch.tensor([1.0, 30.0, 3000.0])[:, None, None, None]
    with torch.no_grad():
        told = shares(logits)
    assert torch.allclose(told, torch.softmax(logits, -1), atol=1e-6)
    assert torch.allclose(told.sum(-1), torch.ones(3, 5, 7), atol=1e-6)


def test_blocks_have_the_mean_colour_of_what_they_may_be_and_likely_ones_that_of_one():
    torch.manual_seed(0)
    likely = torch.softmax(3 * torch.randn(4, 6, 5, CLASSES), -1)
    likely[0] = torch.tensor([1 - 5e-5, 5e-5, *[0.0] * (CLASSES - 2)])  # as good as Air: without colour
    colours = torch.from_numpy(CLASSIC.colours())
    alpha, colour = soft_blocks(likely)
    assert torch.allclose(alpha, 1 - likely[..., 0]) and not colour[0].any()
    mean = torch.einsum("xyzm,mfc->xyzfc", likely[1:, ..., 1:], colours) / alpha[1:, ..., None, None]
    assert torch.allclose(colour[1:], mean, atol=1e-5)
    alpha, colour = likely_blocks(likely)
    assert torch.allclose(alpha, 1 - likely[..., 0])
    assert torch.equal(colour[1:], colours[likely[1:, ..., 1:].argmax(-1)])
