"""Everything that the command palette can find: actions, settings, materials, maps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxstudio.studio.fuzzy import score
from voxstudio.studio.words import tr
from voxstudio.training.settings import fields

if TYPE_CHECKING:
    from voxstudio.studio.window import MainWindow

_MOST_MAPS = 200
_ASIDE = 10.0
"""How much less a match is worth that needs words besides the title."""


@dataclass(frozen=True)
class Findable:
    """One line of the palette."""

    title: str
    kind: str
    """Where it belongs: a menu, Setting, Material or Map."""
    do: Callable[[], object]
    keys: str = ""
    is_enabled: bool = True
    also: str = ""
    """Words that find it without being shown."""


def findables(window: MainWindow) -> Iterator[Findable]:
    """All there is, as it is now; in the order in which they are shown before anything is typed."""
    for entry in window.menus.registry:
        text = entry.action.text().replace("&", "")
        also = "" if text == entry.text else entry.text
        yield Findable(text, entry.category, entry.action.trigger, entry.keys, entry.action.isEnabled(), also)
    panel = window.settings_panel
    for field in fields():
        if panel.has(field.name):
            also = f"{field.name} {field.group}"
            yield Findable(
                tr(field.label), tr("Setting"), lambda name=field.name: window.go_to_setting(name), also=also
            )
    palette, tools = window.document.palette, window.document.tools
    for place, name in enumerate(palette.names if palette is not None else ()):
        yield Findable(name, tr("Material"), lambda place=place: tools.set_material(place + 1))
    may_open = not window.document.state.is_active
    yield Findable(tr("Rolling hills"), tr("Map"), window.open_example, is_enabled=may_open, also=tr("example"))
    for folder in sorted(window.maps.iterdir())[:_MOST_MAPS] if window.maps.is_dir() else ():
        if (folder / "map.json").is_file():
            yield Findable(folder.name, tr("Map"), lambda folder=folder: window.open_path(folder), is_enabled=may_open)


def found(query: str, all_: list[Findable], most: int) -> list[Findable]:
    """The best for a query, best first; what cannot be done now comes after what can. Without a query, as given."""
    if not query.strip():
        return [one for one in all_ if one.is_enabled][:most]
    scored = []
    for place, one in enumerate(all_):
        worth = score(query, one.title)
        if worth is None:
            aside = score(query, f"{one.title} {one.kind} {one.also}")
            worth = None if aside is None else aside - _ASIDE
        if worth is not None:
            scored.append((not one.is_enabled, -worth, place, one))
    return [one for *_, one in sorted(scored, key=lambda item: item[:3])[:most]]
