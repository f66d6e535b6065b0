"""Random use of the real window, a short piece of it, and that it sees what goes wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

from tests.studio.conftest import PATIENCE_MS
from voxstudio.studio import gl_support
from voxstudio.studio.commands import ChangeSetting
from voxstudio.studio.monkey.__main__ import make_maps
from voxstudio.studio.monkey.promises import Promises
from voxstudio.studio.monkey.rehearsal import Rehearsal, RehearsalSession
from voxstudio.studio.monkey.sessions import SessionKeeper
from voxstudio.studio.monkey.usage import Monkey
from voxstudio.studio.monkey.watch import Watch
from voxstudio.studio.state import Lock, Paint, RunRequest
from voxstudio.studio.theme import Themes
from voxstudio.studio.window import MainWindow
from voxstudio.training.settings import TrainSettings
from voxstudio.world.voxel_world import VoxelWorld

DEEDS = 600


@pytest.fixture
def watch() -> Iterator[Watch]:
    with Watch() as watch:
        yield watch


@pytest.fixture
def monkey(
    qtbot: QtBot, themes: Themes, support: gl_support.GlSupport, tmp_path: Path, watch: Watch
) -> Iterator[Monkey]:
    sessions = SessionKeeper(Rehearsal(tmp_path / "maps"))
    window = MainWindow(themes, support, sessions, tmp_path / "maps", tmp_path / "datasets")
    window.show()
    qtbot.waitExposed(window)
    yield Monkey(window, themes, sessions, make_maps(tmp_path / "maps"), random.Random(11), watch)
    window.end_and_close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)
    window.deleteLater()


def test_random_use_finds_no_fault(monkey: Monkey, watch: Watch) -> None:
    monkey.use(DEEDS)
    assert monkey.done == DEEDS
    assert not watch.faults, "\n".join(watch.faults)


def test_it_sees_an_undo_that_leads_elsewhere(monkey: Monkey, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChangeSetting, "revert", lambda _command: None)
    monkey.deeds = [(1, lambda: monkey.window.controller.edit("lr", 0.2) or "change a setting")]
    monkey.use(1)
    (fault,) = watch.faults
    assert "Undo of everything does not lead back: lr (0.1 became 0.2)" in fault


def test_it_sees_a_lock_that_is_ignored(monkey: Monkey, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RehearsalSession, "_free", lambda _session, cells: cells)
    window, faults = monkey.window, []
    promises = Promises(window, SessionKeeper(Rehearsal(Path())), faults.append)
    window.controller.edit("init_mode", "cube")
    window.controller.edit("prompt", "a stone castle")
    window.document.editor.lock(window.document.start.occupied)
    window.start_or_pause()

    def look() -> bool:
        promises.look()
        return bool(faults)

    qtbot.waitUntil(look, timeout=PATIENCE_MS)
    assert faults[0] == "Locked cells have changed."


def test_it_sees_warnings_of_qt_and_events_that_take_long(watch: Watch) -> None:
    qWarning("something is wrong")
    slow = Watch(too_long_s=-1.0)
    with slow.event():
        pass
    assert "something is wrong" in watch.faults[0]
    assert "An event took" in slow.faults[0]


def test_a_rehearsal_keeps_what_is_locked() -> None:
    blocks = np.ones((3, 2, 3), np.uint8)
    locked = np.zeros(blocks.shape, np.bool_)
    locked[1] = True
    session = Rehearsal(Path())(RunRequest(TrainSettings(prompt="x"), None, VoxelWorld(blocks)), lambda _words: None)
    session.edit(Lock(locked))
    session.edit(Paint(np.arange(18), np.zeros(18, np.uint8)))
    for _ in range(3):
        session.step()
    session.set_back(np.zeros_like(blocks), 1)
    assert (session.blocks()[locked] == 1).all()
    assert not session.blocks()[~locked].any()
