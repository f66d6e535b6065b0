"""A palette that is being worked on, and what becomes of the blocks of a world when it is taken over."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from voxstudio.errors import UserError
from voxstudio.world.palette import AIR, MAX_MATERIALS, Colour, Material, Palette
from voxstudio.world.palettes.naming import distinct
from voxstudio.world.voxel_world import VoxelWorld

Face = Literal["top", "bottom", "side"]
FACES: tuple[Face, ...] = ("top", "bottom", "side")
_NEW: Colour = (0.6, 0.6, 0.62)


class PaletteDraft:
    """Materials in their new order; each remembers which material of the world it was, if any."""

    def __init__(self, palette: Palette) -> None:
        self._before = palette
        self.materials: list[Material] = list(palette.materials)
        self._origins: list[int | None] = list(range(1, len(palette) + 1))

    def add(self) -> int:
        """One more material, at the end; its place. Raises ``UserError`` when the palette is full."""
        if len(self.materials) >= MAX_MATERIALS:
            raise UserError(f"A palette holds at most {MAX_MATERIALS} materials.")
        name = distinct([*(material.name for material in self.materials), "New"])[-1]
        self.materials.append(Material(name, _NEW, _NEW, _NEW))
        self._origins.append(None)
        return len(self.materials) - 1

    def remove(self, place: int) -> None:
        """Takes a material out. Raises ``UserError`` for the last one."""
        if len(self.materials) == 1:
            raise UserError("A palette needs at least one material.")
        del self.materials[place], self._origins[place]

    def move(self, place: int, by: int) -> int:
        """Moves a material up (negative) or down, as far as there is room; its new place."""
        goal = min(max(place + by, 0), len(self.materials) - 1)
        self.materials.insert(goal, self.materials.pop(place))
        self._origins.insert(goal, self._origins.pop(place))
        return goal

    def rename(self, place: int, name: str) -> None:
        """Another name; whether it is fit to be one is asked by ``palette``."""
        self.materials[place] = replace(self.materials[place], name=name.strip())

    def recolour(self, place: int, face: Face, colour: Colour) -> None:
        """Another colour for one face."""
        self.materials[place] = replace(self.materials[place], **{face: colour})

    def load(self, palette: Palette) -> None:
        """Other materials in place of all; those of the same name are taken for the same."""
        known = {name: index for index, name in enumerate(self._before.names, 1)}
        self.materials = list(palette.materials)
        self._origins = [known.get(name) for name in palette.names]

    def palette(self) -> Palette:
        """The palette as it is now. Raises ``UserError`` for names that are empty or there twice."""
        if not all(material.name for material in self.materials):
            raise UserError("A material has no name; give it one.")
        return Palette(tuple(self.materials))

    def mapping(self) -> np.ndarray:
        """uint8 [materials before + 1]: the new block index of each old one.

        Blocks of a material that is gone become the one of the nearest colour.
        """
        colours = self.palette().colours().mean(axis=1)
        mapping = np.zeros(len(self._before) + 1, np.uint8)
        for old, before in enumerate(self._before.colours().mean(axis=1), 1):
            if old in self._origins:
                mapping[old] = self._origins.index(old) + 1
            else:
                mapping[old] = int(((colours - before) ** 2).sum(axis=1).argmin()) + 1
        mapping[AIR] = AIR
        return mapping

    def applied(self, world: VoxelWorld) -> VoxelWorld:
        """A world with the new palette. Raises ``UserError`` like ``palette``."""
        return VoxelWorld(self.mapping()[world.blocks], self.palette(), world.scale, world.extras)
