"""How alike texts are in what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from voxstudio.guidance.pocket.words import WordTable

_COMMON = 1e-3
"""Share of texts with a word from which it says little (Arora et al., "A simple but tough-to-beat baseline", 2017)."""


class Meanings:
    """Texts as directions: the mean of their words' vectors, rare words counting for more."""

    def __init__(self, texts: Sequence[Sequence[str]], kinds: np.ndarray, table: WordTable) -> None:
        counts = Counter(word for words in texts for word in set(words))
        self._weights = {word: 1 / (1 + count / len(texts) / _COMMON) for word, count in counts.items()}
        self._table = table
        self.kinds = kinds
        """int64 [N]: of which kind each text is."""
        self.vectors = self.vectors_of(texts)
        """float32 [N, width], of unit length."""

    def vectors_of(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """float32 [texts, width], of unit length or zero."""
        rows = {word: row for row, word in enumerate(dict.fromkeys(word for words in texts for word in words))}
        weighted = np.zeros((len(rows), self._table.width), np.float32)
        for word, row in rows.items():
            vector = self._table.vector(word)
            if vector is not None:
                weighted[row] = self._weights.get(word, 1.0) * vector
        index = np.array([rows[word] for words in texts for word in words], np.int64)
        sums = np.add.reduceat(weighted[index], np.cumsum([0, *(len(words) for words in texts[:-1])]))
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
