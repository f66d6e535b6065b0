"""Prompts in the words of captions, which are all that the pocket prior was taught.

The network draws what it knows a name for: asked for a viaduct, which no caption mentions, it draws stairs, and asked
for a bridge it draws a bridge. So words that captions never use are replaced by the kind of thing that they name, as
WordNet and ``descriptions.json`` have it ("a granite viaduct across a stream" is read as "a granite bridge across a
stream"). A prompt that names nothing, or says much that speaks for another kind than it names ("a tower that warns
ships"), is read as the kind that it describes. Slips of the hand are mended first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property

from voxstudio.guidance.pocket.captions import (
    DESCRIPTIONS,
    LANDS,
    MATERIALS,
    NOUNS,
    SIZES,
    several,
    with_article,
)
from voxstudio.guidance.pocket.lexicon import LONGEST_NAME, Lexicon, Words, load_lexicon
from voxstudio.guidance.pocket.meanings import Meanings
from voxstudio.guidance.pocket.spelling import Spelling
from voxstudio.guidance.pocket.words import WordTable, word_table, words_of

AFTER_A_NOUN = set(
    words_of(
        "above across against along amid among and are around at before behind below beneath beside between beyond"
        " built by carved connected covered down facing for from in inside is joined like linked made near next of on"
        " or out outside over overlooking standing surrounded that through to topped under up upon where which who with"
        " within"
    )
)
"""Before any other word a noun is said of the next: an ash grey tower is no tree."""
_TELLS_OF_A_NOUN = {"for", "from", "is", "of", "that", "to", "where", "which", "who"}
"""The ones after which more is said of it; after others there are other things, in or beside which it stands."""
LAND_WORDS = {word for texts in LANDS.values() for text in texts for word in words_of(text)} - AFTER_A_NOUN
LAND_WORDS -= {"a", "an", "the", "green", "small", "sandy", "flat", "rolling", "high"}
"""The words that captions tell lands by."""
_NAMED, _NAMED_OTHERWISE = 1000.0, 50.0
"""How many times likelier a kind is if the prompt names it as captions do, and as the lexicon does."""
_SURE, _SURE_OF_A_WORD = 0.6, 0.9
"""Least probability of a kind that a prompt is read as without naming it, and where all it says is a word: night is no
lighthouse."""
_MADE = {"made", "built", "carved", "cut", "constructed", "out", "all", "entirely", "completely"}
_BEFORE_A_NOUN = AFTER_A_NOUN | {
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


class Reader:
    """Says prompts in words that captions use."""

    def __init__(self, lexicon: Lexicon, table: WordTable) -> None:
        self._lexicon, self._table = lexicon, table
        self._own = {tuple(words_of(noun)) for nouns in NOUNS.values() for noun in nouns}
        self._known = set(lexicon.vocabulary)
        self._spelling = Spelling(lexicon.vocabulary, lexicon.words, table)
        self._descriptions = [" ".join(words_of(text)) for texts in DESCRIPTIONS.values() for text in texts]
        self._materials = {word for texts in MATERIALS.values() for text in texts for word in words_of(text)}
        said = [text for texts in (*NOUNS.values(), *DESCRIPTIONS.values()) for text in texts]
        self._made_of = [text for text in said if any(f" of {word}" in text for word in self._materials)]
        self._adjectives = self._materials | {
            word for texts in SIZES.values() for text in texts for word in words_of(text)
        }

    def read(self, prompt: str) -> str:
        """The prompt with other names for what captions have a name for; as it is where it makes no sense."""
        words = self._material_first([self._spelling.corrected(word) for word in words_of(prompt)])
        out: list[str] = []
        named, trust, at, of_it = "", 1.0, 0, words
        while at < len(words):
            span, said, kind = self._name_at(words, at)
            if kind and not named:
                named, trust = kind, _NAMED_OTHERWISE
                if tuple(span) in self._own:
                    trust, of_it = _NAMED, _before_other_things(words, at + len(span))
            out += words_of(said)
            at += len(span)
        text = f" {' '.join(words)} "
        is_plain = self._known.issuperset(words) and (named or any(f" {each} " in text for each in self._descriptions))
        kind = named if is_plain else self._kind_of(of_it, named, trust)
        if kind != named:
            return with_article(" ".join([*(word for word in words if word in self._adjectives), kind]))
        return prompt if out == words_of(prompt) else _with_articles(out)

    def _material_first(self, words: list[str]) -> list[str]:
        """A tower made of brick is a brick tower: captions name materials before nouns."""
        for of in range(1, len(words) - 1):
            after = words[of + 2 : of + 3]
            if words[of] not in ("of", "from") or words[of + 1] not in self._materials:
                continue
            if (after and after[0] not in AFTER_A_NOUN) or any(text in " ".join(words) for text in self._made_of):
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

    def _name_at(self, words: list[str], at: int) -> tuple[list[str], str, str]:
        """The longest name that begins there, what captions call it, and its kind; one word and no kind if none does.

        Names that captions use are not replaced, nor what they use in descriptions, nor parts: a house with a portal is
        none with a gate.
        """
        for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            span, after = words[at : at + count], words[at + count : at + count + 1]
            is_head = (not after or after[0] in AFTER_A_NOUN) and "with" not in words[:at]
            for name, is_plural in _singular(span):
                kind = self._lexicon.names.get(name, "")
                if name in self._own:
                    return span, " ".join(span), kind
                if is_head and kind and not self._known.issuperset(span):
                    return span, several(kind) if is_plural else kind, kind
        return words[at : at + 1], words[at], ""

    def _kind_of(self, words: list[str], named: str, trust: float) -> str:
        """The kind that the words are about; the named one where that is not sure."""
        saying = [word for word in words if word not in self._adjectives | LAND_WORDS | _BEFORE_A_NOUN]
        if not any(word in self._table for word in saying):
            return named
        likelihoods, kinds = self._meanings.likelihoods(words), list(NOUNS)
        if named:
            likelihoods[kinds.index(named)] *= trust
        best = int(likelihoods.argmax())
        sure = _SURE if named or len(saying) > 1 else _SURE_OF_A_WORD
        return kinds[best] if likelihoods[best] > sure * likelihoods.sum() else named

    @cached_property
    def _meanings(self) -> Meanings:
        kinds = {kind: number for number, kind in enumerate(NOUNS)}
        descriptions, glosses = (
            [(words_of(text), kinds[kind]) for text, kind in texts]
            for texts in (self._lexicon.descriptions, self._lexicon.glosses)
        )
        return Meanings(descriptions, glosses, len(kinds), self._table)


@cache
def reader() -> Reader:
    """The one with the shipped lexicon and table of words."""
    return Reader(load_lexicon(), word_table())


def _before_other_things(words: list[str], after: int) -> list[str]:
    """The words up to where, after a noun, other things are named."""
    others = AFTER_A_NOUN - _TELLS_OF_A_NOUN
    return words[: next((at for at in range(after, len(words)) if words[at] in others), len(words))]


def _with_articles(words: list[str]) -> str:
    """The words as a text, with the articles of the words that now follow them; none before what is several."""
    text = ""
    for word, after in zip(words, [*words[1:], ""], strict=True):
        said = with_article(after).removesuffix(after).strip() if word in ("a", "an") and after else word
        text += f" {said}" if said else ""
    return text.strip().replace(" s ", "'s ")


def _singular(words: list[str]) -> Iterator[tuple[Words, bool]]:
    """The words, and with the last one in the singular that it may have; whether it was in the plural."""
    *before, last = words
    yield tuple(words), False
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y")):
        if last.endswith(ending) and not last.endswith("ss"):
            yield (*before, last.removesuffix(ending) + instead), True
