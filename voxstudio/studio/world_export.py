"""A world that is no longer, or not yet, the present of a run, written as a map of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voxstudio.training.settings import TrainSettings
from voxstudio.world.library import MapId, MapLibrary
from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class WorldExport:
    """All that is needed to write it, in any thread."""

    maps: Path
    world: VoxelWorld
    source_id: MapId
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, maps: Path, world: VoxelWorld, source_id: MapId, settings: TrainSettings, step: int) -> WorldExport:
        """With the facts that the export of a run has."""
        facts = {
            "prompt": settings.prompt,
            "trainingSteps": step,
            "cfgScale": settings.cfg_scale,
            "settings": settings.as_dict(),
        }
        return cls(maps, world, source_id, facts)

    def write(self) -> Path:
        """Writes ``trained_map_{source}_{n}``; its folder. Raises ``UserError``."""
        return MapLibrary(self.maps).export(self.world, self.source_id, self.facts)
