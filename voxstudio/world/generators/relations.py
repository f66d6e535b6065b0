"""Two things in one scene: how they are put beside, on top of or around each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures import DIRT, GRASS, KINDS_BY_NAME, PLANK, STONE, Kind
from voxstudio.world.generators.structures.castles import moat, ring_wall
from voxstudio.world.generators.structures.kind import Rng
from voxstudio.world.generators.structures.nature import hill
from voxstudio.world.generators.structures.parts import pine_at, tree_at


@dataclass(frozen=True)
class Thing:
    """One thing of a scene, and the facts that captions are made of."""

    kind: str
    body: int
    roof: int
    """Materials; equal where the thing is of one piece."""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A way to put things together: ``place`` draws them within ``r`` blocks of the origin."""

    name: str
    place: Callable[[Canvas, float, Rng, Kind], list[Thing]]
    kinds: tuple[str, ...]
    """What its main thing may be."""


def put(c: Canvas, r: float, rng: Rng, kind: Kind, *, body: int | None = None, roof: int | None = None) -> Thing:
    """Build one thing at the origin of a canvas, as large as ``r`` and the headroom allow."""
    body = int(rng.choice(kind.bodies)) if body is None else body
    if roof is None:
        roof = int(rng.choice(kind.roofs)) if kind.roofs else body
    r = min(r, c.headroom / kind.stature)
    return Thing(kind.name, body, roof, tuple(kind.build(c, r, rng, body, roof)))


def _beside(c: Canvas, r: float, rng: Rng, kind: Kind) -> list[Thing]:
    others = [name for name in _COMPANIONS if name != kind.name]
    other = KINDS_BY_NAME[others[rng.integers(len(others))]]
    share = rng.uniform(0.5, 0.58)
    turn = rng.uniform(-0.5, 0.5)
    first, second = (
        c.at(-(1 - share) * r * np.cos(turn), -(1 - share) * r * np.sin(turn)),
        c.at(share * r * np.cos(turn), share * r * np.sin(turn)),
    )
    # Low things first: a lake must not wash away a foot.
    beside = put(second, (1 - share) * r * 0.95, rng, other)
    return [put(first, share * r, rng, kind), beside]


def _twins(c: Canvas, r: float, rng: Rng, kind: Kind, *, apart: float = 0.52) -> list[Thing]:
    seed, body = int(rng.integers(2**32)), int(rng.choice(kind.bodies))
    roof = int(rng.choice(kind.roofs)) if kind.roofs else body
    things = [
        put(c.at(side * apart * r, 0), 0.56 * r, np.random.default_rng(seed), kind, body=body, roof=roof)
        for side in (-1, 1)
    ]
    return things[:1]


def _joined(c: Canvas, r: float, rng: Rng, kind: Kind) -> list[Thing]:
    thing = _twins(c, r, rng, kind, apart=0.66)[0]
    h, thick = max(3, round(r * rng.uniform(0.26, 0.36))), max(1.2, r * 0.07)
    c.box(0, 0, 0.66 * r, thick, 0, h, thing.body)
    c.merlons(0, 0, 0.66 * r, thick, h, thing.body)
    return [thing, Thing("wall", thing.body, thing.body)]


def _hilltop(c: Canvas, r: float, rng: Rng, kind: Kind) -> list[Thing]:
    h = max(2, round(min(r * rng.uniform(0.3, 0.5), c.headroom * 0.3)))
    rocky = rng.random() < 0.4
    cover = STONE if rocky else GRASS
    hill(c, r * 1.1, h, r * 0.52, rng, STONE if rocky else DIRT, cover)
    return [put(c.at(0, 0, h), r * 0.58, rng, kind), Thing("hill", cover, cover)]


def _among_trees(c: Canvas, r: float, rng: Rng, kind: Kind) -> list[Thing]:
    firs = rng.random() < 0.5
    count = int(rng.integers(8, 12))
    for k in range(count):
        angle = 2 * np.pi * (k + rng.uniform(-0.2, 0.2)) / count
        out = r * rng.uniform(0.95, 1.1)
        place = c.near(out * np.cos(angle), out * np.sin(angle))
        (pine_at if firs else tree_at)(place, r * rng.uniform(0.2, 0.28), rng, DIRT, GRASS)
    return [put(c, r * 0.72, rng, kind), Thing("pine tree" if firs else "tree", DIRT, GRASS)]


def _moated(c: Canvas, r: float, rng: Rng, kind: Kind) -> list[Thing]:
    moat(c, r * 1.02, r * rng.uniform(0.16, 0.22))
    thing = put(c, r * 0.74, rng, kind)
    c.box(0, r * 0.9, max(1.2, r * 0.1), r * 0.16, 0, 1, PLANK)
    return [thing, Thing("moat", thing.body, thing.body)]


def _walled(c: Canvas, r: float, rng: Rng, kind: Kind) -> list[Thing]:
    thing = put(c, r * 0.62, rng, kind)
    ring_wall(c, r * 0.98, max(2, round(r * rng.uniform(0.14, 0.22))), thing.body)
    return [thing, Thing("wall", thing.body, thing.body)]


_COMPANIONS = (
    "tree",
    "tree",
    "pine tree",
    "lake",
    "lake",
    "well",
    "tower",
    "cottage",
    "statue",
    "windmill",
    "fountain",
    "tent",
)
_BUILDINGS = ("castle", "keep", "tower", "round tower", "house", "cottage", "church", "temple", "pyramid", "windmill")

RELATIONS = (
    Relation("beside", _beside, (*_BUILDINGS, "barn", "church", "cottage", "house", "tent", "statue", "lighthouse")),
    Relation(
        "two",
        _twins,
        (
            "tower",
            "round tower",
            "pyramid",
            "house",
            "cottage",
            "tree",
            "pine tree",
            "tent",
            "obelisk",
            "windmill",
            "snowman",
            "palm tree",
        ),
    ),
    Relation("joined", _joined, ("tower", "round tower")),
    Relation("hilltop", _hilltop, ("castle", "castle", *_BUILDINGS, "lighthouse", "observatory", "pagoda", "statue")),
    Relation("among trees", _among_trees, (*_BUILDINGS, "barn", "tent", "statue", "watchtower")),
    Relation("moat", _moated, ("castle", "castle", "keep", "tower", "round tower", "house")),
    Relation("walled", _walled, ("keep", "tower", "round tower", "church", "house", "temple", "pagoda")),
)
"""Every relation, in a fixed order."""

RELATIONS_BY_NAME = {relation.name: relation for relation in RELATIONS}
LANDS = ("grass", "hills", "grass", "hills", "valley", "snow", "desert")
"""Lands for scenes of two things."""
