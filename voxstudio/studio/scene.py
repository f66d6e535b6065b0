"""Draws worlds of blocks by OpenGL 3.3: sun with shadows, occlusion, floor and backdrop. Knows no window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from voxstudio.render.base import Lighting
from voxstudio.studio.gl_support import framebuffer
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.scene_model import SHADOW_SIZE, FaceProgram, SceneModel, SceneWorld
from voxstudio.studio.shaders import make_program, set_uniforms
from voxstudio.studio.sunlight import SUN_DIRECTION, sides_seen

_OVER: Any = (moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA, moderngl.ONE, moderngl.ONE)
"""The picture itself stays opaque: Qt lays it over the window by its alpha."""
_GLOW = 0.12
"""Light of a block that has just changed: more, and stone looks like planks until the next picture of a run."""


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
class Shot:
    """How a picture is taken."""

    camera: OrbitCamera
    colours: SceneColours
    glow: float = 0.0
    """0..1, lights what has just changed."""
    samples: int = 0
    """So many a pixel smooth edges, and shadows with them."""
    light: Lighting | None = None
    """Flat light on faces and its sky, without sun, shadow or floor; None for the sun."""
    wipe: float | None = None
    """Share of the picture's width, from the left, that shows the world before; None for none of it."""


class Scene:
    """GL objects of one context. When the context is lost, drop the scene and make another: nothing is released."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._fast_blocks = FaceProgram(context, "blocks")
        self._soft_blocks = FaceProgram(context, "blocks", "SOFT")
        self._flat_blocks = FaceProgram(context, "blocks", "FLAT")
        self._depth = FaceProgram(context, "depth")
        self._fast_floor = FaceProgram(context, "floor")
        self._soft_floor = FaceProgram(context, "floor", "SOFT")
        self._backdrop = FaceProgram(context, "backdrop")
        self._lines = make_program(context, "lines")
        self._line_buffer: moderngl.Buffer | None = None
        self.now = SceneModel(context, self._depth)
        self._before: SceneModel | None = None
        self._smooth: moderngl.Framebuffer | None = None

    def set_world(self, world: SceneWorld) -> None:
        """The world to draw."""
        self.now.set_world(world)

    def set_before(self, world: SceneWorld | None) -> None:
        """The world that a wipe shows beside it; None forgets it."""
        if world is None:
            if self._before is not None:
                self._before.world = None
            return
        if self._before is None:
            self._before = SceneModel(self._context, self._depth)
        self._before.set_world(world)

    def set_lines(self, lines: np.ndarray | None) -> None:
        """Lines among the blocks: float32 [N, 2 ends, 6], place in world units and RGB; None for none."""
        has_any = lines is not None and len(lines) > 0
        if self._line_buffer is not None:
            self._line_buffer.release()
        self._line_buffer = self._context.buffer(np.ascontiguousarray(lines, np.float32)) if has_any else None

    def draw(self, target: moderngl.Framebuffer, size: tuple[int, int], shot: Shot) -> None:
        """One picture of ``size`` pixels into ``target``."""
        if not shot.samples:
            self._draw_into(target, size, shot)
            return
        smooth = self._smooth_target(size, shot.samples)
        self._draw_into(smooth, size, shot)
        self._context.copy_framebuffer(target, smooth)
        target.use()

    def _draw_into(self, target: moderngl.Framebuffer, size: tuple[int, int], shot: Shot) -> None:
        context = self._context
        parts = [(model, span) for model, span in self._parts(size[0], shot) if model.world is not None and span[1]]
        if shot.light is None:
            for model, _ in parts:
                model.prepare_shadow(is_smooth=shot.samples > 0)
        target.use()
        context.viewport = (0, 0, *size)
        context.disable(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        if shot.colours.is_transparent:
            target.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
        else:
            top, bottom = shot.colours.backdrop_top, shot.colours.backdrop_bottom
            if shot.light is not None:
                top = bottom = shot.light.sky
            target.clear(*bottom, 1.0, depth=1.0)
            set_uniforms(self._backdrop.program, top=top, bottom=bottom)
            self._backdrop.array.render(moderngl.TRIANGLES, vertices=3)
        view_projection = shot.camera.view_projection(size[0] / size[1])
        context.enable(moderngl.DEPTH_TEST)
        for model, (left, width) in parts:
            target.scissor = (left, 0, width, size[1])
            model.use()
            self._draw_model(model, view_projection, shot)
        # Copying from a target would heed its scissors, too.
        unlimited: Any = None
        target.scissor = unlimited
        if self._line_buffer is not None:
            self._draw_lines(view_projection)
        context.disable(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)

    def _parts(self, width: int, shot: Shot) -> list[tuple[SceneModel, tuple[int, int]]]:
        """What to draw where: models, each with its first column of pixels and their number."""
        if shot.wipe is None or self._before is None or self._before.world is None:
            return [(self.now, (0, width))]
        split = min(max(round(shot.wipe * width), 0), width)
        return [(self._before, (0, split)), (self.now, (split, width - split))]

    def _draw_model(self, model: SceneModel, view_projection: np.ndarray, shot: Shot) -> None:
        world = model.world
        assert world is not None
        context, is_soft = self._context, shot.samples > 0
        painter = self._soft_blocks if is_soft else self._fast_blocks
        if shot.light is not None:
            painter = self._flat_blocks
            set_uniforms(painter.program, factors=shot.light.array())
        set_uniforms(
            painter.program,
            view_projection=view_projection,
            sun_matrix=model.sun_matrix,
            colours=0,
            shadow=1,
            shadow_texel=1.0 / SHADOW_SIZE,
            sun=tuple(SUN_DIRECTION),
            sun_colour=(0.66, 0.61, 0.53),
            sky_colour=(0.60, 0.63, 0.69),
            ground_colour=(0.45, 0.45, 0.47),
            variation=0.10,
            glow=_GLOW * shot.glow,
            glow_colour=shot.colours.glow,
        )
        sides = sides_seen(shot.camera, world.shape, world.scale)
        context.enable(moderngl.CULL_FACE)
        model.draw(painter, sides)
        context.enable(moderngl.BLEND)
        context.blend_func = _OVER
        if shot.light is None:
            self._draw_floor(model, view_projection, shot.colours, is_soft=is_soft)
        if model.has_veil:
            self._draw_veil(model, painter, sides)
        context.disable(moderngl.BLEND | moderngl.CULL_FACE)

    def _draw_veil(self, model: SceneModel, painter: FaceProgram, sides: list[int]) -> None:
        """Only its nearest faces count: so it needs no sorting, and layers of it do not add up to fog."""
        self._context.blend_func = moderngl.ZERO, moderngl.ONE  # depth alone
        model.draw(painter, sides, is_veil=True)
        self._context.blend_func = _OVER
        self._context.depth_func = "<="
        model.draw(painter, sides, is_veil=True)
        self._context.depth_func = "<"

    def _draw_floor(
        self, model: SceneModel, view_projection: np.ndarray, colours: SceneColours, *, is_soft: bool
    ) -> None:
        assert model.world is not None
        floor = self._soft_floor if is_soft else self._fast_floor
        (x, _, z), scale = model.world.shape, model.world.scale
        set_uniforms(
            floor.program,
            view_projection=view_projection,
            sun_matrix=model.sun_matrix,
            shadow=1,
            shadow_texel=1.0 / SHADOW_SIZE,
            radius=1.1 * max(x, z) * scale,
            cell=8.0 * scale,
            half=(x * scale / 2, z * scale / 2),
            line_colour=colours.line,
            line_strength=colours.line_strength,
            shadow_strength=colours.shadow_strength,
        )
        floor.array.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def _draw_lines(self, view_projection: np.ndarray) -> None:
        set_uniforms(self._lines, view_projection=view_projection)
        array = self._context.vertex_array(self._lines, self._line_buffer, "in_position", "in_colour")
        array.render(moderngl.LINES)
        array.release()

    def _smooth_target(self, size: tuple[int, int], samples: int) -> moderngl.Framebuffer:
        samples = min(samples, self._context.max_samples)
        self._smooth = framebuffer(self._context, size, samples, reuse=self._smooth)
        return self._smooth
