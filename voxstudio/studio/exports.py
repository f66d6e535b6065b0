"""What can be exported to where: one entry a format, and what the dialog tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxstudio.studio.engine import source_id_of
from voxstudio.studio.state import RunState
from voxstudio.studio.words import noop, tr, whole
from voxstudio.training.folder import RunFolder
from voxstudio.world import formats
from voxstudio.world.formats import map_json
from voxstudio.world.formats.base import Format, Preview
from voxstudio.world.library import MapId, MapLibrary
from voxstudio.world.voxel_world import VoxelWorld

if TYPE_CHECKING:
    from voxstudio.studio.document import Document


@dataclass(frozen=True)
class ExportSource:
    """The world that is exported, as it was when that was asked for, and what is known of it."""

    world: VoxelWorld
    source_id: MapId
    """The map that it was made from."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Prompt, steps and settings, where a run made it."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """What else of the run goes along, by its name in the export."""
    note: str = ""
    """Which moment it is, as a sentence, where there are several."""

    @classmethod
    def of(cls, document: Document) -> ExportSource | None:
        """The world that is shown."""
        world, frame, entry = document.shown_world, document.shown, document.shown_entry
        if world is None:
            return None
        settings = document.shown_settings
        path = document.map_path if entry is None else entry.map_path
        source_id = settings.dataset_id if path is None else source_id_of(path)
        if frame is None:
            return cls(world, source_id)
        step = frame.snapshot.step
        facts = {
            "prompt": settings.prompt,
            "trainingSteps": step,
            "cfgScale": settings.cfg_scale,
            "settings": settings.as_dict(),
        }
        files: dict[str, Path] = {}
        if entry is None and document.is_run_live:
            files = RunFolder(Path(document.baseline.output_dir)).keepsakes()
        note = ""
        if document.state is RunState.PAUSED:
            note = tr("The run is paused; this is its world at step {step}.", step=whole(step))
        elif document.state.is_active:
            note = tr("The run goes on; this is its world at step {step}.", step=whole(step))
        return cls(world, source_id, facts, files, note)


@dataclass(frozen=True)
class ExportFormat:
    """One entry of the dialog."""

    label: str
    help: str
    suffix: str
    """Of the file that is written; empty for a folder."""
    preview: Callable[[VoxelWorld], Preview]
    propose: Callable[[ExportSource, Path], Path]
    """A path that nothing has yet, given the folder of maps. Raises ``UserError``."""
    write: Callable[[ExportSource, Path], Path]
    """Writes it there; the folder to show. Raises ``UserError``."""


def _propose_map(source: ExportSource, maps: Path) -> Path:
    return maps / MapLibrary(maps).free_name(source.source_id)


def _write_map(source: ExportSource, path: Path) -> Path:
    return MapLibrary(path.parent).export(source.world, source.source_id, source.facts, source.files, path.name)


MAP = ExportFormat(
    noop("Map"),
    noop("A map of its own for the block editor: a folder with map.json and how it was made"),
    "",
    map_json.preview,
    _propose_map,
    _write_map,
)


def _of_file(suffix: str, format_: Format) -> ExportFormat:
    def propose(source: ExportSource, maps: Path) -> Path:
        path, number = maps / f"map_{source.source_id}{suffix}", 1
        while path.exists():
            number += 1
            path = maps / f"map_{source.source_id}_{number}{suffix}"
        return path

    return ExportFormat(
        suffix.lstrip(".").upper(), format_.LABEL, suffix, format_.preview, propose, partial(_write_file, format_)
    )


def _write_file(format_: Format, source: ExportSource, path: Path) -> Path:
    format_.save(source.world, path)
    return path.parent


EXPORTS = (MAP, *(_of_file(suffix, one) for suffix, one in formats.FORMATS.items() if one is not map_json))
"""Every format of ``world/formats`` that can be written; a map comes with its run."""
