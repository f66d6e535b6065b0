"""What saving a world as a map would write."""

from __future__ import annotations

import numpy as np

from voxstudio import storage
from voxstudio.world.formats.base import Preview
from voxstudio.world.formats.map_json.read import EXTRAS
from voxstudio.world.palette import AIR, EXTENDED
from voxstudio.world.voxel_world import VoxelWorld

_LINE = '{"position":[,,],"blockType":},\n'
_UNDERSTOOD = {"sequence", "worldScale", "worldConfig", "blocks", "customBlocks", "lastUpdated", "metadata"}


def preview(world: VoxelWorld) -> Preview:
    """Size of the text, and what is kept beside the blocks; a map loses nothing."""
    kept = world.extras.get(EXTRAS, {})
    fields, entries = kept.get("fields", {}), kept.get("entries", [])
    notes = ["Every block and material is written; nothing is lost."]
    others = [name for name in fields if name not in _UNDERSTOOD]
    if others:
        notes.append(f"Fields that only other programs know are kept: {', '.join(others[:6])}.")
    if entries:
        notes.append(f"{len(entries):,} entries of the file that are not shown are kept where they still hold.")
    custom = [material.name for material in world.palette.materials if material not in EXTENDED.materials]
    if custom:
        more = f" and {len(custom) - 6} more" if len(custom) > 6 else ""
        notes.append(f"Written as custom blocks: {', '.join(custom[:6])}{more}.")
    return Preview(_block_bytes(world) + sum(len(storage.json_text(value)) for value in fields.values()) + 200, notes)


def _block_bytes(world: VoxelWorld) -> int:
    shown = world.blocks != AIR
    total = len(_LINE) * int(np.count_nonzero(shown))
    for axis, others in enumerate(((1, 2), (0, 2), (0, 1))):
        digits = [len(str(place)) for place in range(world.shape[axis])]
        total += int(np.dot(shown.sum(axis=others), digits))
    counts = np.bincount(world.blocks.ravel(), minlength=len(world.palette) + 1)[1:]
    names = [len(storage.json_text(name).encode()) for name in world.palette.names]
    return total + int(np.dot(counts, names))
