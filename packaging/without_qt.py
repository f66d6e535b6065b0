"""Run pytest in an environment that is this one with Qt and OpenGL uninstalled.

    python packaging/without_qt.py [arguments of pytest]

A second installation would cost a gigabyte: the new environment links to every distribution of this one but those.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

LEFT_OUT = ("pyside6", "shiboken6", "pyqtgraph", "moderngl", "glcontext", "pytestqt", "pytest_qt")
PROOF = """
import importlib.util, sys
found = [name for name in ("PySide6", "shiboken6", "pyqtgraph", "moderngl") if importlib.util.find_spec(name)]
sys.exit(f"these are still installed: {found}" if found else 0)
"""


def main(arguments: list[str]) -> int:
    """The exit code of pytest, or 1 if Qt can still be imported."""
    with tempfile.TemporaryDirectory(prefix="voxstudio-without-qt-") as folder:
        python = make_environment(Path(folder))
        if subprocess.run([python, "-c", PROOF]).returncode:
            return 1
        return subprocess.run([python, "-m", "pytest", *arguments]).returncode


def make_environment(folder: Path) -> Path:
    """A virtual environment without :data:`LEFT_OUT`; returns its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.lower().startswith(LEFT_OUT):
            (Path(site) / entry.name).symlink_to(entry)
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
