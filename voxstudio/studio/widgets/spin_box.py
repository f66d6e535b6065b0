"""A whole number that is typed, or stepped by the arrow keys."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

_WIDTH, _MARGIN = 64, 6


def spin_box(value: int, low: int, high: int, name: str, suffix: str = "") -> QSpinBox:
    """A box for ``low`` to ``high``; ``name`` is what it is called and its tooltip."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setMinimumWidth(_WIDTH)
    box.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)  # the style sheet's padding does not reach it
    return box
