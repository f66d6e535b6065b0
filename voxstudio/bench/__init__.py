"""Every promised figure, measured on the machine at hand.

To add one: write a module here with a function that yields ``Row``s, and name it in ``BENCHES``.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from voxstudio.bench.row import Row


@dataclass(frozen=True)
class Bench:
    """A benchmark as the list shows it."""

    about: str
    module: str
    function: str = "measure"
    """A function of the module that yields rows as it gets to know them; its parameters are options of the command."""
    takes_long: bool = False
    """Only measured when it is named."""


BENCHES: dict[str, Bench] = {
    "map-json": Bench("load and save 88,403 blocks", "voxstudio.bench.map_json"),
    "lighting": Bench("editor lighting of every face of every material", "voxstudio.bench.lighting"),
    "renderer": Bench("the CPU renderer against plain torch", "voxstudio.bench.renderer"),
    "oracle": Bench("recover a known world from its exact prior", "voxstudio.bench.oracle"),
    "step": Bench("a training step against the prior's own network calls", "voxstudio.bench.step"),
    "castle": Bench("a castle from flat ground, 500 steps", "voxstudio.bench.castle"),
    "castle-map": Bench("a castle on map 1, 500 steps", "voxstudio.bench.castle", "measure_on_map"),
    "window": Bench("answers of the window while a run trains", "voxstudio.bench.window"),
    "start": Bench("from the command to the window on the screen", "voxstudio.bench.start"),
    "monkey": Bench("faults that random use finds", "voxstudio.bench.monkey", takes_long=True),
    "monkey-real": Bench("the same with the real prior", "voxstudio.bench.monkey", "measure_real", takes_long=True),
    "memory": Bench("growth of the memory in a long run, and in many", "voxstudio.bench.memory", takes_long=True),
}


def measure(name: str, **options: object) -> Iterator[Row]:
    """The rows of one benchmark, each as soon as it is known; options that it does not know are left out."""
    bench = BENCHES[name]
    function = getattr(importlib.import_module(bench.module), bench.function)
    known = inspect.signature(function).parameters
    yield from function(**{key: value for key, value in options.items() if key in known and value is not None})
