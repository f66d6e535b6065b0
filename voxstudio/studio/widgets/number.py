"""One number: a label, a slider and an entry, in one line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QSlider, QWidget

from voxstudio.studio.theme import tabular
from voxstudio.studio.widgets.basic import label, row
from voxstudio.studio.words import decimal, figures, number_of

TICKS = 1000
_DECADES_BELOW_DEFAULT = 3
LABEL_WIDTH = 124
"""Pixels: enough for the longest with the dot of a change behind it."""
_SLIDER_WIDTH = 72
_ENTRY_WIDTH = 62
_WIDE_ENTRY_WIDTH = 104


@dataclass(frozen=True)
class Span:
    """The comfortable part of a number's range, which its slider covers; what may be typed can go further."""

    low: float
    high: float
    is_logarithmic: bool = False
    is_integer: bool = False
    step: float = 0.0
    has_zero: bool = False
    """A logarithmic slider whose leftmost place is zero."""

    @classmethod
    def around(cls, default: float, low: float, high: float, *, logarithmic: bool, integer: bool, step: float) -> Span:
        """A span that holds the default somewhere in its middle when the full range is far wider than that."""
        if logarithmic:
            base = default or 1e-2
            floor = max(low, base * 10.0**-_DECADES_BELOW_DEFAULT)
            return cls(floor, min(high, base * 1e3, max(1.0, base * 10)), True, integer, step, low <= 0)
        reach = max(abs(default) * 4, 16.0 * (step or 1.0) if integer else 0.0)
        return cls(low, min(high, reach) if reach and high > 8 * reach else high, False, integer, step)

    def to_ticks(self, value: float) -> int:
        """Slider position 0..1000 of a value, the nearest end if it lies outside."""
        if self.is_logarithmic:
            if value <= 0:
                return 0
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(TICKS * min(max(share, 0.0), 1.0))

    def to_value(self, ticks: int) -> float:
        """The value of a slider position, rounded to what a person would type."""
        if self.is_logarithmic:
            if self.has_zero and ticks == 0:
                return 0.0
            value = float(f"{self.low * (self.high / self.low) ** (ticks / TICKS):.2g}")
        else:
            value = self.low + (self.high - self.low) * ticks / TICKS
            if self.step:
                value = round(round(value / self.step) * self.step, 10)
        value = min(max(value, self.low if not self.has_zero else 0.0), self.high)
        return round(value) if self.is_integer else float(f"{value:.4g}")


def number_text(value: float) -> str:
    """A number as the entries show it: three figures, whole numbers in full."""
    if isinstance(value, int):
        return str(value)
    return decimal(value, 1) if value == round(value) and abs(value) < 1e3 else figures(value)


class NumberRow(QWidget):
    """Shows one number. ``edited`` is emitted with the new value when the user changes it; nothing else emits it."""

    edited = Signal(object)

    def __init__(self, title: str, span: Span | None, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span = span
        self._value: float = 0
        self._is_integer = span.is_integer if span else True
        self.title = label(title)
        self.title.setFixedWidth(LABEL_WIDTH)
        self._dot = _Dot(self.title)
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, TICKS)
        self.slider.setMinimumWidth(_SLIDER_WIDTH)
        self.slider.setAccessibleName(title)
        self.slider.setVisible(span is not None)
        self.entry = QLineEdit()
        self.entry.setProperty("role", "number")
        self.entry.setAccessibleName(f"{title}, {unit}" if unit else title)
        self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.entry.setFixedWidth(_ENTRY_WIDTH if span else _WIDE_ENTRY_WIDTH)
        self.entry.setFont(tabular(self.entry.font(), 12))
        items = (self.title, self.slider, self.entry) if span else (self.title, -1, self.entry)
        self.setLayout(row(*items))
        self.slider.valueChanged.connect(self._on_slider)
        self.entry.editingFinished.connect(self._on_entry)
        self.title.setBuddy(self.entry)

    def value(self) -> float:
        """The number."""
        return self._value

    def set_value(self, value: float) -> None:
        """Shows a value without emitting ``edited``."""
        self._value = value
        self._show(move_slider=True)

    def set_changed(self, is_changed: bool, colour: QColor) -> None:
        """The dot that marks a value other than the run began with."""
        self._dot.place(is_changed, colour)

    def _show(self, *, move_slider: bool) -> None:
        if not self.entry.isModified():  # what is being typed stays
            self.entry.setText(number_text(self._value))
        if move_slider and self._span is not None:
            blocked = self.slider.blockSignals(True)
            self.slider.setValue(self._span.to_ticks(self._value))
            self.slider.blockSignals(blocked)

    @Slot(int)
    def _on_slider(self, ticks: int) -> None:
        assert self._span is not None
        self._change(self._span.to_value(ticks), move_slider=False)

    @Slot()
    def _on_entry(self) -> None:
        self.entry.setModified(False)
        text = self.entry.text().strip()
        if text == number_text(self._value):
            return
        value = number_of(text)
        if value is None or (self._is_integer and value != int(value)):
            self._show(move_slider=True)
        else:
            self._change(int(value) if self._is_integer else value, move_slider=True)

    def _change(self, value: float, *, move_slider: bool) -> None:
        changed = value != self._value
        self._value = value
        self._show(move_slider=move_slider)
        if changed:
            self.edited.emit(value)


class _Slider(QSlider):
    """A slider that leaves the wheel to the panel that it scrolls in."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Dot(QWidget):
    """A small disc just after the text of a label."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(6, 6)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour = QColor()
        self.hide()

    def place(self, is_visible: bool, colour: QColor) -> None:
        host = self.parentWidget()
        assert host is not None
        width = host.fontMetrics().horizontalAdvance(host.property("text") or "")
        self._colour = colour
        self.move(min(width + 6, LABEL_WIDTH - 6), max(host.height(), 18) // 2 - 3)
        self.setVisible(is_visible)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(QPointF(3, 3), 2.8, 2.8)
        painter.end()
