"""Things that people build, each with variety in size, proportion and detail.

A builder draws into a canvas whose origin is the middle of the site on the ground. ``r`` is half the width that the
thing may take, in blocks. It returns what a caption may say about this one ("four round towers").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.palette import CLASSIC

GRASS, DIRT, STONE, PLANK, SNOW, SAND, WATER = range(1, 8)

Rng = np.random.Generator
Builder = Callable[[Canvas, float, Rng, int, int], list[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing: how to build it, and of what."""

    name: str
    build: Builder
    bodies: tuple[int, ...]
    """Materials it is made of, the likeliest first."""
    roofs: tuple[int, ...]
    """Materials of its roof or top; the body's where empty."""
    size: tuple[float, float]
    """Share of the half width of the world that it takes, from and to."""
    weight: float = 1.0
    """How often it is drawn among the kinds."""
    stature: float = 1.0
    """Headroom that it wants, in multiples of the half width; low ceilings get smaller things."""


def castle(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Curtain walls, four corner towers, a gate in the south and often a keep."""
    r_tower = max(1.8, r * rng.uniform(0.2, 0.28))
    wall = r - r_tower
    h_wall = max(3.0, round(r * rng.uniform(0.4, 0.58)))
    h_tower = round(h_wall * rng.uniform(1.4, 1.9))
    thick = max(1.2, r * 0.1)
    round_towers, roofed, keep = rng.random() < 0.5, rng.random() < 0.4, rng.random() < 0.7
    c.box(0, 0, wall + thick / 2, wall + thick / 2, 0, h_wall, body, hollow=thick)
    c.merlons(0, 0, wall + thick / 2, wall + thick / 2, h_wall, body)
    c.carve(0, wall, max(1.0, r * 0.11), thick + 1, 0, h_wall * 0.7)
    for x in (-wall, wall):
        for z in (-wall, wall):
            _tower(c, x, z, r_tower, h_tower, body, roof, round_towers, roofed)
    if keep:
        half = r * rng.uniform(0.24, 0.34)
        h_keep = round(h_tower * rng.uniform(0.85, 1.15))
        _tower(c, 0, -r * rng.uniform(0.0, 0.2), half, h_keep, body, roof, False, roofed and rng.random() < 0.5)
    details = ["four round towers" if round_towers else "four square towers", "four towers"]
    return details + (["a keep"] if keep else []) + (["pointed roofs"] if roofed else ["battlements"])


def tower(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """One tall tower with a wider crown or a pointed roof."""
    radius = max(2.0, r * rng.uniform(0.3, 0.5))
    is_round, roofed = rng.random() < 0.6, rng.random() < 0.45
    radius = min(radius, c.headroom * 0.19)
    height = round(min(c.headroom * (0.6 if roofed else 0.85), radius * rng.uniform(3.0, 5.0)))
    if rng.random() < 0.4:
        c.tapered(0, 0, radius * 1.35, radius, 0, height * 0.25, body, square=not is_round)
    _tower(c, 0, 0, radius, height, body, roof, is_round, roofed, crown=rng.random() < 0.7)
    c.box(0, radius, max(0.8, radius * 0.22), 1.01, 0, max(2, radius * 0.6), DIRT if body != DIRT else PLANK)
    for k in (0.4, 0.68):
        c.box(0, radius, max(0.6, radius * 0.15), 1.01, height * k, height * k + max(1, radius * 0.3), WATER)
    return ["round walls" if is_round else "square walls", "a pointed roof" if roofed else "battlements"]


def _tower(
    c: Canvas,
    x: float,
    z: float,
    r: float,
    h: float,
    body: int,
    roof: int,
    is_round: bool,
    roofed: bool,
    crown: bool = True,
) -> None:
    if is_round:
        c.cylinder(x, z, r, 0, h, body)
    else:
        c.box(x, z, r, r, 0, h, body)
    wide = r + (max(0.7, r * 0.18) if crown else 0)
    lip = max(1, round(h * 0.12))
    if is_round:
        c.cylinder(x, z, wide, h - lip, h + 0.6, body)
    else:
        c.box(x, z, wide, wide, h - lip, h + 0.6, body)
    if roofed:
        c.tapered(x, z, wide + 0.7, 0.3, h, h + wide * 1.9, roof, square=not is_round)
    elif is_round:
        c.ring_merlons(x, z, wide, h, body)
    else:
        c.merlons(x, z, wide, wide, h, body)


def house(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Walls, door and windows under a gabled roof, sometimes with a chimney."""
    half_x = max(2.5, r * rng.uniform(0.55, 0.85))
    half_z = max(2.5, half_x * rng.uniform(0.6, 1.0))
    h = max(3, round(half_z * rng.uniform(0.65, 1.0)))
    along_x = rng.random() < 0.7
    _house(c, 0, 0, half_x, half_z, h, body, roof, rng, along_x)
    chimney = rng.random() < 0.4
    if chimney:
        c.box(half_x * 0.55, -half_z * 0.3, 1, 1, h, h + half_z * 1.25, STONE if body != STONE else DIRT)
    return ["a gabled roof", "a door and windows"] + (["a chimney"] if chimney else [])


def _house(
    c: Canvas, x: float, z: float, half_x: float, half_z: float, h: float, body: int, roof: int, rng: Rng, along_x: bool
) -> None:
    c.box(x, z, half_x, half_z, 0, h, body)
    across = half_z if along_x else half_x
    eave = max(0.8, across * 0.15)
    c.gable(x, z, half_x + eave, half_z + eave, h - 0.5, roof, rng.uniform(0.7, 1.1), along_x)
    opening = DIRT if body != DIRT else PLANK
    wide = max(0.8, half_x * 0.14)
    c.box(x, z + half_z, wide, 1.01, 0, max(2, h * 0.65), opening)
    for side in (-0.58, 0.58):
        c.box(x + side * half_x, z + half_z, wide, 1.01, h * 0.4, h * 0.78, WATER)
        c.box(x + side * half_x, z - half_z, wide, 1.01, h * 0.4, h * 0.78, WATER)


def church(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A nave under a steep roof with a steeple at one end."""
    half_z = r * rng.uniform(0.28, 0.38)
    half_x = r * rng.uniform(0.6, 0.75)
    h = max(4, round(half_z * rng.uniform(1.0, 1.4)))
    _house(c, half_z * 0.6, 0, half_x, half_z, h, body, roof, rng, True)
    x = half_z * 0.6 - half_x
    top = round(h * rng.uniform(1.9, 2.4))
    half = max(1.8, half_z * 0.62)
    c.box(x, 0, half, half, 0, top, body)
    c.tapered(x, 0, half + 0.8, 0.2, top, top + half * rng.uniform(2.2, 3.2), roof, square=True)
    return ["a steeple", "a tall spire", "a bell tower"]


def pyramid(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A square pyramid, smooth or in broad steps."""
    half = r * rng.uniform(0.75, 1.0)
    height = min(c.headroom - 1, half * rng.uniform(0.75, 1.1))
    if rng.random() < 0.35:
        steps = int(rng.integers(4, 7))
        for k in range(steps):
            share = 1 - k / steps
            c.box(0, 0, half * share, half * share, height * k / steps - 0.5, height * (k + 1) / steps, body)
        return ["broad steps", "stepped sides"]
    c.tapered(0, 0, half, 0.4, 0, height, body, square=True)
    if roof != body:
        c.tapered(0, 0, half * 0.25, 0.4, height * 0.75, height, roof, square=True)
        return ["a capstone"]
    return ["smooth sides"]


def tree(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A trunk and a round crown."""
    _tree(c, 0, 0, r * rng.uniform(0.8, 1.1), rng, body, roof)
    return ["a round crown", "a thick trunk"]


def _tree(c: Canvas, x: float, z: float, r: float, rng: Rng, body: int, roof: int) -> None:
    trunk = r * rng.uniform(0.7, 1.1)
    radius = r * rng.uniform(0.5, 0.65)
    c.cylinder(x, z, max(0.8, r * 0.13), 0, trunk + radius * 0.5, body)
    c.ball(x, trunk + radius * 0.6, z, radius, roof, squash=rng.uniform(0.75, 1.0))
    for _ in range(3):
        dx, dz = rng.uniform(-0.45, 0.45, 2) * radius
        c.ball(x + dx, trunk + radius * rng.uniform(0.4, 0.9), z + dz, radius * 0.7, roof, squash=0.9)


def pine(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A trunk under stacked cones."""
    _pine(c, 0, 0, r * rng.uniform(0.8, 1.1), rng, body, roof)
    return ["layered branches", "a pointed top"]


def _pine(c: Canvas, x: float, z: float, r: float, rng: Rng, body: int, roof: int) -> None:
    height = min(c.headroom - 1, r * rng.uniform(1.6, 2.3))
    radius = r * rng.uniform(0.4, 0.55)
    c.cylinder(x, z, max(0.8, r * 0.1), 0, height * 0.6, body)
    for k in range(3):
        bottom = height * (0.2 + 0.26 * k)
        c.tapered(x, z, radius * (1 - 0.25 * k), radius * 0.12, bottom, bottom + height * 0.36, roof)


def forest(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A dozen trees."""
    draw = _pine if rng.random() < 0.4 else _tree
    for _ in range(int(rng.integers(8, 15))):
        x, z = rng.uniform(-1.2, 1.2, 2) * r
        draw(c, x, z, r * rng.uniform(0.28, 0.45), rng, body, roof)
    return ["many trees"]


def mountain(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A rugged peak with a cap."""
    x, z = c.plan
    angle = np.arctan2(z, x)
    rugged = sum(
        a * np.cos(k * angle + p)
        for k, a, p in zip((2, 3, 5, 9), (0.14, 0.1, 0.07, 0.05), rng.uniform(0, 6.3, 4), strict=True)
    )
    height = min(c.headroom - 1, r * rng.uniform(0.9, 1.3))
    profile = np.clip(1 - np.sqrt(x**2 + z**2) / (r * 1.25 * (1 + rugged)), 0, 1) ** rng.uniform(0.9, 1.3)
    heights = height * profile
    c.mound(heights, body)
    if roof == body:
        return ["rocky slopes"]
    snow_line = height * rng.uniform(0.5, 0.68)
    cap = heights > snow_line + rng.uniform(0, 1, heights.shape)
    solid = c.blocks == body
    _cap(c, solid, cap, snow_line, roof)
    return ["a capped peak", "a white summit" if roof == SNOW else "a high summit"]


def _cap(c: Canvas, solid: np.ndarray, columns: np.ndarray, bottom: float, block: int) -> None:
    ground = c.blocks.shape[1] - c.headroom
    above = np.arange(c.blocks.shape[1])[None, :, None] > ground + bottom
    c.blocks[solid & above & columns[:, None, :]] = block


def bridge(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A deck on arches over a river."""
    half_river = r * rng.uniform(0.5, 0.7)
    x, z = c.plan
    ground = c.blocks.shape[1] - c.headroom
    river = np.broadcast_to(np.abs(x + np.sin(z / r * 2) * r * 0.1) < half_river, (x.shape[0], z.shape[1]))
    c.blocks[:, ground - 1, :][river] = WATER
    half_z = max(1.6, r * rng.uniform(0.14, 0.24))
    span = r * 1.25
    deck = max(3.0, r * rng.uniform(0.3, 0.42))
    rise = deck * rng.uniform(0.0, 0.35)
    arches = int(rng.integers(1, 4))
    columns = np.broadcast_to((np.abs(z) < half_z) & (np.abs(x) < span), (x.shape[0], z.shape[1]))
    top = deck + rise * np.cos(x / span * np.pi / 2) - 0.15 * deck
    phase = (x / (half_river * 1.05) + 1) / 2 * arches
    within = (phase > 0) & (phase < arches)
    opening = np.sqrt(np.clip(1 - (2 * (phase % 1) - 1) ** 2 * 1.25, 0, 1)) * (deck * 0.72)
    height = np.where(columns, top, 0)
    c.mound(np.broadcast_to(height, columns.shape), body)
    y = np.arange(c.blocks.shape[1])[None, :, None] - ground + 0.5
    gap = columns[:, None, :] & (y > 0) & (y < np.where(within, opening, 0)[:, :, None])
    c.blocks[gap] = 0
    rail = columns & (np.abs(z) > half_z - 1)
    c.blocks[rail[:, None, :] & (y > 0) & (y >= top[:, :, None]) & (y < top[:, :, None] + 1)] = roof
    return [f"{('one arch', 'two arches', 'three arches')[arches - 1]}", "a river below", "railings"]


def wall(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A long wall from edge to edge with battlements, and often a gate or towers."""
    h = max(4, round(r * rng.uniform(0.45, 0.7)))
    thick = max(1.4, r * rng.uniform(0.1, 0.18))
    length = r * 1.6
    c.box(0, 0, length, thick, 0, h, body)
    c.merlons(0, 0, length, thick, h, body)
    details = ["battlements"]
    if rng.random() < 0.5:
        for x in (-length * 0.62, length * 0.62):
            _tower(c, x, 0, thick * 1.7, round(h * 1.4), body, roof, rng.random() < 0.5, False)
        details.append("two towers")
    if rng.random() < 0.6:
        c.carve(0, 0, max(1.4, r * 0.14), thick + 1, 0, h * 0.65)
        details.append("a gate")
    return details


def lighthouse(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A slim tapering tower in bands with a lantern room."""
    radius = max(2.2, r * rng.uniform(0.26, 0.36))
    height = round(min(c.headroom * 0.75, r * rng.uniform(1.5, 2.1)))
    bands = int(rng.integers(4, 7))
    other = roof if roof != body else DIRT
    for k in range(bands):
        low, high = (radius * (1 - 0.4 * (k + j) / bands) for j in (0, 1))
        c.tapered(0, 0, low, high, height * k / bands - 0.5, height * (k + 1) / bands, (body, other)[k % 2])
    c.cylinder(0, 0, radius * 0.8, height, height + 1, STONE)
    c.cylinder(0, 0, radius * 0.45, height + 1, height + 1 + radius * 0.7, WATER)
    c.tapered(0, 0, radius * 0.75, 0.3, height + 1 + radius * 0.7, height + 1 + radius * 1.5, other)
    return ["stripes", "a lantern room"]


def temple(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Columns on a stepped platform under a low gable."""
    half_x, half_z = r * rng.uniform(0.75, 0.9), r * rng.uniform(0.45, 0.6)
    base = max(2, round(r * 0.12))
    for k in range(base):
        c.box(0, 0, half_x + base - k, half_z + base - k, k, k + 1, body)
    h = base + max(4, round(r * rng.uniform(0.4, 0.55)))
    columns = int(rng.integers(4, 7))
    thick = max(0.8, r * 0.07)
    for x in np.linspace(-half_x + thick, half_x - thick, columns):
        for z in (-half_z + thick, half_z - thick):
            c.cylinder(x, z, thick, base, h, body)
    c.box(0, 0, half_x * 0.6, half_z * 0.5, base, h, body)
    c.gable(0, 0, half_x + 1, half_z + 1, h - 0.5, roof, rng.uniform(0.4, 0.6), True)
    return ["columns", "wide steps"]


def dome(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A half ball with an entrance tunnel."""
    radius = r * rng.uniform(0.6, 0.85)
    c.ball(0, 0, 0, radius, body, squash=rng.uniform(0.8, 1.0))
    half = max(1.5, radius * 0.24)
    c.cylinder(0, radius, half, 0, half * 1.4, body)
    c.carve(0, radius + half * 0.3, half * 0.5, half * 1.1, 0, half * 0.9)
    return ["a small entrance"]


def village(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Several small houses."""
    count = int(rng.integers(4, 7))
    turn = rng.uniform(0, 6.3)
    for k in range(count):
        angle = turn + k * 2 * np.pi / count
        x, z = r * 0.82 * np.cos(angle), r * 0.82 * np.sin(angle)
        half = max(2.2, r * rng.uniform(0.18, 0.26))
        _house(
            c, x, z, half, half * rng.uniform(0.75, 1), max(2, round(half * 0.8)), body, roof, rng, rng.random() < 0.5
        )
    return ["several houses", "small houses"]


KINDS = (
    Kind("castle", castle, (STONE, STONE, STONE, STONE, SAND, SNOW, DIRT), (PLANK, DIRT, SNOW), (0.62, 0.85), 2.5, 1.7),
    Kind("tower", tower, (STONE, STONE, SAND, PLANK, SNOW, DIRT), (PLANK, DIRT, SNOW, STONE), (0.55, 0.85), 2.0),
    Kind("house", house, (PLANK, STONE, SNOW, SAND), (DIRT, PLANK, STONE, SNOW, SAND), (0.55, 0.85), 2.0, 1.7),
    Kind("pyramid", pyramid, (SAND, SAND, SAND, STONE, SNOW), (), (0.65, 0.9), 1.5),
    Kind("tree", tree, (DIRT, PLANK), (GRASS,), (0.6, 0.9), 1.2, 2.3),
    Kind("mountain", mountain, (STONE, STONE, DIRT, SAND), (SNOW, SNOW, SNOW), (0.75, 0.95), 1.2),
    Kind("bridge", bridge, (STONE, PLANK, SAND), (), (0.7, 0.9), 1.2),
    Kind("wall", wall, (STONE, STONE, SAND, PLANK), (), (0.6, 0.8), 1.2),
    Kind("church", church, (STONE, SNOW, PLANK, SAND), (DIRT, PLANK, STONE), (0.7, 0.9), 1.0, 2.0),
    Kind("pine tree", pine, (DIRT, PLANK), (GRASS, GRASS, SNOW), (0.6, 0.9), 0.7),
    Kind("forest", forest, (DIRT, PLANK), (GRASS,), (0.65, 0.85), 0.7),
    Kind("lighthouse", lighthouse, (SNOW, STONE), (DIRT, SAND, WATER), (0.7, 0.9), 0.8),
    Kind("temple", temple, (SAND, STONE, SNOW), (SAND, STONE, PLANK), (0.65, 0.85), 0.8, 1.3),
    Kind("dome", dome, (SNOW, SNOW, STONE, SAND), (), (0.65, 0.9), 0.7),
    Kind("village", village, (PLANK, STONE, SAND), (DIRT, PLANK), (0.75, 0.95), 0.8),
)
"""Every kind, in a fixed order."""

KINDS_BY_NAME = {kind.name: kind for kind in KINDS}

assert CLASSIC.names[STONE - 1] == "Stone"
