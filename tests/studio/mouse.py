"""A mouse that moves at once: ``QTest.mouseMove`` moves the real pointer, whose events come when the screen likes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QWidget

from voxstudio.studio.monkey.hands import send_mouse

LEFT, NO_BUTTON, NO_KEYS = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def move(widget: QWidget, place: QPoint, held: Qt.MouseButton = NO_BUTTON, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """To a place of a widget, with a button held down or none."""
    send_mouse(widget, QEvent.Type.MouseMove, place, NO_BUTTON, held, keys)


def drag(widget: QWidget, *places: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Press at the first place, move to the others, release at the last."""
    send_mouse(widget, QEvent.Type.MouseButtonPress, places[0], button, button, keys)
    for place in places[1:]:
        move(widget, place, button, keys)
    send_mouse(widget, QEvent.Type.MouseButtonRelease, places[-1], button, NO_BUTTON, keys)
