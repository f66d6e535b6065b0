"""Prompts in the words of captions, which are all that the pocket prior was taught.

The network draws what it knows a name for: asked for a viaduct, which no caption mentions, it draws stairs, and asked
for a bridge it draws a bridge. So words that captions never use are replaced by the kind of thing that they name, as
WordNet has it ("a granite viaduct across a stream" is read as "a granite bridge across a stream"). A prompt that names
nothing is read as the kind that others describe in the most similar words. Slips of the hand are mended first.
``packaging/lexicon.py`` makes the lexicon.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from voxstudio import resources, storage
from voxstudio.guidance.pocket.captions import (
    DESCRIPTIONS,
    LANDS,
    MATERIALS,
    NOUNS,
    SIZES,
    article,
    several,
    with_article,
)
from voxstudio.guidance.pocket.meanings import Meanings
from voxstudio.guidance.pocket.spelling import Spelling
from voxstudio.guidance.pocket.words import MAX_WORDS, WordTable, word_table, words_of
from voxstudio.world.generators.structures import KINDS

LONGEST_NAME = 4
"""Words."""
_AFTER_A_NOUN = set(
    words_of(
        "above across against along amid among and are around at before behind below beneath beside between beyond"
        " built by carved connected covered down facing for from in inside is joined like linked made near next of on"
        " or out outside over overlooking standing surrounded that through to topped under up upon where which who with"
        " within"
    )
)
"""Before any other word a noun is said of the next: an ash grey tower is no tree."""
_LANDS = {"Grass": ("grass", "on grass"), "Sand": ("desert", "in the desert"), "Snow": ("snow", "in the snow")}
"""Lands of captions by the material of their ground, and what captions say of them."""
_LAND_WORDS = {word for texts in LANDS.values() for text in texts for word in words_of(text)} - _AFTER_A_NOUN
_LAND_WORDS -= {"a", "an", "the", "green", "small", "sandy", "flat", "rolling", "high"}
_SHARPNESS = 16.0
"""How much more likely a text is the more alike it is: the logarithm's slope over the cosine."""
_FAIRNESS = 0.7
"""Power of the number of texts about a kind that its likelihood is divided by: trees have hundreds."""
_SURE = 0.15
"""Least probability of a kind that a description is read as."""
_MADE = {"made", "built", "carved", "cut", "constructed", "out", "all", "entirely", "completely"}
_BEFORE_A_NOUN = _AFTER_A_NOUN | {
    "a",
    "an",
    "the",
    "one",
    "two",
    "three",
    "four",
    "several",
    "some",
    "many",
    "twin",
    "s",
}
Words = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """What kinds of things are called, and what they are."""

    vocabulary: Collection[str]
    """The words of captions."""
    names: Mapping[Words, str]
    """Kinds by names of up to ``LONGEST_NAME`` words."""
    meanings: Sequence[tuple[str, str]]
    """Texts and the kinds that they describe."""


class Reader:
    """Says prompts in words that captions use."""

    def __init__(self, lexicon: Lexicon, table: WordTable) -> None:
        self._lexicon, self._table = lexicon, table
        self._own = {tuple(words_of(noun)) for nouns in NOUNS.values() for noun in nouns}
        self._known = set(lexicon.vocabulary)
        self._spelling = Spelling(lexicon.vocabulary, {word for name in lexicon.names for word in name}, table)
        self._materials = {word for texts in MATERIALS.values() for text in texts for word in words_of(text)}
        said = [text for texts in (*NOUNS.values(), *DESCRIPTIONS.values()) for text in texts]
        self._made_of = [text for text in said if any(f" of {word}" in text for word in self._materials)]
        self._telling = self._materials | {
            word for texts in SIZES.values() for text in texts for word in words_of(text)
        }

    def read(self, prompt: str) -> str:
        """The prompt with other names for what captions have a name for; as it is where it makes no sense."""
        words = self._material_first([self._spelling.corrected(word) for word in words_of(prompt)])
        out: list[str] = []
        is_named, at = False, 0
        while at < len(words):
            span, said = self._name_at(words, at)
            is_named |= said is not None
            out += words_of(said) if said else span
            at += len(span)
        if not is_named and any(word not in self._known for word in words):
            kind = self._described(words)
            if kind:
                return with_article(" ".join([*(word for word in words if word in self._telling), kind]))
        return prompt if out == words_of(prompt) else _with_articles(out)

    def _material_first(self, words: list[str]) -> list[str]:
        """A tower made of brick is a brick tower: captions name materials before nouns."""
        for of in range(1, len(words) - 1):
            after = words[of + 2 : of + 3]
            if words[of] not in ("of", "from") or words[of + 1] not in self._materials:
                continue
            if (after and after[0] not in _AFTER_A_NOUN) or any(text in " ".join(words) for text in self._made_of):
                continue
            end = of
            while end > 0 and words[end - 1] in _MADE:
                end -= 1
            begin = end
            while begin > 0 and words[begin - 1] not in _BEFORE_A_NOUN:
                begin -= 1
            if begin < end:
                return [*words[:begin], words[of + 1], *words[begin:end], *words[of + 2 :]]
        return words

    def _name_at(self, words: list[str], at: int) -> tuple[list[str], str | None]:
        """The longest name that begins there, and what captions call it; one word and nothing where none does.

        Names that captions use are not replaced, nor what they use in descriptions, nor parts: a house with a portal is
        none with a gate.
        """
        for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            span, after = words[at : at + count], words[at + count : at + count + 1]
            is_head = (not after or after[0] in _AFTER_A_NOUN) and "with" not in words[:at]
            for name, is_plural in _singular(span):
                if name in self._own:
                    return span, " ".join(span)
                if is_head and name in self._lexicon.names and not self._known.issuperset(span):
                    kind = self._lexicon.names[name]
                    return span, several(kind) if is_plural else kind
        return words[at : at + 1], None

    def _described(self, words: list[str]) -> str:
        """The kind whose meanings are most like the words; nothing where that is not sure, or no word is known."""
        if not any(word in self._table for word in words):
            return ""
        likeness = np.exp(_SHARPNESS * (self._meanings.vectors @ self._meanings.vectors_of([words])[0] - 1))
        scores = np.bincount(self._meanings.kinds, likeness) / np.bincount(self._meanings.kinds) ** _FAIRNESS
        best = int(scores.argmax())
        return list(NOUNS)[best] if scores[best] > _SURE * scores.sum() else ""

    @cached_property
    def _meanings(self) -> Meanings:
        kinds = list(NOUNS)
        texts = [words_of(text) for text, _ in self._lexicon.meanings]
        return Meanings(texts, np.array([kinds.index(kind) for _, kind in self._lexicon.meanings]), self._table)


def on_land(prompt: str, ground: str) -> str:
    """A prompt in words of captions with the land that it leaves open: flat land of a material.

    As it is where it names a land or what has one of its own (an island, a cactus), or where there is no room.
    """
    words = words_of(prompt)
    if ground not in _LANDS or not words:
        return prompt
    land, said = _LANDS[ground]
    elsewhere = (kind.name for kind in KINDS if kind.lands and land not in kind.lands)
    settled = _LAND_WORDS.union(words_of(noun)[-1] for kind in elsewhere for noun in NOUNS[kind])
    is_full = len(words) + len(words_of(said)) > MAX_WORDS
    return prompt if is_full or settled.intersection(words) else f"{prompt} {said}"


@cache
def reader() -> Reader:
    """The one with the shipped lexicon and table of words."""
    return Reader(load_lexicon(), word_table())


def load_lexicon() -> Lexicon:
    """That of ``resources/pocket/lexicon.json`` and of the captions."""
    saved = storage.read_json(resources.path("pocket") / "lexicon.json")
    kinds = saved["kinds"]
    names = {tuple(name.split()): kind for kind, texts in kinds.items() for name in texts["names"]}
    names |= {tuple(words_of(noun)): kind for kind, nouns in reversed(NOUNS.items()) for noun in nouns}
    meanings = [(text, kind) for kind in NOUNS for text in (*NOUNS[kind], *DESCRIPTIONS[kind])]
    meanings += [(text, kind) for kind, texts in kinds.items() for text in (*texts["names"], *texts["meanings"])]
    return Lexicon(saved["vocabulary"], names, meanings)


def _with_articles(words: list[str]) -> str:
    """The words as a text, with the articles of the words that now follow them."""
    pairs = zip(words, [*words[1:], ""], strict=True)
    text = " ".join(article(after) if word in ("a", "an") and after else word for word, after in pairs)
    return text.replace(" s ", "'s ")


def _singular(words: list[str]) -> Iterator[tuple[Words, bool]]:
    """The words, and with the last one in the singular that it may have; whether it was in the plural."""
    *before, last = words
    yield tuple(words), False
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y")):
        if last.endswith(ending) and not last.endswith("ss"):
            yield (*before, last.removesuffix(ending) + instead), True
