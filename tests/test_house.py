"""The house itself: pins, what is installed with the package, and what starts without being asked."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONSTRAINTS = (ROOT / "packaging" / "constraints.txt").read_text().splitlines()
HEAVY = ("torch", "diffusers", "transformers", "numba", "PySide6", "moderngl", "pyqtgraph")


def normalised(requirement: str) -> str:
    """The name of a requirement as registries spell it."""
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def test_everything_declared_is_pinned() -> None:
    pins = {normalised(line) for line in CONSTRAINTS if line and not line.startswith("#")}
    declared = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    assert {normalised(line) for line in declared} <= pins


def test_pins_are_exact_and_name_no_place() -> None:
    for line in CONSTRAINTS:
        assert line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.!]+", line), line


def test_what_the_wheel_takes_along_is_there() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    for source in [*wheel["force-include"], *wheel["shared-data"]]:
        assert (ROOT / source).exists(), source


@pytest.mark.parametrize("arguments", [["--help"], ["train", "--help"], ["--version"], ["nonsense"]])
def test_the_command_line_starts_without_heavy_libraries(arguments: list[str]) -> None:
    code = (
        f"import sys; from voxstudio.cli import main; main({arguments!r})\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_scripts_are_executable() -> None:
    for name in ("packaging/setup.sh", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111 == 0o111, name


def test_the_page_of_settings_is_what_the_code_says() -> None:
    page = runpy.run_path(str(ROOT / "packaging" / "settings_page.py"))["page"]()
    assert (ROOT / "docs" / "settings.md").read_text() == page, "run: make docs"
