"""What kinds of things are called, and what is said of them.

``lexicon.json`` is made from WordNet by ``packaging/lexicon.py``; ``descriptions.json`` is written by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from voxstudio import resources, storage
from voxstudio.guidance.pocket.captions import DESCRIPTIONS, NOUNS
from voxstudio.guidance.pocket.words import words_of

LONGEST_NAME = 4
"""Words."""
Words = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Names, and texts with the kinds that they are about."""

    vocabulary: Collection[str]
    """The words of captions."""
    names: Mapping[Words, str]
    """Kinds by names of up to ``LONGEST_NAME`` words."""
    descriptions: Sequence[tuple[str, str]]
    """Texts that mean a kind, and it."""
    glosses: Sequence[tuple[str, str]] = ()
    """A dictionary's, of kinds and kinds of kinds."""

    @property
    def words(self) -> set[str]:
        """Those of names and descriptions."""
        told = (word for text, _ in self.descriptions for word in words_of(text))
        return {word for name in self.names for word in name}.union(told)


def load_lexicon() -> Lexicon:
    """That of ``resources/pocket`` and of the captions."""
    folder = resources.path("pocket")
    saved, written = (storage.read_json(folder / name) for name in ("lexicon.json", "descriptions.json"))
    own = [(text, kind) for kind in NOUNS for text in (*NOUNS[kind], *DESCRIPTIONS[kind])]
    told = [(text, kind) for kind, texts in written.items() for text in (*texts["names"], *texts["descriptions"])]
    defined = [(text, kind) for kind, texts in saved["kinds"].items() for text in (*texts["names"], *texts["meanings"])]
    names: dict[Words, str] = {}
    for kinds in (saved["kinds"], written, {kind: {"names": nouns} for kind, nouns in reversed(NOUNS.items())}):
        names |= {tuple(words_of(name)): kind for kind, texts in kinds.items() for name in texts["names"]}
    return Lexicon(saved["vocabulary"], names, [*own, *told], defined)
