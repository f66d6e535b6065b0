"""Training of the pocket prior, on a CPU or a GPU: averaged weights, resumable at any time."""

from __future__ import annotations

import json
import math
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import torch

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.guidance.pocket.cells import TIMESTEPS, alphas_cumprod, shares, signal_in_cells
from voxstudio.guidance.pocket.data import Batch, make_batch
from voxstudio.guidance.pocket.examples import examples, losses_of
from voxstudio.guidance.pocket.lattice import Lattice
from voxstudio.guidance.pocket.model import Architecture, PocketModel
from voxstudio.guidance.pocket.muon import Muon
from voxstudio.guidance.pocket.weights import load_model, save_weights
from voxstudio.guidance.pocket.words import word_table
from voxstudio.world.generators.terrain import Shape

TOLD_A_GUESS = 0.5
"""Share of the steps in which the network is told what it guesses without being told."""
LOG_EVERY = 50
"""Steps between lines of the log."""
SAVE_EVERY_S = 120.0
"""Seconds between checkpoints."""
AHEAD = 3
"""Batches made ahead by each worker."""


class BatchShape(NamedTuple):
    """What one batch is made of."""

    shape: Shape
    """Blocks of each scene along each axis."""
    across: int
    """Cells along the longest side."""
    scenes: int
    noise_shift: float = 1.0
    """Above 1, more of the noise levels are high ones, where shapes are decided (Esser et al., 2024, equation 23)."""


SMALL, TALL, LARGE = (32, 24, 32), (32, 32, 32), (64, 48, 64)
_COARSE, _COARSE_SMALL, _COARSE_TALL = (BatchShape(shape, 32, 16) for shape in (LARGE, SMALL, TALL))
_FINE, _FINE_SMALL = (BatchShape(shape, 64, 4, 0.6) for shape in (LARGE, SMALL))
IN_TURN = (
    *(_COARSE, _COARSE_SMALL, _FINE, _COARSE, _COARSE, _FINE, _COARSE_TALL, _COARSE),
    *(_FINE, _COARSE, _COARSE_SMALL, _FINE, _COARSE, _COARSE, _FINE_SMALL, _COARSE_SMALL),
)
"""Runs decide on shapes in cells of two blocks, which cost an eighth, and then on the blocks themselves."""
ON_GPU = 12
"""Scenes in a batch on a GPU for each on a CPU."""


@dataclass(frozen=True)
class Plan:
    """Everything that decides how a training goes."""

    seed: int = 0
    steps: int = 20_000
    batches: tuple[BatchShape, ...] = IN_TURN
    learning_rate: float = 1e-3
    warm_up: int = 200
    ema: float = 0.999

    def batch(self, step: int) -> BatchShape:
        """The shape of the batch of a step (0-based)."""
        return self.batches[step % len(self.batches)]

    def rate(self, step: int) -> float:
        """Learning rate: a short rise, then a cosine down to 2 %."""
        if step < self.warm_up:
            return self.learning_rate * (step + 1) / self.warm_up
        share = (step - self.warm_up) / max(1, self.steps - self.warm_up)
        return self.learning_rate * (0.02 + 0.98 * (1 + math.cos(math.pi * min(share, 1))) / 2)

    @classmethod
    def on(cls, device: str, seed: int = 0) -> Plan:
        """The plan for a device, as torch names it: a GPU takes large batches at a higher rate."""
        if device == "cpu":
            return cls(seed)
        batches = tuple(batch._replace(scenes=ON_GPU * batch.scenes) for batch in IN_TURN)
        return cls(seed, batches=batches, learning_rate=2e-3)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Plan:
        """The plan that ``asdict`` made these values of."""
        batches = (BatchShape(tuple(shape), *rest) for shape, *rest in values["batches"])
        known: dict[str, Any] = values | {"batches": tuple(batches)}
        return cls(**known)


class PocketTraining:
    """The state of a training: network, averaged network, optimizers, step."""

    def __init__(self, plan: Plan, architecture: Architecture | None = None, device: str = "cpu") -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.device = torch.device(device)
        self.model = PocketModel(architecture or Architecture()).to(self.device)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        inner = self.model.inner_weights()
        is_inner = set(map(id, inner))
        others = [weight for weight in self.model.parameters() if id(weight) not in is_inner]
        self.optimizers = (
            Muon(inner, plan.learning_rate),
            torch.optim.AdamW(others, plan.learning_rate, betas=(0.9, 0.99), fused=True),
        )
        self.step = 0
        self._abar = alphas_cumprod().to(self.device)

    def save(self, folder: Path) -> None:
        """Write a checkpoint from which ``resume`` goes on exactly, and the averaged weights for use."""
        state = {
            # As JSON: a checkpoint is loaded without running code, which leaves no room for classes.
            "plan": json.dumps(asdict(self.plan)),
            "architecture": self.model.architecture.to_json(),
            "model": self.model.state_dict(),
            "average": self.average,
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "step": self.step,
        }
        with storage.atomic_path(folder / "training.pt") as path:
            torch.save(state, path)
        save_weights(folder, self.model.architecture, self.average)

    def start_from(self, weights: Path) -> None:
        """Begin with the weights of another training in place of random ones."""
        state = load_model(weights).state_dict()
        self.model.load_state_dict(state)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}

    @classmethod
    def resume(cls, folder: Path, plan: Plan | None = None, device: str = "cpu") -> PocketTraining:
        """Go on from a checkpoint, under its own plan unless another is given."""
        path = folder / "training.pt"
        if not path.is_file():
            raise UserError(f"There is no training to resume in {folder}; leave --resume out to start one.")
        state: dict[str, Any] = torch.load(path, weights_only=True, map_location=device)
        if "optimizers" not in state:
            raise UserError(f"The training in {folder} was begun by an older version; start anew from its --weights.")
        training = cls(
            plan or Plan.of(json.loads(state["plan"])), Architecture.from_json(state["architecture"]), device
        )
        training.model.load_state_dict(state["model"])
        training.average = state["average"]
        for optimizer, its in zip(training.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(its)
        training.step = state["step"]
        return training

    def batches(self, workers: int = 0) -> Iterator[Batch]:
        """The batches from the current step on, made while the steps before them train.

        By that many processes, or for 0 by a thread.
        """
        with _pool(workers) as pool:
            coming: deque[Future[Batch]] = deque()
            wanted = iter(range(self.step, self.plan.steps))
            for step in wanted:
                coming.append(pool.submit(_batch, self.plan.seed, step, self.plan.batch(step)))
                if len(coming) > AHEAD * max(1, workers):
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()

    def train_on(self, batch: Batch) -> torch.Tensor:
        """One optimizer step; returns the two errors of ``losses_of``, (2,)."""
        for optimizer in self.optimizers:
            optimizer.param_groups[0]["lr"] = self.plan.rate(self.step)
        how = self.plan.batch(self.step)
        rng = torch.Generator().manual_seed(self.plan.seed * 1_000_003 + self.step)
        blocks, land, words = (
            torch.from_numpy(part).to(self.device) for part in (batch.blocks, batch.land, batch.words)
        )
        with torch.no_grad():
            truth = examples(blocks, land, how.across, rng)
            timesteps = self._timesteps(len(blocks), rng)
            abar = signal_in_cells(self._abar[timesteps], how.across)
            share = abar.view(-1, 1, 1, 1, 1)
            noised = share.sqrt() * truth.shown + (1 - share).sqrt() * self._noise(truth.shown, rng)
            sites = torch.from_numpy(Lattice.over(how.shape, 1.0, how.across).sites()).to(self.device)
        sites = sites.expand(len(blocks), *sites.shape)
        guess = torch.zeros(*noised.shape[:-1], 1 + self.model.architecture.materials, device=self.device)
        if torch.rand((), generator=rng) < TOLD_A_GUESS:
            with torch.no_grad():
                guess = shares(self._logits(noised, abar, words, sites, guess))
        logits = self._logits(noised, abar, words, sites, guess)
        errors = torch.stack(losses_of(logits, truth))
        usual = torch.stack(usual_losses(timesteps / TIMESTEPS))
        self.model.zero_grad(set_to_none=True)
        (errors / usual).mean(1).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.step += 1
        self._update_average()
        return errors.mean(1).detach()

    def _logits(self, *shown: torch.Tensor) -> torch.Tensor:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type != "cpu"):
            return self.model(*shown)[0]

    def _noise(self, like: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        if self.device.type == "cpu":
            return torch.randn(like.shape, generator=rng)
        own = torch.Generator(self.device).manual_seed(int(torch.randint(2**62, (), generator=rng)))
        return torch.randn(like.shape, generator=own, device=self.device)

    def _timesteps(self, scenes: int, rng: torch.Generator) -> torch.Tensor:
        """int64 (S,), stratified: every batch sees the whole range, which steadies the gradient."""
        level = (torch.arange(scenes) + torch.rand(scenes, generator=rng)) / scenes
        shift = self.plan.batch(self.step).noise_shift
        t = (shift * level / (1 + (shift - 1) * level) * TIMESTEPS).long().clamp(max=TIMESTEPS - 1)
        return t[torch.randperm(scenes, generator=rng)].to(self.device)

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(self.plan.ema, (1 + self.step) / (10 + self.step))
        state = self.model.state_dict()
        for name, value in self.average.items():
            value.lerp_(state[name], 1 - keep)


def _pool(workers: int) -> Executor:
    if not workers:
        return ThreadPoolExecutor(1, thread_name_prefix="pocket-data")
    return ProcessPoolExecutor(workers, get_context("fork"))


def _batch(seed: int, step: int, how: BatchShape) -> Batch:
    return make_batch(word_table(), seed, step, how.scenes, how.shape)


def usual_losses(level: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """About what both errors of ``losses_of`` are at noise levels (S,) in 0..1, measured on a half trained network.

    Errors are divided by them, so that every level counts alike (Karras et al., "Analyzing and improving the training
    dynamics of diffusion models", CVPR 2024, section 2.2): those of much noise are five times as large as those of
    little, which make walls straight.
    """
    return 0.04 + 0.18 * level**3, 0.4 + level**2


def train(
    folder: Path,
    plan: Plan | None = None,
    *,
    architecture: Architecture | None = None,
    weights: Path | None = None,
    resume: bool = False,
    minutes: float = math.inf,
    device: str = "cpu",
    on_step: Callable[[int, int, float], None] | None = None,
) -> Path:
    """Train in ``folder`` until the plan is done or the minutes are over; returns the folder of the weights.

    ``weights`` is a folder of weights to begin with, ``device`` as torch names it.
    Writes ``training.pt`` (to resume), ``model.safetensors`` and ``model.json`` (to use) and ``log.jsonl``.
    """
    training = (
        PocketTraining.resume(folder, plan, device)
        if resume
        else PocketTraining(plan or Plan.on(device), architecture, device)
    )
    if weights is not None and not resume:
        training.start_from(weights)
    folder.mkdir(parents=True, exist_ok=True)
    begun = saved = time.monotonic()
    recent: dict[str, list[torch.Tensor]] = {}
    workers = 0 if device == "cpu" else max(1, (os.cpu_count() or 2) - 1)
    for batch in training.batches(workers):
        how = training.plan.batch(training.step)
        errors = training.train_on(batch)
        recent.setdefault(f"{how.shape[0]} in {how.across}", []).append(errors)
        if on_step:
            on_step(training.step, training.plan.steps, float(errors[0]))
        if training.step % LOG_EVERY == 0:
            line = {
                "step": training.step,
                "loss": {name: torch.stack(told).mean(0).tolist() for name, told in recent.items()},
                "seconds": round(time.monotonic() - begun, 1),
            }
            storage.append_line(folder / "log.jsonl", json.dumps(line))
            recent.clear()
        if time.monotonic() - begun > minutes * 60:
            break
        if time.monotonic() - saved > SAVE_EVERY_S:
            training.save(folder)
            saved = time.monotonic()
    training.save(folder)
    return folder
