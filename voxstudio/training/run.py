"""A run with its folder: what the command line drives."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio import __version__, storage
from voxstudio.errors import UserError
from voxstudio.training import checkpoint
from voxstudio.training.folder import RunFolder
from voxstudio.training.guard import TrainingError
from voxstudio.training.prepare import Kit, Places, prepare
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.settings import TrainSettings
from voxstudio.training.trainer import Trainer
from voxstudio.views.camera import Camera
from voxstudio.views.dataset import Dataset
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world import formats
from voxstudio.world.library import MapId, MapLibrary
from voxstudio.world.voxel_world import VoxelWorld

PICTURE_AZIMUTH_DEG, PICTURE_ELEVATION_DEG, PICTURE_DISTANCE, PICTURE_FOV_DEG = 30.0, 30.0, 1.5, 42.0
"""Where saved pictures of a world without dataset are taken from."""


class Run:
    """A trainer that writes its folder as it goes.

    ``for report in run.steps()`` does the steps that are left; breaking off is allowed after any of them. ``finish``
    then writes everything down and exports the map; ``Run.resume`` goes on from there.
    """

    def __init__(
        self, trainer: Trainer, folder: Path, places: Places, source_id: MapId, dataset: Dataset | None = None
    ) -> None:
        self.trainer = trainer
        self.files = RunFolder(folder)
        self._places = places
        self._source_id = source_id
        self._dataset = dataset
        self._seconds = 0.0
        self._is_stopped = False
        self._is_set_back = False

    @classmethod
    def start(
        cls,
        values: TrainSettings | Mapping[str, Any],
        *,
        maps: Path = Path("maps"),
        datasets: Path = Path("datasets"),
        start: VoxelWorld | None = None,
        source_id: MapId | None = None,
    ) -> Run:
        """A new run in ``settings.output_dir``; an earlier run there is set aside under another name.

        ``start`` is a world to begin with other than what ``init_mode`` makes, ``source_id`` names it.
        Raises ``UserError`` before anything is written if settings, map, dataset or prior do not work.
        """
        settings = values if isinstance(values, TrainSettings) else TrainSettings.of(values)
        places = Places(maps, datasets)
        trainer = prepare(settings, maps, datasets, start=start)
        dataset = places.dataset(settings.dataset_id)
        run = cls(trainer, Path(settings.output_dir), places, source_id or settings.dataset_id, dataset)
        run.files.set_aside()
        run._write_session("running")
        return run

    @classmethod
    def resume(
        cls,
        folder: Path | str,
        changes: Mapping[str, Any] | None = None,
        *,
        maps: Path = Path("maps"),
        datasets: Path = Path("datasets"),
    ) -> Run:
        """The run of a folder at its last checkpoint; ``changes`` to live settings take effect at its next step.

        Raises ``UserError`` if the folder holds no run or no whole checkpoint, or a change is to a fixed setting.
        """
        files, places = RunFolder(Path(folder)), Places(maps, datasets)
        session = files.read_session()
        saved = checkpoint.load(files.checkpoint)
        settings = TrainSettings.of(saved.facts["settings"])
        kit = Kit.of(settings, saved.start.scale, places)
        cameras = kit.dataset.cameras if kit.dataset else ()
        trainer = Trainer.restore(files.checkpoint, kit.prior, kit.renderer, dataset=cameras)
        if changes:
            trainer.update(settings.with_(**{key: value for key, value in changes.items() if key != "output_dir"}))
        run = cls(trainer, Path(folder), places, session.get("sourceMap", settings.dataset_id), kit.dataset)
        run._seconds = float(session.get("seconds", 0.0))
        files.forget_after(trainer.step_index)
        run._write_session("running")
        return run

    @property
    def settings(self) -> TrainSettings:
        """The settings of the next step."""
        return self.trainer.settings

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self.files.path

    def stop(self) -> None:
        """End ``steps`` after the step that is being done. May be called from a signal handler or another thread."""
        self._is_stopped = True

    def steps(self) -> Iterator[StepReport]:
        """Do the steps that are left, one at a time, and write what is due after each.

        A step that fails with ``TrainingError`` leaves a checkpoint of what was before it.
        """
        while not self.trainer.is_done and not self._is_stopped:
            yield self.step()

    def step(self) -> StepReport:
        """Do one step and write what is due."""
        began = time.perf_counter()
        if self._is_set_back:
            # Only now, so that whoever thinks better of it before the next step has lost nothing.
            self.files.forget_after(self.trainer.step_index)
            self.trainer.checkpoint(self.files.checkpoint)
            self._is_set_back = False
        try:
            report = self.trainer.step()
        except TrainingError:
            self.save("failed")
            raise
        self._write_due(report)
        self._seconds += time.perf_counter() - began
        return report

    def set_back(self, blocks: np.ndarray, step: int) -> None:
        """Go on from an earlier world, see ``Trainer.set_back``; the next step drops the files of what came after."""
        self.trainer.set_back(blocks, step)
        self._is_set_back = True

    def save(self, status: str = "stopped") -> Snapshot:
        """Write the checkpoint, ``map_optimized.json`` and ``session.json``."""
        snapshot = self.trainer.snapshot()
        self.trainer.checkpoint(self.files.checkpoint)
        self.files.write_result(snapshot, self._map_facts())
        self._write_session(status)
        return snapshot

    def finish(self) -> Path:
        """Save everything, end, and export the world to ``maps/trained_map_{source}_{n}``; returns that folder."""
        snapshot = self.save("done" if self.trainer.is_done else "stopped")
        if self.trainer.step_index:
            self._write_image(snapshot)
        return _export(self.files, self._places.maps, self._source_id, snapshot.world(), None)

    def _write_due(self, report: StepReport) -> None:
        settings, step = self.settings, report.step
        is_last = step == settings.steps
        if step == 1 or is_last or step % settings.log_every == 0:
            self.files.write_report(report)
        wants_image = settings.image_every and (step == 1 or is_last or step % settings.image_every == 0)
        wants_map = settings.save_map_every and step % settings.save_map_every == 0
        if wants_image or wants_map:
            snapshot = self.trainer.snapshot()
            if wants_image:
                self._write_image(snapshot)
            if wants_map:
                self.files.write_map(snapshot, self._map_facts())
        if settings.checkpoint_every and step % settings.checkpoint_every == 0 and not is_last:
            self.trainer.checkpoint(self.files.checkpoint)

    def _write_image(self, snapshot: Snapshot) -> None:
        # One place for all pictures of a run, so that they tell a story.
        camera, index = self._picture_camera()
        self.files.write_image(snapshot, camera, index, self.settings.lighting)

    def _picture_camera(self) -> tuple[Camera, int]:
        if self._dataset is not None and self.settings.init_mode == "from_map":
            return self._dataset.views[0].camera, 0
        frame = OrbitFrame.of(self.trainer.start)
        camera = frame.camera(
            PICTURE_AZIMUTH_DEG,
            PICTURE_ELEVATION_DEG,
            PICTURE_DISTANCE,
            fov_y_deg=PICTURE_FOV_DEG,
            width=512,
            height=512,
        )
        return camera, 0

    def _write_session(self, status: str) -> None:
        self.files.write_session(
            {
                "version": __version__,
                "status": status,
                "step": self.trainer.step_index,
                "seconds": round(self._seconds, 3),
                "sourceMap": self._source_id,
                "settings": self.settings.as_dict(),
            }
        )

    def _map_facts(self) -> dict[str, Any]:
        settings = self.settings
        return {"prompt": settings.prompt, "total_steps": settings.steps, "cfg_scale": settings.cfg_scale}


def export_run(folder: Path, maps: Path, source_id: MapId, name: str | None = None) -> Path:
    """Make a map of what a run has written last, ``trained_map_{source}_{n}`` unless named; returns its folder.

    Raises ``UserError`` if the folder holds no result.
    """
    files = RunFolder(Path(folder))
    if not files.result.exists():
        raise UserError(f"{folder} holds no map_optimized.json; give the folder of a run with --training_dir.")
    return _export(files, Path(maps), source_id, formats.load(files.result).world, name)


def _export(files: RunFolder, maps: Path, source_id: MapId, world: VoxelWorld, name: str | None) -> Path:
    session_path = files.path / "session.json"
    session = storage.read_json(session_path) if session_path.exists() else {}
    settings = session.get("settings", {})
    metadata = {
        "trainingDir": str(files.path),
        "prompt": settings.get("prompt", ""),
        "trainingSteps": session.get("step", 0),
        "cfgScale": settings.get("cfg_scale"),
        "settings": settings,
    }
    return MapLibrary(maps).export(world, source_id, metadata, files.keepsakes(), name)
