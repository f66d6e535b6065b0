"""The latest values of some curves, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from voxstudio.studio.theme import DARK, Theme, tabular

_HEIGHT, _DOT, _SPACE, _GAP = 16, 8, 4, 8


class Entry(NamedTuple):
    """One curve."""

    role: str
    """A colour of the theme."""
    name: str
    value: str


class Legend(QWidget):
    """Names are left out where there is no room for them, then the last values; all are in its tip.

    Painted: a label would lay out the window at every number.
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self.is_left = False
        """Whether it begins at the left, as below a title, or ends at the right, as beside one."""
        self._theme = DARK
        self._font = tabular(self.font(), 11)
        self._bold = QFont(self._font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Colours."""
        self._theme = theme
        self.update()

    @property
    def full_width(self) -> float:
        """Pixels that all of it takes, with names."""
        return self._width(self._entries, has_names=True)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Other values."""
        if list(entries) != self._entries:
            self._entries = list(entries)
            self.setToolTip("" if self._has_names() else ", ".join(f"{name} {value}" for _, name, value in entries))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As many as can be read whole."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_names, middle = self._has_names(), self.height() / 2
        baseline = middle + QFontMetricsF(self._bold).capHeight() / 2
        shown = self._entries if has_names else self.fitting()
        x = 0.0 if self.is_left else max(self.width() - self._width(shown, has_names=has_names), 0.0)
        for role, name, value in shown:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(role))
            painter.drawEllipse(QPointF(x + _DOT / 2, middle), _DOT / 2, _DOT / 2)
            x += _DOT + _SPACE
            words = ((self._font, "muted", f"{name} "), (self._bold, "strong", value))
            for font, colour, text in words if has_names else words[1:]:
                painter.setFont(font)
                painter.setPen(self._theme.colour(colour))
                painter.drawText(QPointF(x, baseline), text)
                x += QFontMetricsF(font).horizontalAdvance(text)
            x += _GAP
        painter.end()

    def fitting(self) -> list[Entry]:
        """The entries whose values are shown where there is no room for names."""
        shown = self._entries
        while shown and self._width(shown, has_names=False) > self.width():
            shown = shown[:-1]
        return shown

    def _has_names(self) -> bool:
        return self._width(self._entries, has_names=True) <= self.width()

    def _width(self, entries: Sequence[Entry], *, has_names: bool) -> float:
        plain, bold = QFontMetricsF(self._font), QFontMetricsF(self._bold)
        return sum(
            _DOT + _SPACE + bold.horizontalAdvance(value) + (plain.horizontalAdvance(f"{name} ") if has_names else 0.0)
            for _, name, value in entries
        ) + _GAP * max(len(entries) - 1, 0)
