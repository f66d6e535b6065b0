"""The registry of everything that a menu, a key or the command palette can do, with the keys that are in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from voxstudio.studio.words import tr

_GROUP = "keys"
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
NamedT = TypeVar("NamedT", QAction, QMenu)


@dataclass(frozen=True, eq=False)
class Entry:
    """One action: its identity over sessions, its place, and the keys that it has unless the user chose others."""

    id: str
    """As ``file.open``, made of English words whatever the window speaks."""
    category: str
    text: str
    """As it was when the program began; ``action.text()`` may follow the document."""
    defaults: tuple[QKeySequence, ...]
    action: QAction

    @property
    def keys(self) -> str:
        """The keys in force, as the system writes them; empty for none."""
        return keys_text(self.action)

    @property
    def is_changed(self) -> bool:
        """Whether the user chose other keys."""
        return tuple(self.action.shortcuts()) != self.defaults


class Actions(QObject):
    """What is in the menu bar when it is built is in the registry: to add an action, add a line to a menu."""

    changed = Signal()
    """Some action has other keys."""

    def __init__(self, bar: QMenuBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, Entry] = {}
        for top in bar.actions():
            menu = top.menu()
            if isinstance(menu, QMenu):
                self._take(menu, menu.objectName(), _plain(top.text()))
        for entry in self:
            chosen = QSettings().value(f"{_GROUP}/{entry.id}")
            if isinstance(chosen, str):
                entry.action.setShortcuts([QKeySequence(chosen)] if chosen else [])

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __getitem__(self, id_: str) -> Entry:
        return self._entries[id_]

    @property
    def categories(self) -> dict[str, list[Entry]]:
        """The entries by menu, in the order of the menus."""
        result: dict[str, list[Entry]] = {}
        for entry in self:
            result.setdefault(entry.category, []).append(entry)
        return result

    def owner(self, keys: QKeySequence, other_than: Entry | None = None) -> Entry | None:
        """The action that these keys belong to."""
        found = (entry for entry in self if entry is not other_than and keys in entry.action.shortcuts())
        return next(found, None) if not keys.isEmpty() else None

    def rebind(self, entry: Entry, keys: QKeySequence) -> None:
        """Gives an action other keys, or none; whatever had them loses them. Kept for the next start."""
        owner = self.owner(keys, entry)
        if owner is not None:
            self._set(owner, tuple(one for one in owner.action.shortcuts() if one != keys))
        self._set(entry, () if keys.isEmpty() else (keys,))
        self.changed.emit()

    def reset(self, entry: Entry) -> None:
        """Gives an action back the keys that it came with, taking them from whatever has them now."""
        for keys in entry.defaults:
            owner = self.owner(keys, entry)
            if owner is not None:
                self._set(owner, tuple(one for one in owner.action.shortcuts() if one != keys))
        self._set(entry, entry.defaults)
        self.changed.emit()

    def reset_all(self) -> None:
        """All keys as they came."""
        for entry in self:
            self._set(entry, entry.defaults)
        self.changed.emit()

    def _set(self, entry: Entry, keys: tuple[QKeySequence, ...]) -> None:
        entry.action.setShortcuts(list(keys))
        name = f"{_GROUP}/{entry.id}"
        if keys == entry.defaults:
            QSettings().remove(name)
        else:
            QSettings().setValue(name, keys[0].toString() if keys else "")

    def _take(self, menu: QMenu, place: str, category: str) -> None:
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                self._take(inner, place, category)
            elif action.objectName():
                id_ = f"{place}.{action.objectName()}"
                assert id_ not in self._entries, f"two actions would be called {id_}"
                self._entries[id_] = Entry(id_, category, _plain(action.text()), tuple(action.shortcuts()), action)


def named(action: NamedT, title: str) -> NamedT:
    """An action, or a menu, that shows a title in the user's language and is known by its English words."""
    action.setObjectName(_slug(title))
    set_title = action.setTitle if isinstance(action, QMenu) else action.setText
    set_title(tr(title))
    return action


def keys_text(action: QAction) -> str:
    """The keys of an action as the system writes them; empty for none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def tip_with_keys(text: str, action: QAction) -> str:
    """A tip that tells the keys of its action, as they are now."""
    keys = keys_text(action)
    return f"{text} ({keys})" if keys else text


def _plain(text: str) -> str:
    return text.replace("&", "").strip()


def _slug(title: str) -> str:
    return _NOT_IN_IDS.sub("-", _plain(title).lower()).strip("-")
