"""Opens the window and plays the scenes in it: what ``python -m voxstudio.studio.screenshots`` starts."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from voxstudio.places import find_map
from voxstudio.studio.app import application, make_window
from voxstudio.studio.monkey.rehearsal import Rehearsal
from voxstudio.studio.screenshots.photographer import Photographer
from voxstudio.studio.screenshots.scenes import Scenes
from voxstudio.studio.theme import DARK, Themes

_SIZE = (1440, 900)


def main() -> None:
    """Takes the pictures and ends; a scene that fails leaves a traceback and an exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="for what runs write")
    parser.add_argument("into", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--rehearse", action="store_true")
    options = parser.parse_args()
    app = application()
    maps = options.folder / "maps"
    shutil.copytree(find_map("1").parent, maps / "1")
    window = make_window(Themes(app, DARK), maps, make_session=Rehearsal(maps) if options.rehearse else None)
    window.resize(*_SIZE)
    window.show()
    window.controller.edit("output_dir", str(options.folder / "run"))
    window.document.undo.clear()
    photographer = Photographer(window, options.into, options.names)
    photographer.wait_for(window.isVisible)
    try:
        Scenes(photographer).play()
    finally:
        window.end_and_close()
        photographer.wait_for(lambda: not window.isVisible())


if __name__ == "__main__":
    main()
