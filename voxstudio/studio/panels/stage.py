"""The middle: the world, and what lies over its edges."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from voxstudio.render.base import Lighting
from voxstudio.render.lighting import EDITOR as EDITOR_LIGHT
from voxstudio.studio.camera_markers import CameraMarkers
from voxstudio.studio.document import Document
from voxstudio.studio.edit_actions import EditActions
from voxstudio.studio.flight import Flight
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.key_pointer import KeyPointer
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.outline import outline
from voxstudio.studio.painter import Still
from voxstudio.studio.panels.camera_chips import CameraChips
from voxstudio.studio.panels.camera_menu import CameraMenu
from voxstudio.studio.panels.cut_panel import CutPanel
from voxstudio.studio.panels.empty_state import EmptyState
from voxstudio.studio.panels.facts import Facts
from voxstudio.studio.panels.flight_banner import FlightBanner
from voxstudio.studio.panels.give_way import DOWN, UP, give_way
from voxstudio.studio.panels.legend_card import LegendCard
from voxstudio.studio.panels.mode_chips import ModeChips
from voxstudio.studio.panels.notice import Notice
from voxstudio.studio.panels.past_banner import PastBanner
from voxstudio.studio.panels.tool_column import ToolColumn, ToolOptions
from voxstudio.studio.panels.wipe_handle import WipeHandle
from voxstudio.studio.raster_viewport import RasterViewport
from voxstudio.studio.scene import SceneColours
from voxstudio.studio.software_view import SoftwareView
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import Theme
from voxstudio.studio.tool_controller import ToolController
from voxstudio.studio.tool_overlay import Marking, ToolOverlay
from voxstudio.studio.view_actions import ViewActions
from voxstudio.studio.view_modes import Picture, ViewMode, heat, picture
from voxstudio.studio.view_state import EDITOR
from voxstudio.studio.viewport import Viewport
from voxstudio.studio.widgets.focus_ring import FocusRing
from voxstudio.studio.words import tr
from voxstudio.views.camera import Camera
from voxstudio.world.edits import Cell

_MARGIN = 14
_TOP = 12
_TOOLS_TOP = 56
_GAP = 8
_WIDEST_COLUMN = 76
"""Pixels of the tools in two columns."""
_EDITS_SHOWN_EVERY_MS = 30


class Stage(QFrame):
    """The viewport with its overlays. ``frame_cost`` tells the seconds that a new frame took to mesh and draw."""

    frame_cost = Signal(float)

    def __init__(self, document: Document, support: GlSupport, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._look = document, document.view
        self._shown: np.ndarray | None = None
        self._picture: Picture | None = None
        self._mesh_s = 0.0
        self.view = _make_view(support, theme.scene(), self)
        self.overlay = ToolOverlay(self.view, self)
        FocusRing(self.view)
        self.edits = EditActions(document, self)
        self.looks = ViewActions(document, self)
        self.tools = ToolController(document, self.view, self.overlay, lambda: self._look.mode.shows_blocks)
        self.markers = CameraMarkers(document, self.view, self.overlay)
        self.flight = Flight(document, self.view)
        self.pointer = KeyPointer(document.view, self.view, self)
        self.wipe = WipeHandle(document, self)
        self.column = ToolColumn(document, self.edits, self)
        self.options = ToolOptions(document, self.edits, self)
        self._edit_timer = QTimer(self, singleShot=True, interval=_EDITS_SHOWN_EVERY_MS)
        self._edit_timer.timeout.connect(self._show_edits)
        # After a frame, in a turn of their own: one long turn is what a user feels.
        self._facts_timer = QTimer(self, singleShot=True, interval=0)
        self._facts_timer.timeout.connect(self._refresh_facts)
        self.chips = ModeChips(document, self.looks, self)
        self.cut = CutPanel(document, self)
        self.legend = LegendCard(document, self)
        self.facts = Facts(self)
        self.cameras = CameraChips(self.view, self.looks, self)
        self._dataset: list[Camera] = []
        self.camera_menu: CameraMenu | None = None
        self.flying = FlightBanner(document.view, self.flight, self)
        self.empty = EmptyState(self)
        self.notice = Notice(self)
        self.notice.hide()
        self.past = PastBanner(document, self)
        self.view.painted.connect(self._on_painted)
        document.world_changed.connect(self._on_world)
        document.frame_changed.connect(self._on_frame)
        document.past_changed.connect(self._on_past)
        document.state_changed.connect(self._on_state)
        document.editor.changed.connect(self._on_edited)
        document.editor.locks_changed.connect(self._on_locks)
        document.tools.changed.connect(self._place)
        document.tools.selection_changed.connect(self._place)
        document.view.blocks_changed.connect(self._on_view)
        document.view.look_changed.connect(self._on_look)
        self.tools.refused.connect(self.show_message)
        self.markers.chosen.connect(self.look_through)
        self.set_theme(theme)
        self.refresh_overlays()

    def set_theme(self, theme: Theme) -> None:
        """Colours of the surroundings and the icons."""
        self._surroundings = theme.scene()
        self.view.set_colours(self._surroundings)
        for part in (self.markers, self.overlay, self.wipe, self.column, self.cameras):
            part.set_theme(theme)
        self.empty.set_theme(theme)
        self.notice.set_theme(theme)
        self.past.set_theme(theme)

    def set_mode(self, mode: ViewMode) -> None:
        """Another way to look at the world."""
        self._look.set_mode(mode)

    def set_camera_menu(self, menu: CameraMenu) -> None:
        """What the chip of cameras opens."""
        self.camera_menu = menu
        menu.said.connect(self.show_message)
        menu.camera_chosen.connect(self.look_through)
        self.cameras.set_camera_menu(menu)

    def set_dataset(self, cameras: list[Camera]) -> None:
        """The cameras of the map's dataset."""
        self._dataset = cameras
        self.markers.set_cameras(cameras)
        self.looks.set_has_cameras(bool(cameras))
        if self.camera_menu is not None:
            self.camera_menu.set_cameras(cameras)
        self.refresh_overlays()

    def still(self) -> Still | None:
        """What is seen now, to be drawn again at any size; None before there is a world."""
        start = self._document.start
        if start is None or self._picture is None:
            return None
        ratio = self.view.devicePixelRatioF()
        size = (max(round(self.view.width() * ratio), 1), max(round(self.view.height() * ratio), 1))
        return Still(self._picture, start.scale, self.view.camera, self._surroundings, size, self._light())

    @Slot(int)
    def look_through(self, index: int) -> None:
        """Looks through a camera of the dataset."""
        camera = self._dataset[index]
        position = np.asarray(camera.position)
        along = -position[1] / camera.forward[1] if camera.forward[1] < -0.05 else float(np.linalg.norm(position))
        self.view.set_camera(OrbitCamera.of(camera, max(float(along), 1.0)))

    @Slot()
    def refresh_overlays(self) -> None:
        """Shows what there is something to say about."""
        self.empty.setVisible(not self._has_world)
        for widget in (self.chips, self.cameras, self.column):
            widget.setVisible(self._has_world)
        self.options.setVisible(self._has_world and self.options.is_wanted)
        self.past.refresh()
        self.facts.show_document(self._document)
        self._place()

    @Slot()
    def _refresh_facts(self) -> None:
        """All that a frame changes of the overlays."""
        self.facts.show_document(self._document)
        if self.facts.sizeHint() != self.facts.size():
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overlays keep to their corners."""
        super().resizeEvent(event)
        self._place()

    @property
    def _has_world(self) -> bool:
        return self._document.start is not None

    @Slot()
    def _on_world(self) -> None:
        self._shown = None
        start = self._document.start
        if start is not None:
            self._look.fit(start.shape)
        self._on_view()
        self.view.fit()

    @Slot()
    def _on_state(self) -> None:
        self.view.spare(self._document.state in (RunState.PREPARING, RunState.RUNNING))
        self.refresh_overlays()

    @Slot()
    def _on_frame(self) -> None:
        frame = self._document.shown
        if frame is None:
            if self._look.wipe is not None:
                self._look.set_wipe(None)  # there is nothing on its other side
            return
        blocks = frame.snapshot.blocks
        if blocks is self._shown and not self._look.mode.facts:
            return
        self._show(heat(self._shown, blocks) if self._look.mode is ViewMode.WORLD else None)
        self._shown = blocks
        self._facts_timer.start()

    @Slot()
    def _on_past(self) -> None:
        shown = self._document.shown
        self._shown = None if shown is None else shown.snapshot.blocks
        self._show(None)
        self.refresh_overlays()

    @Slot()
    def _on_edited(self) -> None:
        # A stroke comes in many pieces; drawing each would make the next wait.
        if not self._edit_timer.isActive():
            self._edit_timer.start()

    @Slot()
    def _show_edits(self) -> None:
        self._show(None)
        self._show_before()
        if self._document.frame is not None:
            self._shown = self._document.frame.snapshot.blocks  # what was laid by hand needs no glow
        self.refresh_overlays()

    @Slot()
    def _on_locks(self) -> None:
        locked = self._document.editor.locked
        marking = None
        if locked is not None:
            text = tr("locked · %Ln cells", "", int(np.count_nonzero(locked)))
            marking = Marking(outline(locked), "amber", text, is_dashed=True)
        self.overlay.mark("locked", marking)
        if locked is None and self._look.mode is ViewMode.LOCKED:
            self.set_mode(ViewMode.WORLD)
        elif self._look.mode is ViewMode.LOCKED:
            self._show(None)
        self.refresh_overlays()

    @Slot()
    def _on_view(self) -> None:
        self._show(None)
        self._show_before()
        self._mark_cut()
        self._on_look()

    @Slot()
    def _on_look(self) -> None:
        self.view.set_look(self._light(), self._look.wipe)
        self.refresh_overlays()

    def _light(self) -> Lighting | None:
        return EDITOR_LIGHT if self._look.light == EDITOR else None

    def _show(self, warmth: np.ndarray | None) -> None:
        start, mode = self._document.start, self._look.mode
        if start is None:
            return
        began = time.perf_counter()
        if mode.needs_present and self._document.past is not None:
            mode = ViewMode.WORLD
        shown = picture(mode, start, self._document.shown, self._document.editor.locked)
        self._picture = self._opened(shown)
        self.view.set_world(self._picture, start.scale, warmth)
        self._mesh_s = time.perf_counter() - began

    def _show_before(self) -> None:
        start = self._document.start
        if self._look.wipe is None or start is None:
            self.view.set_before(None)
        else:
            self.view.set_before(self._opened(picture(ViewMode.WORLD, start, None)), start.scale)

    def _opened(self, shown: Picture) -> Picture:
        cut = self._look.cut
        return shown if cut is None else Picture(cut.applied(shown.blocks), shown.colours, shown.opacity)

    def _mark_cut(self) -> None:
        cut, blocks = self._look.cut, self._document.blocks
        shape: Cell | None = None if blocks is None else (blocks.shape[0], blocks.shape[1], blocks.shape[2])
        marking = Marking(cut.outline(shape), "accent_light", is_dashed=True) if cut and shape else None
        self.overlay.mark("cut", marking)

    @Slot(float)
    def _on_painted(self, seconds: float) -> None:
        self.frame_cost.emit(seconds + self._mesh_s)
        self.overlay.follow_camera()
        self.cameras.follow_camera()

    @Slot()
    def _place(self) -> None:
        """Each overlay in its corner, out of the way of those that were placed before it."""
        right, bottom = self.width() - _MARGIN, self.height() - _MARGIN
        self.view.setGeometry(self.rect())
        self.overlay.setGeometry(self.rect())
        self.wipe.place()
        room = self.width() - 2 * _MARGIN
        self.chips.fit_width(room)
        self.chips.move(_MARGIN, _TOP)
        _fit(self.cameras, room, (self.cameras.fly, self.cameras.projection))
        self.cameras.move(right - self.cameras.width(), bottom - self.cameras.height())
        is_crossed = self.cameras.x() < _MARGIN + _WIDEST_COLUMN + _GAP
        self.column.fit_height((self.cameras.y() - _GAP if is_crossed else bottom) - _TOOLS_TOP)
        self.column.adjustSize()
        self.column.move(_MARGIN, _TOOLS_TOP)
        beside_tools = self.column.geometry().right() + 1 + _GAP
        room = right - beside_tools
        _fit(self.options, room, self.options.spares)
        self.cut.fit_width(room)
        self.legend.fit_width(room)
        self.facts.adjustSize()
        self.notice.adjustSize()
        self.past.fit_width(room)
        _fit(self.flying, room, (self.flying.keys,))
        placed = [self.chips, self.cameras, self.column]
        for panel in (self.options, self.cut):
            give_way(panel, QPoint(beside_tools, _TOOLS_TOP), placed, DOWN)
            placed.append(panel)
        is_tight = self.chips.geometry().right() + _GAP > right - self.facts.width()
        give_way(self.facts, QPoint(right - self.facts.width(), _TOOLS_TOP if is_tight else _TOP), placed, DOWN)
        # What tells gives way to what one works with, and nothing hides the middle.
        self.facts.setVisible(self._has_world and self.facts.geometry().bottom() <= self.height() // 2)
        for line in (self.past, self.flying, self.notice, self.legend):
            is_banner = line in (self.past, self.flying)
            x = max((self.width() - line.width()) // 2, beside_tools) if is_banner else beside_tools
            give_way(line, QPoint(x, bottom - line.height()), placed, UP)
            placed.append(line)
        self.legend.setVisible(self.legend.is_wanted and self.legend.y() >= _TOOLS_TOP)
        over = (self.chips, self.column, self.options, self.cut, self.facts)
        self.overlay.keep_clear([one.geometry() for one in over if not one.isHidden()])
        self.view.covered = self._area_of(*over, self.legend, self.cameras)
        self.empty.adjustSize()
        self.empty.move((self.width() - self.empty.width()) // 2, (self.height() - self.empty.height()) // 2)

    def _area_of(self, *parts: QWidget) -> QRegion:
        """What overlays cover: cards as a whole, of rows of chips each chip."""
        area = QRegion()
        for part in parts:
            for one in (part,) if isinstance(part, QFrame) else part.findChildren(QPushButton):
                if one.isVisibleTo(self):
                    area += QRect(one.mapTo(self, QPoint()), one.size())
        return area

    def show_folder(self, words: str, folder: Path) -> None:
        """Says where something is."""
        self.notice.show_folder(words, folder)
        self._place()

    def show_message(self, text: str) -> None:
        """Says something that needs no answer."""
        self.notice.show_text(text)
        self._place()


def _fit(widget: QWidget, room: int, spares: tuple[QWidget, ...]) -> None:
    """Leaves out as many of its parts as it takes to make it no wider than there is room."""
    for spare in spares:
        spare.show()
    for spare in spares:
        widget.adjustSize()
        if widget.width() <= room:
            return
        spare.hide()
    widget.adjustSize()


def _make_view(support: GlSupport, colours: SceneColours, parent: QWidget) -> Viewport | RasterViewport | SoftwareView:
    """The best view that the machine's OpenGL allows."""
    if not support.is_available:
        return SoftwareView(colours, parent)
    return RasterViewport(colours, parent) if support.is_software else Viewport(colours, parent)
