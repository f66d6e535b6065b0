"""From a map document to a world."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.world.formats.base import Loaded
from voxstudio.world.formats.map_json.document import Document, MapError, parse, short
from voxstudio.world.palette import AIR, CLASSIC, EXTENDED, MAX_MATERIALS, Colour, Material, Palette
from voxstudio.world.voxel_world import MAX_CELLS, VoxelWorld

EXTRAS = "map.json"
"""The key of ``VoxelWorld.extras`` under which this format keeps what it does not interpret: a JSON value,
``{"fields": every field but the blocks, "entries": [block entries that the blocks array cannot hold]}``."""

DEFAULT_SCALE = 2.0


def load(path: Path) -> Loaded:
    """Read a map. Raises ``UserError`` naming the file and the entry at fault.

    Its palette is the classic one plus the materials that it uses beyond that. Blocks of unknown types leave their
    cell empty and are kept aside; they are written back when the world is saved, unless the cell was filled.
    """
    text = storage.decode(path, storage.read_bytes(path)).encode()
    try:
        return _understand(parse(text))
    except MapError as fault:
        raise UserError(f"{path}: {fault}.") from fault


def _understand(document: Document) -> Loaded:
    fields = document.fields
    shape, scale = _shape(fields), _scale(fields)
    cells = _cells(document.positions, shape)
    used = Counter(document.names)
    palette = _palette(used, _custom_blocks(fields))
    index = {"Air": AIR, **{name: k for k, name in enumerate(palette.names, 1)}}
    codes = np.fromiter((index.get(name, AIR) for name in document.names), np.uint8, len(document.names))

    blocks = np.full(math.prod(shape), AIR, dtype=np.uint8)
    blocks[cells] = codes
    last = np.full(blocks.size, -1, dtype=np.int64)
    # NumPy assigns in order, so the last entry of a cell wins here as it did above.
    last[cells] = np.arange(len(cells))
    aside = [row for row, name in enumerate(document.names) if name not in index] if used.keys() - index else []
    entries = [_entry(document, row) for row in sorted({*aside, *document.entries}) if last[cells[row]] == row]

    unknown = {name: count for name, count in used.items() if name not in index}
    findings = _findings(unknown, len(cells) - int((last >= 0).sum()), used["Air"])
    extras = {EXTRAS: {"fields": fields, "entries": entries}}
    return Loaded(VoxelWorld(blocks.reshape(shape), palette, scale, extras), findings)


def _entry(document: Document, row: int) -> dict[str, Any]:
    plain = {"position": document.positions[row].tolist(), "blockType": document.names[row]}
    return document.entries.get(row, plain)


def _cells(positions: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Flat indices int64 [N] of cells of a world of this shape."""
    outside = ((positions < 0) | (positions >= shape)).any(axis=1)
    if outside.any():
        row = int(outside.argmax())
        size = " x ".join(map(str, shape))
        raise MapError(
            f"blocks[{row}] has position {positions[row].tolist()}, outside the world of {size} "
            f"({int(outside.sum()):,} such blocks)"
        )
    return (positions[:, 0] * shape[1] + positions[:, 1]) * shape[2] + positions[:, 2]


def _shape(fields: dict[str, Any]) -> tuple[int, int, int]:
    config = fields.get("worldConfig")
    if not isinstance(config, dict):
        raise MapError("worldConfig is missing or not an object, so the size of the world is unknown")
    dimensions = config.get("dimensions")
    sizes = [dimensions.get(axis) for axis in "xyz"] if isinstance(dimensions, dict) else []
    whole = [size for size in sizes if isinstance(size, int) and not isinstance(size, bool) and size > 0]
    if len(whole) != 3:
        raise MapError(f"worldConfig.dimensions is {short(dimensions)}; it must hold x, y and z, whole and positive")
    x, y, z = whole
    if x * y * z > MAX_CELLS:
        raise MapError(f"worldConfig.dimensions is {x} x {y} x {z}; a world holds at most {MAX_CELLS:,} cells")
    return x, y, z


def _scale(fields: dict[str, Any]) -> float:
    found = [
        (name, holder["worldScale"])
        for name, holder in (("worldScale", fields), ("worldConfig.worldScale", fields["worldConfig"]))
        if holder.get("worldScale") is not None
    ]
    name, scale = found[0] if found else ("worldScale", DEFAULT_SCALE)
    if not _is_number(scale) or not 1e-6 <= scale <= 1e6:
        raise MapError(f"{name} is {short(scale)}; it must be a positive number")
    return float(scale)


def _custom_blocks(fields: dict[str, Any]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Index and entry of each custom block by name; the last of a name wins."""
    entries = fields.get("customBlocks")
    if entries is None:
        return {}
    if not isinstance(entries, list):
        raise MapError(f"customBlocks is {short(entries)}; it must be a list")
    found = {}
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise MapError(f"customBlocks[{index}] is {short(entry)}; it must be an object with a name")
        found[entry["name"]] = (index, entry)
    return found


def _palette(used: Counter[str], custom: dict[str, tuple[int, dict[str, Any]]]) -> Palette:
    wanted = {
        name: _custom_material(index, entry) for name, (index, entry) in custom.items() if used[name] and name != "Air"
    }
    known = [material for material in EXTENDED.materials if used[material.name] or material in CLASSIC.materials]
    if len({material.name for material in known} | wanted.keys()) > MAX_MATERIALS:
        known = [material for material in known if used[material.name]]
    materials = {material.name: material for material in known} | wanted
    if len(materials) > MAX_MATERIALS:
        raise MapError(f"the blocks use {len(materials)} materials; a palette holds {MAX_MATERIALS}")
    return Palette(tuple(materials.values()))


def _custom_material(index: int, entry: dict[str, Any]) -> Material:
    colours = entry.get("colors")
    if not isinstance(colours, dict):
        raise MapError(f"customBlocks[{index}] has colors {short(colours)}; it must hold top, bottom and side")
    top, bottom, side = (_colour(index, face, colours.get(face)) for face in ("top", "bottom", "side"))
    return Material(entry["name"], top, bottom, side, entry)


def _colour(index: int, face: str, value: Any) -> Colour:
    if not isinstance(value, list) or len(value) != 3 or not all(_is_number(part) and 0 <= part <= 1 for part in value):
        raise MapError(f"customBlocks[{index}] has colors.{face} {short(value)}; it must be three numbers from 0 to 1")
    red, green, blue = value
    return float(red), float(green), float(blue)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _findings(unknown: dict[str, int], doubled: int, air: int) -> list[str]:
    findings = []
    if unknown:
        names = ", ".join(f"{name} ({count:,})" for name, count in list(unknown.items())[:8])
        more = f" and {len(unknown) - 8:,} more types" if len(unknown) > 8 else ""
        findings.append(
            f"{sum(unknown.values()):,} blocks of unknown types are kept aside and written back on save: {names}{more}."
        )
    if doubled:
        findings.append(f"{doubled:,} blocks are replaced by a later block in the same cell.")
    if air:
        findings.append(f"{air:,} blocks are Air, which a map leaves out.")
    return findings
