"""The learnable world."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from voxstudio.render.base import cells_first, faces_first
from voxstudio.render.threads import run_split
from voxstudio.training import _kernels, start
from voxstudio.world.measure import bumps, components, repaint_small_patches, small_pieces
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

MATERIAL_BOUND = 3.5
"""Material logits stay within this times the temperature: no probability falls below about exp(-7) = 1/1100."""
DECIDED = 4.0
"""Occupancy logit, up or down, of a cell that somebody painted or locked."""


class DifferentiableVoxelGrid(nn.Module):
    """Occupancy and material logits of every cell, and the cells that a run may not change.

    ``occupancy_logits`` (X, Y, Z), ``material_logits`` (X, Y, Z, M) over the M non-Air materials; float32, on the CPU.
    ``locked`` bool [X, Y, Z]. The coupling of neighbours over coarser cells is the optimizer's (``PyramidAdam``).
    """

    def __init__(self, occupancy_logits: torch.Tensor, material_logits: torch.Tensor, palette: Palette) -> None:
        super().__init__()
        if material_logits.shape != (*occupancy_logits.shape, len(palette)):
            raise ValueError(
                f"material logits {tuple(material_logits.shape)} do not fit occupancy "
                f"{tuple(occupancy_logits.shape)} and {len(palette)} materials"
            )
        self.occupancy_logits = nn.Parameter(occupancy_logits.detach().clone().float().contiguous())
        self.material_logits = nn.Parameter(material_logits.detach().clone().float().contiguous())
        self.palette = palette
        self.max_blocks = 0
        """Upper bound on solid cells of the hard world, 0 for none."""
        self.min_patch = 0
        """Fewest cells of a patch of one material in the hard world; smaller ones become what is around them.

        From 2 on single bumps are evened out, too.
        """
        self.min_piece = 0
        """Fewest cells of a piece of the hard world that touches nothing else."""
        self.original = None
        self.locked: np.ndarray | None = None
        self.seen = torch.zeros(occupancy_logits.numel())
        """float32 (X * Y * Z,): how much of the pictures' gradient each cell took in the last backward pass."""
        self._colours = palette.colours().reshape(len(palette), _kernels.FACE_CHANNELS)

    @classmethod
    def from_world(
        cls, world: VoxelWorld, *, strength: float, temperature: float, seed: int
    ) -> DifferentiableVoxelGrid:
        """A grid whose hard world is ``world``; see ``training.start`` for how certain its cells are."""
        noise = torch.Generator().manual_seed(seed)
        occupancy = torch.from_numpy(start.start_occupancy(world, strength))
        materials = torch.from_numpy(start.start_materials(world, temperature))
        occupancy += start.NOISE * torch.randn(occupancy.shape, generator=noise)
        materials += start.NOISE * torch.randn(materials.shape, generator=noise)
        grid = cls(occupancy, materials, world.palette)
        grid.original = world.occupied
        return grid

    @property
    def original(self) -> np.ndarray | None:
        """bool [X, Y, Z], the cells that were solid at the start, not to be written to.

        Those that floated then may go on floating.
        """
        return self._original

    @original.setter
    def original(self, cells: np.ndarray | None) -> None:
        self._original, self._floated = cells, None

    @property
    def shape(self) -> tuple[int, int, int]:
        """Cells along x, y and z."""
        x, y, z = self.occupancy_logits.shape
        return x, y, z

    def forward(
        self, temperature: float, hard: bool = False, sharpness: float = 1.0
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Opacity (X, Y, Z) and unlit colour (X, Y, Z, 3 faces, 3 channels) of the cells, as a renderer wants them.

        Soft: alpha = sigmoid(sharpness occupancy), colour = softmax(materials / temperature) of the palette's colours.
        Hard: whole blocks of the likeliest material, with the gradients of the soft ones (straight-through).
        """
        cells: Any = _Cells.apply(self.occupancy_logits, self.material_logits, self, temperature, hard, sharpness)
        return cells

    def blocks(self) -> np.ndarray:
        """The hard world: uint8 [X, Y, Z], a new array."""
        blocks = self._decided(self.hard_occupancy())
        cells, materials = self.repainted(blocks)
        blocks.reshape(-1)[cells] = materials
        return blocks

    def _decided(self, occupancy: np.ndarray) -> np.ndarray:
        blocks = np.empty(len(occupancy), np.uint8)
        materials = self.flat()[1]
        run_split(len(blocks), lambda first, last: _kernels.decide(occupancy, materials, first, last, blocks))
        return blocks.reshape(self.shape)

    def repainted(self, blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Flat indices and new materials of the cells of too small patches, but for old and locked ones."""
        if self.min_patch < 2:
            return np.zeros(0, np.int64), np.zeros(0, np.uint8)
        return repaint_small_patches(blocks, self.min_patch, self._kept())

    def hard_occupancy(self) -> np.ndarray:
        """Numbers float32 [N] that are positive where the hard world is solid: the logits, but for three bounds.

        Where there are no small patches there are no single bumps either. Pieces smaller than ``min_piece`` are Air,
        unless they floated at the start or are locked. Where ``max_blocks`` binds, hidden cells are Air first, which
        changes no picture, and then the least certain ones.
        """
        occupancy = self._without_crumbs(self._evened(self.flat()[0]))
        excess = np.count_nonzero(occupancy > 0) - self.max_blocks if self.max_blocks else 0
        if excess <= 0:
            return occupancy
        is_hidden = start.burial((occupancy > 0).reshape(self.shape), 1).reshape(-1) > 0
        solid = np.flatnonzero(occupancy > 0)
        order = np.lexsort((occupancy[solid], ~is_hidden[solid]))
        kept = occupancy.copy()
        kept[solid[order[:excess]]] = -1.0
        return kept

    def _evened(self, occupancy: np.ndarray) -> np.ndarray:
        if self.min_patch < 2:
            return occupancy
        stray, kept = bumps((occupancy > 0).reshape(self.shape)), self._kept()
        if kept is not None:
            stray &= ~kept
        return np.where(stray.reshape(-1), np.float32(-1.0), occupancy)

    def _kept(self) -> np.ndarray | None:
        """bool [X, Y, Z], the cells that are left as they are."""
        masks = [mask for mask in (self.original, self.locked) if mask is not None]
        return np.logical_or.reduce(masks) if masks else None

    def _without_crumbs(self, occupancy: np.ndarray) -> np.ndarray:
        if self.min_piece < 2:
            return occupancy
        crumbs = small_pieces((occupancy > 0).reshape(self.shape), self.min_piece)
        if not crumbs.any():
            return occupancy
        if self.locked is not None:
            crumbs &= ~self.locked
        if self.original is not None and (crumbs & self.original).any():
            if self._floated is None:
                self._floated = small_pieces(self.original, components(self.original).largest)
            # What has lost its hold in the run does not stay for being old.
            crumbs &= ~self._floated
        return np.where(crumbs.reshape(-1), np.float32(-1.0), occupancy)

    def flat(self) -> tuple[np.ndarray, np.ndarray]:
        """The logits' own storage as [N] and [N, M]."""
        return (
            self.occupancy_logits.detach().numpy().reshape(-1),
            self.material_logits.detach().numpy().reshape(-1, len(self.palette)),
        )

    @torch.no_grad()
    def write(self, where: np.ndarray, blocks: np.ndarray, temperature: float) -> None:
        """Make the cells of ``where`` (bool [X, Y, Z]) be ``blocks`` (uint8 [X, Y, Z], 0 is Air), decidedly."""
        world = VoxelWorld(np.ascontiguousarray(blocks, np.uint8), self.palette)
        cells = torch.from_numpy(where)
        self.occupancy_logits[cells] = torch.from_numpy(np.where(blocks != 0, DECIDED, -DECIDED).astype(np.float32))[
            cells
        ]
        self.material_logits[cells] = torch.from_numpy(start.start_materials(world, temperature))[cells]

    def lock(self, mask: np.ndarray | None, temperature: float) -> None:
        """Let a run change only the cells outside ``mask`` (bool [X, Y, Z]; ``None`` frees all).

        Cells that become locked are decided first, as the block that the hard world shows there, so that pictures
        show what is kept.
        """
        if mask is None or not mask.any():
            self.locked = None
            return
        if mask.shape != self.shape or mask.dtype != np.bool_:
            raise ValueError(f"the lock mask must be bool {self.shape}, got {mask.dtype} {mask.shape}")
        newly = mask if self.locked is None else mask & ~self.locked
        self.write(newly, self.blocks(), temperature)
        self.locked = mask.copy()


class _Cells(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, occupancy, materials, grid: DifferentiableVoxelGrid, temperature: float, hard: bool, sharpness: float
    ):
        alpha = torch.empty_like(occupancy)
        logits, out_alpha = occupancy.numpy().reshape(-1), alpha.numpy().reshape(-1)
        kinds = materials.numpy().reshape(len(out_alpha), -1)
        out_colour = np.empty((3, len(out_alpha), 3), np.float32)
        scale = np.float32(1.0 / temperature)
        shown = grid.hard_occupancy() if hard else logits

        def fill(first: int, last: int) -> None:
            if hard:
                _kernels.choose(shown, kinds, grid._colours, first, last, out_alpha, out_colour)
            else:
                _kernels.mix(
                    shown, kinds, grid._colours, np.float32(sharpness), scale, first, last, out_alpha, out_colour
                )

        run_split(len(out_alpha), fill)
        if hard and grid.min_patch > 1:
            cells, repainted = grid.repainted(grid._decided(shown))
            out_colour[:, cells] = grid._colours[repainted - 1].reshape(-1, 3, 3).transpose(1, 0, 2)
        ctx.saved = (logits, kinds, grid, scale, np.float32(sharpness))
        return alpha, torch.from_numpy(cells_first(out_colour, tuple(occupancy.shape)))

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor):
        logits, kinds, grid, scale, sharpness = ctx.saved
        alpha_gradient = np.ascontiguousarray(gradients[0].numpy()).reshape(-1)
        colour_gradient = faces_first(gradients[1]).reshape(3, len(logits), 3)
        occupancy, materials = torch.empty(grid.shape), torch.empty(*grid.shape, kinds.shape[1])
        out_occupancy, out_materials = occupancy.numpy().reshape(-1), materials.numpy().reshape(kinds.shape)
        seen = grid.seen.numpy()
        run_split(
            len(logits),
            lambda first, last: _kernels.unmix(
                logits,
                kinds,
                grid._colours,
                sharpness,
                scale,
                alpha_gradient,
                colour_gradient,
                first,
                last,
                out_occupancy,
                out_materials,
                seen,
            ),
        )
        return occupancy, materials, None, None, None, None
