"""Finding what was meant from a few letters. Knows no Qt."""

from __future__ import annotations

_START, _WORD, _NEXT, _INSIDE = 12.0, 8.0, 6.0, 1.0
"""What a letter is worth at the text's start, at a word's start, after the letter before it, and elsewhere."""


def score(query: str, text: str) -> float | None:
    """How well the letters of ``query`` are found in ``text``, in their order; None if they are not.

    Words of the query may come in any order; each begins at the start of a word, or stands in the text as it is.
    Letters that begin words or follow each other count more, and of equals the shorter text is the better.
    """
    total = 0.0
    for word in query.lower().split():
        found = _word_score(word, text.lower())
        if found is None:
            return None
        total += found
    return total - 0.05 * len(text)


def _word_score(word: str, text: str) -> float | None:
    """The best over all places where the word may begin; from there the letters are taken as they come."""
    scores = [_from(word, text, start) for start, letter in enumerate(text) if letter == word[0]]
    return max((one for one in scores if one is not None), default=None)


def _from(word: str, text: str, start: int) -> float | None:
    if start and text[start - 1].isalnum() and not text.startswith(word, start):
        return None
    total, at = _worth(text, start, -2), start
    for letter in word[1:]:
        nearest = text.find(letter, at + 1)
        if nearest < 0:
            return None
        # An initial further on is what an abbreviation means, unless the next letter is there already.
        initial = text.find(f" {letter}", at + 1) + 1
        place = initial if nearest != at + 1 and initial else nearest
        total, at = total + _worth(text, place, at), place
    return total


def _worth(text: str, place: int, before: int) -> float:
    if place == 0:
        return _START
    if place == before + 1:
        return _NEXT
    return _INSIDE if text[place - 1].isalnum() else _WORD
