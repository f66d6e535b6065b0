"""Which kind of thing a text is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np

from voxstudio.guidance.pocket.words import WordTable

_COMMON = 1e-3
"""Share of texts with a word from which it says little (Arora et al., "A simple but tough-to-beat baseline", 2017)."""
_SHARPNESS = 16.0
"""How much more likely a text is the more alike it is: the logarithm's slope over the cosine."""
_FAIRNESS = 0.7
"""Power of the number of texts about a kind that its likelihood is divided by: trees have hundreds."""
_WORD_SHARPNESS = 16.0
_UNSEEN = 0.02
"""Share of a word's mean likelihood that it has for every kind: one odd word rules nothing out."""
_BY_WORDS = 0.5
"""How much words by themselves count beside the text as a whole."""

Text = tuple[Sequence[str], int]
"""Words, and the number of the kind that they are about."""


class Meanings:
    """Texts of known kinds, with which others are compared.

    As a whole (a kernel density over the directions of texts) and word by word (naive Bayes, in which every word counts
    as far as it is like one that was seen): the first knows what goes together, the second is not drowned by what says
    nothing. The parameters make little difference between half and twice of what they are.
    """

    def __init__(self, descriptions: Sequence[Text], glosses: Sequence[Text], kinds: int, table: WordTable) -> None:
        """``glosses`` are those of a dictionary, whose words tell less: they are compared as a whole only."""
        texts = [*descriptions, *glosses]
        counts = Counter(word for words, _ in texts for word in set(words))
        self._weights = {word: 1 / (1 + count / len(texts) / _COMMON) for word, count in counts.items()}
        self._width, self._vector = table.width, cache(table.vector)
        self._kinds = np.array([kind for _, kind in texts])
        self._sizes = np.maximum(np.bincount(self._kinds, minlength=kinds), 1.0) ** _FAIRNESS
        self._directions = self._directions_of([words for words, _ in texts])
        told = [(word, kind) for words, kind in descriptions for word in set(words) if self._vector(word) is not None]
        rows = {word: row for row, word in enumerate(dict.fromkeys(word for word, _ in told))}
        self._words = np.array([self._vector(word) for word in rows], np.float32).reshape(-1, table.width)
        self._shares = np.zeros((kinds, len(rows)))
        np.add.at(self._shares, ([kind for _, kind in told], [rows[word] for word, _ in told]), 1.0)
        self._shares /= np.maximum(self._shares.sum(axis=1, keepdims=True), 1.0)

    def likelihoods(self, words: Sequence[str]) -> np.ndarray:
        """Float [kinds]: how likely a text is about each, from no more than it; they sum to 1."""
        logs = np.log(self._as_a_whole(words) + 1e-9) + _BY_WORDS * self._word_by_word(words)
        likelihoods = np.exp(logs - logs.max())
        return likelihoods / likelihoods.sum()

    def _as_a_whole(self, words: Sequence[str]) -> np.ndarray:
        alike = np.exp(_SHARPNESS * (self._directions @ self._directions_of([words])[0] - 1))
        scores = np.bincount(self._kinds, alike, len(self._sizes)) / self._sizes
        return scores / scores.sum()

    def _word_by_word(self, words: Sequence[str]) -> np.ndarray:
        vectors = [vector for word in words if (vector := self._vector(word)) is not None]
        if not vectors:
            return np.zeros(len(self._shares))
        alike = np.exp(_WORD_SHARPNESS * (self._words @ np.array(vectors).T - 1))
        scores = self._shares @ alike
        scores += _UNSEEN * scores.mean(axis=0) + 1e-6
        return np.log(scores / scores.mean(axis=0)).sum(axis=1)

    def _directions_of(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """float32 [texts, width], of unit length or zero: the means of words' vectors, rare words counting for more."""
        rows = {word: row for row, word in enumerate(dict.fromkeys(word for words in texts for word in words))}
        weighted = np.zeros((len(rows), self._width), np.float32)
        for word, row in rows.items():
            vector = self._vector(word)
            if vector is not None:
                weighted[row] = self._weights.get(word, 1.0) * vector
        index = np.array([rows[word] for words in texts for word in words], np.int64)
        sums = np.add.reduceat(weighted[index], np.cumsum([0, *(len(words) for words in texts[:-1])]))
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
