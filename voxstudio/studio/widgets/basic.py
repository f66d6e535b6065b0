"""Buttons, labels and layouts in the window's style."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

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
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


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
