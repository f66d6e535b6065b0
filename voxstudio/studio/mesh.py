"""Visible block faces with baked ambient occlusion, as a table for the graphics card.

Each face is three unsigned 32-bit words: ``x | y << 8 | z << 16 | face << 24``, the occlusion of its four corners
(one byte each, 255 = open sky), and ``material | heat << 8 | more << 16``. Faces are numbered +X, -X, +Y, -Y, +Z, -Z;
their corners are (u, v) = (0, 0), (1, 0), (1, 1), (0, 1) along the two axes that follow the normal's axis cyclically
(x, y, z, x). ``more`` is how many blocks in a row share the face: those after it along z, on +Z and -Z along y, whose
own would look the same and are lit alike all over.
"""

from __future__ import annotations

import numpy as np

WORDS_PER_FACE = 3
_FIRST_CAPACITY = 1 << 18
"""Faces a side that are made room for at first; room that is not used costs nothing."""


def build_faces(blocks: np.ndarray, heat: np.ndarray | None = None) -> np.ndarray:
    """The faces between blocks and Air or the outside: uint32 [faces, 3], sorted by side.

    ``blocks`` is uint8 [X, Y, Z] with sides of at most 256; ``heat`` likewise, 255 for a block that has just changed.
    """
    # Here, since numba takes as long to import as all of Qt, and a window can be on the screen before.
    from voxstudio.studio._mesh import MARGIN, emit, measure_fullness

    cells = np.pad(blocks, MARGIN)
    fullness = np.empty_like(cells)
    measure_fullness(cells, fullness)
    warmth = np.zeros((1, 1, 1), np.uint8) if heat is None else heat
    capacity = _FIRST_CAPACITY
    while True:
        # One table a side: sides that look away from the camera can then be left out of a picture as a whole.
        sides = np.empty((6, capacity, WORDS_PER_FACE), dtype=np.uint32)
        counts = np.zeros(6, np.int64)
        emit(cells, cells.ravel(), fullness.ravel(), warmth, heat is not None, sides, counts)
        if counts.max() <= capacity:
            return np.concatenate([side[:count] for side, count in zip(sides, counts.tolist(), strict=True)])
        capacity = int(counts.max())


def side_starts(faces: np.ndarray) -> np.ndarray:
    """Where each of the six sides begins in a table of ``build_faces``, and where the last ends: int [7]."""
    return np.searchsorted(faces[:, 0] >> 24, np.arange(7))
