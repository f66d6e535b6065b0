"""Which cells rays cross, in order (Amanatides and Woo, 1987), for ``LANES`` neighbouring rays at a time.

Grid coordinates: cell (x, y, z) is the unit cube from (x, y, z). A camera is a row of 12 floats: position, forward,
right and up, the last two scaled to the half extents of the picture plane.

A visit is one number: 8 times the flat cell plus the face it was entered through (0 to 5 for +X, -X, +Y, -Y, +Z, -Z;
``NO_FACE`` in the cell the camera is in), or ``END`` after a ray's last cell. Lists of visits hold one row of
``LANES`` after the other.
"""

from __future__ import annotations

import numba
import numpy as np

from voxstudio.render.vector import OPTIONS

LANES = 16
"""Rays that walk together: the fewest for which the compiler uses vector instructions."""
NO_FACE = 7
END = -1

# Where the walkers' numbers lie, one after the other in a flat float64 array, as the compiler has to see that they do
# not overlap: the ray parameters of the next crossing along each axis, their increments, the steps left along each
# axis, the cell, what a step along each axis adds to it, the face a cell is entered through by it, the visit.
_TX, _TY, _TZ, _IX, _IY, _IZ, _LEFT_X, _LEFT_Y, _LEFT_Z = (LANES * k for k in range(9))
_CELL, _SX, _SY, _SZ, _FACE_X, _FACE_Y, _FACE_Z, _VISIT = (LANES * k for k in range(9, 17))
_LENGTH = 17 * LANES


@numba.njit(inline="always", **OPTIONS)
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


@numba.njit(inline="always", **OPTIONS)
def _slab(position, inverse, size):
    """Ray parameters at which one axis' slab of the grid is entered and left."""
    near = -position * inverse
    far = (size - position) * inverse
    return (near, far) if near < far else (far, near)


@numba.njit(inline="always", **OPTIONS)
def _first_cell(position, direction, t, size):
    cell = int(np.floor(position + t * direction))
    return min(max(cell, 0), size - 1)


@numba.njit(inline="always", **OPTIONS)
def enter(camera, row, column, height, width, nx, ny, nz):
    """Where a ray starts to walk: its cell, the face it came through (``NO_FACE``: the camera is inside), and
    the parameters of the walk along each axis. The first number is false where the ray misses the grid."""
    dx, dy, dz = _direction(camera, row, column, height, width)
    ix, iy, iz = 1.0 / dx, 1.0 / dy, 1.0 / dz
    x0, x1 = _slab(camera[0], ix, nx)
    y0, y1 = _slab(camera[1], iy, ny)
    z0, z1 = _slab(camera[2], iz, nz)
    t = max(x0, y0, z0)
    end = min(x1, y1, z1)
    hit = end > max(t, 0.0)
    face = NO_FACE
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


@numba.njit(inline="always", **OPTIONS)
def steps(x, y, z, nx, ny, nz, px, py, pz):
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


@numba.njit(inline="always", **OPTIONS)
def faces(px, py, pz):
    """The face a cell is entered through when stepping along x, y and z."""
    return 1 if px else 0, 3 if py else 2, 5 if pz else 4


@numba.njit(**OPTIONS)
def _start(camera, row, column, height, width, shape, walk, visits):
    """Put the rays of a row's pixels from ``column`` on at their first cells; those beyond the picture see nothing."""
    nx, ny, nz = shape
    for i in range(LANES):
        hit, x, y, z, face, tx, ty, tz, ix, iy, iz, px, py, pz = enter(
            camera, row, column + i, height, width, nx, ny, nz
        )
        hit = hit and column + i < width
        cell, sx, sy, sz, left_x, left_y, left_z = steps(x, y, z, nx, ny, nz, px, py, pz)
        walk[_TX + i], walk[_TY + i], walk[_TZ + i] = tx, ty, tz
        walk[_IX + i], walk[_IY + i], walk[_IZ + i] = ix, iy, iz
        walk[_LEFT_X + i], walk[_LEFT_Y + i], walk[_LEFT_Z + i] = left_x if hit else 0, left_y, left_z
        walk[_CELL + i], walk[_SX + i], walk[_SY + i], walk[_SZ + i] = cell, sx, sy, sz
        walk[_FACE_X + i], walk[_FACE_Y + i], walk[_FACE_Z + i] = faces(px, py, pz)
        visits[i] = 8 * cell + face if hit else END


@numba.njit(**OPTIONS)
def _advance(walk, visits):
    """Fill the rows of visits after the first until all rays have ended.

    All lanes do the same arithmetic, whichever axis they step along, so that they fill vector registers.
    """
    for row in range(1, visits.size // LANES):
        alive = 0.0
        for i in range(LANES):
            tx, ty, tz = walk[_TX + i], walk[_TY + i], walk[_TZ + i]
            ix, iy, iz = walk[_IX + i], walk[_IY + i], walk[_IZ + i]
            sx, sy, sz = walk[_SX + i], walk[_SY + i], walk[_SZ + i]
            face_x, face_y, face_z = walk[_FACE_X + i], walk[_FACE_Y + i], walk[_FACE_Z + i]
            is_x = (tx < ty) & (tx < tz)
            along_x = 1.0 if is_x else 0.0
            along_y = 1.0 if (not is_x) & (ty < tz) else 0.0
            along_z = 1.0 - along_x - along_y
            walk[_TX + i] = tx + ix * along_x
            walk[_TY + i] = ty + iy * along_y
            walk[_TZ + i] = tz + iz * along_z
            left_x = walk[_LEFT_X + i] - along_x
            left_y = walk[_LEFT_Y + i] - along_y
            left_z = walk[_LEFT_Z + i] - along_z
            walk[_LEFT_X + i], walk[_LEFT_Y + i], walk[_LEFT_Z + i] = left_x, left_y, left_z
            cell = walk[_CELL + i] + (sx * along_x + sy * along_y + sz * along_z)
            walk[_CELL + i] = cell
            left = left_x if left_x < left_y else left_y
            left = left if left < left_z else left_z
            visit = 8.0 * cell + (face_x * along_x + face_y * along_y + face_z * along_z)
            walk[_VISIT + i] = visit if left > 0.5 else float(END)
            alive += 1.0 if left > 0.5 else 0.0
        for i in range(LANES):
            visits[row * LANES + i] = np.int32(walk[_VISIT + i])
        if alive < 0.5:
            break


@numba.njit(**OPTIONS)
def follow(camera, row, column, height, width, shape):
    """The visits of the rays of ``LANES`` pixels of a row, from ``column`` on: int32, with room to spare."""
    walk = np.empty(_LENGTH, np.float64)
    visits = np.empty((shape[0] + shape[1] + shape[2]) * LANES, np.int32)
    _start(camera, row, column, height, width, shape, walk, visits)
    _advance(walk, visits)
    return visits
