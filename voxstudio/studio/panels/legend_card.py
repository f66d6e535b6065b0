"""What the colours of the view mean, in the viewport's corner."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.legends import Colour, Ramp, Swatches
from voxstudio.studio.widgets.basic import label, row
from voxstudio.studio.words import tr

_SWATCH = 10
_RAMP_WIDTH = 120


class LegendCard(QFrame):
    """Visible while the colours are not those of the materials."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAccessibleName(tr("Legend"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._document = document
        self._content: QWidget | None = None
        self._shown: Ramp | Swatches | None = None
        self._columns = self._full_width = 0
        line = row(margins=(12, 6, 12, 6))
        line.setSizeConstraint(line.SizeConstraint.SetFixedSize)
        self.setLayout(line)
        document.view.blocks_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Follows the mode."""
        legend = self._document.view.mode.legend
        self.setVisible(self.is_wanted)
        if legend is not None and legend is not self._shown:
            self._shown = legend
            self._fill(legend, len(legend.entries) if isinstance(legend, Swatches) else 1)
            self.setAccessibleDescription(self.text)

    @property
    def is_wanted(self) -> bool:
        """Whether there are colours to explain."""
        return self._document.start is not None and self._document.view.mode.legend is not None

    def fit_width(self, width: int) -> None:
        """Makes itself at most so many pixels wide: in two columns, if it must."""
        legend = self._shown
        if isinstance(legend, Swatches):
            if self._columns == len(legend.entries):
                self._full_width = self.sizeHint().width()
            columns = len(legend.entries) if self._full_width <= width else 2
            if columns != self._columns:
                self._fill(legend, columns)
        self.adjustSize()

    def _fill(self, legend: Ramp | Swatches, columns: int) -> None:
        layout = self.layout()
        assert layout is not None
        if self._content is not None:
            layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content, self._columns = QWidget(), columns
        if isinstance(legend, Ramp):
            low, high = (label(tr(text), "legend") for text in (legend.low, legend.high))
            self._content.setLayout(row(low, _Paint(legend.stops, _RAMP_WIDTH), high))
        else:
            grid = QGridLayout(self._content)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(14)
            grid.setVerticalSpacing(4)
            for place, (colour, text) in enumerate(legend.entries):
                words = label(tr(text), "legend")
                grid.addLayout(row(_Paint((colour,), _SWATCH), words, -1, gap=6), place // columns, place % columns)
        layout.addWidget(self._content)
        self._content.show()

    @property
    def text(self) -> str:
        """All its words."""
        legend = self._document.view.mode.legend
        if legend is None:
            return ""
        words = (legend.low, legend.high) if isinstance(legend, Ramp) else tuple(text for _, text in legend.entries)
        return ", ".join(map(tr, words))


class _Paint(QWidget):
    """A strip of colours."""

    def __init__(self, stops: tuple[Colour, ...], width: int) -> None:
        super().__init__()
        self._stops = stops
        self.setFixedSize(width, _SWATCH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        gradient = QLinearGradient(0.0, 0.0, float(self.width()), 0.0)
        for place, colour in enumerate(self._stops):
            gradient.setColorAt(place / max(len(self._stops) - 1, 1), QColor.fromRgbF(*colour))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.end()
