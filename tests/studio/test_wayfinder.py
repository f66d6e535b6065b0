"""The first steps, the guide, about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QImage

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from voxstudio import __version__, resources
from voxstudio.studio.panels.about import About
from voxstudio.studio.panels.export_dialog import ExportDialog
from voxstudio.studio.panels.guide_window import GuideWindow
from voxstudio.studio.state import RunState
from voxstudio.studio.tour import EXAMPLE_PROMPT
from voxstudio.world import formats


@pytest.fixture(autouse=True)
def a_newcomer() -> Iterator[None]:
    QSettings().remove("tour_seen")
    yield
    QSettings().remove("tour_seen")


def test_the_first_steps_lead_to_an_exported_world(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    window, tour = studio.window, studio.window.wayfinder.tour
    path = studio.engine.folder / "maps" / "7" / "map.json"
    formats.save(house_world(), path)
    window.wayfinder.greet()
    assert tour.isVisible() and tour.count.text() == "1 of 6"
    window.open_path(path)  # whatever way the step is done, the bubble goes on
    assert tour.count.text() == "2 of 6"
    tour.offer.click()
    assert window.document.settings.prompt == EXAMPLE_PROMPT
    assert tour.count.text() == "3 of 6"
    window.controller.edit("steps", 100_000)
    tour.offer.click()
    studio.wait_for_state(RunState.RUNNING)
    assert tour.count.text() == "4 of 6"
    studio.wait_for(lambda: window.document.history.steps)
    assert tour.count.text() == "4 of 6"
    window.stage.view.set_camera(window.stage.view.camera.orbited(20, 0))
    studio.wait_for(lambda: tour.count.text() == "5 of 6")
    window.run_bar.primary.click()
    studio.wait_for(lambda: tour.count.text() == "6 of 6")
    tour.offer.click()
    dialog = next(one for one in window.findChildren(ExportDialog) if one.isVisible())
    dialog.export.click()
    studio.wait_for(lambda: tour.stop is None)
    assert tour.close_button.isVisible() and not tour.offer.isVisible()
    tour.close_button.click()
    assert not tour.isVisible()


def test_who_has_skipped_the_first_steps_is_not_greeted_again_but_can_ask(studio: Studio) -> None:
    wayfinder = studio.window.wayfinder
    wayfinder.greet()
    wayfinder.tour.skip.click()
    studio.bot.wait(50)  # what was still to be placed is not
    wayfinder.greet()
    assert not wayfinder.tour.isVisible() and not wayfinder.tour._ring.isVisible()
    wayfinder.show_tour()
    assert wayfinder.tour.isVisible()


def test_the_bubble_lies_in_the_window_and_not_on_what_it_points_at(studio: Studio) -> None:
    studio.window.resize(1200, 800)
    tour = studio.window.wayfinder.tour
    studio.window.wayfinder.show_tour()
    for count in range(6):
        studio.wait_for(lambda: not tour._settle.isActive())
        assert studio.window.rect().contains(tour.geometry())
        assert tour.stop is not None
        if count in (2, 4, 5):
            assert not tour._ring.geometry().intersects(tour.geometry().adjusted(8, 8, -8, -8))
        tour.next.click()


def test_the_guide_opens_from_the_disk_with_its_pictures(studio: Studio) -> None:
    studio.window.wayfinder.show_guide()
    guide = studio.window.findChild(GuideWindow)
    assert guide is not None
    assert "Take back" in guide.page.toPlainText()
    picture = guide.page.loadResource(2, QUrl("images/studio.png"))
    assert isinstance(picture, QImage)
    assert 0 < picture.width() / picture.devicePixelRatio() <= 640
    guide._follow(QUrl("settings.md"))
    assert "lambda_sparsity" in guide.page.toPlainText()
    guide.close()


def test_every_page_that_the_guide_needs_is_packed() -> None:
    packed = (resources.docs().parent / "pyproject.toml").read_text()
    assert 'docs = "voxstudio/resources/docs"' in packed


def test_about_tells_versions_licences_and_backends(studio: Studio) -> None:
    studio.window.wayfinder.show_about()
    about = studio.window.findChild(About)
    assert about is not None
    assert f"VoxStudio {__version__}" in about.text and "Qt 6." in about.text and "Pocket" in about.text
    licences = dict(line.split(": ", 1) for line in about.text.splitlines()[1:])
    assert any(name.startswith("PySide6") and "LGPL" in value for name, value in licences.items())
    assert any(name.startswith("moderngl") and "MIT" in value for name, value in licences.items())
    about.close()
