"""``voxstudio train`` and ``export``: a whole run, stopped, resumed and exported, as typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voxstudio.cli import main
from voxstudio.training.settings import fields
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld

ROOT = Path(__file__).parents[1]
QUICK = ["--prior", "exemplar", "--views_per_step", "1", "--log-every", "1", "--image_every", "2", "--seed", "3"]
RUN = Path("out_local/sds_training")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a small map 1."""
    blocks = np.zeros((12, 10, 12), np.uint8)
    blocks[:, :3] = 1
    blocks[4:7, 3:6, 4:7] = 3
    formats.save(VoxelWorld(blocks), tmp_path / "maps" / "1" / "map.json")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def logged_steps() -> list[int]:
    return [json.loads(line)["step"] for line in (RUN / "train.jsonl").read_text().splitlines()]


def test_every_setting_is_a_flag_in_both_spellings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--help"]) == 0
    shown = capsys.readouterr().out
    for tunable in fields():
        assert tunable.flag in shown
        if "_" in tunable.name:
            # Any number of spellings is taken: what fails here is the value that is missing.
            for flag in (tunable.flag, "--" + tunable.name.replace("_", "-")):
                assert main(["train", flag]) == 2
                assert "requires an argument" in capsys.readouterr().err


def test_a_run_writes_its_folder_and_a_map_then_goes_on(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--prompt", "a cube", "--steps", "3", *QUICK]) == 0
    assert "maps/trained_map_1_1" in capsys.readouterr().out
    assert logged_steps() == [1, 2, 3]
    assert {path.name for path in RUN.iterdir()} >= {"map_optimized.json", "session.json", "train.jsonl", "images"}
    exported = formats.load("maps/trained_map_1_1").world
    assert np.array_equal(exported.blocks, formats.load(RUN / "map_optimized.json").world.blocks)
    assert json.loads(Path("maps/trained_map_1_1/training_metadata.json").read_text())["prompt"] == "a cube"

    assert main(["train", "--resume", str(RUN), "--steps", "5", "--lr", "0.02"]) == 0
    assert "maps/trained_map_1_2" in capsys.readouterr().out
    assert logged_steps() == [1, 2, 3, 4, 5]
    assert json.loads((RUN / "session.json").read_text())["settings"]["lr"] == 0.02


def test_the_bar_shows_how_far_a_run_is(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--prompt", "a cube", "--steps", "3", *QUICK]) == 0
    shown = capsys.readouterr().err
    assert "3/3" in shown
    assert "loss" in shown and "blocks" in shown


def test_a_run_takes_turns_with_a_window_as_a_terminal_shows_it(place: Path) -> None:
    values = {"prompt": "a cube", "prior": "exemplar", "views_per_step": 1, "steps": 9, "log_every": 1}
    orders = [
        {"settings": values, "updates": {}, "until": 2},
        {"settings": None, "updates": {"3": values | {"cfg_scale": 3.0}}, "until": 5},
    ]
    done = subprocess.run(
        [sys.executable, "-m", "voxstudio.cli.turns", str(place)],
        input="".join(json.dumps(order) + "\n" for order in orders),
        env={**os.environ, "PYTHONPATH": str(ROOT), "FORCE_COLOR": "1", "TERM": "xterm-256color"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [len(json.loads(line)["began"]) for line in done.stdout.splitlines()] == [2, 3]
    logged = [json.loads(line) for line in (place / "terminal" / "train.jsonl").read_text().splitlines()]
    assert [step["step"] for step in logged] == [1, 2, 3, 4, 5]
    assert [step["cfg_scale"] == 3.0 for step in logged] == [False, False, False, True, True]
    assert "5/9" in done.stderr


def test_words_that_the_prior_does_not_know_are_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["train", "--steps", "1", "--views_per_step", "1", "--prompt"]
    assert main([*argv, "a granite viaduct"]) == 0
    assert 'reads the prompt as "a granite bridge"' in capsys.readouterr().out
    assert main([*argv, "a granite bridge"]) == 0
    assert "reads the prompt" not in capsys.readouterr().out


def test_export_makes_a_map_of_a_run_folder(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--prompt", "a cube", "--steps", "1", *QUICK, "--output_dir", "out_local/mine"]) == 0
    capsys.readouterr()
    argv = ["export", "--training_dir", "out_local/mine", "--source_map_id", "1", "--output_name", "my_castle"]
    assert main(argv) == 0
    assert capsys.readouterr().out.strip() == "maps/my_castle"
    assert formats.load("maps/my_castle").world.shape == (12, 10, 12)
    assert main(argv) == 2
    assert "my_castle" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (["train", *QUICK], "prompt"),
        (["train", "--prompt", "  ", *QUICK], "prompt"),
        (["train", "--prompt", "x", "--dataset_id", "8", *QUICK], "8"),
        (["train", "--prompt", "x", "--cameras", "dataset", *QUICK], "dataset"),
        (["train", "--resume", "nowhere"], "nowhere"),
        (["train", "--prompt", "x", *QUICK, "--output_dir", "maps/1/map.json"], "map.json"),
        (["export", "--training_dir", "nowhere"], "nowhere"),
    ],
)
def test_a_run_that_cannot_be_is_refused_before_it_begins(
    argv: list[str], word: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert word in captured.err
    assert len(captured.err.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_ctrl_c_stops_after_the_step_and_keeps_everything(place: Path) -> None:
    command = [sys.executable, "-m", "voxstudio", "train", "--prompt", "a cube", "--steps", "100000", *QUICK]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        while not (RUN / "train.jsonl").exists():
            assert run.poll() is None, run.stderr and run.stderr.read()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert "Traceback" not in err
    assert "--resume" in out
    session = json.loads((RUN / "session.json").read_text())
    assert logged_steps() == list(range(1, session["step"] + 1))
    assert (RUN / "checkpoint").exists()
    assert formats.load("maps/trained_map_1_1").world.occupied.any()
