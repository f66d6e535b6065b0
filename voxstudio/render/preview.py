"""Hard pictures of worlds, without torch: datasets, thumbnails and the prior's training set."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from voxstudio.render.base import Lighting
from voxstudio.render.geometry import camera_rows
from voxstudio.render.lighting import FACE_KINDS
from voxstudio.render.threads import run_split
from voxstudio.views.camera import Camera
from voxstudio.world.voxel_world import VoxelWorld


def render_world(
    world: VoxelWorld,
    camera: Camera,
    lighting: Lighting,
    background: tuple[float, float, float] | None = None,
    *,
    threads: int | None = None,
) -> np.ndarray:
    """A picture, float32 [height, width, 3] in 0..1 (clipped); the lighting's sky where no background is given."""
    out = np.empty((camera.height, camera.width, 3), np.float32)
    run_split(camera.height, _marcher(world, camera, lighting, background, out), threads=threads)
    return out


def render_rows(
    world: VoxelWorld,
    camera: Camera,
    lighting: Lighting,
    background: tuple[float, float, float] | None,
    first: int,
    last: int,
) -> np.ndarray:
    """Rows ``first`` to ``last`` - 1 of the picture of ``render_world``, float32 [last - first, width, 3]."""
    out = np.empty((camera.height, camera.width, 3), np.float32)
    march = _marcher(world, camera, lighting, background, out)
    run_split(last - first, lambda begin, end: march(first + begin, first + end))
    return out[first:last]


def _marcher(
    world: VoxelWorld,
    camera: Camera,
    lighting: Lighting,
    background: tuple[float, float, float] | None,
    out: np.ndarray,
) -> Callable[[int, int], None]:
    """Fills some rows of ``out``."""
    # Here, since numba takes as long to import as all of Qt, and a window is on the screen before its first picture.
    from voxstudio.render import _raymarch

    faces = world.palette.colours()[:, FACE_KINDS, :] * lighting.array()
    lit = np.zeros((len(world.palette) + 1, 6, 3), np.float32)
    lit[1:] = np.clip(faces, 0, 1)
    row = camera_rows([camera], world.shape, world.scale)[0]
    sky = np.array(lighting.sky if background is None else background, np.float32)
    blocks = np.ascontiguousarray(world.blocks).ravel()
    return lambda first, last: _raymarch.first_hit(blocks, world.shape, lit, row, sky, first, last, out)


def to_uint8(picture: np.ndarray) -> np.ndarray:
    """Display values 0..1 to 8 bits, rounded."""
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
