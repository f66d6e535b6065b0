"""The kernels of ``mesh``; they release the interpreter lock."""

from __future__ import annotations

import numpy as np
from numba import njit

MARGIN = 2
"""Open cells around the table, so that no neighbour of a face's open cell lies off it."""
_REACH = 3
"""Cells that the wide part of the occlusion looks out to."""


@njit(nogil=True, cache=True)
def measure_fullness(cells, result):  # pragma: no cover - compiled
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
def emit(cells, flat, fullness, heat, has_heat, sides, counts):  # pragma: no cover - compiled
    """Writes each side's faces until its table is full; ``counts`` becomes the room that all would take, or more.

    ``cells`` has a margin of ``MARGIN`` cells; ``flat`` is the same as a flat table, and so is ``fullness``.
    """
    capacity = sides.shape[1]
    nx, ny, nz = cells.shape
    sx, sy = ny * nz, nz
    strides = (sx, sy, 1)
    seen = np.zeros(nz, np.uint8)
    # Of each side the latest face, and the block where its row ends: for the last two sides one at each z.
    latest = np.zeros((6, nz), np.int64)
    ends = np.zeros((6, nz), np.int64)
    for x in range(MARGIN, nx - MARGIN):
        ends[4:] = 0
        for y in range(MARGIN, ny - MARGIN):
            # Without branches, many cells at a time: most blocks lie inside, and most cells are empty or not seen.
            before_x, after_x = cells[x - 1, y], cells[x + 1, y]
            before_y, after_y = cells[x, y - 1], cells[x, y + 1]
            row = cells[x, y]
            for z in range(MARGIN, nz - MARGIN):
                around = min(min(before_x[z], after_x[z]), min(before_y[z], after_y[z]))
                seen[z] = np.uint8((row[z] != 0) & (min(around, min(row[z - 1], row[z + 1])) == 0))
            ends[:4, 0] = 0
            for z in range(MARGIN, nz - MARGIN):
                if seen[z] == 0:
                    continue
                here = x * sx + y * sy + z
                i, j, k = x - MARGIN, y - MARGIN, z - MARGIN
                last_word = np.uint32(row[z])
                if has_heat:
                    last_word |= np.uint32(heat[i, j, k]) << 8
                for face in range(6):
                    axis = face >> 1
                    open_cell = here + strides[axis] * (1 - 2 * (face & 1))
                    if flat[open_cell] != 0:
                        continue
                    du = strides[axis + 1 if axis < 2 else 0]
                    dv = strides[axis - 1 if axis > 0 else 2]
                    light = _corners(flat, fullness, open_cell, du, dv)
                    line, at = (0, z) if face < 4 else (z, y)
                    before = latest[face, line]
                    if ends[face, line] == at - 1 and before < capacity and light == (light & 255) * 0x01010101:
                        word = sides[face, before, 2]
                        if sides[face, before, 1] == light and word & 0xFFFF == last_word:
                            sides[face, before, 2] = word + 0x10000
                            ends[face, line] = at
                            continue
                    count = counts[face]
                    if count < capacity:
                        sides[face, count, 0] = i | j << 8 | k << 16 | face << 24
                        sides[face, count, 1] = light
                        sides[face, count, 2] = last_word
                    counts[face] = count + 1
                    latest[face, line], ends[face, line] = count, at


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
