"""The pictures of the guide: all there, all of use, and their scenes can be played."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings

from tests.studio.conftest import Studio
from voxstudio import resources
from voxstudio.places import find_map
from voxstudio.studio.screenshots.photographer import Photographer
from voxstudio.studio.screenshots.scenes import Scenes
from voxstudio.studio.theme import DARK

DOCS = resources.docs()
IMAGES = DOCS / "images"
PAGES = (*DOCS.glob("*.md"), DOCS.parent / "README.md")
_MOST_BYTES = 120_000


def named_by(*pages: str) -> set[str]:
    """The pictures that pages show, by their paths below ``images``."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES if not pages or page.name in pages]
    return {name for text in texts for name in re.findall(r"!\[[^]]+\]\((?:docs/)?images/([^)]+)\)", text)}


def test_every_picture_that_a_page_shows_is_there_and_every_one_that_is_there_is_shown() -> None:
    assert named_by() == {path.relative_to(IMAGES).as_posix() for path in IMAGES.rglob("*") if path.is_file()}


def test_pictures_of_the_guide_are_small() -> None:
    large = [path.name for path in (IMAGES / "guide").iterdir() if path.stat().st_size > _MOST_BYTES]
    assert not large


@pytest.fixture
def steady(studio: Studio) -> Iterator[Studio]:
    """A window as the scenes want it, whose theme and settings are as before when they have been played."""
    shutil.copytree(find_map("1").parent, studio.window.maps / "1")
    studio.window.resize(1440, 900)
    yield studio
    QSettings().clear()
    studio.window.themes._forced = DARK
    studio.window.themes._follow()


def test_the_scenes_take_the_pictures_that_the_guide_shows(steady: Studio) -> None:
    folder = steady.engine.folder / "pictures"
    photographer = Photographer(steady.window, folder, ["find"], settle_s=0.0)
    Scenes(photographer, steps=24).play()
    assert len(photographer.taken) == len(set(photographer.taken))
    assert set(photographer.taken) == named_by("guide.md")
    assert [path.name for path in folder.rglob("*.png")] == ["find.png"]
