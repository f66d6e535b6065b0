"""The figures: rows judge themselves, and a broken thing does not keep its promise."""

from __future__ import annotations

import importlib
import math

import numpy as np
import pytest

from voxstudio.bench import BENCHES, lighting, measure
from voxstudio.bench.row import Row
from voxstudio.render.lighting import STUDIO


@pytest.mark.parametrize(
    ("row", "ratio", "is_kept"),
    [
        (Row("load", 3.0, "s", 1.0, at_most=3.0), 3.0, True),
        (Row("load", 3.1, "s", 1.0, at_most=3.0), 3.1, False),
        (Row("share", 97.0, "%", 98.0, at_least=1.0), 97 / 98, False),
        (Row("share", 99.0, "%", 98.0, at_least=1.0), 99 / 98, True),
        (Row("identical", 10, "cells", 10, at_most=1.0, at_least=1.0), 1.0, True),
        (Row("difference", 0.0, "of 1", 1e-4, at_most=1.0), 0.0, True),
        (Row("time", 3.0, "s"), None, None),
        (Row("time", 3.0, "s", 2.0), 1.5, None),
    ],
)
def test_a_row_knows_whether_its_promise_is_kept(row: Row, ratio: float | None, is_kept: bool | None) -> None:
    assert row.ratio == ratio
    assert row.is_kept is is_kept
    assert row.as_dict()["is_kept"] is is_kept
    assert ("NOT KEPT" in row.line()) is (is_kept is False)


def test_a_figure_that_is_not_a_number_keeps_no_promise() -> None:
    assert Row("psnr", math.nan, "dB", 30.0, at_least=1.0).is_kept is False
    assert Row("time", math.nan, "s", 30.0, at_most=1.0).is_kept is False


@pytest.mark.parametrize("name", BENCHES)
def test_every_benchmark_can_be_called(name: str) -> None:
    bench = BENCHES[name]
    assert callable(getattr(importlib.import_module(bench.module), bench.function))


def test_the_lighting_figure_sees_a_wrong_light(monkeypatch: pytest.MonkeyPatch) -> None:
    (right,) = measure("lighting")
    assert right.is_kept
    monkeypatch.setattr(lighting, "EDITOR", STUDIO)
    (wrong,) = measure("lighting")
    assert wrong.value > 10
    assert wrong.is_kept is False


def test_a_face_is_seen_from_its_own_side() -> None:
    top = lighting.face_colour("Grass", np.array([0.0, 1.0, 0.0]))
    bottom = lighting.face_colour("Grass", np.array([0.0, -1.0, 0.0]))
    assert top[1] > 200 > 10 > bottom[1]
