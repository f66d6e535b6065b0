from __future__ import annotations

import subprocess
import sys

import pytest

from voxstudio.errors import UserError
from voxstudio.training.losses import REGULARIZERS
from voxstudio.training.settings import TrainSettings, fields, schema

SEED_FLAGS = {
    "prompt": "", "steps": 500, "dataset_id": 1, "init_mode": "from_map", "temp_start": 2.0,
    "temp_end": 0.5, "lambda_smooth": 0.0, "log_every": 10, "image_every": 50, "save_map_every": 50,
    "output_dir": "out_local/sds_training", "seed": 42, "train_h": 0, "train_w": 0, "max_blocks": 0,
}  # fmt: skip


def test_every_flag_of_the_seed_is_a_field_with_its_default():
    defaults = {field.name: field.default for field in fields()}
    assert {name: defaults[name] for name in SEED_FLAGS} == SEED_FLAGS


def test_a_default_that_cannot_work_is_replaced_and_the_help_says_so():
    by_name = {field.name: field for field in fields()}
    for name, original in (("lr", 0.01), ("lambda_sparsity", 0.001), ("lambda_entropy", 0.0001), ("cfg_scale", 7.5)):
        assert by_name[name].default != original
        assert f"{original:g}" in by_name[name].help


def test_every_field_tells_what_a_panel_and_a_flag_need():
    for field in fields():
        assert field.label and field.help.endswith((".", ")")), field.name
        assert field.group in {"prompt", "guidance", "start", "run", "optimizer", "schedule", "regularizers", "files"}
        if field.kind in ("int", "float"):
            assert field.low is not None and field.high is not None
            assert field.low <= field.default <= field.high
        if field.kind == "choice":
            assert field.default in field.choices


def test_every_regularizer_has_its_weight():
    names = {field.name for field in fields()}
    assert {f"lambda_{name}" for name in REGULARIZERS} == {name for name in names if name.startswith("lambda_")}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"steps": 0}, "Steps (steps) must lie between 1 and"),
        ({"lr": float("nan")}, "Learning rate (lr) must be a number"),
        ({"lr": "fast"}, "lr"),
        ({"steps": 2.5}, "steps"),
        ({"views_per_step": True}, "views_per_step"),
        ({"prior": "oracle"}, "Prior (prior) must be one of pocket"),
        ({"init_mode": "sphere"}, "init_mode"),
        ({"t_min_end": 0.9}, "t_min_end (0.9) is above t_max_end (0.02)"),
        ({"stepz": 3}, "stepz"),
        ({"prompt": 3}, "prompt"),
    ],
)
def test_values_that_cannot_be_are_refused_by_name(changes, said):
    with pytest.raises(UserError) as caught:
        TrainSettings.of(changes)
    assert said in str(caught.value)


def test_plain_values_and_back():
    settings = TrainSettings(prompt="ein Schloss", lr=0.02)
    assert TrainSettings.of(settings.as_dict()) == settings
    assert settings.with_(steps=7).steps == 7
    assert set(schema()["$defs"]["TrainSettings"]["properties"]) == {field.name for field in fields()}


def test_settings_are_read_without_torch():
    code = "import sys, voxstudio.training.settings as s; s.fields(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
