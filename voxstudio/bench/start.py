"""From the start of the process to the window on the screen, against a bare window of the same libraries."""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import voxstudio
from voxstudio.bench.row import Row
from voxstudio.bench.screen import private_environment, start_screen

ROUNDS = 3
# Each in a process of its own, that tells when its window was put on the screen.
_SHOW = """
window.show()
while not window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
print("shown", flush=True)
"""
_BARE = """
import moderngl
import pyqtgraph
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget
class Picture(QOpenGLWidget):
    def paintGL(self):
        moderngl.create_context().clear(0.1, 0.1, 0.1)
app = QApplication([])
window, content = QMainWindow(), QWidget()
line = QHBoxLayout(content)
line.addWidget(Picture())
line.addWidget(pyqtgraph.PlotWidget())
window.setCentralWidget(content)
window.resize(1600, 1000)
"""
_STUDIO = """
from voxstudio.studio.app import application, make_window
from voxstudio.studio.theme import DARK, Themes
app = application()
window = make_window(Themes(app, DARK))
"""


def measure() -> Iterator[Row]:
    """The median of some rounds, in turn, so that what else the machine does falls on both.

    Of compiled modules, as those of the libraries are, and ours from the second start on.
    """
    compileall.compile_dir(Path(voxstudio.__file__).parent, quiet=2)
    programs = {"bare": _BARE + _SHOW, "studio": _STUDIO + _SHOW}
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    stop_screen = start_screen()
    try:
        for _ in range(ROUNDS):
            for name, program in programs.items():
                seconds[name].append(_until_shown(program))
    finally:
        if stop_screen:
            stop_screen()
    bare, studio = (1000 * statistics.median(times) for times in seconds.values())
    yield Row("start, window on the screen", studio, "ms", bare, at_most=1.5)


def _until_shown(program: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=private_environment(folder)
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            seconds = time.perf_counter() - began
            process.terminate()
    if line.strip() != "shown":
        raise RuntimeError("the window did not come up")
    return seconds
