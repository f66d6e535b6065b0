"""What is installed, what can be used, and what to do about the rest."""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import importlib.util
import os
import platform
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voxstudio import __version__, resources
from voxstudio.guidance.priors import PRIORS

State = Literal["ok", "optional", "broken"]
PACKAGE = "voxstudio"
_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
SHIPPED_PRIOR = "pocket"
SYSTEM_LIBRARIES = {
    "GL": "libgl1",
    "EGL": "libegl1",
    "xcb-cursor": "libxcb-cursor0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
"""What Qt and OpenGL link to, with the Debian package that brings it."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    topic: str
    name: str
    state: State
    """``optional`` is absent and not needed for the rest; ``broken`` must be mended first."""
    detail: str
    advice: str = ""
    """What to do about it, empty where there is nothing to do."""


def examine() -> list[Finding]:
    """Look at everything. Imports torch, so it takes seconds; changes nothing and sends nothing."""
    return [finding for look in (_system, _packages, _renderers, _priors, _window, _folders) for finding in look()]


def is_usable(findings: list[Finding]) -> bool:
    """Whether a run can be made here."""
    return all(finding.state != "broken" for finding in findings)


def _system() -> Iterator[Finding]:
    version = platform.python_version()
    yield Finding("system", "VoxStudio", "ok", f"{__version__} in {Path(__file__).parent}")
    yield Finding("system", "Python", "ok", f"{version} on {platform.system()} {platform.machine()}")
    cores = os.cpu_count() or 1
    policy = os.environ.get("OMP_WAIT_POLICY", "unset")
    passive = policy.lower() == "passive"
    advice = "" if passive else "unset OMP_WAIT_POLICY: spinning threads make training and window slow each other"
    yield Finding("system", "threads", "ok" if passive else "optional", f"{cores} cores, wait policy {policy}", advice)


def declared_packages() -> list[str]:
    """The distributions that VoxStudio needs, by name: as it was installed, or as its checkout says."""
    try:
        declared = importlib.metadata.requires(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        declared = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in declared if "extra ==" not in line]
    return list(dict.fromkeys(names))


def _packages() -> Iterator[Finding]:
    """The distributions that VoxStudio declares, with their versions."""
    try:
        names = declared_packages()
    except OSError:
        yield Finding("packages", PACKAGE, "optional", "is not installed", "pip install --editable .")
        return
    for name in names:
        try:
            yield Finding("packages", name, "ok", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding("packages", name, "broken", "missing", f"pip install {name}")


def _renderers() -> Iterator[Finding]:
    yield _tried(
        "renderers", "cpu", lambda: _import_detail("numba"), "reinstall numba with the versions of the constraints file"
    )
    yield _cuda()


def _cuda() -> Finding:
    if importlib.util.find_spec("torch") is None:
        return Finding("renderers", "cuda", "broken", "torch is missing", "pip install torch")
    import torch

    if not torch.cuda.is_available():
        return Finding("renderers", "cuda", "optional", f"torch {torch.__version__} sees no CUDA device")
    device = torch.cuda.get_device_name()
    if importlib.util.find_spec("nvdiffrast") is None:
        return Finding(
            "renderers", "cuda", "optional", device, "build nvdiffrast from its repository and pip install it"
        )
    return Finding("renderers", "cuda", "ok", device)


def _priors() -> Iterator[Finding]:
    for info in PRIORS.values():
        if info.is_available():
            yield Finding("priors", info.name, "ok", info.help)
        elif info.name == SHIPPED_PRIOR:
            advice = "reinstall VoxStudio with its resources, or train it here: voxstudio prior train"
            yield Finding("priors", info.name, "broken", "its weights are missing", advice)
        else:
            yield Finding("priors", info.name, "optional", "cannot be loaded here", info.help)


def _window() -> Iterator[Finding]:
    if importlib.util.find_spec("PySide6") is None:
        yield Finding(
            "window", "Qt", "optional", "missing; the terminal commands work", "pip install PySide6-Essentials"
        )
        return
    yield Finding("window", "Qt", "ok", _version_of("PySide6-Essentials"))
    if sys.platform != "linux":
        return
    for library, package in SYSTEM_LIBRARIES.items():
        found = ctypes.util.find_library(library)
        advice = "" if found else f"sudo apt-get install {package}"
        yield Finding("window", f"lib{library}", "ok" if found else "optional", found or "missing", advice)
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    advice = "" if display else "start it from a desktop, or use voxstudio train"
    yield Finding("window", "display", "ok" if display else "optional", display or "none", advice)


def _folders() -> Iterator[Finding]:
    here = Path.cwd()
    writable = os.access(here, os.W_OK)
    advice = "" if writable else "go to a folder that you may write to: maps/ and out_local/ are made there"
    yield Finding("files", "here", "ok" if writable else "broken", str(here), advice)
    shipped = resources.path("theme")
    there = shipped.is_dir()
    advice = "" if there else "reinstall VoxStudio: its resources were not installed with it"
    yield Finding("files", "resources", "ok" if there else "broken", str(shipped.parent), advice)


def _tried(topic: str, name: str, attempt: Callable[[], str], advice: str) -> Finding:
    try:
        return Finding(topic, name, "ok", attempt())
    except Exception as error:
        return Finding(topic, name, "broken", f"{type(error).__name__}: {error}", advice)


def _import_detail(module: str) -> str:
    return f"{module} {importlib.import_module(module).__version__}"


def _version_of(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "unknown version"
