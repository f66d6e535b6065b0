"""Where the maps and datasets are that somebody names."""

from __future__ import annotations

from pathlib import Path

from voxstudio import resources, storage
from voxstudio.errors import UserError

MAPS = Path("maps")
DATASETS = Path("datasets")


def find_map(name: str) -> Path:
    """The file of a map named by number, folder or file. Raises ``UserError`` saying where it was looked for."""
    given = Path(name)
    if storage.is_there(given) and given.is_file():
        return given
    tried = [folder / "map.json" for folder in (given, MAPS / name, resources.path("examples") / MAPS / name)]
    for path in tried:
        if storage.is_there(path):
            return path
    raise UserError(f"There is no map {name!r}: neither a file nor a folder with a map.json, here or in {MAPS}/.")


def find_dataset(name: str | int) -> Path:
    """The folder of a dataset named by number or folder. Raises ``UserError`` if it is not there."""
    for folder in (Path(str(name)), DATASETS / str(name), resources.path("examples") / DATASETS / str(name)):
        if (folder / "metadata.json").is_file():
            return folder
    raise UserError(f"There is no dataset {name!r}: {DATASETS / str(name)}/metadata.json is missing.")
