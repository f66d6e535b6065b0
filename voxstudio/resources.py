"""Where icons, shaders, the theme, the prior's weights and the user's pages are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def path(name: str) -> Path:
    """A file or folder of ``resources/``, as installed beside this module or at the top of a checkout."""
    installed = _PACKAGE / "resources" / name
    return installed if installed.exists() else _PACKAGE.parent / "resources" / name


def docs() -> Path:
    """The folder of the user's pages: ``resources/docs`` as installed, ``docs`` of a checkout."""
    installed = _PACKAGE / "resources" / "docs"
    return installed if installed.exists() else _PACKAGE.parent / "docs"


def text(name: str) -> str:
    """The contents of a text file of ``resources/``."""
    return path(name).read_text(encoding="utf-8")
