"""Reading map.json: both dialects, and a clear sentence for everything that is wrong."""

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
from voxstudio.world.formats.map_json import document
from voxstudio.world.palette import CLASSIC, EXTENDED

WriteMap = Callable[..., Path]

GRASS = {"position": [0, 0, 0], "blockType": "Grass"}
STONE = {"position": [1, 2, 4], "blockType": "Stone"}
CUSTOM = {
    "id": 1000,
    "name": "Lava",
    "textureLayer": None,
    "colors": {"top": [1, 0.5, 0], "bottom": [0.5, 0, 0], "side": [0.75, 0.25, 0]},
    "faceTiles": {"top": {"path": "x"}},
}


def test_editor_dialect(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(
        json.dumps(
            {
                "sequence": 3,
                "lastUpdated": "2025-01-01T00:00:00.000000",
                "captureId": None,
                "worldScale": 4,
                "worldConfig": {"seed": 11, "dimensions": {"x": 4, "y": 3, "z": 5}},
                "blocks": [GRASS, STONE],
                "customBlocks": [],
                "logFile": "log.txt",
            }
        )
    )
    world = formats.load(path).world
    assert world.shape == (4, 3, 5)
    assert world.scale == 4.0
    assert world.palette == CLASSIC
    assert world.blocks[0, 0, 0] == CLASSIC.index("Grass")
    assert world.blocks[1, 2, 4] == CLASSIC.index("Stone")
    assert np.count_nonzero(world.blocks) == 2


def test_trainer_dialect(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(
        json.dumps(
            {
                "sequence": 1,
                "blocks": [GRASS, STONE],
                "worldConfig": {"dimensions": {"x": 4, "y": 3, "z": 5}, "worldScale": 1.5},
                "metadata": {"prompt": "a", "step": 3},
            }
        )
    )
    loaded = formats.load(path)
    assert loaded.world.scale == 1.5
    assert np.count_nonzero(loaded.world.blocks) == 2
    assert loaded.findings == []


@pytest.mark.parametrize(
    ("fields", "scale"),
    [
        ({"worldScale": 3, "worldConfig": {"dimensions": {"x": 1, "y": 1, "z": 1}, "worldScale": 5}}, 3.0),
        ({"worldConfig": {"dimensions": {"x": 1, "y": 1, "z": 1}, "worldScale": 5}}, 5.0),
        ({"worldScale": None, "worldConfig": {"dimensions": {"x": 1, "y": 1, "z": 1}, "worldScale": 5}}, 5.0),
        ({"worldConfig": {"dimensions": {"x": 1, "y": 1, "z": 1}}}, 2.0),
    ],
)
def test_scale_is_looked_for_at_the_top_first(write_map: WriteMap, fields: dict[str, Any], scale: float) -> None:
    assert formats.load(write_map(**fields)).world.scale == scale


def test_folder_stands_for_its_map(write_map: WriteMap) -> None:
    path = write_map([GRASS])
    path.rename(path.with_name("map.json"))
    assert np.count_nonzero(formats.load(path.parent).world.blocks) == 1


@pytest.mark.parametrize("extra", [{}, {"note": "slow path"}])
def test_last_of_a_cell_wins_and_is_reported(write_map: WriteMap, extra: dict[str, str]) -> None:
    loaded = formats.load(write_map([GRASS, STONE, {**GRASS, "blockType": "Sand", **extra}]))
    assert loaded.world.blocks[0, 0, 0] == CLASSIC.index("Sand")
    assert loaded.findings == ["1 blocks are replaced by a later block in the same cell."]


def test_air_clears_a_cell(write_map: WriteMap) -> None:
    loaded = formats.load(write_map([GRASS, {**GRASS, "blockType": "Air"}]))
    assert not loaded.world.occupied.any()
    assert any("1 blocks are Air" in finding for finding in loaded.findings)


def test_unknown_names_are_reported_with_their_counts(write_map: WriteMap) -> None:
    blocks = [
        GRASS,
        *({"position": [x, 1, 1], "blockType": "Basalt"} for x in range(3)),
        {"position": [0, 2, 2], "blockType": "Obsidian"},
    ]
    loaded = formats.load(write_map(blocks))
    assert np.count_nonzero(loaded.world.blocks) == 1
    assert len(loaded.findings) == 1
    assert loaded.findings[0].startswith("4 blocks of unknown types are kept aside")
    assert "Basalt (3), Obsidian (1)" in loaded.findings[0]


def test_palette_is_classic_plus_what_is_used(write_map: WriteMap) -> None:
    gravel = {"position": [0, 1, 0], "blockType": "Gravel"}
    lava = {"position": [0, 2, 0], "blockType": "Lava"}
    unused = {**CUSTOM, "id": 1001, "name": "Unused"}
    world = formats.load(write_map([lava, gravel], customBlocks=[unused, CUSTOM])).world
    assert world.palette.names == (*CLASSIC.names, "Gravel", "Lava")
    assert world.palette.materials[7] == EXTENDED.materials[EXTENDED.index("Gravel") - 1]
    assert world.palette.materials[8].side == (0.75, 0.25, 0.0)
    assert world.blocks[0, 2, 0] == 9


def test_custom_block_recolours_a_known_name(write_map: WriteMap) -> None:
    world = formats.load(write_map([GRASS], customBlocks=[{**CUSTOM, "name": "Grass"}])).world
    assert world.palette.names == CLASSIC.names
    assert world.palette.materials[0].top == (1.0, 0.5, 0.0)


def test_palette_of_255_custom_materials(write_map: WriteMap) -> None:
    cells = [(x, y, z) for x in range(32) for y in range(2) for z in range(4)][:255]
    custom = [{**CUSTOM, "id": 1000 + i, "name": f"m{i}"} for i in range(255)]
    blocks = [{"position": list(cell), "blockType": f"m{i}"} for i, cell in enumerate(cells)]
    config = {"dimensions": {"x": 32, "y": 2, "z": 4}}
    world = formats.load(write_map(blocks, customBlocks=custom, worldConfig=config)).world
    assert len(world.palette) == 255
    assert [world.palette.names[world.blocks[cell] - 1] for cell in cells] == [f"m{i}" for i in range(255)]
    with pytest.raises(UserError, match=r"written\.json: the blocks use 256 materials; a palette holds 255"):
        formats.load(
            write_map(
                [*blocks, {"position": [31, 1, 3], "blockType": "Grass"}], customBlocks=custom, worldConfig=config
            )
        )


@pytest.mark.parametrize(
    ("position", "says"),
    [
        ([4, 0, 0], r"blocks\[1\] has position \[4, 0, 0\], outside the world of 4 x 3 x 5"),
        ([0, 3, 0], r"blocks\[1\] has position \[0, 3, 0\], outside"),
        ([0, 0, 5], r"blocks\[1\] has position \[0, 0, 5\], outside"),
        ([-1, 0, 0], r"blocks\[1\] has position \[-1, 0, 0\], outside"),
        ([0, 0, 2**62], r"blocks\[1\] has position .*outside"),
        ([0, 0, -(2**63)], r"blocks\[1\] has position .*outside"),
        ([0, 0, 10**30], r"blocks\[1\] has position .*outside"),
        ([0.5, 0, 0], r"blocks\[1\] has position \[0.5, 0, 0\]; it must be three whole numbers"),
        ([1.0, 0, 0], r"blocks\[1\] has position \[1.0, 0, 0\]; it must be three whole numbers"),
        ([float("nan"), 0, 0], r"blocks\[1\] has position \[NaN, 0, 0\]; it must be three whole numbers"),
        ([float("inf"), 0, 0], r"blocks\[1\] has position \[Infinity, 0, 0\]"),
        ([True, 0, 0], r"blocks\[1\] has position \[true, 0, 0\]; it must be three whole numbers"),
        (["1", 0, 0], r"blocks\[1\] has position \[\"1\", 0, 0\]"),
        ([0, 0], r"blocks\[1\] has position \[0, 0\]"),
        ([0, 0, 0, 0], r"blocks\[1\] has position \[0, 0, 0, 0\]"),
        (None, r"blocks\[1\] has position null"),
        ({"x": 0}, r"blocks\[1\] has position \{\"x\": 0\}"),
    ],
)
def test_bad_positions(write_map: WriteMap, position: Any, says: str) -> None:
    path = write_map([GRASS, {"position": position, "blockType": "Stone"}])
    with pytest.raises(UserError, match=says) as caught:
        formats.load(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (None, r"blocks\[1\] is null"),
        ([0, 0, 0], r"blocks\[1\] is \[0, 0, 0\]"),
        ({"blockType": "Stone"}, r"blocks\[1\] has position null"),
        ({"position": [0, 0, 0]}, r"blocks\[1\] has blockType null; it must be a name"),
        ({"position": [0, 0, 0], "blockType": 3}, r"blocks\[1\] has blockType 3"),
        ({"position": [0, 0, 0], "blockType": "Stone", "heat": float("nan")}, r"blocks\[1\] holds the number nan"),
        ({"position": ["x" * 1000], "blockType": "Stone"}, r"xxx\.\.\."),
    ],
)
def test_bad_entries(write_map: WriteMap, entry: Any, says: str) -> None:
    with pytest.raises(UserError, match=says):
        formats.load(write_map([GRASS, entry]))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"blocks": None}, "has no list of blocks"),
        ({"blocks": {}}, "has no list of blocks"),
        ({"worldConfig": None}, "worldConfig is missing"),
        ({"worldConfig": {}}, "worldConfig.dimensions is null"),
        ({"worldConfig": {"dimensions": {"x": 4, "y": 3}}}, "x, y and z, whole and positive"),
        ({"worldConfig": {"dimensions": {"x": 4, "y": 3, "z": 0}}}, "x, y and z, whole and positive"),
        ({"worldConfig": {"dimensions": {"x": 4, "y": 3, "z": True}}}, "x, y and z, whole and positive"),
        ({"worldConfig": {"dimensions": {"x": 4, "y": 3, "z": 2.0}}}, "x, y and z, whole and positive"),
        ({"worldConfig": {"dimensions": {"x": 10**9, "y": 10**9, "z": 10**9}}}, "at most 16,777,216 cells"),
        ({"worldConfig": {"dimensions": {"x": 10**9, "y": 1, "z": 1}}}, "at most 16,777,216 cells"),
        ({"worldScale": 0}, "worldScale is 0; it must be a positive number"),
        ({"worldScale": -2}, "worldScale is -2"),
        ({"worldScale": "2"}, 'worldScale is "2"'),
        ({"worldScale": True}, "worldScale is true"),
        ({"worldScale": float("nan")}, "holds the number nan"),
        ({"metadata": {"loss": float("inf")}}, "holds the number inf"),
        ({"customBlocks": {}}, "customBlocks is {}; it must be a list"),
        ({"customBlocks": [3]}, r"customBlocks\[0\] is 3"),
        ({"customBlocks": [CUSTOM, {"id": 1001}]}, r"customBlocks\[1\] is"),
    ],
)
def test_bad_fields(write_map: WriteMap, fields: dict[str, Any], says: str) -> None:
    path = write_map(**fields)
    with pytest.raises(UserError, match=says) as caught:
        formats.load(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("colours", "says"),
    [
        (None, "colors null; it must hold top, bottom and side"),
        ({"top": [1, 1, 1], "bottom": [1, 1, 1]}, "colors.side null"),
        ({"top": [1, 1], "bottom": [1, 1, 1], "side": [1, 1, 1]}, r"colors.top \[1, 1\]"),
        ({"top": [255, 1, 1], "bottom": [1, 1, 1], "side": [1, 1, 1]}, "three numbers from 0 to 1"),
        ({"top": [True, 1, 1], "bottom": [1, 1, 1], "side": [1, 1, 1]}, "three numbers from 0 to 1"),
    ],
)
def test_bad_custom_colours_matter_only_where_used(write_map: WriteMap, colours: Any, says: str) -> None:
    custom = [CUSTOM, {**CUSTOM, "id": 1001, "name": "Ice", "colors": colours}]
    formats.load(write_map([GRASS], customBlocks=custom))
    with pytest.raises(UserError, match=rf"customBlocks\[1\] has .*{says}"):
        formats.load(write_map([{**GRASS, "blockType": "Ice"}], customBlocks=custom))


def text(blocks: str, rest: str = "") -> bytes:
    return ('{"worldConfig":{"dimensions":{"x":4,"y":3,"z":5}},"blocks":[' + blocks + "]" + rest + "}").encode()


ONE = '{"position":[0,0,0],"blockType":"Grass"}'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not whole JSON"),
        (b"PK\x03\x04", "not whole JSON"),
        (b"[]", "does not hold a JSON object"),
        (b"3", "does not hold a JSON object"),
        (text(f"{ONE},{ONE}")[:-30], r"not whole JSON, .* in or after blocks\[1\]"),
        (text(f"{ONE},,"), r"not whole JSON, .* in or after blocks\[0\]"),
        (text(ONE) + b"{}", "not whole JSON, Extra data"),
        (text('{"position":[1e400,0,0],"blockType":"Grass"}'), r"blocks\[0\] has position \[Infinity, 0, 0\]"),
        (
            text(f'{ONE},{{"position":[0,0,0],"position":[1,0,0],"blockType":"Grass"}}'),
            r'blocks\[1\] holds the key "position" twice',
        ),
        (text(ONE, ',"blocks":[]'), 'the file holds the key "blocks" twice'),
        (text(ONE, ',"metadata":{"a":1,"a":2}'), 'the file holds the key "a" twice'),
        (text(ONE, ',"x":' + "[" * 100_000 + "]" * 100_000), "nested"),
        (text(ONE, ',"x":' + '{"y":' * 70 + "1" + "}" * 70), "nested more than 64 levels deep"),
        (text("[" * 100_000), "nested"),
        (text('{"position":[' + "9" * 6000 + ',0,0],"blockType":"Grass"}'), "not usable JSON"),
        (text(ONE).decode().encode("utf-16"), "not UTF-8"),
        (text(ONE).decode().encode("utf-16-le"), "not whole JSON|not UTF-8"),
        (
            text('{"position":[0,0,0],"blockType":"Gr\udcffss"}'.encode("utf-8", "surrogateescape").decode("latin-1")),
            "",
        ),
    ],
)
def test_bad_text(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(data)
    if not says:
        assert "unknown types" in formats.load(path).findings[0]
        return
    with pytest.raises(UserError, match=says) as caught:
        formats.load(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == data


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(b"\xef\xbb\xbf" + text(ONE))
    assert np.count_nonzero(formats.load(path).world.blocks) == 1


def test_missing_and_unknown_files(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"map\.json: No such file"):
        formats.load(tmp_path / "map.json")
    with pytest.raises(UserError, match=r"no known map format; use one of \.json"):
        formats.load(tmp_path / "map.xyz")


def test_spaces_before_colons_are_read_the_careful_way(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(text(ONE).replace(b":", b" : "))
    assert np.count_nonzero(formats.load(path).world.blocks) == 1


def test_quick_and_careful_agree_on_map_one(map_one_bytes: bytes) -> None:
    quick, careful = document._parse_quickly(map_one_bytes), document._parse_carefully(map_one_bytes)
    assert quick is not None, "the map that ships must take the quick way"
    assert np.array_equal(quick.positions, careful.positions)
    assert (quick.names, quick.fields, quick.entries) == (careful.names, careful.fields, careful.entries)


@pytest.fixture(scope="module")
def map_one_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from voxstudio.world.generators.map_one import make_map_one

    path = tmp_path_factory.mktemp("maps") / "map.json"
    formats.save(make_map_one(), path)
    return path.read_bytes()


def test_loading_takes_at_most_three_times_json_loads(map_one_bytes: bytes, tmp_path: Path) -> None:
    """Processor time, the least of several taken in turn, so that a busy machine slows both alike."""
    path = tmp_path / "map.json"
    path.write_bytes(map_one_bytes)
    plain, ours = [], []
    for _ in range(7):
        start = time.process_time()
        json.loads(map_one_bytes)
        middle = time.process_time()
        formats.load(path)
        plain.append(middle - start)
        ours.append(time.process_time() - middle)
    assert min(ours) <= 3 * min(plain)
