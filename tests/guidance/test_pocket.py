"""The pocket prior: its words, its training set, its training, and the noise it predicts."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.evaluation.cameras import around
from voxstudio.evaluation.classifier.verdict import Judge
from voxstudio.guidance.base import Views
from voxstudio.guidance.pocket import weights
from voxstudio.guidance.pocket.captions import DESCRIPTIONS, HELD_OUT_WORDINGS, MATERIALS, NOUNS, caption
from voxstudio.guidance.pocket.cells import (
    alphas_cumprod,
    cells_of,
    evidence,
    picture_cells,
    points,
    signal_in_cells,
    soft_blocks,
)
from voxstudio.guidance.pocket.data import make_batch, reworded
from voxstudio.guidance.pocket.examples import BUILT, BURIED, examples, losses_of
from voxstudio.guidance.pocket.gallery import gallery
from voxstudio.guidance.pocket.lattice import Lattice
from voxstudio.guidance.pocket.model import Architecture, PocketModel, fold, unfold
from voxstudio.guidance.pocket.training import BatchShape, Plan, PocketTraining, train
from voxstudio.guidance.pocket.weights import load_model, save_weights, word_table
from voxstudio.guidance.pocket.words import MAX_WORDS
from voxstudio.guidance.priors.exemplar import solid_cells
from voxstudio.guidance.priors.pocket import PocketPrior, load, sample
from voxstudio.render.lighting import STUDIO
from voxstudio.render.preview import render_world
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.generators.relations import RELATIONS
from voxstudio.world.generators.scenes import Scene, scene
from voxstudio.world.generators.starts import ground_plane
from voxstudio.world.generators.structures import KINDS
from voxstudio.world.palette import CLASSIC

TINY = Architecture(cell=4, site=8, middle=8, deep=16, layers=1, heads=2, told=16)
PLAN = Plan(
    seed=3,
    steps=6,
    batches=(BatchShape((16, 16, 16), 16, 2), BatchShape((32, 16, 32), 16, 2, 1.6), BatchShape((16, 16, 16), 32, 1)),
    warm_up=2,
)


@pytest.fixture
def prior() -> PocketPrior:
    torch.manual_seed(0)
    model = PocketModel(TINY).eval().requires_grad_(False)
    for parameter in model.parameters():  # what begins as nothing would hide what is wrong
        parameter += 0.1 * torch.randn(parameter.shape)
    made = PocketPrior(model)
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


def test_the_gallery_has_a_row_of_every_kind_and_relation():
    sheet = gallery(1, 16)
    assert sheet.dtype == np.uint8
    assert sheet.shape[0] % (len(KINDS) + len(RELATIONS)) == 0


def test_the_schedule_is_the_cosine_that_diffusers_has():
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    theirs = DDPMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
    assert torch.allclose(alphas_cumprod(), theirs, atol=1e-5)


def test_predicted_noise_is_what_is_left_beside_a_picture_of_cells(prior):
    where = views(2)
    x = torch.randn(2, 3, 32, 32)
    t = torch.tensor([100, 800])
    prediction = prior.predict_noise(x, t, prior.encode_text("a castle"), where)
    abar = prior.alphas_cumprod[t].view(-1, 1, 1, 1)
    # However strong the guidance, the picture can be.
    for scale in (0.0, 1.0, 50.0):
        clean = (x - (1 - abar).sqrt() * prediction.guided(scale)) / abar.sqrt()
        assert clean.abs().max() < 1 + 1e-3
    assert torch.equal(prediction.guided(1.0), prediction.conditional)
    assert torch.equal(prediction.guided(0.0), prediction.unconditional)
    assert not torch.allclose(prediction.conditional, prediction.unconditional)
    same = prior.predict_noise(x, t, prior.encode_text("castle", "castle"), where)
    assert torch.allclose(same.conditional, same.unconditional, atol=1e-4)


def test_without_guidance_nothing_is_asked_without_the_prompt(prior):
    rows = []
    prior._model.register_forward_pre_hook(lambda _model, told: rows.append(len(told[0])))
    ask = (torch.randn(2, 3, 32, 32), torch.tensor([100, 800]), prior.encode_text("a castle"), views(2))
    prediction = prior.predict_noise(*ask)
    alone = prediction.guided(1.0)
    prediction.cells(1.0)
    assert rows == [1]
    assert not torch.allclose(prediction.guided(3.0), alone)
    torch.testing.assert_close(prediction.guided(1.0), alone, atol=1e-4, rtol=0)
    assert rows == [1, 2]


@pytest.mark.parametrize("kind", ["castle", "pyramid", "tree"])
def test_the_shipped_prior_knows_what_it_is_asked_for(kind):
    world = ground_plane((32, 24, 32))
    cameras = around(OrbitFrame.of(world), 64)
    where = Views(cameras, world.shape, world.scale, torch.tensor(STUDIO.sky).expand(len(cameras), 3))
    pictures = sample(load(), f"a {kind}", where, steps=16)
    assert kind in Judge.load().look(pictures).kinds[:3]


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


def test_the_blocks_behind_the_pictures_are_heeded_and_their_noise_follows_from_the_seed(prior):
    x, t, words = torch.randn(2, 3, 32, 32), torch.full((2,), 300), prior.encode_text("a castle")
    world = ground_plane((16, 16, 16))
    known = replace(views(2), cells=solid_cells(world))
    world.blocks[4:9, :12, 4:9] = 3
    other = replace(views(2), cells=solid_cells(world))
    first, again, built, blind, unlike = (
        prior.predict_noise(x, t, words, where).guided(3.0)
        for where in (known, known, other, views(2), replace(known, seed=1))
    )
    assert torch.equal(first, again)
    assert float((first - built).abs().max()) > 1e-4
    assert float((first - blind).abs().max()) > 1e-4
    assert float((first - unlike).abs().max()) > 1e-4


def test_a_guess_can_be_asked_about_in_turn(prior):
    where = views(2)
    x, t, words = torch.randn(2, 3, 32, 32), torch.full((2,), 300), prior.encode_text("a castle")
    alpha, colour = prior.predict_noise(x, t, words, where).cells(2.0)
    assert 0 <= alpha.min() <= alpha.max() <= 1
    assert colour.shape == (*alpha.shape, 3, 3)
    assert prior.predict_noise(x, t, words, replace(where, cells=(alpha, colour))).guided(2.0).isfinite().all()


def test_batches_depend_on_seed_and_step_only():
    first, again, other = (make_batch(word_table(), 1, step, 4, (32, 24, 32)) for step in (7, 7, 8))
    assert np.array_equal(first.blocks, again.blocks)
    assert np.array_equal(first.land, again.land)
    assert first.captions == again.captions
    assert not np.array_equal(first.blocks, other.blocks)


@pytest.mark.parametrize("shape", [(64, 48, 64), (32, 24, 32), (48, 40, 48), (30, 8, 12), (10, 33, 10)])
def test_a_lattice_is_where_the_world_is(shape):
    world = ground_plane(shape)
    lattice = Lattice.over(shape, 2.0, 32)
    assert max(lattice.extent) == pytest.approx(32)
    assert all(n % 8 == 0 and n >= size for n, size in zip(lattice.shape, lattice.extent, strict=True))
    alpha, colour = (part.numpy() for part in solid_cells(world))
    cells = torch.from_numpy(cells_of(alpha, colour, lattice))
    occupancy = (cells[..., 0] + 1) / 2
    volume = lattice.cell**3 * float(occupancy.sum())
    assert volume == pytest.approx(np.count_nonzero(world.blocks) * world.scale**3, rel=0.35)
    # Pictures of the cells look as those of the blocks, but for cells that are half full.
    camera = OrbitFrame.of(world).camera(30, 35, 1.6, fov_y_deg=45, width=64, height=64)
    logits = 40 * evidence(cells[None], torch.tensor([0.9]))[0]
    seen = picture_cells(soft_blocks(logits), lattice, [camera], torch.tensor([0.1, 0.2, 0.9]), 64)
    blocks = render_world(world, camera, STUDIO, (0.1, 0.2, 0.9))
    assert np.abs(seen[0].permute(1, 2, 0).numpy() / 2 + 0.5 - blocks).mean() < 0.07


def test_cells_of_a_lattice_are_means_of_blocks():
    rng = np.random.default_rng(0)
    alpha, colour = rng.random((32, 24, 32), np.float32), rng.random((32, 24, 32, 3, 3), np.float32)
    same = cells_of(alpha, colour, Lattice.over(alpha.shape, 2.0, 32))
    assert np.allclose(same[..., 0], 2 * alpha - 1, atol=1e-6)
    assert np.allclose(same[..., 1:], alpha[..., None] * (2 * colour.mean(3) - 1), atol=1e-6)
    half = cells_of(alpha, colour, Lattice.over(alpha.shape, 2.0, 16))
    assert np.allclose(half[3, 4, 5], same[6:8, 8:10, 10:12].mean((0, 1, 2)), atol=1e-6)
    double = cells_of(alpha, colour, Lattice.over(alpha.shape, 2.0, 64))
    assert np.allclose(double[7, 9, 11], same[3, 4, 5], atol=1e-6)


def test_blocks_of_runs_are_the_points_that_training_noises():
    world = scene(np.random.default_rng(5), KINDS[0], (32, 24, 32)).world
    alpha, colour = (part.numpy() for part in solid_cells(world))
    told = cells_of(alpha, colour, Lattice.over(world.shape, world.scale, 32))
    assert np.allclose(told, points()[torch.from_numpy(world.blocks).long()].numpy(), atol=1e-6)


def test_evidence_is_what_bayes_rule_says_of_a_noised_cell():
    signal, variance = torch.tensor([0.4]), 0.6 + 0.25
    cells = torch.randn(1, 2, 2, 2, 4)
    apart = (cells[..., None, :] - 0.4**0.5 * points()).square().sum(-1)
    expected = torch.softmax(-apart / (2 * variance), -1)
    assert torch.allclose(torch.softmax(evidence(cells, signal), -1), expected, atol=1e-5)
    # Little noise leaves no doubt, and all noise no clue.
    blocks = torch.randint(8, (1, 2, 2, 2))
    assert torch.equal(evidence(points()[blocks], torch.tensor([0.999])).argmax(-1), blocks)
    clueless = torch.softmax(evidence(torch.randn(1, 2, 2, 2, 4), torch.tensor([1e-9])), -1)
    assert torch.allclose(clueless, torch.full_like(clueless, 1 / 8), atol=1e-3)


def test_the_same_noise_level_hides_the_same_shape_in_coarse_and_fine_cells():
    abar = alphas_cumprod()[[100, 500, 900]]
    coarse, fine = (signal_in_cells(abar, across) for across in (32, 64))
    # The mean of 8 fine cells has an eighth of their noise.
    averaged = fine / (fine + (1 - fine) / 8)
    assert torch.allclose(averaged, coarse, rtol=1e-3)
    assert torch.all(coarse[:-1] > coarse[1:])


def as_tensors(this: Scene) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(this.world.blocks)[None], torch.from_numpy(this.land.blocks)[None]


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


def test_the_noise_of_blocks_stays_while_the_world_changes(prior):
    """Asked again at another noise level and of another world, the prior sees the noise that it saw, but for that
    part of what was built which it held already."""
    t, words = torch.tensor([700, 650]), prior.encode_text("a castle")
    ground = solid_cells(ground_plane((16, 16, 16)))
    built = ground[0].clone(), ground[1].clone()
    built[0][4:8, 6:10, 4:8] = 1.0
    built[1][4:8, 6:10, 4:8] = 0.5
    first = prior.predict_noise(torch.randn(2, 3, 32, 32), t, words, replace(views(2), cells=ground))
    lattice = Lattice.over((16, 16, 16), 1.0, 32)
    for cells, lower in ((ground, t), (ground, t - 300), (built, t), (built, t - 300)):
        where = replace(views(2), cells=cells, carried=first.carried(2.0))
        then = prior.predict_noise(torch.randn(2, 3, 32, 32), lower, words, where)
        clean = [torch.from_numpy(cells_of(each[0].numpy(), each[1].numpy(), lattice)) for each in (ground, cells)]
        now, later = (signal_in_cells(prior.alphas_cumprod[int(of.max())], 32) for of in (t, lower))
        noise = (first.carried(2.0)["noised"] - now.sqrt() * clean[0]) / (1 - now).sqrt()
        held = now.sqrt() * (clean[0] - clean[1]) / (1 - now).sqrt()
        expected = later.sqrt() * clean[1] + (1 - later).sqrt() * (noise + held)
        assert torch.allclose(then.carried(2.0)["noised"], expected, atol=1e-4)
        if lower is t:
            assert torch.allclose(then.carried(2.0)["noised"], first.carried(2.0)["noised"], atol=1e-4)
    fresh = prior.predict_noise(torch.randn(2, 3, 16, 16), t, words, replace(views(2), cells=built))
    other = prior.predict_noise(
        torch.randn(2, 3, 16, 16), t, words, replace(views(2), cells=built, carried=first.carried(2.0))
    )
    assert torch.equal(fresh.carried(2.0)["noised"], other.carried(2.0)["noised"]), "noise of other cells was carried"


def test_what_to_avoid_takes_the_place_of_no_prompt(prior):
    x, t = torch.randn(3, 3, 32, 32), torch.full((3,), 500)
    avoiding, other, alone = (
        prior.predict_noise(x, t, prior.encode_text("a castle", avoided), views(3))
        for avoided in ("a tower", "a lighthouse", "")
    )
    assert torch.allclose(avoiding.conditional, other.conditional, atol=1e-5)
    assert torch.allclose(alone.conditional, other.conditional, atol=1e-5)
    assert not torch.allclose(avoiding.unconditional, other.unconditional, atol=1e-4)
    assert not torch.allclose(avoiding.unconditional, alone.unconditional, atol=1e-4)


def test_folding_keeps_every_cell():
    volume = torch.randn(2, 4, 6, 8, 3)
    assert fold(volume).shape == (2, 2, 3, 4, 24)
    assert torch.equal(unfold(fold(volume)), volume)
    assert set(fold(volume)[0, 1, 2, 3, ::3].tolist()) == set(volume[0, 2:4, 4:, 6:, 0].flatten().tolist())


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
