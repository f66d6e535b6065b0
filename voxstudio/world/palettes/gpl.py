"""GIMP palettes: a line ``R G B name`` a colour, 0..255.

A material whose faces differ is three lines, ``Grass/top``, ``Grass/bottom`` and ``Grass/side``; any other line is a
material of one colour.
"""

from __future__ import annotations

import re
from pathlib import Path

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.world.palette import MAX_MATERIALS, Colour, Material, Palette
from voxstudio.world.palettes.naming import distinct

LABEL = "GIMP palette"
_HEADER = "GIMP Palette"
_FACES = ("top", "bottom", "side")
_LINE = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*?))?\s*")


def load(path: Path) -> Palette:
    """Read a palette. Raises ``UserError`` naming file and line."""
    lines = storage.decode(path, storage.read_bytes(path)).splitlines()
    if not lines or lines[0].strip() != _HEADER:
        raise UserError(f'{path} is not a GIMP palette: its first line is not "{_HEADER}".')
    entries: list[tuple[str, dict[str, Colour]]] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.lstrip().startswith("#") or line.startswith(("Name:", "Columns:")):
            continue
        colour, name = _entry(path, number, line)
        stem, _, face = name.rpartition("/")
        if face not in _FACES:
            entries.append((name, dict.fromkeys(_FACES, colour)))
        elif entries and entries[-1][0] == stem and face not in entries[-1][1]:
            entries[-1][1][face] = colour
        else:
            entries.append((stem, {face: colour}))
        if len(entries) > MAX_MATERIALS:
            raise UserError(f"{path}, line {number}: a palette holds at most {MAX_MATERIALS} materials.")
    if not entries:
        raise UserError(f"{path} holds no colours.")
    names = distinct(name for name, _ in entries)
    return Palette(tuple(_material(name, faces) for name, (_, faces) in zip(names, entries, strict=True)))


def save(palette: Palette, path: Path) -> None:
    """Write a palette; colours are rounded to 1/255. Raises ``UserError`` if it cannot be written."""
    lines = [_HEADER, f"Name: {path.stem}", "Columns: 3", "#"]
    for material in palette.materials:
        faces = {face: getattr(material, face) for face in _FACES}
        if len(set(faces.values())) == 1:
            lines.append(_line(material.top, material.name))
        else:
            lines += [_line(colour, f"{material.name}/{face}") for face, colour in faces.items()]
    storage.write_text(path, "\n".join(lines) + "\n")


def _entry(path: Path, number: int, line: str) -> tuple[Colour, str]:
    match = _LINE.fullmatch(line)
    values = [int(part) for part in match.groups()[:3]] if match else []
    if match is None or max(values) > 255:
        raise UserError(f'{path}, line {number}: "{line.strip()[:40]}" is not three numbers from 0 to 255 and a name.')
    red, green, blue = (value / 255 for value in values)
    return (red, green, blue), match[4] or ""


def _material(name: str, faces: dict[str, Colour]) -> Material:
    one = next(iter(faces.values()))
    top, bottom, side = (faces.get(face, one) for face in _FACES)
    return Material(name, top, bottom, side)


def _line(colour: Colour, name: str) -> str:
    red, green, blue = (round(255 * channel) for channel in colour)
    return f"{red:3} {green:3} {blue:3}\t{' '.join(name.split())}"
