"""What the export dialog tells before it writes, and what it then writes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QScrollArea

from tests.studio.conftest import Studio
from tests.studio.fakes import house_world
from voxstudio.errors import UserError
from voxstudio.studio.exports import MAP, ExportFormat, ExportSource
from voxstudio.studio.panels.export_dialog import ExportDialog
from voxstudio.studio.state import RunState
from voxstudio.world import formats
from voxstudio.world.formats import Preview, map_json
from voxstudio.world.palette import CLASSIC, Material, Palette
from voxstudio.world.voxel_world import VoxelWorld


def asked(studio: Studio) -> ExportDialog:
    studio.window.menus.export.trigger()
    return next(one for one in studio.window.findChildren(ExportDialog) if one.isVisible())


def test_the_dialog_tells_what_is_then_written(studio: Studio) -> None:
    path = studio.engine.folder / "maps" / "7" / "map.json"
    formats.save(house_world(), path)
    path.write_text(json.dumps({"weather": "rain", **json.loads(path.read_text())}))
    studio.window.open_path(path)
    dialog = asked(studio)
    world = house_world()
    assert dialog.facts["Size"].text() == "16 × 12 × 16"
    assert dialog.facts["Blocks"].text() == f"{int(world.occupied.sum()):,}"
    assert dialog.materials == {"Grass": 512, "Stone": 125}
    assert "weather" in dialog.notes.text()
    target = dialog.target.path
    assert target == studio.engine.folder / "maps" / "trained_map_7_1"
    assert not target.exists()
    dialog.export.click()
    studio.wait_for(lambda: studio.window.stage.notice.isVisible())
    assert studio.window.stage.notice.folder == target
    assert np.array_equal(formats.load(target).world.blocks, world.blocks)
    assert json.loads((target / "map.json").read_text())["weather"] == "rain"


def test_the_classic_palette_is_seen_at_once(studio: Studio) -> None:
    path = studio.engine.folder / "maps" / "7" / "map.json"
    blocks = np.zeros((8, 4, 8), np.uint8)
    blocks[: len(CLASSIC), 0, 0] = np.arange(1, len(CLASSIC) + 1)
    formats.save(VoxelWorld(blocks), path)
    studio.window.open_path(path)
    dialog = asked(studio)
    area = dialog.findChild(QScrollArea)
    assert area is not None and len(dialog.materials) == 7
    assert area.widget().sizeHint().height() <= area.height()
    dialog.reject()


def test_a_run_that_rests_is_not_said_to_go_on(studio: Studio) -> None:
    studio.begin()
    studio.window.start_or_pause()
    studio.wait_for(lambda: studio.window.document.state is RunState.PAUSED)
    dialog = asked(studio)
    assert "paused" in dialog.moment.text()
    dialog.reject()


def test_nothing_is_written_by_cancel(studio: Studio) -> None:
    studio.window.controller.new_world("cube", (8, 8, 8), 0)
    dialog = asked(studio)
    dialog.cancel.click()
    assert not (studio.engine.folder / "maps").exists()


def test_a_run_that_goes_on_is_exported_as_the_dialog_found_it(studio: Studio) -> None:
    studio.begin()
    dialog = asked(studio)
    source = ExportSource.of(studio.window.document)
    assert source is not None
    assert "The run goes on" in dialog.moment.text()
    blocks = dialog.facts["Blocks"].text()
    done = studio.window.document.history.steps[-1]
    studio.wait_for(lambda: studio.window.document.history.steps[-1] > done + 20)
    target = dialog.target.path
    dialog.export.click()
    studio.wait_for(lambda: studio.window.stage.notice.isVisible())
    assert f"{np.count_nonzero(formats.load(target).world.blocks):,}" == blocks
    assert json.loads((target / "training_metadata.json").read_text())["prompt"] == "a stone castle"
    assert studio.window.document.state is RunState.RUNNING


def test_another_format_is_one_entry(studio: Studio, tmp_path: Path) -> None:
    def write(source: ExportSource, path: Path) -> Path:
        path.write_text("bricks")
        return path.parent

    bricks = ExportFormat(
        "Bricks",
        "One brick a block",
        ".brick",
        lambda world: Preview(2_500_000, ["Water becomes blue bricks."]),
        lambda source, maps: tmp_path / "a.brick",
        write,
    )
    source = ExportSource(house_world(), 7)
    dialog = ExportDialog(source, tmp_path, studio.window, (MAP, bricks))
    dialog.wanted.connect(studio.window.files._write_export)
    dialog.open()
    dialog.format.button("Bricks").click()
    assert dialog.target.path == tmp_path / "a.brick"
    assert dialog.facts["File size"].text() == "about 2.5 MB"
    assert "blue bricks" in dialog.notes.text()
    dialog.export.click()
    studio.wait_for(lambda: (tmp_path / "a.brick").exists())
    studio.wait_for(lambda: not studio.window.files.background.is_busy)


def test_a_format_that_refuses_says_why_and_cannot_be_written(studio: Studio, tmp_path: Path) -> None:
    def refuse(_world: VoxelWorld) -> Preview:
        raise UserError("This world is too large for it.")

    tiny = ExportFormat("Tiny", "Small worlds", ".t", refuse, lambda source, maps: maps, lambda source, path: path)
    dialog = ExportDialog(ExportSource(house_world(), 7), tmp_path, studio.window, (tiny,))
    dialog.open()
    assert dialog.problem.text() == "This world is too large for it."
    assert not dialog.export.isEnabled()
    dialog.reject()


def test_there_is_room_for_long_texts(studio: Studio, tmp_path: Path) -> None:
    words = "a language of long words " * 12
    wordy = ExportFormat(
        "Wordy",
        words,
        ".t",
        lambda world: Preview(1, [words, words]),
        lambda source, maps: maps,
        lambda source, path: path,
    )
    dialog = ExportDialog(ExportSource(house_world(), 7, note=words), tmp_path, studio.window, (wordy,))
    dialog.open()
    texts = [dialog.help, dialog.notes, dialog.moment]
    studio.wait_for(lambda: all(text.height() >= text.heightForWidth(text.width()) for text in texts))
    dialog.reject()


def test_the_size_of_a_map_is_foretold(tmp_path: Path) -> None:
    blocks = np.random.default_rng(0).integers(0, 3, (30, 12, 101)).astype(np.uint8)
    colour = (0.1, 0.2, 0.3)
    palette = Palette((Material("Glowing “moss”", colour, colour, colour), Material("Ash", colour, colour, colour)))
    world = VoxelWorld(blocks, palette)
    formats.save(world, tmp_path / "a.json")
    told = map_json.preview(world)
    assert abs(told.about_bytes / (tmp_path / "a.json").stat().st_size - 1) < 0.01
    assert any("Ash" in note for note in told.notes)
