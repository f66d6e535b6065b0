"""A chip that is an action: it can be pressed when the action can, and says what the action says."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from voxstudio.studio.widgets.basic import button


def action_chip(action: QAction, words: str = "") -> QPushButton:
    """A chip with ``words``, or the action's own text."""
    chip = button(words or action.text(), "chip")
    chip.setAccessibleName(action.text())
    chip.setCheckable(action.isCheckable())
    chip.clicked.connect(lambda _checked=False: action.trigger())

    def follow() -> None:
        chip.setEnabled(action.isEnabled())
        chip.setToolTip(action.toolTip())
        chip.setChecked(action.isChecked())

    action.changed.connect(follow)
    action.toggled.connect(follow)
    follow()
    return chip
