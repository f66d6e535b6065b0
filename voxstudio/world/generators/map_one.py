"""The map that ships: rolling terrain of the size and block count of the block editor's own first map."""

from __future__ import annotations

from pathlib import Path

from voxstudio import storage
from voxstudio.world.formats import map_json
from voxstudio.world.generators.terrain import rolling_terrain
from voxstudio.world.voxel_world import VoxelWorld

SHAPE = (64, 48, 64)
BLOCK_COUNT = 88_403
SEED = 6


def make_map_one() -> VoxelWorld:
    """The world of map 1, the same at every call."""
    return rolling_terrain(SHAPE, SEED, block_count=BLOCK_COUNT)


def write_map_one(maps: Path) -> Path:
    """Write ``1/map.json`` into a folder of maps, with a registry if it has none, and return its path."""
    path = maps / "1" / "map.json"
    map_json.save(make_map_one(), path, {"worldConfig": {"seed": SEED}})
    registry = maps / "registry.json"
    if not registry.exists():
        storage.write_json(registry, {"next_sequence": 2, "maps": []})
    return path
