"""Ways to look, as actions: for the View menu and for the chips over the viewport."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from voxstudio.studio.actions import named, tip_with_keys
from voxstudio.studio.cut import Cut
from voxstudio.studio.document import Document
from voxstudio.studio.view_state import EDITOR, MIDDLE, SUN
from voxstudio.studio.words import noop, tr

_DEFAULT_AXIS = 2


class ViewActions(QObject):
    """Checkable actions that follow the document: greyed where there is nothing to look at, with the reason as tip."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, view = document, document.view
        self._cut = None
        self.wipe = self._action(noop("Before / after"), "T", lambda is_on: view.set_wipe(MIDDLE if is_on else None))
        self.cut = self._action(noop("Cut"), "C", self._set_cut)
        self.fly = self._action(noop("Fly"), "", view.set_flying)
        self.cameras = self._action(noop("Cameras in the scene"), "Shift+C", view.set_cameras_shown)
        self.editor_light = self._action(
            noop("Light as in the block editor"), "", lambda is_on: view.set_light(EDITOR if is_on else SUN)
        )
        self.has_cameras = False
        for signal in (view.blocks_changed, view.look_changed, document.world_changed, document.frame_changed):
            signal.connect(self.refresh)
        document.past_changed.connect(self.refresh)
        self.refresh()

    def fill_menu(self, menu: QMenu) -> None:
        """Adds everything to the View menu."""
        menu.setToolTipsVisible(True)
        menu.addActions([self.wipe, self.cut, self.fly, self.cameras, self.editor_light])

    def set_has_cameras(self, has_cameras: bool) -> None:
        """Whether the map's dataset has cameras."""
        self.has_cameras = has_cameras
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """What is on, and what can be."""
        view, has_world = self._document.view, self._document.start is not None
        open_first = tr("open a world first")
        self._show(
            self.wipe,
            view.wipe is not None,
            self._document.shown is not None,
            tr("Drag a divider between the start and the present"),
            tr("start a run first"),
        )
        self._show(self.cut, view.cut is not None, has_world, tr("Open the world along a plane"), open_first)
        tip = tr("Fly through the world: W A S D, Q and E, the mouse looks; W takes off, Escape lands")
        self._show(self.fly, view.is_flying, has_world, tip, open_first)
        tip = tr("Show where the dataset's pictures are taken from; click one to look through it")
        self._show(self.cameras, view.shows_cameras, self.has_cameras, tip, tr("this world has no dataset"))
        tip = tr("Flat light without shadows, the same colours as the block editor")
        self._show(self.editor_light, view.light == EDITOR, True, tip, "")

    def _set_cut(self, is_on: bool) -> None:
        view, blocks = self._document.view, self._document.blocks
        if is_on and blocks is not None:
            x, y, z = blocks.shape
            is_kept = self._cut is not None and self._cut.fits((x, y, z))
            view.set_cut(self._cut if is_kept else Cut.through((x, y, z), _DEFAULT_AXIS))
        else:
            self._cut = view.cut  # to be opened again where it was
            view.set_cut(None)

    def _action(self, title: str, keys: str, slot: Callable[[bool], object]) -> QAction:
        action = named(QAction(self, checkable=True), title)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        return action

    @staticmethod
    def _show(action: QAction, is_on: bool, is_enabled: bool, tip: str, reason: str) -> None:
        action.setChecked(is_on)
        action.setEnabled(is_enabled)
        name = tip_with_keys(action.text(), action)
        action.setToolTip(f"{name}\n{tip}" if is_enabled else f"{name}: {reason}")
