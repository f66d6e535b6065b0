"""Opening, making and saving worlds by the window: asks before work is lost, and never waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from voxstudio import resources
from voxstudio.errors import UserError
from voxstudio.studio.background import Background
from voxstudio.studio.controller import Controller
from voxstudio.studio.document import Document
from voxstudio.studio.document_state import kind_text
from voxstudio.studio.exports import ExportFormat, ExportSource
from voxstudio.studio.map_names import file_of, map_name
from voxstudio.studio.messages import Conflict, ask_to_save
from voxstudio.studio.panels.export_dialog import ExportDialog
from voxstudio.studio.panels.new_dialog import NewDialog
from voxstudio.studio.words import room, tr
from voxstudio.training.folder import RunFolder
from voxstudio.world.formats import map_json
from voxstudio.world.library import MapLibrary, timestamp
from voxstudio.world.voxel_world import VoxelWorld

Action = Callable[[], object]


class Files(QObject):
    """The File menu's actions. ``maps`` is where dialogs begin."""

    saved = Signal(object)
    """The file that was written."""
    exported = Signal(object)
    """The folder that an export was written to."""
    told = Signal(str, object)
    """Words that a folder's path follows, and the folder."""

    def __init__(self, document: Document, controller: Controller, maps: Path, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._controller = controller
        self._maps = maps
        self._window = window
        self.background = Background(self)
        self.background.failed.connect(controller.failed)

    # Opening

    def open(self, path: Path) -> None:
        """Opens a map, given as its file or its folder, when the present world is saved or given up."""
        self.leave(lambda: self._controller.open_map(path))

    @Slot()
    def choose(self) -> None:
        """Asks for a map and opens it."""
        dialog = self._dialog(tr("Open a map"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Maps (*.json)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    @Slot()
    def new(self) -> None:
        """Asks for the size and the start of a world, and makes it."""
        settings = self._document.settings
        dialog = NewDialog((settings.size_x, settings.size_y, settings.size_z), self._window)
        dialog.wanted.connect(
            lambda kind, shape, seed: self.leave(lambda: self._controller.new_world(kind, shape, seed))
        )
        dialog.open()

    def leave(self, then: Action) -> None:
        """Does what ends the present world, at once if nothing would be lost, else when the user has decided."""
        if self._document.state.is_active or not self._document.file.is_modified:
            then()  # while a run is on the controller says what has to be done first
            return
        box = ask_to_save(self._window, self.name)
        box.save_wanted.connect(lambda: self.save(then))
        box.discard_wanted.connect(then)
        box.open()

    @property
    def name(self) -> str:
        """What the present world is called."""
        document = self._document
        if document.file.path is not None:
            return map_name(document.file.path)
        mode = document.settings.init_mode
        if mode == "from_map" and document.branch:
            return document.branch
        return tr("new world, {kind}", kind=kind_text("terrain" if mode == "from_map" else mode))

    # Saving

    def save(self, then: Action | None = None) -> None:
        """Writes the world that is shown to its file; asks for one if it has none. ``then`` follows success."""
        path = self._document.file.path
        if path is None or path.resolve().is_relative_to(resources.path("examples").resolve()):
            self.save_as(then)
        else:
            self.save_to(path, then)

    def save_as(self, then: Action | None = None) -> None:
        """Asks for a file and writes the world that is shown to it."""
        if self._document.start is None:
            return
        dialog = self._dialog(tr("Save the map as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([tr("A folder with a map.json in it (*)"), tr("One file, name.json (*.json)")])
        dialog.setLabelText(QFileDialog.DialogLabel.FileName, tr("Name:"))
        dialog.selectFile(self._free_name())
        dialog.fileSelected.connect(lambda name: self.save_to(file_of(Path(name)), then))
        dialog.open()

    def save_to(self, path: Path, then: Action | None = None) -> None:
        """Writes the world that is shown to a map file; asks first if somebody else has written it meanwhile."""
        if not self._document.file.is_foreign(path):
            self._write(path, then)
            return
        box = Conflict(self._window, map_name(path), can_reload=not self._document.state.is_active)
        box.save_wanted.connect(lambda: self.save_as(then))
        box.discard_wanted.connect(lambda: self._write(path, then))
        box.reload_wanted.connect(lambda: self._controller.open_map(path))
        box.open()

    def _write(self, path: Path, then: Action | None) -> None:
        world, is_present = self._document.shown_world, self._document.past is None
        if world is None:
            return

        def done(_: object) -> None:
            self._document.file.written(path, world, is_present=is_present)
            self._document.set_saved(time.monotonic())
            self._controller.remember_map(path)
            self.saved.emit(path)
            if then is not None:
                then()

        self.background.do(lambda: write_map(world, path), done)

    @Slot()
    def export(self) -> None:
        """Shows what can be written of the world that is shown, and writes it if it is wanted."""
        source = ExportSource.of(self._document)
        if source is not None:
            dialog = ExportDialog(source, self._maps, self._window)
            dialog.wanted.connect(self._write_export)
            dialog.open()

    @Slot(object, object, object)
    def _write_export(self, one: ExportFormat, source: ExportSource, path: Path) -> None:
        def done(folder: Path) -> None:
            self._document.set_saved(time.monotonic())
            self.exported.emit(folder)

        self.background.do(lambda: one.write(source, path), done)

    # Runs

    def show_runs(self) -> None:
        """Tells where this run and those before it are kept, and how much room they take."""
        run = RunFolder(Path(self._document.baseline.output_dir).absolute())

        def done(found: tuple[int, list[int]]) -> None:
            size, earlier = room(found[0]), found[1]
            if earlier:
                more = room(sum(earlier))
                words = tr("This run ({size}) and %n earlier ({more}) are in", "", len(earlier), size=size, more=more)
                self.told.emit(words, run.path.parent)
            else:
                self.told.emit(tr("This run ({size}) is in", size=size), run.path)

        self.background.do(lambda: _sizes(run), done)

    def _dialog(self, title: str) -> QFileDialog:
        path = self._document.file.path
        # Beside the map that is open: its folder lies among the other maps.
        folder = self._maps if path is None or not path.parent.parent.is_dir() else path.parent.parent
        dialog = QFileDialog(self._window, title, str(folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _free_name(self) -> str:
        """The next number among the maps, by which the block editor opens them."""
        try:
            return str(MapLibrary(self._maps).next_sequence())
        except UserError:
            return "new_map"


def write_map(world: VoxelWorld, path: Path) -> None:
    """Writes a map as the block editor does when it saves. Raises ``UserError``; an old file is then intact."""
    map_json.save(world, path, {"lastUpdated": timestamp()})


def _sizes(run: RunFolder) -> tuple[int, list[int]]:
    """Bytes of a run and of those before it. Raises ``UserError`` if it has written nothing."""
    if not run.is_used():
        raise UserError(f"No run has written anything to {run.path} yet.")
    return run.size(), [one.size() for one in run.earlier()]
