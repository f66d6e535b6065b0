"""One who uses the window at random, seeded, in episodes that each end at rest with everything checked."""

from __future__ import annotations

import faulthandler
import random
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from voxstudio.studio.monkey.hands import Hands, reachable
from voxstudio.studio.monkey.promises import Promises
from voxstudio.studio.monkey.rehearsal import BROKEN_PROMPT, UNKNOWN_PROMPT
from voxstudio.studio.monkey.sessions import SessionKeeper
from voxstudio.studio.monkey.watch import Watch
from voxstudio.studio.panels.gallery_panel import GalleryRow
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, LIGHT, Themes
from voxstudio.studio.window import MainWindow

EPISODE = 60
"""Deeds from the opening of a world to the check that undo leads back to it."""
_STUCK_S = 300.0
"""After which the program is taken to hang for good: it ends with the stacks of all threads."""
_PATIENCE_S = 120.0
_WARM_UP_S = 1.0
_ANSWER_MS = 50
_MOST_WAITING = 6
_REMEMBERED = 25
_LEFT_OUT = ("Quit", "Exit")
"""Actions that end the program."""
PROMPTS = ("a stone castle", "a pyramid", "", "a windmill  by\nthe sea", UNKNOWN_PROMPT, BROKEN_PROMPT, "x" * 300)
_SIZES = ((900, 640), (1600, 1000), (700, 500), (1200, 700))

Deed = Callable[[], str]


class Monkey:
    """Uses a window that is shown. ``watch.faults`` tells what went wrong, with the deeds that led there."""

    def __init__(
        self,
        window: MainWindow,
        themes: Themes,
        sessions: SessionKeeper,
        maps: list[Path],
        rng: random.Random,
        watch: Watch,
    ) -> None:
        """``sessions`` made those of the window; ``maps`` are files to open, good and bad."""
        self.done = 0
        """Deeds so far."""
        self.window, self._themes, self._maps, self._rng, self._watch = window, themes, maps, rng, watch
        self._hands = Hands(rng)
        self._promises = Promises(window, sessions, self._note)
        self._last: deque[str] = deque(maxlen=_REMEMBERED)
        self._known_faults = 0
        self._answering = QTimer(window, interval=_ANSWER_MS)
        self._answering.timeout.connect(self._answer)
        self.deeds: list[tuple[int, Deed]] = [
            (14, lambda: self._hands.press(self._top())),
            (8, lambda: self._hands.trigger(window.menus, lambda action: action.text().strip("&") in _LEFT_OUT)),
            (16, self._use_tool),
            (6, lambda: self._hands.drag(window.stage.view)),
            (3, lambda: self._hands.turn_wheel(window.stage.view)),
            (8, lambda: self._hands.type(self._top())),
            (6, lambda: self._hands.fill_in(self._top())),
            (6, lambda: self._hands.slide(self._top())),
            (5, lambda: self._hands.write(window.settings_panel.prompt, PROMPTS)),
            (8, self._undo),
            (5, self._redo),
            (8, self._begin_or_pause),
            (3, lambda: self._call(window.controller.stop)),
            (3, self._use_gallery),
            (3, self._use_habits),
            (3, self._open),
            (1, self._resize),
            (1, self._change_theme),
            (1, self._nearly_close),
            (10, self._wait),
        ]
        """Weights, and what is done with them."""

    def use(self, deeds: int) -> None:
        """So many deeds, in episodes."""
        with ExitStack() as patches:
            for target, name, answer in (
                (QFileDialog, "getOpenFileName", lambda *_, **__: (self._some_file(), "")),
                (QFileDialog, "getSaveFileName", lambda *_, **__: ("", "")),
                (QFileDialog, "getExistingDirectory", lambda *_, **__: ""),
                (QDesktopServices, "openUrl", lambda *_: True),
            ):
                patches.enter_context(mock.patch.object(target, name, answer))
            end = time.monotonic() + _WARM_UP_S
            while time.monotonic() < end:  # shaders are compiled in the first pictures
                QApplication.processEvents()
            while self.done < deeds:
                self._episode(min(EPISODE, deeds - self.done))
        faulthandler.cancel_dump_traceback_later()

    # The course of things

    def _episode(self, deeds: int) -> None:
        window = self.window
        window.open_path(self._rng.choice(self._maps))
        for name, value in (("size_x", 8), ("size_y", 6), ("size_z", 9), ("steps", self._rng.choice((20, 60, 5000)))):
            window.controller.edit(name, value)
        window.controller.edit("prompt", "a stone castle")
        window.settings_panel.prompt.clearFocus()
        self._spin(0.0)
        window.document.undo.clear()
        self._promises.begin()
        for _ in range(deeds):
            self._do(self._rng.choices([deed for _, deed in self.deeds], [weight for weight, _ in self.deeds])[0])
            self._spin(0.0)
            self._promises.look()
        self._rest()
        self._promises.check_rest()
        self._last.append("undo everything")
        self._promises.check_undo(self._travel)
        for entry in window.document.gallery.waiting[_MOST_WAITING:]:
            window.controller.remove(entry)

    def _do(self, deed: Deed) -> None:
        faulthandler.dump_traceback_later(_STUCK_S, exit=True)
        self._answering.start()
        with self._watch.event():
            try:
                said = deed()
            except Exception:
                said = "fail"
                sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        self._answering.stop()
        self.done += 1
        self._last.append(said)
        self._tell()

    def _answer(self) -> None:
        """What Qt's file dialog asks, it asks in a loop of its own: the deed that led there waits for it to end."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and isinstance(box.parent(), QFileDialog):
            self._rng.choice(box.buttons()).click()

    def _spin(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            with self._watch.event():
                QApplication.processEvents()
            if time.monotonic() >= end:
                break
            time.sleep(0.001)
        self._tell()

    def _wait_until(self, condition: Callable[[], object], what: str) -> bool:
        end = time.monotonic() + _PATIENCE_S
        while not condition():
            faulthandler.dump_traceback_later(_STUCK_S, exit=True)
            self._spin(0.002)
            if time.monotonic() > end:
                self._note(f"It does not come to this: {what}.")
                return False
        return True

    def _rest(self) -> None:
        """No dialog, no run, the present: as after a good while of doing nothing."""
        window, document = self.window, self.window.document
        for dialog in self._dialogs():
            dialog.close()
        window.settings_panel.commit_prompt()
        self._wait_until(lambda: document.state is RunState.RUNNING or self._has_heard_all(), "a run that was prepared")
        window.controller.stop()
        self._wait_until(
            lambda: self._has_heard_all() and not document.state.is_active and not window.controller.is_busy, "rest"
        )
        document.look_at(None)
        for box in window.messages:
            box.close()
        self._spin(0.0)

    def _has_heard_all(self) -> bool:
        """Whether the worker waits, and the window knows all that it has told."""
        worker = self.window.controller.worker
        was_idle = worker.is_idle
        self._spin(0.0)
        return was_idle and worker.is_idle

    def _travel(self, way: str) -> None:
        """Takes everything back, or makes all of it again."""
        controller, stack = self.window.controller, self.window.document.undo
        can, go = (stack.canUndo, controller.undo) if way == "undo" else (stack.canRedo, controller.redo)
        while can():
            text = stack.undoText() if way == "undo" else stack.redoText()
            before = (stack.index(), stack.count())
            with self._watch.event():
                go()
            if not self._wait_until(lambda before=before: (stack.index(), stack.count()) != before, f"{way} {text}"):
                return
        self._rest()

    def _note(self, fault: str) -> None:
        self._watch.note(fault)
        self._tell()

    def _tell(self) -> None:
        """Adds to new faults the deeds that led there."""
        faults = self._watch.faults
        for place in range(self._known_faults, len(faults)):
            faults[place] += f"\nAfter {self.done} deeds, the last of them: {'; '.join(self._last)}."
        self._known_faults = len(faults)

    # Deeds

    def _top(self) -> QWidget:
        """The window, or a dialog: what waits for an answer is to get one, a message may stay for a while."""
        dialogs = self._dialogs()
        if not dialogs:
            return self.window
        one = self._rng.choice(dialogs)
        return one if self._rng.random() < (0.8 if one.isModal() else 0.1) else self.window

    def _dialogs(self) -> list[QWidget]:
        return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.inherits("QDialog")]

    def _call(self, deed: Callable[[], object]) -> str:
        deed()
        return str(getattr(deed, "__name__", deed))

    def _undo(self) -> str:
        self.window.menus.undo.trigger()
        return "undo"

    def _redo(self) -> str:
        self.window.menus.redo.trigger()
        return "redo"

    def _begin_or_pause(self) -> str:
        self.window.start_or_pause()
        self._spin(self._rng.choice((0.0, 0.02)))
        return "start or pause"

    def _use_tool(self) -> str:
        stage = self.window.stage
        tools = reachable(stage.column, QWidget)
        buttons = [one for one in stage.column.buttons.values() if one in tools]
        if not buttons:
            return "use no tool"
        one = self._rng.choice(buttons)
        one.click()
        return f"{one.accessibleName()}: {self._hands.drag(stage.view)}"

    def _use_gallery(self) -> str:
        gallery = self.window.gallery
        rows = gallery.findChildren(GalleryRow)
        if rows and self._rng.random() < 0.7:
            menu = gallery.menu_of(self._rng.choice(rows).entry)
            said = self._hands.choose(menu)
            menu.deleteLater()
            return f"gallery: {said}"
        if len(self.window.document.gallery.waiting) < _MOST_WAITING:
            self.window.queue([{}, {"seed": self._rng.randrange(9)}])
        return "queue two"

    def _use_habits(self) -> str:
        panel = self.window.settings_panel
        menu = self._rng.choice((panel.prompts, panel.presets)).menu()
        return f"habits: {self._hands.choose(menu)}"

    def _open(self) -> str:
        path = self._some_file()
        self.window.open_path(Path(path))
        return f"open {Path(path).parent.name}"

    def _some_file(self) -> str:
        folder = self._maps[0].parent.parent
        return str(self._rng.choice([*self._maps, *(folder / name / "map.json" for name in ("missing", "broken"))]))

    def _resize(self) -> str:
        size = self._rng.choice(_SIZES)
        self.window.resize(*size)
        return f"resize to {size}"

    def _change_theme(self) -> str:
        theme = self._rng.choice((DARK, LIGHT))
        self._themes.changed.emit(theme)
        return "change the theme"

    def _nearly_close(self) -> str:
        """Closes while a run is on, and thinks better of it."""
        if not self.window.document.state.is_active:
            return "close nothing"
        self.window.close()
        for box in self.window.findChildren(QMessageBox):
            for one in box.buttons():
                if one.objectName() == "keepRunning":
                    one.click()
        return "nearly close"

    def _wait(self) -> str:
        seconds = self._rng.choice((0.005, 0.02, 0.06))
        self._spin(seconds)
        return "wait"
