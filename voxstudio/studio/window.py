"""The main window: puts the panels together and connects them to the controller."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QMessageBox, QStatusBar, QWidget

from voxstudio.errors import UserError
from voxstudio.places import find_map
from voxstudio.studio.actions import tip_with_keys
from voxstudio.studio.controller import Controller
from voxstudio.studio.docks import Docks, Place
from voxstudio.studio.document import Document
from voxstudio.studio.files import Files
from voxstudio.studio.floating import FloatingStage
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.log import LogBook, watch
from voxstudio.studio.menus import Menus
from voxstudio.studio.messages import ask_to_close, show_error
from voxstudio.studio.pace import FramePace
from voxstudio.studio.panels.camera_menu import CameraMenu
from voxstudio.studio.panels.gallery_panel import GalleryPanel
from voxstudio.studio.panels.habit_menus import PresetMenu, PromptMenu
from voxstudio.studio.panels.plots import Plots
from voxstudio.studio.panels.prior_panel import PANEL_WIDTH as RIGHT_WIDTH
from voxstudio.studio.panels.prior_panel import PriorPanel
from voxstudio.studio.panels.run_bar import RunBar
from voxstudio.studio.panels.settings_panel import PANEL_WIDTH as LEFT_WIDTH
from voxstudio.studio.panels.settings_panel import SettingsPanel
from voxstudio.studio.panels.stage import Stage
from voxstudio.studio.panels.status_bar import StatusBar
from voxstudio.studio.panels.timeline_panel import PANEL_WIDTH as TIMELINE_WIDTH
from voxstudio.studio.panels.timeline_panel import TimelinePanel
from voxstudio.studio.photographs import Photographs
from voxstudio.studio.preload import Preload
from voxstudio.studio.prompt_reading import PromptReading
from voxstudio.studio.state import SessionMaker
from voxstudio.studio.theme import Theme, Themes
from voxstudio.studio.wayfinder import Wayfinder
from voxstudio.studio.widgets.action_chip import follow
from voxstudio.studio.widgets.basic import column, label, row
from voxstudio.studio.words import noop, tr
from voxstudio.views.dataset import Dataset

_CLOSE_PATIENCE_MS = 20_000
_LOAD_AFTER_MS = 400
"""From showing the window to loading what it needs later: it is drawn first."""
_EXAMPLE = "1"


class MainWindow(QMainWindow):
    """Shows one document. ``maps`` is the folder of maps, for the open dialog; ``datasets`` that of their cameras."""

    def __init__(
        self,
        themes: Themes,
        support: GlSupport,
        make_session: SessionMaker,
        maps: Path,
        datasets: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("VoxStudio")
        self.themes = themes
        self.support = support
        self.log = LogBook(self)
        self.setAcceptDrops(True)
        self.maps = maps
        self._datasets = datasets
        self._dataset_id = -1
        """The dataset whose cameras are shown."""
        self._may_close = False
        self._has_been_shown = False
        self._preload = Preload(self)
        self._messages: list[QMessageBox] = []
        self.document = Document(self)
        self.controller = Controller(self.document, make_session, self)
        self.files = Files(self.document, self.controller, maps, self)
        self.run_bar = RunBar(self.document)
        self.settings_panel = SettingsPanel(self.document)
        self.prompt_reading = PromptReading(self.document, self.files.background, self)
        self.stage = Stage(self.document, support, themes.current)
        self.photographs = Photographs(self.stage, self.files, self, has_gl=support.is_available)
        self.gallery = GalleryPanel(self.document)
        self.prior_panel = PriorPanel(self.document, self.gallery)
        self.plots = Plots(self.document)
        self.timeline = TimelinePanel(self.document)
        self.status = StatusBar(self.document)
        self.floating: FloatingStage | None = None
        self._pace = FramePace()
        self._close_timer = QTimer(self, singleShot=True, interval=_CLOSE_PATIENCE_MS)
        self._lay_out()
        self.wayfinder = Wayfinder(self)
        self._make_menus()
        self._connect()
        self._apply_theme(themes.current)
        themes.changed.connect(self._apply_theme)
        self._refresh_title()

    # Actions

    def open_path(self, path: Path) -> None:
        """Opens a map, given as its file or its folder."""
        self.files.open(path)

    @Slot()
    def start_or_pause(self) -> None:
        """The primary action, with what was typed last taken over."""
        self.settings_panel.commit_prompt()
        self.controller.start_or_pause()

    @Slot()
    def restart(self) -> None:
        """The run from the start again, with what was typed last taken over where it may be."""
        self.settings_panel.commit_prompt()
        self.controller.restart()

    @Slot(object)
    def queue(self, changes: list[dict[str, Any]]) -> None:
        """Queues runs with the present settings, with what was typed last taken over."""
        self.settings_panel.commit_prompt()
        self.controller.queue(changes)

    @Slot()
    def step(self) -> None:
        """One step."""
        self.settings_panel.commit_prompt()
        self.controller.step()

    @Slot()
    def toggle_floating(self) -> None:
        """Takes the viewport out into a window of its own, or back in."""
        if self.floating is None:
            self.floating = FloatingStage(self.stage, self._middle, self)
            self.floating.closed.connect(self._dock)
            self.floating.show()
        else:
            self.floating.close()

    def go_to_setting(self, name: str) -> None:
        """Brings a setting's control into view and gives it the keyboard."""
        self.docks.show(self.settings_panel)
        self.settings_panel.reveal(name)

    def showEvent(self, event: QShowEvent) -> None:
        """When the window is on the screen and its map on the way, loads what draws curves and reads prompts."""
        super().showEvent(event)
        if not self._has_been_shown:
            self._has_been_shown = True
            QTimer.singleShot(_LOAD_AFTER_MS, self, self._load_the_rest)

    @Slot()
    def _load_the_rest(self) -> None:
        self._preload.begin()
        self.prompt_reading.changed.connect(self.settings_panel.show_reading)
        self.prompt_reading.follow()

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks while a run is on or work is not saved; ends the worker without blocking, and closes."""
        background, recording = self.files.background, self.photographs.recording
        if background.is_busy:
            event.ignore()
            background.idle.connect(self.close, Qt.ConnectionType.SingleShotConnection)
        elif recording.is_busy:
            event.ignore()
            recording.ended.connect(self.close, Qt.ConnectionType.SingleShotConnection)
            recording.cancel()
        elif self._may_close or (not self.controller.worker.isRunning() and not self.document.file.is_modified):
            self._leave(event)
        else:
            event.ignore()
            if not self._close_timer.isActive():
                self._ask_to_close()

    def _ask_to_close(self) -> None:
        if not self.document.state.is_active:
            self.files.leave(self.end_and_close)
            return
        box = ask_to_close(self)
        box.save_wanted.connect(lambda: self.files.save(self.end_and_close))
        box.discard_wanted.connect(self.end_and_close)
        box.open()

    @Slot()
    def end_and_close(self) -> None:
        """Ends the run and closes when the worker has saved it."""
        self.stage.show_message(tr("Ending the run and saving it…"))
        self._close_timer.start()
        self.controller.shut_down()

    @Slot()
    def _on_ended(self) -> None:
        self._close_timer.stop()
        self._may_close = True
        self.close()

    @Slot()
    def _on_patience_lost(self) -> None:
        self._close_timer.start()
        self.stage.show_message(
            tr("Still finishing the step that was begun; the window closes as soon as it is saved.")
        )

    def _leave(self, event: QCloseEvent) -> None:
        if self.floating is not None:
            self.floating.close()
        QSettings().setValue("geometry", self.saveGeometry())
        self.docks.save()
        self.log.close()
        event.accept()

    def restore_layout(self) -> None:
        """Size and panels as they were left."""
        value = QSettings().value("geometry")
        if value is not None:
            self.restoreGeometry(value)
        self.docks.restore()

    # Drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one local file or folder."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what was dropped."""
        self.open_path(Path(event.mimeData().urls()[0].toLocalFile()))

    # Putting together

    def _lay_out(self) -> None:
        """In the order in which Tab goes through the window."""
        self.resize(1600, 1000)
        head, middle, foot = QWidget(), QWidget(), QStatusBar()
        self._head, self._middle = column(self.run_bar, gap=0), column(self.stage)
        head.setLayout(self._head)
        middle.setLayout(self._middle)
        foot.setSizeGripEnabled(False)
        foot.addWidget(self.status, 1)
        area = Qt.DockWidgetArea
        left, right, below = area.LeftDockWidgetArea, area.RightDockWidgetArea, area.BottomDockWidgetArea
        self.docks = Docks(self)
        self.setMenuWidget(head)
        self.docks.add(Place("settings", noop("Settings"), "Ctrl+1", left, LEFT_WIDTH), self.settings_panel)
        self.setCentralWidget(middle)
        self.docks.add(Place("prior", noop("Prior and palette"), "Ctrl+2", right, RIGHT_WIDTH), self.prior_panel)
        self.docks.add(Place("plots", noop("Plots"), "Ctrl+3", below, 1600 - TIMELINE_WIDTH), self.plots)
        self.docks.add(Place("timeline", noop("Timeline"), "Ctrl+4", below, TIMELINE_WIDTH), self.timeline)
        self.setStatusBar(foot)
        self.docks.settle()

    def _make_menus(self) -> None:
        self.menus = Menus(self)
        brand = label("VoxStudio")
        brand.setObjectName("brand")
        self.title_note = label("", "muted")
        top = QFrame()
        top.setObjectName("topBar")
        line = row(brand, self.menus, self.title_note, margins=(14, 0, 14, 0), gap=6)
        line.setStretch(1, 1)
        top.setLayout(line)
        self._head.insertWidget(0, top)

    def _connect(self) -> None:
        document, controller = self.document, self.controller
        self.run_bar.open_wanted.connect(self.files.choose)
        self.run_bar.primary_wanted.connect(self.start_or_pause)
        self.run_bar.step_wanted.connect(self.step)
        self.run_bar.stop_wanted.connect(controller.stop)
        self.run_bar.screenshot_wanted.connect(self.photographs.take_screenshot)
        self.run_bar.turntable_wanted.connect(self.photographs.make_turntable)
        self.run_bar.export_wanted.connect(self.files.export)
        self.status.find_wanted.connect(self.wayfinder.find_anything)
        for one, action in ((self.run_bar.undo, self.menus.undo), (self.run_bar.redo, self.menus.redo)):
            follow(one, action)
        self.settings_panel.edited.connect(controller.edit)
        self.settings_panel.prompts.setMenu(PromptMenu(controller, self.settings_panel))
        self.settings_panel.presets.setMenu(PresetMenu(controller, self.settings_panel))
        self.gallery.queue_wanted.connect(self.queue)
        self.gallery.run_wanted.connect(controller.run_queue)
        self.gallery.hold_wanted.connect(controller.hold_queue)
        self.gallery.start_from_wanted.connect(controller.branch)
        self.gallery.export_wanted.connect(self.files.export)
        self.gallery.remove_wanted.connect(controller.remove)
        self.timeline.branch_wanted.connect(controller.branch)
        self.timeline.restore_wanted.connect(controller.restore)
        self.stage.past.start_from.clicked.connect(controller.branch)
        self.stage.empty.open_wanted.connect(self.files.choose)
        self.stage.empty.ground_wanted.connect(lambda: controller.edit("init_mode", "ground_plane"))
        self.stage.empty.example_wanted.connect(self.open_example)
        self.stage.frame_cost.connect(self._on_frame_cost)
        self.stage.set_camera_menu(CameraMenu(document, self.stage.view, controller.bookmarks, self.stage))
        controller.failed.connect(self.show_error)
        self.photographs.failed.connect(self.show_error)
        self.files.exported.connect(lambda folder: self.stage.show_folder(tr("Exported to"), folder))
        controller.ended.connect(self._on_ended)
        self._close_timer.timeout.connect(self._on_patience_lost)
        document.world_changed.connect(self._on_world)
        document.settings_changed.connect(self._on_settings)
        document.state_changed.connect(self.menus.refresh)
        document.past_changed.connect(self.menus.refresh)
        document.frame_changed.connect(self.menus.refresh)
        document.file.changed.connect(self._refresh_title)
        self.files.told.connect(self.stage.show_folder)
        self.files.saved.connect(lambda path: self.stage.show_folder(tr("Saved"), path.parent))
        self._keyed = [(widget, widget.toolTip(), id_) for widget, id_ in self._with_keys()]
        self._show_keys_in_tips()
        self.menus.registry.changed.connect(self._show_keys_in_tips)
        watch(document, controller, self.files)
        self.menus.refresh()

    @Slot()
    def _show_keys_in_tips(self) -> None:
        for widget, tip, id_ in self._keyed:
            widget.setToolTip(tip_with_keys(tip, self.menus.registry[id_].action))
        self.status.show_keys(self.menus.registry["view.find-anything"].keys)
        for part in (self.stage.edits, self.stage.looks, self.stage.column):
            part.refresh()

    def _with_keys(self) -> Iterator[tuple[QWidget, str]]:
        """Buttons that do what an action does, whose tips tell its keys; and the action's id."""
        bar, stage = self.run_bar, self.stage
        yield bar.open, "file.open"
        yield bar.primary, "run.start"
        yield bar.step, "run.step"
        yield bar.stop, "run.stop"
        yield bar.screenshot, "file.screenshot"
        yield bar.turntable, "file.turntable"
        yield bar.export, "file.export"
        yield stage.cameras.fit, "view.fit"
        yield stage.cameras.projection, "view.perspective-or-orthographic"
        yield stage.cut.close_button, "view.cut"
        yield stage.past.start_from, "run.branch-from-here"
        yield stage.past.back, "run.back-to-now"

    @Slot()
    def open_example(self) -> None:
        """Opens the map that ships with the program."""
        try:
            path = find_map(_EXAMPLE)
        except UserError as error:
            self.show_error(str(error))
        else:
            self.open_path(path)

    @Slot(str, str)
    def show_error(self, sentence: str, details: str = "") -> None:
        """A message that can be copied; one that is open already comes to the front in place of another like it."""
        for box in self._messages:
            if (box.text(), box.detailedText()) == (sentence, details):
                box.raise_()
                box.activateWindow()
                return
        box = show_error(self, sentence, details)
        self._messages.append(box)
        box.destroyed.connect(lambda: self._messages.remove(box) if box in self._messages else None)

    @property
    def messages(self) -> list[QMessageBox]:
        """The messages that are open."""
        return list(self._messages)

    @Slot(float)
    def _on_frame_cost(self, seconds: float) -> None:
        self.controller.frame_interval_s = self._pace.interval_s(seconds)

    @Slot()
    def _on_world(self) -> None:
        self._refresh_title()
        self._load_dataset()
        if self.document.findings:
            self.stage.show_message(" ".join(self.document.findings[:2]))
            self.document.findings = []

    @Slot()
    def _on_settings(self) -> None:
        if self.document.settings.dataset_id != self._dataset_id:
            self._load_dataset()

    def _load_dataset(self) -> None:
        """The cameras of the map's dataset, where there is one beside the maps."""
        self._dataset_id = self.document.settings.dataset_id
        folder = self._datasets / str(self.document.settings.dataset_id)
        cameras = []
        if self.document.settings.init_mode == "from_map" and folder.is_dir():
            try:
                cameras = Dataset.load(folder).cameras
            except UserError as error:
                self.stage.show_message(str(error))
        self.stage.set_dataset(cameras)

    @Slot()
    def _refresh_title(self) -> None:
        name = "" if self.document.start is None else self.files.name
        is_modified = self.document.file.is_modified
        self.title_note.setText(tr("{name}  •  not saved", name=name) if is_modified else name)
        self.setWindowTitle(f"{name}[*] — VoxStudio" if name else "VoxStudio")
        self.setWindowModified(is_modified)

    @Slot(object)
    def _apply_theme(self, theme: Theme) -> None:
        for panel in (
            self.run_bar,
            self.settings_panel,
            self.stage,
            self.prior_panel,
            self.plots,
            self.timeline,
            self.gallery,
            self.status,
            self.docks,
            self.wayfinder,
        ):
            panel.set_theme(theme)

    @Slot()
    def _dock(self) -> None:
        self.floating = None
