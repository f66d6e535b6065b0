"""Visible block faces with baked ambient occlusion, as a table for the graphics card.

Each face is three unsigned 32-bit words: ``x | y << 8 | z << 16 | face << 24``, the occlusion of its four corners
(one byte each, 255 = open sky), and ``material | heat << 8``. Faces are numbered +X, -X, +Y, -Y, +Z, -Z; their corners
are (u, v) = (0, 0), (1, 0), (1, 1), (0, 1) along the two axes that follow the normal's axis cyclically (x, y, z, x).
"""

from __future__ import annotations

import numpy as np
from numba import njit

WORDS_PER_FACE = 3
_MARGIN = 2
"""Open cells around the table, so that no neighbour of a face's open cell lies off it."""
_REACH = 3
"""Cells that the wide part of the occlusion looks out to."""
_FIRST_CAPACITY = 1 << 18
"""Faces a side that are made room for at first; room that is not used costs nothing."""


def build_faces(blocks: np.ndarray, heat: np.ndarray | None = None) -> np.ndarray:
    """Every face between a block and Air or the outside: uint32 [faces, 3], sorted by side.

    ``blocks`` is uint8 [X, Y, Z] with sides of at most 256; ``heat`` likewise, 255 for a block that has just changed.
    """
    cells = np.pad(blocks, _MARGIN)
    fullness = np.empty_like(cells)
    _fullness(cells, fullness)
    warmth = np.zeros((1, 1, 1), np.uint8) if heat is None else heat
    capacity = _FIRST_CAPACITY
    while True:
        # One table a side: sides that look away from the camera can then be left out of a picture as a whole.
        sides = np.empty((6, capacity, WORDS_PER_FACE), dtype=np.uint32)
        counts = np.zeros(6, np.int64)
        _emit(cells, cells.ravel(), fullness.ravel(), warmth, heat is not None, sides, counts)
        if counts.max() <= capacity:
            return np.concatenate([side[:count] for side, count in zip(sides, counts.tolist(), strict=True)])
        capacity = int(counts.max())


def side_starts(faces: np.ndarray) -> np.ndarray:
    """Where each of the six sides begins in a table of ``build_faces``, and where the last ends: int [7]."""
    return np.searchsorted(faces[:, 0] >> 24, np.arange(7))


@njit(nogil=True, cache=True)
def _fullness(cells, result):  # pragma: no cover - compiled
    """How full the box around each cell is, uint8, 255 = solid ``_REACH`` cells far: a sliding sum along each axis.

    Works through slabs of one x, of which it keeps as many as a box is wide: they stay in the processor's cache.
    """
    nx, ny, nz = cells.shape
    width = 2 * _REACH + 1
    solid = np.zeros(nz + 2 * _REACH, np.uint8)
    along_z = np.zeros((ny, nz), np.uint16)
    slabs = np.zeros((width, ny, nz), np.uint16)
    sums_y = np.zeros(nz, np.uint16)
    sums = np.zeros((ny, nz), np.uint16)
    full = np.float32(255.0 / width**3)
    for x in range(nx + _REACH):
        slab = slabs[x % width]
        if x >= width:
            for y in range(ny):
                for z in range(nz):
                    sums[y, z] -= slab[y, z]
        if x < nx:
            sums_y[:] = 0
            for y in range(ny + _REACH):
                if y < ny:
                    for z in range(nz):
                        solid[z + _REACH] = np.uint8(cells[x, y, z] != 0)
                    for z in range(nz):  # a box is seven cells wide; written out, many are added at once
                        total = solid[z] + solid[z + 1] + solid[z + 2] + solid[z + 3]
                        along_z[y, z] = np.uint16(total + solid[z + 4] + solid[z + 5] + solid[z + 6])
                        sums_y[z] += along_z[y, z]
                if y >= width:
                    for z in range(nz):
                        sums_y[z] -= along_z[y - width, z]
                if y >= _REACH:
                    for z in range(nz):
                        slab[y - _REACH, z] = sums_y[z]
                        sums[y - _REACH, z] += sums_y[z]
        if x >= _REACH:
            for y in range(ny):
                for z in range(nz):
                    result[x - _REACH, y, z] = np.uint8(np.float32(sums[y, z]) * full)


@njit(nogil=True, cache=True, inline="always")
def _light(near_u, near_v, diagonal, wide):  # pragma: no cover - compiled
    """Light that reaches a corner, 0..255, from the three cells around it and the fullness of all four (summed)."""
    near = 3 if near_u and near_v else near_u + near_v + diagonal
    # A flat open floor is half full: only beyond that do the wider surroundings darken.
    return 255 - ((max(0, wide - 4 * 116) * 5) >> 4) - near * 30


@njit(nogil=True, cache=True)
def _emit(cells, flat, fullness, heat, has_heat, sides, counts):  # pragma: no cover - compiled
    """Writes each side's faces until its table is full; ``counts`` becomes how many there are in all.

    ``cells`` has a margin of ``_MARGIN`` cells; ``flat`` is the same as a flat table, and so is ``fullness``.
    """
    capacity = sides.shape[1]
    nx, ny, nz = cells.shape
    sx, sy = ny * nz, nz
    strides = (sx, sy, 1)
    seen = np.zeros(nz, np.uint8)
    for x in range(_MARGIN, nx - _MARGIN):
        for y in range(_MARGIN, ny - _MARGIN):
            # Without branches, many cells at a time: most blocks lie inside, and most cells are empty or not seen.
            before_x, after_x = cells[x - 1, y], cells[x + 1, y]
            before_y, after_y = cells[x, y - 1], cells[x, y + 1]
            row = cells[x, y]
            for z in range(_MARGIN, nz - _MARGIN):
                around = min(min(before_x[z], after_x[z]), min(before_y[z], after_y[z]))
                seen[z] = np.uint8((row[z] != 0) & (min(around, min(row[z - 1], row[z + 1])) == 0))
            for z in range(_MARGIN, nz - _MARGIN):
                if seen[z] == 0:
                    continue
                here = x * sx + y * sy + z
                i, j, k = x - _MARGIN, y - _MARGIN, z - _MARGIN
                last_word = np.uint32(row[z])
                if has_heat:
                    last_word |= np.uint32(heat[i, j, k]) << 8
                for face in range(6):
                    axis = face >> 1
                    open_cell = here + strides[axis] * (1 - 2 * (face & 1))
                    if flat[open_cell] != 0:
                        continue
                    count = counts[face]
                    if count < capacity:
                        du = strides[axis + 1 if axis < 2 else 0]
                        dv = strides[axis - 1 if axis > 0 else 2]
                        sides[face, count, 0] = i | j << 8 | k << 16 | face << 24
                        sides[face, count, 1] = _corners(flat, fullness, open_cell, du, dv)
                        sides[face, count, 2] = last_word
                    counts[face] = count + 1


@njit(nogil=True, cache=True, inline="always")
def _corners(cells, fullness, o, du, dv):  # pragma: no cover - compiled
    """The light of the four corners of the face before open cell ``o``, one byte each."""
    s0, s1 = int(cells[o - du] != 0), int(cells[o + du] != 0)
    s2, s3 = int(cells[o - dv] != 0), int(cells[o + dv] != 0)
    f0, f1 = int(fullness[o - du]), int(fullness[o + du])
    f2, f3 = int(fullness[o - dv]), int(fullness[o + dv])
    f = int(fullness[o])
    a, b, c, d = o - du - dv, o + du - dv, o + du + dv, o - du + dv
    light = _light(s0, s2, int(cells[a] != 0), f + f0 + f2 + int(fullness[a]))
    light |= _light(s1, s2, int(cells[b] != 0), f + f1 + f2 + int(fullness[b])) << 8
    light |= _light(s1, s3, int(cells[c] != 0), f + f1 + f3 + int(fullness[c])) << 16
    light |= _light(s0, s3, int(cells[d] != 0), f + f0 + f3 + int(fullness[d])) << 24
    return light
