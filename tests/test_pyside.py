"""The installed PySide6 is none of those that are known to be bad."""

from __future__ import annotations

import sys

import pytest

QtWidgets = pytest.importorskip("PySide6.QtWidgets")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_a_call_that_returns_none_keeps_its_reference(qapp: object) -> None:
    """PySide6 6.12 loses one a call on Python 3.11, and the program dies once None has none left."""
    widget = QtWidgets.QWidget()
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    lost = before - sys.getrefcount(None)
    widget.deleteLater()
    assert lost < 100


def test_the_version_can_undock() -> None:
    """6.11.0 and 6.11.1 cannot (QTBUG-147209)."""
    import PySide6

    assert PySide6.__version__ not in ("6.11.0", "6.11.1")
