"""Numba kernels that walk rays through the cells of a grid, in order (Amanatides and Woo, 1987).

They release the interpreter lock and hold no state: the callers split the rows of a batch of pictures over threads.
Grid coordinates: cell (x, y, z) is the unit cube from (x, y, z). A camera is a row of 12 floats: position, forward,
right and up, the last two scaled to the half extents of the picture plane.
"""

from __future__ import annotations

import numba
import numpy as np

MAX_ALPHA = 0.9995
"""No cell is more opaque than this, so that what an opaque block hides still has a gradient."""
MIN_TRANSMITTANCE = 5e-7
"""A ray ends where less than this would shine through: past two opaque blocks, and late enough for exact gradients."""

_OPTIONS = {
    "nogil": True,
    "cache": True,
    "fastmath": {"contract", "arcp", "nsz", "reassoc"},
    "boundscheck": False,
    # The default checks every division for zero.
    "error_model": "numpy",
}


@numba.njit(inline="always", **_OPTIONS)
def _direction(camera, row, column, height, width):
    u = 2.0 * (column + 0.5) / width - 1.0
    v = 1.0 - 2.0 * (row + 0.5) / height
    dx = camera[3] + u * camera[6] + v * camera[9]
    dy = camera[4] + u * camera[7] + v * camera[10]
    dz = camera[5] + u * camera[8] + v * camera[11]
    # A component of zero would divide by zero below; one this small crosses no cell boundary.
    dx = dx if abs(dx) > 1e-12 else 1e-12
    dy = dy if abs(dy) > 1e-12 else 1e-12
    dz = dz if abs(dz) > 1e-12 else 1e-12
    return dx, dy, dz


@numba.njit(inline="always", **_OPTIONS)
def _enter(position, inverse, size):
    """Ray parameters at which one axis' slab of the grid is entered and left."""
    near = -position * inverse
    far = (size - position) * inverse
    return (near, far) if near < far else (far, near)


@numba.njit(inline="always", **_OPTIONS)
def _first_cell(position, direction, t, size):
    cell = int(np.floor(position + t * direction))
    return min(max(cell, 0), size - 1)


@numba.njit(inline="always", **_OPTIONS)
def _start(camera, row, column, height, width, nx, ny, nz):
    """Where a ray starts to walk: its cell, the face it came through (-1: none, the camera is inside), and
    the parameters of the walk along each axis. The first number is false where the ray misses the grid."""
    dx, dy, dz = _direction(camera, row, column, height, width)
    ix, iy, iz = 1.0 / dx, 1.0 / dy, 1.0 / dz
    x0, x1 = _enter(camera[0], ix, nx)
    y0, y1 = _enter(camera[1], iy, ny)
    z0, z1 = _enter(camera[2], iz, nz)
    t = max(x0, y0, z0)
    end = min(x1, y1, z1)
    hit = end > max(t, 0.0)
    face = -1
    if t > 0.0:
        if t == x0:
            face = 1 if dx > 0 else 0
        elif t == y0:
            face = 3 if dy > 0 else 2
        else:
            face = 5 if dz > 0 else 4
    t = max(t, 0.0)
    x = _first_cell(camera[0], dx, t, nx)
    y = _first_cell(camera[1], dy, t, ny)
    z = _first_cell(camera[2], dz, t, nz)
    tx = ((x + 1 if dx > 0 else x) - camera[0]) * ix
    ty = ((y + 1 if dy > 0 else y) - camera[1]) * iy
    tz = ((z + 1 if dz > 0 else z) - camera[2]) * iz
    return hit, x, y, z, face, tx, ty, tz, abs(ix), abs(iy), abs(iz), dx > 0, dy > 0, dz > 0


@numba.njit(inline="always", **_OPTIONS)
def _walk(x, y, z, nx, ny, nz, px, py, pz):
    """What a walk needs besides its parameters: the flat cell, flat strides, and the steps left along each axis."""
    return (
        (x * ny + y) * nz + z,
        ny * nz if px else -ny * nz,
        nz if py else -nz,
        1 if pz else -1,
        nx - x if px else x + 1,
        ny - y if py else y + 1,
        nz - z if pz else z + 1,
    )


@numba.njit(inline="always", **_OPTIONS)
def _faces(px, py, pz):
    """The face a cell is entered through when stepping along x, y and z."""
    return 1 if px else 0, 3 if py else 2, 5 if pz else 4


@numba.njit(inline="always", **_OPTIONS)
def _slot(face):
    """Which of a cell's three colours a face shows: top, bottom, side."""
    return 0 if face == 2 else (1 if face == 3 else 2)


# Colours and what is scattered to them lie one sort of face after the other: a ray meets mostly tops or mostly sides,
# and touches half as many cache lines as it would with each cell's nine numbers together.

# The three walks below repeat the step to the next cell: a shared function that returns the new state as a tuple
# made them a third slower.


@numba.njit(**_OPTIONS)
def forward(alpha, colour, shape, cameras, light, background, first, last, out, final):
    """Composite the rows ``first`` to ``last`` of all pictures (rows counted over the batch).

    alpha [cells]; colour [3 * cells * 3], those of tops first, then bottoms and sides; shape: cells along x, y, z;
    cameras [B, 12]; light [6, 3]; background [B, 3]; out float32 [B, 4, H, W]; final float64 [B, H, W, 3]: the same
    colours at full precision, for ``backward``.
    """
    nx, ny, nz = shape
    cells = nx * ny * nz
    height, width = out.shape[2], out.shape[3]
    for line in range(first, last):
        view = line // height
        row = line - view * height
        camera = cameras[view]
        for column in range(width):
            red = green = blue = 0.0
            through = 1.0
            hit, x, y, z, face, tx, ty, tz, ix, iy, iz, px, py, pz = _start(
                camera, row, column, height, width, nx, ny, nz
            )
            if hit:
                cell, sx, sy, sz, left_x, left_y, left_z = _walk(x, y, z, nx, ny, nz, px, py, pz)
                face_x, face_y, face_z = _faces(px, py, pz)
                slot_y = _slot(face_y)
                slot = _slot(face)
                while True:
                    a = float(min(alpha[cell], MAX_ALPHA))
                    if a > 0.0 and face >= 0:
                        weight = through * a
                        at = (slot * cells + cell) * 3
                        red += weight * colour[at] * light[face, 0]
                        green += weight * colour[at + 1] * light[face, 1]
                        blue += weight * colour[at + 2] * light[face, 2]
                        through -= weight
                        if through < MIN_TRANSMITTANCE:
                            break
                    if tx < ty and tx < tz:
                        left_x -= 1
                        if left_x == 0:
                            break
                        tx += ix
                        cell += sx
                        face, slot = face_x, 2
                    elif ty < tz:
                        left_y -= 1
                        if left_y == 0:
                            break
                        ty += iy
                        cell += sy
                        face, slot = face_y, slot_y
                    else:
                        left_z -= 1
                        if left_z == 0:
                            break
                        tz += iz
                        cell += sz
                        face, slot = face_z, 2
            red += through * background[view, 0]
            green += through * background[view, 1]
            blue += through * background[view, 2]
            out[view, 0, row, column] = red
            out[view, 1, row, column] = green
            out[view, 2, row, column] = blue
            out[view, 3, row, column] = 1.0 - through
            final[view, row, column, 0] = red
            final[view, row, column, 1] = green
            final[view, row, column, 2] = blue


@numba.njit(**_OPTIONS)
def backward(alpha, colour, shape, cameras, light, final, coverage, gradient, first, last, scattered, touched):
    """Add the gradients of the rows ``first`` to ``last`` to ``scattered`` and mark the cells they touch.

    With T_k the light that reaches cell k, c_k its lit colour and S_k all that is composited behind it,
    dC/da_k = T_k c_k - S_k / (1 - a_k) and dC/dc_k = T_k a_k. S_k is the final colour less what came before, so
    nothing is stored along the ray.

    coverage float32 [B, H, W]: 1 - T at the end of each ray; gradient float32 [B, 4, H, W]: dL/d(out);
    scattered float32 [3 * cells * 4]: for each of the colours dL/dcolour and its part of dL/dalpha;
    touched uint8 [3 * cells]. The rest as in ``forward``.
    """
    nx, ny, nz = shape
    cells = nx * ny * nz
    height, width = gradient.shape[2], gradient.shape[3]
    for line in range(first, last):
        view = line // height
        row = line - view * height
        camera = cameras[view]
        for column in range(width):
            gr = float(gradient[view, 0, row, column])
            gg = float(gradient[view, 1, row, column])
            gb = float(gradient[view, 2, row, column])
            ga = gradient[view, 3, row, column] * (1.0 - coverage[view, row, column])
            if gr == 0.0 and gg == 0.0 and gb == 0.0 and ga == 0.0:
                continue
            hit, x, y, z, face, tx, ty, tz, ix, iy, iz, px, py, pz = _start(
                camera, row, column, height, width, nx, ny, nz
            )
            if not hit:
                continue
            # Everything along the ray enters through its product with the pixel's gradient.
            behind = (
                gr * final[view, row, column, 0]
                + gg * final[view, row, column, 1]
                + gb * final[view, row, column, 2]
                - ga
            )
            through = 1.0
            cell, sx, sy, sz, left_x, left_y, left_z = _walk(x, y, z, nx, ny, nz, px, py, pz)
            face_x, face_y, face_z = _faces(px, py, pz)
            slot_y = _slot(face_y)
            slot = _slot(face)
            # The pixel's gradient under the light of each face that this ray can enter through.
            red_x, green_x, blue_x = gr * light[face_x, 0], gg * light[face_x, 1], gb * light[face_x, 2]
            red_y, green_y, blue_y = gr * light[face_y, 0], gg * light[face_y, 1], gb * light[face_y, 2]
            red_z, green_z, blue_z = gr * light[face_z, 0], gg * light[face_z, 1], gb * light[face_z, 2]
            lr, lg, lb = gr * light[face, 0], gg * light[face, 1], gb * light[face, 2]
            while True:
                if face >= 0:
                    a = float(min(alpha[cell], MAX_ALPHA))
                    patch = slot * cells + cell
                    at = patch * 3
                    own = lr * colour[at] + lg * colour[at + 1] + lb * colour[at + 2]
                    weight = through * a
                    behind -= weight * own
                    touched[patch] = 1
                    into = patch * 4
                    # All four are read before any is written, or the compiler would have to wait for each.
                    red, green, blue, opacity = (
                        scattered[into],
                        scattered[into + 1],
                        scattered[into + 2],
                        scattered[into + 3],
                    )
                    scattered[into] = red + np.float32(weight * lr)
                    scattered[into + 1] = green + np.float32(weight * lg)
                    scattered[into + 2] = blue + np.float32(weight * lb)
                    scattered[into + 3] = opacity + np.float32(through * own - behind / (1.0 - a))
                    through -= weight
                    if through < MIN_TRANSMITTANCE:
                        break
                if tx < ty and tx < tz:
                    left_x -= 1
                    if left_x == 0:
                        break
                    tx += ix
                    cell += sx
                    face, slot = face_x, 2
                    lr, lg, lb = red_x, green_x, blue_x
                elif ty < tz:
                    left_y -= 1
                    if left_y == 0:
                        break
                    ty += iy
                    cell += sy
                    face, slot = face_y, slot_y
                    lr, lg, lb = red_y, green_y, blue_y
                else:
                    left_z -= 1
                    if left_z == 0:
                        break
                    tz += iz
                    cell += sz
                    face, slot = face_z, 2
                    lr, lg, lb = red_z, green_z, blue_z


@numba.njit(**_OPTIONS)
def gather(scattered, touched, first, last, alpha_gradient, colour_gradient):
    """Sum what the threads scattered over the cells ``first`` to ``last``, and leave their buffers cleared.

    scattered [threads, 3 * cells * 4]; touched [threads, 3 * cells]; alpha_gradient [cells];
    colour_gradient [3 * cells, 3].
    """
    threads = scattered.shape[0]
    cells = alpha_gradient.size
    for cell in range(first, last):
        alpha_gradient[cell] = 0.0
    for slot in range(3):
        for cell in range(first, last):
            patch = slot * cells + cell
            for c in range(3):
                colour_gradient[patch, c] = 0.0
            for thread in range(threads):
                if touched[thread, patch]:
                    touched[thread, patch] = 0
                    at = patch * 4
                    for c in range(3):
                        colour_gradient[patch, c] += scattered[thread, at + c]
                        scattered[thread, at + c] = 0.0
                    alpha_gradient[cell] += scattered[thread, at + 3]
                    scattered[thread, at + 3] = 0.0


@numba.njit(**_OPTIONS)
def first_hit(blocks, shape, lit, camera, background, first, last, out):
    """Hard picture of rows ``first`` to ``last``: the first block on each ray.

    blocks uint8 [cells]; lit float32 [materials + 1, 6, 3]; camera [12]; out float32 [H, W, 3].
    """
    nx, ny, nz = shape
    height, width = out.shape[0], out.shape[1]
    for row in range(first, last):
        for column in range(width):
            block = 0
            hit, x, y, z, face, tx, ty, tz, ix, iy, iz, px, py, pz = _start(
                camera, row, column, height, width, nx, ny, nz
            )
            if hit:
                cell, sx, sy, sz, left_x, left_y, left_z = _walk(x, y, z, nx, ny, nz, px, py, pz)
                face_x, face_y, face_z = _faces(px, py, pz)
                while True:
                    if face >= 0:
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
