"""Every promised figure, measured on the machine at hand.

To add one: write a module here with a function that yields ``Row``s, and name it in ``BENCHES``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass

from voxstudio.bench.row import Row


@dataclass(frozen=True)
class Bench:
    """A benchmark as the list shows it."""

    about: str
    module: str
    function: str = "measure"
    """A function of the module that yields rows as it gets to know them."""


BENCHES: dict[str, Bench] = {
    "map-json": Bench("load and save 88,403 blocks", "voxstudio.bench.map_json"),
    "lighting": Bench("editor lighting of every face of every material", "voxstudio.bench.lighting"),
    "renderer": Bench("the CPU renderer against plain torch", "voxstudio.bench.renderer"),
    "oracle": Bench("recover a known world from its exact prior", "voxstudio.bench.oracle"),
    "step": Bench("a training step against the prior's own network calls", "voxstudio.bench.step"),
    "castle": Bench("a castle from flat ground, 500 steps", "voxstudio.bench.castle"),
    "castle-map": Bench("a castle on map 1, 500 steps", "voxstudio.bench.castle", "measure_on_map"),
    "window": Bench("answers of the window while a run trains", "voxstudio.bench.window"),
}


def measure(name: str) -> Iterator[Row]:
    """The rows of one benchmark, each as soon as it is known."""
    bench = BENCHES[name]
    yield from getattr(importlib.import_module(bench.module), bench.function)()
