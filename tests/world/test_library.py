"""The folder of maps: names, sequences, exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.world import formats
from voxstudio.world.formats import map_json
from voxstudio.world.generators.starts import cube
from voxstudio.world.library import MapLibrary


@pytest.fixture
def library(tmp_path: Path) -> MapLibrary:
    root = tmp_path / "maps"
    formats.save(cube((6, 6, 6)), root / "1" / "map.json")
    return MapLibrary(root)


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def test_paths(library: MapLibrary) -> None:
    assert library.path(1) == library.path("1") == library.root / "1" / "map.json"
    with pytest.raises(UserError, match=r"There is no map 2 in .*, which holds 1"):
        library.path(2)
    for name in ("../1", "/etc", "", ".hidden", "a/b"):
        with pytest.raises(UserError, match="cannot be the name of a map"):
            library.path(name)


def test_numbered_maps_come_first_in_order(library: MapLibrary) -> None:
    for name in ("10", "2", "castle"):
        formats.save(cube((3, 3, 3)), library.root / name / "map.json")
    (library.root / "99").mkdir()
    assert library.names() == ["1", "2", "10", "castle"]


def test_next_sequence_is_above_every_map(library: MapLibrary) -> None:
    assert library.next_sequence() == 2
    formats.save(cube((3, 3, 3)), library.root / "7" / "map.json")
    assert library.next_sequence() == 8
    storage.write_json(library.root / "registry.json", {"next_sequence": 20})
    assert library.next_sequence() == 20
    storage.write_json(library.root / "registry.json", {"next_sequence": 1, "maps": [{"sequence": 30}]})
    assert library.next_sequence() == 31
    assert MapLibrary(library.root / "nowhere").next_sequence() == 1


def test_exports_have_names_and_sequences_of_their_own(library: MapLibrary, tmp_path: Path) -> None:
    source = library.path(1)
    before = source.read_bytes()
    log = tmp_path / "train.jsonl"
    log.write_text("{}\n")
    world = formats.load(source).world
    metadata = {"prompt": "a castle", "trainingDir": "out_local/x", "trainingSteps": 500, "cfgScale": 7.5}
    files = {"train.jsonl": log, "images/step_0001_cam3.png": log}
    first = library.export(world, 1, metadata, files)
    second = library.export(world, 1, metadata)
    assert [first.name, second.name] == ["trained_map_1_1", "trained_map_1_2"]
    assert [read(folder / "map.json")["sequence"] for folder in (first, second)] == [2, 3]
    assert source.read_bytes() == before
    assert np.array_equal(formats.load(first).world.blocks, world.blocks)
    assert (first / "images" / "step_0001_cam3.png").read_text() == "{}\n"

    facts = read(first / "training_metadata.json")
    assert facts == {**metadata, "exportedAt": facts["exportedAt"], "sourceMap": 1, "numBlocks": 8}
    assert read(first / "map.json")["metadata"] == {"prompt": "a castle", "steps": 500, "cfg_scale": 7.5}
    registry = read(library.root / "registry.json")
    assert registry["next_sequence"] == 4
    assert registry["maps"][0] == {
        "name": "trained_map_1_1",
        "type": "trained",
        "sourceMap": 1,
        "prompt": "a castle",
        "exportedAt": facts["exportedAt"],
        "numBlocks": 8,
        "sequence": 2,
    }


def test_export_of_an_export(library: MapLibrary) -> None:
    first = library.export(cube((6, 6, 6)), 1, {})
    second = library.export(formats.load(first).world, first.name, {})
    assert second.name == "trained_map_trained_map_1_1_1"
    assert library.export(cube((6, 6, 6)), 1, {}).name == "trained_map_1_2"


def test_a_taken_name_is_refused(library: MapLibrary) -> None:
    folder = library.export(cube((6, 6, 6)), 1, {}, name="castle")
    before = (folder / "map.json").read_bytes()
    with pytest.raises(UserError, match="exists"):
        library.export(cube((3, 3, 3)), 1, {}, name="castle")
    assert (folder / "map.json").read_bytes() == before
    assert len(read(library.root / "registry.json")["maps"]) == 1


def test_a_failed_export_leaves_nothing(library: MapLibrary, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing"):
        library.export(cube((6, 6, 6)), 1, {}, {"train.jsonl": tmp_path / "missing"})
    assert sorted(path.name for path in library.root.iterdir()) == ["1"]


def test_registry_keeps_what_it_does_not_know(library: MapLibrary) -> None:
    before = {"next_sequence": 2, "owner": "me", "maps": ["?", {"name": "a"}]}
    storage.write_json(library.root / "registry.json", before)
    library.export(cube((6, 6, 6)), 1, {}, name="a")
    registry = read(library.root / "registry.json")
    assert registry["owner"] == "me"
    assert registry["maps"][0] == "?"
    assert [entry["name"] for entry in registry["maps"][1:]] == ["a"]


@pytest.mark.parametrize("registry", [[], {"next_sequence": "2"}, {"maps": {}}, {"next_sequence": True}])
def test_broken_registry_stops_the_export(library: MapLibrary, registry: Any) -> None:
    storage.write_json(library.root / "registry.json", registry)
    with pytest.raises(UserError, match=r"registry\.json must hold"):
        library.export(cube((6, 6, 6)), 1, {})
    assert sorted(path.name for path in library.root.iterdir()) == ["1", "registry.json"]


def test_the_editor_cannot_overwrite_the_source(library: MapLibrary) -> None:
    """What the editor does: open a map by its path, save it to the folder of its sequence."""
    exported = library.export(formats.load(library.path(1)).world, 1, {})
    sequence = read(exported / "map.json")["sequence"]
    assert not (library.root / str(sequence)).exists()
    formats.save(formats.load(exported).world, library.root / str(sequence) / "map.json")
    assert library.next_sequence() == sequence + 1
    assert map_json.load(library.root / str(sequence) / "map.json").world.extras["map.json"]["fields"]["sequence"] == 2
