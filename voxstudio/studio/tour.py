"""The first steps of a newcomer: what to do, where, and how to know that it was done. Knows no widgets' looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from voxstudio.studio.state import RunState
from voxstudio.studio.words import tr

if TYPE_CHECKING:
    from voxstudio.studio.window import MainWindow

EXAMPLE_PROMPT = "a medieval stone castle"
_PRESET = "Quick"


@dataclass(frozen=True)
class Stop:
    """One thing to do."""

    title: str
    text: str
    target: Callable[[], QWidget]
    """What is pointed at."""
    is_done: Callable[[], bool]
    """Whether the tour may go on by itself."""
    offer: str = ""
    """Words of a button that does it for the user, empty for none."""
    accept: Callable[[], object] = lambda: None


def stops(window: MainWindow) -> list[Stop]:
    """From an empty window to an exported world in about a minute."""
    document, view, notice = window.document, window.stage.view, window.stage.notice
    angles: list[tuple[float, float]] = []

    def has_orbited() -> bool:
        angles.append((view.camera.azimuth_deg, view.camera.elevation_deg))
        return angles[0] != angles.pop() if len(angles) > 1 else False

    def take_example() -> None:
        window.controller.edit("prompt", EXAMPLE_PROMPT)
        window.controller.apply_preset(_PRESET)

    return [
        Stop(
            tr("Begin with a world"),
            tr("A run changes a world into what you say. Open the example, a map of your own, or take flat ground."),
            lambda: window.stage.empty if window.stage.empty.isVisible() else window.run_bar.open,
            lambda: document.start is not None,
            tr("Open the example"),
            window.open_example,
        ),
        Stop(
            tr("Say what it should become"),
            tr("Type a prompt here, or take this one with settings for a quick run."),
            lambda: window.settings_panel.prompt,
            lambda: bool(document.settings.prompt),
            tr("Take “{prompt}”", prompt=EXAMPLE_PROMPT),
            take_example,
        ),
        Stop(
            tr("Start"),
            tr("The world begins to change at once. A quick run takes about a minute."),
            lambda: window.run_bar.primary,
            lambda: document.state in (RunState.PREPARING, RunState.RUNNING),
            tr("Start"),
            window.start_or_pause,
        ),
        Stop(
            tr("Look around while it grows"),
            tr("Drag in the viewport to orbit, Shift to pan, the wheel to zoom. Arrow keys orbit, too."),
            lambda: window.stage,
            has_orbited,
        ),
        Stop(
            tr("Pause whenever you like"),
            tr("Change settings, paint, lock what you like, and resume. Everything can be undone."),
            lambda: window.run_bar.primary,
            lambda: document.state in (RunState.PAUSED, RunState.FINISHED, RunState.FAILED),
        ),
        Stop(
            tr("Take it with you"),
            tr("Export writes the world as a map of its own and says where."),
            lambda: window.run_bar.export,
            lambda: notice.isVisible() and notice.folder is not None,
            tr("Export"),
            window.files.export,
        ),
    ]
