"""Buttons, labels and layouts in the window's style."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from voxstudio.studio.theme import tabular

Item = QWidget | QLayout | int
Margins = tuple[int, int, int, int]
"""Left, top, right, bottom."""
Layout = TypeVar("Layout", bound=QBoxLayout)

GAP = 8
"""Pixels of the grid that everything sits on."""


def label(text: str = "", role: str = "row", parent: QWidget | None = None) -> QLabel:
    """A label whose ``role`` (row, section, muted, value, legend, hint) the style sheet knows."""
    result = QLabel(text, parent)
    _give_role(result, role)
    return result


class Elided(QLabel):
    """A label that takes the room that others leave; a text that is longer ends in dots, and is the tip, too."""

    def __init__(self, role: str = "row") -> None:
        super().__init__()
        _give_role(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> str:
        """What of the text there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def event(self, event: QEvent) -> bool:
        """The tip is made when it is asked for."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("" if self.shown == self.text() else self.text())
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the text as there is room for."""
        painter, role = QPainter(self), self.foregroundRole()
        self.style().drawItemText(
            painter, self.rect(), self.alignment(), self.palette(), self.isEnabled(), self.shown, role
        )
        painter.end()


class Readout(QLabel):
    """A label whose text changes while a run is on.

    At every change of its text a label has the whole window laid out anew; this one only when it needs more room than
    ever before.
    """

    def __init__(self, role: str = "row") -> None:
        super().__init__()
        _give_role(self, role)

    def setText(self, text: str) -> None:
        """Shows another text."""
        if text != self.text():
            super().setText(text)
            self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """The style sheet's letters take another room than those before."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room()

    def _make_room(self) -> None:
        needed = self.sizeHint()
        if needed.width() > self.minimumWidth() or needed.height() != self.minimumHeight():
            self.setFixedSize(max(needed.width(), self.minimumWidth()), needed.height())


def button(text: str, role: str = "", on_click: Callable[[], object] | None = None, tip: str = "") -> QPushButton:
    """A push button whose ``role`` (primary, icon, chip, link) the style sheet knows."""
    result = QPushButton(text)
    result.setProperty("role", role)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    if tip:
        result.setToolTip(tip)
        result.setAccessibleName(text if any(letter.isalnum() for letter in text) else tip)
    if on_click is not None:
        result.clicked.connect(lambda _checked=False: on_click())
    return result


def column(*items: Item, margins: Margins = (0, 0, 0, 0), gap: int = GAP) -> QVBoxLayout:
    """Items one below the other; a number is a space of so many pixels, -1 a stretch."""
    return _filled(QVBoxLayout(), items, margins, gap)


def row(*items: Item, margins: Margins = (0, 0, 0, 0), gap: int = GAP) -> QHBoxLayout:
    """Items side by side; a number is a space of so many pixels, -1 a stretch."""
    return _filled(QHBoxLayout(), items, margins, gap)


def section(title: str, *notes: QWidget) -> QHBoxLayout:
    """The heading of a group, with small things at its right."""
    return row(label(title.upper(), "section"), -1, *notes)


def scrolling(content: QWidget) -> QScrollArea:
    """Content that scrolls up and down where it is higher than its place."""
    area = _Scrolling()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


class _Scrolling(QScrollArea):
    """Never narrower than its content: what does not fit would be cut, and nothing would bring it into view."""

    def minimumSizeHint(self) -> QSize:
        """That of the content, and the bar beside it."""
        hint, content = super().minimumSizeHint(), self.widget()
        bar = self.verticalScrollBar().sizeHint().width()
        return hint if content is None else QSize(content.minimumSizeHint().width() + bar, hint.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content may come to need another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _give_role(widget: QLabel, role: str) -> None:
    widget.setProperty("role", role)
    if role in ("value", "muted", "legend"):
        widget.setFont(tabular(widget.font()))


def _filled(layout: Layout, items: tuple[Item, ...], margins: Margins, gap: int) -> Layout:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        elif item < 0:
            layout.addStretch(1)
        else:
            layout.addSpacing(item)
    return layout
