"""The curves of one card of the plots. Apart, as pyqtgraph is loaded when there is something to draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGraphicsView

from voxstudio.studio.history import History
from voxstudio.studio.panels.plotted import Card
from voxstudio.studio.theme import Theme

_MARGIN = 0.08
"""Of the height, above and below the curves."""
_COLUMN = 2
"""Pixels across that share a curve's lowest and highest value: of finer ones Qt paints each, and nobody sees more."""
pg.setConfigOptions(antialias=True)


class Curves(pg.PlotWidget):
    """Curves of a history over its steps, and lines where settings were changed."""

    def __init__(self, card: Card, theme: Theme) -> None:
        super().__init__(viewBox=pg.ViewBox(enableMenu=False))
        self._card = card
        self._theme = theme
        # Else all that lies behind it would be painted with it.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # Else Qt would paint at once whatever of the window waits to be painted, and for each plot again.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing that keys could do in it
        self._item: Any = self.getPlotItem()
        self._set_up()
        # Piece by piece: the outline of a whole jagged curve takes Qt ten times as long.
        self._curves = [pg.PlotCurveItem() for _ in card.curves]
        for curve in self._curves:
            curve.setSegmentedLineMode("on")
            self.addItem(curve)
        self._now = pg.InfiniteLine(angle=90, movable=False)
        self.addItem(self._now)
        self._past = pg.InfiniteLine(angle=90, movable=False)
        self._past.hide()
        self.addItem(self._past)
        self._markers: list[pg.InfiniteLine] = []
        self._last = 0
        self._span: tuple[float, float] | None = None
        self.set_theme(theme)

    @property
    def last_step(self) -> float:
        """Up to where the curves are drawn."""
        steps, _ = self._curves[0].getData()
        return 0.0 if steps is None else steps[-1]

    @property
    def past_step(self) -> float | None:
        """The moment that is marked."""
        return self._past.getXPos() if self._past.isVisible() else None

    def set_theme(self, theme: Theme) -> None:
        """Colours of curves and grid."""
        self._theme = theme
        self.setBackground(theme.well)
        for curve, item in zip(self._card.curves, self._curves, strict=True):
            pen = pg.mkPen(getattr(theme, curve.role), width=1.4)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            item.setPen(pen)
        self._now.setPen(pg.mkPen(theme.accent_light, width=1))
        self._past.setPen(pg.mkPen(theme.strong, width=1))
        for line in self._markers:
            line.setPen(self._marker_pen())

    def show_history(self, history: History, steps: int) -> None:
        """Draws a history of at least one step; ``steps`` is where the run will end."""
        x = np.asarray(history.steps, dtype=np.float64)
        values = [self._scaled(history.series.get(curve.series, ())) for curve in self._card.curves]
        for y, item in zip(values, self._curves, strict=True):
            item.setData(*peaks(x, y, self.width() // _COLUMN), connect="finite")
        self._fit(values)
        self._now.setValue(history.steps[-1])
        last = max(steps, history.steps[-1])
        if last != self._last:
            self._last = last
            self._item.setXRange(0, last, padding=0.01)
        self._show_markers(history)
        self.viewport().update()

    def show_past(self, step: int | None) -> None:
        """Marks the moment that is looked at, None for the present."""
        self._past.setVisible(step is not None)
        if step is not None:
            self._past.setValue(step)
        self.viewport().update()

    def _scaled(self, values: Sequence[float]) -> np.ndarray:
        y = np.array(values, dtype=np.float64)  # a copy: while numpy looks into the history's own, it cannot grow
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
            self.removeItem(self._markers.pop())
        while len(self._markers) < len(history.markers):
            line = pg.InfiniteLine(angle=90, movable=False)
            line.addMarker("v", position=1.0, size=9)
            line.setPen(self._marker_pen())
            self.addItem(line)
            self._markers.append(line)
        for line, marker in zip(self._markers, history.markers, strict=True):
            line.setValue(marker.step + 0.5)
            line.setToolTip(marker.text)

    def _set_up(self) -> None:
        plot = self._item
        plot.hideButtons()
        # pyqtgraph makes this menu in any case and gives it no owner: it would outlive the window.
        plot.ctrlMenu.setParent(self, plot.ctrlMenu.windowFlags())
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.showGrid(x=False, y=True, alpha=0.10)
        plot.hideAxis("left")
        plot.hideAxis("bottom")
        plot.setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().disableAutoRange()
        self.setFrameShape(QFrame.Shape.NoFrame)

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
