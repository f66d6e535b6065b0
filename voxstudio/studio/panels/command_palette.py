"""Find anything: one line to type in, and what it finds below. Made for the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from voxstudio.studio.findables import Findable, found
from voxstudio.studio.theme import DARK, Theme, tabular
from voxstudio.studio.widgets.basic import column, label
from voxstudio.studio.words import noop, tr

_WIDTH, _TOP = 600, 76
_ROW_HEIGHT = 34
_ROWS_SEEN = 11
_MOST = 60
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS_SEEN, Qt.Key.Key_PageUp: -_ROWS_SEEN}
_PLACEHOLDER = noop("Find an action, a setting, a material or a map")
_NOTHING = noop("Nothing is called so.")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CommandPalette(QFrame):
    """Lies over its window while it is open; Escape, or a click elsewhere, closes it and gives the focus back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Find anything"))
        self._all: list[Findable] = []
        self._focus_before: QWidget | None = None
        self.entry = QLineEdit()
        self.entry.setObjectName("paletteEntry")
        self.entry.setPlaceholderText(tr(_PLACEHOLDER))
        self.entry.setAccessibleName(tr(_PLACEHOLDER))
        self.entry.setToolTip(tr("Arrow keys choose, Return does it, Escape closes"))
        self.model = _Model(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(tr("What was found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = label(tr(_NOTHING), "hint")
        self.nothing.setContentsMargins(16, 8, 16, 14)
        self.setLayout(column(self.entry, self.list, self.nothing, margins=(1, 1, 1, 6), gap=4))
        self._shadow = QGraphicsDropShadowEffect(self, blurRadius=40, offset=QPointF(0, 6))
        self.setGraphicsEffect(self._shadow)
        self.entry.installEventFilter(self)
        self.entry.textChanged.connect(self.refresh)
        self.list.clicked.connect(self._do)
        window.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Colours of the lines."""
        self.model.theme = theme
        self._shadow.setColor(theme.colour("shade"))

    def open(self, all_: Sequence[Findable]) -> None:
        """Shows what can be found now."""
        self._all = list(all_)
        self._focus_before = self.window().focusWidget()
        self.entry.clear()
        self.refresh()
        self.show()
        self.raise_()
        self.entry.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Closes it; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def refresh(self) -> None:
        """Finds what was typed."""
        self.model.show(found(self.entry.text(), self._all, _MOST))
        count = self.model.rowCount()
        self.list.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
        self.list.setFixedHeight(min(max(count, 1), _ROWS_SEEN) * _ROW_HEIGHT)
        self._choose(0)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the entry, and the size of the window."""
        if watched is not self.entry:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.FocusOut and self.isActiveWindow():
            self.hide()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Escape and Return are shortcuts of the window, too.
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._move(1 if key == Qt.Key.Key_Tab else -1)
        elif key in _MOVES:
            self._move(_MOVES[key])
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        last, at = self.model.rowCount() - 1, self.list.currentIndex().row() + by
        is_step = abs(by) == 1
        self._choose((at % (last + 1) if is_step else min(max(at, 0), last)) if last >= 0 else 0)

    def _choose(self, place: int) -> None:
        self.list.setCurrentIndex(self.model.index(place, 0))

    @Slot(QModelIndex)
    def _do(self, index: QModelIndex) -> None:
        one = self.model.at(index)
        if one is not None and one.is_enabled:
            self.dismiss()  # first, so that what is done can move the focus
            one.do()

    def _place(self) -> None:
        window = self.window()
        width = min(_WIDTH, window.width() - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, min(_TOP, max(window.height() - self.height(), 0)))


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = DARK
        self._lines: list[Findable] = []

    def show(self, lines: list[Findable]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def at(self, index: _Index) -> Findable | None:
        return self._lines[index.row()] if index.isValid() else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.at(index)
        if one is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (one.title, one.kind, one.keys) if part)
        return None


class _Row(QStyledItemDelegate):
    """The title, the keys as small caps, and where it belongs."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(_WIDTH, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        model = index.model()  # type: ignore[attr-defined]
        one, theme = model.at(index), model.theme
        area: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("accent" if is_chosen else "hover"))
            painter.drawRoundedRect(QRectF(area).adjusted(6, 1, -6, -1), 6, 6)
        text = "on_accent" if is_chosen else "text" if one.is_enabled else "faint"
        side = "on_accent" if is_chosen else "muted" if one.is_enabled else "faint"
        right = area.right() - 18
        painter.setFont(tabular(painter.font(), 12))
        right = self._words(painter, one.kind, right, area, theme.colour(side))
        if one.keys:
            self._words(painter, one.keys, right - 14, area, theme.colour(side))
            right -= 14 + painter.fontMetrics().horizontalAdvance(one.keys)
        painter.setFont(tabular(painter.font(), 13))
        painter.setPen(theme.colour(text))
        place = QRect(area.left() + 18, area.top(), right - area.left() - 32, area.height())
        short = painter.fontMetrics().elidedText(one.title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
        painter.restore()

    @staticmethod
    def _words(painter: QPainter, text: str, right: int, area: QRect, colour: object) -> int:
        painter.setPen(colour)  # type: ignore[arg-type]
        width = painter.fontMetrics().horizontalAdvance(text)
        place = QRect(right - width, area.top(), width + 1, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        return right - width
