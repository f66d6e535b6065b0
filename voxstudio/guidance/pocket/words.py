"""Text for the pocket prior: one fixed vector a word, from a small table that ships with the weights.

The table is distilled once from all-MiniLM-L6-v2 (Apache-2.0): every piece of its vocabulary is encoded as a text of
its own, and the vectors are reduced by principal components, as Model2Vec does. Words that mean nearly the same
therefore lie close to each other, and the prior, which is trained on top of the frozen table, understands
wordings that no caption used. ``distil`` remakes it and is the only part that needs that model.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from voxstudio import resources

MAX_WORDS = 16
_WORD = re.compile(r"[a-z]+|[0-9]+")


def words_of(text: str) -> list[str]:
    """Words and numbers, in small letters."""
    return _WORD.findall(text.lower())


class WordTable:
    """Vectors of words and word pieces."""

    def __init__(self, pieces: list[str], vectors: np.ndarray) -> None:
        self.vectors = vectors
        """float32 [pieces, width], unit length."""
        self._index = {piece: row for row, piece in enumerate(pieces)}

    @classmethod
    def load(cls, path: Path) -> WordTable:
        """Read the table that ships with the weights."""
        data = load_file(path)
        pieces = data["pieces"].tobytes().decode().split("\n")
        vectors = data["vectors"].astype(np.float32)
        return cls(pieces, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def __contains__(self, word: str) -> bool:
        return word in self._index

    @property
    def width(self) -> int:
        """Numbers a word."""
        return self.vectors.shape[1]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._index))

    def encode(self, text: str) -> np.ndarray:
        """float32 [words, width], at most ``MAX_WORDS`` rows; unknown words are put together from pieces."""
        rows = [self.vector(word) for word in words_of(text)]
        known = [row for row in rows if row is not None][:MAX_WORDS]
        return np.array(known, np.float32).reshape(len(known), self.width)

    def vector(self, word: str) -> np.ndarray | None:
        """A word's vector, or the mean of the longest pieces it is made of, or None if it has none."""
        if word in self._index:
            return self.vectors[self._index[word]]
        rows, start = [], 0
        while start < len(word):
            for end in range(min(len(word), start + self._longest), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self._index:
                    rows.append(self.vectors[self._index[piece]])
                    start = end
                    break
            else:
                start += 1
        if not rows:
            return None
        mean = np.mean(rows, axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-6)


@lru_cache(maxsize=1)
def word_table() -> WordTable:
    """The table that ships with the weights, read once."""
    return WordTable.load(resources.path("pocket") / "words.safetensors")


def distil(
    pieces: list[str],
    embeddings: np.ndarray,
    width: int,
    out: Path,
    more: list[str] | None = None,
    more_embeddings: np.ndarray | None = None,
) -> None:
    """Write the table of ``pieces`` from their sentence ``embeddings`` [pieces, any], reduced to ``width``, as int8.

    ``more`` are words that the vocabulary has only in pieces. Their embeddings have no say in the axes, so that a
    table can grow without moving the words that a trained network knows.
    """
    mean = embeddings.mean(axis=0)
    _, _, axes = np.linalg.svd(embeddings - mean, full_matrices=False)
    if more_embeddings is not None:
        embeddings = np.concatenate([embeddings, more_embeddings])
    reduced = (embeddings - mean) @ axes[:width].T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    vectors = np.clip(np.round(reduced * 254), -127, 127).astype(np.int8)
    words = "\n".join([*pieces, *(more or [])])
    save_file({"pieces": np.frombuffer(words.encode(), np.uint8), "vectors": vectors}, out)


def phrases_of(word: str, gloss: str = "") -> list[str]:
    """Short texts whose mean embedding places a word that the teacher knows only in pieces.

    A ``gloss`` says what the word means ("bell tower"), for words that the teacher cannot place by themselves.
    """
    if gloss:
        return [f"{word}, a {gloss}", f"a {word} is a {gloss}", gloss]
    return [word, f"a {word}", f"a photo of a {word}", f"a large {word}"]
