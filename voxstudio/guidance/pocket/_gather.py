"""The kernel that gathers the blocks of a world into the cells of a lattice; releases the interpreter lock."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(nogil=True, cache=True, boundscheck=False, error_model="numpy", fastmath={"contract", "reassoc", "nsz"})
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
