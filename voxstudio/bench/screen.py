"""A virtual screen for tests, figures and pictures of the real window, where there is no real one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def private_environment(folder: Path | str) -> dict[str, str]:
    """The environment of a child process that is to leave the user's settings alone."""
    return {**os.environ, **{name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}}


def told_by(module: str, *options: str) -> dict[str, Any]:
    """Runs ``python -m module FOLDER options`` with a window, in a folder and with settings of its own.

    Returns the JSON of the last line that it prints. Raises ``CalledProcessError`` if it fails.
    """
    stop_screen = start_screen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", module, folder, *options]
            environment = private_environment(folder)
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    finally:
        if stop_screen:
            stop_screen()
    return json.loads(done.stdout.splitlines()[-1])


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
