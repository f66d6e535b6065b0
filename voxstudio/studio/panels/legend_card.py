"""What the colours of the view mean, in the viewport's corner."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.legends import Colour, Ramp
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
        self._shown: object = None
        line = row(margins=(12, 6, 12, 6))
        line.setSizeConstraint(line.SizeConstraint.SetFixedSize)
        self.setLayout(line)
        document.view.blocks_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Follows the mode."""
        legend = self._document.view.mode.legend if self._document.start is not None else None
        self.setVisible(legend is not None)
        if legend is None or legend is self._shown:
            return
        layout = self.layout()
        assert layout is not None
        if self._content is not None:
            layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._shown, self._content = legend, QWidget()
        if isinstance(legend, Ramp):
            low, high = (label(tr(text), "legend") for text in (legend.low, legend.high))
            line = row(low, _Paint(legend.stops, _RAMP_WIDTH), high)
        else:
            line = row(gap=6)
            for colour, text in legend.entries:
                line.addWidget(_Paint((colour,), _SWATCH))
                line.addWidget(label(tr(text), "legend"))
                line.addSpacing(8)
        self._content.setLayout(line)
        layout.addWidget(self._content)
        self._content.show()
        self.setAccessibleDescription(self.text)

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
