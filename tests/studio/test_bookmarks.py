"""Kept views survive, a map at a time, and broken files do not hurt."""

from __future__ import annotations

from pathlib import Path

import pytest

from voxstudio.errors import UserError
from voxstudio.studio.bookmarks import SLOTS, Bookmarks
from voxstudio.studio.orbit_camera import OrbitCamera


def test_views_survive_each_with_its_map(tmp_path: Path) -> None:
    file, here, there = tmp_path / "bookmarks.json", tmp_path / "1" / "map.json", tmp_path / "2"
    marks = Bookmarks(file)
    camera = OrbitCamera((1.0, 2.0, 3.0), 50.0, 10.0, 20.0, 45.0, True)
    marks.save(here, 3, camera, "Gate")
    marks.save(None, 1, OrbitCamera())
    again = Bookmarks(file)
    assert again.of(tmp_path / "1")[3].camera == camera, "a map's folder and its file are one map"
    assert again.of(here)[3].name == "Gate" and again.of(None)[1].name == "View 1"
    assert not again.of(there)
    again.save(here, 3, OrbitCamera())
    assert again.of(here)[3].name == "Gate", "a view that is replaced keeps its name"
    again.remove(here, 3)
    assert not Bookmarks(file).of(here)


def test_there_are_nine_places(tmp_path: Path) -> None:
    marks = Bookmarks(tmp_path / "bookmarks.json")
    for slot in SLOTS:
        assert marks.free_slot(None) == slot
        marks.save(None, slot, OrbitCamera())
    with pytest.raises(UserError, match="remove one first"):
        marks.free_slot(None)


BROKEN = '{"maps": {"a": {"1": {"name": "x", "target": [0, 0, 0], "distance": %s, "azimuth_deg": 0, "elevation_deg": 0, "fov_y_deg": 30, "is_orthographic": false}}}}'  # noqa: E501


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"maps": 3}', '{"maps": {"a": {"x": {}}}}', BROKEN % -1, BROKEN % '"far"']
)
def test_a_broken_file_is_set_aside(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bookmarks.json"
    file.write_text(text)
    marks = Bookmarks(file)
    assert not marks.of(Path("a")) and file.with_suffix(".bak").exists()
    marks.save(None, 1, OrbitCamera())
    assert Bookmarks(file).of(None)
