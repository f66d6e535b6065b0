"""The folder of maps, laid out as the block editor expects it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.world.formats import map_json
from voxstudio.world.voxel_world import VoxelWorld

MapId = int | str

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class MapLibrary:
    """``maps/{id}/map.json`` and ``maps/registry.json``.

    The editor opens a map by the number of its folder and saves it to the map's ``sequence``, so every map that is
    made here gets a sequence that no other map has.
    """

    root: Path

    def path(self, map_id: MapId) -> Path:
        """The file of a map. Raises ``UserError`` naming the maps that are there if it is not one of them."""
        path = self.root / _checked(map_id) / "map.json"
        if not path.is_file():
            known = ", ".join(self.names()) or "no map"
            raise UserError(f"There is no map {map_id} in {self.root}, which holds {known}.")
        return path

    def names(self) -> list[str]:
        """The folders that hold a map, numbered ones first."""
        found = [path.parent.name for path in self.root.glob("*/map.json") if _NAME.fullmatch(path.parent.name)]
        return sorted(found, key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name))

    def next_sequence(self) -> int:
        """The first sequence above every map, registered or not."""
        registry = self._registry()
        listed = [entry.get("sequence") for entry in registry["maps"] if isinstance(entry, dict)]
        taken = [sequence for sequence in listed if isinstance(sequence, int)]
        taken += [int(name) for name in self.names() if name.isdecimal()]
        return max(registry["next_sequence"], *(sequence + 1 for sequence in taken), 1)

    def register(self, entry: Mapping[str, Any], sequence: int) -> None:
        """Add a map to the registry and see to it that its sequence is not given again.

        ``entry`` holds ``name, type, sourceMap, prompt, exportedAt, numBlocks``; an older one of its name goes.
        """
        registry = self._registry()
        others = [other for other in registry["maps"] if not _is_named(other, entry["name"])]
        registry["maps"] = [*others, {**entry, "sequence": sequence}]
        registry["next_sequence"] = max(self.next_sequence(), sequence + 1)
        storage.write_json(self.root / "registry.json", registry)

    def export(
        self,
        world: VoxelWorld,
        source_id: MapId,
        metadata: Mapping[str, Any],
        files: Mapping[str, Path] | None = None,
        name: str | None = None,
    ) -> Path:
        """Write a trained world as a map of its own and return its folder, ``trained_map_{source}_{n}`` unless named.

        ``metadata`` goes to ``training_metadata.json`` beside what is known here (``exportedAt``, ``sourceMap``,
        ``numBlocks``); ``files`` are copied, by their name in the folder. The folder appears whole or not at all.
        Raises ``UserError`` if it cannot be written, or if ``name`` is taken.
        """
        folder = self.root / (_checked(name) if name else self.free_name(source_id))
        sequence = self.next_sequence()
        count, now = int(np.count_nonzero(world.blocks)), timestamp()
        facts = {"exportedAt": now, "sourceMap": source_id, **metadata, "numBlocks": count}
        with storage.atomic_folder(folder) as temporary:
            fields = {"sequence": sequence, "lastUpdated": now, "metadata": _map_metadata(world, facts)}
            map_json.save(world, temporary / "map.json", fields)
            storage.write_json(temporary / "training_metadata.json", facts)
            for inside, source in (files or {}).items():
                storage.write_bytes(temporary / inside, storage.read_bytes(source))
        self.register(
            {
                "name": folder.name,
                "type": "trained",
                "sourceMap": source_id,
                "prompt": facts.get("prompt"),
                "exportedAt": now,
                "numBlocks": count,
            },
            sequence,
        )
        return folder

    def free_name(self, source_id: MapId) -> str:
        """The name that an export of a map gets unless it is given one."""
        stem = f"trained_map_{_checked(source_id)}_"
        # Folders that hold no map yet count too: they are somebody's.
        numbers = [
            int(path.name.removeprefix(stem))
            for path in self.root.glob(f"{stem}*")
            if path.name.removeprefix(stem).isdecimal()
        ]
        return f"{stem}{max(numbers, default=0) + 1}"

    def _registry(self) -> dict[str, Any]:
        path = self.root / "registry.json"
        registry = storage.read_json(path) if path.exists() else {}
        if not isinstance(registry, dict):
            raise UserError(f"{path} must hold a JSON object.")
        registry = {"next_sequence": 1, "maps": [], **registry}
        if type(registry["next_sequence"]) is not int or not isinstance(registry["maps"], list):
            raise UserError(f"{path} must hold a whole number next_sequence and a list of maps.")
        return registry


def timestamp() -> str:
    """Now, as the editor writes it: UTC in ISO form without a zone."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")


def _map_metadata(world: VoxelWorld, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The map's own ``metadata`` field: what the source map said, and the run in the trainer's words."""
    before = world.extras.get(map_json.EXTRAS, {}).get("fields", {}).get("metadata")
    words = {"prompt": "prompt", "trainingSteps": "steps", "cfgScale": "cfg_scale"}
    said = {new: facts[old] for old, new in words.items() if old in facts}
    return {**(before if isinstance(before, dict) else {}), **said}


def _checked(map_id: MapId) -> str:
    name = str(map_id)
    if not _NAME.fullmatch(name):
        raise UserError(f'"{name}" cannot be the name of a map; use letters, digits, ".", "_" and "-".')
    return name


def _is_named(entry: Any, name: Any) -> bool:
    return isinstance(entry, dict) and entry.get("name") == name
