"""Ways to look: wipe, cut, flight, the dataset's cameras, kept views, and what colours mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from tests.studio import mouse
from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from tests.studio.test_window import pixels
from voxstudio.studio.cut import Cut
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.scene_view import SceneView
from voxstudio.studio.state import RunState
from voxstudio.studio.view_modes import ViewMode
from voxstudio.views.camera import Camera
from voxstudio.world import formats

LEFT, NOTHING = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def house(studio: Studio) -> Iterator[Studio]:
    path = studio.engine.folder / "maps" / "7" / "map.json"
    formats.save(house_world(), path)
    studio.window.open_path(path)
    studio.window.activateWindow()
    studio.wait_for(studio.window.isActiveWindow)
    yield studio


def picture(studio: Studio) -> np.ndarray:
    """int [H, W, 3], of the world without what lies over it."""
    view = studio.window.stage.view
    if isinstance(view, SceneView):
        view._glow_from = 0.0  # what has just changed fades, and no two pictures would be alike
    view.refine_now()
    return pixels(studio.window.stage.view.grab().toImage()).astype(int)


def paused_run(studio: Studio) -> None:
    """Flat ground on which the fake run has laid a few blocks."""
    studio.begin()
    studio.window.controller.start_or_pause()
    studio.wait_for_state(RunState.PAUSED)
    studio.wait_for(lambda: studio.window.document.frame is not None)


@pytest.mark.parametrize(
    "support", [GlSupport("llvmpipe"), GlSupport("card"), GlSupport("")], ids=["cpu", "card", "no"]
)
def test_the_wipe_shows_the_start_on_its_left_and_the_present_on_its_right(studio: Studio) -> None:
    paused_run(studio)
    document, stage = studio.window.document, studio.window.stage
    assert document.start is not None
    now = picture(studio)
    studio.bot.mouseClick(stage.chips.wipe, LEFT)
    assert document.view.wipe == 0.5 and stage.wipe.isVisible()
    half = picture(studio)
    document.view.set_wipe(1.0)
    before = picture(studio)
    assert np.abs(before - now).max() > 30
    middle = now.shape[1] // 2
    assert np.abs(half[:, : middle - 4] - before[:, : middle - 4]).max() < 12
    assert np.abs(half[:, middle + 4 :] - now[:, middle + 4 :]).max() < 12
    studio.bot.mouseClick(stage.chips.wipe, LEFT)
    assert np.abs(picture(studio) - now).max() < 12


def test_the_divider_is_dragged_and_moved_by_keys(studio: Studio) -> None:
    paused_run(studio)
    look, handle = studio.window.document.view, studio.window.stage.wipe
    look.set_wipe(0.5)
    middle = QPoint(handle.width() // 2, handle.height() // 2)
    quarter = studio.window.stage.width() // 4
    mouse.drag(handle, middle, middle + QPoint(-quarter, 0))
    assert look.wipe == pytest.approx(0.25, abs=0.01)
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert look.wipe == pytest.approx(0.27, abs=0.01)
    studio.window.controller.edit("init_mode", "cube")  # refused while a run is on, so the divider stays
    assert look.wipe is not None
    studio.window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    studio.window.controller.edit("init_mode", "cube")
    assert look.wipe is None and not handle.isVisible()


def test_a_cut_opens_the_world_and_tools_reach_inside(house: Studio) -> None:
    window = house.window
    whole = picture(house)
    window.stage.looks.cut.trigger()
    panel = window.stage.cut
    assert panel.isVisible() and window.document.view.cut == Cut(2, 8)
    assert np.abs(picture(house) - whole).max() > 30
    panel.axis.button("Y").click()
    panel.slider.setValue(4)
    assert window.document.view.cut == Cut(1, 4)
    # From above, the house's middle is cut at its fifth layer.
    window.stage.view.set_camera(replace(window.stage.view.camera, elevation_deg=89.0))
    window.stage.view.fit()
    hit = window.stage.tools.hit(QPointF(window.stage.view.width() / 2, window.stage.view.height() / 2))
    assert hit is not None and hit.cell[1] == 3
    panel.flip.click()
    hit = window.stage.tools.hit(QPointF(window.stage.view.width() / 2, window.stage.view.height() / 2))
    assert hit is not None and hit.cell[1] == 6
    panel.close_button.click()
    assert window.document.view.cut is None and not panel.isVisible()
    np.testing.assert_array_equal(window.document.blocks, house_world().blocks)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_cut_keeps_what_lies_on_its_side(axis: int) -> None:
    blocks = np.full((4, 5, 6), 7, np.uint8)
    low, high = (Cut(axis, 2, is_flipped).applied(blocks) for is_flipped in (False, True))
    kept = np.indices(blocks.shape)[axis] < 2
    np.testing.assert_array_equal(low != 0, kept)
    np.testing.assert_array_equal(high != 0, ~kept)


def wheel(studio: Studio, notches: int) -> None:
    view = studio.window.stage.view
    at = QPointF(view.rect().center())
    delta = QPoint(0, 120 * notches)
    QApplication.sendEvent(
        view,
        QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), delta, Qt.MouseButton.NoButton, NOTHING,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_flying_moves_the_eye_turns_in_place_and_lands_into_orbit(house: Studio) -> None:
    window, view, look = house.window, house.window.stage.view, house.window.document.view
    view.setFocus()
    start = np.asarray(view.camera.position)
    QTest.keyPress(view, Qt.Key.Key_W)
    assert look.is_flying and window.stage.flying.isVisible()
    house.wait_for(lambda: np.linalg.norm(np.asarray(view.camera.position) - start) > 1.0)
    QTest.keyRelease(view, Qt.Key.Key_W)
    assert (np.asarray(view.camera.position) - start) @ np.asarray(view.camera.forward) > 0.9

    eye, forward = np.asarray(view.camera.position), np.asarray(view.camera.forward)
    for offset in (QPoint(0, 0), QPoint(40, 10)):
        mouse.move(view, view.rect().center() + offset)
    assert np.allclose(view.camera.position, eye, atol=1e-6)
    assert np.asarray(view.camera.forward) @ forward < 0.9999
    assert window.document.tools.tool.title == "Look", "S and E belong to the flight, not to tools"
    QTest.keyClick(view, Qt.Key.Key_E)
    assert window.document.tools.tool.title == "Look"

    speed = window.stage.flight.speed
    wheel(house, 1)
    assert window.stage.flight.speed > speed and np.allclose(view.camera.position, eye, atol=0.8)

    eye, forward = np.asarray(view.camera.position), np.asarray(view.camera.forward)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not look.is_flying and not window.stage.flying.isVisible()
    assert np.allclose(view.camera.position, eye, atol=1e-6) and np.allclose(view.camera.forward, forward)
    turned = view.camera.orbited(30, 0)
    assert turned.target == view.camera.target and turned.position != view.camera.position


def test_a_lost_window_ends_the_flight(house: Studio) -> None:
    house.window.stage.looks.fly.trigger()
    assert house.window.document.view.is_flying
    house.window.settings_panel.prompt.setFocus()
    house.wait_for(lambda: not house.window.document.view.is_flying)


def around(count: int = 4) -> list[Camera]:
    places = [(60.0 * np.sin(a), 40.0, 60.0 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, count, endpoint=False)]
    return [Camera.look_at(place, (0.0, 5.0, 0.0), width=80, height=60) for place in places]


def test_cameras_stand_in_the_scene_and_a_click_looks_through_one(house: Studio) -> None:
    stage, look = house.window.stage, house.window.document.view
    stage.set_dataset(around())
    stage.view.set_camera(replace(stage.view.camera, distance=260.0))
    plain = picture(house)
    assert not look.shows_cameras
    stage.looks.cameras.trigger()
    assert np.abs(picture(house) - plain).max() > 40

    pixels_of, _ = stage.overlay.to_pixels(stage.markers._middles())
    place = QPointF(*pixels_of[2]).toPoint()
    assert stage.markers.at(QPointF(place)) == 2
    QTest.mouseClick(stage.view, LEFT, NOTHING, place)
    camera = around()[2]
    assert np.allclose(stage.view.camera.position, camera.position, atol=1e-6)
    assert np.allclose(stage.view.camera.forward, camera.forward, atol=1e-6)
    assert stage.view.camera.fov_y_deg == camera.fov_y_deg

    stage.looks.cameras.trigger()
    stage.view.set_camera(replace(stage.view.camera, distance=260.0))
    assert isinstance(stage.view, SceneView) and stage.view._lines is None
    stage.set_dataset([])
    assert not stage.looks.cameras.isEnabled() and "no dataset" in stage.looks.cameras.toolTip()


def test_views_are_kept_with_the_map_and_come_back_by_keys(house: Studio) -> None:
    window, view = house.window, house.window.stage.view
    menu = window.stage.camera_menu
    assert menu is not None
    kept = view.camera.orbited(40, 10)
    view.set_camera(kept)
    menu.ask_name()
    dialog = next(child for child in window.stage.findChildren(QInputDialog) if child.isVisible())
    dialog.setTextValue("Gate")
    dialog.accept()
    view.set_camera(kept.orbited(90, 0).zoomed(2))
    QTest.keyClick(view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert view.camera == kept
    QTest.keyClick(view, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    menu.refill()
    assert [action.text().split("\t")[0] for action in menu.actions() if "\t" in action.text()] == ["Gate", "View 2"]
    other = house.engine.folder / "maps" / "8" / "map.json"
    formats.save(house_world(), other)
    window.open_path(other)
    menu.recall(1)
    assert "Ctrl+Alt+1" in window.stage.notice.text.text()


def test_the_field_of_view_keeps_the_size_of_what_is_looked_at(house: Studio) -> None:
    view, menu = house.window.stage.view, house.window.stage.cameras.look_menu
    height = view.camera.height_at_target
    menu.fov.setValue(70)
    assert view.camera.fov_y_deg == 70
    assert view.camera.height_at_target == pytest.approx(height)
    assert menu.note.text() == "70°"


def test_the_field_of_view_is_changed_without_a_mouse(house: Studio) -> None:
    view, menu = house.window.stage.view, house.window.stage.cameras.look_menu
    before = view.camera.fov_y_deg
    menu.popup(house.window.mapToGlobal(house.window.rect().center()))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(menu, key)
    assert view.camera.fov_y_deg == pytest.approx(before + 2)
    menu.close()


def test_facts_of_cells_are_measured_only_while_looked_at(studio: Studio) -> None:
    paused_run(studio)
    document, stage = studio.window.document, studio.window.stage
    assert document.frame is not None and not document.frame.facts
    stage.set_mode(ViewMode.GRADIENT)
    studio.wait_for(lambda: document.frame is not None and set(document.frame.facts) == {"pull"})
    assert stage.legend.isVisible() and stage.legend.text == "towards a block, towards Air, no pull"
    assert stage.legend.width() > 150
    stage.set_mode(ViewMode.CONFIDENCE)
    studio.wait_for(lambda: document.frame is not None and set(document.frame.facts) == {"confidence"})
    stage.set_mode(ViewMode.WORLD)
    assert not stage.legend.isVisible()
    studio.window.step()
    done = document.history.steps[-1]
    studio.wait_for(lambda: document.frame is not None and document.frame.snapshot.step == done + 1)
    assert not document.frame.facts


def test_the_past_says_what_it_cannot_show(studio: Studio) -> None:
    paused_run(studio)
    stage, document = studio.window.stage, studio.window.document
    studio.wait_for(lambda: document.timeline.moments)
    document.look_at(0)
    chips = stage.chips.buttons
    assert not chips[ViewMode.OCCUPANCY].isEnabled() and "blocks alone" in chips[ViewMode.GRADIENT].toolTip()
    assert chips[ViewMode.CHANGES].isEnabled()
    document.look_at(None)
    assert chips[ViewMode.OCCUPANCY].isEnabled()


def test_narrow_viewports_put_the_modes_into_one_menu(studio: Studio) -> None:
    paused_run(studio)
    chips = studio.window.stage.chips
    for width, is_compact in ((900, True), (1900, False)):
        studio.window.resize(width, 700)
        studio.wait_for(lambda is_compact=is_compact: chips.compact.isVisible() is is_compact)
        assert chips.geometry().right() < studio.window.stage.width()
    chips.menu.aboutToShow.emit()
    assert [action.text() for action in chips.menu.actions()] == [
        "World", "Occupancy", "Confidence", "Gradient", "Changes",
    ]  # fmt: skip
