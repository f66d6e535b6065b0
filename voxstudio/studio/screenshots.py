"""``python -m voxstudio.studio.screenshots``: takes the pictures of the documentation again, of the real window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PICTURES = Path("docs/images")
_SCREEN = "-screen 0 1600x1000x24 +extension GLX"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, and the window's options that lead to it."""

    name: str
    options: tuple[str, ...]


_RUN = ("--start", "--prompt", "a medieval stone castle", "--set", "init_mode=ground_plane")
SHOTS = (
    Shot("empty", ("--after", "2")),
    Shot("studio", ("maps/1", *_RUN, "--set", "steps=500", "--after-step", "361", "--change", "190:lr=0.03")),
    Shot("studio-light", ("maps/1", "--theme", "light", "--prompt", "a tower on a hill", "--after", "3")),
)


def take(shot: Shot, folder: Path) -> Path:
    """Takes one picture in a process of its own; the path it was written to. Raises ``CalledProcessError``."""
    target = folder / f"{shot.name}.png"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as runs:
        theme = () if "--theme" in shot.options else ("--theme", "dark")
        output = ("--set", f"output_dir={runs}/run") if "--start" in shot.options else ()
        options = (*shot.options, *theme, *output, "--screenshot", str(target))
        subprocess.run([*_screen(), sys.executable, "-m", "voxstudio.studio", *options], check=True)
    return target


def main(names: list[str]) -> int:
    """Takes the named pictures, or all."""
    for shot in SHOTS:
        if not names or shot.name in names:
            print(take(shot, PICTURES))
    return 0


def _screen() -> list[str]:
    """A virtual screen, where there is none."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or shutil.which("xvfb-run") is None:
        return []
    return ["xvfb-run", "-a", "-s", _SCREEN]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
