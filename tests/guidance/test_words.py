"""The words that the pocket prior knows, and the captions that taught it."""

from __future__ import annotations

import numpy as np
import pytest

from voxstudio.guidance.pocket.captions import DESCRIPTIONS, HELD_OUT_WORDINGS, MATERIALS, NOUNS, caption
from voxstudio.guidance.pocket.data import reworded
from voxstudio.guidance.pocket.words import MAX_WORDS, word_table, words_of
from voxstudio.world.generators.relations import RELATIONS
from voxstudio.world.generators.scenes import Scene, scene
from voxstudio.world.generators.structures import KINDS
from voxstudio.world.palette import CLASSIC

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
