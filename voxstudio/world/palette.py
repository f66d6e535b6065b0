"""Materials and their colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voxstudio.errors import UserError

Colour = tuple[float, float, float]

AIR = 0
MAX_MATERIALS = 255


@dataclass(frozen=True)
class Material:
    """A named block type with display colours in 0..1 for its top, bottom and side faces."""

    name: str
    top: Colour
    bottom: Colour
    side: Colour
    extras: dict[str, Any] = field(default_factory=dict, compare=False)
    """Fields of the file it came from that VoxStudio does not interpret (id, textureLayer, faceTiles...)."""


@dataclass(frozen=True)
class Palette:
    """Up to 255 materials. Block index 0 is Air; block index k is ``materials[k - 1]``."""

    materials: tuple[Material, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.materials) <= MAX_MATERIALS:
            raise UserError(f"A palette holds 1 to {MAX_MATERIALS} materials, this one has {len(self.materials)}.")
        names = [material.name for material in self.materials]
        if len(set(names)) != len(names) or "Air" in names:
            raise UserError("Material names in a palette must differ from each other and from Air.")

    def __len__(self) -> int:
        return len(self.materials)

    @property
    def names(self) -> tuple[str, ...]:
        """Material names in index order, Air not included."""
        return tuple(material.name for material in self.materials)

    def index(self, name: str) -> int:
        """The block index of a material, ``AIR`` for Air. Raises ``KeyError`` for an unknown name."""
        if name == "Air":
            return AIR
        try:
            return self.names.index(name) + 1
        except ValueError:
            raise KeyError(name) from None

    def colours(self) -> np.ndarray:
        """Display colours, float32 [materials, 3 faces (top, bottom, side), 3 channels]."""
        return np.array([(m.top, m.bottom, m.side) for m in self.materials], dtype=np.float32)


GRASS = Material("Grass", (0.34, 0.68, 0.36), (0.40, 0.30, 0.16), (0.45, 0.58, 0.30))
DIRT = Material("Dirt", (0.42, 0.32, 0.20), (0.38, 0.26, 0.16), (0.40, 0.30, 0.18))
STONE = Material("Stone", (0.58, 0.60, 0.64), (0.55, 0.57, 0.60), (0.56, 0.58, 0.62))
PLANK = Material("Plank", (0.78, 0.68, 0.50), (0.72, 0.60, 0.42), (0.74, 0.63, 0.45))
SNOW = Material("Snow", (0.92, 0.94, 0.96), (0.90, 0.92, 0.94), (0.88, 0.90, 0.93))
SAND = Material("Sand", (0.88, 0.82, 0.60), (0.86, 0.78, 0.56), (0.87, 0.80, 0.58))
WATER = Material("Water", (0.22, 0.40, 0.66), (0.20, 0.34, 0.60), (0.20, 0.38, 0.64))
ALPINE_ROCK = Material("AlpineRock", (0.45, 0.48, 0.52), (0.43, 0.46, 0.50), (0.44, 0.47, 0.51))
ALPINE_GRASS = Material("AlpineGrass", (0.26, 0.58, 0.32), (0.22, 0.44, 0.28), (0.24, 0.50, 0.30))
GLACIER_ICE = Material("GlacierIce", (0.78, 0.88, 0.96), (0.72, 0.82, 0.90), (0.74, 0.84, 0.92))
GRAVEL = Material("Gravel", (0.52, 0.52, 0.50), (0.48, 0.48, 0.46), (0.50, 0.50, 0.48))

CLASSIC = Palette((GRASS, DIRT, STONE, PLANK, SNOW, SAND, WATER))
"""The seven materials that a run uses unless its map says otherwise."""

EXTENDED = Palette((*CLASSIC.materials, ALPINE_ROCK, ALPINE_GRASS, GLACIER_ICE, GRAVEL))
"""Every material the block editor knows by name."""
