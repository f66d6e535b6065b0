"""A virtual screen for tests, figures and pictures of the real window, where there is no real one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path


def private_environment(folder: Path | str) -> dict[str, str]:
    """The environment of a child process that is to leave the user's settings alone."""
    return {**os.environ, **{name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}}


def start_screen(size: str = "1600x1000x24") -> Callable[[], None] | None:
    """Start Xvfb and name it in ``DISPLAY`` unless there is a display, or no Xvfb; returns what stops it again."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    program = shutil.which("Xvfb")
    if program is None or os.environ.get("QT_QPA_PLATFORM"):
        return None
    reading, writing = os.pipe()
    options = ["-screen", "0", size, "+extension", "GLX", "+render", "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(
        [program, "-displayfd", str(writing), *options], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        server.wait()
        return None
    os.environ["DISPLAY"] = f":{number}"

    def stop() -> None:
        del os.environ["DISPLAY"]
        server.terminate()
        server.wait()

    return stop
