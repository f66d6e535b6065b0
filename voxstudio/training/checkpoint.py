"""A run's state on disk: ``state.json`` and the tensor file that it names, which carries its own digest as a name.

The tensors are written first, then ``state.json`` is replaced, then older tensors go: whatever fails in between, the
folder holds one whole checkpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors import numpy as safetensors

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.world.palette import Material, Palette
from voxstudio.world.voxel_world import VoxelWorld

VERSION = 1
FACTS = "state.json"


@dataclass(frozen=True)
class Saved:
    """What a checkpoint holds."""

    facts: dict[str, Any]
    tensors: dict[str, np.ndarray]
    start: VoxelWorld
    """The world that the run began with."""


def save(folder: Path | str, facts: Mapping[str, Any], tensors: Mapping[str, np.ndarray], start: VoxelWorld) -> None:
    """Replace a checkpoint. Raises ``UserError`` if it cannot be written; the old one is then intact."""
    folder = Path(folder)
    arrays = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    data = safetensors.save({**arrays, "start": np.ascontiguousarray(start.blocks)})
    name = _name(data)
    world = {
        "materials": [msgspec.to_builtins(material) for material in start.palette.materials],
        "scale": start.scale,
        "extras": start.extras,
    }
    storage.write_bytes(folder / name, data)
    storage.write_json(folder / FACTS, {"version": VERSION, "tensors": name, "world": world, **facts})
    for old in folder.glob("state-*.safetensors"):
        if old.name != name:
            with suppress(OSError):
                old.unlink()


def load(folder: Path | str) -> Saved:
    """Read a checkpoint. Raises ``UserError`` naming the file that is missing, torn or of another version."""
    folder = Path(folder)
    facts = storage.read_json(folder / FACTS)
    if not isinstance(facts, dict) or facts.get("version") != VERSION:
        raise UserError(f"{folder / FACTS} is not a checkpoint of this version of VoxStudio.")
    name = str(facts.get("tensors"))
    if Path(name).name != name:
        raise UserError(f"{folder / FACTS} names a tensor file outside its folder.")
    data = storage.read_bytes(folder / name)
    if _name(data) != name:
        raise UserError(f"{folder / name} is damaged: its content does not fit its name.")
    try:
        tensors = safetensors.load(data)
        world = facts["world"]
        palette = Palette(tuple(msgspec.convert(world["materials"], list[Material])))
        start = VoxelWorld(tensors.pop("start"), palette, float(world["scale"]), world["extras"])
    except (SafetensorError, msgspec.ValidationError, KeyError, TypeError, ValueError) as error:
        raise UserError(f"The checkpoint {folder} cannot be used: {error}.") from error
    return Saved(facts, {name: array.copy() for name, array in tensors.items()}, start)


def _name(data: bytes) -> str:
    return f"state-{hashlib.sha256(data).hexdigest()[:16]}.safetensors"
