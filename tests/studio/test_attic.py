"""What is put away comes back, and leaves room when nobody can ask for it any more."""

from __future__ import annotations

import gc
import sqlite3
import threading

import pytest

from voxstudio.studio.attic import Attic, Kept

SMALL, LARGE = b"few", bytes(range(256)) * 400


def rows(attic: Attic) -> int:
    assert attic._rows is not None
    return attic._rows.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_what_is_put_away_comes_back_as_it_was() -> None:
    attic = Attic()
    kept = [attic.put(data) for data in (LARGE, SMALL, b"", LARGE[::-1])]
    assert [one.read() for one in kept] == [LARGE, SMALL, b"", LARGE[::-1]]
    assert rows(attic) == 2  # what is small needs no file


def test_room_that_is_left_is_used_again_whichever_thread_leaves_it() -> None:
    attic, held = Attic(), list[Kept]()
    for _ in range(5):
        held.append(attic.put(LARGE))
        leaving = threading.Thread(target=held.clear)
        leaving.start()
        leaving.join()
        gc.collect()
    last = attic.put(LARGE)
    assert rows(attic) == 1
    assert last.read() == LARGE


@pytest.mark.parametrize("is_open", [True, False])
def test_where_nothing_can_be_written_it_stays_in_memory(monkeypatch: pytest.MonkeyPatch, is_open: bool) -> None:
    attic = Attic()
    if is_open:
        first = attic.put(LARGE)
        assert attic._rows is not None
        attic._rows.execute("PRAGMA max_page_count = 1")  # as if the disk were full
    else:
        first = Kept(LARGE)
        monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: (_ for _ in ()).throw(sqlite3.OperationalError))
    assert attic.put(LARGE[::-1]).read() == LARGE[::-1]
    assert first.read() == LARGE
