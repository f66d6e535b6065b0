"""Another palette for the world that is shown."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from tests.studio.conftest import Studio
from tests.studio.test_editing import SNOW, Hand
from voxstudio.studio.panels.palette_editor import PaletteEditor
from voxstudio.studio.state import RunState
from voxstudio.world.palette import CLASSIC


def opened(hand: Hand) -> PaletteEditor:
    hand.window.prior_panel.edit_palette.click()
    editor = next(one for one in hand.window.findChildren(PaletteEditor) if one.isVisible())
    return editor


def test_a_material_is_added_named_coloured_and_moved_and_all_of_it_is_undone(studio: Studio) -> None:
    hand = Hand(studio)
    before = hand.blocks.copy()
    editor = opened(hand)
    editor.add.click()
    row = editor.rows[-1]
    row.name.setText("Stone")
    row.name.textEdited.emit("Stone")
    editor.use.click()
    assert editor.isVisible() and "must differ" in editor.problem.text()
    row.name.setText("Copper")
    row.name.textEdited.emit("Copper")
    row.wells["top"].choose(QColor(200, 100, 50))
    for _ in range(7):
        next(one for one in editor.rows if one.name.text() == "Copper").up.click()
    editor.use.click()
    start = hand.document.start
    assert start is not None and start.palette.names == ("Copper", *CLASSIC.names)
    np.testing.assert_allclose(start.palette.materials[0].top, (200 / 255, 100 / 255, 50 / 255), atol=1e-4)
    np.testing.assert_array_equal(hand.blocks, np.where(before == 0, 0, before + 1))
    assert [one.name for one in hand.window.prior_panel._swatch_widgets()] == list(start.palette.names)
    hand.document.undo.undo()
    assert hand.document.palette == CLASSIC
    np.testing.assert_array_equal(hand.blocks, before)


def test_a_palette_goes_to_a_file_and_comes_back(studio: Studio) -> None:
    hand = Hand(studio)
    editor = opened(hand)
    path = studio.engine.folder / "mine.gpl"
    editor.export_to(path)
    for _ in range(4):
        editor.rows[-1].remove.click()
    assert len(editor.rows) == 3
    editor.import_from(path)
    assert [one.name.text() for one in editor.rows] == list(CLASSIC.names)
    editor.import_from(studio.engine.folder / "nothing.gpl")
    assert "nothing.gpl" in editor.problem.text() and len(editor.rows) == 7
    editor.cancel.click()
    assert not hand.document.undo.canUndo()


def test_a_run_keeps_its_palette_and_says_so(studio: Studio) -> None:
    hand = Hand(studio)
    link = hand.window.prior_panel.edit_palette
    assert link.isEnabled()
    hand.run()
    assert not link.isEnabled() and "stop it" in link.toolTip()
    hand.window.run_bar.stop.click()
    studio.wait_for_state(RunState.FINISHED)
    assert not link.isEnabled() and "keeps its palette" in link.toolTip()


def test_a_palette_can_be_taken_back_after_the_run_that_used_it(studio: Studio) -> None:
    hand = Hand(studio)
    hand.tools.set_material(SNOW)
    hand.press("B")
    hand.drag((7.5, 7.0, 7.5))
    editor = opened(hand)
    editor.rows[0].down.click()
    editor.use.click()
    hand.run()
    hand.pause()
    hand.undo()
    assert hand.document.frame is None and hand.document.start_palette != CLASSIC
    hand.undo_all()
    assert hand.document.start_palette == hand.document.palette == CLASSIC
    assert not hand.session.hand_edits


def test_materials_that_no_block_is_of_are_shown_in_their_own_colour(studio: Studio) -> None:
    hand = Hand(studio)
    assert not (hand.blocks == SNOW).any()
    for swatch, material in zip(hand.window.prior_panel._swatch_widgets(), CLASSIC.materials, strict=True):
        shown = swatch.grab().toImage().pixelColor(swatch.width() // 2, 18)
        channels = (shown.redF(), shown.greenF(), shown.blueF())
        np.testing.assert_allclose(channels, material.top, atol=2 / 255)
