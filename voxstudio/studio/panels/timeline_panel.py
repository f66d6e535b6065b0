"""Beside the plots: the run's past as pictures, and a slider to travel through it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QSlider, QWidget

from voxstudio.studio.beat import beat_timer
from voxstudio.studio.document import Document
from voxstudio.studio.theme import DARK, Theme, tabular
from voxstudio.studio.thumbnails import SHAPE
from voxstudio.studio.timeline import Moment
from voxstudio.studio.widgets.basic import Elided, button, column, label, row, section
from voxstudio.studio.words import noop, tr, whole

PANEL_WIDTH = 420
_PICTURES = 4
_SCRUB_MS = 15
_EMPTY = noop("The run's past, to travel through: every few steps its world is kept here.")
_RESTORE_TIP = noop(
    "Go on from the world that is shown, at its step, with what came after forgotten. The blocks are exactly these; "
    "how certain the run was of each is not kept, so it may take another way from here. Undo takes it back."
)
_BRANCH_TIP = noop("Make the world that is shown the start of a new run. A run that is on is ended and saved first.")
_NO_RESTORE = noop("Only the run that was started last can be set back; branch from here instead.")


class TimelinePanel(QFrame):
    """Looks at the document's timeline; travelling touches the view alone, never the run."""

    branch_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setAccessibleName(tr("Timeline"))
        self.branch = button(tr("Branch from here"), "link", self.branch_wanted.emit, tr(_BRANCH_TIP))
        self.restore = button(tr("Restore"), "link", self.restore_wanted.emit, tr(_RESTORE_TIP))
        self.pictures = [_Picture() for _ in range(_PICTURES)]
        for picture in self.pictures:
            picture.clicked.connect(self._on_picture)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Moment of the run; its right end is now"))
        self.slider.setToolTip(tr("Drag, or use the arrow keys, to look at the past; its right end is now"))
        self.first, self.note, self.last = label("", "muted"), Elided("muted"), label("", "muted")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.last.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.empty = label(tr(_EMPTY), "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._wanted: int | None = None
        self._lay_out()
        self._scrub = QTimer(self, singleShot=True, interval=_SCRUB_MS)
        self._scrub.timeout.connect(self._travel)
        self._timer = beat_timer(self, is_single_shot=True)
        self._timer.timeout.connect(self.refresh)
        self.slider.valueChanged.connect(self._on_slider)
        document.timeline_changed.connect(self._schedule)
        document.past_changed.connect(self.refresh)
        document.state_changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Colours of what is painted here."""
        for picture in self.pictures:
            picture.set_theme(theme)

    @Slot()
    def refresh(self) -> None:
        """Shows the timeline as it is."""
        document, moments = self._document, self._document.timeline.moments
        has_past = len(moments) > 1
        self._body.setVisible(has_past)
        self.empty.setVisible(not has_past)
        place = self._place()
        # Under a hand that drags it, or before it was obeyed, the slider stays as it is.
        if not self.slider.isSliderDown() and self._wanted is None:
            with _Silence(self.slider):
                self.slider.setRange(0, max(len(moments) - 1, 0))
                self.slider.setValue(place)
        self._show_pictures(place)
        step = moments[place].step if moments else 0
        self.first.setText(whole(moments[0].step) if moments else "")
        self.note.setText("" if self._past() is None else _nearby(document, step))
        self.last.setText(tr("now") if self._past() is None else tr("now {step}", step=whole(_present_step(document))))
        self.branch.setEnabled(document.shown is not None)
        self.restore.setEnabled(document.past is not None and document.can_set_back)
        self.restore.setToolTip(tr(_RESTORE_TIP if document.can_set_back else _NO_RESTORE))

    def _past(self) -> Moment | None:
        """The moment of this timeline that is looked at; a result of the gallery is none."""
        return self._document.past if self._document.shown_entry is None else None

    def _place(self) -> int:
        past, timeline = self._past(), self._document.timeline
        if past is None or not timeline.moments:
            return len(timeline.moments) - 1
        return timeline.nearest(past.step)

    def _show_pictures(self, place: int) -> None:
        timeline = self._document.timeline
        place = timeline.pictured(place)
        shown = timeline.spread(_PICTURES) if len(timeline.moments) > 1 else []
        if shown and place not in shown:
            # The one that is looked at takes the place of its neighbour, so that it is always among them.
            nearest = min(range(1, len(shown) - 1), key=lambda k: abs(shown[k] - place))
            shown = sorted({*shown[:nearest], place, *shown[nearest + 1 :]})
        for index, picture in enumerate(self.pictures):
            there = index < len(shown)
            picture.setEnabled(there)
            if there:
                picture.show_moment(shown[index], timeline.moments[shown[index]], is_current=shown[index] == place)
            else:
                picture.show_nothing()

    def _lay_out(self) -> None:
        self._body = QWidget()
        slider = column(self.slider, row(self.first, self.note, self.last, gap=8), gap=0)
        strip = row(*self.pictures, gap=6)
        body = column(strip, slider, gap=8)
        body.setStretch(0, 1)
        body.addStretch()  # in a high panel, below all of it
        self._body.setLayout(body)
        foot = slider.itemAt(1)
        assert foot is not None
        foot.layout().setStretch(1, 1)  # type: ignore[attr-defined]
        heading = section(tr("Timeline"))
        for widget in (self.branch, self.restore):
            heading.addSpacing(8)
            heading.addWidget(widget)
        layout = column(heading, self._body, self.empty, gap=8, margins=(14, 2, 14, 10))
        layout.setStretchFactor(self._body, 1)
        layout.setStretchFactor(self.empty, 1)
        self.setLayout(layout)

    @Slot(int)
    def _on_slider(self, place: int) -> None:
        # Meshing a world takes longer than a mouse takes to send the next event: only the latest is drawn.
        self._wanted = place
        self._scrub.start()

    @Slot()
    def _travel(self) -> None:
        place, self._wanted = self._wanted, None
        if place is not None:
            self._look_at(place)

    @Slot()
    def _on_picture(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Picture):
            self._look_at(sender.place)

    def _look_at(self, place: int) -> None:
        is_now = place >= len(self._document.timeline.moments) - 1
        self._document.look_at(None if is_now else place)
        self.refresh()

    @Slot()
    def _schedule(self) -> None:
        if len(self._document.timeline.moments) < 2:
            self.refresh()
        elif not self._timer.isActive():
            self._timer.start()


class _Picture(QAbstractButton):
    """A thumbnail with its step; the one that is shown has a frame."""

    def __init__(self) -> None:
        super().__init__()
        self.place = 0
        self._moment: Moment | None = None
        self._image: QImage | None = None
        self._is_current = False
        self._theme = DARK
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(48, 56)
        self.setMaximumHeight(120)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_moment(self, place: int, moment: Moment, *, is_current: bool) -> None:
        self.place = place
        if moment is self._moment and is_current is self._is_current:
            return
        if moment is not self._moment:
            pixels = moment.pixels(SHAPE)
            self._image = None if pixels is None else image_of(pixels)
        self._moment = moment
        self._is_current = is_current
        self.setAccessibleName(tr("Step {step}", step=whole(moment.step)))
        self.setToolTip(tr("Look at step {step}", step=whole(moment.step)))
        self.update()

    def show_nothing(self) -> None:
        self._moment = self._image = None
        self._is_current = False
        self.setAccessibleName(tr("No moment yet"))
        self.setToolTip(tr("No moment yet"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._moment is not None:
            paint_thumbnail(painter, QRectF(self.rect()), self._image, self._theme)
            self._paint_step(painter, whole(self._moment.step))
            if self._is_current or self.hasFocus():
                painter.setPen(self._theme.colour("accent_light"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _paint_step(self, painter: QPainter, text: str) -> None:
        painter.setFont(tabular(self.font(), 11))
        place = QRectF(5, self.height() - 21, painter.fontMetrics().horizontalAdvance(text) + 10, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("panel"))
        painter.setOpacity(0.8)
        painter.drawRoundedRect(place, 4, 4)
        painter.setOpacity(1.0)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class _Silence:
    """Keeps a widget's signals from being emitted."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget

    def __enter__(self) -> None:
        self._before = self._widget.blockSignals(True)

    def __exit__(self, *_: object) -> None:
        self._widget.blockSignals(self._before)


def image_of(pixels: object) -> QImage:
    """An image of its own from uint8 [H, W, 4]."""
    height, width, _ = SHAPE
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()  # type: ignore[attr-defined]


def paint_thumbnail(painter: QPainter, area: QRectF, image: QImage | None, theme: Theme) -> None:
    """A thumbnail on the viewport's backdrop, as large as ``area`` lets it be whole."""
    outline = QPainterPath()
    outline.addRoundedRect(area, 6, 6)
    backdrop = QLinearGradient(area.topLeft(), area.bottomLeft())
    backdrop.setColorAt(0, QColor(theme.backdrop_top))
    backdrop.setColorAt(1, QColor(theme.backdrop_bottom))
    painter.save()
    painter.setClipPath(outline)
    painter.fillRect(area, backdrop)
    if image is not None:
        scale = min(area.width() / image.width(), area.height() / image.height())
        size = image.size().toSizeF() * scale
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(area.center())
        painter.drawImage(target, image)
    painter.restore()


def _present_step(document: Document) -> int:
    return document.history.steps[-1] if document.history.steps else 0


def _nearby(document: Document, step: int) -> str:
    """What was changed last before the moment that is looked at."""
    before = [marker for marker in document.history.markers if marker.step <= step]
    if not before:
        return tr("step {step}", step=whole(step))
    last = before[-1]
    return tr("step {step} · {change} at {at}", step=whole(step), change=last.text, at=whole(last.step))
