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
    pieces = _pieces({**arrays, "start": np.ascontiguousarray(start.blocks)})
    name = _name(*pieces)
    world = {
        "materials": [msgspec.to_builtins(material) for material in start.palette.materials],
        "scale": start.scale,
        "extras": start.extras,
    }
    storage.write_bytes(folder / name, *pieces)
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


def _name(*pieces: bytes | memoryview) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return f"state-{digest.hexdigest()[:16]}.safetensors"


def _pieces(arrays: Mapping[str, np.ndarray]) -> list[bytes | memoryview]:
    """A safetensors file in pieces, the contiguous arrays themselves among them.

    The library's writer copies everything under Python's lock: a window beside a run waited for a tenth of a second.
    Layout: the safetensors specification, "Format".
    """
    facts, end = {}, 0
    for name, array in arrays.items():
        kind = "BOOL" if array.dtype == np.bool_ else f"{array.dtype.kind.upper()}{8 * array.itemsize}"
        facts[name] = {"dtype": kind, "shape": array.shape, "data_offsets": (end, end := end + array.nbytes)}
    header = msgspec.json.encode(facts)
    header += b" " * (-len(header) % 8)
    raw = [array.reshape(-1).view(np.uint8).data for array in arrays.values()]
    return [len(header).to_bytes(8, "little"), header, *raw]
