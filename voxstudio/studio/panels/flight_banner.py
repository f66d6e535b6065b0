"""The line over the viewport that says how to fly, and how to land."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QWidget

from voxstudio.studio.flight import Flight
from voxstudio.studio.view_state import ViewState
from voxstudio.studio.widgets.basic import label, row
from voxstudio.studio.words import tr


class FlightBanner(QFrame):
    """Visible while flying."""

    def __init__(self, view: ViewState, flight: Flight, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view, self._flight = view, flight
        self.speed = label("", "value")
        self.keys = label(
            tr("W A S D, Q and E to move   ·   mouse to look   ·   Shift faster   ·   Esc or click to land"), "muted"
        )
        line = row(label(tr("Flying"), "value"), self.keys, self.speed, margins=(14, 8, 14, 8), gap=14)
        line.setSizeConstraint(line.SizeConstraint.SetFixedSize)
        self.setLayout(line)
        view.look_changed.connect(self.refresh)
        flight.speed_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Follows the flight."""
        self.setVisible(self._view.is_flying)
        self.speed.setText(tr("wheel: %n blocks/s", "", round(self._flight.speed)))
