"""Mouse and keyboard at random, on whatever widgets there are. Knows nothing of what they do."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QSpinBox,
    QWidget,
)
from shiboken6 import isValid

Kind = TypeVar("Kind", bound=QWidget)

_BUTTONS = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
_MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_CHARACTERS = "vsbegrxpif1234567890o[]"
_KEYS = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Delete,
)
_NUMBERS = ("0", "1", "-1", "7", "0.5", "0,25", "1e9", "nan", "inf", "-inf", "", "x", "9" * 40, "12", "3.7", "1e-12")
_SIZES = ("1", "5", "8", "12", "0", "-3", "300", "x")
_TEXTS = ("a stone castle", "", "   ", "a pyramid", "ünï ☃ " * 20, "a\nb\tc", "x" * 400, "<b>&amp;</b>", "a windmill")
_NOT_PRESSED = ("endAndClose", "qt_dockwidget_closebutton")
"""Names of buttons that end the program, or that Qt owns."""


class Hands:
    """Seeded: the same numbers reach for the same things, as long as the window answers the same."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def press(self, root: QWidget) -> str:
        """A button of a widget, or of one within it."""
        found = [one for one in reachable(root, QAbstractButton) if one.objectName() not in _NOT_PRESSED]
        if not found:
            return "press nothing"
        one = self._rng.choice(found)
        said = f"press {one.accessibleName() or one.text() or type(one).__name__!r}"
        at, left, none = one.rect().center(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        send_mouse(one, QEvent.Type.MouseButtonPress, at, left, left, none)
        if isValid(one):  # a press may be the end of it
            send_mouse(one, QEvent.Type.MouseButtonRelease, at, left, Qt.MouseButton.NoButton, none)
        return said

    def trigger(self, menus: QWidget, is_left_out: Callable[[QAction], bool]) -> str:
        """An action of a menu bar."""
        actions = [
            action
            for menu in menus.findChildren(QMenu)
            for action in menu.actions()
            if action.isEnabled() and not action.isSeparator() and action.menu() is None and not is_left_out(action)
        ]
        action = self._rng.choice(actions)
        text = action.text()
        action.trigger()
        return f"choose {text!r}"

    def choose(self, menu: QMenu) -> str:
        """A line of a menu that pops up."""
        menu.aboutToShow.emit()
        actions = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
        if not actions:
            return "choose nothing"
        action = self._rng.choice(actions)
        text = action.text()
        action.trigger()
        return f"choose {text!r}"

    def slide(self, root: QWidget) -> str:
        """A slider, by a drag with some stops."""
        found = [one for one in reachable(root, QSlider) if not one.accessibleName().startswith("Size ")]
        if not found:
            return "slide nothing"
        one = self._rng.choice(found)
        one.setSliderDown(True)
        for _ in range(self._rng.randint(1, 4)):
            one.setValue(self._rng.randint(one.minimum(), one.maximum()))
        one.setSliderDown(False)
        return f"slide {one.accessibleName()!r} to {one.value()}"

    def fill_in(self, root: QWidget) -> str:
        """An entry of a form: sense and nonsense, with Return or without."""
        found = [*reachable(root, QLineEdit), *reachable(root, QSpinBox)]
        found = [one for one in found if not (isinstance(one, QLineEdit) and one.isReadOnly())]
        if not found:
            return "fill in nothing"
        one = self._rng.choice(found)
        name = one.accessibleName()
        is_number = one.property("role") == "number" or isinstance(one, QSpinBox)
        texts = _SIZES if name.startswith("Size ") else _NUMBERS if is_number else _TEXTS
        text = self._rng.choice(texts)
        one.setFocus()
        one.selectAll()
        if text.isprintable() and text.isascii():
            QTest.keyClicks(one, text)
        elif isinstance(one, QLineEdit):
            one.insert(text)
        if self._rng.random() < 0.7:
            QTest.keyClick(one, Qt.Key.Key_Return)
        return f"fill in {name!r} with {text[:20]!r}"

    def write(self, editor: QPlainTextEdit, texts: tuple[str, ...]) -> str:
        """Another text, left at once or not."""
        text = self._rng.choice(texts)
        editor.setFocus()
        editor.setPlainText(text)
        if self._rng.random() < 0.5:
            editor.clearFocus()
        return f"write {text[:20]!r}"

    def type(self, window: QWidget) -> str:
        """A key to whatever has the focus."""
        target = QApplication.focusWidget() or window
        if self._rng.random() < 0.6:
            character = self._rng.choice(_CHARACTERS)
            QTest.keyClicks(target, character)
            return f"type {character!r}"
        key, modifier = self._rng.choice(_KEYS), self._rng.choice(_MODIFIERS[:3])
        QTest.keyClick(target, key, modifier)
        return f"type {key.name}"

    def drag(self, widget: QWidget) -> str:
        """From one place of a widget to another, with some button and modifier."""
        button, modifier = self._rng.choice(_BUTTONS), self._rng.choice(_MODIFIERS)
        places = [self._place(widget) for _ in range(self._rng.randint(1, 5))]
        send_mouse(widget, QEvent.Type.MouseMove, places[0], Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, modifier)
        send_mouse(widget, QEvent.Type.MouseButtonPress, places[0], button, button, modifier)
        for place in places[1:]:
            send_mouse(widget, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, button, modifier)
        if self._rng.random() < 0.1:
            QTest.keyClick(widget, Qt.Key.Key_Escape)
        send_mouse(widget, QEvent.Type.MouseButtonRelease, places[-1], button, Qt.MouseButton.NoButton, modifier)
        return f"drag {button.name} {modifier.name} over {len(places)} places"

    def turn_wheel(self, widget: QWidget) -> str:
        """A notch or some."""
        place = QPointF(self._place(widget))
        turned = QPoint(0, self._rng.choice((-600, -120, 120, 600)))
        event = QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        return f"turn the wheel by {turned.y()}"

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self._rng.randrange(max(widget.width(), 1)), self._rng.randrange(max(widget.height(), 1)))


def send_mouse(
    widget: QWidget,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    held: Qt.MouseButton,
    modifier: Qt.KeyboardModifier,
) -> None:
    """At once: ``QTest`` moves the real pointer, whose events come when they like."""
    at = QPointF(place)
    QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, modifier))


def reachable(root: QWidget, kind: type[Kind]) -> list[Kind]:
    """The widgets of a kind that can be seen and used, in a fixed order."""
    return [one for one in root.findChildren(kind) if one.isVisible() and one.isEnabled()]
