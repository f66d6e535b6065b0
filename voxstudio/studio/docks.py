"""The panels around the viewport: docks that can be moved, floated, tabbed and closed, as they were left last time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSettings, QSize, Qt, Slot
from PySide6.QtGui import QAction, QEnterEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QWidget

from voxstudio.studio.icons import icon
from voxstudio.studio.theme import DARK, Theme
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.words import tr

_LAYOUT = "layout"
_VERSION = 1
"""To be raised when docks are renamed: what was kept before is then not taken up."""
_GRIP_HEIGHT, _FLOATING_HEIGHT, _ICON = 12, 28, 10
_BELOW = 212
"""Height of what lies below the viewport."""


@dataclass(frozen=True)
class Place:
    """Where a panel is to begin with."""

    name: str
    """For the layout that is kept; never to change."""
    title: str
    keys: str
    area: Qt.DockWidgetArea
    size: int
    """Pixels of the side that can be dragged."""


class Docks(QObject):
    """Panels around a window's middle: ``add`` each, then ``settle``. ``reset`` brings all back to where they began."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._places: list[Place] = []
        self._default = window.saveState(_VERSION)
        self.docks: dict[str, _Dock] = {}
        """By the name of their place."""
        window.setDockNestingEnabled(True)
        sides = Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        window.setTabPosition(sides, QTabWidget.TabPosition.North)

    def add(self, place: Place, panel: QWidget) -> None:
        """Gives a panel its place. The order is also that in which Tab goes through them."""
        dock = self.docks[place.name] = _Dock(place, panel)
        self._places.append(place)
        self._window.addDockWidget(place.area, dock)
        dock.title_bar.show_state()

    def settle(self) -> None:
        """Takes the layout as it is now for the one to go back to."""
        self._size()
        self._default = self._window.saveState(_VERSION)

    def toggles(self) -> list[QAction]:
        """For the View menu: an action for each panel, checked while it is open."""
        return [dock.toggleViewAction() for dock in self.docks.values()]

    def show(self, panel: QWidget) -> None:
        """Opens the dock that a panel is in, in front of those that it shares its place with."""
        for dock in self.docks.values():
            if dock.isAncestorOf(panel):
                dock.show()
                dock.raise_()

    def take_out(self) -> None:
        """Gives the panel with the keyboard's focus a window of its own, or puts it back."""
        focus = QApplication.focusWidget()
        for dock in self.docks.values():
            if focus is not None and dock.isAncestorOf(focus):
                dock.setFloating(not dock.isFloating())

    def reset(self) -> None:
        """All panels where they were at the first start."""
        for dock in self.docks.values():
            dock.setFloating(False)
        self._window.restoreState(self._default, _VERSION)
        for dock in self.docks.values():
            dock.show()
        self._size()

    def save(self) -> None:
        """Keeps the layout for the next start."""
        QSettings().setValue(_LAYOUT, self._window.saveState(_VERSION))

    def restore(self) -> None:
        """The layout as it was left; one that cannot be read changes nothing."""
        state = QSettings().value(_LAYOUT)
        if state is not None:
            self._window.restoreState(state, _VERSION)

    def set_theme(self, theme: Theme) -> None:
        """The icons of the title bars."""
        for dock in self.docks.values():
            dock.title_bar.set_theme(theme)

    def _size(self) -> None:
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        for way, places in (
            (Qt.Orientation.Horizontal, self._places),
            (Qt.Orientation.Vertical, [place for place in self._places if place.area == below]),
        ):
            docks = [self.docks[place.name] for place in places]
            sizes = [place.size if way is Qt.Orientation.Horizontal else _BELOW for place in places]
            self._window.resizeDocks(docks, sizes, way)


class _Dock(QDockWidget):
    def __init__(self, place: Place, panel: QWidget) -> None:
        super().__init__(tr(place.title))
        self.setObjectName(place.name)
        self.setAccessibleName(self.windowTitle())
        self.setWidget(panel)
        self.title_bar = _TitleBar(self, self.windowTitle())
        self.setTitleBarWidget(self.title_bar)
        self.topLevelChanged.connect(self.title_bar.show_state)
        self.toggleViewAction().setObjectName(place.name)
        self.toggleViewAction().setShortcut(QKeySequence(place.keys))


class _TitleBar(QWidget):
    """A quiet grip while the panel is docked, a title while it floats; its buttons show under the pointer.

    They are for the mouse: the View menu has the same for the keyboard.
    """

    def __init__(self, dock: _Dock, title: str) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setToolTip(tr("Drag to move the panel, double-click to take it out or put it back"))
        self._theme = DARK
        self._title = label(title, "title")
        self.float_button = button(
            "", "title", lambda: dock.setFloating(not dock.isFloating()), tr("Take out or put back")
        )
        self.close_button = button("", "title", dock.close, tr("Close; the View menu opens it again"))
        for one, words in (
            (self.float_button, tr("Take out {panel}", panel=title)),
            (self.close_button, tr("Close {panel}", panel=title)),
        ):
            one.setAccessibleName(words)
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            one.setIconSize(QSize(_ICON, _ICON))
        self.setLayout(row(self._title, -1, self.float_button, self.close_button, margins=(12, 0, 8, 0), gap=2))
        self.show_state()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for one, name in ((self.float_button, "dock"), (self.close_button, "remove")):
            one.setIcon(icon(name, theme.muted))
        self.update()

    @Slot()
    def show_state(self) -> None:
        is_floating = self._is_floating()
        self.updateGeometry()
        self._title.setVisible(is_floating)
        self._show_buttons(is_floating or self.underMouse())

    def sizeHint(self) -> QSize:
        """Docks lay their title out by this alone."""
        return QSize(80, _FLOATING_HEIGHT if self._is_floating() else _GRIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_buttons(self._is_floating())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_floating():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("faint" if self.underMouse() else "line"))
        painter.drawRoundedRect(QRectF(self.width() / 2 - 14, self.height() / 2 - 1, 28, 3), 1.5, 1.5)
        painter.end()

    def _is_floating(self) -> bool:
        dock = self.parentWidget()
        return isinstance(dock, QDockWidget) and dock.isFloating()

    def _show_buttons(self, are_shown: bool) -> None:
        for one in (self.float_button, self.close_button):
            one.setVisible(are_shown)
        self.update()
