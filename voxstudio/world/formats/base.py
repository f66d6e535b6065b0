"""What a file format offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class Loaded:
    """A world that was read, and what its reader has to tell about the file."""

    world: VoxelWorld
    findings: list[str] = field(default_factory=list)
    """One sentence each: what was kept aside or read differently than it is written."""


@dataclass(frozen=True)
class Preview:
    """What saving a world would write, told before it is written."""

    about_bytes: int
    notes: list[str]
    """One sentence each: what is changed, left out or kept aside by the format."""


class Format(Protocol):
    """A module that reads and writes one kind of file."""

    @property
    def LABEL(self) -> str:  # noqa: N802 (a constant of the module)
        """For file dialogs."""
        ...

    def load(self, path: Path) -> Loaded:
        """Read a file. Raises ``UserError`` naming file and entry for whatever is wrong with it."""
        ...

    def preview(self, world: VoxelWorld) -> Preview:
        """What ``save`` would write. Quick: it is asked for by the window."""
        ...

    def save(self, world: VoxelWorld, path: Path) -> None:
        """Write a file through ``storage``. Raises ``UserError`` if it cannot be written."""
        ...
