"""What the pocket prior is taught, and how."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.guidance.pocket.data import make_batch
from voxstudio.guidance.pocket.examples import BUILT, BURIED, examples, losses_of
from voxstudio.guidance.pocket.gallery import gallery
from voxstudio.guidance.pocket.model import Architecture
from voxstudio.guidance.pocket.training import BatchShape, Plan, PocketTraining, train
from voxstudio.guidance.pocket.weights import load_model
from voxstudio.guidance.pocket.words import word_table
from voxstudio.world.generators.relations import RELATIONS
from voxstudio.world.generators.scenes import Scene, scene
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.generators.structures import KINDS

TINY = Architecture(cell=4, site=8, middle=8, deep=16, layers=1, heads=2, told=16)


PLAN = Plan(
    seed=3,
    steps=6,
    batches=(BatchShape((16, 16, 16), 16, 2), BatchShape((32, 16, 32), 16, 2, 1.6), BatchShape((16, 16, 16), 32, 1)),
    warm_up=2,
)


def as_tensors(this: Scene) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(this.world.blocks)[None], torch.from_numpy(this.land.blocks)[None]


def test_batches_depend_on_seed_and_step_only():
    first, again, other = (make_batch(word_table(), 1, step, 4, (32, 24, 32)) for step in (7, 7, 8))
    assert np.array_equal(first.blocks, again.blocks)
    assert np.array_equal(first.land, again.land)
    assert first.captions == again.captions
    assert not np.array_equal(first.blocks, other.blocks)


def test_examples_are_the_scene_in_any_number_of_cells():
    blocks, land = as_tensors(scene(np.random.default_rng(3), KINDS[0], (32, 24, 32)))
    for across, side in ((16, (16, 12, 16)), (32, (32, 24, 32)), (64, (64, 48, 64))):
        of = examples(blocks, land, across, torch.Generator().manual_seed(1))
        assert of.shown.shape == (1, *side, 4)
        assert float(of.occupancy.mean()) == pytest.approx(float((blocks > 0).float().mean()), abs=1e-6)
        assert torch.all(of.materials.sum(-1)[of.occupancy == 0] == 0)


def test_examples_are_between_the_bare_land_and_the_finished_scene():
    blocks, land = as_tensors(scene(np.random.default_rng(3), KINDS[0], (32, 24, 32)))
    away = []
    for seed in range(160):
        of = examples(blocks, land, 32, torch.Generator().manual_seed(seed))
        away.append(float((of.shown[..., 0] - (2 * of.occupancy - 1)).abs().mean()))
    whole = float(((blocks > 0) != (land > 0)).float().mean()) * 2
    assert 0.75 < sum(distance < 1e-6 for distance in away) / len(away) < 0.95
    assert sum(distance == pytest.approx(whole, rel=0.01) for distance in away) >= 1
    assert max(away) <= whole * 1.01


def test_what_no_camera_can_see_hardly_counts():
    world = ground_plane((32, 24, 32))
    land = world.blocks.copy()
    height = int(world.occupied[16, :, 16].sum())
    world.blocks[20, height, 20] = 3
    of = examples(
        torch.from_numpy(world.blocks)[None], torch.from_numpy(land)[None], 32, torch.Generator().manual_seed(0)
    )
    weights = of.materials.sum(-1)[0]
    assert sorted(set(weights[:, height].flatten().tolist())) == [0, BUILT]
    inner = weights[1:-1, height - 1, 1:-1]
    assert inner.max() == 1
    assert (inner == pytest.approx(BURIED)) or float(inner.min()) == pytest.approx(BURIED)
    assert float(weights[16, 0, 16]) == pytest.approx(BURIED)
    assert float(weights[0, 0, 16]) == 1


def test_the_truth_has_the_least_loss():
    blocks, land = as_tensors(scene(np.random.default_rng(3), KINDS[0], (32, 24, 32)))
    of = examples(blocks, land, 16, torch.Generator().manual_seed(2))
    shares = torch.cat(
        [
            1 - of.occupancy[..., None],
            of.occupancy[..., None] * of.materials / of.materials.sum(-1, True).clamp(min=1e-9),
        ],
        -1,
    )
    best = torch.log(shares.clamp(min=1e-6))
    true, nothing = losses_of(best, of), losses_of(torch.zeros_like(best), of)
    for better, worse in zip(true, nothing, strict=True):
        assert 0 <= float(better) < 0.5 * float(worse)
    for _ in range(4):
        other = losses_of(best + 0.3 * torch.randn(best.shape), of)
        assert all(float(a) >= float(b) for a, b in zip(other, true, strict=True))


def test_training_goes_on_exactly_where_it_stopped(tmp_path):
    straight = PocketTraining(PLAN, TINY)
    losses = [straight.train_on(batch).tolist() for batch in straight.batches()]
    begun = PocketTraining(PLAN, TINY)
    for batch in begun.batches():
        begun.train_on(batch)
        if begun.step == 3:
            break
    begun.save(tmp_path)
    resumed = PocketTraining.resume(tmp_path)
    assert [resumed.train_on(batch).tolist() for batch in resumed.batches()] == losses[3:]
    for name, value in straight.average.items():
        assert torch.equal(value, resumed.average[name]), name
    assert load_model(tmp_path).architecture == TINY


def test_training_learns():
    plan = replace(PLAN, steps=60, batches=PLAN.batches[:1], learning_rate=1e-2)
    training = PocketTraining(plan, TINY)
    losses = [float(training.train_on(batch)[0]) for batch in training.batches()]
    assert np.mean(losses[-10:]) < 0.7 * np.mean(losses[:10])


def test_training_writes_its_log_and_refuses_to_resume_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("voxstudio.guidance.pocket.training.LOG_EVERY", 3)
    seen = []
    train(tmp_path, PLAN, architecture=TINY, on_step=lambda *told: seen.append(told))
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [3, 6]
    assert sorted(lines[0]["loss"]) == ["16 in 16", "16 in 32", "32 in 16"]
    assert seen[-1][:2] == (6, 6)
    state = torch.load(tmp_path / "training.pt", weights_only=True)
    torch.save(state | {"optimizer": state.pop("optimizers")}, tmp_path / "training.pt")
    with pytest.raises(UserError, match="older version"):
        train(tmp_path, PLAN, resume=True)
    with pytest.raises(UserError, match="no training to resume"):
        train(tmp_path / "elsewhere", resume=True)


def test_every_weight_of_the_network_is_trained_by_one_optimizer():
    training = PocketTraining(PLAN, TINY)
    trained = [p for optimizer in training.optimizers for group in optimizer.param_groups for p in group["params"]]
    assert sorted(map(id, trained)) == sorted(map(id, training.model.parameters()))
    assert all(p.ndim > 1 for p in training.optimizers[0].param_groups[0]["params"])


def test_the_gallery_has_a_row_of_every_kind_and_relation():
    sheet = gallery(1, 16)
    assert sheet.dtype == np.uint8
    assert sheet.shape[0] % (len(KINDS) + len(RELATIONS)) == 0
