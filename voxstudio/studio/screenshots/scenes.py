"""What the pictures of the guide show: one run of the window from a first start to an export, in scenes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QScrollArea

from voxstudio.places import find_map
from voxstudio.studio.edit_commands import LockCells
from voxstudio.studio.messages import Conflict
from voxstudio.studio.panels.shortcuts_dialog import ShortcutsDialog
from voxstudio.studio.screenshots.photographer import Photographer, pixels
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import ThemeChoice
from voxstudio.studio.tool_state import Tool
from voxstudio.studio.view_modes import ViewMode
from voxstudio.world.edits import Box

PROMPT = "a medieval stone castle"
STEPS = 400
_HERO_AT, _CHANGE_AT, _EARLY = 300, 160, 60
_QUEUED = {"steps": 120, "views_per_step": 2, "lr": 0.1}
_GAP = 6
_TILE = (440, 320)


class Scenes:
    """Each method leaves the window as the next one wants it; ``play`` knows their order."""

    def __init__(self, photographer: Photographer) -> None:
        self._at = photographer
        self._window = photographer.window
        self._document = photographer.window.document
        self._stage = photographer.window.stage

    def play(self) -> None:
        """All of them. While the run goes on, what needs no run is pictured."""
        self.first_steps()
        self.begin()
        self.look()
        self.cameras()
        self.editing()
        self.start_run()
        self.dialogs_beside_the_run()
        self.run()
        self.modes()
        self.travel()
        self.queue()
        self.undo()
        self.files()
        self.light()

    # Before the run

    def first_steps(self) -> None:
        """An empty window, and the bubble that leads through it."""
        self._window.wayfinder.show_tour()
        self._at.take("first-steps", self._stage, self._window.run_bar, margin=0)
        self._window.wayfinder.tour.end()

    def begin(self) -> None:
        """A new world, asked for by its dialog."""
        self._window.files.new()
        dialog = self._dialog()
        self._at.take("new", dialog, margin=0)
        dialog.reject()

    def look(self) -> None:
        """The example, cut open."""
        window, view = self._window, self._stage.view
        window.open_path(find_map("1"))
        self._at.rest()
        self._stage.looks.cut.trigger()
        self._at.take("cut", self._stage, margin=0)
        self._stage.looks.cut.trigger()
        self._open(window.stage.cameras.look_menu, self._stage.cameras.look)
        self._at.take("view-menu", self._stage.cameras, window.stage.cameras.look_menu)
        window.stage.cameras.look_menu.close()
        view.fit()

    def cameras(self) -> None:
        """The cameras of the dataset, from further away."""
        view = self._stage.view
        self._stage.looks.cameras.trigger()
        view.set_camera(view.camera.zoomed(1.9, (0.0, 0.0)))
        self._at.take("cameras", self._stage, margin=0)
        self._stage.looks.cameras.trigger()
        view.fit()

    def editing(self) -> None:
        """A selection that is being worked on, beside one that is locked."""
        document, tools = self._document, self._document.tools
        assert document.start is not None
        mask = np.zeros(document.start.shape, np.bool_)
        mask[4:20, :, 40:60] = True
        document.undo.push(LockCells(document, "", mask))
        tools.set_tool(Tool.SELECT)
        tools.select(Box((30, 14, 26), (48, 34, 44)))
        self._at.take("edit", self._stage, margin=0)
        tools.select(None)
        tools.set_tool(Tool.BRUSH)
        tools.set_reach(2)
        self._at.take("tools", self._stage.column, self._stage.options)
        tools.set_tool(Tool.LOOK)
        while document.undo.canUndo():
            self._window.menus.undo.trigger()

    # The run

    def start_run(self) -> None:
        """A castle from flat ground."""
        controller = self._window.controller
        controller.edit("init_mode", "ground_plane")
        controller.edit("prompt", PROMPT)
        controller.edit("steps", STEPS)
        self._window.start_or_pause()
        self._reach(_EARLY)

    def dialogs_beside_the_run(self) -> None:
        """What helps to find the way; none of it stops the run."""
        window, ways = self._window, self._window.wayfinder
        ways.find_anything()
        QTest.keyClicks(ways.palette.entry, "light")
        self._at.take("find", ways.palette, margin=40)
        ways.palette.dismiss()
        ways.show_keys()
        self._at.take("keys")
        ways.show_keys()
        ways.show_shortcuts()
        dialog = window.findChild(ShortcutsDialog)
        assert dialog is not None
        dialog.choose(window.menus.registry["tools.brush"])
        self._at.take("change-keys", dialog, margin=0)
        dialog.close()
        ways.show_log()
        self._at.take("log", self._dialog(), margin=0)
        self._dialog().close()

    def run(self) -> None:
        """The window in the middle of a run."""
        window = self._window
        self._reach(_CHANGE_AT)
        window.controller.edit("lr", 0.03)
        self._reach(_HERO_AT)
        self._at.take("studio")
        self._at.take("run-bar", window.run_bar, margin=0)
        self._at.take("plots", window.plots, margin=0)
        self._at.take("prior", window.prior_panel, margin=0)
        menu = window.settings_panel.presets.menu()
        assert menu is not None
        self._open(menu, window.settings_panel.presets, below=True)
        self._at.take("settings", window.settings_panel, menu, margin=0)
        menu.close()

    def modes(self) -> None:
        """The world in four ways to look at it, side by side."""
        pictures = []
        for mode in (ViewMode.OCCUPANCY, ViewMode.CONFIDENCE, ViewMode.GRADIENT, ViewMode.CHANGES):
            self._stage.set_mode(mode)
            shown = self._document.frame
            self._at.wait_for(lambda mode=mode, shown=shown: self._has_facts(mode, shown))
            pictures.append(self._captioned(mode.title))
        self._stage.set_mode(ViewMode.WORLD)
        self._at.write("modes", _tiled(pictures))
        self._stage.looks.wipe.trigger()
        self._at.take("before-after", self._stage, margin=0)
        self._stage.looks.wipe.trigger()

    def travel(self) -> None:
        """Back on the timeline."""
        self._at.wait_for(lambda: self._document.state is RunState.FINISHED)
        self._document.look_at(self._document.timeline.nearest(STEPS // 2))
        self._at.take("timeline", self._window.timeline, margin=0)
        self._at.take("past", self._stage, margin=0)
        self._document.look_at(None)

    def queue(self) -> None:
        """Two more seeds, run through by themselves."""
        window = self._window
        window.queue([{**_QUEUED, "seed": seed} for seed in (7, 19, 23)])
        window.controller.run_queue()
        entries = self._document.gallery.entries
        self._at.wait_for(lambda: sum(entry.result is not None for entry in entries) >= 3)
        area = window.prior_panel.findChild(QScrollArea)
        assert area is not None
        area.ensureWidgetVisible(window.gallery)
        self._at.take("gallery", window.gallery)
        window.controller.stop()
        self._at.wait_for(lambda: self._document.state is RunState.FINISHED)

    # After it

    def undo(self) -> None:
        """What Ctrl+Z takes back."""
        menu = self._menu("edit")
        menu.popup(self._window.mapToGlobal(QPoint(90, 30)))
        self._at.take("undo", menu, margin=0)
        menu.close()

    def files(self) -> None:
        """Saving, exporting, the palette, pictures and films."""
        window = self._window
        window.files.export()
        dialog = self._dialog()
        self._at.take("export", dialog, margin=0)
        dialog.reject()
        window.photographs.make_turntable()
        self._at.take("turntable", self._dialog(), margin=0)
        self._dialog().close()
        self._at.rest()
        window.open_path(find_map("1"))
        for button in (one for one in window.findChildren(QPushButton) if one.text() == "Don't save"):
            button.click()
        self._at.rest()
        window.prior_panel.edit_palette.click()
        dialog = self._dialog()
        self._at.take("palette", dialog, margin=0)
        dialog.reject()
        conflict = Conflict(window, "maps/castle", can_reload=True)
        conflict.open()
        self._at.take("changed-on-disk", conflict, margin=0)
        conflict.close()

    def light(self) -> None:
        """The same in daylight."""
        self._window.themes.choose(ThemeChoice.LIGHT)
        self._at.take("studio-light")
        QSettings().clear()

    # Helpers

    def _captioned(self, title: str) -> np.ndarray:
        """The middle of the viewport, with a title."""
        tile = self._at.seen(self._stage.view).scaledToHeight(_TILE[1], Qt.TransformationMode.SmoothTransformation)
        area = QRect(0, 0, *_TILE)
        area.moveCenter(tile.rect().center())
        tile = tile.copy(area)
        painter = QPainter(tile)
        painter.setPen(self._window.themes.current.colour("text"))
        painter.setFont(self._window.font())
        painter.drawText(tile.rect().adjusted(14, 12, 0, 0), Qt.AlignmentFlag.AlignTop, title)
        painter.end()
        return pixels(tile)

    def _reach(self, step: int) -> None:
        """Waits for a step of the run, or its end."""
        document = self._document
        ends = (RunState.FINISHED, RunState.FAILED)
        self._at.wait_for(lambda: document.state in ends or (document.history.steps or [0])[-1] >= step)

    def _has_facts(self, mode: ViewMode, before: object) -> bool:
        frame = self._document.frame
        return not mode.facts or (frame is not None and frame is not before and mode.facts in frame.facts)

    def _dialog(self) -> QDialog:
        return next(one for one in self._window.findChildren(QDialog) if one.isVisible())

    def _menu(self, name: str) -> QMenu:
        menu = self._window.menus.findChild(QMenu, name)
        assert isinstance(menu, QMenu)
        return menu

    def _open(self, menu: QMenu, chip: QPushButton, *, below: bool = False) -> None:
        """Opens a menu as its button does, without waiting for an answer."""
        menu.aboutToShow.emit()
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4 if below else -menu.sizeHint().height() - 4)))


def _tiled(pictures: list[np.ndarray]) -> np.ndarray:
    """Four pictures of one size, two by two."""
    height, width, _ = pictures[0].shape
    result = np.zeros((2 * height + _GAP, 2 * width + _GAP, 3), np.uint8)
    for place, picture in enumerate(pictures):
        top, left = place // 2 * (height + _GAP), place % 2 * (width + _GAP)
        result[top : top + height, left : left + width] = picture
    return result
