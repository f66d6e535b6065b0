"""Numba kernels that composite the cells along rays, and their derivative.

They release the interpreter lock and hold no state: the callers split the rows of a batch of pictures over threads.
Memory is what costs: neighbouring rays are more than a cell apart, so nearly every visit is to memory that no cache
holds. While one ray is worked on, what its neighbour will need is therefore fetched already.

Colours and what is scattered to them lie one sort of face after the other: a ray meets mostly tops or mostly sides,
and touches half as many cache lines as it would with each cell's nine numbers together.
"""

from __future__ import annotations

import numba
import numpy as np

from voxstudio.render._prefetch import prefetch
from voxstudio.render._raywalk import END, LANES, NO_FACE, enter, faces, follow, steps
from voxstudio.render.vector import OPTIONS

MAX_ALPHA = np.float32(0.9995)
"""No cell is more opaque than this, so that what an opaque block hides still has a gradient."""
MIN_TRANSMITTANCE = np.float32(5e-7)
"""A ray ends where less than this would shine through: past two opaque blocks, and late enough for exact gradients."""
BLOCK = 64
"""Cells that are marked together as touched by a gradient: few enough marks to stay in the nearest cache."""
_ONE = np.float32(1)
# Which of a cell's three colours the face of a visit shows: top, bottom, side.
_SLOTS = np.array([2, 2, 0, 1, 2, 2, 0, 0])


@numba.njit(**OPTIONS)
def forward(alpha, colour, shape, cameras, light, background, first, last, out):
    """Composite the rows ``first`` to ``last`` of all pictures (rows counted over the batch).

    alpha [cells]; colour [3 * cells * 3], those of tops first, then bottoms and sides; shape: cells along x, y, z;
    cameras [B, 12]; light [6, 3]; background [B, 3]; out [B, 4, H, W]: colours, and 1 - what shines through.
    """
    slots = _SLOTS * alpha.size
    height, width = out.shape[2], out.shape[3]
    for column in range(0, width, LANES):
        for line in range(first, last):
            view, row = line // height, line % height
            visits = follow(cameras[view], row, column, height, width, shape)
            for lane in range(min(LANES, width - column)):
                red = green = blue = np.float32(0)
                through = _ONE
                for k in range(lane, visits.size, LANES):
                    ahead = visits[k + 1]
                    prefetch(alpha, ahead >> 3)
                    prefetch(colour, 3 * (slots[ahead & 7] + (ahead >> 3)))
                    visit = visits[k]
                    if visit == END:
                        break
                    cell, face = visit >> 3, visit & 7
                    if face == NO_FACE:
                        continue
                    weight = through * min(alpha[cell], MAX_ALPHA)
                    at = 3 * (slots[face] + cell)
                    red += weight * colour[at] * light[face, 0]
                    green += weight * colour[at + 1] * light[face, 1]
                    blue += weight * colour[at + 2] * light[face, 2]
                    through -= weight
                    if through < MIN_TRANSMITTANCE:
                        break
                pixel = column + lane
                out[view, 0, row, pixel] = red + through * background[view, 0]
                out[view, 1, row, pixel] = green + through * background[view, 1]
                out[view, 2, row, pixel] = blue + through * background[view, 2]
                out[view, 3, row, pixel] = _ONE - through


@numba.njit(**OPTIONS)
def backward(alpha, colour, shape, cameras, light, background, gradient, share, every, scattered, touched):
    """Add the gradients of one strip in ``every`` to ``scattered`` and mark the blocks of cells they touch.

    Strips are ``LANES`` pixels wide: rays one above the other meet the same memory.

    With T_k the light that reaches cell k, c_k its lit colour and R_k what would be seen if the ray began behind it,
    dC/da_k = T_k (c_k - R_k) and dC/dc_k = T_k a_k. T is found on the way in and R on the way back. Everything along
    a ray enters through its product with the pixel's gradient, so R is one number.

    gradient [B, 4, H, W]: dL/d(out); scattered [3 * cells * 4]: for each of the colours dL/dcolour and its part of
    dL/dalpha; touched uint8 [3, blocks]. The rest as in ``forward``.
    """
    slots = _SLOTS * alpha.size
    height, width = gradient.shape[2], gradient.shape[3]
    through = np.empty(shape[0] + shape[1] + shape[2], np.float32)
    own = np.empty(through.size, np.float32)
    lit = np.zeros((8, 3), np.float32)
    strips = (width + LANES - 1) // LANES
    for strip in range(len(gradient) * strips):
        view, column = strip // strips, strip % strips * LANES
        if (view + strip) % every != share:
            continue
        for row in range(height):
            visits = follow(cameras[view], row, column, height, width, shape)
            for lane in range(min(LANES, width - column)):
                pixel = column + lane
                red, green = gradient[view, 0, row, pixel], gradient[view, 1, row, pixel]
                blue, coverage = gradient[view, 2, row, pixel], gradient[view, 3, row, pixel]
                if red == 0.0 and green == 0.0 and blue == 0.0 and coverage == 0.0:
                    continue
                for face in range(6):
                    lit[face, 0] = red * light[face, 0]
                    lit[face, 1] = green * light[face, 1]
                    lit[face, 2] = blue * light[face, 2]
                left = _ONE
                count = 0
                while visits[count * LANES + lane] != END and left >= MIN_TRANSMITTANCE:
                    ahead = visits[count * LANES + lane + 1]
                    there = slots[ahead & 7] + (ahead >> 3)
                    prefetch(alpha, ahead >> 3)
                    prefetch(colour, 3 * there)
                    prefetch(scattered, 4 * there)
                    visit = visits[count * LANES + lane]
                    cell, face = visit >> 3, visit & 7
                    at = 3 * (slots[face] + cell)
                    own[count] = (
                        lit[face, 0] * colour[at] + lit[face, 1] * colour[at + 1] + lit[face, 2] * colour[at + 2]
                    )
                    through[count] = left
                    count += 1
                    if face != NO_FACE:
                        left -= left * min(alpha[cell], MAX_ALPHA)
                behind = red * background[view, 0] + green * background[view, 1] + blue * background[view, 2] - coverage
                for k in range(count - 1, -1, -1):
                    visit = visits[k * LANES + lane]
                    cell, face = visit >> 3, visit & 7
                    if face == NO_FACE:
                        continue
                    a = min(alpha[cell], MAX_ALPHA)
                    weight = through[k] * a
                    more = own[k] - behind
                    behind += a * more
                    touched[_SLOTS[face], cell // BLOCK] = 1
                    into = 4 * (slots[face] + cell)
                    # All four are read before any is written, or the compiler would have to wait for each.
                    r, g, b, o = scattered[into], scattered[into + 1], scattered[into + 2], scattered[into + 3]
                    scattered[into] = r + weight * lit[face, 0]
                    scattered[into + 1] = g + weight * lit[face, 1]
                    scattered[into + 2] = b + weight * lit[face, 2]
                    scattered[into + 3] = o + through[k] * more


@numba.njit(**OPTIONS)
def gather(scattered, touched, first, last, alpha_gradient, colour_gradient):
    """Sum what the threads scattered over the blocks ``first`` to ``last``, and leave their buffers cleared.

    scattered [threads, 3 * cells * 4]; touched [threads, 3, blocks]; alpha_gradient [cells];
    colour_gradient [3 * cells * 3].
    """
    cells = alpha_gradient.size
    for block in range(first, last):
        begin, end = block * BLOCK, min(block * BLOCK + BLOCK, cells)
        alpha_gradient[begin:end] = 0.0
        for slot in range(3):
            colour_gradient[3 * (slot * cells + begin) : 3 * (slot * cells + end)] = 0.0
            for thread in range(len(scattered)):
                if not touched[thread, slot, block]:
                    continue
                touched[thread, slot, block] = 0
                own = scattered[thread]
                for cell in range(begin, end):
                    patch = slot * cells + cell
                    colour_gradient[3 * patch] += own[4 * patch]
                    colour_gradient[3 * patch + 1] += own[4 * patch + 1]
                    colour_gradient[3 * patch + 2] += own[4 * patch + 2]
                    alpha_gradient[cell] += own[4 * patch + 3]
                own[4 * (slot * cells + begin) : 4 * (slot * cells + end)] = 0.0


@numba.njit(**OPTIONS)
def first_hit(blocks, shape, lit, camera, background, first, last, out):
    """Hard picture of rows ``first`` to ``last``: the first block on each ray.

    Rays end early here, each at another place, so each walks alone.

    blocks uint8 [cells]; lit float32 [materials + 1, 6, 3]; camera [12]; out float32 [H, W, 3].
    """
    nx, ny, nz = shape
    height, width = out.shape[0], out.shape[1]
    for row in range(first, last):
        for column in range(width):
            block = 0
            hit, x, y, z, face, tx, ty, tz, ix, iy, iz, px, py, pz = enter(
                camera, row, column, height, width, nx, ny, nz
            )
            if hit:
                cell, sx, sy, sz, left_x, left_y, left_z = steps(x, y, z, nx, ny, nz, px, py, pz)
                face_x, face_y, face_z = faces(px, py, pz)
                while True:
                    if face != NO_FACE:
                        block = blocks[cell]
                        if block != 0:
                            break
                    if tx < ty and tx < tz:
                        left_x -= 1
                        if left_x == 0:
                            break
                        tx += ix
                        cell += sx
                        face = face_x
                    elif ty < tz:
                        left_y -= 1
                        if left_y == 0:
                            break
                        ty += iy
                        cell += sy
                        face = face_y
                    else:
                        left_z -= 1
                        if left_z == 0:
                            break
                        tz += iz
                        cell += sz
                        face = face_z
            for channel in range(3):
                out[row, column, channel] = lit[block, face, channel] if block != 0 else background[channel]
