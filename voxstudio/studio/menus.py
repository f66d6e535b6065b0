"""The menus: every action of the window with its place, its words and its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from voxstudio.studio.actions import Actions, named
from voxstudio.studio.navigation import VIEWS
from voxstudio.studio.panels.habit_menus import RecentMenu
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import ThemeChoice
from voxstudio.studio.words import noop, tr

if TYPE_CHECKING:
    from voxstudio.studio.window import MainWindow


class Menus(QMenuBar):
    """One method a menu; to add an action, add a line to its menu: it is then in ``registry``, too."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setNativeMenuBar(False)
        self._window = window
        self._fill_file(self._menu(noop("&File")))
        self._fill_edit(self._menu(noop("&Edit")))
        self._fill_tools(self._menu(noop("&Tools")))
        self._fill_run(self._menu(noop("&Run")))
        self._fill_view(self._menu(noop("&View")))
        self._fill_help(self._menu(noop("&Help")))
        self.registry = Actions(self, self)

    def refresh(self) -> None:
        """Follows the buttons, which follow what the worker has reached."""
        bar = self._window.run_bar
        self.primary.setText(bar.primary.text())
        for action, widget in ((self.primary, bar.primary), (self.stop, bar.stop)):
            action.setEnabled(widget.isEnabled())
        for action in (self.save, self.save_as, self.export, self.screenshot, self.turntable):
            action.setEnabled(self._window.document.start is not None)
        document = self._window.document
        has_run = document.state in (RunState.RUNNING, RunState.PAUSED) or bool(document.history.steps)
        self.restart.setEnabled(has_run and bar.primary.isEnabled())
        self.show_runs.setEnabled(has_run)
        timeline = self._window.timeline
        self.back.setEnabled(self._window.document.past is not None)
        self.branch.setEnabled(timeline.branch.isEnabled())
        self.restore.setEnabled(timeline.restore.isEnabled())

    def _menu(self, title: str) -> QMenu:
        return named(self.addMenu(""), title)

    def _fill_file(self, menu: QMenu) -> None:
        window = self._window
        add_action(menu, noop("New…"), window.files.new, QKeySequence.StandardKey.New)
        add_action(menu, noop("Open…"), window.files.choose, QKeySequence.StandardKey.Open)
        menu.addMenu(RecentMenu(window.controller, window.files.open, menu))
        menu.addSeparator()
        self.save = add_action(menu, noop("Save"), window.files.save, QKeySequence.StandardKey.Save)
        self.save_as = add_action(menu, noop("Save As…"), window.files.save_as, "Ctrl+Shift+S")
        menu.addSeparator()
        self.export = add_action(menu, noop("Export…"), window.files.export, "Ctrl+E")
        self.screenshot = add_action(menu, noop("Screenshot…"), window.photographs.take_screenshot, "Ctrl+P")
        self.turntable = add_action(menu, noop("Turntable…"), window.photographs.make_turntable)
        menu.addSeparator()
        add_action(menu, noop("Quit"), window.close, QKeySequence.StandardKey.Quit)

    def _fill_edit(self, menu: QMenu) -> None:
        controller, stack = self._window.controller, self._window.document.undo
        # The stack's own actions follow its texts; only what they do is ours, since a run may have to rest first.
        self.undo, self.redo = stack.createUndoAction(menu, tr("Undo")), stack.createRedoAction(menu, tr("Redo"))
        for action, id_ in ((self.undo, "undo"), (self.redo, "redo")):
            action.setObjectName(id_)
        self.undo.setShortcut(QKeySequence.StandardKey.Undo)
        # Both habits: of Windows and of everybody else.
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        for action, slot in ((self.undo, controller.undo), (self.redo, controller.redo)):
            action.triggered.disconnect()
            action.triggered.connect(slot)
            menu.addAction(action)
        self._window.stage.edits.fill_menu(menu)

    def _fill_tools(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        menu.addActions(self._window.stage.column.actions())

    def _fill_run(self, menu: QMenu) -> None:
        window = self._window
        self.primary = add_action(menu, noop("Start"), window.start_or_pause, "Ctrl+Return")
        add_action(menu, noop("Step"), window.step, "Ctrl+.")
        self.stop = add_action(menu, noop("Stop"), window.controller.stop)
        self.restart = add_action(menu, noop("Restart"), window.restart, "Ctrl+Shift+Return")
        self.show_runs = add_action(menu, noop("Show Run Folder"), window.files.show_runs)
        menu.addSeparator()
        add_action(menu, noop("Queue This"), lambda: window.queue([{}]), "Ctrl+Shift+Q")
        add_action(menu, noop("Run Queue"), window.controller.run_queue)
        menu.addSeparator()
        self.back = add_action(menu, noop("Back to Now"), lambda: window.document.look_at(None), "Escape")
        self.branch = add_action(menu, noop("Branch from Here"), window.controller.branch, "Ctrl+B")
        self.restore = add_action(menu, noop("Restore This Moment"), window.controller.restore, "Ctrl+Shift+R")

    def _fill_view(self, menu: QMenu) -> None:
        window, stage = self._window, self._window.stage
        add_action(menu, noop("Find anything…"), window.wayfinder.find_anything).setShortcuts(
            [QKeySequence("Ctrl+K"), QKeySequence("Ctrl+Shift+P")]
        )
        menu.addSeparator()
        camera = [add_action(menu, noop("Fit"), stage.view.fit, "F")]
        looks = menu.addMenu(tr("Look from"))
        for key, (name, angles) in enumerate(VIEWS.items()):
            camera.append(add_action(looks, name, lambda angles=angles: stage.view.look_from(*angles), str(key)))
        camera.append(add_action(menu, noop("Perspective or orthographic"), stage.view.toggle_orthographic, "O"))
        stage.addActions(camera)  # so that they are heard in a window of its own, too
        stage.looks.fill_menu(menu)
        menu.addSeparator()
        add_action(menu, noop("Viewport in its own window"), window.toggle_floating, "F11")
        menu.addSeparator()
        menu.addActions(window.docks.toggles())
        add_action(menu, noop("Panel in its own window"), window.docks.take_out, "Shift+F11")
        add_action(menu, noop("Reset layout"), window.docks.reset)
        menu.addSeparator()
        self._fill_theme(menu.addMenu(tr("Theme")))

    def _fill_theme(self, menu: QMenu) -> None:
        themes, group = self._window.themes, QActionGroup(menu)
        for choice in ThemeChoice:
            action = add_action(menu, choice.text, lambda choice=choice: themes.choose(choice))
            action.setCheckable(True)
            action.setChecked(choice is themes.choice)
            group.addAction(action)

    def _fill_help(self, menu: QMenu) -> None:
        ways = self._window.wayfinder
        add_action(menu, noop("First steps"), ways.show_tour)
        add_action(menu, noop("Guide"), ways.show_guide, "F1")
        add_action(menu, noop("Keys at a glance"), ways.show_keys, "?")
        add_action(menu, noop("Change keys…"), ways.show_shortcuts)
        menu.addSeparator()
        add_action(menu, noop("Log"), ways.show_log)
        add_action(menu, noop("About VoxStudio"), ways.show_about)


def add_action(menu: QMenu, title: str, slot: Callable[[], object] | None, keys: Any = None) -> QAction:
    """A line of a menu, by a title to be translated; ``slot`` is called without arguments."""
    action = named(menu.addAction(""), title)
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    if slot is not None:
        action.triggered.connect(lambda _checked=False: slot())
    return action
