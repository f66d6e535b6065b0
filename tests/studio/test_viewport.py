"""The viewport loses and regains its place, and its GL context."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from tests.studio.test_window import pixels
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.raster_viewport import RasterViewport
from voxstudio.studio.software_view import SoftwareView
from voxstudio.studio.view_modes import Picture
from voxstudio.studio.viewport import Viewport
from voxstudio.world import formats

View = Viewport | RasterViewport | SoftwareView
KINDS = {"a graphics card": Viewport, "llvmpipe": RasterViewport, "": SoftwareView}


@pytest.fixture(params=list(KINDS), ids=["card", "processor", "no OpenGL"])
def support(request: pytest.FixtureRequest) -> GlSupport:
    """Each way to draw, whatever does the drawing here."""
    return GlSupport(request.param)


def opened(studio: Studio) -> View:
    path = studio.engine.folder / "maps" / "7" / "map.json"
    formats.save(house_world(), path)
    studio.window.open_path(path)
    studio.bot.wait(50)
    view = studio.window.stage.view
    view.refine_now()
    return view


def greenness(view: View) -> float:
    picture = pixels(view.grab().toImage()).astype(int)
    return float(((picture[..., 1] > picture[..., 0] + 25) & (picture[..., 1] > picture[..., 2] + 25)).mean())


def test_undocking_and_redocking_keeps_the_picture(studio: Studio) -> None:
    view = opened(studio)
    docked, size = greenness(view), view.size()
    for _ in range(3):
        studio.window.toggle_floating()
        studio.bot.wait(30)
        assert studio.window.floating is not None
        assert greenness(view) > 0.02
        studio.window.toggle_floating()
        studio.bot.wait(30)
        assert studio.window.floating is None
    # Beside panels that are as narrow as they get, a few pixels go to whoever asks for them last.
    assert view.height() == size.height() and abs(view.width() - size.width()) <= 16
    assert abs(greenness(view) - docked) < 0.01
    assert view.window() is studio.window


def test_the_best_way_to_draw_is_chosen(studio: Studio, support: GlSupport) -> None:
    assert isinstance(opened(studio), KINDS[support.renderer])


@pytest.mark.parametrize("support", [GlSupport("a graphics card")], ids=["card"])
def test_a_lost_context_is_filled_again(studio: Studio) -> None:
    view = opened(studio)
    assert isinstance(view, Viewport)
    before = greenness(view)
    start = studio.window.document.start
    assert start is not None
    for blocks, expected in ((np.zeros_like(start.blocks), 0.0), (start.blocks, before)):
        view._on_context_lost()
        view.set_world(Picture(blocks, start.palette.colours()), start.scale)
        view.makeCurrent()
        view.initializeGL()
        view.doneCurrent()
        assert abs(greenness(view) - expected) < 0.01


def test_dragging_orbits_shift_drag_pans_and_the_wheel_zooms_to_the_pointer(studio: Studio) -> None:
    view = opened(studio)
    start = view.camera
    middle = view.rect().center()
    studio.bot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    studio.bot.mouseMove(view, middle + QPoint(50, 0))
    studio.bot.mouseRelease(view, Qt.MouseButton.LeftButton)
    studio.wait_for(lambda: view.camera.azimuth_deg != start.azimuth_deg)

    at = QPointF(view.width() * 0.75, view.height() * 0.4)
    before = view.camera
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(event)
    assert view.camera.distance < before.distance
    ndc = np.array([at.x() / view.width() * 2 - 1, 1 - at.y() / view.height() * 2])
    # What lay under the pointer, at the depth of the target, lies there still.
    matrix = before.view_projection(view.aspect)
    target = matrix @ np.array([*before.target, 1.0])
    point = np.linalg.inv(matrix) @ np.array([*ndc, target[2] / target[3], 1.0])
    screen = view.camera.view_projection(view.aspect) @ (point / point[3])
    assert np.allclose(screen[:2] / screen[3], ndc, atol=1e-6)


def test_keys_fit_and_look_along_axes(studio: Studio) -> None:
    view = opened(studio)
    studio.window.activateWindow()
    studio.wait_for(studio.window.isActiveWindow)
    studio.bot.keyClick(view, Qt.Key.Key_3)
    assert (view.camera.azimuth_deg, view.camera.elevation_deg) == (90.0, 0.0)
    view.set_camera(view.camera.zoomed(10))
    studio.bot.keyClick(view, Qt.Key.Key_F)
    corners = [[i * 16, j * 12, k * 16, 1] for i in (-1, 1) for j in (0, 1) for k in (-1, 1)]
    clip = np.array(corners) @ view.camera.view_projection(view.aspect).T
    assert np.abs(clip[:, :2] / clip[:, 3:]).max() <= 1.0


@pytest.mark.parametrize("support", [GlSupport("llvmpipe")], ids=["processor"])
def test_a_run_makes_moving_pictures_coarse_and_rest_makes_them_fine(studio: Studio) -> None:
    view = opened(studio)
    assert isinstance(view, RasterViewport)
    fine = view.pixel_size()
    sizes: list[tuple[int, int]] = []
    view.painted.connect(lambda _seconds: sizes.append((view._image.width(), view._image.height())))
    for is_sparing, expected in ((True, view.pixel_size(0.45)), (False, fine)):
        sizes.clear()
        view.spare(is_sparing)
        view.set_camera(view.camera.orbited(5, 0))
        studio.wait_for(lambda: sizes)
        assert sizes[0] == expected
    view.spare(True)
    view.set_camera(view.camera.orbited(5, 0))
    studio.wait_for(lambda: view._image is not None and view._image.width() == expected[0])
