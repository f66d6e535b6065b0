"""The optimization itself: one step at a time, without threads and without a window."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from voxstudio.errors import UserError
from voxstudio.guidance.base import Carried, Cells, Denoiser, Distilled, Views
from voxstudio.guidance.distillers import distiller
from voxstudio.render.base import Renderer
from voxstudio.render.lighting import lighting
from voxstudio.training import checkpoint
from voxstudio.training.cameras import CameraSource, Shot, draw_background
from voxstudio.training.grid import MATERIAL_BOUND, DifferentiableVoxelGrid
from voxstudio.training.guard import GradientGuard, TrainingError
from voxstudio.training.losses import REGULARIZERS, clip_pixels, regularize
from voxstudio.training.optimizer import Bounds, PyramidAdam
from voxstudio.training.pull import pulled_towards
from voxstudio.training.push import Pushed
from voxstudio.training.report import Snapshot, StepReport
from voxstudio.training.schedules import Moment, draw_timesteps, guidance_at, moment
from voxstudio.training.settings import TrainSettings, fields
from voxstudio.training.start import BOUND, start_materials, start_occupancy
from voxstudio.training.target import Target
from voxstudio.views.camera import Camera
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.measure import flat_land
from voxstudio.world.voxel_world import VoxelWorld

_CARRIED = "carried."
_COUNT_EVERY = 5
"""Steps between two counts of the blocks, beside those that are written down: late in a run each takes milliseconds."""
HOMESICKNESS = 0.02
"""Share of its distance to the start's that an occupancy logit goes back in each step, at strength 0."""


class Trainer:
    """Changes a grid, step by step, until the prior likes its pictures.

    Bit for bit repeatable on one machine with one number of threads: everything random comes from ``settings.seed``,
    and ``checkpoint`` keeps all of it.
    """

    def __init__(
        self,
        settings: TrainSettings,
        start: VoxelWorld,
        prior: Denoiser,
        renderer: Renderer,
        *,
        dataset: Sequence[Camera] = (),
        locked: np.ndarray | None = None,
    ) -> None:
        """``dataset``: cameras for ``settings.cameras`` other than orbit; ``locked``: bool [X, Y, Z].

        Raises ``UserError`` for an empty prompt, or cameras that are not there.
        """
        self.settings = settings
        self.start = start
        self.step_index = 0
        """Steps done."""
        self.diagnostics: dict[str, torch.Tensor] = {}
        """Pictures of the last step, (B, 3, H, W): ``render``, ``gradient``, and what the distiller adds."""
        self._prior = prior
        self._renderer = renderer
        self._dataset = list(dataset)
        self._side = max(settings.train_h, settings.train_w) or prior.resolution
        self._source = CameraSource(OrbitFrame.of(start), self._side, self._dataset)
        self._source.check(settings.cameras)
        self._distiller = distiller(settings.distiller)
        self._conditioning = self._told(settings)
        self.grid = DifferentiableVoxelGrid.from_world(
            start, strength=settings.strength, temperature=settings.temp_start, seed=settings.seed
        )
        self.grid.max_blocks = settings.max_blocks
        self.grid.min_piece = settings.min_piece
        self._home = self.grid.occupancy_logits.detach().clone()
        self._occupancy_adam = PyramidAdam(self.grid.occupancy_logits)
        self._material_adam = PyramidAdam(self.grid.material_logits)
        self._guard = GradientGuard()
        self._target: Target | None = None
        self._carried: Carried | None = None
        """What the prior is shown when it is asked next, unless somebody changes the world behind its back."""
        self._rng = np.random.default_rng(settings.seed)
        self._noise = torch.Generator().manual_seed(settings.seed)
        self._blocks: np.ndarray | None = None
        """The hard world, until something changes it: it takes milliseconds, and several ask for it after a step."""
        self._counted: dict[str, Any] | None = None
        """The latest ``grid_stats``."""
        if locked is not None:
            self.set_locked(locked)

    @property
    def is_done(self) -> bool:
        """Whether all steps are done. More may be added by ``update``."""
        return self.step_index >= self.settings.steps

    def update(self, settings: TrainSettings) -> None:
        """Use other settings from the next step on. Raises ``UserError`` if one differs that is fixed for a run."""
        for field in fields():
            if not field.live and getattr(settings, field.name) != getattr(self.settings, field.name):
                raise UserError(f"{field.name} is fixed for a run; start a new run to change it.")
        self._source.check(settings.cameras)
        if (settings.prompt, settings.negative_prompt) != (self.settings.prompt, self.settings.negative_prompt):
            self._conditioning = self._told(settings)
        self._distiller = distiller(settings.distiller)
        self.settings = settings
        self._target = None

    def _told(self, settings: TrainSettings) -> Any:
        return self._prior.encode_text(settings.prompt, settings.negative_prompt, flat_land(self.start))

    def set_locked(self, mask: np.ndarray | None) -> None:
        """From the next step on change only cells outside ``mask``, bool [X, Y, Z]; ``None`` frees all."""
        self.grid.lock(mask, self.now().temperature)
        self._target = self._carried = self._blocks = None

    def edit(self, cells: np.ndarray, materials: np.ndarray) -> None:
        """Make cells (int64 [N], flat indices in C order) be blocks (uint8 [N], 0 is Air), from the next step on.

        They are decided, begin without momentum and are at home as they now are. Locked cells stay as they are.
        """
        where = self._free(cells)
        blocks = np.zeros(self.grid.shape, np.uint8)
        blocks.reshape(-1)[cells] = materials
        self.grid.write(where, blocks, self.now().temperature)
        self._settle(where)

    def push(self, cells: np.ndarray, amount: float) -> Pushed:
        """Add ``amount`` to the occupancy logits of cells, flat indices; negative towards Air. Not where locked."""
        where = torch.from_numpy(self._free(cells))
        before, home = self.grid.occupancy_logits.detach()[where], self._home[where]
        pushed = Pushed(where, before, (before + amount).clamp(-BOUND, BOUND), home)
        self._put(where, pushed.after)
        return pushed

    def take_back(self, pushed: Pushed) -> None:
        """Undo a push; what training has done to the cells since is kept."""
        now = self.grid.occupancy_logits.detach()[pushed.where]
        self._put(pushed.where, pushed.taken_back(now).clamp(-BOUND, BOUND))
        self._home[pushed.where] = pushed.home

    def _put(self, where: torch.Tensor, logits: torch.Tensor) -> None:
        with torch.no_grad():
            self.grid.occupancy_logits[where] = logits
        self._settle(where.numpy())

    def _free(self, cells: np.ndarray) -> np.ndarray:
        """bool [X, Y, Z]: the cells, but for locked ones."""
        where = np.zeros(self.grid.shape, np.bool_)
        where.reshape(-1)[cells] = True
        return where if self.grid.locked is None else where & ~self.grid.locked

    def _settle(self, where: np.ndarray) -> None:
        """Let training go on from what somebody has put into cells, bool [X, Y, Z]."""
        self._target = self._carried = self._blocks = None
        for adam in (self._occupancy_adam, self._material_adam):
            adam.forget(where)
        chosen = torch.from_numpy(where)
        self._home[chosen] = self.grid.occupancy_logits.detach()[chosen]
        if self.grid.original is not None:
            # A single block that was laid by hand is no crumb.
            original = self.grid.original.copy()
            original[where] = (self.grid.occupancy_logits.detach()[chosen] > 0).numpy()
            self.grid.original = original

    def set_back(self, blocks: np.ndarray, step: int) -> None:
        """Go on from ``blocks`` (uint8 [X, Y, Z]), the hard world after an earlier ``step``, where the schedules stand.

        A hard world holds no logits: each cell becomes as certain of its block as at a start, and the optimizer's
        moments begin anew, so the run does not repeat what it did from there. Locked cells stay as they are.
        """
        world = VoxelWorld(np.ascontiguousarray(blocks), self.start.palette, self.start.scale)
        self.step_index = step
        now = self.now()
        occupancy = torch.from_numpy(start_occupancy(world, self.settings.strength) / np.float32(now.sharpness))
        materials = torch.from_numpy(start_materials(world, now.temperature))
        free = slice(None) if self.grid.locked is None else torch.from_numpy(~self.grid.locked)
        with torch.no_grad():
            self.grid.occupancy_logits[free] = occupancy[free]
            self.grid.material_logits[free] = materials[free]
        self._occupancy_adam = PyramidAdam(self.grid.occupancy_logits)
        self._material_adam = PyramidAdam(self.grid.material_logits)
        self._guard = GradientGuard()
        self._target = self._carried = self._blocks = None

    def now(self) -> Moment:
        """Where the next step stands in the run's schedules."""
        return moment(self.settings, self.step_index)

    def step(self) -> StepReport:
        """Do one step. Raises ``TrainingError`` if there is no usable gradient; nothing moves then."""
        began = time.perf_counter()
        settings, now = self.settings, self.now()
        size = self._prior.resolution // 2 if now.progress < settings.small_until else self._prior.resolution
        target = self._target if self._target is not None and self._target.resolution == size else None
        if target is None:
            shot = self._source.draw(settings.cameras, settings.views_per_step, self._rng)
            shot = shot.resized(self._side * size // self._prior.resolution)
            background = torch.from_numpy(draw_background(lighting(settings.lighting).sky, self._rng))
        else:
            shot, background = target.shot, target.background

        self._tidy(now)
        alpha, colour = self.grid(now.temperature, now.is_hard, now.sharpness)
        cells = (alpha.detach().requires_grad_(), colour.detach().requires_grad_())
        render_began = time.perf_counter()
        images = self._pictures(cells, shot.cameras, background, size)
        rendered = time.perf_counter()
        if target is None:
            distilled = self._distil(images.detach(), cells, shot, background, now)
            self._carried = distilled.carried
        else:
            distilled = target.distilled(images.detach())
        judged = time.perf_counter()
        image_norm = float(np.linalg.norm(distilled.gradient.numpy()))
        self._guard.check(image_norm, self.step_index + 1, settings.prior)
        # The limit is one view's; the distiller has averaged over views.
        clipped = clip_pixels(distilled.gradient, settings.gradient_clip / len(shot.cameras))
        pulls = torch.autograd.grad(images, cells, clipped)
        if distilled.cells is not None and settings.block_pull > 0:
            pulls = pulled_towards(distilled.cells, cells, pulls, settings.block_pull)
        render_ended = time.perf_counter()

        self.grid.zero_grad(set_to_none=True)
        torch.autograd.backward((alpha, colour), pulls)
        weights = {name: getattr(settings, f"lambda_{name}") for name in REGULARIZERS}
        # In units of the prior's pull, so that a weight means the same whatever prior, guidance and clip are.
        losses = regularize(self.grid, weights, now.temperature, now.sharpness, float(np.abs(clipped.numpy()).sum()))
        norms = self._descend(now)
        self.diagnostics = {"render": images.detach(), "gradient": clipped, **distilled.diagnostics}
        if target is None and distilled.is_target:
            target = Target(shot, background, distilled.diagnostics, distilled.cells, settings.hold)
        self._target = None if target is None else target.after_a_step()
        self.step_index += 1
        self._blocks = None
        if (
            self._counted is None
            or self.is_done
            or not all(self.step_index % n for n in (_COUNT_EVERY, settings.log_every))
        ):
            self._counted = self._stats(alpha.detach())
        ended = time.perf_counter()
        return StepReport(
            step=self.step_index,
            losses={"total": distilled.loss + sum(losses.values()), "sds": distilled.loss, **losses},
            grid_stats=self._counted,
            grads={"occupancy_l2": norms[0], "materials_l2": norms[1], "image_l2": image_norm},
            temperature=now.temperature,
            lr=now.lr,
            cfg_scale=settings.cfg_scale,
            t_range=(now.t_low, now.t_high),
            is_hard=now.is_hard,
            seconds={
                "prior": judged - rendered,
                "render": rendered - render_began + render_ended - judged,
                "total": ended - began,
            },
            camera_index=shot.index,
            views=len(shot.cameras),
        )

    def blocks(self) -> np.ndarray:
        """The hard world as it is now, uint8 [X, Y, Z]: shared by all who ask, not to be written to."""
        if self._blocks is None:
            self._tidy(self.now())
            self._blocks = self.grid.blocks()
        return self._blocks

    @property
    def has_blocks(self) -> bool:
        """Whether the hard world as it is now was worked out already."""
        return self._blocks is not None

    def _tidy(self, now: Moment) -> None:
        """While pictures are soft no patch is wrong yet, and to look for small ones costs milliseconds."""
        self.grid.min_patch = self.settings.min_patch if now.is_hard else 0

    def snapshot(self) -> Snapshot:
        """A copy of the grid as it is now."""
        opacity = torch.sigmoid(self.grid.occupancy_logits.detach() * self.now().sharpness) * 255
        return Snapshot(
            self.step_index,
            self.blocks(),
            opacity.round().to(torch.uint8).numpy(),
            self.start.palette,
            self.start.scale,
            self.start.extras,
        )

    def checkpoint(self, folder: Path | str) -> None:
        """Write everything that the next step depends on; the folder is replaced whole."""
        tensors = {
            "occupancy": self.grid.occupancy_logits.detach().numpy(),
            "materials": self.grid.material_logits.detach().numpy(),
            "home": self._home.numpy(),
            "noise": self._noise.get_state().numpy(),
        }
        for name, mask in (("locked", self.grid.locked), ("original", self.grid.original)):
            if mask is not None:
                tensors[name] = mask
        for name, adam in (("occupancy", self._occupancy_adam), ("materials", self._material_adam)):
            tensors |= {f"{name}.{key}": array for key, array in adam.state().items()}
        if self._target is not None:
            tensors |= self._target.tensors()
        for name, tensor in (self._carried or {}).items():
            tensors[f"{_CARRIED}{name}"] = tensor.numpy()
        facts = {
            "step": self.step_index,
            "counted": self._counted,
            "target": None if self._target is None else self._target.facts(),
            "zeros": self._guard.zeros,
            "rng": self._rng.bit_generator.state,
            "settings": self.settings.as_dict(),
        }
        checkpoint.save(folder, facts, tensors, self.start)

    @classmethod
    def restore(
        cls, folder: Path | str, prior: Denoiser, renderer: Renderer, *, dataset: Sequence[Camera] = ()
    ) -> Trainer:
        """The trainer that wrote a checkpoint, ready for its next step. Raises ``UserError`` if it is not whole."""
        saved = checkpoint.load(folder)
        trainer = cls(TrainSettings.of(saved.facts["settings"]), saved.start, prior, renderer, dataset=dataset)
        try:
            trainer._load(saved.facts, saved.tensors)
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise UserError(f"The checkpoint {folder} does not fit its own settings ({error}).") from error
        return trainer

    def _load(self, facts: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
        self._blocks = None
        with torch.no_grad():
            self.grid.occupancy_logits.copy_(torch.from_numpy(tensors["occupancy"]))
            self.grid.material_logits.copy_(torch.from_numpy(tensors["materials"]))
            self._home.copy_(torch.from_numpy(tensors["home"]))
        self.grid.locked = tensors.get("locked")
        self.grid.original = tensors.get("original", self.grid.original)
        self._noise.set_state(torch.from_numpy(tensors["noise"]))
        for name, adam in (("occupancy", self._occupancy_adam), ("materials", self._material_adam)):
            prefix = f"{name}."
            adam.load_state(
                {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}
            )
        self._target = Target.of(facts["target"], tensors) if facts.get("target") else None
        carried = {
            name.removeprefix(_CARRIED): torch.from_numpy(array)
            for name, array in tensors.items()
            if name.startswith(_CARRIED)
        }
        self._carried = carried or None
        self.step_index = int(facts["step"])
        self._counted = facts.get("counted")
        self._guard.zeros = int(facts["zeros"])
        self._rng.bit_generator.state = facts["rng"]

    def _pictures(
        self, cells: tuple[torch.Tensor, torch.Tensor], cameras: Sequence[Camera], background: torch.Tensor, size: int
    ) -> torch.Tensor:
        images = self._renderer.render(*cells, cameras, background)[:, :3]
        rendered = images.shape[-1]
        if rendered == size:
            return images
        return F.interpolate(images, size=size, mode="area" if rendered > size else "bilinear")

    def _distil(
        self, images: torch.Tensor, cells: Cells, shot: Shot, background: torch.Tensor, now: Moment
    ) -> Distilled:
        count, (alpha, colour) = len(images), cells
        shown = alpha.detach(), colour.detach()
        views = Views(
            shot.cameras,
            self.grid.shape,
            self.start.scale,
            background.expand(count, 3),
            shown,
            self.settings.seed,
            self._carried,
        )
        total = len(self._prior.alphas_cumprod)
        timesteps = draw_timesteps(now, count, total, self._rng)
        # Overexposed pixels are clipped for the prior, which never saw any; their gradient passes all the same.
        return self._distiller(
            self._prior,
            images.clamp(0, 1),
            self._conditioning,
            views,
            torch.from_numpy(timesteps),
            guidance_at(self.settings, timesteps, total),
            self._noise,
        )

    def _descend(self, now: Moment) -> tuple[float, float]:
        settings, grid = self.settings, self.grid
        gradients = grid.occupancy_logits.grad, grid.material_logits.grad
        assert gradients[0] is not None and gradients[1] is not None
        norms = (
            self._occupancy_adam.gather(gradients[0], grid.locked),
            self._material_adam.gather(gradients[1], grid.locked),
        )
        if not math.isfinite(sum(norms)):
            raise TrainingError(f"Step {self.step_index + 1}: the gradient of the grid is not finite; it was not used.")
        pull = HOMESICKNESS * (1.0 - settings.strength) ** 2 if settings.init_mode == "from_map" else 0.0
        reach = BOUND / now.sharpness
        # Sharpened logits would otherwise take ever longer steps, and the hard part would throw whole walls about.
        self._occupancy_adam.step(
            now.lr / now.sharpness, Bounds(-reach, reach), level_weights=now.level_weights, start=self._home, pull=pull
        )
        bound = MATERIAL_BOUND * now.temperature
        self._material_adam.step(now.lr, Bounds(-bound, bound), level_weights=now.level_weights)
        return norms

    def _stats(self, alpha: torch.Tensor) -> dict[str, Any]:
        # NumPy's would copy the blocks to 64-bit numbers first.
        blocks = torch.from_numpy(self.blocks().reshape(-1))
        counts = torch.bincount(blocks, minlength=len(self.start.palette) + 1).numpy()
        active, total = int(counts[1:].sum()), alpha.numel()
        opacity = alpha.numpy().reshape(-1)
        mean = float(opacity.mean())
        square = float(np.dot(opacity, opacity)) / total
        shares = 100.0 * counts[1:] / max(active, 1)
        return {
            "num_active_voxels": active,
            "total_voxels": total,
            "density": active / total,
            "occupancy_mean": mean,
            "occupancy_std": math.sqrt(max(square - mean**2, 0.0)),
            "material_distribution": dict(zip(self.start.palette.names, shares.round(3).tolist(), strict=True)),
        }
