"""The guard itself: each kind of leak fails the test that leaks, and only that one."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

LEAKS = {
    "thread": "import threading, time; threading.Thread(target=time.sleep, args=[1], name='stray thread').start()",
    "file": "import tempfile; tempfile.mkstemp(prefix='stray file')",
    "save": "(tmp_path / '.stray save.1-12345678.tmp').write_text('')",
}
QT_LEAKS = {
    "widget": "global w; from PySide6.QtWidgets import QWidget; w = QWidget(objectName='stray widget')",
    "timer": "global t; from PySide6.QtCore import QTimer; t = QTimer(objectName='stray timer'); t.start(9000)",
}


def test_each_leak_fails_its_test(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    has_qt = importlib.util.find_spec("PySide6") is not None
    leaks = LEAKS | (QT_LEAKS if has_qt else {})
    here = Path(__file__).parent
    monkeypatch.setenv("PYTHONPATH", str(here.parent))
    impatience = "\nimport tests.leaks\ntests.leaks.GRACE_S, tests.leaks.GRACE_TURNS = 0.1, 1\n"
    pytester.makeconftest((here / "conftest.py").read_text() + impatience)
    pytester.makepyfile(
        *["def test_clean(tmp_path):\n    (tmp_path / 'kept.json').write_text('{}')\n"],
        **{
            f"test_{kind}": f"def test_{kind}(tmp_path{', qapp' if kind in QT_LEAKS else ''}):\n    {code}\n"
            for kind, code in leaks.items()
        },
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rE", f"--rootdir={pytester.path}")
    result.assert_outcomes(passed=1 + len(leaks), errors=len(leaks))
    for kind in leaks:
        result.stdout.fnmatch_lines([f"left behind:*stray {kind}*"])
