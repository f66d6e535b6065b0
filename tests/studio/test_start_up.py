"""What opening the window loads, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.studio.conftest import PATIENCE_MS
from voxstudio.studio import latency
from voxstudio.studio.latency import LatencyMeter
from voxstudio.studio.signals import SignalWatch

EMPTY_AT_FIRST = """
import sys
from pathlib import Path
from voxstudio.studio.app import application, make_window
from voxstudio.studio.theme import DARK, Themes
app = application()
window = make_window(Themes(app, DARK))
window.show()
heavy = {"numba", "pyqtgraph", "PIL"} & set(sys.modules)
window.controller.edit("init_mode", "ground_plane")
app.processEvents()
heavy |= {"torch", "diffusers", "transformers"} & set(sys.modules)
while window.files.background.is_busy:
    app.processEvents()
window.close()
print("loaded", sorted(heavy))
"""

WHO_LOADS = """
import sys, threading
from voxstudio.studio.app import application, make_window
from voxstudio.studio.theme import DARK, Themes
class Watch:
    loaders = []
    def find_spec(self, name, path=None, target=None):
        if name == "pyqtgraph":
            self.loaders.append(threading.current_thread())
sys.meta_path.insert(0, Watch())
app = application()
window = make_window(Themes(app, DARK))
window.show()
while "voxstudio.studio.panels.curves" not in sys.modules or window.files.background.is_busy:
    app.processEvents()
window.close()
print("loaded by the window's thread", Watch.loaders == [threading.main_thread()])
"""


def test_a_window_opens_without_what_a_run_or_a_world_needs(tmp_path: Path, screen: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EMPTY_AT_FIRST], capture_output=True, text=True, timeout=240, check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert done.stdout.strip().endswith("loaded []")


def test_what_draws_curves_is_loaded_by_the_windows_thread_alone(screen: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WHO_LOADS], capture_output=True, text=True, timeout=240, check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert done.stdout.strip().endswith("True")


def test_a_termination_signal_is_heard_while_the_loop_is_idle(qtbot: QtBot) -> None:
    heard: list[bool] = []
    watch = SignalWatch(lambda: heard.append(True))
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    finally:
        watch.release()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    watch.deleteLater()


def test_the_latency_meter_sees_a_freeze(qtbot: QtBot) -> None:
    meter = LatencyMeter()
    meter.start()
    beats: list[int] = []

    def freeze() -> None:
        time.sleep(0.2)
        beats.append(len(meter.delays_s))

    QTimer.singleShot(60, freeze)
    qtbot.waitUntil(lambda: bool(beats) and len(meter.delays_s) > beats[0], timeout=PATIENCE_MS)
    meter.stop()
    assert max(meter.delays_s) >= 0.19
    # Beats that came due during the freeze count too: a fifth of a second of them at one in 5 ms.
    assert sum(delay > 0.05 for delay in meter.delays_s) >= 25
    meter.deleteLater()


def test_the_latency_meter_takes_a_beat_a_little_before_its_time_for_one_in_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter, now = LatencyMeter(20), [1.0]
    monkeypatch.setattr(latency, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    meter.start()
    for after_s in (0.0195, 0.0395, 0.0605):
        now[0] = 1.0 + after_s
        meter._on_beat()
    meter.stop()
    assert meter.delays_s == pytest.approx([0.0, 0.0, 0.0005])
    meter.deleteLater()
