"""The latest values of some curves, in one line or as a table of two."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from voxstudio.studio.theme import DARK, Theme, tabular

_LINE, _DOT, _SPACE, _GAP = 16, 8, 4, 8


class Entry(NamedTuple):
    """One curve."""

    role: str
    """A colour of the theme."""
    name: str
    value: str


class _Form(Enum):
    LINE = auto()
    """Each name with its value beside it."""
    TABLE = auto()
    """Each name with its value below it."""
    VALUES = auto()
    """No names."""


class Legend(QWidget):
    """Names are left out where there is no room for them, then the last values; all are in its tip.

    Painted: a label would lay out the window at every number.
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._is_stacked = False
        self._theme = DARK
        self._font = tabular(self.font(), 11)
        self._bold = QFont(self._font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self.setFixedHeight(_LINE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    def set_stacked(self, is_stacked: bool) -> None:
        """Below a title, where it begins at the left and has two lines, or beside one, where it ends at the right."""
        self._is_stacked = is_stacked
        self.setFixedHeight(2 * _LINE if is_stacked else _LINE)
        self._tell()

    @property
    def line_width(self) -> float:
        """Pixels that all of it takes in one line, with names."""
        return self._width(_Form.LINE, self._entries)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Other values."""
        if list(entries) != self._entries:
            self._entries = list(entries)
            self._tell()

    def fitting(self) -> list[Entry]:
        """The entries that are shown: where there is no room for names, as many as can be read whole."""
        shown = self._entries
        if self._form() is _Form.VALUES:
            while shown and self._width(_Form.VALUES, shown) > self.width():
                shown = shown[:-1]
        return shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for names, or no more."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much as there is room for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        form, shown = self._form(), self.fitting()
        x = 0.0 if self._is_stacked else max(self.width() - self._width(form, shown), 0.0)
        first = _LINE / 2 if form is _Form.TABLE else self.height() / 2
        for entry in shown:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(entry.role))
            painter.drawEllipse(QPointF(x + _DOT / 2, first), _DOT / 2, _DOT / 2)
            at = QPointF(x + _DOT + _SPACE, first + QFontMetricsF(self._bold).capHeight() / 2)
            if form is not _Form.VALUES:
                painter.setFont(self._font)
                painter.setPen(self._theme.colour("muted"))
                painter.drawText(at, entry.name)
            match form:
                case _Form.LINE:
                    at.setX(at.x() + self._name_width(entry))
                case _Form.TABLE:
                    at.setY(at.y() + _LINE)
                case _Form.VALUES:
                    pass
            painter.setFont(self._bold)
            painter.setPen(self._theme.colour("strong"))
            painter.drawText(at, entry.value)
            x += self._width(form, [entry]) + _GAP
        painter.end()

    def _tell(self) -> None:
        """Paints again, and tells in the tip what is left out."""
        is_whole = self._form() is not _Form.VALUES
        self.setToolTip("" if is_whole else ", ".join(f"{name} {value}" for _, name, value in self._entries))
        self.update()

    def _form(self) -> _Form:
        form = _Form.TABLE if self._is_stacked else _Form.LINE
        return form if self._width(form, self._entries) <= self.width() else _Form.VALUES

    def _name_width(self, entry: Entry) -> float:
        return QFontMetricsF(self._font).horizontalAdvance(f"{entry.name} ")

    def _width(self, form: _Form, entries: Sequence[Entry]) -> float:
        bold = QFontMetricsF(self._bold)
        width = _GAP * max(len(entries) - 1, 0)
        for entry in entries:
            name, value = self._name_width(entry), bold.horizontalAdvance(entry.value)
            words = {_Form.LINE: name + value, _Form.TABLE: max(name, value), _Form.VALUES: value}
            width += _DOT + _SPACE + words[form]
        return width
