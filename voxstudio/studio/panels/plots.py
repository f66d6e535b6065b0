"""Below: what happened. Plots that share one time axis, with the changes of settings marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.history import History
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.widgets.basic import label, row
from voxstudio.studio.words import decimal, figures, noop, tr

_REFRESH_MS = 200
_SPARING_REFRESH_MS = 500
"""While a run needs the processor."""
_LABEL_SPAN = 0.06


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
        noop("Blocks, schedule"),
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
    """One card beside the other; redrawn at most five times a second, and less often while a run is on."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        pg.setConfigOptions(antialias=True)
        self.cards = [_PlotCard(card) for card in CARDS]
        for card in self.cards[1:]:
            card.plot.setXLink(self.cards[0].plot)
        layout = row(*self.cards, margins=(12, 0, 12, 10), gap=10)
        for place in range(len(self.cards)):
            layout.setStretch(place, 1)
        self.setLayout(layout)
        self._timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
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
        for card in self.cards:
            card.show_history(self._document.history, self._document.settings.steps)
        self._show_past()

    @Slot()
    def _show_past(self) -> None:
        past = self._document.past if self._document.shown_entry is None else None
        for card in self.cards:
            card.show_past(None if past is None else past.step)

    @Slot()
    def _schedule(self) -> None:
        if not self._timer.isActive():
            is_sparing = self._document.state is RunState.RUNNING
            self._timer.start(_SPARING_REFRESH_MS if is_sparing else _REFRESH_MS)


class _PlotCard(QFrame):
    def __init__(self, card: Card) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._card = card
        self._theme = DARK
        self.title = label(tr(card.title), "muted")
        self.values = label("", "legend")
        self.values.setTextFormat(Qt.TextFormat.RichText)
        self._measured = label("", "legend", self)
        self._measured.hide()
        self.plot = pg.PlotWidget(viewBox=pg.ViewBox(enableMenu=False))
        self.plot.setBackground(None)
        self.plot.setAccessibleName(self.title.text())
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing that keys could do in it
        self._item: Any = self.plot.getPlotItem()
        self._set_up_plot()
        self._curves = [self.plot.plot() for _ in card.curves]
        for curve in self._curves:
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
        self._now = pg.InfiniteLine(angle=90, movable=False)
        self.plot.addItem(self._now)
        self._past = pg.InfiniteLine(angle=90, movable=False)
        self._past.hide()
        self.plot.addItem(self._past)
        self._markers: list[pg.InfiniteLine] = []
        self._last = 0
        self._fit: tuple[int, int, int | None] = (0, 0, None)
        self._empty = label(tr(card.empty), "hint", self.plot)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        # A legend that does not fit is cut off rather than widening the window.
        self.values.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.values.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = row(self.title, self.values, gap=10)
        header.setStretch(1, 1)
        layout.addLayout(header)
        layout.addWidget(self.plot, 1)
        self._apply_theme()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._apply_theme()

    def show_history(self, history: History, steps: int) -> None:
        has_data = bool(history.steps)
        self._empty.setVisible(not has_data)
        self._empty.setGeometry(16, 0, max(self.plot.width() - 32, 40), self.plot.height())
        self._now.setVisible(has_data)
        x = np.asarray(history.steps, dtype=np.float64)
        for curve, item in zip(self._card.curves, self._curves, strict=True):
            item.setData(x, self._scaled(history.series.get(curve.series, [])))
        self._show_legend(history)
        if has_data:
            self._now.setValue(history.steps[-1])
        last = max(steps, history.steps[-1] if has_data else 1)
        if last != self._last:  # linked plots would all follow again
            self._last = last
            self._item.setXRange(0, last, padding=0.01)
        self._show_markers(history)

    def show_past(self, step: int | None) -> None:
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

    def _show_legend(self, history: History) -> None:
        """With the names of the curves where there is room for them, else in their colours alone, of as many as fit."""
        full, room = self._legend(history, has_names=True), self.values.width()
        counts = range(len(self._card.curves), -1, -1)
        if self._fit[:2] != (len(full), room):  # to measure it means to lay out a document
            shorter = (count for count in counts if self._fits(self._legend(history, most=count)))
            self._fit = (len(full), room, None if self._fits(full) else next(shorter, 0))
        most = self._fit[2]
        self.values.setText(full if most is None else self._legend(history, most=most))
        self.values.setToolTip("" if most is None else full)

    def _fits(self, text: str) -> bool:
        self._measured.setText(text)
        return self._measured.sizeHint().width() <= self.values.width()

    def _legend(self, history: History, *, has_names: bool = False, most: int | None = None) -> str:
        parts = []
        for curve in self._card.curves[:most]:
            values = history.series.get(curve.series)
            if values:
                colour = getattr(self._theme, curve.role)
                parts.append(
                    f'<span style="color:{colour}">●</span> {tr(curve.label) + " " if has_names else ""}'
                    f'<span style="color:{self._theme.strong}; font-weight:600">{curve.form(values[-1])}</span>'
                )
        return "&nbsp; ".join(parts)

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
        plot.getViewBox().setDefaultPadding(0.04)
        self.plot.setFrameShape(QFrame.Shape.NoFrame)

    def _apply_theme(self) -> None:
        for curve, item in zip(self._card.curves, self._curves, strict=True):
            item.setPen(pg.mkPen(getattr(self._theme, curve.role), width=1.4))
        self._now.setPen(pg.mkPen(self._theme.accent_light, width=1))
        self._past.setPen(pg.mkPen(self._theme.strong, width=1))
        for line in self._markers:
            line.setPen(self._marker_pen())

    def _marker_pen(self) -> object:
        return pg.mkPen(self._theme.amber, width=1, style=Qt.PenStyle.DashLine)
