"""Write ``resources/pocket/lexicon.json`` from WordNet 3.0: what kinds of things are called, and what they are.

    apt install wordnet-base && .venv/bin/python packaging/lexicon.py

Each kind of the grammar is tied to senses of WordNet. Every noun below one of them (a kind of it, or one by name)
becomes a name of the kind, and its gloss a meaning. A noun below several belongs to the one that is nearest. The
words of captions go along: they need no other names.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voxstudio import storage
from voxstudio.guidance.pocket.captions import DESCRIPTIONS, caption
from voxstudio.guidance.pocket.words import words_of
from voxstudio.world.generators.relations import RELATIONS
from voxstudio.world.generators.scenes import scene
from voxstudio.world.generators.structures import KINDS

WORDNET = Path("/usr/share/wordnet")
LEXICON = Path(__file__).parents[1] / "resources" / "pocket" / "lexicon.json"

SENSES = {
    "castle": "castle.2 castle.1 fortress.1 stronghold.1 chateau.1 palace.3 palace.4",
    "keep": "keep.2",
    "tower": "tower.1 bell_tower.1 steeple.1",
    "round tower": "turret.1 minaret.1 silo.1 martello_tower.1",
    "watchtower": "watchtower.1 lookout.3",
    "wall": "wall.1 wall.7 wall.8 fence.1 barricade.2 barrier.1",
    "gate": "gate.1 gateway.1 gatehouse.1 portal.1 doorway.1 portcullis.1 entrance.1",
    "maze": "maze.1",
    "house": "house.1 dwelling.1 mansion.2 building.1",
    "cottage": "cottage.1 cabin.2 hut.2 chalet.1 lodge.3 lodge.4 lodge.5 log_cabin.1",
    "barn": "barn.1 farm_building.1 shed.1 stable.1 granary.1 outbuilding.1 farm.1",
    "windmill": "windmill.1 windmill.2",
    "village": "village.2 town.1 settlement.6",
    "tent": "tent.1",
    "igloo": "igloo.1",
    "skyscraper": "skyscraper.1 office_building.1 high-rise.1 apartment_building.1",
    "church": "church.2 cathedral.1 chapel.1 abbey.2 monastery.1 place_of_worship.1",
    "temple": "temple.1 temple.3 temple.4 shrine.1",
    "pagoda": "pagoda.1",
    "pyramid": "pyramid.3",
    "ziggurat": "ziggurat.1",
    "dome": "dome.3 dome.4 rotunda.1 planetarium.1 stadium.1",
    "statue": "statue.1 sculpture.1 carving.1 bust.3 idol.1 figure.4",
    "obelisk": "obelisk.1 monolith.1 column.6 column.7",
    "stone circle": "megalith.1 stonehenge.1",
    "observatory": "observatory.1",
    "bridge": "bridge.1",
    "aqueduct": "aqueduct.1",
    "arch": "archway.1 triumphal_arch.1 arch.1",
    "lighthouse": "lighthouse.1",
    "well": "well.1",
    "fountain": "fountain.1",
    "stairs": "stairs.1 stairway.1 ladder.1",
    "garden": "garden.1",
    "tree": "tree.1",
    "pine tree": "conifer.1",
    "palm tree": "palm.3",
    "forest": "forest.1 forest.2 grove.1 grove.2 jungle.3",
    "mushroom": "mushroom.1 mushroom.2 mushroom.3 agaric.2 fungus.1",
    "cactus": "cactus.1 succulent.1",
    "snowman": "snowman.1",
    "mountain": "mountain.1 peak.4 hill.1",
    "volcano": "volcano.1 volcano.2",
    "island": "island.1 archipelago.1",
    "lake": "lake.1 pond.1 lagoon.1 reservoir.2 sea.1",
    "river": "river.1 stream.1",
    "boat": "boat.1 ship.1 sailing_vessel.1 vessel.2",
}
"""Senses of WordNet by kind, as word and number of the noun's sense. It has no torii."""
SENSES_OF_A_NOUN = 3
"""A word's rarer senses do not count, and if it is an adjective too only the commonest does: "red" is no river."""
FARTHEST = 4
"""Steps up to a kind's sense, a rarer sense counting for two, beyond which a noun is no name of the kind."""
DEEPEST = 3
"""Steps up to a kind's sense beyond which a gloss says little of the kind."""
SCENES, CAPTIONS = 60, 40
"""Scenes of each kind and relation, and captions of each scene, whose words are the vocabulary."""
_NAME = re.compile(r"(?!the )[a-z]+(?: [a-z]+){0,3}")


@dataclass(frozen=True)
class Sense:
    """One meaning of nouns (a synset)."""

    nouns: tuple[str, ...]
    above: tuple[str, ...]
    """What it is a kind of, or one of by name."""
    gloss: str


def read_nouns(folder: Path) -> tuple[dict[str, Sense], dict[str, list[str]]]:
    """Senses by their place in the file, and the senses of each noun, the commonest first (``man 5 wndb``)."""
    senses, index = {}, {}
    for line in _entries(folder / "data.noun"):
        facts, _, gloss = line.partition(" | ")
        place, _, _, count, *rest = facts.split()
        nouns, pointers = rest[: 2 * int(count, 16) : 2], rest[2 * int(count, 16) + 1 :]
        above = [at for kind, at in zip(pointers[::4], pointers[1::4], strict=False) if kind in ("@", "@i")]
        plain = tuple(noun.lower().replace("_", " ") for noun in nouns)
        senses[place] = Sense(plain, tuple(above), gloss.strip().split('; "')[0])
    for line in _entries(folder / "index.noun"):
        noun, _, _, kinds, *rest = line.split()
        index[noun.replace("_", " ")] = rest[int(kinds) + 2 :]
    return senses, index


def _entries(path: Path) -> list[str]:
    return [line for line in path.read_text("latin-1").splitlines() if not line.startswith("  ")]


def vocabulary() -> list[str]:
    """The words that captions use, of every kind and relation."""
    wanted = [(kind, None) for kind in KINDS] + [(None, relation) for relation in RELATIONS]
    words = {word for texts in DESCRIPTIONS.values() for text in texts for word in words_of(text)}
    for number, (kind, relation) in enumerate(wanted):
        for seed in range(SCENES):
            rng = np.random.default_rng([number, seed])
            this = scene(rng, kind, (16, 16, 16), relation)
            words.update(word for _ in range(CAPTIONS) for word in words_of(caption(this, rng)))
    return sorted(words)


def kinds_of_things(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Names and meanings by kind."""
    senses, index = read_nouns(folder)
    adjectives = {line.split()[0] for line in _entries(folder / "index.adj")}
    kinds = {}
    for kind, tied in SENSES.items():
        for noun, _, number in (each.rpartition(".") for each in tied.split()):
            kinds[index[noun.replace("_", " ")][int(number) - 1]] = kind

    def nearest(place: str) -> tuple[int, str] | None:
        level = [place]
        for steps in range(FARTHEST + 1):
            for each in level:
                if each in kinds:
                    return steps, kinds[each]
            level = [above for each in level for above in senses[each].above]
        return None

    out: dict[str, dict[str, list[str]]] = {kind: {"names": [], "meanings": []} for kind in SENSES}
    for noun, places in index.items():
        found = [
            (2 * rank, nearest(place))
            for rank, place in enumerate(places[: 1 if noun in adjectives else SENSES_OF_A_NOUN])
        ]
        near = [(rank + below[0], below[1]) for rank, below in found if below]
        if near and min(near)[0] <= FARTHEST and _NAME.fullmatch(noun):
            out[min(near)[1]]["names"].append(noun)
    for place, sense in senses.items():
        below = nearest(place)
        if below and below[0] <= DEEPEST:
            out[below[1]]["meanings"].append(sense.gloss)
    return out


if __name__ == "__main__":
    if not WORDNET.is_dir():
        sys.exit(f"There is no WordNet in {WORDNET}; install it with `apt install wordnet-base`.")
    made = {"vocabulary": vocabulary(), "kinds": kinds_of_things(WORDNET)}
    storage.write_text(LEXICON, json.dumps(made, indent=0) + "\n")
