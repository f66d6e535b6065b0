"""Numba kernels of the grid and its optimizer, over flat arrays of cells.

They release the interpreter lock and hold no state; callers split the cells over threads. Each kernel makes one pass
over its arrays: at 200,000 cells with 7 materials memory is what costs. Loops over ``CHUNK`` cells keep what they
need in cache and let the compiler use vector instructions.
"""

from __future__ import annotations

import numba
import numpy as np

from voxstudio.render.vector import OPTIONS, exp_all

CHUNK = 64
FACE_CHANNELS = 9
"""Three faces times three channels."""
FAINT = np.float32(1 / 255)
"""Opacity below which nobody sees a colour."""

_ONE = np.float32(1.0)


@numba.njit(inline="always", **OPTIONS)
def _bounded(value):
    return min(max(value, np.float32(-60)), np.float32(60))


@numba.njit(inline="always", **OPTIONS)
def _normalize(weights, totals):
    """Exponentials and their shares: ``weights`` [M, CHUNK] from scaled logits to probabilities.

    The optimizer bounds the logits, so the largest one need not be taken off first.
    """
    exp_all(weights.reshape(-1))
    for i in range(CHUNK):
        totals[i] = 0.0
    for m in range(weights.shape[0]):
        for i in range(CHUNK):
            totals[i] += weights[m, i]
    for i in range(CHUNK):
        totals[i] = _ONE / totals[i]
    for m in range(weights.shape[0]):
        for i in range(CHUNK):
            weights[m, i] *= totals[i]


@numba.njit(inline="always", **OPTIONS)
def _turned(rows, scale, packed, columns):
    """Fill ``columns`` [M, CHUNK] with what ``rows`` [n, M] holds times ``scale``, bounded; ``packed`` [M * CHUNK].

    Read in the order of memory first and turned in the nearest cache, in loops that write one array each: all of it
    vectorizes, which is twice as fast as turning while reading.
    """
    kinds = rows.shape[1]
    flat = rows.reshape(-1)
    for i in range(flat.size):
        packed[i] = _bounded(flat[i] * scale)
    for m in range(kinds):
        into = columns[m]
        for i in range(CHUNK):
            into[i] = packed[i * kinds + m]


@numba.njit(inline="always", **OPTIONS)
def _turn_back(columns, packed, rows):
    """Fill ``rows`` [n, M] from ``columns`` [M, CHUNK], as ``_turned`` reads them."""
    kinds = rows.shape[1]
    for m in range(kinds):
        own = columns[m]
        for i in range(CHUNK):
            packed[i * kinds + m] = own[i]
    flat = rows.reshape(-1)
    for i in range(flat.size):
        flat[i] = packed[i]


@numba.njit(**OPTIONS)
def mix(occupancy, materials, palette, sharpness, inverse_temperature, first, last, alpha, colour):
    """Soft cells: alpha [N] = sigmoid(sharpness occupancy), colour [3, N, 3] = softmax(materials / T) @ palette.

    occupancy [N], materials [N, M], palette [M, 9], all float32; colours of tops come first, then bottoms, sides.
    Cells ``first`` to ``last`` are written.
    """
    kinds = materials.shape[1]
    weights = np.zeros((kinds, CHUNK), np.float32)
    packed = np.zeros(kinds * CHUNK, np.float32)
    # One row of ``CHUNK`` a channel, flat: so the compiler sees that it may take three together at once.
    mixed = np.zeros(FACE_CHANNELS * CHUNK, np.float32)
    row = np.zeros(CHUNK, np.float32)
    colours = colour.reshape(3, -1)
    for start in range(first, last, CHUNK):
        count = min(CHUNK, last - start)
        for i in range(count):
            row[i] = _bounded(-sharpness * occupancy[start + i])
        exp_all(row)
        for i in range(count):
            alpha[start + i] = _ONE / (_ONE + row[i])
        _turned(materials[start : start + count], inverse_temperature, packed, weights)
        _normalize(weights, row)
        for c in range(FACE_CHANNELS):
            into = mixed[c * CHUNK : (c + 1) * CHUNK]
            for i in range(CHUNK):
                into[i] = 0.0
            for m in range(kinds):
                share, shade = weights[m], palette[m, c]
                for i in range(CHUNK):
                    into[i] += share[i] * shade
        for face in range(3):
            own = mixed[3 * face * CHUNK : 3 * (face + 1) * CHUNK]
            out = colours[face, 3 * start : 3 * (start + count)]
            for i in range(count):
                out[3 * i] = own[i]
                out[3 * i + 1] = own[CHUNK + i]
                out[3 * i + 2] = own[2 * CHUNK + i]


@numba.njit(inline="always", **OPTIONS)
def _likeliest(materials, cell):
    best, most = 0, materials[cell, 0]
    for m in range(1, materials.shape[1]):
        value = materials[cell, m]
        # Without a branch, which would often be guessed wrongly.
        best = m if value > most else best
        most = max(value, most)
    return best


@numba.njit(**OPTIONS)
def choose(occupancy, materials, palette, first, last, alpha, colour):
    """Hard cells: alpha is 1 where occupancy > 0 and else 0, colour is the likeliest material's."""
    for i in range(first, last):
        alpha[i] = _ONE if occupancy[i] > 0.0 else np.float32(0)
        best = _likeliest(materials, i)
        for face in range(3):
            for c in range(3):
                colour[face, i, c] = palette[best, 3 * face + c]


@numba.njit(**OPTIONS)
def unmix(
    occupancy,
    materials,
    palette,
    sharpness,
    inverse_temperature,
    alpha_gradient,
    colour_gradient,
    first,
    last,
    occupancy_gradient,
    material_gradient,
    seen,
):
    """The derivative of ``mix``, which also stands in for that of ``choose`` (straight-through).

    ``seen`` [N] becomes the size of each cell's colour gradient: how much of the pictures' gradient it took.
    Where a whole chunk took nothing, little is done.
    """
    kinds = materials.shape[1]
    weights = np.zeros((kinds, CHUNK), np.float32)
    pulls = np.zeros((kinds, CHUNK), np.float32)
    packed = np.zeros(kinds * CHUNK, np.float32)
    split = np.zeros(FACE_CHANNELS * CHUNK, np.float32)
    size = np.zeros(CHUNK, np.float32)
    mean = np.zeros(CHUNK, np.float32)
    row = np.zeros(CHUNK, np.float32)
    colours = colour_gradient.reshape(3, -1)
    for start in range(first, last, CHUNK):
        count = min(CHUNK, last - start)
        for i in range(count):
            row[i] = _bounded(-sharpness * occupancy[start + i])
        exp_all(row)
        for i in range(count):
            opacity = _ONE / (_ONE + row[i])
            occupancy_gradient[start + i] = sharpness * alpha_gradient[start + i] * opacity * (_ONE - opacity)
        for face in range(3):
            own = colours[face, 3 * start : 3 * (start + count)]
            into = split[3 * face * CHUNK : 3 * (face + 1) * CHUNK]
            for i in range(count):
                into[i] = own[3 * i]
                into[CHUNK + i] = own[3 * i + 1]
                into[2 * CHUNK + i] = own[3 * i + 2]
        for i in range(CHUNK):
            size[i] = 0.0
        for c in range(FACE_CHANNELS):
            for i in range(CHUNK):
                size[i] += abs(split[c * CHUNK + i])
        total = np.float32(0)
        for i in range(count):
            total += size[i]
            seen[start + i] = size[i]
        if total == 0.0:
            for i in range(start, start + count):
                for m in range(kinds):
                    material_gradient[i, m] = 0.0
            continue
        _turned(materials[start : start + count], inverse_temperature, packed, weights)
        for m in range(kinds):
            # All channels in one expression: a loop over them would go through memory nine times.
            into, shade = pulls[m], palette[m]
            for i in range(CHUNK):
                top = split[i] * shade[0] + split[CHUNK + i] * shade[1] + split[2 * CHUNK + i] * shade[2]
                bottom = (
                    split[3 * CHUNK + i] * shade[3] + split[4 * CHUNK + i] * shade[4] + split[5 * CHUNK + i] * shade[5]
                )
                side = (
                    split[6 * CHUNK + i] * shade[6] + split[7 * CHUNK + i] * shade[7] + split[8 * CHUNK + i] * shade[8]
                )
                into[i] = top + bottom + side
        _normalize(weights, row)
        for i in range(CHUNK):
            mean[i] = 0.0
        for m in range(kinds):
            share, pull = weights[m], pulls[m]
            for i in range(CHUNK):
                mean[i] += share[i] * pull[i]
        for m in range(kinds):
            share, pull = weights[m], pulls[m]
            for i in range(CHUNK):
                pull[i] = inverse_temperature * share[i] * (pull[i] - mean[i])
        _turn_back(pulls, packed, material_gradient[start : start + count])


@numba.njit(inline="always", **OPTIONS)
def _is_faint(opacities):
    solid = 0
    for i in range(opacities.size):
        solid += opacities[i] >= FAINT
    return solid == 0


@numba.njit(**OPTIONS)
def apart(alpha, goal_alpha, colour, goal_colour, first, last, squares):
    """Squared distances of cells to a goal, summed over chunks: ``squares`` [2, chunks], of opacity and of colour.

    Opacities [N], colours [3, 3 N]; that of a cell counts as much as the goal is solid, and not where a whole chunk is
    faint. Chunks ``first`` to ``last``.
    """
    size = np.zeros(CHUNK, np.float32)
    for chunk in range(first, last):
        start = chunk * CHUNK
        count = min(CHUNK, alpha.size - start)
        opacity = shade = np.float32(0)
        for i in range(count):
            opacity += (alpha[start + i] - goal_alpha[start + i]) ** 2
            size[i] = 0.0
        squares[0, chunk] = opacity
        squares[1, chunk] = 0.0
        if _is_faint(goal_alpha[start : start + count]):
            continue
        for face in range(3):
            own = colour[face, 3 * start : 3 * (start + count)]
            aim = goal_colour[face, 3 * start : 3 * (start + count)]
            for i in range(count):
                red = own[3 * i] - aim[3 * i]
                green = own[3 * i + 1] - aim[3 * i + 1]
                blue = own[3 * i + 2] - aim[3 * i + 2]
                size[i] += red * red + green * green + blue * blue
        for i in range(count):
            shade += size[i] * goal_alpha[start + i] ** 2
        squares[1, chunk] = shade


@numba.njit(**OPTIONS)
def approach(
    alpha, goal_alpha, colour, goal_colour, opacity_rate, colour_rate, first, last, alpha_gradient, colour_gradient
):
    """Add to gradients what ``apart`` measures, times a rate. Chunks ``first`` to ``last``."""
    rates = np.zeros(3 * CHUNK, np.float32)
    for chunk in range(first, last):
        start = chunk * CHUNK
        count = min(CHUNK, alpha.size - start)
        out = alpha_gradient[start : start + count]
        for i in range(count):
            out[i] += opacity_rate * (alpha[start + i] - goal_alpha[start + i])
        if _is_faint(goal_alpha[start : start + count]):
            continue
        for i in range(count):
            rate = colour_rate * goal_alpha[start + i]
            rates[3 * i] = rate
            rates[3 * i + 1] = rate
            rates[3 * i + 2] = rate
        for face in range(3):
            own = colour[face, 3 * start : 3 * (start + count)]
            aim = goal_colour[face, 3 * start : 3 * (start + count)]
            out = colour_gradient[face, 3 * start : 3 * (start + count)]
            for i in range(own.size):
                out[i] += rates[i] * (own[i] - aim[i])


@numba.njit(**OPTIONS)
def decide(occupancy, materials, first, last, blocks):
    """Block indices uint8 [N]: 1 + the likeliest material where occupancy > 0, else 0 (Air)."""
    for i in range(first, last):
        blocks[i] = 1 + _likeliest(materials, i) if occupancy[i] > 0.0 else 0


@numba.njit(**OPTIONS)
def draw(shares, index, weight):
    """Systematic sampling: as many equal steps along the running total of ``shares`` [N] as ``index`` is long.

    Writes the cells drawn, each once and in order, and their share of the draws; returns how many they are. A cell's
    expected weight is its share, whatever the number of cells.
    """
    total = 0.0
    for i in range(shares.size):
        total += shares[i]
    samples = index.size
    step = total / samples
    running, due = 0.0, 0.5 * step
    drawn = count = 0
    for i in range(shares.size):
        running += shares[i]
        if running < due:
            continue
        before = drawn
        while drawn < samples and running >= due:
            drawn += 1
            due = (drawn + 0.5) * step
        if drawn > before:
            index[count] = i
            weight[count] = (drawn - before) / samples
            count += 1
    return count
