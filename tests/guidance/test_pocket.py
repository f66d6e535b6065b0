"""The pocket prior: what it is shown, and the noise that it predicts."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from voxstudio.errors import UserError
from voxstudio.evaluation.cameras import around
from voxstudio.evaluation.classifier.verdict import Judge
from voxstudio.guidance.base import Views
from voxstudio.guidance.pocket import weights
from voxstudio.guidance.pocket.cells import (
    cells_of,
    signal_in_cells,
)
from voxstudio.guidance.pocket.lattice import Lattice
from voxstudio.guidance.pocket.model import Architecture, PocketModel, fold, unfold
from voxstudio.guidance.pocket.weights import load_model, save_weights
from voxstudio.guidance.priors import pocket
from voxstudio.guidance.priors.exemplar import solid_cells
from voxstudio.guidance.priors.pocket import PocketPrior, load, sample
from voxstudio.render.lighting import STUDIO
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.generators.starts import ground_plane

TINY = Architecture(cell=4, site=8, middle=8, deep=16, layers=1, heads=2, told=16)


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


def test_where_little_noise_is_left_blocks_are_decided(prior, monkeypatch):
    def asked(t):
        ask = (torch.zeros(2, 3, 16, 16), torch.tensor(t), prior.encode_text("a castle"), views(2))
        prediction = prior.predict_noise(*ask)
        return prediction.cells(1.0)[0], prediction.guided(1.0), prediction.carried(1.0)["guess"]

    decided, noisy = asked([100, 20]), asked([100, 300])
    monkeypatch.setattr(pocket, "DECIDEDNESS", 1.0)
    plain, same = asked([100, 20]), asked([100, 300])
    assert all(map(torch.equal, noisy, same))
    assert (decided[0] * (1 - decided[0])).mean() < 0.7 * (plain[0] * (1 - plain[0])).mean()
    assert not torch.allclose(decided[1], plain[1])
    assert torch.equal(decided[2], plain[2]), "the network would be shown what it never said"


def test_without_guidance_nothing_is_asked_without_the_prompt(prior):
    rows = []
    prior._model.register_forward_pre_hook(lambda _model, told: rows.append(len(told[2])))
    ask = (torch.randn(2, 3, 32, 32), torch.tensor([100, 800]), prior.encode_text("a castle"), views(2))
    prediction = prior.predict_noise(*ask)
    alone = prediction.guided(1.0)
    prediction.cells(1.0)
    assert rows == [1]
    assert not torch.allclose(prediction.guided(3.0), alone)
    torch.testing.assert_close(prediction.guided(1.0), alone, atol=1e-4, rtol=0)
    assert rows == [1, 2]


def test_in_fine_cells_what_lasts_is_worked_out_now_and_then(prior):
    """How the prompt pulls, and what large cubes say: neither for other words, nor in cells that decide on the shape,
    nor for the answer with the prompt and without it together."""
    asked = []
    prior._model.register_forward_pre_hook(lambda _model, told: asked.append((len(told[2]), told[5] is None)))
    castle, tower = prior.encode_text("a castle"), prior.encode_text("a tower")
    ground = solid_cells(ground_plane((16, 16, 16)))

    def answer(carried, words=castle, side=32, scale=2.0):
        where = replace(views(1), cells=ground, carried=carried)
        ask = (torch.zeros(1, 3, side, side), torch.tensor([300]), words, where)
        return prior.predict_noise(*ask).carried(scale)

    told = [answer(None)]
    for _ in range(2 * pocket.RENEWED_EACH):
        told.append(answer(told[-1]))
    anew, recalled = (2, True), (1, False)
    round_of = [anew] + [recalled] * (pocket.RENEWED_EACH - 1)
    assert asked == [*round_of, *round_of, anew]

    both = {name: value for name, value in told[0].items() if name != "cubes"}
    one, whole = answer(both), answer({name: value for name, value in both.items() if name != "pull"})["guess"]
    assert (one["guess"] - whole).norm() < 0.5 * (answer(both, scale=1.0)["guess"] - whole).norm()
    asked.clear()
    answer(told[0], tower)
    answer(answer(None, side=16), side=16)
    assert asked == [anew] * 3, "what lasted was of other words, or of cells that decide on the shape"
    asked.clear()
    answer(answer(None, scale=1.0))
    assert asked == [(1, True), anew]


def test_an_answer_from_what_lasts_is_closer_to_the_whole_one_than_the_answer_before():
    prior, t = load(), 400
    words, cells = prior.encode_text("a castle"), solid_cells(ground_plane((16, 16, 16)))

    def answer(carried, scale=3.0):
        where = replace(views(1), cells=cells, carried=carried)
        return prior.predict_noise(torch.zeros(1, 3, 64, 64), torch.tensor([t]), words, where)

    before = None
    for _ in range(2 * pocket.RENEWED_EACH + 1):
        prediction = answer(before)
        before, cells, t = prediction.carried(3.0), prediction.cells(3.0), t - 10
    whole = answer({name: value for name, value in before.items() if name not in ("pull", "cubes")}).carried(3.0)

    def error(of):
        return float((of["guess"] - whole["guess"]).norm())

    recalled, unguided = error(answer(before).carried(3.0)), error(answer(before).carried(1.0))
    assert 0 < recalled < error(before)
    assert recalled < 0.8 * unguided


def test_what_large_cubes_say_can_be_recalled(prior):
    model, words = prior._model, prior.encode_text("a castle")[:1]
    cells, signal = torch.randn(1, 16, 16, 16, 4), torch.tensor([0.4])
    sites, guess = torch.randn(1, 4, 4, 4, 8), torch.rand(1, 16, 16, 16, 8)
    logits, cubes = model(cells, signal, words, sites, guess)
    torch.testing.assert_close(model(cells, signal, words, sites, guess, cubes), (logits, cubes))
    later = cells + 0.1 * torch.randn(cells.shape)
    whole = model(later, signal, words, sites, guess)[0]
    recalled = model(later, signal, words, sites, guess, cubes)[0]
    assert 0 < (recalled - whole).norm() < 0.5 * (logits - whole).norm()


def test_a_scene_asked_about_with_two_prompts_is_worked_out_once_and_the_same(prior):
    model = PocketModel(TINY)
    for weight in model.parameters():
        torch.nn.init.normal_(weight, std=0.1)
    words = torch.cat([prior.encode_text("a castle")[:1], prior.encode_text("a tower")[:1]])
    cells, signal = torch.randn(1, 16, 16, 16, 4), torch.tensor([0.4])
    sites, guess = torch.randn(1, 4, 4, 4, 8), torch.rand(1, 16, 16, 16, 8)
    once = model(cells, signal, words, sites, guess)[0]
    assert not torch.allclose(once[0], once[1], atol=1e-3)
    cells, signal, sites, guess = (part.expand(2, *part.shape[1:]) for part in (cells, signal, sites, guess))
    torch.testing.assert_close(once, model(cells, signal, words, sites, guess)[0])


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


def test_the_noise_of_blocks_stays_while_the_world_changes(prior, monkeypatch):
    """Asked again at another noise level and of another world, the prior sees the noise that it saw, but for that
    part of what was built which it held already."""
    monkeypatch.setattr(pocket, "FRESH", 0.0)
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
    carried = {**first.carried(2.0), "answers": torch.tensor(0)}
    other = prior.predict_noise(torch.randn(2, 3, 16, 16), t, words, replace(views(2), cells=built, carried=carried))
    assert torch.equal(fresh.carried(2.0)["noised"], other.carried(2.0)["noised"]), "noise of other cells was carried"


def test_a_part_of_the_noise_is_new_in_each_answer(prior):
    """Of what is asked about first, of the next, and of the one after that: as DDIM has it with a sigma."""
    t, words, ground = torch.tensor([600]), prior.encode_text("a castle"), solid_cells(ground_plane((16, 16, 16)))
    lattice = Lattice.over((16, 16, 16), 1.0, 32)
    clean = torch.from_numpy(cells_of(ground[0].numpy(), ground[1].numpy(), lattice))
    share = signal_in_cells(prior.alphas_cumprod[600], 32)

    def answers(carried, count):
        for _ in range(count):
            where = replace(views(1), cells=ground, carried=carried)
            carried = prior.predict_noise(torch.randn(1, 3, 32, 32), t, words, where).carried(1.0)
            yield ((carried["noised"] - share.sqrt() * clean) / (1 - share).sqrt()).flatten(), carried

    told = list(answers(None, 3))
    noises = torch.stack([noise for noise, _ in told])
    kept = (1 - pocket.FRESH) ** 0.5
    expected = torch.tensor([[1, kept, kept**2], [kept, 1, kept], [kept**2, kept, 1]])
    assert 0 < pocket.FRESH < 1
    assert torch.allclose(noises @ noises.T / noises.shape[1], expected, atol=0.02)
    assert torch.equal(next(answers(told[1][1], 1))[0], noises[2]), "a run that is resumed goes another way"


@pytest.mark.parametrize(("side", "is_same"), [(32, False), (16, True)])
def test_half_precision_is_for_fine_cells_alone_and_says_the_same(prior, monkeypatch, side, is_same):
    where = replace(views(1), cells=solid_cells(ground_plane((16, 16, 16))))
    x, t, words = torch.randn(1, 3, side, side), torch.full((1,), 500), prior.encode_text("a castle")
    guesses = []
    for can in (False, True):
        monkeypatch.setattr(pocket, "multiplies_bfloat16", lambda can=can: can)
        guesses.append(prior.predict_noise(x, t, words, where).carried(2.0)["guess"])
    assert torch.equal(*guesses) == is_same
    assert torch.allclose(*guesses, atol=0.05)


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
