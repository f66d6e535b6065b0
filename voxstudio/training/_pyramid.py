"""Numba kernels of ``PyramidAdam``: sums of gradients over coarser cells, and Adam on every level of them.

Work is cut into slabs of ``SLAB`` planes along x, so that no coarse cell belongs to two threads and every sum is
formed in one order: results do not depend on the number of threads.
"""

from __future__ import annotations

import numba
import numpy as np

from voxstudio.training._kernels import OPTIONS

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


@numba.njit(**OPTIONS)
def descend(gradient, mean, square, parent, has_parent, rates, first, last, out):
    """Adam's step on one coarse level, added to its parent's step: ``out`` [X, Y, Z, C].

    ``mean`` and ``square`` are Adam's moments; ``rates`` holds beta1, beta2, the bias-corrected step size, the bias
    correction of the squares, and epsilon. Planes ``first`` to ``last``.
    """
    beta1, beta2, rate, correction, epsilon = rates[0], rates[1], rates[2], rates[3], rates[4]
    rest1, rest2 = np.float32(1) - beta1, np.float32(1) - beta2
    for x in range(first, last):
        for y in range(gradient.shape[1]):
            for z in range(gradient.shape[2]):
                for c in range(gradient.shape[3]):
                    g = gradient[x, y, z, c]
                    m = beta1 * mean[x, y, z, c] + rest1 * g
                    v = beta2 * square[x, y, z, c] + rest2 * g * g
                    mean[x, y, z, c] = m
                    square[x, y, z, c] = v
                    step = -rate * m / (np.sqrt(v * correction) + epsilon)
                    if has_parent:
                        step += parent[x // 2, y // 2, z // 2, c]
                    out[x, y, z, c] = step


@numba.njit(**OPTIONS)
def finish(values, gradient, mean, square, parent, start, pull, low, high, locked, has_locks, rates, first, last):
    """Adam's step on the finest level plus its parents' steps, applied to ``values`` [X, Y, Z, C] and bounded.

    ``pull`` is the share of its distance to ``start`` (same shape, ignored where ``pull`` is 0) that each value goes
    back. Values of locked cells [X, Y, Z] are put back bit by bit. Planes ``first`` to ``last``.
    """
    beta1, beta2, rate, correction, epsilon = rates[0], rates[1], rates[2], rates[3], rates[4]
    rest1, rest2 = np.float32(1) - beta1, np.float32(1) - beta2
    rows, depth, channels = values.shape[1], values.shape[2], values.shape[3]
    length = depth * channels
    all_values, all_starts = values.reshape(-1, length), start.reshape(-1, length)
    all_gradients, all_means = gradient.reshape(-1, length), mean.reshape(-1, length)
    all_squares, all_parents = square.reshape(-1, length), parent.reshape(-1, parent.shape[2] * channels)
    step = np.empty(length, np.float32)
    before = np.empty(length, np.float32)
    for line in range(first * rows, last * rows):
        x, y = line // rows, line % rows
        value, g, m, v = all_values[line], all_gradients[line], all_means[line], all_squares[line]
        above = all_parents[(x // 2) * parent.shape[1] + y // 2]
        for z in range(depth):
            for c in range(channels):
                step[z * channels + c] = above[(z // 2) * channels + c]
        if has_locks:
            before[:] = value
        if pull != 0.0:
            home = all_starts[line]
            for i in range(length):
                step[i] += pull * (home[i] - value[i])
        # One array written a loop: with more the compiler no longer proves that they do not overlap.
        for i in range(length):
            m[i] = beta1 * m[i] + rest1 * g[i]
        for i in range(length):
            v[i] = beta2 * v[i] + rest2 * g[i] * g[i]
        for i in range(length):
            step[i] -= rate * m[i] / (np.sqrt(v[i] * correction) + epsilon)
        for i in range(length):
            value[i] = min(max(value[i] + step[i], low), high)
        if has_locks:
            for z in range(depth):
                if locked[x, y, z]:
                    for c in range(channels):
                        value[z * channels + c] = before[z * channels + c]
