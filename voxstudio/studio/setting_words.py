"""What settings, and what may be chosen for them, are called in the window."""

from __future__ import annotations

from typing import Any

from voxstudio.guidance.distillers import DISTILLERS
from voxstudio.guidance.priors import PRIORS
from voxstudio.studio.words import figures, inside, noop, tr
from voxstudio.training.settings import Tunable, tunable_of

_INFOS = {**PRIORS, **DISTILLERS}
_CHOICES = {
    "from_map": noop("Map"),
    "ground_plane": noop("Ground"),
    "cube": noop("Cube"),
    "empty": noop("Empty"),
    "orbit": noop("Orbit"),
    "dataset": noop("Dataset"),
    "mixed": noop("Mixed"),
    "studio": noop("Studio"),
    "editor": noop("Editor"),
    **{name: info.label for name, info in _INFOS.items()},
}
_LONGEST = 24


def choice_label(value: str) -> str:
    """What one of a setting's choices is called."""
    return tr(_CHOICES[value])


def choice_help(tunable: Tunable, value: str) -> str:
    """What a choice does, else what its setting does."""
    return tr(_INFOS[value].help if value in _INFOS else tunable.help)


def unit_text(tunable: Tunable) -> str:
    """The unit of a setting; empty for none."""
    return tr(tunable.unit) if tunable.unit else ""


def value_text(name: str, value: Any) -> str:
    """A value of a setting, as short as titles need it."""
    if tunable_of(name).choices:
        return choice_label(value)
    return figures(value) if isinstance(value, float) else short(str(value))


def change_text(name: str, before: Any, after: Any) -> str:
    """A change of a setting."""
    return f"{tr(tunable_of(name).label)} {value_text(name, before)} → {value_text(name, after)}"


def setting_text(name: str, value: Any) -> str:
    """A setting with its value, as it stands inside a sentence."""
    return f"{inside(tr(tunable_of(name).label))} {value_text(name, value)}"


def short(text: str) -> str:
    """A prompt as titles show it."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
