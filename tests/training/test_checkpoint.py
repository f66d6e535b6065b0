from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import numpy as safetensors

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.training import checkpoint
from voxstudio.training.trainer import Trainer
from voxstudio.world.palette import Material, Palette

CHANGES = {"lambda_smooth": 0.01, "steps": 10, "hard_from": 0.6}


def finish(trainer: Trainer) -> list[dict]:
    lines = []
    while not trainer.is_done:
        line = trainer.step().as_line()
        del line["seconds"]
        lines.append(line)
    return lines


def same(one: Trainer, other: Trainer) -> bool:
    return all(
        torch.equal(mine, theirs) for mine, theirs in zip(one.grid.parameters(), other.grid.parameters(), strict=True)
    )


def test_resume_is_exact_to_the_bit(make_trainer, prior, renderer, tmp_path: Path, start):
    locked = np.zeros(start.shape, bool)
    locked[2] = True
    straight, broken = make_trainer(CHANGES, locked=locked), make_trainer(CHANGES, locked=locked)
    lines = finish(straight)
    for _ in range(5):
        broken.step()
    broken.checkpoint(tmp_path)
    resumed = Trainer.restore(tmp_path, prior, renderer)
    assert resumed.step_index == 5 and resumed.settings == straight.settings
    assert finish(resumed) == lines[5:]
    assert same(resumed, straight)
    assert not same(resumed, broken)


def test_the_start_world_comes_back_with_palette_scale_and_extras(make_trainer, prior, renderer, tmp_path, start):
    palette = Palette(
        (
            *(replace(one, extras={"id": 1000}) for one in start.palette.materials[:6]),
            Material("Lava", (0.9, 0.3, 0.1), (0.8, 0.2, 0.0), (0.9, 0.3, 0.1), {"faceTiles": {"top": None}}),
        )
    )
    world = type(start)(start.blocks, palette, 1.5, {"map_json": {"fields": {"logFile": "ü"}}})
    trainer = make_trainer(start=world)
    trainer.step()
    trainer.checkpoint(tmp_path)
    again = Trainer.restore(tmp_path, prior, renderer).start
    assert again.palette == palette and again.palette.materials[6].extras == {"faceTiles": {"top": None}}
    assert (again.scale, again.extras) == (1.5, world.extras)
    np.testing.assert_array_equal(again.blocks, world.blocks)


def test_a_later_checkpoint_replaces_an_earlier_one(make_trainer, prior, renderer, tmp_path):
    trainer = make_trainer()
    for _ in range(2):
        trainer.step()
        trainer.checkpoint(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    assert Trainer.restore(tmp_path, prior, renderer).step_index == 2


def test_a_write_that_fails_leaves_the_earlier_checkpoint(make_trainer, prior, renderer, tmp_path, monkeypatch):
    trainer = make_trainer()
    trainer.step()
    trainer.checkpoint(tmp_path)
    trainer.step()

    def fail(path, value):
        raise UserError("disk full")

    monkeypatch.setattr(storage, "write_json", fail)
    with pytest.raises(UserError, match="disk full"):
        trainer.checkpoint(tmp_path)
    assert Trainer.restore(tmp_path, prior, renderer).step_index == 1


def test_damage_is_told(make_trainer, prior, renderer, tmp_path):
    trainer = make_trainer()
    trainer.step()
    trainer.checkpoint(tmp_path)
    (tensors,) = tmp_path.glob("*.safetensors")
    facts, data = (tmp_path / "state.json").read_text(), tensors.read_bytes()

    def refused(said: str) -> None:
        with pytest.raises(UserError, match=said):
            Trainer.restore(tmp_path, prior, renderer)

    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    tensors.write_bytes(flipped)
    refused("is damaged")
    tensors.write_bytes(data[:-10])
    refused("is damaged")
    tensors.unlink()
    refused(tensors.name)
    tensors.write_bytes(data)
    for change, said in (
        ({"version": 99}, "not a checkpoint of this version"),
        ({"tensors": "../else.safetensors"}, "outside its folder"),
        ({"step": None}, "does not fit"),
        ({"world": {}}, "cannot be used"),
        ({"rng": {}}, "does not fit"),
        ({"settings": {"steps": 0}}, "steps"),
        ({"settings": None}, "Settings must be"),
    ):
        (tmp_path / "state.json").write_text(json.dumps(json.loads(facts) | change))
        refused(said)
    (tmp_path / "state.json").write_text(facts[:100])
    refused("state.json")
    (tmp_path / "state.json").write_text(facts)
    assert Trainer.restore(tmp_path, prior, renderer).step_index == 1


def test_tensors_are_written_as_the_library_reads_them() -> None:
    kinds = (np.float16, np.float32, np.float64, np.int32, np.int64, np.uint8, np.uint32, np.bool_)
    numbers = np.random.default_rng(0).integers(0, 2, (3, 5))
    arrays = {f"one {np.dtype(kind)}": numbers.astype(kind) for kind in kinds}
    arrays |= {"none": np.zeros((0, 3), np.float32), "a scalar": np.array(7, np.int64)}
    read = safetensors.load(b"".join(checkpoint._pieces(arrays)))
    assert set(read) == set(arrays)
    for name, array in arrays.items():
        assert read[name].dtype == array.dtype and read[name].shape == array.shape and (read[name] == array).all()
