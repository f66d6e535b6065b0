"""One place, the latest wins; a log that drops nothing."""

from __future__ import annotations

import threading

from voxstudio.studio.mailbox import Log, Mailbox


def test_the_mailbox_holds_one_and_the_latest_wins() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.put(1)
    assert not box.put(2)
    assert not box.is_open
    assert box.take() == 2
    assert box.take() is None


def test_it_stays_shut_until_the_reader_opens_it() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.take()
    assert not box.is_open
    box.open()
    assert box.is_open


def test_opening_a_full_mailbox_does_not_ask_for_more() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.open()
    assert not box.is_open


def test_the_log_keeps_everything_in_order_between_threads() -> None:
    log: Log[int] = Log()
    thread = threading.Thread(target=lambda: [log.append(number) for number in range(20_000)])
    thread.start()
    seen: list[int] = []
    while thread.is_alive():
        seen += log.swap()
    thread.join()
    seen += log.swap()
    assert seen == list(range(20_000))
