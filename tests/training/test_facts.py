"""What can be told of every cell is measured from the grid as it is."""

from __future__ import annotations

import numpy as np
import torch

from voxstudio.training.facts import confidence, pull


def test_confidence_is_the_chance_of_a_blocks_material_and_none_for_air(make_trainer):
    trainer = make_trainer()
    with torch.no_grad():
        trainer.grid.material_logits[0, 0, 0] = 0.0
        trainer.grid.material_logits[1, 0, 0, 2] = 100.0
    told = confidence(trainer)
    assert told.dtype == np.uint8 and told.shape == trainer.grid.shape
    assert told[0, 0, 0] == round(255 / len(trainer.grid.palette)) and told[1, 0, 0] == 255
    assert not told[trainer.grid.blocks() == 0].any() and told[trainer.grid.blocks() != 0].all()


def test_the_pull_is_against_the_gradient_and_none_before_the_first_step(make_trainer):
    # In much noise the strongest pull is towards a block.
    trainer = make_trainer({"t_max_start": 0.98, "t_min_start": 0.3})
    assert (pull(trainer) == 128).all()
    trainer.step()
    gradient, told = trainer.grid.occupancy_logits.grad.numpy(), pull(trainer).astype(int) - 128
    assert told[np.unravel_index(gradient.argmin(), gradient.shape)] == 127
    assert told[np.unravel_index(gradient.argmax(), gradient.shape)] < 0
    assert not told[gradient == 0].any()
    moved = np.abs(told) > 8
    assert moved.any() and (np.sign(told[moved]) == -np.sign(gradient[moved])).all()


def test_locked_cells_are_not_pulled(make_trainer):
    locked = np.zeros((10, 9, 11), np.bool_)
    locked[:5] = True
    trainer = make_trainer(locked=locked)
    trainer.step()
    told = pull(trainer)
    assert (told[locked] == 128).all() and (told[~locked] != 128).any()
