"""A switch with a few choices side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QPushButton, QWidget

from voxstudio.studio.widgets.basic import row
from voxstudio.studio.words import tr


@dataclass(frozen=True)
class Choice:
    """One segment."""

    value: str
    label: str
    help: str = ""
    is_enabled: bool = True


def translated(choices: Sequence[Choice]) -> list[Choice]:
    """Choices of a table, in the user's language."""
    return [replace(choice, label=tr(choice.label), help=tr(choice.help)) for choice in choices]


class Segments(QFrame):
    """Exactly one choice is on. ``chosen`` is emitted when the user picks another."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for choice in choices:
            self._buttons[choice.value] = self._button(choice)
        self.setLayout(row(*self._buttons.values(), margins=(3, 3, 3, 3), gap=2))
        self._group.buttonClicked.connect(self._on_clicked)

    def value(self) -> str:
        """The choice that is on, empty if none is."""
        checked = self._group.checkedButton()
        return checked.property("value") if checked is not None else ""

    def set_value(self, value: str) -> None:
        """Switches without a signal; an unknown value changes nothing."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    def set_choice_enabled(self, value: str, is_enabled: bool) -> None:
        """Greys one choice out, or back in."""
        self._buttons[value].setEnabled(is_enabled)

    def button(self, value: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[value]

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(choice.label)
        button.setCheckable(True)
        button.setProperty("value", choice.value)
        button.setToolTip(choice.help)
        button.setEnabled(choice.is_enabled)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._group.addButton(button)
        return button

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.property("value"))
