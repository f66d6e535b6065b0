"""The image priors by name. Importing this loads none of them, and no torch.

To add a prior: write one file here with a class that is a ``guidance.base.Denoiser`` and a ``PriorInfo`` below.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voxstudio.errors import UserError

if TYPE_CHECKING:
    from voxstudio.guidance.base import Denoiser


@dataclass(frozen=True)
class PriorInfo:
    """A prior as the menus show it."""

    name: str
    label: str
    help: str
    module: str
    """The module that holds ``load(**options) -> Denoiser`` and ``is_available() -> bool``."""
    reader: str = ""
    """The module that holds ``reader()``, whose ``read(prompt)`` says a prompt in words that the prior knows."""

    def read(self, prompt: str) -> str:
        """The prompt as the prior takes it: as it is, for most. Needs no torch and no weights."""
        return importlib.import_module(self.reader).reader().read(prompt) if self.reader else prompt

    def load(self, **options: Any) -> Denoiser:
        """The prior, ready to be asked. Slow: it may read weights. Raises ``UserError`` where they are missing."""
        return importlib.import_module(self.module).load(**options)

    def is_available(self) -> bool:
        """Whether it can be loaded here as things are; does not load it."""
        if importlib.util.find_spec(self.module) is None:
            return False
        return bool(importlib.import_module(self.module).is_available())


PRIORS: dict[str, PriorInfo] = {
    info.name: info
    for info in (
        PriorInfo(
            "pocket",
            "Pocket",
            "A small diffusion model of block worlds. Ships with VoxStudio and runs anywhere.",
            "voxstudio.guidance.priors.pocket",
            "voxstudio.guidance.pocket.reading",
        ),
        PriorInfo(
            "exemplar",
            "Exemplar",
            "The exact denoiser of pictures of one given world: an oracle that tests the distillers.",
            "voxstudio.guidance.priors.exemplar",
        ),
    )
}


def load_prior(name: str, **options: Any) -> Denoiser:
    """The prior of that name. Raises ``UserError`` for an unknown name or missing weights."""
    if name not in PRIORS:
        raise UserError(f"There is no prior {name!r}; choose one of {', '.join(PRIORS)}.")
    return PRIORS[name].load(**options)
