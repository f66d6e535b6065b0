"""Draws a world of blocks by OpenGL 3.3: sun with shadows, occlusion, floor and backdrop. Knows no window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from voxstudio import resources
from voxstudio.studio.mesh import WORDS_PER_FACE, side_starts
from voxstudio.studio.orbit_camera import OrbitCamera

SHADOW_SIZE = 1024
"""Texels along each side of the shadow map: about seven to a block in a 64-block world."""
_FACE_BYTES = 4 * WORDS_PER_FACE
_SUN_AZIMUTH, _SUN_ELEVATION = np.radians(-102.0), np.radians(47.0)
_SUN_DIRECTION = np.array(
    [
        np.sin(_SUN_AZIMUTH) * np.cos(_SUN_ELEVATION),
        np.sin(_SUN_ELEVATION),
        np.cos(_SUN_AZIMUTH) * np.cos(_SUN_ELEVATION),
    ]
)
"""From the left of the first view, so that shadows fall to the right, where they are seen."""


@dataclass(frozen=True)
class SceneColours:
    """What surrounds the world, each RGB in 0..1."""

    backdrop_top: tuple[float, float, float]
    backdrop_bottom: tuple[float, float, float]
    line: tuple[float, float, float]
    line_strength: float
    shadow_strength: float
    glow: tuple[float, float, float]
    is_transparent: bool = False
    """Leaves the backdrop out; what is drawn then has an opacity, by which its colours are multiplied."""


@dataclass(frozen=True)
class SceneWorld:
    """A meshed world: all that is needed to build the GL objects again after a context was lost."""

    faces: np.ndarray
    """uint32 [faces, 3], of ``mesh.build_faces``."""
    colours: np.ndarray
    """float32 [materials, 3 faces (top, bottom, side), 3], block index k at row k - 1."""
    shape: tuple[int, int, int]
    scale: float


class Scene:
    """GL objects of one context. When the context is lost, drop the scene and make another: nothing is released."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._fast_blocks = self._program("blocks")
        self._soft_blocks = self._program("blocks", soft=True)
        self._depth = self._program("depth")
        self._backdrop = self._program("backdrop")
        self._fast_floor = self._program("floor")
        self._soft_floor = self._program("floor", soft=True)
        self._colours = context.texture((256, 3), 3, dtype="f4")
        self._colours.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._shadow = context.depth_texture((SHADOW_SIZE, SHADOW_SIZE))
        self._shadow.compare_func = "<="
        self._shadow.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._shadow_target = context.framebuffer(depth_attachment=self._shadow)
        self._empty_triangle = context.vertex_array(self._backdrop, [])
        self._fast_quad = context.vertex_array(self._fast_floor, [])
        self._soft_quad = context.vertex_array(self._soft_floor, [])
        self._fast_array = context.vertex_array(self._fast_blocks, [])
        self._soft_array = context.vertex_array(self._soft_blocks, [])
        self._depth_array = context.vertex_array(self._depth, [])
        self._faces: moderngl.Buffer | None = None
        self._starts = np.zeros(7, dtype=np.int64)
        self._smooth: moderngl.Framebuffer | None = None
        self._world: SceneWorld | None = None
        self._sun_matrix = np.eye(4)
        self._is_shadow_stale = False

    def set_world(self, world: SceneWorld) -> None:
        """Uploads a meshed world; the shadow follows with the next picture."""
        size = max(len(world.faces), 1) * _FACE_BYTES
        if self._faces is None or self._faces.size < size:
            self._faces = self._context.buffer(reserve=size * 5 // 4, dynamic=True)
        self._faces.write(world.faces.tobytes())
        self._starts = side_starts(world.faces)
        self._upload_colours(world.colours)
        self._world = world
        self._sun_matrix = sun_matrix(world.shape, world.scale)
        self._is_shadow_stale = True

    def draw(
        self,
        target: moderngl.Framebuffer,
        size: tuple[int, int],
        camera: OrbitCamera,
        colours: SceneColours,
        glow: float = 0.0,
        samples: int = 0,
    ) -> None:
        """One picture of ``size`` pixels into ``target``.

        ``glow`` 0..1 lights what has just changed; ``samples`` smooths edges by so many samples a pixel, and shadows
        with them.
        """
        if self._is_shadow_stale:
            self._draw_shadow()
        if not samples:
            self._draw_into(target, size, camera, colours, glow, is_soft=False)
            return
        smooth = self._smooth_target(size, samples)
        self._draw_into(smooth, size, camera, colours, glow, is_soft=True)
        self._context.copy_framebuffer(target, smooth)
        target.use()

    def _draw_into(
        self,
        target: moderngl.Framebuffer,
        size: tuple[int, int],
        camera: OrbitCamera,
        colours: SceneColours,
        glow: float,
        *,
        is_soft: bool,
    ) -> None:
        context = self._context
        view_projection = camera.view_projection(size[0] / size[1])
        target.use()
        context.viewport = (0, 0, *size)
        context.disable(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        if colours.is_transparent:
            target.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
        else:
            target.clear(*colours.backdrop_bottom, 1.0, depth=1.0)
            self._backdrop["u_top"] = colours.backdrop_top
            self._backdrop["u_bottom"] = colours.backdrop_bottom
            self._empty_triangle.render(moderngl.TRIANGLES, vertices=3)
        if self._world is None:
            return
        context.enable(moderngl.DEPTH_TEST)
        self._shadow.use(1)
        self._draw_blocks(view_projection, camera, colours, glow, is_soft=is_soft)
        self._draw_floor(view_projection, colours, is_soft=is_soft)
        context.disable(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)

    def _draw_shadow(self) -> None:
        assert self._world is not None
        self._shadow_target.use()
        self._context.viewport = (0, 0, SHADOW_SIZE, SHADOW_SIZE)
        self._shadow_target.clear(depth=1.0)
        self._context.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._place(self._depth)
        _set_matrix(self._depth, "u_sun_matrix", self._sun_matrix)
        self._draw_sides(self._depth, self._depth_array, sides_towards(_SUN_DIRECTION))
        self._is_shadow_stale = False

    def _draw_blocks(
        self,
        view_projection: np.ndarray,
        camera: OrbitCamera,
        colours: SceneColours,
        glow: float,
        *,
        is_soft: bool,
    ) -> None:
        assert self._world is not None
        if not len(self._world.faces):
            return
        program = self._soft_blocks if is_soft else self._fast_blocks
        array = self._soft_array if is_soft else self._fast_array
        self._context.enable(moderngl.CULL_FACE)
        self._colours.use(0)
        self._place(program)
        _set_matrix(program, "u_view_projection", view_projection)
        _set_matrix(program, "u_sun_matrix", self._sun_matrix)
        program["u_colours"] = 0
        program["u_shadow"] = 1
        if is_soft:
            program["u_shadow_texel"] = 1.0 / SHADOW_SIZE
        program["u_sun"] = tuple(_SUN_DIRECTION)
        program["u_sun_colour"] = (0.66, 0.61, 0.53)
        program["u_sky_colour"] = (0.60, 0.63, 0.69)
        program["u_ground_colour"] = (0.45, 0.45, 0.47)
        program["u_variation"] = 0.10
        program["u_glow"] = 0.35 * glow
        program["u_glow_colour"] = colours.glow
        self._draw_sides(program, array, sides_seen(camera, self._world.shape, self._world.scale))

    def _draw_sides(self, program: moderngl.Program, array: moderngl.VertexArray, sides: Iterable[int]) -> None:
        attribute = program["in_face"]
        assert isinstance(attribute, moderngl.Attribute)
        assert self._faces is not None
        for side in sides:
            first, last = int(self._starts[side]), int(self._starts[side + 1])
            if last > first:
                array.bind(attribute.location, "i", self._faces, "3u4", first * _FACE_BYTES, _FACE_BYTES, 1)
                array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=last - first)

    def _draw_floor(self, view_projection: np.ndarray, colours: SceneColours, *, is_soft: bool) -> None:
        assert self._world is not None
        program = self._soft_floor if is_soft else self._fast_floor
        quad = self._soft_quad if is_soft else self._fast_quad
        x, _, z = self._world.shape
        scale = self._world.scale
        self._context.enable(moderngl.CULL_FACE | moderngl.BLEND)
        # The picture itself stays opaque: Qt lays it over the window by its alpha.
        blend: Any = (moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA, moderngl.ONE, moderngl.ONE)
        self._context.blend_func = blend
        _set_matrix(program, "u_view_projection", view_projection)
        _set_matrix(program, "u_sun_matrix", self._sun_matrix)
        program["u_shadow"] = 1
        if is_soft:
            program["u_shadow_texel"] = 1.0 / SHADOW_SIZE
        program["u_radius"] = 1.1 * max(x, z) * scale
        program["u_cell"] = 8.0 * scale
        program["u_half"] = (x * scale / 2, z * scale / 2)
        program["u_line_colour"] = colours.line
        program["u_line_strength"] = colours.line_strength
        program["u_shadow_strength"] = colours.shadow_strength
        quad.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def _smooth_target(self, size: tuple[int, int], samples: int) -> moderngl.Framebuffer:
        samples = min(samples, self._context.max_samples)
        if self._smooth is None or self._smooth.size != size:
            if self._smooth is not None:
                for part in (*self._smooth.color_attachments, self._smooth.depth_attachment, self._smooth):
                    part.release()
            self._smooth = self._context.framebuffer(
                [self._context.renderbuffer(size, 4, samples=samples)],
                self._context.depth_renderbuffer(size, samples=samples),
            )
        return self._smooth

    def _place(self, program: moderngl.Program) -> None:
        assert self._world is not None
        program["u_shape"] = self._world.shape
        program["u_scale"] = self._world.scale

    def _upload_colours(self, colours: np.ndarray) -> None:
        table = np.zeros((3, 256, 3), dtype=np.float32)
        table[:, 1 : len(colours) + 1] = colours.transpose(1, 0, 2)
        self._colours.write(table.tobytes())

    def _program(self, name: str, *, soft: bool = False) -> moderngl.Program:
        vertex, fragment = shader_source(f"{name}.vert"), shader_source(f"{name}.frag")
        if soft:
            fragment = fragment.replace("\n", "\n#define SOFT\n", 1)  # after the line with the version
        return self._context.program(vertex_shader=vertex, fragment_shader=fragment)


def shader_source(name: str) -> str:
    """A shader of ``resources/shaders`` with its ``#include "file"`` lines filled in."""
    lines = resources.text(f"shaders/{name}").splitlines()
    return "\n".join(shader_source(line.split('"')[1]) if line.startswith("#include") else line for line in lines)


def sides_towards(direction: np.ndarray) -> list[int]:
    """The sides (+X, -X, +Y, -Y, +Z, -Z) that face a direction."""
    return [side for side in range(6) if direction[side >> 1] * (1 - 2 * (side & 1)) > 0]


def sides_seen(camera: OrbitCamera, shape: tuple[int, int, int], scale: float) -> list[int]:
    """The sides of which the camera can see any face of a world."""
    if camera.is_orthographic:
        return sides_towards(np.subtract(camera.position, camera.target))
    x, y, z = (cells * scale for cells in shape)
    low, high = (-x / 2, 0.0, -z / 2), (x / 2, y, z / 2)
    # A side is seen from before its hindmost face.
    return [
        side
        for side in range(6)
        if (camera.position[side >> 1] < high[side >> 1] if side & 1 else camera.position[side >> 1] > low[side >> 1])
    ]


def sun_matrix(shape: tuple[int, int, int], scale: float) -> np.ndarray:
    """World to the shadow map's 0..1 cube, float64 [4, 4]: the smallest box along the sun that holds the world."""
    forward = -_SUN_DIRECTION
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), forward])
    half = np.array([shape[0] / 2, shape[1] / 2, shape[2] / 2]) * scale
    signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)])
    corners = signs * half + np.array([0.0, half[1], 0.0])
    seen = corners @ axes.T
    low, high = seen.min(axis=0) - scale, seen.max(axis=0) + scale
    matrix = np.eye(4)
    matrix[:3, :3] = axes / (high - low)[:, None]
    matrix[:3, 3] = -low / (high - low)
    return matrix


def _set_matrix(program: moderngl.Program, name: str, matrix: np.ndarray) -> None:
    uniform = program[name]
    assert isinstance(uniform, moderngl.Uniform)
    uniform.write(np.ascontiguousarray(matrix.T, dtype=np.float32).tobytes())
