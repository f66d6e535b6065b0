"""Buttons that are actions: they can be pressed when the action can, and say what the action says."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from shiboken6 import Shiboken

from voxstudio.studio.actions import tip_with_keys
from voxstudio.studio.widgets.basic import button


def action_chip(action: QAction, words: str = "") -> QPushButton:
    """A chip with ``words``, or the action's own text."""
    return follow(button(words or action.text(), "chip"), action)


def follow(one: QPushButton, action: QAction) -> QPushButton:
    """Makes a button an action's."""
    one.setAccessibleName(action.text())
    one.setCheckable(action.isCheckable())
    one.clicked.connect(lambda _checked=False: action.trigger())

    def look() -> None:
        if not Shiboken.isValid(action):
            return  # the window is being destroyed, and its undo stack says that nothing can be undone any more
        one.setEnabled(action.isEnabled())
        tip = action.toolTip()
        one.setToolTip(tip_with_keys(tip, action) if tip == action.text() else tip)
        one.setChecked(action.isChecked())

    action.changed.connect(look)
    action.toggled.connect(look)
    look()
    return one
