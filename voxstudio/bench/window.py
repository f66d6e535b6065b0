"""The window while a run trains: how long events wait, and what the window costs the run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from voxstudio.bench.row import Row
from voxstudio.bench.screen import start_screen
from voxstudio.places import find_map
from voxstudio.training.settings import TrainSettings

WARM_UP, STEPS = 10, 110
LIMIT_MS = 50.0


def measure() -> Iterator[Row]:
    """The same run on map 1 with and without the window, each in a process of its own."""
    stop_screen = start_screen()
    try:
        alone = _in_process("alone")
        windowed = _in_process("windowed")
    finally:
        if stop_screen:
            stop_screen()
    yield Row("window events, 99 % within", windowed["p99_ms"], "ms", LIMIT_MS, at_most=1.0)
    yield Row("window events, worst", windowed["worst_ms"], "ms")
    yield Row("window step against terminal", windowed["step_ms"], "ms", alone["step_ms"], at_most=1.15)


def _in_process(mode: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "voxstudio.bench.window", mode, folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _settings(folder: Path) -> TrainSettings:
    return TrainSettings(prompt="a medieval stone castle", steps=STEPS, output_dir=str(folder / "run"))


def run_alone(folder: Path) -> dict[str, float]:
    """Milliseconds a step, as ``voxstudio train`` does them."""
    from voxstudio.training.run import Run
    from voxstudio.world import formats

    run = Run.start(_settings(folder), start=formats.load(find_map("1")).world)
    ends = [time.perf_counter() for _ in run.steps()]
    return {"step_ms": _step_ms(list(range(1, len(ends) + 1)), ends)}


def run_windowed(folder: Path) -> dict[str, float]:
    """Milliseconds a step and event delays, with the camera turned at every update of the plots."""
    from voxstudio.studio.app import application, make_window
    from voxstudio.studio.latency import LatencyMeter
    from voxstudio.studio.state import RunState
    from voxstudio.studio.theme import DARK, Themes

    app = application()
    window = make_window(Themes(app, DARK))
    document, controller, view = window.document, window.controller, window.stage.view
    meter = LatencyMeter(parent=window)
    steps: list[int] = []
    ends: list[float] = []

    def on_history() -> None:
        if not document.history.steps:
            return
        steps.append(document.history.steps[-1])
        ends.append(time.perf_counter())
        if steps[-1] >= WARM_UP and not meter.delays_s:
            meter.start()
        view.set_camera(view.camera.orbited(3.0, 0.0))

    def on_state() -> None:
        if document.state in (RunState.FINISHED, RunState.FAILED):
            meter.stop()
            window.end_and_close()

    document.history_changed.connect(on_history)
    document.state_changed.connect(on_state)
    window.resize(1600, 1000)
    window.show()
    window.open_path(find_map("1"))
    for name, value in _settings(folder).as_dict().items():
        if value != getattr(document.settings, name):
            controller.edit(name, value)
    controller.start_or_pause()
    app.exec()
    if document.state is not RunState.FINISHED:
        raise RuntimeError("the run in the window failed")
    return {
        "step_ms": _step_ms(steps, ends),
        "p99_ms": 1000 * meter.percentile_s(0.99),
        "worst_ms": 1000 * max(meter.delays_s),
    }


def _step_ms(steps: list[int], ends: list[float]) -> float:
    """Milliseconds a step from the end of the warm-up to the end of the run."""
    first = next(k for k, step in enumerate(steps) if step >= WARM_UP)
    return 1000 * (ends[-1] - ends[first]) / (steps[-1] - steps[first])


if __name__ == "__main__":
    measured = {"alone": run_alone, "windowed": run_windowed}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(measured))
