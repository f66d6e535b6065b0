"""Views to look from: bookmarks of one's own, and the cameras of the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from voxstudio.errors import UserError
from voxstudio.studio.bookmarks import SLOTS, Bookmarks, view_name
from voxstudio.studio.camera_markers import camera_name
from voxstudio.studio.document import Document
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.words import tr
from voxstudio.views.camera import Camera

_MOST_IN_LINE = 12


class CameraMenu(QMenu):
    """Alt and a digit recall a bookmark, Ctrl+Alt and a digit keep the view there."""

    said = Signal(str)
    """A sentence for the user."""
    camera_chosen = Signal(int)
    """Index of a camera of the dataset."""

    def __init__(self, document: Document, view: Navigation, bookmarks: Bookmarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._document, self._view, self._bookmarks = document, view, bookmarks
        self._cameras: list[Camera] = []
        self.aboutToShow.connect(self.refill)
        for slot in SLOTS:
            QShortcut(f"Alt+{slot}", parent, lambda slot=slot: self.recall(slot))
            QShortcut(f"Ctrl+Alt+{slot}", parent, lambda slot=slot: self.keep(slot))

    def set_cameras(self, cameras: Sequence[Camera]) -> None:
        """The cameras of the map's dataset."""
        self._cameras = list(cameras)

    def refill(self) -> None:
        """Shows the views as they are now."""
        self.clear()
        self.addAction(tr("Keep this view…"), self.ask_name)
        marks = self._bookmarks.of(self._map)
        if marks:
            self.addSeparator()
            for slot, mark in marks.items():
                action = self.addAction(f"{_plain(mark.name)}\tAlt+{slot}")
                action.triggered.connect(lambda _checked=False, slot=slot: self.recall(slot))
            menu = self.addMenu(tr("Forget"))
            for slot, mark in marks.items():
                action = menu.addAction(_plain(mark.name))
                action.triggered.connect(lambda _checked=False, slot=slot: self.forget(slot))
        if self._cameras:
            self.addSeparator()
            menu = self if len(self._cameras) <= _MOST_IN_LINE else self.addMenu(tr("Dataset"))
            for index in range(len(self._cameras)):
                action = menu.addAction(camera_name(index))
                action.triggered.connect(lambda _checked=False, index=index: self.camera_chosen.emit(index))

    def ask_name(self) -> None:
        """Asks what the view shall be called, and keeps it in the first free place."""
        try:
            slot = self._bookmarks.free_slot(self._map)
        except UserError as error:
            self.said.emit(str(error))
            return
        dialog = QInputDialog(self.parentWidget())
        dialog.setWindowTitle(tr("Keep this view"))
        dialog.setLabelText(tr("Name of the view:"))
        dialog.setTextValue(view_name(slot))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda name: self.keep(slot, name))
        dialog.open()

    def keep(self, slot: int, name: str = "") -> None:
        """Keeps the view as it is now."""
        if self._document.start is None:
            return
        try:
            self._bookmarks.save(self._map, slot, self._view.camera, name)
        except UserError as error:
            self.said.emit(str(error))
        else:
            name = self._bookmarks.of(self._map)[slot].name
            self.said.emit(tr("Kept as “{name}”; Alt+{slot} brings it back.", name=name, slot=slot))

    def recall(self, slot: int) -> None:
        """Looks from where it was kept."""
        mark = self._bookmarks.of(self._map).get(slot)
        if mark is None:
            self.said.emit(tr("Nothing is kept there yet; Ctrl+Alt+{slot} keeps this view.", slot=slot))
        else:
            self._view.set_camera(mark.camera)

    def forget(self, slot: int) -> None:
        """Removes a bookmark."""
        try:
            self._bookmarks.remove(self._map, slot)
        except UserError as error:
            self.said.emit(str(error))

    @property
    def _map(self) -> Path | None:
        return self._document.map_path if self._document.settings.init_mode == "from_map" else None


def _plain(name: str) -> str:
    # An ampersand would else become a key, and a tab begin the keys.
    return name.replace("&", "&&").replace("\t", " ")
