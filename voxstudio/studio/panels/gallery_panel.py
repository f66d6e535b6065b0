"""On the right: the runs of this session, waiting, running and done, and the queue that they wait in."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from voxstudio.studio.beat import beat_timer
from voxstudio.studio.document import Document
from voxstudio.studio.gallery import Entry, Stand
from voxstudio.studio.panels.timeline_panel import image_of, paint_thumbnail
from voxstudio.studio.seeds import draw_seed
from voxstudio.studio.theme import DARK, Theme, tabular
from voxstudio.studio.thumbnails import SHAPE
from voxstudio.studio.timeline import Moment
from voxstudio.studio.widgets.basic import button, column, label, row, section
from voxstudio.studio.widgets.spin_box import spin_box
from voxstudio.studio.words import duration, noop, percent, tr, whole

_ROW_HEIGHT = 64
_PIECE_WIDTH = 54
"""Of the words below a score."""
_HINT = noop("Runs gather here with what came of them. Queue several seeds to choose from; they run by themselves.")
_MOST_SEEDS = 50
_TEXT_LEFT = 84
_STANDS = {Stand.WAITING: noop("waiting"), Stand.DONE: noop("done"), Stand.FAILED: noop("failed")}


class GalleryPanel(QWidget):
    """A click on a result shows it; its menu and the two links act on it."""

    queue_wanted = Signal(object)
    """A list with the changes of settings of each run that is to wait."""
    run_wanted = Signal()
    hold_wanted = Signal()
    start_from_wanted = Signal()
    export_wanted = Signal()
    remove_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = DARK
        self.note = label("", "muted")
        self.hint = label(tr(_HINT), "hint")
        self.hint.setWordWrap(True)
        self.count = spin_box(3, 1, _MOST_SEEDS, tr("How many seeds"))
        self.add_seeds = button(
            tr("Add seeds"), "small", self._add_seeds, tr("Queue so many runs, each with a seed drawn")
        )
        self.add_this = button(tr("Add this"), "small", self._add_this, tr("Queue a run with the settings as they are"))
        self.go = button(tr("Run queue"), "small", self._on_go)
        self.count.setMaximumWidth(self.count.minimumWidth())
        for widget in (self.add_seeds, self.add_this):
            # The panel is narrow, and must not grow wider than what it lies in.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._rows = column(gap=4)
        body = column(
            section(tr("Queue and gallery"), self.note),
            self.hint,
            self._rows,
            _evenly(row(self.count, self.add_seeds, self.add_this, gap=6)),
            self.go,
            gap=8,
        )
        self.setLayout(body)
        self._timer = beat_timer(self, is_single_shot=True)
        self._timer.timeout.connect(self.refresh)
        document.gallery_changed.connect(self.refresh)
        document.past_changed.connect(self.refresh)
        document.state_changed.connect(self.refresh)
        document.history_changed.connect(self._schedule)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Colours of what is painted here."""
        self._theme = theme
        for widget in self.rows():
            widget.set_theme(theme)

    def rows(self) -> list[GalleryRow]:
        """One for each entry, in the order of the gallery."""
        items = [self._rows.itemAt(place) for place in range(self._rows.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, GalleryRow)]

    @Slot()
    def refresh(self) -> None:
        """Shows the gallery as it is."""
        document, gallery = self._document, self._document.gallery
        rows = self.rows()
        if [widget.entry for widget in rows] != gallery.entries:
            rows = self._rebuild(rows)
        for widget in rows:
            widget.show_entry(document, widget.entry is document.shown_entry)
        waiting = len(gallery.waiting)
        self.hint.setVisible(not gallery.entries)
        self.note.setText(tr("%n waiting", "", waiting) if waiting else "")
        self.go.setText(tr("Hold queue") if gallery.is_going else tr("Run queue (%n)", "", waiting))
        self.go.setToolTip(
            tr("Let nothing follow the run that is on")
            if gallery.is_going
            else tr("Run what waits, one after the other; a run that is on is finished first")
        )
        self.go.setVisible(bool(waiting) or gallery.is_going)

    def _rebuild(self, rows: list[GalleryRow]) -> list[GalleryRow]:
        known = {widget.entry: widget for widget in rows}
        for widget in rows:
            self._rows.removeWidget(widget)
        for entry in self._document.gallery.entries:
            widget = known.pop(entry, None) or self._new_row(entry)
            self._rows.addWidget(widget)
        for widget in known.values():
            widget.hide()
            widget.deleteLater()
        return self.rows()

    def _new_row(self, entry: Entry) -> GalleryRow:
        widget = GalleryRow(entry)
        widget.set_theme(self._theme)
        widget.clicked.connect(self._on_row)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self._open_menu)
        return widget

    @Slot()
    def _on_row(self) -> None:
        sender = self.sender()
        if isinstance(sender, GalleryRow):
            is_shown = sender.entry is self._document.shown_entry
            if is_shown or sender.entry.result is None:
                self._document.look_at(None)
            else:
                self._document.look_at_result(sender.entry)

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        sender = self.sender()
        if isinstance(sender, GalleryRow):
            menu = self.menu_of(sender.entry)
            menu.popup(sender.mapToGlobal(place))

    def menu_of(self, entry: Entry) -> QMenu:
        """What can be done with an entry."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, signal in ((tr("Start from it"), self.start_from_wanted), (tr("Export…"), self.export_wanted)):
            action = menu.addAction(words)
            action.setEnabled(entry.result is not None)
            action.triggered.connect(lambda _checked=False, signal=signal: self._act(entry, signal))
        remove = menu.addAction(tr("Remove"))
        remove.setEnabled(entry.stand is not Stand.RUNNING)
        remove.triggered.connect(lambda: self.remove_wanted.emit(entry))
        return menu

    def _act(self, entry: Entry, signal: object) -> None:
        self._document.look_at_result(entry)
        signal.emit()  # type: ignore[attr-defined]

    def _add_seeds(self) -> None:
        self.queue_wanted.emit([{"seed": draw_seed()} for _ in range(self.count.value())])

    def _add_this(self) -> None:
        self.queue_wanted.emit([{}])

    def _on_go(self) -> None:
        (self.hold_wanted if self._document.gallery.is_going else self.run_wanted).emit()

    @Slot()
    def _schedule(self) -> None:
        if self._document.gallery.running is not None and not self._timer.isActive():
            self._timer.start()


class GalleryRow(QAbstractButton):
    """A thumbnail, which run it is, and what came of it."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.note = ""
        self.score = ""
        self._image: QImage | None = None
        self._moment: Moment | None = None
        self._is_shown = False
        self._theme = DARK
        self.setFixedHeight(_ROW_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def title(self) -> str:
        """Which run it is."""
        return tr("seed {seed}", seed=self.entry.settings.seed)

    def set_theme(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    def show_entry(self, document: Document, is_shown: bool) -> None:
        """What there is to say about it now."""
        result = self.entry.result
        self._is_shown = is_shown
        self.note = _note(document, self.entry)
        self.score = "" if result is None or result.in_one_piece is None else percent(result.in_one_piece, 1)
        moment = _moment(document, self.entry)
        if moment is not self._moment:
            pixels = None if moment is None else moment.pixels(SHAPE)
            self._image = None if pixels is None else image_of(pixels)
            self._moment = moment
        said = tr(" {share} of the blocks in one piece.", share=self.score) if self.score else ""
        self.setAccessibleName(f"{self.title}, {self.note}.{said}")
        self.setToolTip(f"<p>{escape(self.entry.settings.prompt)}</p><p>{self.title}, {self.note}.{said}</p>")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The row."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        painter.setPen(theme.colour("accent_light") if self._is_shown or self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("raised" if self._is_shown or self.underMouse() else "well"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        paint_thumbnail(painter, QRectF(6, 6, 69, 52), self._image, theme)
        top = 7.0 if self.score else 14.0
        line = QRectF(_TEXT_LEFT, top, self.width() - _TEXT_LEFT - 8, 18)
        self._draw(painter, line, self._heading(), "text", 13)
        self._draw(painter, line.translated(0, 18), self.note, "muted", 11)
        if self.score:
            said = tr("{share} in one piece", share=self.score)
            self._draw(painter, line.translated(0, 33), said, "green", 11)
        painter.end()

    def _heading(self) -> str:
        return f"{self.title} · {self.entry.settings.prompt}"

    def _draw(self, painter: QPainter, place: QRectF, text: str, role: str, size: int) -> None:
        painter.setFont(tabular(self.font(), size))
        painter.setPen(self._theme.colour(role))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


def _evenly(line: QHBoxLayout) -> QHBoxLayout:
    """All but the first widget share the room."""
    for place in range(1, line.count()):
        line.setStretch(place, 1)
    return line


def _moment(document: Document, entry: Entry) -> Moment | None:
    """The world to picture an entry by: its result, or how far it has come."""
    if entry.result is not None:
        return entry.result.moment
    timeline = document.timeline
    if entry.stand is not Stand.RUNNING or not timeline.moments or document.run != document.live_run:
        return None
    return timeline.moments[timeline.pictured(len(timeline.moments) - 1)]


def _note(document: Document, entry: Entry) -> str:
    result = entry.result
    if result is not None:
        words = tr("{time} · {count} changed", time=duration(result.seconds), count=whole(result.changed))
        return tr("{words} · stopped", words=words) if result.was_stopped else words
    if entry.stand is not Stand.RUNNING:
        return tr(_STANDS[entry.stand])
    done = document.history.steps[-1] if document.history.steps else 0
    return tr("running · {share}", share=percent(done / max(document.settings.steps, 1)))
