"""A known world recovered from its exact prior: the whole loop, without the luck of a trained one."""

from __future__ import annotations

from collections.abc import Iterator

from voxstudio.bench.row import Row
from voxstudio.training.oracle import run_oracle


def measure() -> Iterator[Row]:
    """From flat ground, 32x32x32. Cells that no camera can see do not count; see ``training.oracle``."""
    recovery = run_oracle()
    yield Row("oracle voxel IoU", recovery.iou, "of 1", 0.9, at_least=1.0)
    yield Row("oracle material accuracy", recovery.material_accuracy, "of 1", 0.9, at_least=1.0)
    yield Row("oracle time", recovery.seconds, "s", 120.0, at_most=1.0)
    yield Row("oracle voxel IoU of the start", recovery.start_iou, "of 1")
