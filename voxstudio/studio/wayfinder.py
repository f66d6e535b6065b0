"""What helps somebody to find the way: the palette, the keys, the guide, the log, the first steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from voxstudio.studio.findables import findables
from voxstudio.studio.panels.about import About
from voxstudio.studio.panels.cheat_sheet import CheatSheet
from voxstudio.studio.panels.command_palette import CommandPalette
from voxstudio.studio.panels.guide_window import GuideWindow
from voxstudio.studio.panels.log_view import LogView
from voxstudio.studio.panels.shortcuts_dialog import ShortcutsDialog
from voxstudio.studio.panels.tour_bubble import TourBubble
from voxstudio.studio.theme import Theme

if TYPE_CHECKING:
    from voxstudio.studio.window import MainWindow

Dialog = TypeVar("Dialog", bound=QDialog)


class Wayfinder(QObject):
    """Opens each of them, once; none of them stops the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.palette = CommandPalette(window)
        self.sheet = CheatSheet(window)
        self.tour = TourBubble(window)

    def set_theme(self, theme: Theme) -> None:
        """Colours of what is painted."""
        self.palette.set_theme(theme)
        self.tour.set_theme(theme)

    def greet(self) -> None:
        """The first steps, at the first start."""
        self.tour.greet()

    def find_anything(self) -> None:
        """The command palette."""
        self.palette.open(list(findables(self._window)))

    def show_tour(self) -> None:
        """The first steps again."""
        self.tour.begin()

    def show_keys(self) -> None:
        """All keys at a glance."""
        self.sheet.toggle(self._window.menus.registry)

    def show_shortcuts(self) -> None:
        """Where keys are changed."""
        self._show(ShortcutsDialog, lambda: ShortcutsDialog(self._window.menus.registry, self._window))

    def show_log(self) -> None:
        """What happened."""
        self._show(LogView, lambda: LogView(self._window.log, self._window.themes.current, self._window))

    def show_guide(self) -> None:
        """The user's guide."""
        self._show(GuideWindow, lambda: GuideWindow(self._window.themes.current, self._window))

    def show_about(self) -> None:
        """Version, parts and licences."""
        self._show(About, lambda: About(self._window.support, self._window))

    def _show(self, kind: type[Dialog], make: Callable[[], Dialog]) -> None:
        dialog = self._window.findChild(kind) or make()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
