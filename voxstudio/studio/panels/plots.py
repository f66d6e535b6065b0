"""Below: what happened. Plots that share one time axis, with the changes of settings marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.history import History
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.widgets.basic import label, row
from voxstudio.studio.widgets.legend import Entry, Legend
from voxstudio.studio.words import decimal, figures, noop, tr

_REFRESH_MS = 50
"""Between two cards: one at a time, so that no turn of the window's thread is long."""
_SPARING_REFRESH_MS = 600
"""While a run needs the processor."""
_SIDE, _GAP, _CARD_SIDE, _HEADER_GAP = 12, 10, 10, 10
_MARGIN = 0.08
"""Of the height, above and below the curves."""


@dataclass(frozen=True)
class Curve:
    """One line of a plot."""

    series: str
    """Its name in the history."""
    label: str
    role: str
    """A colour of the theme."""
    form: Callable[[float], str] = field(default=partial(figures, count=2))


@dataclass(frozen=True)
class Card:
    """One plot."""

    title: str
    empty: str
    """What the plot will show, said while it is empty."""
    curves: tuple[Curve, ...]
    is_logarithmic: bool = False
    is_normalised: bool = False
    """Each curve fills the height by itself: their units have nothing in common."""


CARDS = (
    Card(
        noop("Loss"),
        noop("How far the pictures are from what the prior expects."),
        (Curve("losses.total", noop("total"), "accent_light"), Curve("losses.sds", noop("SDS"), "violet")),
    ),
    Card(
        noop("Regularizers"),
        noop("The price of many, undecided or scattered blocks."),
        (
            Curve("losses.sparsity", noop("sparsity"), "accent_light"),
            Curve("losses.entropy", noop("entropy"), "violet"),
            Curve("losses.smooth", noop("smooth"), "green"),
        ),
    ),
    Card(
        noop("Gradients"),
        noop("How hard the pictures and the blocks are pulled."),
        (
            Curve("grads.image_l2", noop("image"), "coral"),
            Curve("grads.occupancy_l2", noop("occupancy"), "accent_light"),
            Curve("grads.materials_l2", noop("materials"), "violet"),
        ),
        is_logarithmic=True,
    ),
    Card(
        noop("Schedule"),
        noop("How many blocks there are, and how temperature and learning rate move."),
        (
            Curve("blocks", noop("blocks"), "accent_light", partial(decimal, digits=0)),
            Curve("temperature", noop("temp"), "amber", partial(decimal, digits=2)),
            Curve("lr", noop("rate"), "green", figures),
        ),
        is_normalised=True,
    ),
)


class Plots(QFrame):
    """One card beside the other, refreshed in turn."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        pg.setConfigOptions(antialias=True)
        self.cards = [PlotCard(card) for card in CARDS]
        for card in self.cards[1:]:
            card.plot.setXLink(self.cards[0].plot)
        layout = row(*self.cards, margins=(_SIDE, 0, _SIDE, 10), gap=_GAP)
        for place in range(len(self.cards)):
            layout.setStretch(place, 1)
        self.setLayout(layout)
        self._is_stacked = False
        self._stale: list[PlotCard] = []
        """Cards that do not show the latest, the one that has waited longest first."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._refresh_one)
        document.history_changed.connect(self._schedule)
        document.settings_changed.connect(self._schedule)
        document.past_changed.connect(self._show_past)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Colours of curves and grids."""
        for card in self.cards:
            card.set_theme(theme)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Draws the history as it is."""
        self._stale.clear()
        for card in self.cards:
            self._refresh(card)
        self._show_past()

    def showEvent(self, event: QShowEvent) -> None:
        """Draws what was left undrawn while nobody could see it."""
        super().showEvent(event)
        self._start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for one line again."""
        super().resizeEvent(event)
        self._stack(is_stacked=self._is_crowded())

    def _refresh(self, card: PlotCard) -> None:
        card.show_history(self._document.history, self._document.settings.steps)
        # All cards alike, and not back before there is another width: values grow and shrink all the time.
        if not self._is_stacked and self._is_crowded():
            self._stack(is_stacked=True)

    def _is_crowded(self) -> bool:
        room = (self.width() - 2 * _SIDE - (len(self.cards) - 1) * _GAP) // len(self.cards)
        return any(card.needed_width > room for card in self.cards)

    def _stack(self, *, is_stacked: bool) -> None:
        if is_stacked != self._is_stacked:
            self._is_stacked = is_stacked
            for card in self.cards:
                card.set_stacked(is_stacked)

    @Slot()
    def _show_past(self) -> None:
        past = self._document.past if self._document.shown_entry is None else None
        for card in self.cards:
            card.show_past(None if past is None else past.step)

    @Slot()
    def _schedule(self) -> None:
        self._stale += [card for card in self.cards if card not in self._stale]
        self._start()

    def _start(self) -> None:
        if self._stale and not self._timer.isActive():
            is_sparing = self._document.state is RunState.RUNNING
            self._timer.start(_SPARING_REFRESH_MS if is_sparing else _REFRESH_MS)

    @Slot()
    def _refresh_one(self) -> None:
        if self._stale and self.isVisible():
            self._refresh(self._stale.pop(0))
            self._start()


class PlotCard(QFrame):
    """Curves, their last values, and lines where settings were changed."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._card = card
        self._theme = DARK
        self.title = label(tr(card.title), "muted")
        self.values = Legend()
        self.plot = pg.PlotWidget(viewBox=pg.ViewBox(enableMenu=False))
        # Else all that lies behind it would be painted with it.
        self.plot.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.plot.setAccessibleName(self.title.text())
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing that keys could do in it
        self._item: Any = self.plot.getPlotItem()
        self._set_up_plot()
        # Piece by piece: the outline of a whole jagged curve takes Qt ten times as long.
        self._curves = [pg.PlotCurveItem() for _ in card.curves]
        for curve in self._curves:
            curve.setSegmentedLineMode("on")
            self.plot.addItem(curve)
        self._now = pg.InfiniteLine(angle=90, movable=False)
        self.plot.addItem(self._now)
        self._past = pg.InfiniteLine(angle=90, movable=False)
        self._past.hide()
        self.plot.addItem(self._past)
        self._markers: list[pg.InfiniteLine] = []
        self._last = 0
        self._span: tuple[float, float] | None = None
        self._empty = label(tr(card.empty), "hint", self.plot)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_CARD_SIDE, 8, _CARD_SIDE, 8)
        layout.setSpacing(4)
        self._header = row(self.title, self.values, gap=_HEADER_GAP)
        self._header.setStretch(1, 1)
        layout.addLayout(self._header)
        layout.addWidget(self.plot, 1)
        self._apply_theme()

    def set_theme(self, theme: Theme) -> None:
        """Colours of curves and grid."""
        self._theme = theme
        self._apply_theme()

    def show_history(self, history: History, steps: int) -> None:
        """Draws a history as it is; ``steps`` is where the run will end."""
        has_data = bool(history.steps)
        self._empty.setVisible(not has_data)
        self._empty.setGeometry(16, 0, max(self.plot.width() - 32, 40), self.plot.height())
        self._now.setVisible(has_data)
        x = np.asarray(history.steps, dtype=np.float64)
        values = [self._scaled(history.series.get(curve.series, [])) for curve in self._card.curves]
        for y, item in zip(values, self._curves, strict=True):
            item.setData(*peaks(x, y, self.plot.width()), connect="finite")
        self._fit(values)
        self.values.show_entries(
            [
                Entry(curve.role, tr(curve.label), curve.form(history.series[curve.series][-1]))
                for curve in self._card.curves
                if history.series.get(curve.series)
            ]
        )
        if has_data:
            self._now.setValue(history.steps[-1])
        last = max(steps, history.steps[-1] if has_data else 1)
        if last != self._last:  # linked plots would all follow again
            self._last = last
            self._item.setXRange(0, last, padding=0.01)
        self._show_markers(history)

    @property
    def needed_width(self) -> float:
        """Pixels that the title takes with the values beside it and their names."""
        return self.title.sizeHint().width() + _HEADER_GAP + self.values.full_width + 2 * _CARD_SIDE

    def set_stacked(self, is_stacked: bool) -> None:
        """The values below the title, or beside it."""
        way = QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
        self._header.setDirection(way)
        self._header.setSpacing(2 if is_stacked else _HEADER_GAP)
        self.values.is_left = is_stacked

    def show_past(self, step: int | None) -> None:
        """Marks the moment that is looked at, None for the present."""
        self._past.setVisible(step is not None)
        if step is not None:
            self._past.setValue(step)

    def _scaled(self, values: list[float]) -> np.ndarray:
        y = np.asarray(values, dtype=np.float64)
        if self._card.is_logarithmic:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(y > 0, np.log10(y), np.nan)
        if self._card.is_normalised and len(y):
            low, high = np.nanmin(y), np.nanmax(y)
            return (y - low) / (high - low) if high > low else np.full_like(y, 0.5)
        return y

    def _fit(self, values: list[np.ndarray]) -> None:
        """Fills the height; pyqtgraph's own way to it asks every item several times."""
        every = np.concatenate(values)
        every = every[np.isfinite(every)]
        low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)
        if high <= low:
            low, high = low - 0.5, high + 0.5
        if (low, high) != self._span:
            self._span = (low, high)
            self._item.setYRange(low, high, padding=_MARGIN)

    def _show_markers(self, history: History) -> None:
        while len(self._markers) > len(history.markers):
            self.plot.removeItem(self._markers.pop())
        while len(self._markers) < len(history.markers):
            line = pg.InfiniteLine(angle=90, movable=False)
            line.addMarker("v", position=1.0, size=9)
            line.setPen(self._marker_pen())
            self.plot.addItem(line)
            self._markers.append(line)
        for line, marker in zip(self._markers, history.markers, strict=True):
            line.setValue(marker.step + 0.5)
            line.setToolTip(marker.text)

    def _set_up_plot(self) -> None:
        plot = self._item
        plot.hideButtons()
        # pyqtgraph makes this menu in any case and gives it no owner: it would outlive the window.
        plot.ctrlMenu.setParent(self.plot, plot.ctrlMenu.windowFlags())
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.showGrid(x=False, y=True, alpha=0.10)
        plot.hideAxis("left")
        plot.hideAxis("bottom")
        plot.setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().disableAutoRange()
        self.plot.setFrameShape(QFrame.Shape.NoFrame)

    def _apply_theme(self) -> None:
        self.plot.setBackground(self._theme.well)
        self.values.set_theme(self._theme)
        for curve, item in zip(self._card.curves, self._curves, strict=True):
            pen = pg.mkPen(getattr(self._theme, curve.role), width=1.4)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            item.setPen(pen)
        self._now.setPen(pg.mkPen(self._theme.accent_light, width=1))
        self._past.setPen(pg.mkPen(self._theme.strong, width=1))
        for line in self._markers:
            line.setPen(self._marker_pen())

    def _marker_pen(self) -> object:
        return pg.mkPen(self._theme.amber, width=1, style=Qt.PenStyle.DashLine)


def peaks(x: np.ndarray, y: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """A curve of at most about two points for each of ``width`` columns, with the lowest and highest of each kept."""
    size = len(y) // max(width, 1)
    if size < 2 or len(x) != len(y):
        return x[: len(y)], y
    count = len(y) // size
    columns = y[: count * size].reshape(count, size)
    # fmin and fmax pass over gaps where there is a number beside them.
    ends = np.stack([np.fmin.reduce(columns, axis=1), np.fmax.reduce(columns, axis=1)], axis=1)
    return np.append(np.repeat(x[: count * size : size], 2), x[-1]), np.append(ends.ravel(), y[-1])
