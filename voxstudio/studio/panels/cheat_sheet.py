"""All keys at a glance, over the whole window; made anew from the registry each time it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from voxstudio.studio.actions import Actions
from voxstudio.studio.widgets.basic import column, label, row, scrolling
from voxstudio.studio.words import noop, tr

_COLUMN_WIDTH = 300
_MOST_COLUMNS = 4
_IN_THE_VIEWPORT = (
    (noop("Orbit"), noop("Drag, arrow keys")),
    (noop("Pan"), noop("Shift+Drag, Shift+arrows")),
    (noop("Zoom"), noop("Wheel, + and −")),
    (noop("Orbit with a tool on"), noop("Right drag, Alt+Drag")),
    (noop("Point without a mouse"), noop("Ctrl+arrows")),
    (noop("Press without a mouse"), noop("Space")),
    (noop("Move the selection's top"), noop("Page Up, Page Down")),
)
"""What belongs to the mouse, or to the viewport's own focus, and cannot be given other keys."""


class CheatSheet(QFrame):
    """Any click, Escape or its own key closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("veil")
        self.setAccessibleName(tr("Keys at a glance"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._focus_before: QWidget | None = None
        self._area: QScrollArea | None = None
        self._registry: Actions | None = None
        self._columns = 0
        self.lines: dict[str, str] = {}
        """What it says: keys by the text of the action."""
        self.setLayout(column(margins=(0, 0, 0, 0), gap=0))
        window.installEventFilter(self)
        self.hide()

    def toggle(self, registry: Actions) -> None:
        """Shows the keys that are in force now, or goes."""
        if self.isVisible():
            self.dismiss()
            return
        self._fill(registry)
        self._focus_before = self.window().focusWidget()
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Goes; the keyboard goes back to where it was."""
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Escape is a shortcut of the window, too: here it closes."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        event.setAccepted(event.key() == Qt.Key.Key_Escape)
        return event.isAccepted()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Covers the window whatever its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.window().rect())
            if self._registry is not None and self._columns != self._fitting_columns():
                self._fill(self._registry)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, arrow keys scroll."""
        assert self._area is not None
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 400, Qt.Key.Key_PageUp: -400}
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            event.ignore()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click anywhere closes."""
        self.dismiss()

    def _fill(self, registry: Actions) -> None:
        self._registry, self._columns = registry, self._fitting_columns()
        self.lines = {}
        groups = {
            category: [(entry.text, entry.keys) for entry in entries if entry.keys]
            for category, entries in registry.categories.items()
        }
        groups[tr("In the viewport")] = [(tr(text), tr(keys)) for text, keys in _IN_THE_VIEWPORT]
        cards = [self._card(name, lines) for name, lines in groups.items() if lines]
        content = QWidget()
        title = label(tr("Keys at a glance"))
        title.setObjectName("veilTitle")
        hint = label(tr("Help > Change keys… gives any action other keys. Escape closes."), "muted")
        body = row(*(column(*part, -1, gap=24) for part in _evenly(cards, self._columns)), gap=32)
        content.setLayout(column(title, hint, 16, body, -1, margins=(48, 40, 48, 40), gap=4))
        area = scrolling(content)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = self.layout()
        assert layout is not None
        if self._area is not None:
            layout.removeWidget(self._area)
            self._area.hide()  # it may be painted once more before it goes
            self._area.deleteLater()
        self._area = area
        layout.addWidget(area)
        area.show()

    def _fitting_columns(self) -> int:
        return max(1, min(_MOST_COLUMNS, (self.window().width() - 96) // (_COLUMN_WIDTH + 32)))

    def _card(self, name: str, lines: Iterable[tuple[str, str]]) -> QWidget:
        card = QWidget()
        card.setMaximumWidth(_COLUMN_WIDTH + 60)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, (text, keys) in enumerate(lines):
            caps = QLabel(keys)
            caps.setProperty("role", "keys")
            grid.addWidget(label(text), place, 0)
            grid.addWidget(caps, place, 1, Qt.AlignmentFlag.AlignRight)
            self.lines[text] = keys
        grid.setColumnStretch(0, 1)
        card.setLayout(column(label(name.upper(), "section"), grid, gap=8))
        return card


def _evenly(cards: list[QWidget], columns: int) -> list[list[QWidget]]:
    """The cards in their order, in columns of about the same height."""
    heights = [card.sizeHint().height() + 24 for card in cards]
    target = sum(heights) / columns
    result: list[list[QWidget]] = [[]]
    filled = 0.0
    for card, height in zip(cards, heights, strict=True):
        if result[-1] and filled + height / 2 > target * len(result) and len(result) < columns:
            result.append([])
        result[-1].append(card)
        filled += height
    return result
