"""Editing by mouse and keys in the real window, before and during a run."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from tests.studio import mouse
from tests.studio.conftest import Studio
from tests.studio.fakes import FakeSession, house_world
from tests.studio.test_window import pixels
from voxstudio.studio.edit_commands import LockCells
from voxstudio.studio.state import Lock, Paint, Push, RunState, TakeBack
from voxstudio.studio.tool_state import Tool
from voxstudio.studio.view_modes import ViewMode
from voxstudio.world import formats
from voxstudio.world.edits import Box

STONE, SNOW = 3, 5
ROOF = (7.5, 7.0, 7.5)
"""The middle of the top of the house's top block (7, 6, 7), in cells."""
LAWN = (2.5, 2.0, 12.5)
SHIFT, NOTHING = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """A user with a mouse, in front of a house on a lawn."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.window, self.document = studio, studio.window, studio.window.document
        self.stage, self.view, self.tools = self.window.stage, self.window.stage.view, self.document.tools
        path = studio.engine.folder / "maps" / "7" / "map.json"
        formats.save(house_world(), path)
        self.window.open_path(path)
        self.document.undo.clear()  # opening a map can be taken back, too
        self.window.activateWindow()
        studio.wait_for(self.window.isActiveWindow)
        self.view.fit()

    @property
    def blocks(self) -> np.ndarray:
        blocks = self.document.blocks
        assert blocks is not None
        return blocks

    @property
    def session(self) -> FakeSession:
        assert self.studio.engine.session is not None
        return self.studio.engine.session

    def at(self, cell: tuple[float, float, float]) -> QPoint:
        places, _ = self.stage.overlay.to_pixels(np.array([cell]))
        x, y = np.rint(places[0]).astype(int).tolist()
        return QPoint(x, y)

    def drag(self, *cells: tuple[float, float, float], keys=NOTHING, button=Qt.MouseButton.LeftButton) -> None:
        mouse.drag(self.view, *map(self.at, cells), button=button, keys=keys)

    def picture(self) -> np.ndarray:
        """int [H, W, 3], of the world as it is."""
        self.view.refine_now()
        return pixels(self.view.grab().toImage()).astype(int)

    def press(self, key: str | Qt.Key) -> None:
        QTest.keyClick(self.window, Qt.Key[f"Key_{key}"] if isinstance(key, str) else key)

    def run(self) -> None:
        self.window.controller.edit("prompt", "a castle")
        self.window.controller.edit("steps", 100_000)
        self.window.run_bar.primary.click()
        self.studio.wait_until_it_goes()

    def point(self, cell: tuple[float, float, float]) -> None:
        """By keys alone: in large steps, then in small ones."""
        pointer, goal = self.stage.pointer, self.at(cell)
        for keys, step in ((CTRL, 8), (CTRL | SHIFT, 1)):
            away = goal - pointer.place.toPoint() if pointer.cross.isVisible() else goal - self.view.rect().center()
            for count, back, forth in ((away.x(), "Left", "Right"), (away.y(), "Up", "Down")):
                for _ in range(abs(count) // step):
                    QTest.keyClick(self.view, Qt.Key[f"Key_{forth if count > 0 else back}"], keys)

    def undo(self) -> None:
        self.window.controller.undo()
        self.studio.wait_for(lambda: not self.document.state.is_active)

    def undo_all(self) -> None:
        while self.document.undo.canUndo():
            self.undo()

    def pause(self) -> None:
        self.window.run_bar.primary.click()
        self.studio.wait_for_state(RunState.PAUSED)


@pytest.fixture
def hand(studio: Studio) -> Iterator[Hand]:
    yield Hand(studio)


def test_each_tool_has_a_key_an_icon_a_name_and_a_tip_with_the_key(hand: Hand) -> None:
    hand.run()  # so that pushing is possible
    for tool in (*reversed(Tool), Tool.LOOK):
        hand.press(tool.key)
        assert hand.tools.tool is tool
        button = hand.stage.column.buttons[tool]
        assert button.isChecked() and not button.icon().isNull()
        assert button.accessibleName() == tool.title and f"({tool.key})" in button.toolTip()
    assert {tool.key for tool in Tool}.isdisjoint("FO0123456[]MLU")
    assert len({tool.key for tool in Tool}) == len(Tool)


def test_letters_typed_into_the_prompt_choose_no_tool(hand: Hand) -> None:
    prompt = hand.window.settings_panel.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "bed")
    assert prompt.toPlainText() == "bed"
    assert hand.tools.tool is Tool.LOOK


def test_one_brush_stroke_is_one_command(hand: Hand) -> None:
    before = hand.blocks.copy()
    hand.press("B")
    hand.window.prior_panel._swatch_widgets()[SNOW - 1].click()
    hand.drag((6.5, 7, 7.5), (7.5, 7, 7.5), (8.5, 7, 7.5))
    changed = np.argwhere(hand.blocks != before)
    np.testing.assert_array_equal(changed, [[6, 7, 7], [7, 7, 7], [8, 7, 7]])
    assert (hand.blocks[6:9, 7, 7] == SNOW).all()
    assert hand.document.undo.count() == 1 and hand.document.undo.undoText() == "paint 3 blocks"
    QTest.keyClick(hand.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(hand.blocks, before)
    hand.document.undo.redo()
    assert (hand.blocks != before).sum() == 3


def test_what_is_painted_is_seen(hand: Hand) -> None:
    hand.press("B")
    hand.tools.set_material(SNOW)
    hand.tools.set_reach(2)
    before = hand.picture()
    hand.drag(ROOF)
    hand.studio.wait_for(lambda: not hand.stage._edit_timer.isActive())
    brighter = (hand.picture() - before).min(axis=-1) > 25
    assert brighter.mean() > 0.002


def test_a_stroke_is_counted_once_and_soon(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    bincount = np.bincount
    monkeypatch.setattr(np, "bincount", lambda *args, **names: counted.append(1) or bincount(*args, **names))
    hand.press("B")
    hand.tools.set_material(SNOW)
    hand.drag(LAWN, (5.5, 2.0, 12.5), (9.5, 2.0, 12.5), (12.5, 2.0, 12.5))
    assert len(counted) <= 1
    swatch = hand.window.prior_panel._swatch_widgets()[SNOW - 1]
    snow = int(np.count_nonzero(hand.blocks == SNOW))
    hand.studio.wait_for(lambda: f" {snow} " in swatch.toolTip())


def test_a_fast_stroke_has_no_gaps(hand: Hand) -> None:
    hand.press("B")
    before = hand.blocks.copy()
    hand.drag((1.5, 2, 14.5), (14.5, 2, 14.5))
    assert (hand.blocks[1:15, 2, 14] != before[1:15, 2, 14]).all()


def test_brush_size_by_keys_and_shape_by_the_switch(hand: Hand) -> None:
    hand.press("B")
    assert hand.stage.options.isVisible()
    for _ in range(3):
        hand.press("BracketRight")
    hand.press("BracketLeft")
    assert hand.tools.reach == 2 and hand.stage.options.size_note.text() == "5"
    hand.stage.options.shape.button("Cube").click()
    before = hand.blocks.copy()
    hand.drag(ROOF)
    assert (hand.blocks[5:10, 5:10, 5:10] == 1).sum() == 5**3
    assert (hand.blocks != before).sum() == 5**3


def test_erase_fill_replace_and_eyedropper(hand: Hand) -> None:
    hand.press("E")
    hand.drag(ROOF)
    assert hand.blocks[7, 6, 7] == 0 and np.count_nonzero(house_world().blocks) - np.count_nonzero(hand.blocks) == 1
    hand.press("I")
    hand.drag((6.5, 7, 7.5))
    assert hand.tools.material == STONE
    hand.press("R")
    hand.drag(LAWN)
    assert (hand.blocks[:, :2] == STONE).all()
    hand.tools.set_material(SNOW)
    hand.press("G")
    hand.drag(LAWN)
    assert set(np.unique(hand.blocks).tolist()) == {0, SNOW}
    while hand.document.undo.canUndo():
        hand.document.undo.undo()
    np.testing.assert_array_equal(hand.blocks, house_world().blocks)


def test_a_face_follows_the_mouse_out_and_in(hand: Hand) -> None:
    hand.press("X")
    hand.drag(ROOF, (7.5, 9.0, 7.5))
    assert (hand.blocks[5:10, 7:9, 5:10] == STONE).all() and not hand.blocks[:, 9:].any()
    hand.document.undo.undo()
    hand.drag(ROOF, (7.5, 5.0, 7.5))
    assert not hand.blocks[:, 5:].any() and (hand.blocks[5:10, 2:5, 5:10] == STONE).all()


def test_select_fill_mirror_and_erase(hand: Hand) -> None:
    hand.press("S")
    hand.drag((2.5, 2.0, 12.5), (4.5, 2.0, 13.5))
    assert hand.tools.selection == Box((2, 1, 12), (5, 2, 14))
    QTest.keyClick(hand.view, Qt.Key.Key_PageUp)
    assert hand.tools.selection == Box((2, 1, 12), (5, 3, 14))
    hand.tools.set_material(SNOW)
    hand.stage.edits.fill.trigger()
    assert (hand.blocks[2:5, 1:3, 12:14] == SNOW).all()
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    assert hand.tools.selection is None and not hand.stage.edits.fill.isEnabled()
    assert "select cells first" in hand.stage.edits.fill.toolTip()
    hand.press("M")
    assert (hand.blocks[11:14, 1:3, 12:14] == SNOW).all() and not hand.blocks[2:5, 2, 12:14].any()
    hand.tools.select(Box.whole((16, 12, 16)))
    hand.press("Delete")
    assert not hand.blocks.any()


def test_other_buttons_and_alt_steer_the_camera_while_a_tool_is_on(hand: Hand) -> None:
    hand.press("B")
    before = hand.blocks.copy()
    for button, keys in (
        (Qt.MouseButton.RightButton, NOTHING),
        (Qt.MouseButton.MiddleButton, NOTHING),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier),
    ):
        camera = hand.view.camera
        place = hand.view.rect().center()
        mouse.drag(hand.view, place, place + QPoint(40, 10), button=button, keys=keys)
        assert hand.view.camera != camera, button
    np.testing.assert_array_equal(hand.blocks, before)


def test_hovering_outlines_what_a_press_would_touch(hand: Hand) -> None:
    hand.press("B")
    mouse.move(hand.view, hand.at(ROOF))
    marking = hand.stage.overlay.marking("hover")
    assert marking is not None and len(marking.outline.ends) == 12
    np.testing.assert_array_equal(marking.outline.ends.min(axis=(0, 1)), (7, 7, 7))
    hand.press("V")
    assert hand.stage.overlay.marking("hover") is None


def test_edits_reach_the_run_between_two_steps_and_are_shown_at_once(hand: Hand) -> None:
    hand.run()
    hand.pause()
    hand.press("B")
    hand.tools.set_material(SNOW)
    before = hand.blocks.copy()
    hand.drag(ROOF)
    cell = np.argwhere(hand.blocks != before)
    assert len(cell) == 1  # at once, without waiting for the worker
    hand.studio.wait_for(lambda: hand.session.hand_edits)
    (paint,) = hand.session.hand_edits
    assert isinstance(paint, Paint) and paint.blocks.tolist() == [SNOW]
    assert threading.get_ident() not in hand.studio.engine.threads
    hand.studio.wait_for(lambda: hand.document.frame and hand.document.frame.edits == 1)
    assert hand.blocks[tuple(cell[0])] == SNOW
    start = hand.document.start
    assert start is not None and start.blocks[tuple(cell[0])] == 0
    hand.document.undo.undo()
    hand.studio.wait_for(lambda: hand.document.frame and hand.document.frame.edits == 2)
    np.testing.assert_array_equal(hand.blocks, before)


def test_frames_that_are_older_than_an_edit_do_not_undo_it_on_the_screen(hand: Hand) -> None:
    hand.run()
    hand.pause()
    old = hand.document.frame
    assert old is not None
    hand.press("E")
    hand.drag(ROOF)
    assert hand.blocks[7, 6, 7] == 0
    hand.document.set_frame(old)
    assert hand.blocks[7, 6, 7] == 0 and old.snapshot.blocks[7, 6, 7] != 0
    hand.document.set_frame(replace(old, edits=1))
    assert hand.blocks[7, 6, 7] == old.snapshot.blocks[7, 6, 7]


def test_an_edit_of_the_start_is_what_a_run_begins_with_and_can_still_be_undone(hand: Hand) -> None:
    hand.press("B")
    hand.tools.set_material(SNOW)
    hand.drag(ROOF)
    hand.run()
    hand.pause()
    assert hand.session._start.blocks[7, 7, 7] == SNOW
    hand.undo_all()
    start = hand.document.start
    assert start is not None and start.blocks[7, 7, 7] == 0 and hand.blocks[7, 7, 7] == 0
    assert not hand.session.hand_edits


def test_what_was_done_to_a_run_is_undone_after_another_one_took_its_place(hand: Hand) -> None:
    hand.run()
    hand.pause()
    made = hand.blocks.copy()
    hand.press("E")
    hand.drag(ROOF)
    hand.press("P")
    hand.drag(LAWN)
    erased = hand.blocks.copy()
    assert (erased != made).sum() == 1
    hand.window.run_bar.stop.click()
    hand.studio.wait_for_state(RunState.FINISHED)
    hand.run()
    hand.pause()
    for _ in range(3):
        hand.undo()
    assert hand.document.undo.redoText() == "erase 1 block"
    np.testing.assert_array_equal(hand.blocks, made)
    for _ in range(2):
        hand.window.controller.redo()
    np.testing.assert_array_equal(hand.blocks, erased)
    assert not hand.session.hand_edits, "the run that the worker has is another one"


def test_a_stroke_that_a_run_begins_under_comes_to_nothing(hand: Hand) -> None:
    house = hand.blocks.copy()
    hand.window.controller.edit("prompt", "a castle")
    hand.document.undo.clear()
    hand.press("E")
    QTest.mousePress(hand.view, Qt.MouseButton.LeftButton, NOTHING, hand.at(ROOF))
    assert (hand.blocks != house).any()
    hand.window.run_bar.primary.click()
    mouse.move(hand.view, hand.at(LAWN), Qt.MouseButton.LeftButton)
    hand.studio.wait_until_it_goes()
    mouse.move(hand.view, hand.at(ROOF), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(hand.view, Qt.MouseButton.LeftButton, NOTHING, hand.at(ROOF))
    (entry,) = hand.document.gallery.entries
    for blocks in (
        hand.document.start.blocks,
        entry.start.blocks,
        hand.document.timeline.start,
        hand.session._start.blocks,
    ):
        np.testing.assert_array_equal(blocks, house)
    assert hand.document.undo.count() == 1 and not hand.session.hand_edits
    hand.undo_all()
    np.testing.assert_array_equal(hand.blocks, house)


def test_locked_cells_refuse_tools_and_reach_the_run(hand: Hand) -> None:
    hand.tools.select(Box((5, 2, 5), (10, 7, 10)))
    hand.press("L")
    locked = hand.document.editor.locked
    assert locked is not None and locked.sum() == 125
    assert hand.stage.overlay.marking("locked") is not None
    hand.press("E")
    hand.drag(ROOF)
    assert hand.blocks[7, 6, 7] == STONE and "locked" in hand.stage.notice.text.text()
    hand.run()
    assert hand.session.locked is not None and hand.session.locked.sum() == 125
    hand.pause()
    hand.tools.select(Box((5, 6, 5), (10, 7, 10)))
    hand.press("U")
    hand.studio.wait_for(lambda: hand.session.locked is not None and hand.session.locked.sum() == 100)
    assert isinstance(hand.session.hand_edits[-1], Lock)
    hand.document.undo.undo()
    hand.studio.wait_for(lambda: hand.session.locked is not None and hand.session.locked.sum() == 125)
    hand.stage.edits.unlock_all.trigger()
    hand.studio.wait_for(lambda: hand.session.locked is None)


def test_a_run_can_be_limited_to_the_selection(hand: Hand) -> None:
    box = Box((2, 2, 2), (6, 6, 6))
    hand.tools.select(box)
    hand.stage.edits.limit.trigger()
    hand.run()
    hand.studio.wait_for(lambda: hand.document.history.steps[-1] > 300)
    hand.pause()
    outside = ~box.mask((16, 12, 16))
    np.testing.assert_array_equal(hand.blocks[outside], house_world().blocks[outside])


def test_the_locked_view_tints_locked_blocks_amber(hand: Hand) -> None:
    hand.tools.select(Box((5, 2, 5), (10, 7, 10)))
    hand.press("L")
    hand.tools.select(None)
    hand.stage.set_mode(ViewMode.LOCKED)
    picture = hand.picture()
    assert (picture[..., 0] - picture[..., 2] > 60).mean() > 0.01


def test_a_push_needs_a_run_and_shift_lowers(hand: Hand) -> None:
    button = hand.stage.column.buttons[Tool.PUSH]
    assert not button.isEnabled() and "start one first" in button.toolTip()
    hand.press("P")
    assert hand.tools.tool is Tool.LOOK
    hand.run()
    hand.pause()
    hand.press("P")
    hand.tools.set_reach(1)
    hand.drag(LAWN)
    hand.drag(LAWN, keys=SHIFT)
    hand.document.undo.undo()
    hand.studio.wait_for(lambda: len(hand.session.hand_edits) == 3)
    up, down, back = hand.session.hand_edits
    assert isinstance(up, Push) and isinstance(down, Push) and isinstance(back, TakeBack)
    assert up.amount > 0 and down.amount == -up.amount and back.push is down


def test_tools_stay_away_from_views_that_show_no_blocks(hand: Hand) -> None:
    hand.run()
    hand.pause()
    hand.press("E")
    hand.stage.set_mode(ViewMode.GRADIENT)
    done = hand.document.undo.count()
    hand.drag(ROOF)
    assert hand.document.undo.count() == done and "choose World" in hand.stage.notice.text.text()


def test_tools_can_be_used_without_a_mouse(hand: Hand) -> None:
    hand.view.setFocus()
    camera = hand.view.camera
    hand.press("B")
    hand.tools.set_material(SNOW)
    hand.point(ROOF)
    assert hand.stage.pointer.cross.isVisible() and hand.stage.overlay.marking("hover") is not None
    QTest.keyClick(hand.view, Qt.Key.Key_Space)
    assert hand.blocks[7, 7, 7] == SNOW and hand.document.undo.count() == 1
    hand.press("S")
    hand.point(LAWN)
    QTest.keyPress(hand.view, Qt.Key.Key_Space)
    hand.point((5.5, 2.0, 14.5))
    QTest.keyRelease(hand.view, Qt.Key.Key_Space)
    assert hand.tools.selection == Box((2, 1, 12), (6, 2, 15))
    assert hand.view.camera == camera
    QTest.mouseMove(hand.view, hand.at(ROOF))
    QTest.qWait(20)
    assert not hand.stage.pointer.cross.isVisible()


def test_the_cross_keeps_inside_the_view_and_lets_go_when_the_focus_leaves(hand: Hand) -> None:
    hand.view.setFocus()
    hand.press("B")
    for _ in range(200):
        QTest.keyClick(hand.view, Qt.Key.Key_Left, CTRL)
    assert hand.stage.pointer.place.x() == 0
    hand.point(ROOF)
    QTest.keyPress(hand.view, Qt.Key.Key_Space)
    hand.window.run_bar.open.setFocus()
    assert not hand.stage.pointer.cross.isVisible() and hand.document.undo.count() == 1


def test_escape_gives_a_stroke_up(hand: Hand) -> None:
    before = hand.blocks.copy()
    hand.press("E")
    QTest.mousePress(hand.view, Qt.MouseButton.LeftButton, NOTHING, hand.at(ROOF))
    assert (hand.blocks != before).any()
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    np.testing.assert_array_equal(hand.blocks, before)
    QTest.mouseRelease(hand.view, Qt.MouseButton.LeftButton, NOTHING, hand.at(ROOF))
    assert hand.document.undo.count() == 0


def test_in_a_narrow_window_nothing_lies_on_anything_else(hand: Hand) -> None:
    hand.window.resize(1024, 720)
    hand.run()
    hand.tools.set_tool(Tool.SELECT)
    hand.tools.select(Box((2, 0, 2), (5, 4, 5)))
    QTest.qWait(50)
    stage = hand.stage
    parts = (stage.chips, stage.column, stage.options, stage.facts, stage.cameras)
    overlaps = [(a, b) for a in parts for b in parts if a is not b and a.geometry().intersects(b.geometry())]
    assert overlaps == []
    assert stage.rect().contains(stage.cameras.geometry())
    bar = hand.window.run_bar
    assert bar.screenshot.text() == "" and bar.screenshot.accessibleName() == "Screenshot"
    hand.window.resize(1500, 900)
    QTest.qWait(50)
    assert bar.screenshot.text() == "Screenshot"


@pytest.mark.parametrize("size", [(1024, 640), (1024, 720), (1440, 900)])
def test_a_cut_the_brush_and_the_past_keep_out_of_each_others_way(hand: Hand, size: tuple[int, int]) -> None:
    hand.window.resize(*size)
    hand.run()
    hand.pause()
    stage, look = hand.stage, hand.document.view
    hand.tools.set_tool(Tool.BRUSH)
    stage.looks.cut.trigger()
    look.set_mode(ViewMode.CHANGES)
    hand.document.look_at(0)
    stage.show_message("A sentence.")
    QTest.qWait(50)
    parts = [stage.chips, stage.column, stage.options, stage.cut, stage.facts, stage.legend, stage.past, stage.notice]
    shown = [part for part in (*parts, stage.cameras) if part.isVisible()]
    assert set(parts) - set(shown) <= {stage.facts, stage.legend}  # they only tell, and give way
    overlaps = [(a, b) for a in shown for b in shown if a is not b and a.geometry().intersects(b.geometry())]
    assert overlaps == []
    assert [part for part in shown if not stage.rect().contains(part.geometry())] == []


def test_the_words_of_a_lock_are_neither_under_the_options_of_a_tool_nor_on_other_words(hand: Hand) -> None:
    hand.window.resize(1440, 900)
    hand.tools.set_tool(Tool.SELECT)
    hand.tools.select(Box((2, 0, 2), (5, 4, 5)))
    hand.stage.edits.lock.trigger()
    overlay, options = hand.stage.overlay, hand.stage.options
    marking = overlay.marking("locked")
    assert marking is not None and options.isVisible()
    for x, y in ((100, 20), (300, 70), (120, 90), (2000, 2000)):
        chips = overlay.chips(defaultdict(lambda x=x, y=y: [QLineF(x, y, x + 50, y + 50)]))
        over = (hand.stage.chips, hand.stage.column, options)
        for chip in map(QRectF.toAlignedRect, chips.values()):
            assert overlay.rect().contains(chip)
            assert not any(part.geometry().intersects(chip) for part in over), (x, y)
        assert chips.keys() == {"selection", "locked"}
        assert not chips["selection"].intersects(chips["locked"]), (x, y)


def test_the_column_keeps_inside_a_low_viewport(hand: Hand) -> None:
    for height in (420, 640, 1000):
        hand.window.resize(900, height)
        column = hand.stage.column
        hand.studio.wait_for(lambda column=column: column.geometry().bottom() < hand.stage.height())
        for button in column.findChildren(QAbstractButton):
            assert column.rect().contains(button.geometry()), height


def test_cells_of_a_run_are_locked_as_they_are_seen(studio: Studio) -> None:
    studio.begin()
    document = studio.window.document
    studio.wait_for(lambda: document.frame is not None and document.frame.snapshot.step > 3)
    studio.window.controller.frame_interval_s = 0.2
    studio.bot.wait(500)
    assert document.blocks is not None and document.frame is not None
    seen, step = document.blocks.copy(), document.frame.snapshot.step
    document.undo.push(LockCells(document, "", np.ones(seen.shape, np.bool_)))
    shown: list[np.ndarray | None] = []
    document.frame_changed.connect(lambda: shown.append(document.blocks))
    studio.wait_for(lambda: len(shown) > 3)
    assert document.frame.snapshot.step > step
    assert all(np.array_equal(one, seen) for one in shown)
