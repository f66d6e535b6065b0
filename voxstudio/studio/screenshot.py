"""Drives the real window to a moment worth a picture, and takes it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from voxstudio import storage
from voxstudio.studio.state import RunState
from voxstudio.studio.window import MainWindow

_SETTLE_MS = 700


class Director(QObject):
    """Sets what the options say, starts, waits for a step or a time, saves a picture of the window and ends."""

    def __init__(self, window: MainWindow, options: argparse.Namespace) -> None:
        super().__init__(window)
        self._window = window
        self._options = options
        self._changes = sorted(_change(text) for text in options.change)
        self._is_taken = False
        width, height = (int(part) for part in options.size.split("x"))
        window.resize(width, height)
        controller = window.controller
        if options.prompt:
            controller.edit("prompt", options.prompt)
        for text in options.set:
            name, value = _setting(text)
            controller.edit(name, value)
        if options.start:
            QTimer.singleShot(0, window.start_or_pause)
        if options.after_step:
            window.document.history_changed.connect(self._on_history)
            window.document.state_changed.connect(self._on_state)
        elif options.screenshot is not None:
            QTimer.singleShot(round(1000 * options.after), self._take_soon)

    @Slot()
    def _on_history(self) -> None:
        steps = self._window.document.history.steps
        if not steps:
            return
        while self._changes and steps[-1] >= self._changes[0][0]:
            _, name, value = self._changes.pop(0)
            self._window.controller.edit(name, value)
        if steps[-1] >= self._options.after_step and self._options.screenshot is not None:
            self._take_soon()

    @Slot()
    def _on_state(self) -> None:
        if self._window.document.state in (RunState.FINISHED, RunState.FAILED):
            self._take_soon()

    def _take_soon(self) -> None:
        if not self._is_taken:
            self._is_taken = True
            if self._options.look_at is not None:
                document = self._window.document
                document.look_at(document.timeline.nearest(self._options.look_at))
            self._window.stage.view.refine_now()
            QTimer.singleShot(_SETTLE_MS, self._take)

    @Slot()
    def _take(self) -> None:
        self._window.plots.refresh()
        self._window.timeline.refresh()
        with storage.atomic_path(self._options.screenshot) as path:
            self._window.grab().save(str(path), "PNG")
        self._window.end_and_close()


def _setting(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _change(text: str) -> tuple[int, str, Any]:
    step, _, rest = text.partition(":")
    return int(step), *_setting(rest)
