"""Views that were kept, up to nine a map. One JSON file of the user's; maps may be read-only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.words import tr

SLOTS = range(1, 10)
"""As the keys that recall them."""


@dataclass(frozen=True)
class Bookmark:
    """A view with a name."""

    name: str
    camera: OrbitCamera


class Bookmarks:
    """Bookmarks by slot, for each map by its file. A file that cannot be used is kept as ``.bak``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._maps: dict[str, dict[int, Bookmark]] = {}
        self._read()

    def of(self, map_path: Path | None) -> dict[int, Bookmark]:
        """The bookmarks of a map, by slot; None stands for worlds that are no map yet."""
        return dict(sorted(self._maps.get(_key(map_path), {}).items()))

    def free_slot(self, map_path: Path | None) -> int:
        """The first slot without a bookmark. Raises ``UserError`` if there is none."""
        taken = self.of(map_path)
        for slot in SLOTS:
            if slot not in taken:
                return slot
        raise UserError(tr("All bookmarks of this map are in use; remove one first."))

    def save(self, map_path: Path | None, slot: int, camera: OrbitCamera, name: str = "") -> None:
        """Keeps a view, in place of any other in the slot. Raises ``UserError`` if it cannot be written down."""
        old = self.of(map_path).get(slot)
        name = name.strip() or (old.name if old is not None else view_name(slot))
        self._maps.setdefault(_key(map_path), {})[slot] = Bookmark(name, camera)
        self._write()

    def remove(self, map_path: Path | None, slot: int) -> None:
        """Forgets a view. Raises ``UserError`` if that cannot be written down."""
        if self._maps.get(_key(map_path), {}).pop(slot, None) is not None:
            self._write()

    def _read(self) -> None:
        if not self._path.exists():
            return
        try:
            self._maps = _checked(storage.read_json(self._path))
        except (UserError, TypeError, ValueError, KeyError, AttributeError):
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".bak"))

    def _write(self) -> None:
        maps = {
            key: {str(slot): {"name": mark.name, **asdict(mark.camera)} for slot, mark in sorted(marks.items())}
            for key, marks in self._maps.items()
            if marks
        }
        storage.write_json(self._path, {"maps": maps})


def view_name(slot: int) -> str:
    """What a view is called that was given no name."""
    return tr("View {slot}", slot=slot)


def _key(map_path: Path | None) -> str:
    if map_path is None:
        return ""
    path = map_path.resolve()
    return str(path.parent if path.suffix else path)


def _checked(values: Mapping[str, Any]) -> dict[str, dict[int, Bookmark]]:
    return {
        str(key): {int(slot): _bookmark(mark) for slot, mark in marks.items() if int(slot) in SLOTS}
        for key, marks in values["maps"].items()
    }


def _bookmark(values: Mapping[str, Any]) -> Bookmark:
    x, y, z = (float(value) for value in values["target"])
    names = ("distance", "azimuth_deg", "elevation_deg", "fov_y_deg")
    distance, azimuth_deg, elevation_deg, fov_y_deg = numbers = [float(values[name]) for name in names]
    if not all(map(math.isfinite, (x, y, z, *numbers))) or distance <= 0 or not 0 < fov_y_deg < 180:
        raise ValueError("not a camera")
    is_orthographic = bool(values["is_orthographic"])
    camera = OrbitCamera((x, y, z), distance, azimuth_deg, elevation_deg, fov_y_deg, is_orthographic)
    return Bookmark(str(values["name"]), camera)
