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


def build_faces(blocks: np.ndarray, heat: np.ndarray | None = None) -> np.ndarray:
    """Every face between a block and Air or the outside: uint32 [faces, 3], sorted by side.

    ``blocks`` is uint8 [X, Y, Z] with sides of at most 256; ``heat`` likewise, 255 for a block that has just changed.
    """
    cells = np.pad(blocks, _MARGIN)
    fullness = np.empty_like(cells)
    _fullness(cells, fullness)
    _, ny, nz = cells.shape
    warmth = np.zeros_like(blocks) if heat is None else heat
    capacity = 1 << 16
    while True:
        faces = np.empty((capacity, WORDS_PER_FACE), dtype=np.uint32)
        count = _emit(cells.ravel(), fullness.ravel(), warmth, nz, ny * nz, faces)
        if count <= capacity:
            # Sides that look away from the camera can then be left out of a picture as a whole.
            return faces[:count][np.argsort((faces[:count, 0] >> 24).astype(np.uint8), kind="stable")]
        capacity = count


def side_starts(faces: np.ndarray) -> np.ndarray:
    """Where each of the six sides begins in a table of ``build_faces``, and where the last ends: int [7]."""
    return np.searchsorted(faces[:, 0] >> 24, np.arange(7))


@njit(nogil=True, cache=True)
def _fullness(cells, result):  # pragma: no cover - compiled
    """How full the box around each cell is, uint8, 255 = solid ``_REACH`` cells far: a sliding sum along each axis."""
    nx, ny, nz = cells.shape
    along_z = np.empty((nx, ny, nz), dtype=np.uint16)
    for x in range(nx):
        for y in range(ny):
            total = 0
            for z in range(nz + _REACH):
                total += int(z < nz and cells[x, y, min(z, nz - 1)] != 0)
                if z > 2 * _REACH:
                    total -= int(cells[x, y, z - 2 * _REACH - 1] != 0)
                if z >= _REACH:
                    along_z[x, y, z - _REACH] = total
    along_yz = np.empty((nx, ny, nz), dtype=np.uint16)
    total_z = np.empty(nz, dtype=np.uint16)
    for x in range(nx):
        total_z[:] = 0
        for y in range(ny + _REACH):
            if y < ny:
                for z in range(nz):
                    total_z[z] += along_z[x, y, z]
            if y > 2 * _REACH:
                for z in range(nz):
                    total_z[z] -= along_z[x, y - 2 * _REACH - 1, z]
            if y >= _REACH:
                for z in range(nz):
                    along_yz[x, y - _REACH, z] = total_z[z]
    total_yz = np.zeros((ny, nz), dtype=np.uint16)
    full = np.float32(255.0 / (2 * _REACH + 1) ** 3)
    for x in range(nx + _REACH):
        for y in range(ny):
            if x < nx:
                for z in range(nz):
                    total_yz[y, z] += along_yz[x, y, z]
            if x > 2 * _REACH:
                for z in range(nz):
                    total_yz[y, z] -= along_yz[x - 2 * _REACH - 1, y, z]
            if x >= _REACH:
                for z in range(nz):
                    result[x - _REACH, y, z] = np.uint8(np.float32(total_yz[y, z]) * full)


@njit(nogil=True, cache=True, inline="always")
def _light(near_u, near_v, diagonal, wide):  # pragma: no cover - compiled
    """Light that reaches a corner, 0..255, from the three cells around it and the fullness of all four (summed)."""
    near = 3 if near_u and near_v else near_u + near_v + diagonal
    # A flat open floor is half full: only beyond that do the wider surroundings darken.
    return 255 - ((max(0, wide - 4 * 116) * 5) >> 4) - near * 30


@njit(nogil=True, cache=True)
def _emit(cells, fullness, heat, sy, sx, faces):  # pragma: no cover - compiled
    """Writes faces until the table is full; returns how many there are in all.

    ``cells`` and ``fullness`` are flat tables with a margin of ``_MARGIN`` cells; ``sx``, ``sy`` their strides.
    """
    count = 0
    capacity = faces.shape[0]
    nx, ny, nz = heat.shape
    strides = (sx, sy, 1)
    for x in range(nx):
        for y in range(ny):
            row = (x + _MARGIN) * sx + (y + _MARGIN) * sy + _MARGIN
            for z in range(nz):
                here = row + z
                material = cells[here]
                if material == 0:
                    continue
                if (  # most blocks lie inside: one look tells
                    cells[here + 1] != 0
                    and cells[here - 1] != 0
                    and cells[here + sy] != 0
                    and cells[here - sy] != 0
                    and cells[here + sx] != 0
                    and cells[here - sx] != 0
                ):
                    continue
                for face in range(6):
                    axis = face >> 1
                    open_cell = here + strides[axis] * (1 - 2 * (face & 1))
                    if cells[open_cell] != 0:
                        continue
                    if count < capacity:
                        du = strides[axis + 1 if axis < 2 else 0]
                        dv = strides[axis - 1 if axis > 0 else 2]
                        faces[count, 0] = x | y << 8 | z << 16 | face << 24
                        faces[count, 1] = _corners(cells, fullness, open_cell, du, dv)
                        faces[count, 2] = material | np.uint32(heat[x, y, z]) << 8
                    count += 1
    return count


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
