"""Numba kernels of the pocket prior: what is done to each of its cells, in one pass over them.

They release the interpreter lock and hold no state; callers split the work over threads. PyTorch takes a pass over
memory for each of a dozen small operations, which is a third of the time of an answer. Of the weights' bfloat16 numpy
knows nothing: such arrays come as the uint16 of their bits.
"""

from __future__ import annotations

import numba
import numpy as np
from numba import types
from numba.extending import overload

from voxstudio.guidance.pocket.lattice import CELL_CHANNELS, FOLD
from voxstudio.render.vector import LIMIT, OPTIONS, exp_all
from voxstudio.world.palette import CLASSIC

CLASSES = 1 + len(CLASSIC)
"""Air, and the materials that the prior was taught: loops over so few are quick if the compiler knows how many."""
KNOWN = CELL_CHANNELS + 2 * CLASSES
"""Numbers of a cell that the network is shown: the cell itself, what it says of itself, and the guess of before."""
BARE = np.float32(1e-4)
"""Opacity of a cell that has no colour."""
ROWS = 16
"""Rows that are worked on together, in the nearest cache."""
EPSILON = np.float32(1e-5)
"""Added to the mean square of channels."""
_ONE = np.float32(1)


def _copied(values, out):
    for i in range(min(values.size, out.size)):
        out[i] = values[i]


def _put(values, out):
    raise NotImplementedError


@overload(_put, inline="always")
def _put_as(values, out):
    if out.dtype == types.uint16:

        def rounded(values, out):
            bits = values.view(np.uint32)
            for i in range(out.size):
                # To the nearest, and halves to the even one.
                odd = (bits[i] >> np.uint32(16)) & np.uint32(1)
                out[i] = np.uint16((bits[i] + np.uint32(0x7FFF) + odd) >> np.uint32(16))

        return rounded

    return _copied


def _take(values, out):
    raise NotImplementedError


@overload(_take, inline="always")
def _take_as(values, out):
    if values.dtype == types.uint16:

        def widened(values, out):
            bits = out.view(np.uint32)
            for i in range(values.size):
                bits[i] = np.uint32(values[i]) << np.uint32(16)

        return widened

    return _copied


@numba.njit(**OPTIONS)
def activate(rows, gain, shift, first, last, out):
    """SiLU of ``gain`` times each row's channels, brought to unit root mean square, plus ``shift``: ``out`` [N, C].

    ``rows`` [N, C]; ``gain`` and ``shift`` float32 [C]. Rows ``first`` to ``last``.
    """
    channels = rows.shape[1]
    values = np.zeros(ROWS * channels, np.float32)
    decays = np.zeros(ROWS * channels, np.float32)
    for start in range(first, last, ROWS):
        count = min(ROWS, last - start)
        size = count * channels
        _take(rows[start : start + count].reshape(-1), values)
        for r in range(count):
            row = values[r * channels : (r + 1) * channels]
            square = np.float32(0)
            for c in range(channels):
                square += row[c] * row[c]
            scale = _ONE / np.sqrt(square / np.float32(channels) + EPSILON)
            for c in range(channels):
                row[c] = row[c] * scale * gain[c] + shift[c]
        for i in range(size):
            decays[i] = min(max(-values[i], -LIMIT), LIMIT)
        exp_all(decays)
        for i in range(size):
            values[i] /= _ONE + decays[i]
        _put(values, out[start : start + count].reshape(-1))


@numba.njit(inline="always", **OPTIONS)
def _weigh(cell, towards, bias, out):
    """``cells.evidence`` of one cell: what it says of each class."""
    opacity, red, green, blue = cell[0], cell[1], cell[2], cell[3]
    for m in range(CLASSES):
        out[m] = bias[m] + opacity * towards[0, m] + red * towards[1, m] + green * towards[2, m] + blue * towards[3, m]


@numba.njit(inline="always", **OPTIONS)
def _share_all(logits, count):
    """Softmax of each of ``count`` cells' logits, one after the other."""
    for i in range(count):
        own = logits[i * CLASSES : (i + 1) * CLASSES]
        most = own[0]
        for m in range(1, CLASSES):
            most = max(most, own[m])
        for m in range(CLASSES):
            own[m] = max(own[m] - most, -LIMIT)
    exp_all(logits)
    for i in range(count):
        own = logits[i * CLASSES : (i + 1) * CLASSES]
        total = np.float32(0)
        for m in range(CLASSES):
            total += own[m]
        total = _ONE / total
        for m in range(CLASSES):
            own[m] *= total


@numba.njit(**OPTIONS)
def share(logits, first, last, out):
    """``cells.shares``: softmax over the last axis of ``logits`` [N, CLASSES]. Cells ``first`` to ``last``."""
    values = np.zeros(ROWS * CLASSES, np.float32)
    for start in range(first, last, ROWS):
        count = min(ROWS, last - start)
        own = logits[start : start + count].reshape(-1)
        for i in range(own.size):
            values[i] = own[i]
        _share_all(values, count)
        into = out[start : start + count].reshape(-1)
        for i in range(into.size):
            into[i] = values[i]


@numba.njit(**OPTIONS)
def know(cells, guess, towards, bias, first, last, out):
    """What the network is shown: ``out`` [X / 2, Y / 2, Z / 2, 8 KNOWN], each site's cells one after the other.

    ``cells`` float32 [X, Y, Z, CELL_CHANNELS], ``guess`` [X, Y, Z, CLASSES]; evidence is ``cells @ towards + bias``,
    [CELL_CHANNELS, CLASSES] and [CLASSES]. Slabs of sites ``first`` to ``last``.
    """
    along = cells.shape[2]
    said = np.zeros(along * CLASSES, np.float32)
    packed = np.zeros(FOLD * KNOWN, np.float32)
    for x in range(FOLD * first, FOLD * last):
        for y in range(cells.shape[1]):
            row, before = cells[x, y], guess[x, y]
            for z in range(along):
                _weigh(row[z], towards, bias, said[z * CLASSES : (z + 1) * CLASSES])
            _share_all(said, along)
            begin = ((x % FOLD) * FOLD + y % FOLD) * FOLD * KNOWN
            for site in range(along // FOLD):
                for k in range(FOLD):
                    z = site * FOLD + k
                    own = packed[k * KNOWN : (k + 1) * KNOWN]
                    for c in range(CELL_CHANNELS):
                        own[c] = row[z, c]
                    for m in range(CLASSES):
                        own[CELL_CHANNELS + m] = said[z * CLASSES + m]
                    for m in range(CLASSES):
                        own[CELL_CHANNELS + CLASSES + m] = before[z, m]
                _put(packed, out[x // FOLD, y // FOLD, site, begin : begin + FOLD * KNOWN])


@numba.njit(**OPTIONS)
def conclude(of_sites, of_cubes, cells, towards, bias, first, last, out):
    """Logits float32 [X, Y, Z, CLASSES]: evidence as ``know`` has it, and what is said of sites and of their cubes.

    ``of_sites`` [X / 2, Y / 2, Z / 2, 8 CLASSES], ``of_cubes`` float32 [X / 4, Y / 4, Z / 4, CLASSES]. Slabs of
    cells ``first`` to ``last``.
    """
    said = np.zeros(FOLD * CLASSES, np.float32)
    for x in range(first, last):
        for y in range(cells.shape[1]):
            begin = ((x % FOLD) * FOLD + y % FOLD) * FOLD * CLASSES
            for site in range(cells.shape[2] // FOLD):
                _take(of_sites[x // FOLD, y // FOLD, site, begin : begin + FOLD * CLASSES], said)
                cube = of_cubes[x // FOLD // 2, y // FOLD // 2, site // 2]
                for k in range(FOLD):
                    z = site * FOLD + k
                    own = out[x, y, z]
                    _weigh(cells[x, y, z], towards, bias, own)
                    for m in range(CLASSES):
                        own[m] += said[k * CLASSES + m] + cube[m]


@numba.njit(**OPTIONS)
def blend(likely, colours, first, last, alpha, faces):
    """Soft blocks: opacity [N], and the mean colour of each face [3, N, 3] of what stands there if not Air.

    ``likely`` [N, CLASSES]; ``colours`` float32 [CLASSES - 1, 3, 3]. Cells ``first`` to ``last``.
    """
    for i in range(first, last):
        own = likely[i]
        alpha[i] = _ONE - own[0]
        is_bare = alpha[i] < BARE
        share = _ONE / max(alpha[i], BARE)
        for face in range(3):
            for c in range(3):
                colour = np.float32(0)
                if not is_bare:
                    for m in range(1, CLASSES):
                        colour += own[m] * colours[m - 1, face, c]
                faces[face, i, c] = colour * share


@numba.njit(**OPTIONS)
def choose(likely, colours, first, last, alpha, faces):
    """Likewise, with the colours of the likeliest material."""
    for i in range(first, last):
        own = likely[i]
        alpha[i] = _ONE - own[0]
        best, most = 1, own[1]
        for m in range(2, CLASSES):
            # Without a branch, which would often be guessed wrongly.
            best = m if own[m] > most else best
            most = max(own[m], most)
        for face in range(3):
            for c in range(3):
                faces[face, i, c] = colours[best - 1, face, c]


@numba.njit(**OPTIONS)
def gather(alpha, faces, along_x, along_y, along_z, fold, first, last, out):
    """Mean opacity and opacity times colour of the points in each cell of ``out`` [4, X, Y, Z], its first slabs in x.

    ``alpha`` float32 [x, y, z] and ``faces`` float32 [3, x, y, z, 3] are a world's; ``along_`` are the indices of its
    blocks at ``fold`` points a cell along each axis, -1 outside. Opacity is told in -1..1, colour too before it is
    multiplied.
    """
    share = np.float32(1.0 / fold**3)
    two_thirds = np.float32(2.0 / 3.0)
    for i in range(first, last):
        for j in range(out.shape[2]):
            for k in range(out.shape[3]):
                opacity = red = green = blue = np.float32(0)
                for x in along_x[i * fold : (i + 1) * fold]:
                    for y in along_y[j * fold : (j + 1) * fold]:
                        for z in along_z[k * fold : (k + 1) * fold]:
                            if x < 0 or y < 0 or z < 0 or alpha[x, y, z] == 0:
                                continue
                            a = alpha[x, y, z] * share
                            opacity += a
                            red += a * (faces[0, x, y, z, 0] + faces[1, x, y, z, 0] + faces[2, x, y, z, 0])
                            green += a * (faces[0, x, y, z, 1] + faces[1, x, y, z, 1] + faces[2, x, y, z, 1])
                            blue += a * (faces[0, x, y, z, 2] + faces[1, x, y, z, 2] + faces[2, x, y, z, 2])
                out[0, i, j, k] = 2 * opacity - 1
                out[1, i, j, k] = two_thirds * red - opacity
                out[2, i, j, k] = two_thirds * green - opacity
                out[3, i, j, k] = two_thirds * blue - opacity
