"""Version, what the program stands on, and under which licences."""

from __future__ import annotations

import importlib.metadata
import platform
import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from voxstudio import __version__
from voxstudio.doctor import declared_packages
from voxstudio.guidance.priors import PRIORS
from voxstudio.studio.gl_support import GlSupport
from voxstudio.studio.icons import application_icon
from voxstudio.studio.widgets.basic import button, column, label, row, scrolling
from voxstudio.studio.words import noop, tr

_PROMISE = noop("Type a prompt and watch your voxel world become it.")
_LICENCE = noop("Free software under the MIT licence. It stands on:")
_UNKNOWN = noop("see its page")


class About(QDialog):
    """Everything in it can be copied at once."""

    def __init__(self, support: GlSupport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About VoxStudio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.backends = backends(support)
        self.parts = parts()
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(56, 56))
        name = label(f"VoxStudio {__version__}")
        name.setObjectName("veilTitle")
        head = row(picture, column(name, label(tr(_PROMISE), "muted"), gap=2), -1, gap=16)
        content = QWidget()
        content.setLayout(column(_grid(self.parts), -1, margins=(0, 0, 8, 0)))
        area = scrolling(content)
        area.setAccessibleName(tr("Parts and their licences"))
        copy = button(tr("Copy"), "", lambda: QGuiApplication.clipboard().setText(self.text), tr("Copy all of this"))
        done = button(tr("Close"), "primary", self.accept, tr("Close"))
        done.setDefault(True)
        body = column(head, 8, _grid(self.backends), 8, label(tr(_LICENCE), "muted"), area, row(copy, -1, done), gap=10)
        body.setContentsMargins(24, 24, 24, 20)
        body.setStretchFactor(area, 1)
        self.setLayout(body)
        self.resize(520, 560)

    @property
    def text(self) -> str:
        """What it says, as plain lines."""
        lines = [f"VoxStudio {__version__}", *(f"{name}: {value}" for name, value in (*self.backends, *self.parts))]
        return "\n".join(lines)


def backends(support: GlSupport) -> list[tuple[str, str]]:
    """What draws, computes and imagines here; loads none of it."""
    no_opengl = tr("cannot be used here; pictures are drawn by the processor")
    return [
        (tr("System"), f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"),
        (tr("Window"), f"Qt {qVersion()}, {QGuiApplication.platformName()}"),
        (tr("Viewport"), tr("OpenGL by {driver}", driver=support.renderer) if support.renderer else no_opengl),
        (tr("Training"), _device()),
        (tr("Priors"), ", ".join(tr(info.label) for info in PRIORS.values())),
    ]


def parts() -> list[tuple[str, str]]:
    """The packages that the program needs, each with its version and licence."""
    found = []
    for name in declared_packages():
        try:
            about = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found.append((f"{about['Name']} {about['Version']}", _licence(about)))
    return sorted(found, key=lambda part: part[0].lower())


def _licence(about: importlib.metadata.PackageMetadata) -> str:
    expression = about.json.get("license_expression")
    if expression:
        return str(expression)
    classed = [one.split(" :: ")[-1] for one in about.get_all("Classifier") or [] if one.startswith("License :: ")]
    written = str(about.json.get("license", "")).strip().splitlines()
    short = [line for line in written[:1] if len(line) < 60]
    return ", ".join([one for one in classed if one != "OSI Approved"] or short) or tr(_UNKNOWN)


def _device() -> str:
    torch = sys.modules.get("torch")
    version = f"torch {importlib.metadata.version('torch')}"
    if torch is None:
        return tr("{version}, loaded with the first run", version=version)
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else tr("the processor")
    return tr("{version} on {device}", version=version, device=device)


def _grid(lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(lines):
        said = label(value)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, place, 1)
    return grid
