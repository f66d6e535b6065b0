"""The middle: the world, and what lies over its edges."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.edit_actions import EditActions
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.icons import icon
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.outline import outline
from voxstudio.studio.panels.empty_state import EmptyState
from voxstudio.studio.panels.notice import Notice
from voxstudio.studio.panels.past_banner import PastBanner
from voxstudio.studio.panels.tool_column import ToolColumn, ToolOptions
from voxstudio.studio.raster_viewport import RasterViewport
from voxstudio.studio.scene import SceneColours
from voxstudio.studio.software_view import SoftwareView
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import Theme
from voxstudio.studio.tool_controller import ToolController
from voxstudio.studio.tool_overlay import Marking, ToolOverlay
from voxstudio.studio.view_modes import ViewMode, heat, picture
from voxstudio.studio.viewport import Viewport
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.widgets.focus_ring import FocusRing
from voxstudio.views.camera import Camera

_MARGIN = 14
_TOOLS_TOP = 56
_EDITS_SHOWN_EVERY_MS = 30
_FACTS = ("Size", "Blocks", "Changed", "In one piece")


class Stage(QFrame):
    """The viewport with its overlays. ``frame_cost`` tells the seconds that a new frame took to mesh and draw."""

    frame_cost = Signal(float)

    def __init__(self, document: Document, support: GlSupport, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._mode = ViewMode.WORLD
        self._shown: np.ndarray | None = None
        self._mesh_s = 0.0
        self.view = _make_view(support, theme.scene(), self)
        self.overlay = ToolOverlay(self.view, self)
        FocusRing(self.view)
        self.edits = EditActions(document, self)
        self.tools = ToolController(document, self.view, self.overlay, lambda: self._mode.shows_blocks)
        self.column = ToolColumn(document, self.edits, self)
        self.options = ToolOptions(document, self.edits, self)
        self._edit_timer = QTimer(self, singleShot=True, interval=_EDITS_SHOWN_EVERY_MS)
        self._edit_timer.timeout.connect(self._show_edits)
        self.chips = self._make_chips()
        self.facts = _Facts(self)
        self.cameras = self._make_camera_chips()
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
        self.tools.refused.connect(self.show_message)
        self.set_theme(theme)
        self.refresh_overlays()

    def set_theme(self, theme: Theme) -> None:
        """Colours of the surroundings and the icons."""
        self.view.set_colours(theme.scene())
        self.fit.setIcon(icon("fit", theme.text, theme.faint))
        self.dataset.setIcon(icon("camera", theme.text, theme.faint))
        self.overlay.set_theme(theme)
        self.column.set_theme(theme)
        self.empty.set_theme(theme)
        self.notice.set_theme(theme)
        self.past.set_theme(theme)

    def set_mode(self, mode: ViewMode) -> None:
        """Another way to look at the world."""
        self._mode = mode
        self._chip_buttons[mode].setChecked(True)
        self._show(None)

    def set_dataset(self, cameras: list[Camera]) -> None:
        """The cameras that the camera chip offers."""
        self._dataset_menu.clear()
        for index, camera in enumerate(cameras):
            self._dataset_menu.addAction(f"cam {index:02}").triggered.connect(
                lambda _checked=False, camera=camera: self._look_through(camera)
            )
        self.refresh_overlays()

    @Slot()
    def refresh_overlays(self) -> None:
        """Shows what there is something to say about."""
        has_world = self._document.start is not None
        has_frame = self._document.frame is not None
        self.empty.setVisible(not has_world)
        for widget in (self.chips, self.facts, self.cameras, self.column):
            widget.setVisible(has_world)
        self.options.setVisible(has_world and self.options.is_wanted)
        for mode, chip in self._chip_buttons.items():
            is_told = mode is not ViewMode.LOCKED or self._document.editor.locked is not None
            chip.setVisible(is_told and (has_frame or not mode.needs_run))
        self._chip_buttons[ViewMode.OCCUPANCY].setEnabled(self._document.past is None)
        self.past.refresh()
        self.dataset.setVisible(bool(self._dataset_menu.actions()))
        self.facts.show_document(self._document)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overlays keep to their corners."""
        super().resizeEvent(event)
        self._place()

    @Slot()
    def _on_world(self) -> None:
        self._shown = None
        self.set_mode(ViewMode.WORLD)
        self.view.fit()
        self.refresh_overlays()

    @Slot()
    def _on_state(self) -> None:
        self.view.spare(self._document.state in (RunState.PREPARING, RunState.RUNNING))
        self.refresh_overlays()

    @Slot()
    def _on_frame(self) -> None:
        frame = self._document.shown
        if frame is None or frame.snapshot.blocks is self._shown:
            return
        blocks = frame.snapshot.blocks
        self._show(heat(self._shown, blocks) if self._mode is ViewMode.WORLD else None)
        self._shown = blocks
        self.refresh_overlays()

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
        if self._document.frame is not None:
            self._shown = self._document.frame.snapshot.blocks  # what was laid by hand needs no glow
        self.refresh_overlays()

    @Slot()
    def _on_locks(self) -> None:
        locked = self._document.editor.locked
        marking = None
        if locked is not None:
            text = f"locked · {int(np.count_nonzero(locked)):,} cells"
            marking = Marking(outline(locked), "amber", text, is_dashed=True)
        self.overlay.mark("locked", marking)
        if locked is None and self._mode is ViewMode.LOCKED:
            self.set_mode(ViewMode.WORLD)
        elif self._mode is ViewMode.LOCKED:
            self._show(None)
        self.refresh_overlays()

    def _show(self, warmth: np.ndarray | None) -> None:
        start = self._document.start
        if start is None:
            return
        began = time.perf_counter()
        has_opacity = self._document.past is None
        mode = self._mode if has_opacity or self._mode is not ViewMode.OCCUPANCY else ViewMode.WORLD
        shown = picture(mode, start, self._document.shown, self._document.editor.locked)
        self.view.set_world(shown.blocks, shown.colours, start.scale, warmth)
        self._mesh_s = time.perf_counter() - began

    @Slot(float)
    def _on_painted(self, seconds: float) -> None:
        self.frame_cost.emit(seconds + self._mesh_s)
        self.overlay.follow_camera()

    def _look_through(self, camera: Camera) -> None:
        position = np.asarray(camera.position)
        along = -position[1] / camera.forward[1] if camera.forward[1] < -0.05 else float(np.linalg.norm(position))
        self.view.set_camera(OrbitCamera.of(camera, max(float(along), 1.0)))

    def _make_chips(self) -> QWidget:
        host = QWidget(self)
        self._chip_buttons = {mode: button(mode.value, "chip", tip=mode.help) for mode in ViewMode}
        for mode, chip in self._chip_buttons.items():
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.clicked.connect(lambda _checked=False, mode=mode: self.set_mode(mode))
        self._chip_buttons[ViewMode.WORLD].setChecked(True)
        host.setLayout(row(*self._chip_buttons.values(), gap=6))
        return host

    def _make_camera_chips(self) -> QWidget:
        host = QWidget(self)
        self.fit = button("Fit", "chip", self.view.fit, "Show the whole world (F)")
        self.projection = button("Persp", "chip", self.toggle_projection, "Perspective or orthographic (O)")
        self.dataset = button("Cameras ▾", "chip", tip="Look through a camera of the dataset")
        self._dataset_menu = QMenu(self.dataset)
        self.dataset.clicked.connect(
            lambda: self._dataset_menu.exec(
                self.dataset.mapToGlobal(QPoint(0, -self._dataset_menu.sizeHint().height() - 4))
            )
        )
        host.setLayout(row(self.fit, self.projection, self.dataset, gap=6))
        return host

    def toggle_projection(self) -> None:
        """Switches between perspective and parallel projection."""
        self.view.toggle_orthographic()
        self.projection.setText("Ortho" if self.view.camera.is_orthographic else "Persp")

    @Slot()
    def _place(self) -> None:
        self.view.setGeometry(self.rect())
        self.overlay.setGeometry(self.rect())
        self.column.fit_height(self.height() - _TOOLS_TOP - _MARGIN)
        self.column.adjustSize()
        self.column.move(_MARGIN, _TOOLS_TOP)
        self.options.adjustSize()
        self.options.move(_MARGIN + self.column.width() + 8, _TOOLS_TOP)
        for widget in (self.chips, self.facts, self.cameras, self.notice, self.past):
            widget.adjustSize()
        right, bottom = self.width() - _MARGIN, self.height() - _MARGIN
        self.chips.move(_MARGIN, 12)
        self.facts.move(right - self.facts.width(), 12)
        self.cameras.move(right - self.cameras.width(), bottom - self.cameras.height())
        self.notice.move(_MARGIN, bottom - self.notice.height())
        middle = max((self.width() - self.past.width()) // 2, _MARGIN)
        is_crowded = middle + self.past.width() > right - self.cameras.width() - _MARGIN
        self.past.move(middle, (bottom - self.cameras.height() - 8 if is_crowded else bottom) - self.past.height())
        self.empty.adjustSize()
        self.empty.move((self.width() - self.empty.width()) // 2, (self.height() - self.empty.height()) // 2)

    def show_exported(self, folder: Path) -> None:
        """Says where the map was written."""
        self.notice.show_folder("Exported to", folder)
        self._place()

    def show_message(self, text: str) -> None:
        """Says something that needs no answer."""
        self.notice.show_text(text)
        self._place()


def _make_view(support: GlSupport, colours: SceneColours, parent: QWidget) -> Viewport | RasterViewport | SoftwareView:
    """The best view that the machine's OpenGL allows."""
    if not support.is_available:
        return SoftwareView(colours, parent)
    return RasterViewport(colours, parent) if support.is_software else Viewport(colours, parent)


class _Facts(QFrame):
    """Facts of the world, as names and right-aligned figures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 9, 12, 9)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(5)
        self.rows = {name: self._row(place, name) for place, name in enumerate(_FACTS)}

    def show_document(self, document: Document) -> None:
        blocks, start, frame = document.blocks, document.start, document.shown
        if blocks is None or start is None:
            return
        x, y, z = blocks.shape
        self._set("Size", f"{x} × {y} × {z}" if frame is None else "")
        self._set("Blocks", f"{int(np.count_nonzero(blocks)):,}")
        self._set("Changed", _changed_text(start.blocks, blocks) if frame is not None else "")
        share = frame.largest_share if frame is not None else None
        self._set("In one piece", "" if share is None else f"{100 * share:.1f} %")

    def _row(self, place: int, name: str) -> tuple[QWidget, QWidget]:
        title, value = label(name, "muted"), label("", "value")
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(title, place, 0)
        self._grid.addWidget(value, place, 1)
        return title, value

    def _set(self, name: str, text: str) -> None:
        title, value = self.rows[name]
        value.setProperty("text", text)
        title.setVisible(bool(text))
        value.setVisible(bool(text))


def _changed_text(before: np.ndarray, after: np.ndarray) -> str:
    if before.shape != after.shape:
        return ""
    added = int(np.count_nonzero((before == 0) & (after != 0)))
    removed = int(np.count_nonzero((before != 0) & (after == 0)))
    other = int(np.count_nonzero((before != after) & (before != 0) & (after != 0)))
    parts = [f"+{added:,}", f"−{removed:,}", *([f"~{other:,}"] if other else [])]
    return " ".join(parts)
