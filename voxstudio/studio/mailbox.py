"""How the worker hands things to the window: the latest picture, and every number."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """Holds at most one item: the latest wins, nothing piles up.

    The reader opens it when it has room for another item, so that what it then gets is fresh.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._item: Item | None = None
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """Whether the reader waits for an item: the writer need not make one otherwise."""
        with self._lock:
            return self._is_open

    def put(self, item: Item) -> bool:
        """Leaves an item, over any that is there. True if there was none, so the reader is to be told."""
        with self._lock:
            was_empty = self._item is None
            self._item = item
            self._is_open = False
            return was_empty

    def take(self) -> Item | None:
        """The item, if there is one; the mailbox stays shut until ``open``."""
        with self._lock:
            item, self._item = self._item, None
            return item

    def open(self) -> None:
        """Asks for the next item."""
        with self._lock:
            self._is_open = self._item is None


class Log(Generic[Item]):
    """Everything that was appended, once, in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: list[Item] = []

    def append(self, item: Item) -> None:
        """Adds to the end."""
        with self._lock:
            self._items.append(item)

    def swap(self) -> list[Item]:
        """All that came since the last call."""
        with self._lock:
            items, self._items = self._items, []
            return items
