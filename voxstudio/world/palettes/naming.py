"""Names for materials that a file gives none, or the same."""

from __future__ import annotations

from collections.abc import Iterable


def distinct(names: Iterable[str]) -> list[str]:
    """The names, made fit for a palette: an empty one becomes its place, one that is there already gets a number."""
    result: list[str] = []
    taken = {"Air"}
    for place, name in enumerate(names, 1):
        wanted = name.strip() or f"Colour {place}"
        unique, number = wanted, 2
        while unique in taken:
            unique, number = f"{wanted} {number}", number + 1
        taken.add(unique)
        result.append(unique)
    return result
