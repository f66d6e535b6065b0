"""``python -m voxstudio.studio.sitting FOLDER --minutes N --terminal MODULE`` prints what it measured as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from voxstudio.places import find_map
from voxstudio.studio.app import application, make_window
from voxstudio.studio.engine import Engine
from voxstudio.studio.sitting.clocked import Clocked
from voxstudio.studio.sitting.sitting import Sitting
from voxstudio.studio.theme import DARK, Themes


def main() -> None:
    """On map 1, with a folder for what the runs write."""
    parser = argparse.ArgumentParser(prog="sitting")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--terminal", required=True, help="the module that takes the same steps in a terminal")
    options = parser.parse_args()
    maps, datasets = options.folder / "maps", options.folder / "datasets"
    app, runs = application(), Clocked(Engine(maps, datasets))
    window = make_window(Themes(app, DARK), maps, datasets, runs)
    window.show()
    window.open_path(find_map("1"))
    for name, value in (("prompt", "a medieval stone castle"), ("output_dir", str(options.folder / "run"))):
        window.controller.edit(name, value)
    sitting = Sitting(window, runs, options.folder, options.minutes, options.terminal)
    sitting.ended.connect(app.quit)
    app.exec()
    if sitting.is_broken:
        sys.exit("The terminal's run has ended too early; what it said is above.")
    print(json.dumps(sitting.found()))


if __name__ == "__main__":
    main()
