"""How what lies over the viewport keeps out of each other's way."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

DOWN, UP = 1, -1
_GAP = 8


def give_way(widget: QWidget, place: QPoint, others: Iterable[QWidget], way: int) -> None:
    """Puts a widget at a place, or as far ``DOWN`` or ``UP`` from it as it takes to lie on none of the others."""
    area, near = QRect(place, widget.size()), _GAP - 1
    shown = [one.geometry().adjusted(0, -near, 0, near) for one in others if not one.isHidden()]
    for one in sorted(shown, key=lambda rect: way * rect.center().y()):
        if one.intersects(area):
            area.moveTop(one.bottom() + 1 if way == DOWN else one.top() - area.height())
    widget.move(area.topLeft())
