"""The edges of a set of cells, for drawing it as lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.world.edits import Box, Cell


@dataclass(frozen=True, eq=False)
class Outline:
    """Where the surface of a set of cells bends. Lengths are in cells, from the corner of cell (0, 0, 0)."""

    ends: np.ndarray
    """float32 [N, 2, 3]."""
    faces: np.ndarray
    """int8 [N, 2, 3]: normals of the two faces that meet at each edge, from the set outwards."""

    def is_turned_to(self, eye: np.ndarray, *, is_direction: bool = False) -> np.ndarray:
        """bool [N]: edges of which a face can be seen from ``eye``, a place, or the direction to it."""
        middles = self.ends.mean(axis=1)
        towards = np.broadcast_to(eye, middles.shape) if is_direction else eye - middles
        return (np.einsum("nfi,ni->nf", self.faces, towards) > 0).any(axis=1)


def outline(mask: np.ndarray, offset: Cell = (0, 0, 0)) -> Outline:
    """The outline of the true cells of bool [X, Y, Z], whose first cell is ``offset`` of the world."""
    cells = np.pad(mask, 1)
    ends, faces = [], []
    for axis in range(3):
        # Around each lattice edge along this axis lie four cells, a b over c d.
        turned = np.moveaxis(cells, axis, 2)[:, :, 1:-1]
        a, b, c, d = turned[:-1, :-1], turned[1:, :-1], turned[:-1, 1:], turned[1:, 1:]
        is_bent = (a ^ b ^ c ^ d) | ((a == d) & (b == c) & (a != b))
        places = np.argwhere(is_bent)
        if not len(places):
            continue
        u, v, w = places.T
        corners = np.stack([_lattice(u, v, w, axis), _lattice(u, v, w + 1, axis)], axis=1)
        ends.append(corners + np.asarray(offset))
        four = [part[is_bent].astype(np.int8) for part in (a, b, c, d)]
        across_u = np.where(four[0] != four[1], four[0] - four[1], four[2] - four[3])
        across_v = np.where(four[0] != four[2], four[0] - four[2], four[1] - four[3])
        nothing = np.zeros_like(across_u)
        faces.append(
            np.stack([_lattice(across_u, nothing, nothing, axis), _lattice(nothing, across_v, nothing, axis)], axis=1)
        )
    if not ends:
        return Outline(np.zeros((0, 2, 3), np.float32), np.zeros((0, 2, 3), np.int8))
    return Outline(np.concatenate(ends).astype(np.float32), np.concatenate(faces).astype(np.int8))


def outline_of_cells(cells: np.ndarray, shape: Cell) -> Outline:
    """The outline of cells given as flat indices of a world."""
    if not len(cells):
        return outline(np.zeros((1, 1, 1), np.bool_))
    places = np.stack(np.unravel_index(cells, shape))
    low = places.min(axis=1)
    mask = np.zeros(places.max(axis=1) - low + 1, np.bool_)
    mask[tuple(places - low[:, None])] = True
    x, y, z = low.tolist()
    return outline(mask, (x, y, z))


def outline_of_box(box: Box) -> Outline:
    """The twelve edges of a box, each in one piece."""
    unit = outline(np.ones((1, 1, 1), np.bool_))
    return Outline((unit.ends * box.size + np.asarray(box.low)).astype(np.float32), unit.faces)


def _lattice(u: np.ndarray, v: np.ndarray, w: np.ndarray, axis: int) -> np.ndarray:
    """[N, 3] with ``w`` along ``axis`` and ``u``, ``v`` along the others in order."""
    others = [i for i in range(3) if i != axis]
    result = np.empty((len(u), 3), np.asarray(u).dtype)
    result[:, others[0]], result[:, others[1]], result[:, axis] = u, v, w
    return result
