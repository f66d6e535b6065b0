"""Numba kernels of ``PyramidAdam``: sums of gradients over coarser cells, and Adam on every level of them.

Work is cut into slabs of ``SLAB`` planes along x, so that no coarse cell belongs to two threads and every sum is
formed in one order: results do not depend on the number of threads.
"""

from __future__ import annotations

import numba
import numpy as np

from voxstudio.render.vector import OPTIONS

LEVELS = 4
"""Cells of 1, 2, 4 and 8 blocks."""
SLAB = 1 << (LEVELS - 1)


@numba.njit(**OPTIONS)
def mask(gradient, locked, first, last):
    """Zero the gradient [N, C] of locked cells [N]."""
    for i in range(first, last):
        if locked[i]:
            for c in range(gradient.shape[1]):
                gradient[i, c] = 0.0


@numba.njit(inline="always", **OPTIONS)
def _halve(fine, coarse, first, last):
    """Sum the planes ``first`` to ``last`` of ``fine`` [X, Y, Z, C] over 2x2x2 cells into ``coarse``."""
    channels = fine.shape[3]
    pairs = fine.shape[2] // 2
    for x in range(first // 2, (last + 1) // 2):
        coarse[x] = 0.0
    for x in range(first, last):
        for y in range(fine.shape[1]):
            for z in range(pairs):
                for c in range(channels):
                    coarse[x // 2, y // 2, z, c] += fine[x, y, 2 * z, c] + fine[x, y, 2 * z + 1, c]
            if fine.shape[2] % 2:
                for c in range(channels):
                    coarse[x // 2, y // 2, pairs, c] += fine[x, y, fine.shape[2] - 1, c]


@numba.njit(inline="always", **OPTIONS)
def _measure(gradient, first, last, slab, squares, counts):
    """The sum of squares and the number of non-zero entries of some planes."""
    flat = gradient[first:last].reshape(-1)
    total = np.float32(0)
    count = np.int64(0)
    for i in range(flat.size):
        total += flat[i] * flat[i]
        count += flat[i] != 0.0
    squares[slab] = total
    counts[slab] = count


@numba.njit(**OPTIONS)
def pool(fine, half, quarter, eighth, first, last, squares, counts):
    """Fill the coarse gradients of the slabs ``first`` to ``last``; measure all levels into [LEVELS, slabs]."""
    for slab in range(first, last):
        begin = slab * SLAB
        end = min(begin + SLAB, fine.shape[0])
        _halve(fine, half, begin, end)
        _measure(fine, begin, end, slab, squares[0], counts[0])
        begin, end = begin // 2, (end + 1) // 2
        _halve(half, quarter, begin, end)
        _measure(half, begin, end, slab, squares[1], counts[1])
        begin, end = begin // 2, (end + 1) // 2
        _halve(quarter, eighth, begin, end)
        _measure(quarter, begin, end, slab, squares[2], counts[2])
        _measure(eighth, begin // 2, (end + 1) // 2, slab, squares[3], counts[3])


@numba.njit(inline="always", **OPTIONS)
def _upsample(parent, x, y, step):
    """Fill ``step`` [Z * C], a line of cells, with the steps of the coarser cells [X, Y, Z, C] that they lie in."""
    channels = parent.shape[3]
    above = parent[x // 2, y // 2].reshape(-1)
    for z in range(step.size // channels):
        for c in range(channels):
            step[z * channels + c] = above[(z // 2) * channels + c]


@numba.njit(inline="always", **OPTIONS)
def _adam(gradient, mean, square, rates, step):
    """Renew the moments of a line of cells and add Adam's step to ``step``; all flat.

    ``rates`` holds beta1, beta2, the bias-corrected step size, the bias correction of the squares, and epsilon.
    """
    beta1, beta2, rate, correction, epsilon = rates[0], rates[1], rates[2], rates[3], rates[4]
    rest1, rest2 = np.float32(1) - beta1, np.float32(1) - beta2
    # One array written a loop: with more the compiler no longer proves that they do not overlap.
    for i in range(step.size):
        mean[i] = beta1 * mean[i] + rest1 * gradient[i]
    for i in range(step.size):
        square[i] = beta2 * square[i] + rest2 * gradient[i] * gradient[i]
    for i in range(step.size):
        step[i] -= rate * mean[i] / (np.sqrt(square[i] * correction) + epsilon)


@numba.njit(**OPTIONS)
def descend(gradient, mean, square, parent, has_parent, rates, first, last, out):
    """Adam's step on one coarse level, added to its parent's step: ``out`` [X, Y, Z, C].

    ``mean`` and ``square`` are Adam's moments, ``rates`` as in ``_adam``. Planes ``first`` to ``last``.
    """
    for x in range(first, last):
        for y in range(gradient.shape[1]):
            step = out[x, y].reshape(-1)
            if has_parent:
                _upsample(parent, x, y, step)
            else:
                step[:] = 0.0
            _adam(gradient[x, y].reshape(-1), mean[x, y].reshape(-1), square[x, y].reshape(-1), rates, step)


@numba.njit(**OPTIONS)
def finish(values, gradient, mean, square, parent, start, pull, low, high, locked, has_locks, rates, first, last):
    """Adam's step on the finest level plus its parents' steps, applied to ``values`` [X, Y, Z, C] and bounded.

    ``pull`` is the share of its distance to ``start`` (same shape, ignored where ``pull`` is 0) that each value goes
    back. Values of locked cells [X, Y, Z] are put back bit by bit. Planes ``first`` to ``last``.
    """
    rows, depth, channels = values.shape[1], values.shape[2], values.shape[3]
    step = np.empty(depth * channels, np.float32)
    before = np.empty(step.size, np.float32)
    for line in range(first * rows, last * rows):
        x, y = line // rows, line % rows
        value = values[x, y].reshape(-1)
        _upsample(parent, x, y, step)
        if has_locks:
            before[:] = value
        if pull != 0.0:
            home = start[x, y].reshape(-1)
            for i in range(step.size):
                step[i] += pull * (home[i] - value[i])
        _adam(gradient[x, y].reshape(-1), mean[x, y].reshape(-1), square[x, y].reshape(-1), rates, step)
        for i in range(step.size):
            value[i] = min(max(value[i] + step[i], low), high)
        if has_locks:
            for z in range(depth):
                if locked[x, y, z]:
                    for c in range(channels):
                        value[z * channels + c] = before[z * channels + c]
