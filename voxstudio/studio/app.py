"""Starts the program's window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtWidgets import QApplication

from voxstudio import __version__
from voxstudio.places import DATASETS, MAPS
from voxstudio.studio import gl_support, log
from voxstudio.studio.engine import Engine
from voxstudio.studio.icons import application_icon
from voxstudio.studio.languages import speak
from voxstudio.studio.signals import SignalWatch
from voxstudio.studio.state import SessionMaker
from voxstudio.studio.theme import DARK, LIGHT, Themes
from voxstudio.studio.window import MainWindow

_SWITCH_INTERVAL_S = 0.0005
"""Python's turns between threads: shorter ones keep the window smooth beside the worker."""


def prepare_application() -> None:
    """Sets what must be set before the Qt application is made."""
    # Without sharing, taking the viewport out into its own window would destroy its GL context.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    gl_support.prepare_driver()
    QSurfaceFormat.setDefaultFormat(gl_support.default_format())
    QCoreApplication.setOrganizationName("VoxStudio")
    QCoreApplication.setApplicationName("VoxStudio")
    QCoreApplication.setApplicationVersion(__version__)


def application() -> QApplication:
    """The Qt application, made once."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare_application()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    result = QApplication(["voxstudio"])
    result.setWindowIcon(application_icon())
    result.setDesktopFileName("voxstudio")
    speak(result)
    return result


def make_window(
    themes: Themes, maps: Path = MAPS, datasets: Path = DATASETS, make_session: SessionMaker | None = None
) -> MainWindow:
    """A window that is not shown yet."""
    window = MainWindow(themes, gl_support.probe(), make_session or Engine(maps, datasets), maps, datasets)
    themes.dress()
    return window


def main(map_path: Path | str | None = None) -> int:
    """Opens the window, with a map if one is given; returns the exit code when it is closed."""
    return run([] if map_path is None else [str(map_path)])


run_studio = main


def run(argv: Sequence[str] | None = None) -> int:
    """The window, with the options of the command line."""
    options = _parser().parse_args(argv)
    app = application()
    log.start()
    themes = Themes(app, {"dark": DARK, "light": LIGHT}.get(options.theme))
    window = make_window(themes, options.maps, options.maps.parent / "datasets")
    window.restore_layout()
    watch = SignalWatch(window.end_and_close, window)
    window.show()
    if options.map is not None:
        window.open_path(options.map)
    window.wayfinder.greet()
    try:
        return app.exec()
    finally:
        watch.release()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="voxstudio studio")
    parser.add_argument("map", nargs="?", type=Path, help="a map.json, or its folder")
    parser.add_argument("--maps", type=Path, default=MAPS, help="the folder of maps")
    parser.add_argument("--theme", choices=("dark", "light"), help="for this start only; View > Theme is remembered")
    return parser
