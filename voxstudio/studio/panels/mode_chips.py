"""The chips above the viewport: what the colours tell, the wipe and the cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.view_actions import ViewActions
from voxstudio.studio.view_modes import ViewMode
from voxstudio.studio.widgets.action_chip import action_chip
from voxstudio.studio.widgets.basic import button, row
from voxstudio.studio.words import noop, tr

_PAST_HAS_NONE = noop("The past keeps blocks alone; go back to now to see this.")


class ModeChips(QWidget):
    """One chip a mode; where there is no room for them, one chip with a menu."""

    def __init__(self, document: Document, actions: ViewActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._view = document, document.view
        self.buttons = {mode: self._chip(mode) for mode in ViewMode}
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.compact = button("", "chip", self._open_menu, tr("What the colours tell"))
        self.wipe, self.cut = action_chip(actions.wipe), action_chip(actions.cut)
        self._is_compact = False
        self.setLayout(row(*self.buttons.values(), self.compact, 6, self.wipe, self.cut, gap=6))
        self._view.blocks_changed.connect(self.refresh)
        self.refresh()

    def fit_width(self, width: int) -> None:
        """Makes itself at most so many pixels wide, as far as it can."""
        self._is_compact = False
        self.refresh()
        if self.sizeHint().width() > width:
            self._is_compact = True
            self.refresh()
        self.adjustSize()

    @Slot()
    def refresh(self) -> None:
        """Shows the modes that have something to tell, and which one is on."""
        for mode, chip in self.buttons.items():
            chip.setVisible(self._is_told(mode) and not self._is_compact)
            chip.setEnabled(self._is_possible(mode))
            chip.setToolTip(mode.help if self._is_possible(mode) else tr(_PAST_HAS_NONE))
            chip.setChecked(mode is self._view.mode)
        self.compact.setVisible(self._is_compact)
        self.compact.setText(f"{self._view.mode.title} ▾")
        self.wipe.setVisible(self._document.shown is not None)

    def _is_told(self, mode: ViewMode) -> bool:
        if mode is ViewMode.LOCKED and self._document.editor.locked is None:
            return False
        return self._document.shown is not None or not mode.needs_run

    def _is_possible(self, mode: ViewMode) -> bool:
        return self._document.past is None or not mode.needs_present

    def _fill_menu(self) -> None:
        self.menu.clear()
        for mode in ViewMode:
            if self._is_told(mode):
                action = self.menu.addAction(mode.title)
                action.setToolTip(mode.help)
                action.setEnabled(self._is_possible(mode))
                action.triggered.connect(lambda _checked=False, mode=mode: self._view.set_mode(mode))

    def _open_menu(self) -> None:
        self.menu.popup(self.compact.mapToGlobal(QPoint(0, self.compact.height() + 4)))

    def _chip(self, mode: ViewMode) -> QPushButton:
        chip = button(mode.title, "chip", tip=mode.help)
        chip.setCheckable(True)
        chip.setAutoExclusive(True)
        chip.clicked.connect(lambda _checked=False: self._view.set_mode(mode))
        return chip
