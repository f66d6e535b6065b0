"""From a world to the text of a map."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio import storage
from voxstudio.world.formats.map_json.read import EXTRAS
from voxstudio.world.palette import AIR, EXTENDED, Material, Palette
from voxstudio.world.voxel_world import VoxelWorld

FIRST_CUSTOM_ID = 1000

_LINES = 4096
"""Put together at once. A whole map of small texts would leave holes in the memory of a program that writes many."""


def save(world: VoxelWorld, path: Path, fields: Mapping[str, Any] | None = None) -> None:
    """Write a map that both the editor and the trainer read. Raises ``UserError`` if it cannot be written.

    What the file that the world came from held beyond blocks is written back, in its order; ``fields`` at the top
    replace it. The editor saves a map to the folder of its ``sequence``, so in a folder that is named by a number
    the sequence is that number; elsewhere the world's own stays unless ``fields`` has one.
    """
    overrides = dict(fields or {})
    if path.resolve().parent.name.isdecimal():
        overrides["sequence"] = int(path.resolve().parent.name)
    storage.write_text(path, to_text(world, overrides))


def to_text(world: VoxelWorld, overrides: Mapping[str, Any]) -> str:
    """The text of a map: a line a block, in the editor's order (y outer, then z, then x)."""
    kept = world.extras.get(EXTRAS, {})
    before = kept.get("fields", {})
    fields = {"sequence": 0, "worldScale": 0, "worldConfig": {}, "blocks": None, "customBlocks": []}
    fields = {**before, **{key: value for key, value in fields.items() if key not in before}, **overrides}
    fields["worldScale"] = world.scale
    fields["worldConfig"] = _config(fields["worldConfig"], world)
    fields["customBlocks"] = _custom_blocks(fields["customBlocks"] or [], world.palette)
    texts = {key: storage.json_text(value) for key, value in fields.items() if key != "blocks"}
    texts["blocks"] = _blocks(world, kept.get("entries", []))
    return "{\n" + ",\n".join(f"{storage.json_text(key)}:{texts[key]}" for key in fields) + "\n}\n"


def _config(before: dict[str, Any], world: VoxelWorld) -> dict[str, Any]:
    dimensions = {**before.get("dimensions", {}), **dict(zip("xyz", world.shape, strict=True))}
    return {**before, "dimensions": dimensions, "worldScale": world.scale}


def _blocks(world: VoxelWorld, entries: list[dict[str, Any]]) -> str:
    size_x, size_y, size_z = world.shape
    blocks = world.blocks.transpose(1, 2, 0)
    special = _special_entries(world, entries)
    shown = (blocks != AIR).ravel()
    shown[list(special)] = True
    order = np.flatnonzero(shown)
    y, z, x = np.unravel_index(order, blocks.shape)
    # Whole lines are put together from a few distinct pieces: one Python object a distinct coordinate or name.
    heads = np.array([f'{{"position":[{i},' for i in range(size_x)], dtype=object)
    middles = np.array([f"{i}," for i in range(size_y)], dtype=object)
    tails = np.array([f"{i}]," for i in range(size_z)], dtype=object)
    names = ("Air", *world.palette.names)
    types = np.array([f'"blockType":{storage.json_text(name)}}}' for name in names], dtype=object)
    kinds = blocks.ravel()[order]
    placed = {int(np.searchsorted(order, cell)): storage.json_text(entry) for cell, entry in special.items()}

    def lines(first: int) -> str:
        some = slice(first, first + _LINES)
        texts = (heads[x[some]] + middles[y[some]] + tails[z[some]] + types[kinds[some]]).tolist()
        for place in placed.keys() & range(first, first + len(texts)):
            texts[place - first] = placed[place]
        return ",\n".join(texts)

    return "[\n" + ",\n".join(lines(first) for first in range(0, len(order), _LINES)) + "\n]" if len(order) else "[]"


def _special_entries(world: VoxelWorld, entries: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Entries with fields or types of their own that still hold, by the place of their cell in the file's order."""
    size_x, size_y, size_z = world.shape
    names = ("Air", *world.palette.names)
    special = {}
    for entry in entries:
        x, y, z = entry["position"]
        if not (x < size_x and y < size_y and z < size_z):
            continue
        now = names[world.blocks[x, y, z]]
        # A cell that has become something else is no longer what the entry described.
        if now == entry["blockType"] or (now == "Air" and entry["blockType"] not in names):
            special[(y * size_z + z) * size_x + x] = entry
    return special


def _custom_blocks(before: list[dict[str, Any]], palette: Palette) -> list[dict[str, Any]]:
    """The list of the file with the colours of today, and the palette's own materials that it did not have."""
    by_name = {material.name: material for material in palette.materials}
    entries = [_custom_entry(by_name[entry["name"]], entry) if entry["name"] in by_name else entry for entry in before]
    listed = {entry["name"] for entry in before}
    taken = {entry["id"] for entry in before if isinstance(entry.get("id"), int)}
    for material in palette.materials:
        if material.name in listed or material in EXTENDED.materials:
            continue
        wanted = material.extras.get("id")
        number = wanted if isinstance(wanted, int) and wanted not in taken else max({FIRST_CUSTOM_ID - 1, *taken}) + 1
        taken.add(number)
        plain = {"id": number, "name": material.name, "textureLayer": None, "colors": {}, "faceTiles": {}}
        entries.append(_custom_entry(material, {**plain, **material.extras, "id": number}))
    return entries


def _custom_entry(material: Material, entry: dict[str, Any]) -> dict[str, Any]:
    before = entry.get("colors")
    faces = {"top": list(material.top), "bottom": list(material.bottom), "side": list(material.side)}
    return {**entry, "name": material.name, "colors": {**(before if isinstance(before, dict) else {}), **faces}}
