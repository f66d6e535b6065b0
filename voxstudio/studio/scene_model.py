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
_FAST_SHADOW_SIZE = 512
"""Of one that is drawn for a picture without smooth edges: it takes half as long."""
_CORNERS = 4
_TRIANGLES = np.array([0, 1, 2, 2, 1, 3], np.uint32)
"""Corners of a face's two triangles."""
_HEADROOM = 1.25
"""Times the faces that there are: worlds of a run grow."""


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
        self._shadows = {False: _Shadow(context, _FAST_SHADOW_SIZE), True: _Shadow(context, SHADOW_SIZE)}
        """For pictures without smooth edges and with them."""
        self.shadow = self._shadows[True]
        """The one that is used."""
        self.world: SceneWorld | None = None
        self.sun_matrix = np.eye(4)

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
        for shadow in self._shadows.values():
            shadow.is_stale = True

    @property
    def has_veil(self) -> bool:
        """Whether there is anything that one can see through."""
        return self._veil.count > 0

    def prepare_shadow(self, *, is_smooth: bool) -> None:
        """Draws the shadow if the world has changed, into a target of its own; a finer one does as well."""
        self.shadow = self._shadows[is_smooth or not self._shadows[True].is_stale]
        if self.shadow.is_stale:
            self.shadow.begin()
            set_uniforms(self._depth.program, sun_matrix=self.sun_matrix)
            self.draw(self._depth, sides_towards(SUN_DIRECTION))

    def use(self) -> None:
        """Binds colours to texture unit 0 and the shadow to 1."""
        self._colours.use(0)
        self.shadow.texture.use(1)

    def draw(self, painter: FaceProgram, sides: Iterable[int], *, is_veil: bool = False) -> None:
        """Draws the faces of some sides, or those of the veil, with the painter's uniforms as they are."""
        assert self.world is not None
        set_uniforms(painter.program, shape=self.world.shape, scale=self.world.scale)
        (self._veil if is_veil else self._faces).draw(painter, sides)


class _Shadow:
    """What the sun sees of a world: a depth map."""

    def __init__(self, context: moderngl.Context, size: int) -> None:
        self._context, self._size = context, size
        self.texture = context.depth_texture((size, size))
        self.texture.compare_func = "<="
        self.texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._target = context.framebuffer(depth_attachment=self.texture)
        self.is_stale = True

    def begin(self) -> None:
        """What is drawn next goes into it."""
        self._target.use()
        self._context.viewport = (0, 0, self._size, self._size)
        self._target.clear(depth=1.0)
        self._context.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self.is_stale = False


class _FaceTable:
    """Faces in a buffer, sorted by side.

    Each is there four times, once for each corner: instances of four corners take a software driver half as long again.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._corners: moderngl.Buffer | None = None
        self._triangles: moderngl.Buffer | None = None
        self._arrays: dict[FaceProgram, moderngl.VertexArray] = {}
        """One for each program that has drawn from the buffers."""
        self._starts = np.zeros(7, dtype=np.int64)

    @property
    def count(self) -> int:
        return int(self._starts[6])

    def write(self, faces: np.ndarray) -> None:
        self._starts = side_starts(faces)
        if not len(faces):
            return
        corners = np.repeat(faces, _CORNERS, axis=0)
        if self._corners is None or self._corners.size < corners.nbytes:
            self._make_room(round(len(faces) * _HEADROOM))
        assert self._corners is not None
        self._corners.write(corners)

    def draw(self, painter: FaceProgram, sides: Iterable[int]) -> None:
        if self._corners is None:
            return
        array = self._arrays.get(painter)
        if array is None:
            layout = [(self._corners, f"{WORDS_PER_FACE}u4", "in_face")]
            array = self._context.vertex_array(painter.program, layout, self._triangles)
            self._arrays[painter] = array
        for side in sides:
            first, last = int(self._starts[side]), int(self._starts[side + 1])
            if last > first:
                count = len(_TRIANGLES)
                array.render(moderngl.TRIANGLES, vertices=count * (last - first), first=count * first)

    def _make_room(self, faces: int) -> None:
        for part in (*self._arrays.values(), self._corners, self._triangles):
            if part is not None:
                part.release()
        self._arrays.clear()
        self._corners = self._context.buffer(reserve=faces * _CORNERS * 4 * WORDS_PER_FACE, dynamic=True)
        firsts = np.arange(0, faces * _CORNERS, _CORNERS, dtype=np.uint32)
        self._triangles = self._context.buffer(firsts[:, None] + _TRIANGLES)
