"""Below: what happened. Plots that share one time axis, with the changes of settings marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from voxstudio.studio.beat import BEAT, BEAT_MS
from voxstudio.studio.document import Document
from voxstudio.studio.history import History
from voxstudio.studio.panels.plotted import CARDS, Card
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.widgets.basic import label, row
from voxstudio.studio.widgets.legend import Entry, Legend
from voxstudio.studio.words import tr

if TYPE_CHECKING:
    from voxstudio.studio.panels.curves import Curves

_REFRESH_MS = 50
"""Between two rounds, and between two cards that are first made: so no turn of the window's thread is long."""
_BEATS = 3
"""Between two rounds of all cards, while a run needs the processor."""
_SIDE, _GAP, _CARD_SIDE, _HEADER_GAP = 12, 10, 10, 10


class Plots(QFrame):
    """One card beside the other, refreshed in rounds."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.cards = [PlotCard(card) for card in CARDS]
        layout = row(*self.cards, margins=(_SIDE, 0, _SIDE, 10), gap=_GAP)
        for place in range(len(self.cards)):
            layout.setStretch(place, 1)
        self.setLayout(layout)
        self._is_stacked = False
        self._is_stale = False
        """Whether there is more to show than was when the latest round began."""
        self._round: list[PlotCard] = []
        """Cards that have still to be refreshed."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._refresh_some)
        document.history_changed.connect(self._schedule)
        document.settings_changed.connect(self._schedule)
        document.state_changed.connect(self._start)  # what ends is shown at once
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
        self._is_stale = False
        self._round.clear()
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
        self._is_stale = True
        self._start()

    @Slot()
    def _start(self) -> None:
        if not self._is_stale and not self._round:
            return
        is_resting = self._document.state is RunState.RUNNING and not self._round
        wait_ms = _BEATS * BEAT_MS if is_resting else _REFRESH_MS
        if not self._timer.isActive() or wait_ms < self._timer.interval():
            self._timer.setTimerType(BEAT if is_resting else Qt.TimerType.CoarseTimer)
            self._timer.start(wait_ms)

    @Slot()
    def _refresh_some(self) -> None:
        if self.isVisible():
            if not self._round:
                self._is_stale = False
                self._round += self.cards
            # Together, as they then show the same step, and the window is painted once for all.
            count = len(self._round) if all(card.curves for card in self.cards) else 1
            for _ in range(count):
                self._refresh(self._round.pop(0))
            self._start()


class PlotCard(QFrame):
    """A title, the last values, and curves, or before there are any what they will show."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._card = card
        self._theme = DARK
        self.title = label(tr(card.title), "muted")
        self.values = Legend()
        self.curves: Curves | None = None
        self._past: int | None = None
        self.empty = label(tr(card.empty), "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_CARD_SIDE, 8, _CARD_SIDE, 8)
        layout.setSpacing(4)
        self._header = row(self.title, self.values, gap=_HEADER_GAP)
        self._header.setStretch(1, 1)
        layout.addLayout(self._header)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.empty)
        layout.addLayout(self._pages, 1)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Colours of curves and grid."""
        self._theme = theme
        self.values.set_theme(theme)
        if self.curves is not None:
            self.curves.set_theme(theme)

    def show_history(self, history: History, steps: int) -> None:
        """Draws a history as it is; ``steps`` is where the run will end."""
        if history.steps:
            curves = self.curves or self._make_curves()
            curves.show_history(history, steps)
            self._pages.setCurrentWidget(curves)
        else:
            self._pages.setCurrentWidget(self.empty)
        self.values.show_entries(
            [
                Entry(curve.role, tr(curve.label), curve.form(history.series[curve.series][-1]))
                for curve in self._card.curves
                if history.series.get(curve.series)
            ]
        )

    @property
    def needed_width(self) -> float:
        """Pixels that the title takes with the values beside it and their names."""
        return self.title.sizeHint().width() + _HEADER_GAP + self.values.line_width + 2 * _CARD_SIDE

    def set_stacked(self, is_stacked: bool) -> None:
        """The values below the title, or beside it."""
        way = QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
        self._header.setDirection(way)
        self._header.setSpacing(2 if is_stacked else _HEADER_GAP)
        self.values.set_stacked(is_stacked)

    def show_past(self, step: int | None) -> None:
        """Marks the moment that is looked at, None for the present."""
        self._past = step
        if self.curves is not None:
            self.curves.show_past(step)

    def _make_curves(self) -> Curves:
        # Not sooner: pyqtgraph takes as long to load as all else of the window.
        from voxstudio.studio.panels.curves import Curves

        self.curves = Curves(self._card, self._theme)
        self.curves.setAccessibleName(self.title.text())
        self.curves.show_past(self._past)
        self._pages.addWidget(self.curves)
        return self.curves
