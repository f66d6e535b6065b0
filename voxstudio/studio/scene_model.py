"""One meshed world on the graphics card: its faces, its colours and its shadow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import moderngl
import numpy as np

from voxstudio.studio.mesh import WORDS_PER_FACE, side_starts
from voxstudio.studio.shaders import make_program, set_uniforms
from voxstudio.studio.sunlight import SUN_DIRECTION, sides_towards, sun_matrix

SHADOW_SIZE = 1024
"""Texels along each side of the shadow map: about seven to a block in a 64-block world."""
_FACE_BYTES = 4 * WORDS_PER_FACE


def _no_faces() -> np.ndarray:
    return np.zeros((0, WORDS_PER_FACE), np.uint32)


@dataclass(frozen=True, eq=False)
class SceneWorld:
    """A meshed world: all that is needed to build the GL objects again after a context was lost."""

    faces: np.ndarray
    """uint32 [faces, 3], of ``mesh.build_faces``."""
    colours: np.ndarray
    """float32 [materials, 3 faces (top, bottom, side), 3], block index k at row k - 1."""
    shape: tuple[int, int, int]
    scale: float
    veil: np.ndarray = field(default_factory=_no_faces)
    """Faces that one can see through, likewise."""
    opacity: np.ndarray | None = None
    """float32 [materials], of the veil; None where there is none."""


class FaceProgram:
    """A program that draws faces, with the vertex array that feeds it."""

    def __init__(self, context: moderngl.Context, name: str, *defines: str) -> None:
        self.program = make_program(context, name, *defines)
        self.array = context.vertex_array(self.program, [])


class SceneModel:
    """GL objects of one world; a new world takes the place of the old one."""

    def __init__(self, context: moderngl.Context, depth: FaceProgram) -> None:
        """``depth`` draws nothing but depth, for the shadow."""
        self._context, self._depth = context, depth
        self._faces, self._veil = _FaceTable(context), _FaceTable(context)
        self._colours = context.texture((256, 3), 4, dtype="f4")
        self._colours.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._shadow = context.depth_texture((SHADOW_SIZE, SHADOW_SIZE))
        self._shadow.compare_func = "<="
        self._shadow.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self.shadow_target = context.framebuffer(depth_attachment=self._shadow)
        self.world: SceneWorld | None = None
        self.sun_matrix = np.eye(4)
        self.is_shadow_stale = False

    def set_world(self, world: SceneWorld) -> None:
        """Uploads a meshed world; the shadow follows when it is needed."""
        self._faces.write(world.faces)
        self._veil.write(world.veil)
        table = np.ones((3, 256, 4), dtype=np.float32)
        table[:, 1 : len(world.colours) + 1, :3] = world.colours.transpose(1, 0, 2)
        if world.opacity is not None:
            table[:, 1 : len(world.opacity) + 1, 3] = world.opacity
        self._colours.write(table.tobytes())
        self.world = world
        self.sun_matrix = sun_matrix(world.shape, world.scale)
        self.is_shadow_stale = True

    @property
    def has_veil(self) -> bool:
        """Whether there is anything that one can see through."""
        return self._veil.count > 0

    def use(self, *, with_shadow: bool) -> None:
        """Binds colours to texture unit 0 and the shadow to 1, drawing it first if the world has changed."""
        if with_shadow and self.is_shadow_stale:
            self._draw_shadow()
        self._colours.use(0)
        self._shadow.use(1)

    def draw(self, painter: FaceProgram, sides: Iterable[int], *, is_veil: bool = False) -> None:
        """Draws the faces of some sides, or those of the veil, with the painter's uniforms as they are."""
        assert self.world is not None
        set_uniforms(painter.program, shape=self.world.shape, scale=self.world.scale)
        (self._veil if is_veil else self._faces).draw(painter, sides)

    def _draw_shadow(self) -> None:
        self.shadow_target.use()
        self._context.viewport = (0, 0, SHADOW_SIZE, SHADOW_SIZE)
        self.shadow_target.clear(depth=1.0)
        self._context.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        set_uniforms(self._depth.program, sun_matrix=self.sun_matrix)
        self.draw(self._depth, sides_towards(SUN_DIRECTION))
        self.is_shadow_stale = False


class _FaceTable:
    """Faces in a buffer, sorted by side."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._buffer: moderngl.Buffer | None = None
        self._starts = np.zeros(7, dtype=np.int64)

    @property
    def count(self) -> int:
        return int(self._starts[6])

    def write(self, faces: np.ndarray) -> None:
        self._starts = side_starts(faces)
        if not len(faces):
            return
        size = len(faces) * _FACE_BYTES
        if self._buffer is None or self._buffer.size < size:
            if self._buffer is not None:
                self._buffer.release()
            self._buffer = self._context.buffer(reserve=size * 5 // 4, dynamic=True)
        self._buffer.write(faces)

    def draw(self, painter: FaceProgram, sides: Iterable[int]) -> None:
        attribute = painter.program["in_face"]
        assert isinstance(attribute, moderngl.Attribute)
        if self._buffer is None:
            return
        for side in sides:
            first, last = int(self._starts[side]), int(self._starts[side + 1])
            if last > first:
                painter.array.bind(attribute.location, "i", self._buffer, "3u4", first * _FACE_BYTES, _FACE_BYTES, 1)
                painter.array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=last - first)
