"""The editor's colours: every face of every material, rendered and compared with the table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from voxstudio.bench.row import Row
from voxstudio.render.lighting import EDITOR, NORMALS
from voxstudio.render.preview import render_world, to_uint8
from voxstudio.views.camera import Camera
from voxstudio.world.palette import CLASSIC
from voxstudio.world.voxel_world import VoxelWorld

# 8-bit colours that the block editor shows, faces +X, -X, +Y, -Y, +Z, -Z (-X and -Z share one light).
EXPECTED = {
    "Grass": "66 93 48, 22 39 22, 95 212 112, 10 7 3, 76 107 54, 22 39 22",
    "Dirt": "58 48 29, 20 20 13, 117 100 62, 10 6 3, 68 55 33, 20 20 13",
    "Stone": "82 93 99, 28 39 45, 161 187 200, 14 13 10, 95 107 112, 28 39 45",
    "Plank": "108 101 72, 37 43 33, 217 212 156, 18 13 7, 126 116 81, 37 43 33",
    "Snow": "128 145 148, 44 61 68, 255 255 255, 23 21 16, 149 166 168, 44 61 68",
    "Sand": "127 129 92, 43 54 42, 245 255 187, 22 18 9, 148 147 105, 43 54 42",
    "Water": "29 61 102, 10 26 47, 61 124 206, 5 8 10, 34 70 116, 10 26 47",
}


def measure() -> Iterator[Row]:
    """The largest difference of any channel, in 1/255."""
    worst = 0
    for material, table in EXPECTED.items():
        wanted = np.array([face.split() for face in table.split(",")], dtype=int)
        shown = np.array([face_colour(material, normal) for normal in NORMALS], dtype=int)
        worst = max(worst, int(np.abs(wanted - shown).max()))
    yield Row("lighting worst difference", worst, "/255", 1.0, at_most=1.0)


def face_colour(material: str, normal: np.ndarray) -> np.ndarray:
    """What the middle pixel shows that looks straight at one face of one block, uint8 [3]."""
    world = VoxelWorld(np.full((1, 1, 1), CLASSIC.index(material), np.uint8), CLASSIC, scale=1.0)
    centre = np.array([0.0, 0.5, 0.0])
    x, y, z = (centre + 3 * normal).tolist()
    camera = Camera.look_at((x, y, z), (0.0, 0.5, 0.0), width=9, height=9)
    return to_uint8(render_world(world, camera, EDITOR))[4, 4]
