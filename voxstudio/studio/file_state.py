"""Which file the present world belongs to, and whether it holds what that file does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from voxstudio import storage
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

if TYPE_CHECKING:
    from voxstudio.studio.document import Document


@dataclass(frozen=True)
class Origin:
    """Where the present world came from."""

    path: Path | None = None
    """The file that Save writes, None if there is none yet."""
    pristine: VoxelWorld | None = None
    """The world as it was made: nothing is lost with it. None for a branch, which is work already."""


@dataclass(frozen=True)
class _Known:
    """What a file held when it was read or written last."""

    world: VoxelWorld
    stamp: tuple[int, int] | None
    """Of ``storage.stamp``."""


class FileState(QObject):
    """Compares worlds, not commands: whatever leads back to what the file holds, undo included, is saved."""

    changed = Signal()
    """Another file, or ``is_modified`` has turned."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self.origin = Origin()
        """Part of what undo brings back; what files hold is not."""
        self.is_modified = False
        """Whether something would be lost with the present world."""
        self._on_disk: dict[Path, _Known] = {}
        self._told: tuple[Path | None, bool] = (None, False)
        document.world_changed.connect(self.refresh)
        document.frame_changed.connect(self.refresh)
        document.editor.changed.connect(self.refresh)

    @property
    def path(self) -> Path | None:
        """The file that Save writes."""
        return self.origin.path

    def read(self, path: Path, world: VoxelWorld) -> None:
        """A file was read, and holds this."""
        self._on_disk[path] = _Known(world, storage.stamp(path))

    def written(self, path: Path, world: VoxelWorld, *, is_present: bool) -> None:
        """A file was written; it becomes the document's if the world was the present one."""
        self._on_disk[path] = _Known(world, storage.stamp(path))
        if is_present:
            self.origin = Origin(path)
        self.refresh()

    def is_foreign(self, path: Path) -> bool:
        """Whether somebody else has written a file since it was read or written here."""
        known, now = self._on_disk.get(path), storage.stamp(path)
        return known is not None and now is not None and now != known.stamp

    @Slot()
    def refresh(self) -> None:
        """Compares again."""
        self.is_modified = self._differs()
        told, self._told = self._told, (self.path, self.is_modified)
        if told != self._told:
            self.changed.emit()

    def _differs(self) -> bool:
        start, frame = self._document.start, self._document.frame
        if start is None:
            return False
        path = self.origin.path
        known = None if path is None else self._on_disk.get(path)
        saved = self.origin.pristine if known is None else known.world
        if saved is None:
            return True
        if frame is None:
            return not _is_same(saved, start.blocks, start.palette, start.scale)
        return not _is_same(saved, frame.snapshot.blocks, frame.snapshot.palette, frame.snapshot.scale)


def _is_same(world: VoxelWorld, blocks: np.ndarray, palette: Palette, scale: float) -> bool:
    if world.palette != palette or world.scale != scale:
        return False
    return world.blocks is blocks or np.array_equal(world.blocks, blocks)
