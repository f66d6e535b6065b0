"""Writing map.json: what was read comes back, and both the editor and the trainer can read it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voxstudio.errors import UserError
from voxstudio.world import formats
from voxstudio.world.formats import map_json
from voxstudio.world.palette import CLASSIC, EXTENDED, Material, Palette
from voxstudio.world.voxel_world import VoxelWorld

WriteMap = Callable[..., Path]

LAVA = {
    "id": 1004,
    "name": "Lava",
    "textureLayer": 3,
    "glow": 0.5,
    "colors": {"top": [1, 0.5, 0], "bottom": [0.5, 0, 0], "side": [0.75, 0.25, 0], "edge": [0, 0, 0]},
    "faceTiles": {"top": {"path": "a.png", "url": None, "prompt": "lava", "sequence": 4}},
}


def again(path: Path, change: Callable[[VoxelWorld], None] = lambda world: None) -> dict[str, Any]:
    """Load, change and save elsewhere; what the new file holds."""
    world = formats.load(path).world
    change(world)
    formats.save(world, path.with_name("again.json"))
    return json.loads(path.with_name("again.json").read_bytes())


def test_new_world(tmp_path: Path) -> None:
    blocks = np.zeros((3, 2, 2), np.uint8)
    blocks[2, 0, 1] = blocks[0, 1, 0] = blocks[1, 0, 1] = blocks[0, 0, 1] = CLASSIC.index("Stone")
    formats.save(VoxelWorld(blocks, scale=4.0), tmp_path / "map.json")
    written = json.loads((tmp_path / "map.json").read_bytes())
    assert written["worldScale"] == written["worldConfig"]["worldScale"] == 4.0
    assert written["worldConfig"]["dimensions"] == {"x": 3, "y": 2, "z": 2}
    assert [block["position"] for block in written["blocks"]] == [[0, 0, 1], [1, 0, 1], [2, 0, 1], [0, 1, 0]]
    assert all(block == {"position": block["position"], "blockType": "Stone"} for block in written["blocks"])
    assert written["customBlocks"] == []


def test_a_map_is_the_same_in_whatever_pieces_it_is_put_together(
    write_map: WriteMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = [{"position": [x, 0, z], "blockType": "Grass", "tint": z} for x in range(4) for z in range(5)]
    path = write_map([*blocks[::3], *({"position": [x, 2, 0], "blockType": "Stone"} for x in range(4))])
    whole = again(path)
    assert len(whole["blocks"]) == 11
    for lines in (1, 2, 11):
        monkeypatch.setattr("voxstudio.world.formats.map_json.write._LINES", lines)
        assert again(path) == whole


def test_empty_world(tmp_path: Path) -> None:
    formats.save(VoxelWorld(np.zeros((3, 2, 2), np.uint8)), tmp_path / "map.json")
    assert not formats.load(tmp_path / "map.json").world.occupied.any()


def test_unknown_fields_come_back(write_map: WriteMap) -> None:
    fields = {
        "lastUpdated": "2025-01-01",
        "captureId": "c1",
        "future": {"deep": [1, {"x": None}]},
        "logFile": "a.log",
        "worldConfig": {"seed": 3, "biome": "hills", "dimensions": {"x": 4, "y": 3, "z": 5, "w": 1}},
        "customBlocks": [LAVA],
        "metadata": {"prompt": "a ] } tower", "step": 3},
    }
    blocks = [
        {"position": [0, 0, 0], "blockType": "Grass", "tint": [1, 2]},
        {"position": [1, 0, 0], "blockType": "Grass"},
        {"position": [2, 1, 0], "blockType": "Lava", "heat": 9},
    ]
    path = write_map(blocks, **fields)
    before, after = json.loads(path.read_bytes()), again(path)
    before["worldScale"] = before["worldConfig"]["worldScale"] = 2.0
    assert after == before
    known = [key for key in before if key != "worldScale"]
    assert [key for key in after if key != "worldScale"] == known, "the order of the file stays"


def test_saving_what_was_saved_changes_no_byte(write_map: WriteMap) -> None:
    path = write_map(
        [{"position": [0, 0, 0], "blockType": "Basalt"}, {"position": [1, 0, 0], "blockType": "Lava"}],
        customBlocks=[LAVA],
        note="x",
    )
    formats.save(formats.load(path).world, path)
    first = path.read_bytes()
    formats.save(formats.load(path).world, path)
    assert path.read_bytes() == first


def test_unknown_blocks_come_back_in_their_place(write_map: WriteMap) -> None:
    blocks = [
        {"position": [0, 0, 0], "blockType": "Grass"},
        {"position": [1, 0, 0], "blockType": "Basalt", "age": 3},
        {"position": [2, 0, 0], "blockType": "Basalt"},
        {"position": [3, 0, 0], "blockType": "Grass"},
    ]
    assert again(write_map(blocks))["blocks"] == blocks


def test_a_block_built_over_an_unknown_one_replaces_it(write_map: WriteMap) -> None:
    path = write_map([{"position": [1, 0, 0], "blockType": "Basalt", "age": 3}])

    def build(world: VoxelWorld) -> None:
        world.blocks[1, 0, 0] = CLASSIC.index("Sand")

    assert again(path, build)["blocks"] == [{"position": [1, 0, 0], "blockType": "Sand"}]


def test_fields_of_a_block_go_when_it_becomes_another(write_map: WriteMap) -> None:
    blocks = [{"position": [x, 0, 0], "blockType": "Grass", "tint": x} for x in range(3)]

    def change(world: VoxelWorld) -> None:
        world.blocks[0, 0, 0] = CLASSIC.index("Sand")
        world.blocks[1, 0, 0] = 0

    assert again(write_map(blocks), change)["blocks"] == [
        {"position": [0, 0, 0], "blockType": "Sand"},
        {"position": [2, 0, 0], "blockType": "Grass", "tint": 2},
    ]


def test_the_last_of_a_cell_alone_comes_back(write_map: WriteMap) -> None:
    at = {"position": [0, 0, 0]}
    basalt, plain = {**at, "blockType": "Basalt"}, {**at, "blockType": "Sand"}
    tinted = {**plain, "t": 1}
    assert again(write_map([basalt, tinted]))["blocks"] == [tinted]
    assert again(write_map([tinted, basalt]))["blocks"] == [basalt]
    assert again(write_map([tinted, plain]))["blocks"] == [plain]


def test_sequence_is_the_number_of_the_folder(write_map: WriteMap, tmp_path: Path) -> None:
    world = formats.load(write_map()).world
    formats.save(world, tmp_path / "12" / "map.json")
    formats.save(world, tmp_path / "castle" / "map.json")
    map_json.save(world, tmp_path / "tower" / "map.json", {"sequence": 31})
    found = [json.loads((tmp_path / name / "map.json").read_bytes())["sequence"] for name in ("12", "castle", "tower")]
    assert found == [12, 7, 31]


def palette(count: int) -> Palette:
    return Palette(tuple(Material(f'm {i} "é"', (i / 255, 0.1, 0.2), (0, 0, 0), (1, 1, 1)) for i in range(count)))


@pytest.mark.parametrize("count", [1, 255])
def test_custom_palettes_round_trip(tmp_path: Path, count: int) -> None:
    blocks = np.arange(1, count + 1, dtype=np.uint8).reshape(-1, 1, 1)
    world = VoxelWorld(blocks, palette(count))
    formats.save(world, tmp_path / "map.json")
    custom = json.loads((tmp_path / "map.json").read_bytes())["customBlocks"]
    assert [entry["id"] for entry in custom] == list(range(1000, 1000 + count))
    loaded = formats.load(tmp_path / "map.json").world
    materials = [loaded.palette.materials[k - 1] for k in loaded.blocks.ravel()]
    assert materials == list(world.palette.materials)


def test_extended_materials_are_not_custom(tmp_path: Path) -> None:
    world = VoxelWorld(np.arange(1, 12, dtype=np.uint8).reshape(-1, 1, 1), EXTENDED)
    formats.save(world, tmp_path / "map.json")
    assert json.loads((tmp_path / "map.json").read_bytes())["customBlocks"] == []
    loaded = formats.load(tmp_path / "map.json").world
    assert loaded.palette == EXTENDED
    assert np.array_equal(loaded.blocks, world.blocks)


def test_new_material_gets_an_id_of_its_own(write_map: WriteMap, tmp_path: Path) -> None:
    world = formats.load(write_map([{"position": [0, 0, 0], "blockType": "Lava"}], customBlocks=[LAVA])).world
    mud = Material("Mud", (0, 0, 0), (0, 0, 0), (0, 0, 0), {"id": 1004, "name": "Lava", "textureLayer": 2})
    world.palette = Palette((*world.palette.materials, mud))
    formats.save(world, tmp_path / "mud.json")
    entries = json.loads((tmp_path / "mud.json").read_bytes())["customBlocks"]
    assert [(entry["id"], entry["name"]) for entry in entries] == [(1004, "Lava"), (1005, "Mud")]
    assert entries[1]["textureLayer"] == 2


def test_nothing_is_overwritten_by_a_failed_save(write_map: WriteMap, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_map([{"position": [0, 0, 0], "blockType": "Grass"}])
    before = path.read_bytes()
    world = formats.load(path).world

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(UserError, match="No space left"):
        patch.setattr("os.fsync", full)
        formats.save(world, path)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_million_blocks_in_seconds(tmp_path: Path) -> None:
    """Saved and loaded in a few seconds of work, whatever else the machine does."""
    from voxstudio.world.generators.terrain import rolling_terrain

    world = rolling_terrain((256, 128, 256), 1, block_count=1_000_000)
    start = time.process_time()
    formats.save(world, tmp_path / "map.json")
    loaded = formats.load(tmp_path / "map.json").world
    assert time.process_time() - start < 8
    assert np.array_equal(loaded.blocks, world.blocks)
    (tmp_path / "map.json").unlink()
