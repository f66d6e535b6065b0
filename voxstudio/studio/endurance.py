"""Runs of the real prior, one after the other in the real window, with an eye on the memory of the process.

``python -m voxstudio.studio.endurance FOLDER --minutes N --steps N`` prints what it saw as JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from voxstudio.places import find_map
from voxstudio.studio.app import application, make_window
from voxstudio.studio.panels.status_bar import memory_bytes
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, Themes
from voxstudio.studio.window import MainWindow

_LOOK_MS = 2000
_WARM_UP_STEPS = 20
_SETTLING_S = 300.0
"""Caches and the gallery fill meanwhile; of shorter watches a third."""
_TURN_DEG = 3.0


class Endurance(QObject):
    """Starts a run whenever one has ended, turns the camera, and notes the memory; quits after so many minutes."""

    def __init__(self, window: MainWindow, minutes: float) -> None:
        super().__init__(window)
        self.samples: list[tuple[float, float]] = []
        """Seconds since the first steps, and MB."""
        self.runs = 0
        self._window, self._seconds, self._began = window, 60 * minutes, 0.0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        window.document.state_changed.connect(self._on_state)
        window.start_or_pause()

    @property
    def mb_per_hour(self) -> float:
        """The slope of a line through what was seen after the first minutes."""
        settled_s = min(_SETTLING_S, self._seconds / 3)
        late = np.array([sample for sample in self.samples if sample[0] > settled_s])
        return float(np.polyfit(late[:, 0] / 3600, late[:, 1], 1)[0]) if len(late) > 2 else float("nan")

    @Slot()
    def _look(self) -> None:
        if not self._began:
            # Torch and the prior are loaded by then.
            if len(self._window.document.history.steps) >= _WARM_UP_STEPS:
                self._began = time.monotonic()
            return
        passed = time.monotonic() - self._began
        self.samples.append((passed, (memory_bytes() or 0) / 2**20))
        view = self._window.stage.view
        view.set_camera(view.camera.orbited(_TURN_DEG, 0.0))
        if passed > self._seconds:
            self._timer.stop()
            self._window.controller.ended.connect(QApplication.quit)
            self._window.end_and_close()

    @Slot()
    def _on_state(self) -> None:
        if self._window.document.state is RunState.FINISHED and self._timer.isActive():
            self.runs += 1
            QTimer.singleShot(0, self._window.start_or_pause)


def main() -> None:
    """On map 1, with a folder for what the runs write."""
    parser = argparse.ArgumentParser(prog="endurance")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--steps", type=int, default=300, help="of each run")
    options = parser.parse_args()
    app = application()
    window = make_window(Themes(app, DARK), options.folder / "maps")
    window.show()
    window.open_path(find_map("1"))
    settings = {"prompt": "a medieval stone castle", "steps": options.steps, "output_dir": str(options.folder / "run")}
    for name, value in settings.items():
        window.controller.edit(name, value)
    endurance = Endurance(window, options.minutes)
    app.exec()
    end_mb = endurance.samples[-1][1]
    print(json.dumps({"runs": endurance.runs, "end_mb": end_mb, "mb_per_hour": endurance.mb_per_hour}))


if __name__ == "__main__":
    main()
