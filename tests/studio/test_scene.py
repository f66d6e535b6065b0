"""Pictures drawn without a window: light, shadow, occlusion, face by face."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import moderngl
import numpy as np
import pytest
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext

from tests.studio.fakes import house_world
from voxstudio.places import find_map
from voxstudio.render.lighting import EDITOR
from voxstudio.render.preview import render_world
from voxstudio.studio.gl_support import current_context, framebuffer
from voxstudio.studio.mesh import build_faces
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.scene import Scene, Shot
from voxstudio.studio.scene_model import SceneWorld
from voxstudio.studio.scene_view import meshed
from voxstudio.studio.sunlight import sun_matrix
from voxstudio.studio.theme import DARK
from voxstudio.studio.view_modes import Picture
from voxstudio.views.camera import Camera
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld

SIZE = (240, 180)


@pytest.fixture
def scene(screen: None, qapp: object) -> Iterator[Scene]:
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not (context.create() and context.makeCurrent(surface)):
        pytest.skip("no OpenGL here")
    # Qt's context, not one by EGL: two makers of contexts in one thread get in each other's way.
    yield Scene(current_context())
    context.doneCurrent()


def drawn(scene: Scene, world: VoxelWorld, camera: OrbitCamera, samples: int = 0) -> np.ndarray:
    """uint8 [H, W, 3]."""
    scene.set_world(SceneWorld(build_faces(world.blocks), world.palette.colours(), world.shape, world.scale))
    target = scene._context.simple_framebuffer(SIZE)
    aspect = SIZE[0] / SIZE[1]
    fitted = camera.fitted(world.shape, world.scale, aspect)
    scene.draw(target, SIZE, Shot(fitted, DARK.scene(), samples=samples))
    return np.frombuffer(target.read(components=3), np.uint8).reshape(SIZE[1], SIZE[0], 3)[::-1]


def test_each_direction_shows_its_own_face(scene: Scene) -> None:
    blocks = np.full((4, 4, 4), 1, np.uint8)
    world = VoxelWorld(blocks)
    top, bottom, side = world.palette.colours()[0]
    for (azimuth, elevation), colour in (((0, 89), top), ((0, -89), bottom), ((0, 0), side), ((90, 0), side)):
        picture = drawn(scene, world, OrbitCamera(azimuth_deg=azimuth, elevation_deg=elevation))
        middle = picture[80:100, 110:130].reshape(-1, 3).mean(axis=0)
        # The hue is the material's, whatever the light: channels keep their order.
        assert np.argsort(middle).tolist() == np.argsort(colour).tolist(), (azimuth, elevation)


def test_the_picture_is_opaque_everywhere(scene: Scene) -> None:
    world = house_world()
    drawn(scene, world, OrbitCamera())
    target = scene._context.simple_framebuffer(SIZE)
    camera = OrbitCamera().fitted(world.shape, world.scale, SIZE[0] / SIZE[1])
    for samples in (0, 4):
        scene.draw(target, SIZE, Shot(camera, DARK.scene(), samples=samples))
        assert set(target.read(components=4)[3::4]) == {255}


def test_nothing_is_seen_through_back_faces(scene: Scene) -> None:
    one = VoxelWorld(np.full((3, 3, 3), 3, np.uint8))
    for azimuth in range(0, 360, 45):
        for elevation in (-60, -10, 10, 60):
            picture = drawn(scene, one, OrbitCamera(azimuth_deg=azimuth, elevation_deg=elevation)).astype(int)
            middle = picture[85:95, 115:125].reshape(-1, 3)
            assert middle.std(axis=0).max() < 40
            assert middle.mean() > 50


def test_a_roof_casts_a_shadow_and_smooth_edges_change_only_edges(scene: Scene) -> None:
    world = house_world((24, 16, 24))
    world.blocks[8:14, 10:12, 8:14] = 3
    camera = OrbitCamera(azimuth_deg=-35, elevation_deg=50)
    shaded = drawn(scene, world, camera).astype(int)
    scene.now.shadow.begin()
    target = scene._context.simple_framebuffer(SIZE)
    fitted = camera.fitted(world.shape, world.scale, SIZE[0] / SIZE[1])
    scene.draw(target, SIZE, Shot(fitted, DARK.scene()))
    lit = np.frombuffer(target.read(components=3), np.uint8).reshape(SIZE[1], SIZE[0], 3)[::-1].astype(int)
    darker = (lit - shaded).max(axis=-1) > 15
    assert 0.005 < darker.mean() < 0.4
    assert ((shaded - lit).max(axis=-1) > 15).mean() < 0.001

    smooth = drawn(scene, world, camera, samples=4).astype(int)
    assert 0.0 < (np.abs(smooth - shaded).max(axis=-1) > 12).mean() < 0.15


def test_a_fast_picture_takes_a_fine_shadow_only_where_there_is_one(scene: Scene) -> None:
    world, sizes = house_world(), []
    drawn(scene, world, OrbitCamera())
    sizes.append(scene.now.shadow.texture.size[0])
    for samples in (4, 0):
        shot_of(scene, Shot(OrbitCamera(), DARK.scene(), samples=samples))
        sizes.append(scene.now.shadow.texture.size[0])
    assert sizes[0] < sizes[1] == sizes[2]
    drawn(scene, world, OrbitCamera())
    assert scene.now.shadow.texture.size[0] == sizes[0]


def test_the_sun_sees_the_whole_world() -> None:
    for shape in ((64, 48, 64), (3, 40, 100), (1, 1, 1)):
        matrix = sun_matrix(shape, 2.0)
        signs = [(i, j, k) for i in (-1, 1) for j in (0, 2) for k in (-1, 1)]
        corners = np.array([[i * shape[0], j * shape[1], k * shape[2], 1] for i, j, k in signs])
        seen = (corners @ matrix.T)[:, :3]
        assert seen.min() > 0.0
        assert seen.max() < 1.0


def shot_of(scene: Scene, shot: Shot, size: tuple[int, int] = SIZE) -> np.ndarray:
    """uint8 [H, W, 3]."""
    target = scene._context.simple_framebuffer(size)
    scene.draw(target, size, shot)
    return np.frombuffer(target.read(components=3), np.uint8).reshape(size[1], size[0], 3)[::-1].astype(int)


def test_the_editors_light_gives_the_colours_that_the_renderer_gives(scene: Scene) -> None:
    world = house_world()
    for azimuth, elevation in ((30, 30), (215, -20)):
        camera = Camera.look_at((40 * np.sin(np.radians(azimuth)), 12 + elevation, 40 * np.cos(np.radians(azimuth))),
                                (0.0, 6.0, 0.0), fov_y_deg=40.0, width=SIZE[0], height=SIZE[1])  # fmt: skip
        scene.now.set_world(SceneWorld(build_faces(world.blocks), world.palette.colours(), world.shape, world.scale))
        drawn = shot_of(scene, Shot(OrbitCamera.of(camera, 40.0), DARK.scene(), light=EDITOR))
        rendered = render_world(world, camera, EDITOR) * 255
        close = np.abs(drawn - rendered).max(axis=-1) <= 1.01
        assert close.mean() > 0.985, "all but pixels on edges, where a ray and a triangle round differently"


def one_by_one(faces: np.ndarray) -> np.ndarray:
    """The faces with one of its own for each block."""
    more = (faces[:, 2] >> 16).astype(np.int64)
    alone = np.repeat(faces, more + 1, axis=0)
    number = np.arange(len(alone)) - np.repeat(np.cumsum(more + 1) - (more + 1), more + 1)
    alone[:, 0] += (number << np.where(alone[:, 0] >> 24 < 4, 16, 8).astype(np.int64)).astype(np.uint32)
    alone[:, 2] &= 0xFFFF
    return alone


@pytest.mark.parametrize("samples", [0, 4])
def test_a_row_of_blocks_looks_as_if_each_had_a_face_of_its_own(scene: Scene, samples: int) -> None:
    world = house_world()
    faces = build_faces(world.blocks, (world.blocks > 2).astype(np.uint8) * 200)
    camera = OrbitCamera().fitted(world.shape, world.scale, SIZE[0] / SIZE[1])
    shots = []
    for table in (faces, one_by_one(faces)):
        scene.set_world(SceneWorld(table, world.palette.colours(), world.shape, world.scale))
        shots.append(shot_of(scene, Shot(camera, DARK.scene(), glow=0.5, samples=samples)))
    assert len(faces) < 0.7 * len(one_by_one(faces))
    differs = np.abs(shots[0] - shots[1]).max(axis=-1) > 4
    assert differs.mean() < 0.005, "all but pixels on edges"


def test_nothing_shines_through_where_rows_meet(scene: Scene) -> None:
    """A row's face ends in the middle of its neighbour's edge: rounded apart, they would let single pixels through."""
    world, size = formats.load(find_map("1")).world, (800, 600)
    pink = replace(DARK.scene(), backdrop_top=(1, 0, 1), backdrop_bottom=(1, 0, 1), shadow_strength=0, line_strength=0)
    faces = build_faces(world.blocks)
    through = 0
    for azimuth in range(5, 365, 30):
        camera = OrbitCamera(azimuth_deg=azimuth, elevation_deg=35).fitted(world.shape, world.scale, 4 / 3)
        camera = replace(camera, distance=0.6 * camera.distance)
        is_pink = []
        for table in (faces, one_by_one(faces)):
            scene.set_world(SceneWorld(table, world.palette.colours(), world.shape, world.scale))
            shown = shot_of(scene, Shot(camera, pink), size)
            is_pink.append((shown[..., 0] > 200) & (shown[..., 1] < 90) & (shown[..., 2] > 200))
        through += int((is_pink[0] & ~is_pink[1]).sum())
    assert through <= 2


def test_what_is_doubtful_lets_what_is_behind_shine_through(scene: Scene) -> None:
    blocks = np.zeros((8, 8, 8), np.uint8)
    blocks[:, :, :3], blocks[:, :, 5] = 1, 2
    colours = np.zeros((2, 3, 3), np.float32)
    colours[0, :, 0] = colours[1, :, 2] = 1.0
    camera = OrbitCamera(azimuth_deg=0, elevation_deg=0).fitted(blocks.shape, 1.0, SIZE[0] / SIZE[1])
    seen = {}
    for opacity in (0.0, 0.5, 1.0):
        picture = Picture(blocks, colours, np.array([1.0, opacity], np.float32))
        scene.set_world(meshed(picture, 1.0))
        seen[opacity] = shot_of(scene, Shot(camera, DARK.scene(), light=EDITOR))[85:95, 115:125].reshape(-1, 3).mean(0)
    assert seen[0.0][0] > 30 and seen[0.0][2] < 2
    assert seen[1.0][2] > 30 and seen[1.0][0] < 2
    np.testing.assert_allclose(seen[0.5], (seen[0.0] + seen[1.0]) / 2, atol=2)


def test_lines_go_behind_blocks(scene: Scene) -> None:
    world = VoxelWorld(np.full((6, 6, 6), 1, np.uint8))
    camera = OrbitCamera(azimuth_deg=0, elevation_deg=0).fitted(world.shape, world.scale, SIZE[0] / SIZE[1])
    scene.set_world(SceneWorld(build_faces(world.blocks), world.palette.colours(), world.shape, world.scale))
    plain = shot_of(scene, Shot(camera, DARK.scene()))
    (wide, high), differs = np.array([30, 3]) * world.scale, []
    for z in (-20 * world.scale, 5 * world.scale):
        scene.set_lines(np.float32([[[-wide, high, z, 1, 0, 0], [wide, high, z, 1, 0, 0]]]))
        differs.append((np.abs(shot_of(scene, Shot(camera, DARK.scene())) - plain).max(axis=-1) > 30).any(axis=0))
    middle = SIZE[0] // 2
    assert differs[0].any() and not differs[0][middle]
    assert differs[1][middle]
    scene.set_lines(None)
    assert np.array_equal(shot_of(scene, Shot(camera, DARK.scene())), plain)


def test_targets_are_kept_or_given_back(scene: Scene) -> None:
    """Two sizes that took turns filled the memory: moderngl keeps what Python forgets."""
    context = current_context()
    first = framebuffer(context, (40, 30))
    assert framebuffer(context, (40, 30), reuse=first) is first
    other = framebuffer(context, (20, 15), reuse=first)
    assert other.size == (20, 15)
    assert isinstance(first.mglo, moderngl.InvalidObject)
