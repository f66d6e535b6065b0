"""What a mistyped word was meant to be."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from voxstudio.guidance.pocket.words import WordTable

_SHORTEST, _SHORTEST_NAME = 4, 6
"""Letters of words of captions and of rarer names: shorter ones are like too many others."""
_LIKE_A_WORD, _LIKE_A_NAME = 0.8, 0.87
"""Least likeness (that of ``difflib``) to words of captions and to rarer names.

Of words of captions with a slip of the hand 84 % are found again; of dictionary words that are not known, which say
nothing anyway, 5 % are taken for another.
"""


class Spelling:
    """Replaces words that nobody knows by those that they look like."""

    def __init__(self, vocabulary: Collection[str], names: Collection[str], table: WordTable) -> None:
        """Words of captions, and words of other names, which count less."""
        self._words = [word for word in vocabulary if len(word) >= _SHORTEST]
        self._names = sorted({word for word in names if len(word) >= _SHORTEST_NAME}.difference(self._words))
        self._known = {*vocabulary, *names}
        self._table = table

    def corrected(self, word: str) -> str:
        """The word that was meant; as it is where it is known, or like none."""
        one = word.removesuffix("s")
        if len(word) < _SHORTEST or not self._known.isdisjoint((word, one)) or word in self._table:
            return word
        return self._likest(word) or (f"{likest}s" if one != word and (likest := self._likest(one)) else word)

    def _likest(self, word: str) -> str:
        found = get_close_matches(word, self._words, 1, _LIKE_A_WORD)
        found = found or get_close_matches(word, self._names, 1, _LIKE_A_NAME)
        # Hardly anybody slips on the first letter, but for turning it around with the second.
        return found[0] if found and found[0][0] in word[:2] and not _is_derived(word, found[0]) else ""


def _is_derived(word: str, other: str) -> bool:
    """Whether one is the other with an ending: campers are no camps, and the table knows words by their parts."""
    short, long = sorted((word, other.removesuffix("s")), key=len)
    return long.startswith(short) and len(long) > len(short) + 1
