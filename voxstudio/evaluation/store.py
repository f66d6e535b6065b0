"""The folder of an evaluation: every result is there, whole, as soon as it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.evaluation.results import Result, Task
from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class Store:
    """``evaluation.json`` says how results are made; ``runs/`` and ``samples/`` hold them.

    A result is ``NAME.json``, written last, beside ``NAME.png`` and, of a run, ``NAME.npz`` with its blocks.
    """

    folder: Path

    def claim(self, facts: dict[str, Any]) -> None:
        """Begin an evaluation, or go on with one; facts that it did not have are added.

        Raises ``UserError`` if the folder's results were made otherwise, for they cannot stand beside new ones.
        """
        before = self.facts()
        for name, value in facts.items():
            if name in before and before[name] != value:
                raise UserError(
                    f"{self.folder} holds an evaluation with another {name} ({before[name]}, not {value}); "
                    "give another folder with --out."
                )
        if before != before | facts:
            storage.write_json(self._about, before | facts)

    def facts(self) -> dict[str, Any]:
        """How the results here were made; empty where none are. Raises ``UserError`` if it is damaged."""
        facts = storage.read_json(self._about) if self._about.exists() else {}
        if not isinstance(facts, dict):
            raise UserError(f"{self._about} does not describe an evaluation.")
        return facts

    def has(self, task: Task) -> bool:
        """Whether a task is done."""
        return self._path(task, "json").exists()

    def keep(self, result: Result, pictures: np.ndarray, world: VoxelWorld | None = None) -> None:
        """Write a result: its pictures uint8 [N, H, W, 3] in a row, its blocks, and at last its scores."""
        task = result.task
        with storage.atomic_path(self._path(task, "png")) as path:
            Image.fromarray(np.concatenate(list(pictures), axis=1)).save(path, format="PNG", optimize=True)
        if world is not None:
            with storage.atomic_path(self._path(task, "npz")) as path, path.open("wb") as file:
                np.savez_compressed(file, blocks=world.blocks)
        storage.write_json(self._path(task, "json"), result.as_dict())

    def read(self, task: Task) -> Result:
        """What ``keep`` wrote. Raises ``UserError`` if it is damaged."""
        return Result.of(storage.read_json(self._path(task, "json")))

    def picture(self, task: Task) -> bytes:
        """The PNG of a result, its views in a row."""
        return storage.read_bytes(self._path(task, "png"))

    def done(self, tasks: Sequence[Task]) -> list[Result]:
        """The results of those tasks that are done, in order."""
        return [self.read(task) for task in tasks if self.has(task)]

    @property
    def _about(self) -> Path:
        return self.folder / "evaluation.json"

    def _path(self, task: Task, suffix: str) -> Path:
        return self.folder / task.part / f"{task.name}.{suffix}"
