"""The commands, as typed: what they print, what they write, and how they refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from voxstudio.cli import main
from voxstudio.views.dataset import Dataset
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with map 1: a floor of Grass, a post of Stone on it and a loose Plank."""
    blocks = np.zeros((8, 6, 8), np.uint8)
    blocks[:, 0] = 1
    blocks[3, 1:4, 3] = 3
    blocks[6, 5, 6] = 4
    formats.save(VoxelWorld(blocks), tmp_path / "maps" / "1" / "map.json")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """The one sentence that a refused command says."""
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert not captured.out
    lines = captured.err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("voxstudio: "), captured.err
    return lines[0]


@pytest.mark.parametrize("name", ["1", "maps/1", "maps/1/map.json"])
def test_info_counts_what_a_map_holds(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "size": [8, 6, 8],
        "blocks": 68,
        "materials": {"Grass": 64, "Stone": 3, "Plank": 1},
        "components": 2,
        "largest_component": 67,
    }


def test_info_for_people_says_the_same(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "1"]) == 0
    words = capsys.readouterr().out
    assert "8 x 6 x 8" in words
    assert re.search(r"Stone +3", words)


def test_capture_then_render_show_the_same_picture(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "1", "--views", "3", "--width", "40", "--height", "30"]) == 0
    dataset = Dataset.load("datasets/1")
    assert [view.id for view in dataset.views] == ["view_001", "view_002", "view_003"]
    # The flags of the original are spelled with underscores.
    assert main(["render", "1", "--dataset_id", "1", "--view", "2", "--out", "shots/x.png"]) == 0
    path = dataset.view(2).image_path
    assert path is not None
    with Image.open("shots/x.png") as shown, Image.open(path) as stored:
        assert shown.size == (40, 30)
        assert np.array_equal(np.asarray(shown), np.asarray(stored))
        assert len(np.unique(np.asarray(shown).reshape(-1, 3), axis=0)) > 3
    assert capsys.readouterr().out.split() == ["datasets/1", "shots/x.png"]


def test_capture_takes_the_next_number_and_never_replaces_by_itself(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = ["--views", "1", "--width", "8", "--height", "8"]
    assert main(["capture", "1", *small]) == main(["capture", "1", *small]) == 0
    assert capsys.readouterr().out.split() == ["datasets/1", "datasets/2"]
    before = Path("datasets/2/metadata.json").read_bytes()
    assert "--overwrite" in refused(capsys, "capture", "1", "--dataset-id", "2", *small)
    assert Path("datasets/2/metadata.json").read_bytes() == before
    assert main(["capture", "1", "--dataset-id", "2", "--overwrite", *small]) == 0


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (["info", "7"], "'7'"),
        (["info", "x" * 300], "There is no map"),
        (["info", "broken.json"], "broken.json"),
        (["info", "map.png"], "map.png"),
        (["render", "1", "--dataset_id", "9"], "datasets/9"),
        (["capture", "1", "--views", "0"], "--views"),
        (["capture", "1", "--lighting", "disco"], "disco"),
        (["nonsense"], "nonsense"),
        (["info"], "MAP"),
        (["info", "1", "--nonsense"], "--nonsense"),
        (["bench", "nonsense"], "nonsense"),
        (["train", "--steps", "0", "--prompt", "x"], "steps"),
        (["train", "--lr", "nan", "--prompt", "x"], "lr"),
        (["train", "--init_mode", "sphere", "--prompt", "x"], "sphere"),
    ],
)
def test_bad_input_is_told_in_one_sentence(
    argv: list[str], word: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "broken.json").write_text('{"blocks": [')
    (place / "map.png").write_bytes(b"")
    files = sorted(place.rglob("*"))
    assert word in refused(capsys, *argv)
    assert sorted(place.rglob("*")) == files


def test_a_picture_of_no_known_kind_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "1", "--views", "1", "--width", "8", "--height", "8"]) == 0
    capsys.readouterr()
    assert "x.stl" in refused(capsys, "render", "1", "--out", "x.stl")


def test_the_window_without_a_display_points_to_the_terminal(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "voxstudio train" in refused(capsys)
    assert "voxstudio train" in refused(capsys, "studio", "1")


def test_doctor_names_every_prior_and_what_to_do(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])
    findings = json.loads(capsys.readouterr().out)
    named = {finding["name"]: finding for finding in findings}
    assert {"pocket", "exemplar", "cpu", "cuda", "Python"} <= set(named)
    assert named["cpu"]["state"] == "ok"
    assert all(finding["advice"] for finding in findings if finding["state"] == "broken")
    main(["doctor"])
    assert "pocket" in capsys.readouterr().out


def test_bench_lists_measures_and_writes_rows(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--list"]) == 0
    assert "castle" in capsys.readouterr().out
    assert main(["bench", "lighting", "--json", "rows.json"]) == 0
    (row,) = json.loads(Path("rows.json").read_text())
    assert {"name", "value", "unit", "baseline", "ratio"} <= set(row)
    assert row["is_kept"] is True
