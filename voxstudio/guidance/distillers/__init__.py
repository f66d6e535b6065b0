"""The distillers by name. Importing this loads none of them, and no torch.

To add a distiller: write one file here with a function ``distill`` that is a ``guidance.base.Distiller``, and a
``DistillerInfo`` below.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxstudio.errors import UserError

if TYPE_CHECKING:
    from voxstudio.guidance.base import Distiller


@dataclass(frozen=True)
class DistillerInfo:
    """A distiller as the menus show it."""

    name: str
    label: str
    help: str
    module: str
    """The module that holds ``distill``."""

    def load(self) -> Distiller:
        """The function itself."""
        return importlib.import_module(self.module).distill


DISTILLERS: dict[str, DistillerInfo] = {
    info.name: info
    for info in (
        DistillerInfo(
            "sds",
            "SDS",
            "Score distillation sampling: the prior's guided noise minus the noise that was added.",
            "voxstudio.guidance.distillers.sds",
        ),
        DistillerInfo(
            "csd",
            "CSD",
            "Classifier score distillation: only the pull of the prompt, without the noise term.",
            "voxstudio.guidance.distillers.csd",
        ),
        DistillerInfo(
            "multistep",
            "Multi",
            "Towards pictures of all views that the prior finishes together, for some steps each (see Steps a target).",
            "voxstudio.guidance.distillers.multistep",
        ),
    )
}


def distiller(name: str) -> Distiller:
    """The distiller of that name. Raises ``UserError`` for an unknown name."""
    if name not in DISTILLERS:
        raise UserError(f"There is no distiller {name!r}; choose one of {', '.join(DISTILLERS)}.")
    return DISTILLERS[name].load()
