"""Prompts and presets that come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QInputDialog

from tests.studio.conftest import Studio
from voxstudio.errors import UserError
from voxstudio.studio.habits import BUILT_IN, MOST_PROMPTS, Habits, preset_fields
from voxstudio.studio.panels.habit_menus import PresetMenu, PromptMenu
from voxstudio.studio.state import RunState
from voxstudio.training.settings import TrainSettings, fields


def test_the_latest_prompts_come_first_and_once_and_survive(tmp_path: Path) -> None:
    habits = Habits(tmp_path / "habits.json")
    for number in range(MOST_PROMPTS + 3):
        habits.remember_prompt(f"castle {number}")
    habits.remember_prompt("castle 10")
    habits.remember_prompt("  ")
    prompts = Habits(tmp_path / "habits.json").prompts
    assert prompts[:2] == ["castle 10", f"castle {MOST_PROMPTS + 2}"]
    assert len(prompts) == MOST_PROMPTS
    assert prompts.count("castle 10") == 1


def test_a_preset_of_ones_own_survives_and_can_be_removed(tmp_path: Path) -> None:
    habits = Habits(tmp_path / "habits.json")
    habits.save_preset("Mine", TrainSettings(lr=0.03, prompt="a castle", output_dir="elsewhere"))
    kept = Habits(tmp_path / "habits.json")
    assert kept.presets["Mine"]["lr"] == 0.03
    assert not {"prompt", "output_dir", "seed"} & kept.presets["Mine"].keys()
    kept.remove_preset("Mine")
    assert Habits(tmp_path / "habits.json").presets == BUILT_IN
    for name in ("", "Best"):
        with pytest.raises(UserError):
            kept.save_preset(name, TrainSettings())


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "{}", '{"prompts": 3, "presets": {}}', '{"prompts": [], "presets": {"Mine": {"lr": "fast"}}}'],
)
def test_a_broken_file_is_set_aside(tmp_path: Path, text: str) -> None:
    path = tmp_path / "habits.json"
    path.write_text(text)
    habits = Habits(path)
    assert (habits.prompts, habits.presets) == ([], BUILT_IN)
    assert path.with_suffix(".bak").read_text() == text
    habits.remember_prompt("a castle")
    assert Habits(path).prompts == ["a castle"]


def test_presets_hold_live_settings_only() -> None:
    live = {field.name for field in fields() if field.live}
    assert set(preset_fields()) <= live
    for preset in BUILT_IN.values():
        assert preset.keys() <= set(preset_fields())


def test_a_preset_is_one_change_that_can_be_taken_back(studio: Studio) -> None:
    document, menu = studio.window.document, studio.window.settings_panel.presets.menu()
    assert isinstance(menu, PresetMenu)
    menu.refill()
    next(action for action in menu.actions() if action.text() == "Quick").trigger()
    assert (document.settings.steps, document.settings.views_per_step) == (200, 2)
    assert studio.window.menus.undo.text() == "Undo preset Quick"
    studio.window.menus.undo.trigger()
    assert (document.settings.steps, document.settings.views_per_step) == (500, 4)
    studio.window.menus.redo.trigger()
    assert document.settings.steps == 200


def test_a_preset_is_saved_by_name_from_the_menu(studio: Studio) -> None:
    studio.window.controller.edit("lr", 0.03)
    menu = studio.window.settings_panel.presets.menu()
    assert isinstance(menu, PresetMenu)
    menu.ask_name()
    dialog = studio.window.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("Mine")
    dialog.accept()
    assert studio.window.controller.habits.presets["Mine"]["lr"] == 0.03
    menu.refill()
    assert "Remove Mine" in [action.text() for action in menu.actions()]


def test_an_earlier_prompt_can_be_chosen_again(studio: Studio) -> None:
    studio.begin(steps=3)
    studio.wait_for_state(RunState.FINISHED)
    studio.window.controller.edit("prompt", "something else")
    menu = studio.window.settings_panel.prompts.menu()
    assert isinstance(menu, PromptMenu)
    menu.refill()
    menu.actions()[0].trigger()
    assert studio.window.document.settings.prompt == "a stone castle"
    assert studio.window.settings_panel.prompt.toPlainText() == "a stone castle"
