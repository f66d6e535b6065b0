"""One monkey in a process of its own: ``python -m voxstudio.studio.monkey FOLDER``; prints what it found as JSON."""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
from pathlib import Path

import numpy as np

from voxstudio.storage import write_text
from voxstudio.studio.app import application, make_window
from voxstudio.studio.engine import Engine
from voxstudio.studio.monkey.rehearsal import Rehearsal
from voxstudio.studio.monkey.sessions import SessionKeeper
from voxstudio.studio.monkey.usage import Monkey
from voxstudio.studio.monkey.watch import Watch
from voxstudio.studio.theme import DARK, Themes
from voxstudio.world import formats
from voxstudio.world.voxel_world import VoxelWorld


def main() -> None:
    """Uses a window in a folder of its own, and closes it."""
    parser = argparse.ArgumentParser(prog="monkey")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--deeds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--is-real", action="store_true", help="with the prior that ships, in place of a rehearsal")
    options = parser.parse_args()
    faulthandler.enable()
    app, maps = application(), options.folder / "maps"
    themes = Themes(app, DARK)
    sessions = SessionKeeper(Engine(maps, options.folder / "datasets") if options.is_real else Rehearsal(maps))
    with Watch() as watch:
        window = make_window(themes, maps, options.folder / "datasets", sessions)
        window.controller.edit("output_dir", str(options.folder / "run"))
        window.show()
        monkey = Monkey(window, themes, sessions, make_maps(maps), random.Random(options.seed), watch)
        monkey.use(options.deeds)
        window.controller.ended.connect(app.quit)
        window.end_and_close()
        app.exec()
    print(json.dumps({"deeds": monkey.done, "worst_ms": 1000 * watch.worst_s, "faults": watch.faults}))


def make_maps(folder: Path) -> list[Path]:
    """Small worlds to open, and beside them one file that is no world."""
    rng, files = np.random.default_rng(0), []
    for name, shape in (("1", (12, 8, 10)), ("2", (1, 1, 1)), ("house", (9, 7, 13))):
        blocks = np.where(rng.random(shape) < 0.3, rng.integers(1, 6, shape), 0).astype(np.uint8)
        files.append(folder / name / "map.json")
        formats.save(VoxelWorld(blocks), files[-1])
    write_text(folder / "broken" / "map.json", '{"blocks": [')
    return files


if __name__ == "__main__":
    main()
