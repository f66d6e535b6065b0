"""Files that hold a world: a module a format, chosen by suffix."""

from __future__ import annotations

from pathlib import Path

from voxstudio.errors import UserError
from voxstudio.world.formats import map_json
from voxstudio.world.formats.base import Format, Loaded, Preview
from voxstudio.world.voxel_world import VoxelWorld

__all__ = ["FORMATS", "Format", "Loaded", "Preview", "load", "save"]

FORMATS: dict[str, Format] = {".json": map_json}
"""Formats by lower-case suffix."""


def load(path: Path | str) -> Loaded:
    """Read a world; a folder stands for the ``map.json`` in it. Raises ``UserError`` naming file and entry."""
    source = Path(path)
    if source.is_dir():
        source = source / "map.json"
    return _format(source).load(source)


def save(world: VoxelWorld, path: Path | str) -> None:
    """Write a world in the format of the suffix. Raises ``UserError`` if the file cannot be written."""
    target = Path(path)
    _format(target).save(world, target)


def _format(path: Path) -> Format:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise UserError(f"{path} has a suffix that names no known map format; use one of {known}.") from None
