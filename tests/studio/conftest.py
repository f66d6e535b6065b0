"""A window around a session that takes a millisecond a step."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.studio.fakes import FakeEngine
from voxstudio.studio import gl_support
from voxstudio.studio.app import prepare_application
from voxstudio.studio.languages import speak
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, Themes
from voxstudio.studio.window import MainWindow

PATIENCE_MS = 120_000
"""What takes longer will never come, however busy the machine."""

if QApplication.instance() is None:
    prepare_application()


@pytest.fixture(scope="session", autouse=True)
def screen() -> None:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        pytest.skip("no display, and no Xvfb to make one: apt-get install xvfb")


@pytest.fixture(scope="session")
def themes(screen: None, qapp: QApplication) -> Themes:
    speak(qapp, QLocale(QLocale.Language.English))
    themes = Themes(qapp, DARK)
    themes.dress()
    return themes


@pytest.fixture(scope="session")
def support(screen: None, qapp: QApplication) -> gl_support.GlSupport:
    return gl_support.probe()


@dataclass
class Studio:
    """The real window with a run that is not."""

    window: MainWindow
    engine: FakeEngine
    bot: QtBot
    _errors: list[str] = field(default_factory=list)

    def wait_for(self, condition: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def wait_for_state(self, state: RunState) -> None:
        self.wait_for(lambda: self.window.document.state is state)

    def begin(self, *, steps: int = 100_000) -> None:
        """Starts a run on flat ground and waits until it goes."""
        self.prepare(steps=steps)
        self.window.run_bar.primary.click()
        self.wait_until_it_goes()

    def wait_until_it_goes(self) -> None:
        """Numbers of the first steps may come before the word that the run goes."""
        document = self.window.document
        self.wait_for(lambda: document.history.steps and document.state is not RunState.PREPARING)

    def prepare(self, *, steps: int = 100_000) -> None:
        """A small world and a prompt."""
        controller = self.window.controller
        for name, value in (("size_x", 8), ("size_y", 6), ("size_z", 8), ("steps", steps)):
            controller.edit(name, value)
        controller.edit("init_mode", "ground_plane")
        self.window.settings_panel.prompt.setPlainText("a stone castle")


@pytest.fixture
def studio(qtbot: QtBot, themes: Themes, support: gl_support.GlSupport, tmp_path: Path) -> Iterator[Studio]:
    engine = FakeEngine(tmp_path)
    window = MainWindow(themes, support, engine, tmp_path / "maps", tmp_path / "datasets")
    window.resize(900, 640)
    window.show()
    qtbot.waitExposed(window)
    yield Studio(window, engine, qtbot)
    for box in window.messages:
        box.close()
    window.end_and_close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)
    window.deleteLater()
