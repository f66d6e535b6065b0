"""What maps are called: most files are named map.json, so their folders tell them apart. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FILE_NAME = "map.json"


def map_name(path: Path, folders: int = 1) -> str:
    """A short name: the map's folder, or its file if that has a name of its own, below so many folders."""
    named = path.parent if path.name == FILE_NAME else path
    return "/".join(part for part in named.parts[-1 - folders :] if part != path.anchor)


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """Short names, with as many more folders as it takes to tell equal ones apart."""
    names = [map_name(path) for path in paths]
    deepest = max((len(path.parts) for path in paths), default=0)
    for folders in range(2, deepest):
        twice = {name for name in names if names.count(name) > 1}
        if not twice:
            break
        names = [map_name(path, folders) if name in twice else name for path, name in zip(paths, names, strict=True)]
    return names


def file_of(chosen: Path) -> Path:
    """The file that is meant by what was typed: a name without ``.json`` stands for a folder with a map in it."""
    return chosen if chosen.suffix.lower() == ".json" else chosen / FILE_NAME
