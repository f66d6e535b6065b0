"""Palette files, and a world that gets another palette."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from voxstudio.errors import UserError
from voxstudio.world import formats, palettes
from voxstudio.world.palette import CLASSIC, EXTENDED, Palette
from voxstudio.world.palette_draft import PaletteDraft
from voxstudio.world.voxel_world import VoxelWorld


@pytest.mark.parametrize("suffix", list(palettes.FORMATS))
@pytest.mark.parametrize("palette", [CLASSIC, EXTENDED])
def test_a_palette_comes_back_as_it_was_written(tmp_path: Path, suffix: str, palette: Palette) -> None:
    path = tmp_path / f"mine{suffix}"
    palettes.save(palette, path)
    again = palettes.load(path)
    assert again.names == palette.names
    np.testing.assert_allclose(again.colours(), palette.colours(), atol=0.5 / 255 + 1e-6)
    palettes.save(again, path)
    assert palettes.load(path) == again


def test_a_palette_of_gimp_is_read(tmp_path: Path) -> None:
    path = tmp_path / "web.gpl"
    path.write_text("GIMP Palette\nName: Web\nColumns: 0\n#\n255   0  0\tRed\n  0 255  0\n0 0 255 Red\n9 9 9\tAir\n")
    palette = palettes.load(path)
    assert palette.names == ("Red", "Colour 2", "Red 2", "Air 2")
    assert palette.materials[0].top == palette.materials[0].side == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "first line"),
        ("GIMP Palette\n", "no colours"),
        ("GIMP Palette\n1 2\n", "line 2"),
        ("GIMP Palette\n#\n300 0 0 Hot\n", "line 3"),
        ("GIMP Palette\n" + "1 2 3 a\n" * 256, "at most 255"),
    ],
)
def test_what_is_no_gimp_palette_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.gpl"
    path.write_text(text)
    with pytest.raises(UserError, match=said):
        palettes.load(path)


def test_pictures_that_are_no_strip_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bad.png"
    for size in ((4, 2), (256, 1)):
        Image.new("RGB", size).save(path)
        with pytest.raises(UserError, match="1 or 3 high"):
            palettes.load(path)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(UserError, match="not a whole PNG"):
        palettes.load(path)
    with pytest.raises(UserError, match=r"use one of .gpl, .png"):
        palettes.load(tmp_path / "palette.txt")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"GIMP Palette\n", b"\x89PNG\r\n\x1a\n", b""]))
def test_no_bytes_crash_a_reader(tmp_path: Path, data: bytes, head: bytes) -> None:
    for suffix in palettes.FORMATS:
        path = tmp_path / f"any{suffix}"
        path.write_bytes(head + data)
        try:
            palettes.load(path)
        except UserError as error:
            assert str(path) in str(error)


def test_blocks_follow_their_material_and_those_of_a_removed_one_the_nearest_colour() -> None:
    world = VoxelWorld(np.array([[[0, 1, 2, 3, 7]]], np.uint8))
    draft = PaletteDraft(CLASSIC)
    assert draft.move(2, -9) == 0  # Stone to the front
    draft.rename(0, " Rock ")
    draft.recolour(0, "top", (1.0, 0.0, 0.0))
    draft.remove(2)  # Dirt
    draft.add()
    changed = draft.applied(world)
    assert changed.palette.names == ("Rock", "Grass", "Plank", "Snow", "Sand", "Water", "New")
    assert changed.palette.materials[0].top == (1.0, 0.0, 0.0)
    names = ["Air" if index == 0 else changed.palette.names[index - 1] for index in changed.blocks.ravel().tolist()]
    assert [names[0], names[1], names[3], names[4]] == ["Air", "Grass", "Rock", "Water"]
    assert names[2] in ("Grass", "New")


def test_a_world_with_a_new_palette_survives_its_file(tmp_path: Path) -> None:
    draft = PaletteDraft(CLASSIC)
    place = draft.add()
    draft.rename(place, "Copper")
    draft.recolour(place, "side", (0.8, 0.4, 0.2))
    world = draft.applied(VoxelWorld(np.array([[[0, 1, 7]]], np.uint8)))
    world.blocks[0, 0, 2] = 8
    formats.save(world, tmp_path / "map.json")
    again = formats.load(tmp_path / "map.json").world
    assert again.palette.names[again.blocks[0, 0, 2] - 1] == "Copper"


def test_names_must_be_there_and_differ() -> None:
    draft = PaletteDraft(CLASSIC)
    draft.rename(0, " ")
    with pytest.raises(UserError, match="no name"):
        draft.palette()
    draft.rename(0, "Stone")
    with pytest.raises(UserError, match="must differ"):
        draft.palette()
    for _ in range(6):
        draft.remove(1)
    with pytest.raises(UserError, match="at least one"):
        draft.remove(0)
