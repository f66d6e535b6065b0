"""What is kept for long and seldom asked for: in a database without a name that goes with the program."""

from __future__ import annotations

import weakref
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_SMALL = 1 << 12
"""Bytes that take no room worth a file."""


class Attic:
    """Bytes in a temporary file, whose room is used again for others when nobody can ask for them any more.

    SQLite's "temporary databases": private, on the disk beyond a small cache, gone with the connection or the process.
    """

    def __init__(self) -> None:
        self._rows: sqlite3.Connection | None = None
        self._left: deque[int] = deque()
        """Rows to be deleted: what kept them may have died in any thread."""

    def put(self, data: bytes) -> Kept:
        """Bytes, to be read again; they stay in memory where nothing can be written."""
        if len(data) < _SMALL:
            return Kept(data)
        import sqlite3  # not before a first run has ended: nothing of it is needed to open the window

        try:
            rows = self._open()
            while self._left:
                rows.execute("DELETE FROM kept WHERE row = ?", (self._left.popleft(),))
            row = rows.execute("INSERT INTO kept (data) VALUES (?)", (data,)).lastrowid
        except sqlite3.Error:
            return Kept(data)
        assert row is not None
        kept = Kept(row=row, rows=rows)
        weakref.finalize(kept, self._left.append, row).atexit = False
        return kept

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        if self._rows is None:
            rows = sqlite3.connect("", isolation_level=None)
            rows.execute("PRAGMA journal_mode = MEMORY")
            rows.execute("CREATE TABLE kept (row INTEGER PRIMARY KEY, data BLOB)")
            self._rows = rows
        return self._rows


class Kept:
    """Bytes that were put away. To be read by the thread that did so."""

    def __init__(self, data: bytes = b"", row: int = 0, rows: sqlite3.Connection | None = None) -> None:
        self._data, self._row, self._rows = data, row, rows

    def read(self) -> bytes:
        """The bytes."""
        if self._rows is None:
            return self._data
        (data,) = self._rows.execute("SELECT data FROM kept WHERE row = ?", (self._row,)).fetchone()
        return data


@lru_cache(maxsize=1)
def attic() -> Attic:
    """The program's."""
    return Attic()
