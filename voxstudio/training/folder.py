"""The folder of a run: what it writes while it goes and what it leaves behind."""

from __future__ import annotations

import json
import math
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.render.lighting import lighting
from voxstudio.render.preview import render_world, to_uint8
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.views.camera import Camera
from voxstudio.world.formats import map_json

LARGEST_SIDE = 640
"""Pixels of a saved picture's longer side at most."""
_STEP = re.compile(r"step_(\d+)")


@dataclass(frozen=True)
class RunFolder:
    """``train.jsonl``, ``session.json``, ``images/``, ``maps/``, ``map_optimized.json`` and ``checkpoint/``."""

    path: Path

    @property
    def log(self) -> Path:
        """A line of JSON for every logged step."""
        return self.path / "train.jsonl"

    @property
    def checkpoint(self) -> Path:
        """What a resumed run reads."""
        return self.path / "checkpoint"

    @property
    def result(self) -> Path:
        """The world that was reached."""
        return self.path / "map_optimized.json"

    def is_used(self) -> bool:
        """Whether a run has written here."""
        return storage.is_there(self.path / "session.json") or storage.is_there(self.log)

    def set_aside(self) -> Path | None:
        """If an earlier run is here, give its folder the next free name (``name_1``...) and return that."""
        if not self.is_used():
            return None
        number = 1
        while storage.is_there(aside := self.path.with_name(f"{self.path.name}_{number}")):
            number += 1
        try:
            self.path.rename(aside)
        except OSError as error:
            raise UserError(f"Cannot move the earlier run {self.path} out of the way: {error.strerror}.") from error
        return aside

    def earlier(self) -> list[RunFolder]:
        """The runs that were set aside from here and are there still."""
        name = re.compile(rf"{re.escape(self.path.name)}_\d+")
        found = [RunFolder(path) for path in self.path.parent.glob("*") if name.fullmatch(path.name)]
        return [one for one in found if one.is_used()]

    def size(self) -> int:
        """Bytes of all files in it."""
        total = 0
        for path in self.path.rglob("*"):
            with suppress(OSError):  # a run that is on replaces its checkpoint
                total += path.stat().st_size if path.is_file() else 0
        return total

    def forget_after(self, step: int) -> None:
        """Drop what was written after a step: a resumed run writes it again."""
        if storage.is_there(self.log):
            kept = []
            for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
                # A line that a crash has torn is none.
                with suppress(ValueError, KeyError, TypeError):
                    if json.loads(line)["step"] <= step:
                        kept.append(line + "\n")
            storage.write_text(self.log, "".join(kept))
        for path in [*self.path.glob("images/step_*.png"), *self.path.glob("maps/step_*.json")]:
            match = _STEP.match(path.name)
            if match and int(match[1]) > step:
                path.unlink(missing_ok=True)

    def write_session(self, facts: dict[str, Any]) -> None:
        """What the run is and how it stands."""
        storage.write_json(self.path / "session.json", facts)

    def read_session(self) -> dict[str, Any]:
        """What ``write_session`` wrote. Raises ``UserError`` if no run was here."""
        facts = storage.read_json(self.path / "session.json")
        if not isinstance(facts, dict) or "settings" not in facts:
            raise UserError(f"{self.path / 'session.json'} does not describe a run.")
        return facts

    def write_report(self, report: StepReport) -> None:
        """Append a line to the log."""
        storage.append_line(self.log, json.dumps(report.as_line(), allow_nan=False))

    def write_map(self, snapshot: Snapshot, facts: dict[str, Any]) -> None:
        """``maps/step_0050.json``: the world as it is now."""
        path = self.path / "maps" / f"step_{snapshot.step:04d}.json"
        map_json.save(snapshot.world(), path, {"sequence": 0, "metadata": {**facts, "step": snapshot.step}})

    def write_result(self, snapshot: Snapshot, facts: dict[str, Any]) -> None:
        """``map_optimized.json``."""
        map_json.save(snapshot.world(), self.result, {"sequence": 0, "metadata": {**facts, "steps": snapshot.step}})

    def write_image(self, snapshot: Snapshot, camera: Camera, index: int, light: str) -> Path:
        """``images/step_0001_cam3.png``: the world as whole blocks, as export writes it."""
        from PIL import Image

        picture = to_uint8(render_world(snapshot.world(), viewable(camera), lighting(light)))
        path = self.path / "images" / f"step_{snapshot.step:04d}_cam{index}.png"
        with storage.atomic_path(path) as temporary:
            Image.fromarray(picture).save(temporary, format="PNG")
        return path

    def keepsakes(self) -> dict[str, Path]:
        """The log, and the first, middle and last picture: what goes along with an export, by its name there."""
        images = self.path / "images"
        pictures = sorted(images.glob("step_*.png"), key=_step_of) if storage.is_there(images) else []
        chosen = {pictures[0], pictures[len(pictures) // 2], pictures[-1]} if pictures else set()
        kept = {f"images/{path.name}": path for path in chosen}
        return kept | {self.log.name: self.log} if storage.is_there(self.log) else kept


def viewable(camera: Camera) -> Camera:
    """The same camera with its picture's longer side brought to at most ``LARGEST_SIDE``."""
    share = min(1.0, LARGEST_SIDE / max(camera.width, camera.height))
    return replace(camera, width=math.ceil(camera.width * share), height=math.ceil(camera.height * share))


def _step_of(path: Path) -> int:
    match = _STEP.match(path.name)
    return int(match[1]) if match else 0
