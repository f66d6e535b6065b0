from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.guidance.base import Cells, LinearPrediction
from voxstudio.guidance.priors.exemplar import ExemplarPrior
from voxstudio.training.guard import PATIENCE, TrainingError
from voxstudio.training.report import StepReport
from voxstudio.training.trainer import Trainer
from voxstudio.views.camera import Camera
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld


def run(trainer, steps: int | None = None) -> list[StepReport]:
    reports = []
    while not trainer.is_done and (steps is None or len(reports) < steps):
        reports.append(trainer.step())
    return reports


def test_a_step_reports_what_the_contract_says(make_trainer):
    trainer = make_trainer()
    report = trainer.step()
    assert report.step == 1 == trainer.step_index
    assert set(report.losses) == {"total", "sds", "sparsity", "entropy", "smooth"}
    assert report.losses["total"] == pytest.approx(
        sum(value for name, value in report.losses.items() if name != "total")
    )
    stats = report.grid_stats
    assert stats["num_active_voxels"] == 10 * 2 * 11 and stats["total_voxels"] == 10 * 9 * 11
    assert stats["density"] == pytest.approx(2 / 9)
    assert sum(stats["material_distribution"].values()) == pytest.approx(100, abs=0.01)
    assert stats["material_distribution"]["Grass"] > 99
    assert min(report.grads.values()) > 0 and set(report.grads) == {"occupancy_l2", "materials_l2", "image_l2"}
    assert 0 < report.seconds["prior"] + report.seconds["render"] <= report.seconds["total"]
    assert (report.temperature, report.lr, report.cfg_scale, report.t_range) == (
        2.0,
        trainer.settings.lr,
        trainer.settings.cfg_scale,
        (trainer.settings.t_min_start, trainer.settings.t_max_start),
    )

    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(plain(one) for one in value.values())
        if isinstance(value, tuple | list):
            return all(plain(one) for one in value)
        return type(value) in (int, float, bool, str)

    assert plain(report.as_line())
    assert trainer.diagnostics["render"].shape == (2, 3, 16, 16) == trainer.diagnostics["gradient"].shape


def test_blocks_are_counted_in_steps_that_are_written_down_and_now_and_then(make_trainer):
    trainer = make_trainer({"steps": 13, "log_every": 4, "lr": 0.3})
    counted = {}
    while not trainer.is_done:
        report = trainer.step()
        counted[report.step] = report.grid_stats
        if report.step in (1, 4, 5, 8, 10, 12, 13):
            assert report.grid_stats["num_active_voxels"] == np.count_nonzero(trainer.blocks())
    assert counted[2] is counted[3] is counted[1] and counted[9] is counted[8] is not counted[7]


@pytest.mark.parametrize(("begins_at", "scale"), [(0.0, 7.0), (1.0, 1.0)])
def test_the_trainer_guides_by_the_noise_of_a_step(make_trainer, begins_at, scale):
    trainer = make_trainer({"cfg_scale": 7.0, "cfg_from": begins_at, "t_max_start": 0.8})
    distil, asked = trainer._distiller, []

    def watched(prior, images, conditioning, views, timesteps, cfg_scale, rng):
        asked.append(cfg_scale)
        return distil(prior, images, conditioning, views, timesteps, cfg_scale, rng)

    trainer._distiller = watched
    trainer.step()
    assert asked == [scale]


def test_small_pictures_are_rendered_small(make_trainer, renderer, monkeypatch):
    sizes, render = [], renderer.render

    def watched(alpha, colour, cameras, background):
        sizes.append({(camera.width, camera.height) for camera in cameras})
        return render(alpha, colour, cameras, background)

    monkeypatch.setattr(renderer, "render", watched)
    trainer = make_trainer({"small_until": 1.0})
    trainer.step()
    assert sizes and all(size == {(8, 8)} for size in sizes)
    assert trainer.diagnostics["render"].shape == (2, 3, 8, 8)


def test_a_run_moves_towards_the_prior(make_trainer, target, start):
    trainer = make_trainer({"steps": 120, "views_per_step": 4})
    reports = run(trainer)
    blocks = trainer.snapshot().blocks
    tower = (target.blocks != 0) & (start.blocks == 0)
    shell = tower.copy()
    shell[4:6, 2:6, 5:7] = False  # what no camera sees
    assert (blocks[shell] == target.blocks[shell]).mean() > 0.8
    around = target.blocks == 0
    assert (blocks[around] != 0).mean() < 0.05
    assert reports[-1].is_hard and not reports[0].is_hard
    early, late = (np.mean([report.losses["sds"] for report in part]) for part in (reports[:10], reports[-10:]))
    assert late < 0.5 * early


def test_the_last_picture_is_what_is_exported(make_trainer, renderer):
    trainer = make_trainer({"steps": 30, "hard_from": 0.5})
    run(trainer, 29)
    shown, _ = trainer.grid(trainer.now().temperature, trainer.now().is_hard)
    np.testing.assert_array_equal(shown.detach().numpy() == 1, trainer.snapshot().blocks != 0)
    trainer.step()
    assert trainer.is_done


class Restless(ExemplarPrior):
    """A prior that is never quite content, as trained ones are."""

    def predict_noise(self, latents, t, conditioning, views):
        told = super().predict_noise(latents, t, conditioning, views).conditional
        wish = 0.1 * torch.sin(torch.arange(told[0].numel(), dtype=torch.float32)).view(told[0].shape)
        return LinearPrediction(told + wish, told)


def test_gradients_live_to_the_end(make_trainer, target, renderer):
    reports = run(make_trainer({"steps": 60}, prior=Restless({"tower": target}, renderer, 16)))
    for name in ("occupancy_l2", "materials_l2"):
        norms = [report.grads[name] for report in reports]
        assert min(norms) > 1e-2 * norms[0], name


def test_the_same_seed_makes_the_same_world_and_another_another(make_trainer):
    ends = []
    for seed in (1, 1, 2):
        trainer = make_trainer({"seed": seed, "steps": 5})
        run(trainer)
        ends.append(trainer.grid.material_logits.detach().clone())
    assert torch.equal(ends[0], ends[1])
    assert not torch.equal(ends[0], ends[2])


def test_locked_cells_are_bit_identical_after_a_run(make_trainer, start):
    locked = np.zeros(start.shape, bool)
    locked[:5] = True
    trainer = make_trainer({"steps": 20, "lambda_smooth": 0.1}, locked=locked)
    mask = torch.from_numpy(locked)
    logits = (trainer.grid.occupancy_logits, trainer.grid.material_logits)
    before = [one.detach().clone() for one in logits]
    run(trainer)
    for one, other in zip(logits, before, strict=True):
        assert torch.equal(one[mask], other[mask])
        assert not torch.equal(one[~mask], other[~mask])
    np.testing.assert_array_equal(trainer.snapshot().blocks[locked], start.blocks[locked])
    trainer.set_locked(None)
    trainer.update(trainer.settings.with_(steps=25))
    run(trainer)
    assert not torch.equal(logits[0][mask], before[0][mask])


def flat(start, *cells):
    return np.ravel_multi_index(tuple(np.array(cells).T), start.shape)


def test_painting_takes_effect_and_survives_training(make_trainer, start):
    trainer = make_trainer({"steps": 40, "min_piece": 4})
    run(trainer, 5)
    before = trainer.grid.occupancy_logits.detach().clone()
    top = start.shape[1] - 1
    cells, materials = flat(start, (0, top, 0), (0, 2, 0), (1, 0, 1)), np.array([5, 5, 0], np.uint8)
    trainer.edit(cells, materials)
    rest = np.setdiff1d(np.arange(start.blocks.size), cells)
    assert torch.equal(trainer.grid.occupancy_logits.detach().reshape(-1)[rest], before.reshape(-1)[rest])
    # Even the block that hangs alone in the sky stays, where crumbs of fewer than four blocks go.
    assert (trainer.snapshot().blocks.reshape(-1)[cells] == materials).all()
    run(trainer, 20)
    assert (trainer.snapshot().blocks.reshape(-1)[cells] == materials).all()
    assert not torch.equal(trainer.grid.occupancy_logits.detach().reshape(-1)[rest], before.reshape(-1)[rest])


def test_painted_cells_begin_without_momentum(make_trainer, start):
    trainer = make_trainer()
    run(trainer, 3)
    cells = np.arange(start.blocks.size)[::2]
    adams = (trainer._occupancy_adam, trainer._material_adam)
    assert all(np.abs(adam._mean[0].reshape(start.blocks.size, -1)[cells]).max() > 0 for adam in adams)
    trainer.edit(cells, np.ones(len(cells), np.uint8))
    for adam in adams:
        for moments in (adam._mean[0], adam._square[0]):
            assert not moments.reshape(start.blocks.size, -1)[cells].any()
            assert moments.reshape(start.blocks.size, -1)[1::2].any()
        assert adam._mean[1].any()
    trainer.edit(np.arange(start.blocks.size), np.ones(start.blocks.size, np.uint8))
    assert not any(moments.any() for adam in adams for moments in (*adam._mean, *adam._square))


def test_locked_cells_refuse_paint_and_pushes(make_trainer, start):
    locked = np.zeros(start.shape, bool)
    locked[:2] = True
    trainer = make_trainer(locked=locked)
    everything = np.arange(start.blocks.size)
    before = [one.detach().clone() for one in (trainer.grid.occupancy_logits, trainer.grid.material_logits)]
    trainer.edit(everything, np.full(start.blocks.size, 4, np.uint8))
    trainer.push(everything, -1.0)
    after = (trainer.grid.occupancy_logits, trainer.grid.material_logits)
    for one, other in zip(after, before, strict=True):
        assert torch.equal(one.detach()[:2], other[:2])
        assert not torch.equal(one.detach()[2:], other[2:])


def test_pushing_raises_and_lowers_what_the_run_thinks(make_trainer, start):
    trainer = make_trainer()
    logits = trainer.grid.occupancy_logits
    cells = flat(start, (0, start.shape[1] - 1, 0))
    before = float(logits.detach().reshape(-1)[cells])
    trainer.push(cells, 2.5)
    assert float(logits.detach().reshape(-1)[cells]) == pytest.approx(before + 2.5)
    trainer.push(cells, -100.0)
    assert -10 < float(logits.detach().reshape(-1)[cells]) < before


def test_a_push_is_taken_back_to_the_last_bit_even_beyond_the_bounds(make_trainer, start):
    trainer = make_trainer()
    logits, cells = trainer.grid.occupancy_logits, np.arange(0, start.blocks.size, 3)
    before, home = logits.detach().clone(), trainer._home.clone()
    pushed = trainer.push(cells, 100.0)
    assert not torch.equal(logits.detach(), before)
    trainer.take_back(pushed)
    assert torch.equal(logits.detach(), before)
    assert torch.equal(trainer._home, home)


def test_taking_a_push_back_keeps_what_training_did_since(make_trainer, start):
    trainer = make_trainer()
    cells = np.arange(start.blocks.size)
    before = trainer.grid.occupancy_logits.detach().clone()
    pushed = trainer.push(cells, 0.25)
    with torch.no_grad():
        trainer.grid.occupancy_logits += 0.5
    trainer.take_back(pushed)
    assert torch.allclose(trainer.grid.occupancy_logits.detach(), before + 0.5, atol=1e-5)


def test_the_hard_world_is_worked_out_once_a_step_and_again_after_a_change(make_trainer, start, monkeypatch):
    trainer, calls = make_trainer(), []
    blocks = type(trainer.grid).blocks
    monkeypatch.setattr(type(trainer.grid), "blocks", lambda grid: (calls.append(1), blocks(grid))[1])
    trainer.step()
    trainer.snapshot()
    trainer.blocks()
    assert len(calls) == 1
    cells = flat(start, (0, start.shape[1] - 1, 0))
    trainer.edit(cells, np.array([5], np.uint8))
    assert trainer.blocks().reshape(-1)[cells] == 5
    assert trainer.snapshot().blocks is trainer.blocks()


def test_a_checkpoint_keeps_what_was_painted(make_trainer, start, tmp_path):
    trainer = make_trainer({"steps": 9, "min_piece": 4})
    cells = flat(start, (0, start.shape[1] - 1, 0))
    trainer.edit(cells, np.array([5], np.uint8))
    trainer.checkpoint(tmp_path / "checkpoint")
    again = Trainer.restore(tmp_path / "checkpoint", trainer._prior, trainer._renderer)
    np.testing.assert_array_equal(again.snapshot().blocks, trainer.snapshot().blocks)
    assert again.snapshot().blocks.reshape(-1)[cells] == 5


def test_settings_change_at_the_next_step(make_trainer):
    trainer = make_trainer()
    trainer.step()
    trainer.update(trainer.settings.with_(lr=0.5, cfg_scale=3.0, views_per_step=3, lambda_smooth=1.0, prompt="a"))
    report = trainer.step()
    assert (report.lr, report.cfg_scale, report.views) == (0.5, 3.0, 3)
    assert report.losses["smooth"] > 0
    trainer.update(trainer.settings.with_(distiller="csd"))
    assert trainer.step().grads["image_l2"] == 0  # one exemplar: the prompt adds nothing
    for change in ({"seed": 1}, {"size_x": 3}, {"strength": 0.1}, {"lighting": "editor"}):
        with pytest.raises(UserError, match=f"{next(iter(change))} is fixed"):
            trainer.update(trainer.settings.with_(**change))
    with pytest.raises(UserError, match="dataset"):
        trainer.update(trainer.settings.with_(cameras="dataset"))
    with pytest.raises(UserError, match="empty"):
        trainer.update(trainer.settings.with_(prompt=" "))
    assert trainer.settings.prompt == "a"


def test_more_steps_may_be_added_to_a_finished_run(make_trainer):
    trainer = make_trainer({"steps": 2})
    run(trainer)
    assert trainer.is_done
    trainer.update(trainer.settings.with_(steps=4))
    assert [report.step for report in run(trainer)] == [3, 4]


def test_snapshots_are_copies(make_trainer):
    trainer = make_trainer()
    trainer.step()
    snapshot = trainer.snapshot()
    kept = (snapshot.blocks.copy(), snapshot.occupancy.copy())
    run(trainer, 5)
    np.testing.assert_array_equal(snapshot.blocks, kept[0])
    np.testing.assert_array_equal(snapshot.occupancy, kept[1])
    assert snapshot.step == 1 and snapshot.blocks.dtype == np.uint8 == snapshot.occupancy.dtype
    assert ((snapshot.occupancy > 127) == (snapshot.blocks != 0)).mean() > 0.99
    world = snapshot.world()
    world.blocks[:] = 0
    assert snapshot.blocks.any()


def test_dataset_cameras_and_other_picture_sizes(make_trainer):
    cameras = [Camera.look_at((20.0 * x, 20.0, 30.0), (0.0, 4.0, 0.0), width=40, height=30) for x in (-1.0, 0.3, 1.0)]
    trainer = make_trainer({"cameras": "mixed", "train_h": 20, "train_w": 40}, dataset=cameras)
    report = trainer.step()
    assert 0 <= report.camera_index < 3 and report.grads["occupancy_l2"] > 0
    assert trainer.diagnostics["render"].shape == (2, 3, 16, 16)
    small = make_trainer({"train_h": 8})
    assert small.step().grads["materials_l2"] > 0
    with pytest.raises(UserError, match="dataset"):
        make_trainer({"cameras": "dataset"})


def test_max_blocks_bounds_the_world(make_trainer):
    trainer = make_trainer({"max_blocks": 100, "steps": 3})
    run(trainer)
    assert np.count_nonzero(trainer.snapshot().blocks) == 100


def test_strength_holds_a_map_back(make_trainer, start):
    moved = []
    for strength in (0.0, 1.0):
        trainer = make_trainer({"strength": strength, "init_mode": "from_map", "steps": 40, "hard_from": 1.0})
        run(trainer)
        moved.append(np.count_nonzero(trainer.snapshot().blocks != start.blocks))
    assert moved[0] < 0.6 * moved[1]


class Broken(ExemplarPrior):
    """A prior whose noise is what it is told to be."""

    value = 0.0

    def predict_noise(self, latents, t, conditioning, views):
        if self.value == 0.0:
            noise = super().predict_noise(latents, t, conditioning, views).conditional
            return LinearPrediction(noise, noise)
        wrong = torch.full_like(latents, self.value)
        return LinearPrediction(wrong, wrong)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_gradient_that_is_not_finite_stops_the_run_before_anything_changes(make_trainer, target, renderer, value):
    prior = Broken({"tower": target}, renderer, 16)
    trainer = make_trainer(prior=prior)
    trainer.step()
    before = [one.detach().clone() for one in trainer.grid.parameters()]
    moments = {name: array.copy() for name, array in trainer._occupancy_adam.state().items()}
    prior.value = value
    with pytest.raises(TrainingError, match="Step 2: the image gradient from the prior exemplar is not finite"):
        trainer.step()
    assert trainer.step_index == 1
    assert all(torch.equal(one, other) for one, other in zip(trainer.grid.parameters(), before, strict=True))
    assert all(np.array_equal(array, moments[name]) for name, array in trainer._occupancy_adam.state().items())
    prior.value = 0.0
    assert trainer.step().step == 2


def test_a_run_that_learns_nothing_stops(make_trainer, target, renderer):
    prior = Broken({"tower": target}, renderer, 16)
    trainer = make_trainer({"distiller": "csd"}, prior=prior)  # no difference between with and without prompt
    run(trainer, PATIENCE - 1)
    with pytest.raises(TrainingError, match=f"no image gradient from the prior exemplar for {PATIENCE} steps"):
        trainer.step()


def test_a_prompt_is_needed(make_trainer):
    with pytest.raises(UserError, match="prompt is empty"):
        make_trainer({"prompt": ""})


def test_worlds_of_any_size_and_palette_train(make_trainer, renderer):
    for shape in ((1, 1, 1), (3, 17, 5)):
        world = VoxelWorld(np.ones(shape, np.uint8))
        prior = ExemplarPrior({"tower": world}, renderer, 16)
        other = VoxelWorld(np.full(shape, 2, np.uint8))
        report = make_trainer(start=other, prior=prior).step()
        assert report.grads["materials_l2"] > 0


def test_a_trainer_set_back_shows_exactly_those_blocks_and_stands_where_they_stood(make_trainer):
    trainer = make_trainer({"steps": 40, "views_per_step": 4})
    run(trainer, 15)
    past, then = trainer.snapshot(), trainer.now()
    run(trainer, 20)
    assert not np.array_equal(trainer.snapshot().blocks, past.blocks)
    trainer.set_back(past.blocks, past.step)
    assert np.array_equal(trainer.snapshot().blocks, past.blocks)
    assert (trainer.step_index, trainer.now()) == (15, then)
    assert trainer.step().step == 16
    assert trainer._occupancy_adam.state()["count"][0] == 1
    run(trainer)
    assert trainer.is_done


def test_setting_back_leaves_locked_cells_as_they_are(make_trainer):
    trainer = make_trainer({"steps": 40, "views_per_step": 4})
    first = trainer.snapshot()
    run(trainer, 20)
    locked = np.zeros(first.blocks.shape, np.bool_)
    locked[2:8, 2:7, 3:9] = True
    trainer.set_locked(locked)
    before = trainer.grid.occupancy_logits.detach().clone()
    kept = trainer.grid.blocks()[locked]
    trainer.set_back(first.blocks, 0)
    assert torch.equal(
        trainer.grid.occupancy_logits.detach()[torch.from_numpy(locked)], before[torch.from_numpy(locked)]
    )
    assert np.array_equal(trainer.grid.blocks()[locked], kept)
    assert np.array_equal(trainer.grid.blocks()[~locked], first.blocks[~locked])


@dataclass(frozen=True)
class KnowingPrediction(LinearPrediction):
    """With blocks that no guidance changes."""

    known: Cells

    def cells(self, cfg_scale):
        return self.known


class BlockOracle(ExemplarPrior):
    """An oracle that knows the blocks behind its pictures too."""

    def predict_noise(self, latents, t, conditioning, views):
        prediction = super().predict_noise(latents, t, conditioning, views)
        guess = self._targets["tower"]
        assert views.cells is not None and not views.cells[0].requires_grad
        return KnowingPrediction(prediction.conditional, prediction.unconditional, guess)


def test_a_prior_that_knows_blocks_builds_what_no_camera_sees(make_trainer, renderer, target):
    hidden = np.zeros(target.shape, np.bool_)
    hidden[4:6, 2:6, 5:7] = True
    target.blocks[hidden] = CLASSIC.index("Stone")
    built = {}
    for pull in (0.0, 1.0):
        prior = BlockOracle({"tower": target}, renderer, 16)
        trainer = make_trainer({"steps": 120, "views_per_step": 4, "block_pull": pull}, prior=prior)
        run(trainer)
        built[pull] = (trainer.blocks()[hidden] == target.blocks[hidden]).mean()
    assert built[0.0] < 0.2 < 0.9 < built[1.0]
