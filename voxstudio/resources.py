"""Where icons, shaders, the theme and the prior's weights are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def path(name: str) -> Path:
    """A file or folder of ``resources/``, as installed beside this module or at the top of a checkout."""
    installed = _PACKAGE / "resources" / name
    return installed if installed.exists() else _PACKAGE.parent / "resources" / name


def text(name: str) -> str:
    """The contents of a text file of ``resources/``."""
    return path(name).read_text(encoding="utf-8")
