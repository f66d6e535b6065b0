"""Screenshots and turntables, by their dialogs in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from tests.studio.test_window import pixels
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.painter import Backdrop, make_painter
from voxstudio.studio.panels.recording_dialog import ScreenshotDialog, TurntableDialog
from voxstudio.studio.recording import turn
from voxstudio.studio.scene_view import top_of
from voxstudio.studio.state import RunState
from voxstudio.world import formats


def opened(studio: Studio) -> None:
    path = studio.engine.folder / "maps" / "7" / "map.json"
    formats.save(house_world(), path)
    studio.window.open_path(path)
    studio.window.stage.view.refine_now()


def screenshot(studio: Studio, backdrop: str, scale: str, path: Path) -> np.ndarray:
    studio.window.photographs.take_screenshot()
    dialog = studio.window.photographs.dialog
    assert isinstance(dialog, ScreenshotDialog)
    dialog.scale.button(scale).click()
    dialog.backdrop.button(backdrop).click()
    dialog.target.set_path(path)
    dialog.save.click()
    studio.wait_for(lambda: studio.window.photographs.dialog is None)
    with Image.open(path) as image:
        return np.asarray(image)


def turntable(studio: Studio, name: str, path: Path, seconds: int = 1) -> TurntableDialog:
    studio.window.photographs.make_turntable()
    dialog = studio.window.photographs.dialog
    assert isinstance(dialog, TurntableDialog)
    dialog.format.button(name).click()
    dialog.size_choice.button("720").click()
    dialog.rate.button("15").click()
    dialog.seconds.setValue(seconds)
    dialog.target.set_path(path)
    dialog.save.click()
    return dialog


def test_a_screenshot_is_what_the_viewport_shows(studio: Studio, tmp_path: Path) -> None:
    opened(studio)
    view = studio.window.stage.view
    seen = pixels(view.grab().toImage()).astype(int)
    taken = screenshot(studio, "viewport", "1", tmp_path / "a.png")
    assert taken.shape[:2] == seen.shape[:2]
    assert taken[..., 3].min() == 255
    assert np.abs(taken[..., :3].astype(int) - seen).mean() < 2.0
    finer = screenshot(studio, "viewport", "2", tmp_path / "b.png")  # more than one tile
    assert finer.shape[:2] == (2 * seen.shape[0], 2 * seen.shape[1])
    height, width = seen.shape[:2]
    coarse = finer[..., :3].reshape(height, 2, width, 2, 3).mean(axis=(1, 3))
    assert np.abs(coarse - seen).mean() < 3.0
    assert studio.window.stage.notice.folder == tmp_path


@pytest.mark.parametrize("support", [GlSupport("llvmpipe"), GlSupport("")], ids=["OpenGL", "no OpenGL"])
def test_backdrops_are_sky_or_nothing(studio: Studio, support: GlSupport) -> None:
    opened(studio)
    still = studio.window.stage.still()
    assert still is not None
    taken = {}
    for backdrop in Backdrop:
        painter = make_painter(still, backdrop, has_gl=support.is_available)
        taken[backdrop] = np.empty((90, 120, 4), np.uint8)
        for _ in painter.paint(still.camera, taken[backdrop]):
            pass
        painter.close()
    corner = {backdrop: picture[0, 0].tolist() for backdrop, picture in taken.items()}
    assert corner[Backdrop.TRANSPARENT] == [0, 0, 0, 0]
    assert taken[Backdrop.TRANSPARENT][45, 60, 3] == 255
    assert corner[Backdrop.SKY][2] > corner[Backdrop.SKY][0] + 60
    assert corner[Backdrop.VIEWPORT] != corner[Backdrop.SKY]
    # The world itself is the same before every backdrop.
    assert np.ptp([picture[45, 60, :3].astype(int) for picture in taken.values()], axis=0).max() <= 1


def test_a_turn_is_whole_even_and_holds_the_world(studio: Studio) -> None:
    opened(studio)
    still = studio.window.stage.still()
    assert still is not None
    cameras = turn(still, 8, (160, 90), whole_world=True)
    turned = np.diff([camera.azimuth_deg for camera in (*cameras, cameras[0])]) % 360
    assert np.allclose(turned, 45)
    x, _, z = still.picture.blocks.shape
    corners = [[i * x, j * top_of(still.picture.blocks), k * z, 1] for i in (-1, 1) for j in (0, 2) for k in (-1, 1)]
    for camera in cameras:
        clip = np.array(corners) @ camera.view_projection(16 / 9).T
        assert np.abs(clip[:, :2] / clip[:, 3:]).max() <= 1.0
    near = turn(still, 8, (160, 90), whole_world=False)
    assert near[0].position == pytest.approx(still.camera.position)
    assert {camera.distance for camera in near} == {still.camera.distance}


def test_a_turntable_is_made_while_a_run_goes_on(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.begin()
    monkeypatch.setitem(TurntableDialog.SIZES, "720", ("small", (64, 48)))
    before = studio.window.document.history.steps[-1]
    turntable(studio, "gif", tmp_path / "turn.gif")
    studio.wait_for(lambda: (tmp_path / "turn.gif").exists())
    with Image.open(tmp_path / "turn.gif") as gif:
        assert getattr(gif, "n_frames", 0) == 15
        assert gif.size == (64, 48)
    studio.wait_for(lambda: studio.window.photographs.dialog is None)
    assert studio.window.document.state is RunState.RUNNING
    studio.wait_for(lambda: studio.window.document.history.steps[-1] > before)


def test_a_cancelled_turntable_leaves_nothing_and_another_can_be_made(studio: Studio, tmp_path: Path) -> None:
    opened(studio)
    dialog = turntable(studio, "png", tmp_path / "films" / "turn", seconds=60)
    studio.wait_for(lambda: dialog.progress.value() > 0)
    assert not dialog.save.isEnabled()
    dialog.cancel.click()
    studio.wait_for(lambda: not studio.window.photographs.recording.is_busy)
    assert list((tmp_path / "films").iterdir()) == []
    assert dialog.save.isEnabled()
    dialog.close()


def test_closing_the_window_ends_a_recording(studio: Studio, tmp_path: Path) -> None:
    opened(studio)
    turntable(studio, "png", tmp_path / "films" / "turn", seconds=60)
    studio.window.close()
    studio.wait_for(lambda: not studio.window.isVisible())
    assert not studio.window.photographs.recording.is_busy
    assert list((tmp_path / "films").iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(studio: Studio, tmp_path: Path) -> None:
    opened(studio)
    (tmp_path / "file").write_text("")
    dialog = turntable(studio, "gif", tmp_path / "file" / "turn.gif")
    studio.wait_for(lambda: studio.window.messages)
    assert "Cannot write" in studio.window.messages[0].text()
    studio.wait_for(lambda: dialog.save.isEnabled())
    dialog.close()


def test_every_control_of_the_dialogs_has_a_name(studio: Studio) -> None:
    opened(studio)
    for ask in (studio.window.photographs.take_screenshot, studio.window.photographs.make_turntable):
        ask()
        dialog = studio.window.photographs.dialog
        assert dialog is not None
        focusable = [one for one in dialog.findChildren(QWidget) if one.focusPolicy().value and one.isVisible()]
        nameless = [one for one in focusable if not (one.accessibleName() or one.property("text"))]
        assert [one for one in nameless if one.objectName() != "qt_spinbox_lineedit"] == []
        dialog.close()
        studio.wait_for(lambda: studio.window.photographs.dialog is None)
