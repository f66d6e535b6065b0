"""``python -m voxstudio.studio.screenshots``: takes the pictures of the guide again, in some three minutes.

With names, only those are written. ``--rehearse`` plays the scenes with a run that is none, to try them out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path("docs/images")
_SCREEN = "-screen 0 1600x1000x24 +extension GLX"
_PRIVATE = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


def main() -> int:
    """On a screen and with settings of its own, so that pictures show a first start and always the same paths."""
    parser = argparse.ArgumentParser(prog="screenshots")
    parser.add_argument("names", nargs="*", help="pictures to write, all if none is named")
    parser.add_argument("--into", type=Path, default=PICTURES, help="the folder for them")
    parser.add_argument("--rehearse", action="store_true", help="without the prior: quick, and of no use as pictures")
    options = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / "voxstudio"
    try:
        folder.mkdir()
    except FileExistsError:
        parser.error(f"{folder} is there already: pictures are being taken, or it was left behind and can be removed.")
    try:
        environment = {**os.environ, **dict.fromkeys(_PRIVATE, str(folder)), "LC_ALL": "C.UTF-8"}
        rehearse = ["--rehearse"] if options.rehearse else []
        module = "voxstudio.studio.screenshots.play"
        command = [sys.executable, "-m", module, str(folder), str(options.into), *options.names, *rehearse]
        return subprocess.run([*_screen(), *command], env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder)


def _screen() -> list[str]:
    """A virtual screen, where there is none."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or shutil.which("xvfb-run") is None:
        return []
    return ["xvfb-run", "-a", "-s", _SCREEN]


if __name__ == "__main__":
    sys.exit(main())
