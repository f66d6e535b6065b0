"""What a prompt in words of captions leaves unsaid, and yet means."""

from __future__ import annotations

from voxstudio.guidance.pocket.captions import MATERIALS, NOUNS, several, with_top
from voxstudio.guidance.pocket.reading import AFTER_A_NOUN, LAND_WORDS
from voxstudio.guidance.pocket.words import MAX_WORDS, words_of
from voxstudio.world.generators.structures import KINDS, KINDS_BY_NAME
from voxstudio.world.palette import CLASSIC

MOSTLY_ROOF = ("house", "cottage", "barn", "village", "dome")
"""Kinds that as a rule show more of their roof than of their walls: a white dome with a blue roof is a blue dome."""
_OF_ROOFS = {"with", "roof", "roofs", "roofed", "top", "topped", "thatched"}
_LANDS = {"Grass": ("grass", "on grass"), "Sand": ("desert", "in the desert"), "Snow": ("snow", "in the snow")}
"""Lands of captions by the material of their ground, and what captions say of them."""


def under_a_roof(prompt: str) -> str:
    """A prompt with the roof of what is mostly roof: of the material that the prompt names for the whole.

    Captions name the material of the walls. As it is where a prompt names no material or several, or tells of a roof.
    """
    words = words_of(prompt)
    kind, end = _mostly_roof(words)
    before = words[:end]
    named = [name for name, texts in MATERIALS.items() if any(_end_of(words_of(t), before) for t in texts)]
    if not kind or len(named) != 1 or AFTER_A_NOUN.intersection(before) or _OF_ROOFS.intersection(words):
        return prompt
    said = with_top(kind, MATERIALS[named[0]][0])
    roofs = [CLASSIC.names[block - 1] for block in KINDS_BY_NAME[kind].roofs]
    if named[0] not in roofs or len(words) + len(words_of(said)) > MAX_WORDS:
        return prompt
    return " ".join([*before, said, *words[end:]])


def on_land(prompt: str, ground: str) -> str:
    """A prompt with the land that it leaves open: flat land of a material.

    As it is where it names a land or what has one of its own (an island, a cactus), or where there is no room.
    """
    words = words_of(prompt)
    if ground not in _LANDS or not words:
        return prompt
    land, said = _LANDS[ground]
    elsewhere = (kind.name for kind in KINDS if kind.lands and land not in kind.lands)
    settled = LAND_WORDS.union(words_of(noun)[-1] for kind in elsewhere for noun in NOUNS[kind])
    is_full = len(words) + len(words_of(said)) > MAX_WORDS
    return prompt if is_full or settled.intersection(words) else f"{prompt} {said}"


def _mostly_roof(words: list[str]) -> tuple[str, int]:
    """A kind that is mostly roof, and where its noun is over; nothing and 0 if the words name none."""
    for kind in MOSTLY_ROOF:
        for noun in NOUNS[kind]:
            for said in (noun, several(noun)):
                if end := _end_of(words_of(said), words):
                    return kind, end
    return "", 0


def _end_of(said: list[str], words: list[str]) -> int:
    """Where, in words, others are over; 0 where they are not among them."""
    return next((at + len(said) for at in range(len(words)) if words[at : at + len(said)] == said), 0)
