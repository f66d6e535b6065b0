"""The right side: what the machine thinks. The prior's pictures and the palette in use."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.edit_commands import ChangePalette
from voxstudio.studio.panels.palette_editor import PaletteEditor
from voxstudio.studio.theme import DARK, Theme, tabular
from voxstudio.studio.widgets.basic import Readout, button, column, label, scrolling, section
from voxstudio.studio.words import decimal, noop, tr, whole
from voxstudio.world.palette import Palette
from voxstudio.world.palette_draft import PaletteDraft

PANEL_WIDTH = 276
_COUNT_MS = 250
_PICTURES = {
    noop("render"): noop("one view of the world, as the prior is shown it"),
    noop("noised"): noop("the same with the noise of this step"),
    noop("prediction"): noop("what the prior believes is under the noise"),
    noop("gradient"): noop("where the picture is asked to change"),
}
_HINT = noop("During a run: one view, the noise put on it, what the prior makes of it, and the pull.")
_PALETTE_HINT = noop(
    "The materials of the world, and how many blocks there are of each. A click chooses what tools lay."
)
_COLUMNS = 4


class PriorPanel(QFrame):
    """Shows the latest frame's pictures and the blocks of each material, and scrolls with what is ``below``."""

    def __init__(self, document: Document, below: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rightPanel")
        self._document = document
        self._theme = DARK
        self.noise = Readout("muted")
        self.pictures = {name: _Picture(tr(name), tr(text)) for name, text in _PICTURES.items()}
        self.hint = label(tr(_HINT), "hint")
        self.hint.setWordWrap(True)
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, widget in enumerate(self.pictures.values()):
            grid.addWidget(widget, place // 2, place % 2)
        self.palette_note = label("", "muted")
        self.palette_hint = label(tr(_PALETTE_HINT), "hint")
        self.palette_hint.setWordWrap(True)
        self.edit_palette = button(tr("edit"), "link", self._open_editor)
        self.edit_palette.setAccessibleName(tr("Edit the palette"))
        self._swatches = QGridLayout()
        self._swatches.setSpacing(6)
        self._palette: Palette | None = None
        """The one that is shown."""
        self._count = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._count.timeout.connect(self._show_palette)
        content = QWidget()
        area = scrolling(content)
        # The pictures are as high as they are wide: a bar that comes and goes with the height would never settle.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setLayout(column(area))
        layout = QVBoxLayout(content)
        layout.setContentsMargins(12, 2, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(section(tr("What the prior sees"), self.noise))
        layout.addLayout(grid)
        layout.addWidget(self.hint)
        layout.addSpacing(8)
        layout.addLayout(section(tr("Palette"), self.palette_note, self.edit_palette))
        layout.addWidget(self.palette_hint)
        layout.addLayout(self._swatches)
        layout.addSpacing(8)
        if below is not None:
            layout.addWidget(below)
        layout.addStretch(1)
        document.world_changed.connect(self.refresh)
        # In a turn of its own, after the world's picture: one long turn is what a user feels.
        document.frame_changed.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        document.past_changed.connect(self.refresh)
        document.history_changed.connect(self._refresh_noise)
        document.editor.changed.connect(self._count_soon)
        document.tools.changed.connect(self._show_material)
        document.state_changed.connect(self._refresh_edit)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Colours for what is painted here."""
        self._theme = theme
        for widget in (*self.pictures.values(), *self._swatch_widgets()):
            widget.set_theme(theme)

    @Slot()
    def refresh(self) -> None:
        """Shows the document's latest frame."""
        frame = self._document.frame
        self._show_pictures(frame.pictures if frame is not None else {})
        self._show_palette()

    @Slot()
    def _refresh_noise(self) -> None:
        last = self._document.history.last
        self.noise.setText(
            "" if last is None else tr("noise {range}", range="–".join(decimal(end, 2) for end in last.t_range))
        )

    @Slot()
    def _refresh_edit(self) -> None:
        why = self._document.editor.why_palette_is_fixed
        self.edit_palette.setEnabled(not why)
        self.edit_palette.setToolTip(why or tr("Names, colours and order of the materials"))

    def _open_editor(self) -> None:
        if self._document.start is not None:
            editor = PaletteEditor(self._document.start.palette, self._theme, self)
            editor.taken.connect(self._on_palette_taken)
            editor.open()

    @Slot(object)
    def _on_palette_taken(self, draft: PaletteDraft) -> None:
        before = self._document.start
        if before is None or self._document.editor.why_palette_is_fixed:
            return
        after = draft.applied(before)
        if after.palette != before.palette:
            self._document.undo.push(ChangePalette(self._document, before, after))

    def _show_pictures(self, pictures: Mapping[str, np.ndarray]) -> None:
        self.hint.setVisible(not pictures)
        for name, widget in self.pictures.items():
            widget.show_array(pictures.get(name))

    @Slot()
    def _count_soon(self) -> None:
        # A stroke comes in many pieces; counting millions of blocks at each would make the next wait.
        if self._document.palette != self._palette:
            self._show_palette()
        elif not self._count.isActive():
            self._count.start()

    @Slot()
    def _show_palette(self) -> None:
        self._refresh_edit()
        palette, blocks = self._document.palette, self._document.blocks
        self._palette = palette
        self.palette_hint.setVisible(palette is None)
        if palette is None or blocks is None:
            self.palette_note.setText("")
            return
        counts = np.bincount(blocks[blocks > 0], minlength=len(palette) + 1)[1:]  # air, most of it, is not counted
        names = palette.names
        widgets = self._swatch_widgets()
        if [widget.name for widget in widgets] != list(names):
            self._rebuild_palette(names)
            widgets = self._swatch_widgets()
        used = int(np.count_nonzero(counts))
        self.palette_note.setText(tr("{used} of {count} in use", used=used, count=len(names)))
        for widget, material, count in zip(widgets, palette.materials, counts.tolist(), strict=True):
            widget.show_count(material.top, count)
        self._show_material()

    @Slot()
    def _show_material(self) -> None:
        for place, widget in enumerate(self._swatch_widgets()):
            widget.setChecked(place + 1 == self._document.tools.material)

    def _rebuild_palette(self, names: tuple[str, ...]) -> None:
        for widget in self._swatch_widgets():
            self._swatches.removeWidget(widget)
            widget.deleteLater()
        before: QWidget = self.edit_palette
        for place, name in enumerate(names):
            widget = _Swatch(name)
            widget.set_theme(self._theme)
            widget.clicked.connect(
                lambda _checked=False, material=place + 1: self._document.tools.set_material(material)
            )
            self._swatches.addWidget(widget, place // _COLUMNS, place % _COLUMNS)
            QWidget.setTabOrder(before, widget)  # made late, it would else come last in the window
            before = widget

    def _swatch_widgets(self) -> list[_Swatch]:
        items = [self._swatches.itemAt(place) for place in range(self._swatches.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, _Swatch)]


class _Picture(QWidget):
    """A square picture with its name in the corner; an empty well while there is none."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self._name = name
        self._image: QImage | None = None
        self._theme = DARK
        self.setToolTip(tip)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(80)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.width())

    def show_array(self, picture: np.ndarray | None) -> None:
        """uint8 [H, W, 3], or None."""
        if picture is None:
            self._image = None
        else:
            pixels = np.ascontiguousarray(picture)
            height, width, _ = pixels.shape
            self._image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 7, 7)
        painter.fillPath(outline, self._theme.colour("well"))
        painter.setClipPath(outline)
        if self._image is not None:
            painter.drawImage(QRectF(self.rect()), self._image)
            painter.fillRect(0, self.height() - 22, self.width(), 22, QColor(0, 0, 0, 96))
        painter.setFont(tabular(self.font(), 11))
        painter.setPen(QColor("#FFFFFF") if self._image is not None else self._theme.colour("faint"))
        area = self.rect().adjusted(8, 0, -8, -5)
        painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._name)
        painter.end()


class _Swatch(QAbstractButton):
    """A material: its colour, its name and how many blocks there are of it. Checked: what tools lay."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._colour = QColor()
        self._count = 0
        self._theme = DARK
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(66)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_count(self, colour: tuple[float, float, float], count: int) -> None:
        shown = QColor.fromRgbF(*colour)
        if (shown, count) == (self._colour, self._count) and self.toolTip():
            return
        self._colour, self._count = shown, count
        blocks = tr("%Ln blocks", "", count)
        self.setToolTip(f"{self.name}: {blocks}\n{tr('Click to lay it with the tools')}")
        self.setAccessibleName(f"{self.name}, {blocks}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent_light" if self.isChecked() else "faint"), 1.4))
        painter.setBrush(self._theme.colour("hover" if self.underMouse() else "well"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        # Never faded, that would be another colour; outlined, so that snow shows on white.
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(QRectF(6.5, 6.5, self.width() - 13, 23), 4, 4)
        self._text(painter, 33, self.name, "text" if self._count else "muted", 11)
        self._text(painter, 47, _count_text(self._count), "muted", 11)
        painter.end()

    def _text(self, painter: QPainter, top: int, text: str, role: str, size: int) -> None:
        painter.setFont(tabular(self.font(), size))
        painter.setPen(self._theme.colour(role))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(0, top, self.width(), 15, Qt.AlignmentFlag.AlignCenter, short)


def _count_text(count: int) -> str:
    return whole(count) if count < 1_000_000 else tr("{millions}M", millions=decimal(count / 1e6, 1))
