"""The pocket prior: its words, its training set, its training, and the noise it predicts."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.guidance.base import Views
from voxstudio.guidance.pocket import weights
from voxstudio.guidance.pocket.captions import DESCRIPTIONS, HELD_OUT_WORDINGS, MATERIALS, NOUNS, caption
from voxstudio.guidance.pocket.conditioning import camera_features, ray_maps
from voxstudio.guidance.pocket.data import make_batch, picture_of, random_cameras, reworded
from voxstudio.guidance.pocket.gallery import gallery
from voxstudio.guidance.pocket.model import Architecture, PocketModel, alphas_cumprod
from voxstudio.guidance.pocket.training import BatchShape, Plan, PocketTraining, Stage, train
from voxstudio.guidance.pocket.weights import load_model, save_weights, word_table
from voxstudio.guidance.pocket.words import MAX_WORDS
from voxstudio.guidance.priors.pocket import PocketPrior, sample
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import render_world
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.generators.relations import RELATIONS
from voxstudio.world.generators.scenes import Scene, scene
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.generators.structures import KINDS
from voxstudio.world.palette import CLASSIC

TINY = Architecture(channels=(16, 16, 16), heads=2, text_width=16)
PLAN = Plan(
    seed=3, stages=(Stage(4, (BatchShape(16, 4),)), Stage(2, (BatchShape(32, 4), BatchShape(16, 4, 1.6)))), warm_up=2
)


@pytest.fixture
def prior() -> PocketPrior:
    torch.manual_seed(0)
    made = PocketPrior(PocketModel(TINY).eval())
    made.resolution = 32
    return made


def views(count: int) -> Views:
    world = ground_plane((16, 16, 16))
    frame = OrbitFrame.of(world)
    cameras = [frame.camera(40.0 + 90 * k, 30, 1.4, fov_y_deg=45, width=32, height=32) for k in range(count)]
    return Views(cameras, world.shape, world.scale, torch.full((count, 3), 0.5))


UNSEEN = {
    "chateau": "castle",
    "spire": "tower",
    "footbridge": "bridge",
    "summit": "mountain",
    "town": "village",
    "spruce": "pine",
}


@pytest.mark.parametrize(("unseen", "known"), UNSEEN.items())
def test_words_that_mean_nearly_the_same_lie_together(unseen, known):
    table = word_table()
    kinds = ("castle", "tower", "house", "pyramid", "mountain", "bridge", "wall", "church", "pine", "village")
    vectors = {kind: table.encode(kind)[0] for kind in kinds}
    asked = table.encode(unseen).mean(0)
    assert max(kinds, key=lambda kind: float(asked @ vectors[kind])) == known


def test_unknown_words_are_put_together_from_pieces_and_the_rest_is_cut():
    table = word_table()
    assert table.encode("").shape == (0, 64)
    assert table.encode("\u4e2d\u6587 !?").shape == (0, 64)
    assert np.linalg.norm(table.encode("castlelike")[0]) == pytest.approx(1, abs=1e-3)
    assert table.encode("castle " * 40).shape == (16, 64)


def words_of(text: str) -> list[str]:
    return re.findall("[a-z]+|[0-9]+", text.lower())


@pytest.fixture(scope="module")
def told() -> list[tuple[Scene, str]]:
    """Scenes with captions, several of each kind and relation."""
    found = []
    wanted = [(kind, None) for kind in KINDS] + [(None, relation) for relation in RELATIONS]
    for number, (kind, relation) in enumerate(wanted):
        for seed in range(4):
            rng = np.random.default_rng([number, seed])
            this = scene(rng, kind, (32, 24, 32), relation)
            found += [(this, caption(this, rng)) for _ in range(12)]
    return found


def test_captions_name_the_kind_and_no_other_material(told):
    for this, text in told:
        several = this.relation in ("two", "joined")
        names = (*NOUNS[this.kind], *DESCRIPTIONS[this.kind])
        assert any(name in text or several for name in names), text
        named = {word for word in ("sandstone", "timber", "brick") if word in words_of(text)}
        true = {
            word
            for thing in this.things
            for block in (thing.body, thing.roof)
            for phrase in MATERIALS[CLASSIC.names[block - 1]]
            for word in phrase.split()
        }
        assert named <= true, (text, this.things)


def test_captions_fit_and_all_their_words_are_known(told):
    known = word_table()
    for _, text in told:
        assert len(words_of(text)) <= MAX_WORDS, text
        assert [word for word in words_of(text) if word not in known] == [], text
    # Of all the ways to say it many are used.
    assert len({text for _, text in told}) > 0.6 * len(told)


def test_captions_tell_where_two_things_are(told):
    said = {"hilltop": "hill", "moat": "moat", "walled": "wall", "joined": "wall", "among trees": "trees"}
    for this, text in told:
        if this.relation in said:
            assert said[this.relation] in text
        if this.relation in ("two", "joined"):
            assert {"two", "twin", "pair"} & set(words_of(text)), text


def test_every_kind_has_wordings_that_captions_never_use(told):
    assert HELD_OUT_WORDINGS.keys() == NOUNS.keys() == DESCRIPTIONS.keys() == {kind.name for kind in KINDS}
    known, used = word_table(), {word for _, text in told for word in words_of(text)}
    for names in (NOUNS, DESCRIPTIONS):
        used |= {word for those in names.values() for name in those for word in words_of(name)}
    for prompts in HELD_OUT_WORDINGS.values():
        assert 2 <= len(prompts) <= 3
        for prompt in prompts:
            words = [word for word in words_of(prompt) if len(word) > 1]
            assert [word for word in words if word not in known] == [], prompt
            assert set(words) - used, f"{prompt!r} has no unseen word"


PLACED = {
    "igloo": "igloo",
    "minster": "church",
    "donjon": "castle",
    "galleon": "boat",
    "saguaro": "cactus",
    "tipi": "tent",
    "toadstool": "mushroom",
    "colossus": "statue",
}


@pytest.mark.parametrize(("word", "kind"), PLACED.items())
def test_words_that_the_vocabulary_had_in_pieces_lie_where_they_belong(word, kind):
    table = word_table()
    assert word in table
    names = ("igloo", "church", "castle", "boat", "cactus", "tent", "mushroom", "statue", "bridge", "mountain")
    asked = table.encode(word)[0]
    assert max(names, key=lambda name: float(asked @ table.encode(name)[0])) == kind


def test_cameras_are_those_of_runs():
    """All azimuths, elevations of 5 to 75 degrees, and the pictures of captured datasets."""
    rng = np.random.default_rng(0)
    this = scene(rng, KINDS[0], (32, 24, 32))
    frame = OrbitFrame.of(this.land)
    cameras = [camera for count in (1, 2, 4) for _ in range(86) for camera in random_cameras(this, 32, count, rng)]
    back = np.array([-np.asarray(camera.forward) for camera in cameras])
    azimuths = np.degrees(np.arctan2(back[:, 0], back[:, 2])) % 360
    assert np.histogram(azimuths, 8, (0, 360))[0].min() > len(cameras) / 8 / 2
    elevations = np.degrees(np.arcsin(back[:, 1]))
    assert elevations.min() < 12
    assert elevations.max() > 70
    # The middle square of a captured picture, at most a few hundredths of a span and degrees off.
    wide = [camera for camera in cameras if camera.fov_y_deg > 56]
    away = [np.linalg.norm(np.asarray(camera.position) - frame.target) / frame.span for camera in wide]
    assert sum(1.15 < distance < 1.5 for distance in away) > 30
    assert {camera.aspect for camera in cameras} == {1.0}


def test_the_gallery_has_a_row_of_every_kind_and_relation():
    sheet = gallery(1, 16)
    assert sheet.dtype == np.uint8
    assert sheet.shape[0] % (len(KINDS) + len(RELATIONS)) == 0


def test_batches_depend_on_seed_and_step_only():
    first, again, other = (make_batch(word_table(), 1, step, 4, 16, 2) for step in (5, 5, 6))
    assert np.array_equal(first.images, again.images)
    assert first.captions == again.captions
    assert not np.array_equal(first.images, other.images)
    assert np.abs(first.images).max() <= 1


def test_a_ray_map_knows_where_the_world_is():
    where = views(1)
    wide = [replace(where.cameras[0], fov_y_deg=100.0)]
    rays = ray_maps(wide, where.shape, where.scale, 16)[0]
    assert np.allclose(np.linalg.norm(rays[:3], axis=0), 1, atol=1e-5)
    # A moment is perpendicular to its direction.
    assert np.abs((rays[:3] * rays[3:6]).sum(0)).max() < 1e-5
    through = rays[7] - rays[6]
    assert through[8, 8] > 0.1
    assert through[0, 0] == 0


def test_camera_facts_tell_the_four_sides_apart():
    where = views(4)
    facts = camera_features(where.cameras, where.shape, where.scale, np.full((4, 3), 0.5))
    assert np.allclose(facts[:, 4], facts[0, 4])
    assert len({tuple(row.round(3)) for row in facts[:, :2]}) == 4


def test_the_schedule_is_the_cosine_that_diffusers_has():
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    theirs = DDPMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
    assert torch.allclose(alphas_cumprod(), theirs, atol=1e-5)


def test_training_goes_on_exactly_where_it_stopped(tmp_path):
    straight = PocketTraining(PLAN, TINY)
    losses = [straight.train_on(batch) for batch in straight.batches()]
    begun = PocketTraining(PLAN, TINY)
    for batch in begun.batches():
        begun.train_on(batch)
        if begun.step == 3:
            break
    begun.save(tmp_path)
    resumed = PocketTraining.resume(tmp_path)
    assert [resumed.train_on(batch) for batch in resumed.batches()] == losses[3:]
    for name, value in straight.average.items():
        assert torch.equal(value, resumed.average[name]), name
    assert load_model(tmp_path).architecture == TINY


def test_training_writes_its_log_and_refuses_to_resume_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("voxstudio.guidance.pocket.training.LOG_EVERY", 2)
    seen = []
    train(tmp_path, PLAN, architecture=TINY, on_step=lambda *told: seen.append(told))
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [2, 4, 6]
    assert [sorted(line["loss"]) for line in lines] == [["16"], ["16"], ["16", "32"]]
    assert seen[-1][:2] == (6, 6)
    state = torch.load(tmp_path / "training.pt", weights_only=True)
    torch.save(state | {"optimizer": state.pop("optimizers")}, tmp_path / "training.pt")
    with pytest.raises(UserError, match="older version"):
        train(tmp_path, resume=True)
    with pytest.raises(UserError, match="no training to resume"):
        train(tmp_path / "elsewhere", resume=True)


def test_predicted_noise_is_that_of_v(prior):
    where = views(2)
    x = torch.randn(2, 3, 32, 32)
    t = torch.tensor([100, 800])
    prediction = prior.predict_noise(x, t, prior.encode_text("a castle"), where)
    # Noise and picture told by the same v must put the noised picture together again.
    abar = prior.alphas_cumprod[t].view(-1, 1, 1, 1)
    for noise in (prediction.conditional, prediction.unconditional):
        v = (noise - (1 - abar).sqrt() * x) / abar.sqrt()
        clean = abar.sqrt() * x - (1 - abar).sqrt() * v
        assert torch.allclose(abar.sqrt() * clean + (1 - abar).sqrt() * noise, x, atol=1e-3)
    assert not torch.allclose(prediction.conditional, prediction.unconditional)
    bounded = (x - (1 - abar).sqrt() * prediction.guided(50.0)) / abar.sqrt()
    assert bounded.abs().max() < 1 + 1e-3
    same = prior.predict_noise(x, t, prior.encode_text("castle", "castle"), where)
    assert torch.allclose(same.conditional, same.unconditional, atol=1e-4)


def test_prompts_without_a_known_word_are_refused(prior):
    for prompt in ("", "   ", "!!!", "\u57ce"):
        with pytest.raises(UserError, match="no word"):
            prior.encode_text(prompt)


def test_samples_are_pictures_that_the_seed_decides(prior):
    first, again, other = (sample(prior, "a tower", views(2), steps=3, seed=seed) for seed in (0, 0, 1))
    assert first.shape == (2, 3, 32, 32)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert 0 <= first.min() <= first.max() <= 1


def test_damaged_and_missing_weights_are_told(tmp_path):
    with pytest.raises(UserError, match="no weights"):
        load_model(tmp_path)
    save_weights(tmp_path, TINY, PocketModel(TINY).state_dict())
    whole = (tmp_path / "model.safetensors").read_bytes()
    (tmp_path / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match="damaged"):
        load_model(tmp_path)


def test_the_shipped_weights_are_small_and_load():
    folder = weights.shipped_folder()
    assert sum(file.stat().st_size for file in folder.glob("*.safetensors")) < 16e6
    assert sum(p.numel() for p in load_model().parameters()) > 1e6


@pytest.mark.parametrize("together", [True, False])
def test_views_see_each_other_if_they_were_taught_to(together):
    torch.manual_seed(0)
    model = PocketPrior(PocketModel(replace(TINY, together=together)).eval())
    model.resolution = 32
    x, t, words = torch.randn(3, 3, 32, 32), torch.full((3,), 500), model.encode_text("a castle", "a tower")
    before = model.predict_noise(x, t, words, views(3))
    x[0] = torch.randn(3, 32, 32)
    after = model.predict_noise(x, t, words, views(3))
    for half in ("conditional", "unconditional"):
        others = getattr(after, half)[1:] - getattr(before, half)[1:]
        assert (float(others.abs().max()) > 1e-5) is together
    # What is to be avoided is no view of the thing.
    alone = model.predict_noise(x, t, model.encode_text("a castle", "a lighthouse"), views(3))
    assert torch.allclose(alone.conditional, after.conditional, atol=1e-5)


def test_small_pictures_are_means_of_large_ones():
    this = scene(np.random.default_rng(3), KINDS[0], (32, 24, 32))
    camera, background = (
        OrbitFrame.of(this.land).camera(30, 25, 1.4, fov_y_deg=45, width=64, height=64),
        (0.2, 0.4, 0.9),
    )
    whole = render_world(this.world, camera, STUDIO, background)
    small = picture_of(this, camera, background, 16)
    for row, column in np.ndindex(16, 16):
        part = whole[4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
        assert np.allclose(small[row, column], part.mean((0, 1)), atol=1e-6)
    assert np.allclose(picture_of(this, camera, background, 64), whole)


def test_every_weight_of_the_network_is_trained_by_one_optimizer():
    training = PocketTraining(PLAN, TINY)
    trained = [p for optimizer in training.optimizers for group in optimizer.param_groups for p in group["params"]]
    assert sorted(map(id, trained)) == sorted(map(id, training.model.parameters()))
    assert all(p.ndim > 1 for p in training.optimizers[0].param_groups[0]["params"])


def test_words_are_moved_a_little_or_joined_by_strays_and_mostly_left_alone():
    table, rng = word_table(), np.random.default_rng(0)
    words = table.encode("a medieval castle on a hill")
    kept = moved = padded = 0
    for _ in range(400):
        told = reworded(words, table, rng)
        assert len(words) <= len(told) <= min(len(words) + 2, MAX_WORDS)
        assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-4)
        if len(told) > len(words):
            padded += 1
        elif np.array_equal(told, words):
            kept += 1
        else:
            moved += 1
            assert (told * words).sum(1).min() > 0.4
    assert kept > 150 and moved > 90 and padded > 30
    full = table.vectors[:MAX_WORDS]
    assert all(len(reworded(full, table, rng)) == MAX_WORDS for _ in range(50))


def test_every_description_is_of_words_that_the_prior_knows():
    known = word_table()
    for descriptions in DESCRIPTIONS.values():
        for text in descriptions:
            assert [word for word in words_of(text) if word not in known] == [], text
