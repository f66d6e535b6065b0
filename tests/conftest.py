"""What every test gets: a screen where there is none, folders of its own, and a check that it leaves nothing behind."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.leaks import Leftovers
from voxstudio.bench.screen import start_screen

HAS_QT = importlib.util.find_spec("PySide6") is not None


def pytest_configure(config: pytest.Config) -> None:
    """Give the session a screen, before anything asks Qt for one."""
    if HAS_QT and not config.option.collectonly:
        stop = start_screen()
        if stop is not None:
            config.add_cleanup(stop)


@pytest.fixture(scope="session", autouse=True)
def private_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the user's settings and caches out of the tests; returns the folder where temporary files land."""
    root = tmp_path_factory.mktemp("private")
    temporary = root / "tmp"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(root / name.lower()))
        patch.setenv("TMPDIR", str(temporary))
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(root / "inductor"))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setattr(tempfile, "tempdir", None)
        assert tempfile.gettempdir() == os.fspath(temporary)
        yield temporary


@pytest.fixture(autouse=True)
def leaves_nothing_behind(private_folders: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaks a thread, a Qt thread, timer or widget, or a temporary file."""
    folders = (private_folders, tmp_path)
    with_qt = "qapp" in request.fixturenames
    before = Leftovers.now(folders, with_qt=with_qt)
    yield
    leaked = before.grown(folders, with_qt=with_qt)
    if leaked:
        pytest.fail(f"left behind: {'; '.join(leaked)}", pytrace=False)
