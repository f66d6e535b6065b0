"""The bubble that shows the first steps: beside what it points at, never in the way of using it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.tour import Stop, stops
from voxstudio.studio.widgets.basic import button, column, label, row
from voxstudio.studio.words import noop, tr

if TYPE_CHECKING:
    from voxstudio.studio.window import MainWindow

_SEEN = "tour_seen"
_WIDTH = 308
_GAP = 12
_FAREWELL = (
    noop("That is all"),
    noop("Ctrl+K finds anything, ? shows all keys, F1 opens the guide. Help > First steps brings this back."),
)


class TourBubble(QFrame):
    """Goes on by itself when a step was done, by whatever way; can be skipped at any time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("bubble")
        self.setAccessibleName(tr("First steps"))
        self._window = window
        self._stops: list[Stop] = []
        self._at = 0
        self._ring = _Ring(window)
        self.title = label("", "bubbleTitle")
        self.text = label("")
        self.text.setWordWrap(True)
        self.count = label("", "muted")
        self.skip = button(tr("Skip"), "link", self.end, tr("Close the first steps; Help brings them back"))
        self.offer = button("", "primary", self._accept, tr("Do this step for me"))
        self.next = button(tr("Next"), "small", self._go_on, tr("Go to the next step"))
        self.close_button = button(tr("Done"), "small", self.end, tr("Close the first steps"))
        foot = row(self.count, -1, self.skip, self.next, self.close_button, gap=10)
        self.setLayout(column(self.title, self.text, 4, self.offer, foot, margins=(16, 14, 14, 12), gap=6))
        self.setFixedWidth(_WIDTH)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._place)
        window.installEventFilter(self)
        document = window.document
        for signal in (
            document.world_changed,
            document.settings_changed,
            document.state_changed,
            document.frame_changed,
            window.files.exported,
            window.stage.frame_cost,
        ):
            signal.connect(self._check)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """The colour of the ring."""
        self._ring.theme = theme

    @property
    def stop(self) -> Stop | None:
        """What is pointed at now; None at the farewell, and when it is closed."""
        return self._stops[self._at] if self._at < len(self._stops) else None

    def greet(self) -> None:
        """Shows the first steps to somebody who has not seen them."""
        if QSettings().value(_SEEN) is None:
            self.begin()

    def begin(self) -> None:
        """From the first step that is not done yet."""
        self._stops = stops(self._window)
        self._at = 0
        self.show()
        self._show()
        self._check()

    def end(self) -> None:
        """Goes, and is not shown by itself again."""
        QSettings().setValue(_SEEN, 1)
        self._settle.stop()
        self.hide()
        self._ring.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.isVisible():
            self._settle.start()
        return False

    @Slot()
    def _check(self) -> None:
        stop = self.stop
        if self.isVisible() and stop is not None:
            if stop.is_done():
                self._go_on()
            else:
                self._settle.start()

    def _go_on(self) -> None:
        self._at += 1
        self._show()
        self._check()

    def _accept(self) -> None:
        if self.stop is not None:
            self.stop.accept()

    def _show(self) -> None:
        stop = self.stop
        title, text = (stop.title, stop.text) if stop is not None else map(tr, _FAREWELL)
        self.title.setText(title)
        self.text.setText(text)
        self.count.setText(
            tr("{number} of {count}", number=self._at + 1, count=len(self._stops)) if stop is not None else ""
        )
        self.offer.setText(stop.offer if stop is not None else "")
        self.offer.setAccessibleName(self.offer.text() or tr("Do this step"))
        self.offer.setVisible(stop is not None and bool(stop.offer))
        for widget in (self.skip, self.next):
            widget.setVisible(stop is not None)
        self.close_button.setVisible(stop is None)
        self._settle.start()

    @Slot()
    def _place(self) -> None:
        window, stop = self._window, self.stop
        layout = self.layout()
        assert layout is not None
        self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))
        target = stop.target() if stop is not None else window.stage
        is_here = target.isVisible() and target.window() is window
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size()) if is_here else window.rect()
        self._ring.surround(area if is_here and stop is not None else None)
        self.move(_beside(area, self.size().width(), self.height(), window.rect()))
        self._ring.raise_()
        self.raise_()


class _Ring(QWidget):
    """An outline around what is pointed at."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.theme = DARK
        self.hide()

    def surround(self, area: QRect | None) -> None:
        self.setVisible(area is not None)
        if area is not None:
            self.setGeometry(area.adjusted(-6, -6, 6, 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("accent_light"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()


def _beside(area: QRect, width: int, height: int, room: QRect) -> QPoint:
    """Below the area, else at its right, else at its left; inside it, at the foot, where it fills the window."""
    right, bottom = room.right() - _GAP, room.bottom() - _GAP

    def clamped(x: int, y: int) -> QPoint:
        return QPoint(min(max(x, _GAP), right - width), min(max(y, _GAP), bottom - height))

    if area.height() < room.height() // 3 and area.bottom() + _GAP + height < bottom:
        return clamped(area.left(), area.bottom() + _GAP)
    if area.right() + _GAP + width < right and area.width() < room.width() // 3:
        return clamped(area.right() + _GAP, area.top())
    if area.left() - _GAP - width > 0 and area.width() < room.width() // 3:
        return clamped(area.left() - _GAP - width, area.top())
    return clamped(area.center().x() - width // 2, area.bottom() - height - 4 * _GAP)
