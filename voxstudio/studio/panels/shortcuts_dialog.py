"""Where keys are given to actions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QKeySequenceEdit, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from voxstudio.studio.actions import Actions, Entry
from voxstudio.studio.widgets.basic import button, column, label, row
from voxstudio.studio.words import noop, tr

_HINT = noop("Choose an action, then press its new keys.")
_ENTRY = Qt.ItemDataRole.UserRole
_NATIVE = QKeySequence.SequenceFormat.NativeText


class ShortcutsDialog(QDialog):
    """Changes count at once, and can all be taken back."""

    def __init__(self, registry: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._registry = registry
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find an action, or keys"))
        self.search.setAccessibleName(tr("Find an action, or keys"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Actions and their keys"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("Action"), tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setAccessibleName(tr("Columns"))
        self.tree.header().resizeSection(1, 170)
        self.title = label(tr(_HINT), "muted")
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)
        self.keys.setAccessibleName(tr("New keys"))
        self.keys.setToolTip(tr("Press the keys together"))
        self.set = button(tr("Set"), "primary", self._set, tr("Give the action these keys"))
        self.reset = button(tr("Reset"), "", self._reset, tr("The keys that the action came with"))
        self.reset_all = button(tr("Reset all"), "", registry.reset_all, tr("All keys as they came"))
        done = button(tr("Done"), "", self.accept, tr("Close"))
        self.problem = label("", "problem")
        self.problem.setWordWrap(True)
        for one in (self.set, self.reset, self.reset_all, done):
            one.setAutoDefault(False)
        line = row(self.keys, self.set, self.reset)
        line.setStretch(0, 1)
        foot = row(self.reset_all, -1, done)
        self.setLayout(
            column(self.search, self.tree, self.title, line, self.problem, foot, margins=(16, 16, 16, 16), gap=10)
        )
        self.resize(560, 620)
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(self._on_chosen)
        self.tree.itemActivated.connect(lambda _item: self.keys.setFocus())
        self.keys.keySequenceChanged.connect(self._check)
        registry.changed.connect(self.refresh)
        self._fill()
        self.refresh()

    @property
    def entry(self) -> Entry | None:
        """The action that is chosen."""
        item = self.tree.currentItem()
        return item.data(0, _ENTRY) if item is not None else None

    def choose(self, entry: Entry) -> None:
        """Chooses an action, as a click on it does."""
        self.tree.setCurrentItem(self._items[entry.id])

    @Slot()
    def refresh(self) -> None:
        """Shows the keys that are in force."""
        for entry in self._registry:
            item = self._items[entry.id]
            item.setText(1, ", ".join(keys.toString(_NATIVE) for keys in entry.action.shortcuts()))
            font = item.font(1)
            font.setBold(entry.is_changed)
            item.setFont(1, font)
            item.setToolTip(1, tr("Changed by you") if entry.is_changed else "")
        self._on_chosen()

    def _fill(self) -> None:
        self._items: dict[str, QTreeWidgetItem] = {}
        for category, entries in self._registry.categories.items():
            group = QTreeWidgetItem([category])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.tree.addTopLevelItem(group)
            for entry in entries:
                item = QTreeWidgetItem([entry.text])
                item.setData(0, _ENTRY, entry)
                group.addChild(item)
                self._items[entry.id] = item
        self.tree.expandAll()

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.lower().split()
        for place in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(place)
            assert group is not None
            hidden = []
            for item in (group.child(index) for index in range(group.childCount())):
                assert item is not None
                said = f"{group.text(0)} {item.text(0)} {item.text(1)}".lower()
                item.setHidden(not all(word in said for word in wanted))
                hidden.append(item.isHidden())
            group.setHidden(all(hidden))

    @Slot()
    def _on_chosen(self) -> None:
        entry = self.entry
        self.title.setText(tr(_HINT) if entry is None else f"{entry.category} > {entry.text}")
        self.keys.setEnabled(entry is not None)
        self.keys.setKeySequence(entry.action.shortcut() if entry is not None else QKeySequence())
        self.reset.setEnabled(entry is not None and entry.is_changed)
        self.reset_all.setEnabled(any(one.is_changed for one in self._registry))
        self._check()

    @Slot()
    def _check(self) -> None:
        entry, keys = self.entry, self.keys.keySequence()
        owner = self._registry.owner(keys, entry) if entry is not None else None
        self.set.setEnabled(entry is not None and keys != entry.action.shortcut())
        self.set.setText(tr("Set") if owner is None else tr("Take them"))
        text = ""
        if owner is not None:
            held = keys.toString(_NATIVE)
            text = tr("{keys} belongs to {action}, which would lose it.", keys=held, action=owner.text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _set(self) -> None:
        if self.entry is not None:
            self._registry.rebind(self.entry, self.keys.keySequence())

    def _reset(self) -> None:
        if self.entry is not None:
            self._registry.reset(self.entry)
