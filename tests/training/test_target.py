"""Targets that are held for some steps, and pictures that are small in the first part of a run."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from voxstudio.guidance.base import LinearPrediction
from voxstudio.guidance.priors.exemplar import ExemplarPrior
from voxstudio.training.trainer import Trainer

HELD = {"distiller": "multistep", "hold": 3}
HANDED_ON = {"what": torch.ones(2)}


class Asked:
    """Sizes of the pictures that the prior is asked about, one list a training step."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        answer = ExemplarPrior.predict_noise

        def watched(prior, latents, t, conditioning, views):
            self.sizes.append(latents.shape[-1])
            return answer(prior, latents, t, conditioning, views)

        monkeypatch.setattr(ExemplarPrior, "predict_noise", watched)

    def in_step(self, trainer: Trainer) -> list[int]:
        self.sizes.clear()
        trainer.step()
        return list(self.sizes)


@pytest.fixture
def asked(monkeypatch) -> Asked:
    return Asked(monkeypatch)


def test_a_target_is_held_and_approached(make_trainer, asked):
    trainer = make_trainer({**HELD, "hold": 8, "steps": 100})
    is_asked, apart = [], []
    for _ in range(9):
        is_asked.append(bool(asked.in_step(trainer)))
        seen = trainer.diagnostics
        apart.append(float((seen["render"] - seen["prediction"]).square().mean()))
    assert is_asked == [True, *[False] * 7, True]
    assert apart[7] < 0.8 * apart[0]


def test_other_distillers_hold_nothing(make_trainer, asked):
    trainer = make_trainer({"hold": 3})
    assert all(asked.in_step(trainer) for _ in range(4))


class BlockGuess(LinearPrediction):
    """Half a block everywhere."""

    def cells(self, cfg_scale):
        return torch.full((10, 9, 11), 0.5), torch.full((10, 9, 11, 3, 3), 0.5)

    def carried(self, cfg_scale):
        return HANDED_ON


def test_sds_holds_what_a_prior_that_knows_blocks_guesses(make_trainer, monkeypatch):
    answer, shown = ExemplarPrior.predict_noise, {}

    def guess(prior, latents, t, conditioning, views):
        told = answer(prior, latents, t, conditioning, views)
        shown[trainer.step_index] = views.carried
        return BlockGuess(told.conditional, told.unconditional)

    monkeypatch.setattr(ExemplarPrior, "predict_noise", guess)
    trainer = make_trainer({"hold": 3})
    for _ in range(7):
        trainer.step()
    assert shown == {0: None, 3: HANDED_ON, 6: HANDED_ON}


@pytest.mark.parametrize(
    "change",
    [
        lambda trainer: trainer.update(trainer.settings.with_(cfg_scale=2.0)),
        lambda trainer: trainer.edit(np.array([500]), np.array([1], np.uint8)),
        lambda trainer: trainer.push(np.array([500]), 1.0),
        lambda trainer: trainer.set_locked(np.ones(trainer.grid.shape, bool) & (np.arange(11) < 2)),
        lambda trainer: trainer.set_back(trainer.grid.blocks(), 1),
    ],
    ids=["settings", "edit", "push", "lock", "set back"],
)
def test_what_somebody_changes_is_seen_by_the_prior_at_once(make_trainer, asked, change):
    trainer = make_trainer(HELD)
    trainer.step()
    change(trainer)
    assert asked.in_step(trainer)


def test_a_run_goes_on_towards_its_target_to_the_bit(make_trainer, prior, renderer, tmp_path):
    straight, broken = make_trainer(HELD), make_trainer(HELD)
    for _ in range(8):
        straight.step()
    for _ in range(5):
        broken.step()
    broken.checkpoint(tmp_path)
    resumed = Trainer.restore(tmp_path, prior, renderer)
    for _ in range(3):
        resumed.step()
    assert torch.equal(straight.grid.occupancy_logits, resumed.grid.occupancy_logits)
    assert torch.equal(straight.grid.material_logits, resumed.grid.material_logits)


def test_small_pictures_come_first_and_no_target_outlives_them(make_trainer, asked):
    trainer = make_trainer({**HELD, "hold": 20, "steps": 8, "small_until": 0.5})
    sizes = [set(asked.in_step(trainer)) for _ in range(8)]
    assert sizes[0] == {8}
    assert sizes[4] == {16}
    assert not any(sizes[k] for k in (1, 2, 3, 5, 6, 7))
