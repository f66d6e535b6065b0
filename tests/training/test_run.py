from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.guidance.base import LinearPrediction
from voxstudio.guidance.priors.exemplar import ExemplarPrior
from voxstudio.training.folder import RunFolder
from voxstudio.training.guard import TrainingError
from voxstudio.training.run import Run, export_run
from voxstudio.views.dataset import Dataset, ring_cameras
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: VoxelWorld) -> Path:
    """A working folder whose map 1 is the target."""
    monkeypatch.chdir(tmp_path)
    formats.save(target, Path("maps/1/map.json"))
    return tmp_path


def values(**changes) -> dict:
    quick = {
        "prompt": "tower", "prior": "exemplar", "init_mode": "ground_plane", "size_x": 10, "size_y": 9, "size_z": 11,
        "steps": 6, "views_per_step": 1, "log_every": 2, "image_every": 3, "save_map_every": 4, "checkpoint_every": 3,
    }  # fmt: skip
    return quick | changes


def lines(run: Run) -> list[dict]:
    return [json.loads(line) for line in (run.folder / "train.jsonl").read_text().splitlines()]


def test_a_run_writes_the_folder_of_the_seed(place: Path):
    run = Run.start(values())
    assert [report.step for report in run.steps()] == [1, 2, 3, 4, 5, 6]
    exported = run.finish()
    folder = Path("out_local/sds_training")
    assert run.folder == folder
    assert [line["step"] for line in lines(run)] == [1, 2, 4, 6]
    line = lines(run)[0]
    assert set(line) >= {"step", "temperature", "camera_index", "losses", "grid_stats", "grads"}
    assert set(line["grid_stats"]) >= {
        "num_active_voxels",
        "total_voxels",
        "density",
        "occupancy_mean",
        "occupancy_std",
        "material_distribution",
    }
    assert {path.name for path in folder.glob("images/*")} == {f"step_{step:04d}_cam0.png" for step in (1, 3, 6)}
    with Image.open(folder / "images/step_0006_cam0.png") as picture:
        assert picture.size == (512, 512)
    assert [path.name for path in folder.glob("maps/*")] == ["step_0004.json"]
    blocks = run.trainer.snapshot().blocks
    for path in (folder / "map_optimized.json", exported):
        np.testing.assert_array_equal(formats.load(path).world.blocks, blocks)
    session = json.loads((folder / "session.json").read_text())
    assert (session["status"], session["step"], session["settings"]["prompt"]) == ("done", 6, "tower")

    assert exported == Path("maps/trained_map_1_1")
    metadata = json.loads((exported / "training_metadata.json").read_text())
    assert (metadata["prompt"], metadata["trainingSteps"]) == ("tower", 6)
    assert metadata["cfgScale"] == run.trainer.settings.cfg_scale
    assert metadata["sourceMap"] == 1 and metadata["numBlocks"] == np.count_nonzero(blocks)
    assert metadata["trainingDir"] == str(folder) and "exportedAt" in metadata
    assert (exported / "train.jsonl").read_bytes() == (folder / "train.jsonl").read_bytes()
    assert {path.name for path in (exported / "images").iterdir()} == {path.name for path in folder.glob("images/*")}


def test_stopping_keeps_everything_and_resuming_goes_on_as_if_nothing_had_been(place: Path):
    straight = Run.start(values(output_dir="a", log_every=1))
    for _ in straight.steps():
        pass
    broken = Run.start(values(output_dir="b", log_every=1))
    for report in broken.steps():
        if report.step == 4:
            broken.stop()
    assert broken.finish().name == "trained_map_1_1"
    assert json.loads(Path("b/session.json").read_text())["status"] == "stopped"
    again = Run.resume("b")
    assert [report.step for report in again.steps()] == [5, 6]
    assert again.finish().name == "trained_map_1_2"
    np.testing.assert_array_equal(again.trainer.snapshot().blocks, straight.trainer.snapshot().blocks)

    def told(run: Run) -> list[dict]:
        return [{key: value for key, value in line.items() if key != "seconds"} for line in lines(run)]

    assert told(again) == told(straight)


def test_after_a_kill_the_log_goes_on_from_the_checkpoint_without_gaps_or_repeats(place: Path):
    run = Run.start(values(log_every=1))
    for report in run.steps():
        if report.step == 5:
            break  # killed: nothing is finished, the last checkpoint is that of step 3
    with (run.folder / "train.jsonl").open("a") as log:
        log.write('{"step": 6, "torn')
    again = Run.resume(run.folder, {"lr": 0.1, "steps": 7})
    assert again.trainer.step_index == 3 and again.settings.lr == 0.1
    assert [report.step for report in again.steps()] == [4, 5, 6, 7]
    assert [line["step"] for line in lines(again)] == [1, 2, 3, 4, 5, 6, 7]


def test_an_earlier_run_is_set_aside_not_mixed_in(place: Path):
    runs = []
    for _ in range(3):
        runs.append(Run.start(values(steps=1)))
        next(runs[-1].steps())
        runs[-1].save()
    assert sorted(path.name for path in Path("out_local").iterdir()) == [
        "sds_training",
        "sds_training_1",
        "sds_training_2",
    ]
    assert len(lines(runs[-1])) == 1
    Path("out_local/sds_training_3").mkdir()  # no run's
    run = RunFolder(Path("out_local/sds_training"))
    assert sorted(one.path.name for one in run.earlier()) == ["sds_training_1", "sds_training_2"]
    assert run.size() == sum(path.stat().st_size for path in run.path.rglob("*.*"))


def test_nothing_is_written_when_a_run_cannot_begin(place: Path):
    for changes, said in (
        ({"prompt": " "}, "prompt is empty"),
        ({"steps": 0}, r"Steps \(steps\) must lie"),
        ({"dataset_id": 7, "init_mode": "from_map"}, "no map 7"),
        ({"cameras": "dataset"}, "no dataset 1"),
        ({"size_x": 12}, "cells large"),
    ):
        with pytest.raises(UserError, match=said):
            next(Run.start(values(**changes)).steps())
        if said != "cells large":
            assert not Path("out_local").exists()


def test_a_run_from_a_map_uses_its_dataset_for_pictures(place: Path, target: VoxelWorld):
    cameras = ring_cameras(target, 3, width=1094, height=881)
    Dataset.of_cameras(Path("datasets/1"), cameras).save()
    run = Run.start(values(init_mode="from_map", cameras="dataset", steps=1))
    report = next(run.steps())
    assert 0 <= report.camera_index < 3
    (path,) = run.folder.glob("images/*.png")
    with Image.open(path) as picture:
        assert picture.size == (640, 516)


def test_a_world_of_ones_own_may_be_the_start(place: Path, target: VoxelWorld):
    run = Run.start(values(steps=1), start=target, source_id="mine")
    np.testing.assert_array_equal(run.trainer.start.blocks, target.blocks)
    next(run.steps())
    assert run.finish().name == "trained_map_mine_1"


def test_a_step_that_fails_leaves_a_run_that_can_be_resumed(place: Path, monkeypatch):
    run = Run.start(values())
    next(run.steps())
    with monkeypatch.context() as patch:
        patch.setattr(
            ExemplarPrior, "predict_noise", lambda self, latents, *_: LinearPrediction(latents / 0, latents / 0)
        )
        with pytest.raises(TrainingError, match="not finite"):
            next(run.steps())
    assert json.loads((run.folder / "session.json").read_text())["status"] == "failed"
    again = Run.resume(run.folder)
    assert next(again.steps()).step == 2


def test_a_disk_that_fills_up_is_told_and_the_checkpoint_stays(place: Path, monkeypatch):
    run = Run.start(values())
    for report in run.steps():
        if report.step == 3:
            break
    with monkeypatch.context() as patch:
        patch.setattr(
            storage, "append_line", lambda path, text: (_ for _ in ()).throw(UserError(f"Cannot write {path}"))
        )
        with pytest.raises(UserError, match="Cannot write"):
            list(run.steps())
    assert Run.resume(run.folder).trainer.step_index == 3


def test_resuming_what_is_no_run_or_changing_what_is_fixed_is_told(place: Path):
    with pytest.raises(UserError, match=r"session\.json"):
        Run.resume("nowhere")
    run = Run.start(values(steps=1))
    next(run.steps())
    run.save()
    with pytest.raises(UserError, match="seed is fixed"):
        Run.resume(run.folder, {"seed": 1})
    storage.write_json(run.folder / "session.json", [])
    with pytest.raises(UserError, match="does not describe a run"):
        Run.resume(run.folder)


def test_a_run_folder_can_be_exported_later(place: Path):
    run = Run.start(values(steps=2))
    for _ in run.steps():
        pass
    run.save()
    folder = export_run(run.folder, Path("maps"), 1, "my_tower")
    assert folder == Path("maps/my_tower")
    assert json.loads((folder / "training_metadata.json").read_text())["trainingSteps"] == 2
    with pytest.raises(UserError, match=r"map_optimized\.json"):
        export_run(Path("maps"), Path("maps"), 1)


def test_first_middle_and_last_picture_are_chosen_by_step(tmp_path: Path):
    for step in (1, 50, 100, 10000, 500):
        storage.write_bytes(tmp_path / "images" / f"step_{step:04d}_cam0.png", b"")
    chosen = RunFolder(tmp_path).keepsakes()
    assert sorted(chosen) == [f"images/step_{step}_cam0.png" for step in ("0001", "0100", "10000")]


def test_a_folder_that_no_disk_can_have_holds_nothing_and_is_told() -> None:
    folder = RunFolder(Path("x" * 300))
    assert folder.keepsakes() == {} and not folder.is_used()
    with pytest.raises(UserError, match="File name too long"):
        Run.start(values(output_dir=str(folder.path)))


def test_a_run_set_back_drops_the_files_of_what_came_after_with_its_next_step(place: Path) -> None:
    run = Run.start(values(log_every=1))
    past = run.trainer.snapshot()
    for _ in run.steps():
        pass
    run.set_back(past.blocks, 0)
    assert [line["step"] for line in lines(run)] == [1, 2, 3, 4, 5, 6]
    run.step()
    assert [line["step"] for line in lines(run)] == [1]
    assert not (run.folder / "maps" / "step_0004.json").exists()
    assert Run.resume(run.folder).trainer.step_index == 0
