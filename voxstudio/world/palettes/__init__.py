"""Files that hold a palette alone: a module a format, chosen by suffix."""

from __future__ import annotations

from pathlib import Path

from voxstudio.errors import UserError
from voxstudio.world.palette import Palette
from voxstudio.world.palettes import gpl, strip

FORMATS = {".gpl": gpl, ".png": strip}
"""Modules with ``LABEL``, ``load`` and ``save``, by lower-case suffix."""


def load(path: Path | str) -> Palette:
    """Read a palette. Raises ``UserError`` naming file and entry."""
    return _format(Path(path)).load(Path(path))


def save(palette: Palette, path: Path | str) -> None:
    """Write a palette in the format of the suffix. Raises ``UserError`` if the file cannot be written."""
    _format(Path(path)).save(palette, Path(path))


def _format(path: Path):
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise UserError(f"{path} has a suffix that names no known palette format; use one of {known}.") from None
