"""No file, however broken, does anything but load or raise a UserError that names it; nothing valid is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from voxstudio.errors import UserError
from voxstudio.world import formats
from voxstudio.world.formats.map_json import document
from voxstudio.world.palette import EXTENDED

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([2**31, 2**63, 2**64, -(2**63) - 1, 1e400, "Grass", "Air", "NaN"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
coordinates = st.integers(0, 5)
names = st.sampled_from([*EXTENDED.names, "Air", "Lava", "Basalt", ""])
plain_blocks = st.fixed_dictionaries(
    {
        "position": st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 4)).map(list),
        "blockType": names,
    }
)
finite = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
blocks = st.builds(lambda block, more: {**more, **block}, plain_blocks, st.dictionaries(st.text(), finite, max_size=2))
colour = st.lists(st.floats(0, 1), min_size=3, max_size=3)
lava = st.fixed_dictionaries(
    {
        "id": st.integers(1000, 2000),
        "name": st.just("Lava"),
        "faceTiles": finite,
        "colors": st.fixed_dictionaries({"top": colour, "bottom": colour, "side": colour}),
    }
)
maps = st.builds(
    lambda more, blocks, custom: {
        **more,
        "worldConfig": {"dimensions": {"x": 4, "y": 3, "z": 5}},
        "blocks": blocks,
        "customBlocks": custom,
    },
    st.dictionaries(st.text().filter(lambda key: key not in ("worldScale", "sequence")), finite, max_size=3),
    st.lists(plain_blocks, max_size=12) | st.lists(blocks, max_size=6),
    st.lists(lava, max_size=1),
)


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda handle: None)


def attempt(path: Path) -> formats.Loaded | None:
    try:
        return formats.load(path)
    except UserError as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)
        return None


@quick
@given(
    document=st.fixed_dictionaries(
        {},
        optional={
            "sequence": values,
            "worldScale": values,
            "blocks": values | st.lists(values | plain_blocks, max_size=4),
            "worldConfig": values
            | st.fixed_dictionaries(
                {
                    "dimensions": values
                    | st.fixed_dictionaries(
                        {"x": values | coordinates, "y": values | coordinates, "z": values | coordinates}
                    )
                }
            ),
            "customBlocks": values | st.lists(values | lava, max_size=2),
        },
    )
)
@example(document={"worldConfig": {"dimensions": {"x": 1, "y": 1, "z": 1}}, "blocks": [], "customBlocks": None})
def test_any_shape_of_json(tmp_path: Path, document: Any) -> None:
    path = tmp_path / "map.json"
    path.write_text(json.dumps(document))
    loaded = attempt(path)
    if loaded is not None:
        formats.save(loaded.world, path)


@quick
@given(data=maps, where=st.integers(0, 10_000), change=st.binary(max_size=4), cut=st.integers(0, 8))
def test_damaged_bytes(tmp_path: Path, data: Any, where: int, change: bytes, cut: int) -> None:
    text = json.dumps(data).encode()
    where %= len(text)
    path = tmp_path / "map.json"
    path.write_bytes(text[:where] + change + text[where + cut :])
    attempt(path)


@quick
@given(data=st.binary(max_size=200))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(data)
    attempt(path)


@quick
@given(data=maps)
def test_nothing_valid_is_lost(tmp_path: Path, data: dict[str, Any]) -> None:
    """Every field, and the last block of every cell with its own fields, is in the file that is written."""
    path = tmp_path / "map.json"
    path.write_text(json.dumps(data))
    formats.save(formats.load(path).world, path)
    written = json.loads(path.read_text())
    last = {tuple(block["position"]): block for block in data["blocks"]}
    expected = [block for block in last.values() if block["blockType"] != "Air" or len(block) > 2]
    by_place = sorted(expected, key=lambda block: [block["position"][axis] for axis in (1, 2, 0)])
    assert written["blocks"] == by_place
    assert written["customBlocks"] == data["customBlocks"]
    for key in data.keys() - {"blocks", "customBlocks", "worldConfig"}:
        assert written[key] == data[key]


@quick
@given(data=maps)
def test_quick_and_careful_reading_agree(data: dict[str, Any]) -> None:
    text = json.dumps(data).encode()
    fast, slow = document._parse_quickly(text), document._parse_carefully(text)
    if fast is None:
        return
    assert np.array_equal(fast.positions, slow.positions)
    assert (fast.names, fast.entries) == (slow.names, slow.entries)
    assert json.dumps(fast.fields) == json.dumps(slow.fields)


@pytest.mark.parametrize("key", ["sequence", "position", "blocks", "worldConfig", "metadata", "x"])
@pytest.mark.parametrize("place", ["top", "config", "block"])
def test_no_double_key_is_missed(tmp_path: Path, key: str, place: str) -> None:
    double = f'"{key}":1,"{key}":2'
    pieces = {where: ("," + double if where == place else "") for where in ("top", "config", "block")}
    path = tmp_path / "map.json"
    path.write_text(
        '{"worldConfig":{"dimensions":{"x":4,"y":3,"z":5}' + pieces["config"] + '},"blocks":'
        '[{"blockType":"Grass","position":[0,0,0]' + pieces["block"] + "}]" + pieces["top"] + "}"
    )
    assert attempt(path) is None
