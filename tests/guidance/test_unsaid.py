"""What prompts leave unsaid: their land, and roofs of the material that they name."""

import numpy as np
import pytest

from voxstudio.evaluation.worlds import structure
from voxstudio.guidance.pocket.captions import caption
from voxstudio.guidance.pocket.unsaid import MOSTLY_ROOF, on_land, under_a_roof
from voxstudio.guidance.pocket.words import MAX_WORDS, word_table, words_of
from voxstudio.guidance.priors.pocket import load
from voxstudio.world.generators.scenes import scene
from voxstudio.world.generators.structures import KINDS_BY_NAME
from voxstudio.world.measure import material_counts


@pytest.mark.parametrize(
    ("prompt", "ground", "told"),
    [
        ("a stone castle", "Grass", "a stone castle on grass"),
        ("a stone castle", "Sand", "a stone castle in the desert"),
        ("an oak tree", "Grass", "an oak tree on grass"),
        ("a stone castle", "Stone", "a stone castle"),
        ("a castle by the sea", "Grass", "a castle by the sea"),
        ("a castle on rolling hills", "Grass", "a castle on rolling hills"),
        ("a sailing ship", "Grass", "a sailing ship"),
        ("a cactus", "Grass", "a cactus"),
        ("a cactus", "Sand", "a cactus in the desert"),
        ("", "Grass", ""),
    ],
)
def test_a_prompt_that_leaves_the_land_open_is_about_the_one_that_is_there(prompt, ground, told):
    assert on_land(prompt, ground) == told
    long = "a very long and winding stone wall with towers and gates and a moat around all"
    assert on_land(long, "Grass") == long


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("a timber cottage", "a timber cottage with wooden roof"),
        ("a white dome by the sea", "a white dome with white top by the sea"),
        ("two stone farm buildings", "two stone farm buildings with stone roof"),
        ("a large brick village", "a large brick village with brown roofs"),
        ("a blue dome", "a blue dome with blue top"),
        ("a cottage", "a cottage"),
        ("a wooden house", "a wooden house with wooden roof"),
        ("a white stone cottage", "a white stone cottage"),
        ("a stone cottage with a chimney", "a stone cottage with a chimney"),
        ("a snow roofed plank cottage", "a snow roofed plank cottage"),
        ("a stone castle and a cottage", "a stone castle and a cottage"),
        ("a brown dome", "a brown dome"),
        ("", ""),
    ],
)
def test_what_is_mostly_roof_is_of_the_material_that_is_named(prompt, told):
    assert under_a_roof(prompt) == told


def test_prompts_stay_short_enough_to_be_read_whole():
    long = f"a {'very ' * (MAX_WORDS - 5)}old wooden cottage"
    assert under_a_roof(long) == long
    shorter = long.replace("very very ", "", 1)
    assert len(words_of(under_a_roof(shorter))) == MAX_WORDS


@pytest.mark.parametrize("kind", MOSTLY_ROOF)
def test_it_is_mostly_roof(kind):
    of_roof = []
    for seed in range(30):
        made = scene(np.random.default_rng(seed), KINDS_BY_NAME[kind], (64, 48, 64))
        thing = made.things[0]
        if thing.roof != thing.body:
            counts = material_counts(structure(made.world, made.land))
            names = made.world.palette.names
            of_roof.append(counts.get(names[thing.roof - 1], 0) > counts.get(names[thing.body - 1], 0))
    # Three in five houses, and nearly all of the others.
    assert np.mean(of_roof) > (0.5 if kind == "house" else 0.8)


@pytest.mark.parametrize("kind", MOSTLY_ROOF)
def test_it_is_said_as_captions_say_it(kind):
    said = set()
    for seed in range(200):
        rng = np.random.default_rng(seed)
        text = caption(scene(rng, KINDS_BY_NAME[kind], (32, 24, 32)), rng)
        said |= {" ".join(words_of(text.partition(" with ")[2])[1:2])}
    assert words_of(under_a_roof(f"a stone {kind}"))[-1] in said


def test_the_prior_is_told():
    words = load().encode_text("a hut made of timber", ground="Grass")[0]
    told = word_table().encode("a timber hut with wooden roof on grass")
    assert np.array_equal(words[: len(told)].numpy(), told)
    assert not words[len(told) :].any()
