"""What the pictures of the guide show: one run of the window from a first start to an export, in scenes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QScrollArea, QWidget

from voxstudio.studio.edit_commands import LockCells
from voxstudio.studio.messages import Conflict, Question
from voxstudio.studio.monkey.hands import send_mouse
from voxstudio.studio.panels.shortcuts_dialog import ShortcutsDialog
from voxstudio.studio.screenshots.photographer import Photographer, pixels
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import ThemeChoice
from voxstudio.studio.tool_state import Tool
from voxstudio.studio.view_modes import ViewMode
from voxstudio.world.edits import Box

PROMPT = "a medieval stone castle"
STEPS = 200
_VIEWS = 2
_SEEDS = (7, 19)
_QUEUED_SHARE = 0.6
"""Of the steps, for each run of the queue."""
_GAP = 6
_TILE = (440, 320)
_LAYOUT_WIDTH = 960
_MARGIN = 4


class Scenes:
    """Each method leaves the window as the next one wants it; ``play`` knows their order."""

    def __init__(self, photographer: Photographer, steps: int = STEPS) -> None:
        self._at = photographer
        self._window = photographer.window
        self._document = photographer.window.document
        self._stage = photographer.window.stage
        self._steps = steps
        self._example = self._window.maps / "1" / "map.json"

    def play(self) -> None:
        """All of them. While the run goes on, what needs no run is pictured."""
        self.first_steps()
        self.begin()
        self.cameras()
        self.editing()
        self.start_run()
        self.beside_the_run()
        self.run()
        self.modes()
        self.inside()
        self.travel()
        self.undo()
        self.take_away()
        self.layout()
        self.queue()
        self.files()

    # Before the run

    def first_steps(self) -> None:
        """An empty window, and the bubble that leads through it."""
        tour = self._window.wayfinder.tour
        self._window.wayfinder.show_tour()
        self._at.take("first-steps", self._stage.empty, tour, margin=24, within=self._stage)
        tour.end()

    def begin(self) -> None:
        """A new world, asked for by its dialog."""
        self._window.files.new()
        dialog = self._dialog()
        self._at.take("new", dialog, margin=0)
        dialog.reject()

    def cameras(self) -> None:
        """The example with the cameras of its dataset, from further away."""
        view = self._stage.view
        self._window.open_path(self._example)
        self._at.wait_for(lambda: self._document.start is not None)
        self._stage.looks.cameras.trigger()
        view.set_camera(view.camera.zoomed(1.9, (0.0, 0.0)))
        self._at.take("cameras", self._stage, margin=0)
        self._stage.looks.cameras.trigger()
        view.fit()

    def editing(self) -> None:
        """A selection that is being worked on, beside one that is locked; then a stroke of the brush."""
        document, tools = self._document, self._document.tools
        assert document.start is not None
        mask = np.zeros(document.start.shape, np.bool_)
        mask[4:20, :, 40:60] = True
        document.undo.push(LockCells(document, "", mask))
        tools.set_tool(Tool.SELECT)
        tools.select(Box((42, 12, 34), (60, 30, 52)))
        self._at.take("edit", self._stage, margin=0)
        tools.select(None)
        document.undo.undo()
        tools.set_tool(Tool.BRUSH)
        tools.set_material(6)
        tools.set_reach(2)
        self._stroke(QPointF(0.36, 0.62), QPointF(0.44, 0.68), QPointF(0.52, 0.66), QPointF(0.58, 0.58))
        self._at.take("brush", self._stage, margin=0)
        tools.set_tool(Tool.LOOK)
        tools.set_material(1)
        while document.undo.canUndo():
            self._window.menus.undo.trigger()

    # The run

    def start_run(self) -> None:
        """A castle from flat ground."""
        controller, panel = self._window.controller, self._window.settings_panel
        controller.edit("init_mode", "ground_plane")
        controller.edit("prompt", PROMPT)
        controller.edit("steps", self._steps)
        controller.edit("views_per_step", _VIEWS)
        self._at.take("prompt", panel.prompts, panel.prompt, panel.row("strength"))
        self._window.start_or_pause()
        self._reach(0.15)

    def beside_the_run(self) -> None:
        """What helps to find the way; none of it stops the run."""
        window, ways = self._window, self._window.wayfinder
        ways.find_anything()
        QTest.keyClicks(ways.palette.entry, "st")
        self._at.take("find", ways.palette, margin=0)
        ways.palette.dismiss()
        ways.show_keys()
        self._at.take("keys")
        ways.show_keys()
        ways.show_shortcuts()
        dialog = window.findChild(ShortcutsDialog)
        assert dialog is not None
        dialog.search.setText("brush")
        dialog.choose(window.menus.registry["tools.brush"])
        dialog.keys.setKeySequence(window.menus.registry["tools.extrude"].action.shortcut())
        dialog.resize(dialog.width(), 340)
        self._at.take("change-keys", dialog, margin=0)
        dialog.close()
        ways.show_log()
        self._dialog().resize(720, 300)
        self._at.take("log", self._dialog(), margin=0)
        self._dialog().close()

    def run(self) -> None:
        """The window in the middle of a run, in both themes."""
        window, panel = self._window, self._window.settings_panel
        self._reach(0.4)
        window.controller.edit("lr", 0.03)
        self._reach(0.6)
        self._at.take("studio")
        self._at.take("run-bar", window.run_bar.open, window.run_bar.stop)
        window.themes.choose(ThemeChoice.LIGHT)
        self._reach(0.9)  # another theme is much to paint: a moment later figures and picture are as usual again
        self._at.take("studio-light")
        window.themes.choose(ThemeChoice.DARK)
        self._at.take("plots", window.plots, margin=_MARGIN)
        prior = window.prior_panel
        self._at.take("prior", prior.noise, *prior.pictures.values())
        area = _area(panel)
        area.verticalScrollBar().setValue(panel.presets.mapTo(_content(area), QPoint()).y() - _MARGIN)
        self._at.take("live", panel.presets, panel.row("lr"))
        menu = panel.presets.menu()
        assert menu is not None
        menu.aboutToShow.emit()
        menu.popup(panel.presets.mapToGlobal(QPoint(0, panel.presets.height() + 4)))
        self._at.take("presets", menu, margin=0)
        menu.close()
        area.verticalScrollBar().setValue(0)

    def modes(self) -> None:
        """The world in four ways to look at it, side by side."""
        pictures, view = [], self._stage.view
        view.set_camera(view.camera.zoomed(1.3))
        for mode in (ViewMode.OCCUPANCY, ViewMode.CONFIDENCE, ViewMode.GRADIENT, ViewMode.CHANGES):
            self._stage.set_mode(mode)
            shown = self._document.frame
            self._at.wait_for(lambda mode=mode, shown=shown: self._has_facts(mode, shown))
            pictures.append(self._captioned(mode.title))
        self._stage.set_mode(ViewMode.WORLD)
        self._at.write("modes", _tiled(pictures))
        view.fit()

    def inside(self) -> None:
        """What came of it, beside what it began with, cut open, and from within; and views of one's own."""
        view, looks, chips, menu = self._stage.view, self._stage.looks, self._stage.cameras, self._stage.camera_menu
        assert menu is not None
        self._at.wait_for(lambda: self._document.state is RunState.FINISHED)
        looks.wipe.trigger()
        self._at.take("before-after", self._stage, margin=0)
        looks.wipe.trigger()
        looks.cut.trigger()
        self._at.take("cut", self._stage, margin=0)
        looks.cut.trigger()
        before = view.camera
        view.set_camera(replace(before.zoomed(0.22), elevation_deg=20.0, fov_y_deg=70.0))  # over a wall into the court
        looks.fly.trigger()
        self._at.take("fly", self._stage, margin=0)
        looks.fly.trigger()
        view.set_camera(before)
        for slot, name in enumerate(("The gate", "Over the walls", "From the tower"), 1):
            menu.keep(slot, name)
        self._stage.notice.hide()
        for name, chip, opened in (("views", chips.cameras, menu), ("view", chips.look, chips.look_menu)):
            chip.click()
            self._at.take(name, opened, margin=0)
            opened.close()

    def travel(self) -> None:
        """Back on the timeline."""
        self._document.look_at(self._document.timeline.nearest(self._steps // 2))
        self._at.take("timeline", self._window.timeline, margin=0)
        self._at.take("past", self._stage.past)
        self._document.look_at(None)

    # After it

    def undo(self) -> None:
        """What Ctrl+Z takes back."""
        menu = self._menu("edit")
        menu.popup(self._window.mapToGlobal(QPoint(90, 30)))
        self._at.take("undo", menu, margin=0)
        menu.close()

    def take_away(self) -> None:
        """Export, pictures and films."""
        photographs = self._window.photographs
        for name, ask in (
            ("export", self._window.files.export),
            ("screenshot", photographs.take_screenshot),
            ("turntable", photographs.make_turntable),
        ):
            ask()
            self._at.take(name, self._dialog(), margin=0)
            self._dialog().reject()
            self._at.wait_for(lambda: photographs.dialog is None)

    def layout(self) -> None:
        """Panels somewhere else: two behind one another, one on the other side."""
        window, docks = self._window, self._window.docks.docks
        window.tabifyDockWidget(docks["settings"], docks["prior"])
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks["timeline"])
        docks["plots"].hide()
        self._at.take("layout", width=_LAYOUT_WIDTH)
        window.docks.reset()

    def queue(self) -> None:
        """More seeds, run through by themselves."""
        window, document = self._window, self._document
        steps = round(self._steps * _QUEUED_SHARE)
        window.queue([{"steps": steps, "lr": 0.1, "seed": seed} for seed in _SEEDS])
        window.controller.run_queue()
        entries, bar = document.gallery.entries, _area(window.prior_panel).verticalScrollBar()
        self._at.wait_for(lambda: entries[-2].result is not None)
        self._at.wait_for(
            lambda: entries[-1].result is not None or (document.history.steps or [0])[-1] in range(steps // 2, steps)
        )
        bar.setValue(bar.maximum())
        self._at.take("gallery", window.gallery, within=window.prior_panel)
        bar.setValue(0)
        self._at.wait_for(lambda: entries[-1].result is not None)

    def files(self) -> None:
        """A map with its palette, and what is asked before work is lost."""
        window = self._window
        window.open_path(self._example)
        box = self._dialog()
        assert isinstance(box, Question)
        self._at.take("not-saved", box, margin=0)
        box.discard.click()
        self._at.wait_for(lambda: self._document.file.path is not None)
        window.prior_panel.edit_palette.click()
        dialog = self._dialog()
        self._at.take("palette", dialog, margin=0)
        dialog.reject()
        conflict = Conflict(window, "maps/castle", can_reload=True)
        conflict.open()
        self._at.take("changed-on-disk", conflict, margin=0)
        conflict.close()

    # Helpers

    def _captioned(self, title: str) -> np.ndarray:
        """The middle of the viewport, with a title and what its colours mean."""
        tile = self._at.seen(self._stage.view).scaledToHeight(_TILE[1], Qt.TransformationMode.SmoothTransformation)
        area = QRect(0, 0, *_TILE)
        area.moveCenter(tile.rect().center())
        tile = tile.copy(area)
        painter = QPainter(tile)
        painter.setPen(self._window.themes.current.colour("text"))
        painter.setFont(self._window.font())
        painter.drawText(tile.rect().adjusted(14, 12, 0, 0), Qt.AlignmentFlag.AlignTop, title)
        legend = self._stage.legend
        place = QPoint(10, tile.height() - legend.height() - 10)
        legend.render(painter, place, renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.end()
        return pixels(tile)

    def _stroke(self, *places: QPointF) -> None:
        """Drags the left button through places of the viewport, 0 to 1 across and down, and leaves the mouse there."""
        view, left, none = self._stage.view, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        points = [QPoint(round(at.x() * view.width()), round(at.y() * view.height())) for at in places]
        keys = Qt.KeyboardModifier.NoModifier
        send_mouse(view, QEvent.Type.MouseButtonPress, points[0], left, left, keys)
        for point in points[1:]:
            send_mouse(view, QEvent.Type.MouseMove, point, none, left, keys)
        send_mouse(view, QEvent.Type.MouseButtonRelease, points[-1], left, none, keys)
        send_mouse(view, QEvent.Type.MouseMove, points[-1] + QPoint(30, -40), none, none, keys)

    def _reach(self, share: float) -> None:
        """Waits for so much of the run, or its end."""
        document, step = self._document, round(self._steps * share)
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


def _area(panel: QWidget) -> QScrollArea:
    """What a panel scrolls in."""
    area = panel.findChild(QScrollArea)
    assert area is not None
    return area


def _content(area: QScrollArea) -> QWidget:
    content = area.widget()
    assert content is not None
    return content


def _tiled(pictures: list[np.ndarray]) -> np.ndarray:
    """Four pictures of one size, two by two."""
    height, width, _ = pictures[0].shape
    result = np.zeros((2 * height + _GAP, 2 * width + _GAP, 3), np.uint8)
    for place, picture in enumerate(pictures):
        top, left = place // 2 * (height + _GAP), place % 2 * (width + _GAP)
        result[top : top + height, left : left + width] = picture
    return result
