"""The judge: what it is taught, that it is repeatable, and that it knows what it sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.evaluation.classifier import training
from voxstudio.evaluation.classifier.data import TAUGHT, TRIED, make_batch, stream, trial
from voxstudio.evaluation.classifier.network import CLASSES, Classifier, load_classifier, save_classifier, shipped
from voxstudio.evaluation.classifier.rough import Roughness, roughen
from voxstudio.evaluation.classifier.training import train_classifier
from voxstudio.evaluation.classifier.verdict import Judge
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.generators.structures import KINDS

EASY = ("pyramid", "lighthouse", "windmill", "boat", "aqueduct", "snowman")


def test_the_shipped_classifier_is_small_and_knows_every_kind() -> None:
    assert tuple(kind.name for kind in KINDS) == CLASSES
    model = load_classifier()
    assert sum(parameter.numel() for parameter in model.parameters()) <= 400_000
    assert shipped().stat().st_size < 800_000
    assert sum(file.stat().st_size for file in shipped().parent.glob("*.safetensors")) < 16e6


def test_it_names_fresh_scenes_far_better_than_chance() -> None:
    judge = Judge.load()
    right = 0
    for kind in EASY:
        for turn in range(2):
            number = CLASSES.index(kind) + len(CLASSES) * (100 + turn)
            _, pictures, index = trial(1, number, is_rough=True)
            assert CLASSES[index] == kind
            right += judge.look(torch.from_numpy(pictures)).rank(kind) == 1
    # Chance is one in 48.
    assert right >= 8


def test_a_verdict_is_the_mean_over_the_pictures() -> None:
    class Fixed(Classifier):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            logits = torch.zeros(len(images), len(CLASSES))
            # Two pictures lean to the first kind, one is very sure of the second.
            logits[:2, 0], logits[2, 1], logits[:2, 1] = 3.0, 9.0, 2.0
            return logits

    verdict = Judge(Fixed()).look(torch.zeros(3, 3, 64, 64))
    assert verdict.kinds[:2] == (CLASSES[1], CLASSES[0])
    assert verdict.of_views == (CLASSES[0], CLASSES[0], CLASSES[1])
    assert verdict.rank(CLASSES[0]) == 2
    assert len(verdict.kinds) == len(set(verdict.kinds)) == len(CLASSES)
    assert verdict.is_of_family(CLASSES[1])


def test_its_worlds_are_not_the_priors() -> None:
    """The prior draws from [seed, step], with seeds that people type; the names of our streams are none."""
    ours = [stream(name, seed, number) for name in (TAUGHT, TRIED) for seed in range(3) for number in range(3)]
    names = {int(rng.integers(2**62)) for rng in ours}
    priors = {int(np.random.default_rng([seed, step]).integers(2**62)) for seed in range(20) for step in range(100)}
    assert len(names) == 18
    assert not names & priors
    assert min(TAUGHT, TRIED) > 10_000


def test_batches_are_pictures_that_seed_and_step_decide() -> None:
    first, again, other = (make_batch(0, step, 2, 32) for step in (3, 3, 4))
    assert first[0].shape == (8, 3, 32, 32)
    assert first[0].dtype == np.float32 and 0 <= first[0].min() <= first[0].max() <= 1
    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])
    assert len(set(first[1][:4])) == 1


def test_a_world_is_roughened_at_its_surface_only() -> None:
    world = ground_plane((24, 16, 24))
    world.blocks[8:16, 3:12, 8:16] = 3
    rng = np.random.default_rng(0)
    before = world.blocks.copy()
    same = roughen(world, Roughness(), rng)
    assert np.array_equal(same.blocks, before)
    rough = roughen(world, Roughness(removed=0.2, added=0.2, repainted=0.2), rng).blocks
    assert np.array_equal(world.blocks, before)
    changed = rough != before
    assert changed[7:17, 3:13, 7:17].mean() > 0.1
    assert not changed[10:14, 5:10, 10:14].any()
    assert not changed[:, :1].any() or not changed[2:-2, 0, 2:-2].any()
    holes = roughen(world, Roughness(holes=3), rng).blocks
    assert 0 < np.count_nonzero(before) - np.count_nonzero(holes) <= 3 * 64
    fat = np.count_nonzero(roughen(world, Roughness(is_fat=True), rng).blocks)
    assert fat >= np.count_nonzero(before)
    tinted = roughen(world, Roughness(tint=0.05), rng)
    assert np.array_equal(tinted.occupied, world.occupied)
    assert len(np.unique(tinted.blocks)) > len(np.unique(before))


def test_teaching_is_repeatable_and_small_pictures_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "SCENES_PER_STEP", 1)
    monkeypatch.setattr(training, "STEPS_PER_MINUTE", 4)
    sizes = [images.shape for images, _ in training._batches(0, 4)]
    assert [size[2] for size in sizes] == [32, 32, 64, 64]
    assert sizes[0][0] == 4 < sizes[1][0]
    losses: list[list[float]] = [[], []]
    models = [train_classifier(1, 5, lambda step, steps, loss, k=k: losses[k].append(loss)) for k in range(2)]
    assert losses[0] == losses[1]
    for name, value in models[0].state_dict().items():
        assert torch.equal(value, models[1].state_dict()[name]), name


def test_a_saved_classifier_answers_as_before_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = Classifier().eval()
    path = tmp_path / "classifier.safetensors"
    save_classifier(path, model)
    images = torch.rand(2, 3, 64, 64)
    assert torch.allclose(load_classifier(path)(images), model(images), atol=0.02)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(UserError, match="damaged"):
        load_classifier(path)
    with pytest.raises(UserError, match="--train-classifier"):
        load_classifier(tmp_path / "nowhere.safetensors")
