"""Training of the pocket prior on a CPU: progressive resolution, averaged weights, resumable at any time."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch.nn import functional as F

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.guidance.pocket.data import Batch, make_batch
from voxstudio.guidance.pocket.model import TIMESTEPS, Architecture, PocketModel, alphas_cumprod
from voxstudio.guidance.pocket.muon import Muon
from voxstudio.guidance.pocket.weights import load_model, save_weights, word_table

LOG_EVERY = 50
"""Steps between lines of the log."""
ALIKE = 0.6
"""Share of the batches in which all views of a scene are noised alike."""
SAVE_EVERY_S = 180.0
"""Seconds between checkpoints."""


class BatchShape(NamedTuple):
    """What one batch is made of."""

    pixels: int
    """Along each side."""
    pictures: int
    noise_shift: float = 1.0
    """Above 1, more of the noise levels are high ones, where shapes are decided (Esser et al., 2024, equation 23)."""


COARSE = BatchShape(32, 64, 1.6)
FINE = BatchShape(64, 16, 0.7)
"""Runs decide on shapes in small pictures, so large ones are mostly for what is left to decide then."""


@dataclass(frozen=True)
class Stage:
    """Steps that take batches of some shapes in turn."""

    steps: int
    batches: tuple[BatchShape, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that decides how a training goes.

    Small pictures first and most of the time: they cost a quarter, teach what words look like as well as large ones,
    and are what runs begin with.
    """

    seed: int = 0
    stages: tuple[Stage, ...] = (Stage(9000, (COARSE,)), Stage(9000, (COARSE, COARSE, COARSE, FINE)))
    learning_rate: float = 6e-4
    warm_up: int = 200
    ema: float = 0.999

    @property
    def steps(self) -> int:
        """Steps of all stages together."""
        return sum(stage.steps for stage in self.stages)

    def batch(self, step: int) -> BatchShape:
        """The shape of the batch of a step (0-based)."""
        for stage in self.stages:
            if step < stage.steps:
                return stage.batches[step % len(stage.batches)]
            step -= stage.steps
        return self.stages[-1].batches[0]

    def rate(self, step: int) -> float:
        """Learning rate: a short rise, then a cosine down to 2 %."""
        if step < self.warm_up:
            return self.learning_rate * (step + 1) / self.warm_up
        share = (step - self.warm_up) / max(1, self.steps - self.warm_up)
        return self.learning_rate * (0.02 + 0.98 * (1 + math.cos(math.pi * min(share, 1))) / 2)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Plan:
        """The plan that ``asdict`` made these values of."""
        stages = (Stage(s["steps"], tuple(BatchShape(*shape) for shape in s["batches"])) for s in values["stages"])
        known: dict[str, Any] = values | {"stages": tuple(stages)}
        return cls(**known)


class PocketTraining:
    """The state of a training: network, averaged network, optimizers, step."""

    def __init__(self, plan: Plan, architecture: Architecture | None = None) -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.model = PocketModel(architecture or Architecture())
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        inner = self.model.inner_weights()
        is_inner = set(map(id, inner))
        others = [weight for weight in self.model.parameters() if id(weight) not in is_inner]
        self.optimizers = (
            Muon(inner, plan.learning_rate),
            torch.optim.AdamW(others, plan.learning_rate, betas=(0.9, 0.99), fused=True),
        )
        self.step = 0
        self._table = word_table()
        self._abar = alphas_cumprod()

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
        self.average = {name: value.clone() for name, value in state.items()}

    @classmethod
    def resume(cls, folder: Path, plan: Plan | None = None) -> PocketTraining:
        """Go on from a checkpoint, under its own plan unless another is given."""
        path = folder / "training.pt"
        if not path.is_file():
            raise UserError(f"There is no training to resume in {folder}; leave --resume out to start one.")
        state: dict[str, Any] = torch.load(path, weights_only=True)
        if "optimizers" not in state:
            raise UserError(f"The training in {folder} was begun by an older version; start anew from its --weights.")
        training = cls(plan or Plan.of(json.loads(state["plan"])), Architecture.from_json(state["architecture"]))
        training.model.load_state_dict(state["model"])
        training.average = state["average"]
        for optimizer, its in zip(training.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(its)
        training.step = state["step"]
        return training

    def batches(self) -> Iterator[Batch]:
        """The batches from the current step on, each made while the step before it trains."""
        with ThreadPoolExecutor(1, thread_name_prefix="pocket-data") as pool:
            coming = pool.submit(self._batch, self.step)
            for step in range(self.step, self.plan.steps):
                batch = coming.result()
                if step + 1 < self.plan.steps:
                    coming = pool.submit(self._batch, step + 1)
                yield batch

    def _batch(self, step: int) -> Batch:
        shape = self.plan.batch(step)
        return make_batch(
            self._table, self.plan.seed, step, shape.pictures, shape.pixels, self.model.architecture.unshuffle
        )

    def train_on(self, batch: Batch) -> float:
        """One optimizer step; returns the loss, the mean squared error of v."""
        for optimizer in self.optimizers:
            optimizer.param_groups[0]["lr"] = self.plan.rate(self.step)
        rng = torch.Generator().manual_seed(self.plan.seed * 1_000_003 + self.step)
        images = torch.from_numpy(batch.images)
        count = len(images)
        # Stratified timesteps: every batch sees the whole range, which steadies the gradient. The views of a scene are
        # noised alike, as in sampling, or each to its own level, as in the steps of a run.
        drawn = count // batch.views if torch.rand((), generator=rng) < ALIKE else count
        level = (torch.arange(drawn) + torch.rand(drawn, generator=rng)) / drawn
        level = (
            level.repeat_interleave(count // drawn) if drawn < count else level[torch.randperm(count, generator=rng)]
        )
        shift = self.plan.batch(self.step).noise_shift
        t = (shift * level / (1 + (shift - 1) * level) * TIMESTEPS).long().clamp(max=TIMESTEPS - 1)
        noise = torch.randn(images.shape, generator=rng)
        abar = self._abar[t].view(-1, 1, 1, 1)
        noised = abar.sqrt() * images + (1 - abar).sqrt() * noise
        target = abar.sqrt() * noise - (1 - abar).sqrt() * images
        predicted = self.model(
            noised,
            t,
            torch.from_numpy(batch.words),
            torch.from_numpy(batch.camera),
            torch.from_numpy(batch.rays),
            batch.views,
        )
        loss = F.mse_loss(predicted, target)
        self.model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.step += 1
        self._update_average()
        return loss.item()

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(self.plan.ema, (1 + self.step) / (10 + self.step))
        state = self.model.state_dict()
        for name, value in self.average.items():
            value.lerp_(state[name], 1 - keep)


def train(
    folder: Path,
    plan: Plan | None = None,
    *,
    architecture: Architecture | None = None,
    weights: Path | None = None,
    resume: bool = False,
    minutes: float = math.inf,
    on_step: Callable[[int, int, float], None] | None = None,
) -> Path:
    """Train in ``folder`` until the plan is done or the minutes are over; returns the folder of the weights.

    ``weights`` is a folder of weights to begin with.
    Writes ``training.pt`` (to resume), ``model.safetensors`` and ``model.json`` (to use) and ``log.jsonl``.
    """
    training = PocketTraining.resume(folder, plan) if resume else PocketTraining(plan or Plan(), architecture)
    if weights is not None and not resume:
        training.start_from(weights)
    folder.mkdir(parents=True, exist_ok=True)
    begun = saved = time.monotonic()
    recent: dict[int, list[float]] = {}
    for batch in training.batches():
        loss = training.train_on(batch)
        recent.setdefault(batch.images.shape[-1], []).append(loss)
        if on_step:
            on_step(training.step, training.plan.steps, loss)
        if training.step % LOG_EVERY == 0:
            line = {
                "step": training.step,
                "loss": {pixels: sum(losses) / len(losses) for pixels, losses in recent.items()},
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
