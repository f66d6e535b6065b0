"""Random scenes with captions: the pocket prior's endless training set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.guidance.pocket.captions import caption
from voxstudio.guidance.pocket.words import MAX_WORDS, WordTable
from voxstudio.world.generators.scenes import scene
from voxstudio.world.generators.terrain import Shape

WITHHELD = 0.12
"""Share of captions that are left out, for classifier-free guidance."""
REWORDED = 0.4
"""Share of the captions whose words are moved a little, as if others that mean nearly the same stood there."""
MOVED = 0.9
"""How far at most, in lengths of a word's vector."""
PADDED = 0.15
"""Share of the captions with a word or two, drawn from the whole table, that say nothing of the scene."""


@dataclass(frozen=True)
class Batch:
    """S scenes of one shape, and what is said of them."""

    blocks: np.ndarray
    """uint8 [S, X, Y, Z]."""
    land: np.ndarray
    """The same lands with nothing built on them."""
    words: np.ndarray
    """float32 [S, MAX_WORDS, width]; all zero where the caption is withheld."""
    captions: list[str]
    kinds: list[str]


def make_batch(table: WordTable, seed: int, step: int, scenes: int, shape: Shape) -> Batch:
    """The batch of one training step: the same arguments always give the same scenes."""
    rng = np.random.default_rng([seed, step])
    batch = Batch(
        np.empty((scenes, *shape), np.uint8),
        np.empty((scenes, *shape), np.uint8),
        np.zeros((scenes, MAX_WORDS, table.width), np.float32),
        [],
        [],
    )
    for k in range(scenes):
        this = scene(rng, shape=shape)
        batch.blocks[k], batch.land[k] = this.world.blocks, this.land.blocks
        batch.captions.append(caption(this, rng))
        batch.kinds.append(this.kind)
        if rng.random() >= WITHHELD:
            words = reworded(table.encode(batch.captions[-1]), table, rng)
            batch.words[k, : len(words)] = words
    return batch


def reworded(words: np.ndarray, table: WordTable, rng: np.random.Generator) -> np.ndarray:
    """Vectors [words, width] as another prompt for the same scene might have them, so that no wording is learned by
    heart (after Jain et al., "NEFTune", 2023)."""
    if rng.random() < REWORDED:
        away = rng.standard_normal(words.shape).astype(np.float32)
        words = words + rng.uniform(0, MOVED) * away / np.linalg.norm(away, axis=1, keepdims=True)
        words /= np.linalg.norm(words, axis=1, keepdims=True)
    if rng.random() < PADDED:
        for _ in range(min(int(rng.integers(1, 3)), MAX_WORDS - len(words))):
            stray = table.vectors[rng.integers(len(table.vectors))]
            words = np.insert(words, rng.integers(len(words) + 1), stray, axis=0)
    return words
