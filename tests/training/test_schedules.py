from __future__ import annotations

import numpy as np
import pytest

from voxstudio.training.schedules import draw_timesteps, guidance_at, moment
from voxstudio.training.settings import TrainSettings

SETTINGS = TrainSettings(steps=101, hard_from=0.8)


def test_ends_are_what_the_settings_say():
    first, last = moment(SETTINGS, 0), moment(SETTINGS, 100)
    assert (first.progress, last.progress) == (0.0, 1.0)
    assert (first.temperature, last.temperature) == (2.0, pytest.approx(0.5))
    assert (first.t_low, first.t_high) == (SETTINGS.t_min_start, SETTINGS.t_max_start)
    assert (last.t_low, last.t_high) == (pytest.approx(SETTINGS.t_min_end), pytest.approx(SETTINGS.t_max_end))
    assert (first.sharpness, last.sharpness) == (1.0, pytest.approx(16.0))
    assert moment(SETTINGS, 500) == last


def test_everything_moves_one_way():
    moments = [moment(SETTINGS, step) for step in range(101)]
    for name, sign in (("temperature", -1), ("sharpness", 1), ("t_low", -1), ("t_high", -1)):
        assert (sign * np.diff([getattr(now, name) for now in moments]) > 0).all(), name


def test_the_last_part_is_hard_with_small_steps():
    hard = [step for step in range(101) if moment(SETTINGS, step).is_hard]
    assert hard == list(range(80, 101))
    assert moment(SETTINGS, 79).lr == SETTINGS.lr > moment(SETTINGS, 80).lr > moment(SETTINGS, 100).lr > 0
    never = SETTINGS.with_(hard_from=1.0)
    assert not any(moment(never, step).is_hard for step in range(102))
    always = SETTINGS.with_(hard_from=0.0)
    assert moment(always, 0).is_hard


def test_a_run_of_one_step_has_a_schedule():
    assert moment(TrainSettings(steps=1), 0).progress == 0.0


def test_timesteps_share_the_range_evenly():
    rng, now = np.random.default_rng(0), moment(SETTINGS, 50)
    drawn = np.array([draw_timesteps(now, 4, 1000, rng) for _ in range(400)])
    assert drawn.min() >= 999 * now.t_low - 0.5 and drawn.max() <= 999 * now.t_high + 0.5
    quarter = 999 * (now.t_high - now.t_low) / 4
    # Each step has one of every quarter, in no fixed order.
    parts = np.floor((np.sort(drawn, axis=1) - 999 * now.t_low) / quarter)
    assert np.mean(parts == [0, 1, 2, 3]) > 0.98
    assert abs(np.corrcoef(drawn[:, 0], np.arange(400))[0, 1]) < 0.15
    assert len({tuple(np.argsort(row)) for row in drawn}) == 24
    assert drawn.dtype == np.int64


def test_only_steps_of_much_noise_are_guided():
    settings = SETTINGS.with_(cfg_scale=7.0, cfg_from=0.5)
    assert guidance_at(settings, np.array([0, 400]), 1000) == 1.0
    assert guidance_at(settings, np.array([0, 500]), 1000) == 7.0
    assert guidance_at(settings.with_(cfg_from=0.0), np.array([0, 0]), 1000) == 7.0
