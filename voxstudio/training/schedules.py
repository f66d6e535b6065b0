"""What changes over a run by itself: temperature, noise levels, soft to hard, step size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voxstudio.training.settings import TrainSettings

SHARPENING = 2.0
"""Occupancy sharpens with this power of the fall in temperature: 16-fold from 2.0 to 0.5.

Fog that looks right is no world of blocks. Sharpening it while it is still soft costs nothing; going over to whole
blocks at once makes every cell along a ray repair the same pixel, and walls grow fat.
"""
HARD_RATES = (0.2, 0.04)
"""Share of the learning rate at the start and at the end of the hard part, where steps are coarse corrections."""
COARSE_AT_END = (1.0, 1.0, 0.5, 0.25)
"""Share of the learning rate for cells of 1, 2, 4, 8 blocks at the end; 1 at the start: shapes first, then details."""


@dataclass(frozen=True)
class Moment:
    """Where a run stands at one step."""

    progress: float
    """0 at the first step, 1 at the last."""
    temperature: float
    """Of the softmax over materials."""
    sharpness: float
    """Factor on occupancy logits."""
    t_low: float
    """Least noise level, 0..1."""
    t_high: float
    """Most noise level, 0..1."""
    is_hard: bool
    """Whether pictures show whole blocks."""
    lr: float
    level_weights: tuple[float, ...]
    """Share of the learning rate for cells of 1, 2, 4 and 8 blocks."""


def moment(settings: TrainSettings, step_index: int) -> Moment:
    """The state of all schedules at a step, counted from 0; past the last step they stay as they ended."""
    progress = min(1.0, step_index / max(settings.steps - 1, 1))
    is_hard = settings.hard_from < 1.0 and progress >= settings.hard_from
    into_hard = (progress - settings.hard_from) / (1.0 - settings.hard_from) if is_hard else 0.0
    cooled = (settings.temp_end / settings.temp_start) ** progress
    return Moment(
        progress,
        temperature=settings.temp_start * cooled,
        sharpness=cooled**-SHARPENING,
        t_low=_between(settings.t_min_start, settings.t_min_end, progress),
        t_high=_between(settings.t_max_start, settings.t_max_end, progress),
        is_hard=is_hard,
        lr=settings.lr * (_between(*HARD_RATES, into_hard) if is_hard else 1.0),
        level_weights=tuple(_between(1.0, end, progress) for end in COARSE_AT_END),
    )


def draw_timesteps(now: Moment, count: int, total: int, rng: np.random.Generator) -> np.ndarray:
    """``count`` timesteps int64 out of ``total``, one from each of ``count`` equal parts of the range, shuffled."""
    parts = (rng.permutation(count) + rng.random(count)) / count
    levels = now.t_low + (now.t_high - now.t_low) * parts
    return np.clip(np.rint(levels * (total - 1)), 0, total - 1).astype(np.int64)


def guidance_at(settings: TrainSettings, timesteps: np.ndarray, total: int) -> float:
    """The guidance scale of a step whose pictures are noised to ``timesteps``: 1 if all are below ``cfg_from``.

    Guidance at little noise costs variety and overdoes colours (Kynkäänniemi et al., "Applying guidance in a limited
    interval", NeurIPS 2024).
    """
    return settings.cfg_scale if timesteps.max() >= settings.cfg_from * (total - 1) else 1.0


def _between(first: float, last: float, progress: float) -> float:
    return first + (last - first) * progress
