"""What a user does again and again: maps opened, prompts typed, settings that belong together. One JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.studio.words import noop, tr
from voxstudio.training.settings import TrainSettings, fields

MOST_PROMPTS = 20
MOST_MAPS = 10
_LEFT_OUT = ("prompt", "files")
"""Groups of settings that no preset changes: what is wanted, and where files go."""

BUILT_IN: dict[str, dict[str, Any]] = {
    noop("Quick"): {"steps": 200, "views_per_step": 2},
    noop("Balanced"): {"steps": 500, "views_per_step": 4},
    noop("Best"): {"steps": 1500, "views_per_step": 8},
}
"""By English names: how long a run is and how many views judge each step; the time a run takes grows with both."""


class Habits:
    """Prompts and maps, the latest first, and presets by name. A file that cannot be used is kept as ``.bak``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.prompts: list[str] = []
        self.maps: list[Path] = []
        self.own: dict[str, dict[str, Any]] = {}
        self._read()

    @property
    def presets(self) -> dict[str, dict[str, Any]]:
        """The built-in presets, then one's own."""
        return BUILT_IN | self.own

    def remember_prompt(self, prompt: str) -> None:
        """Puts a prompt first. Raises ``UserError`` if it cannot be written down."""
        if not prompt.strip() or self.prompts[:1] == [prompt]:
            return
        self.prompts = [prompt, *(old for old in self.prompts if old != prompt)][:MOST_PROMPTS]
        self._write()

    def remember_map(self, path: Path) -> None:
        """Puts a map file first. Raises ``UserError`` if it cannot be written down."""
        path = path.resolve()
        self.maps = [path, *(old for old in self.maps if old != path)][:MOST_MAPS]
        self._write()

    def forget_maps(self) -> None:
        """Forgets the maps. Raises ``UserError`` if that cannot be written down."""
        self.maps = []
        self._write()

    def save_preset(self, name: str, settings: TrainSettings) -> None:
        """Keeps the settings that may change during a run. Raises ``UserError`` for a name that cannot be used."""
        name = name.strip()
        if not name:
            raise UserError(tr("A preset needs a name."))
        if name in BUILT_IN:
            raise UserError(tr("{name} is a preset that VoxStudio brings along; choose another name.", name=name))
        self.own[name] = {field: getattr(settings, field) for field in preset_fields()}
        self._write()

    def remove_preset(self, name: str) -> None:
        """Forgets one of one's own. Raises ``UserError`` if that cannot be written down."""
        if self.own.pop(name, None) is not None:
            self._write()

    def _read(self) -> None:
        if not self._path.exists():
            return
        try:
            values = storage.read_json(self._path)
            self.prompts, self.own = _checked(values)
            self.maps = [Path(str(path)) for path in values.get("maps", [])][:MOST_MAPS]
        except (UserError, TypeError, ValueError, KeyError, AttributeError):
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".bak"))

    def _write(self) -> None:
        storage.write_json(
            self._path, {"prompts": self.prompts, "maps": list(map(str, self.maps)), "presets": self.own}
        )


def preset_name(name: str) -> str:
    """What a preset is called in the window: those that come along have names in the user's language."""
    return tr(name) if name in BUILT_IN else name


def preset_fields() -> tuple[str, ...]:
    """Names of the settings that a preset holds."""
    return tuple(field.name for field in fields() if field.live and field.group not in _LEFT_OUT)


def _checked(values: Mapping[str, Any]) -> tuple[list[str], dict[str, dict[str, Any]]]:
    prompts = [str(prompt) for prompt in values["prompts"] if str(prompt).strip()][:MOST_PROMPTS]
    known = set(preset_fields())
    own = {
        str(name): {k: v for k, v in dict(preset).items() if k in known} for name, preset in values["presets"].items()
    }
    for preset in own.values():
        TrainSettings.of(preset)
    return prompts, own
