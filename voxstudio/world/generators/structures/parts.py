"""Parts that several kinds share."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import WATER, Rng, door_of

ROOTS = -8
"""How deep trunks reach, for ground that falls away beside a level site."""


def turret(
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
    """A tower of radius ``r``: a wider crown with battlements or a pointed roof on ``h`` blocks of wall."""
    wide = r + (max(0.7, r * 0.18) if crown else 0)
    lip = max(1, round(h * 0.12))
    if is_round:
        c.cylinder(x, z, r, 0, h, body)
        c.cylinder(x, z, wide, h - lip, h + 0.6, body)
    else:
        c.box(x, z, r, r, 0, h, body)
        c.box(x, z, wide, wide, h - lip, h + 0.6, body)
    if roofed:
        c.tapered(x, z, wide + 0.7, 0.3, h, h + wide * 1.9, roof, square=not is_round)
    elif is_round:
        c.ring_merlons(x, z, wide, h + 1, body, tooth_of(wide))
    else:
        c.merlons(x, z, wide, wide, h + 1, body, tooth_of(wide))


def tooth_of(half: float) -> int:
    """The size of the battlements on a wall that reaches ``half`` blocks to each side."""
    return 1 if half < 5 else 2


def hipped_roof(c: Canvas, half_x: float, half_z: float, bottom: float, body: int, roof: int, steep: float) -> None:
    """A roof that leans inwards from all four walls of these half widths."""
    rise = round(min(half_x, half_z) * steep)
    for k in range(rise + 1):
        inwards = k / steep - 1.2
        c.box(0, 0, half_x - inwards, half_z - inwards, bottom + k, bottom + k + 1, roof)
        # What the roof covers is wall, as under a gable.
        c.box(0, 0, half_x - inwards - 1.3, half_z - inwards - 1.3, bottom + k - 1, bottom + k, body)


def tower_openings(c: Canvas, r: float, h: float, body: int, square: bool) -> None:
    """A door in the south and windows on all four sides of a tower around the origin."""
    wide = max(0.7, r * 0.2)
    deep = 1.01 if square else max(1.01, r * 0.12)
    c.box(0, r, max(0.8, r * 0.26), deep, 0, max(2, r * 0.7), door_of(body))
    for share in (0.42, 0.7):
        low, high = h * share, h * share + max(1, r * 0.4)
        for side in (-r, r):
            c.box(0, side, wide, deep, low, high, WATER)
            c.box(side, 0, deep, wide, low, high, WATER)


def gable_roof(
    c: Canvas,
    x: float,
    z: float,
    half_x: float,
    half_z: float,
    bottom: float,
    body: int,
    roof: int,
    steep: float,
    along_x: bool,
    eave: float = 0.8,
) -> float:
    """A roof on walls of these half widths, its gable ends of the body material; returns the height of its ridge."""
    top = c.gable(x, z, half_x + eave, half_z + eave, bottom, roof, steep, along_x)
    # What a roof covers is wall: a caption's material must be the one most blocks have.
    if along_x:
        c.gable(x, z, half_x, half_z - 0.6, bottom, body, steep, along_x)
    else:
        c.gable(x, z, half_x - 0.6, half_z, bottom, body, steep, along_x)
    return top


def house_at(
    c: Canvas,
    half_x: float,
    half_z: float,
    h: float,
    body: int,
    roof: int,
    steep: float,
    along_x: bool,
    storeys: int = 1,
    hipped: bool = False,
) -> None:
    """Walls, a door in the south, rows of windows and a gabled or hipped roof around the origin."""
    c.box(0, 0, half_x, half_z, 0, h, body)
    eave = max(0.8, min(half_x, half_z) * 0.15)
    if hipped:
        hipped_roof(c, half_x, half_z, h, body, roof, steep)
    else:
        gable_roof(c, 0, 0, half_x, half_z, h - 0.5, body, roof, steep, along_x, eave)
    wide = max(0.8, half_x * 0.13)
    tall = h / storeys
    c.box(0, half_z, wide, 1.01, 0, max(2, tall * 0.7), door_of(body))
    for storey in range(storeys):
        low, high = tall * (storey + 0.38), tall * (storey + 0.78)
        for side in (-half_z, half_z):
            c.box(-0.58 * half_x, side, wide, 1.01, low, high, WATER)
            c.box(0.58 * half_x, side, wide, 1.01, low, high, WATER)
        for side in (-half_x, half_x):
            c.box(side, 0, 1.01, max(0.8, half_z * 0.2), low, high, WATER)


def tree_at(c: Canvas, r: float, rng: Rng, trunk: int, leaves: int) -> None:
    """A trunk and a round crown, about as high as 2 ``r``."""
    h = r * rng.uniform(0.7, 1.0)
    radius = r * rng.uniform(0.55, 0.7)
    c.cylinder(0, 0, max(0.8, r * 0.13), ROOTS, h + radius * 0.5, trunk)
    c.ball(0, h + radius * 0.6, 0, radius, leaves, squash=rng.uniform(0.75, 1.0))
    for _ in range(3):
        dx, dz = rng.uniform(-0.45, 0.45, 2) * radius
        c.ball(dx, h + radius * rng.uniform(0.4, 0.9), dz, radius * 0.7, leaves, squash=0.9)


def pine_at(c: Canvas, r: float, rng: Rng, trunk: int, leaves: int) -> None:
    """A trunk under three stacked cones."""
    height = min(c.headroom - 1, r * rng.uniform(1.7, 2.3))
    radius = r * rng.uniform(0.45, 0.6)
    c.cylinder(0, 0, max(0.8, r * 0.1), ROOTS, height * 0.6, trunk)
    for k in range(3):
        bottom = height * (0.2 + 0.26 * k)
        c.tapered(0, 0, radius * (1 - 0.25 * k), radius * 0.12, bottom, bottom + height * 0.36, leaves)


def palm_at(c: Canvas, r: float, rng: Rng, trunk: int, leaves: int) -> None:
    """A leaning trunk under a star of drooping leaves."""
    h = min(c.headroom * 0.75, r * rng.uniform(1.2, 1.6))
    lean, turn = rng.uniform(0.05, 0.2) * h, rng.uniform(0, 2 * np.pi)
    x, z = lean * np.cos(turn), lean * np.sin(turn)
    thick = max(0.75, r * 0.1)
    c.beam((0, ROOTS, 0), (x, h, z), thick, trunk)
    count = int(rng.integers(6, 9))
    reach = r * rng.uniform(0.6, 0.75)
    for k in range(count):
        angle = turn + 2 * np.pi * k / count
        out_x, out_z = np.cos(angle), np.sin(angle)
        bend = (x + out_x * reach * 0.55, h + reach * 0.22, z + out_z * reach * 0.55)
        c.beam((x, h, z), bend, max(0.75, r * 0.09), leaves)
        c.beam(bend, (x + out_x * reach, h - reach * 0.3, z + out_z * reach), max(0.7, r * 0.07), leaves)


def wobble(c: Canvas, rng: Rng, amount: float = 1.0) -> np.ndarray:
    """A factor near 1 for each column's distance from the origin that gives a round thing a natural outline."""
    x, z = c.plan
    angle = np.arctan2(z, x)
    waves = zip((2, 3, 5, 9), (0.14, 0.1, 0.07, 0.05), rng.uniform(0, 2 * np.pi, 4), strict=True)
    factor = np.ones(angle.shape)
    for k, a, p in waves:
        factor += amount * a * np.cos(k * angle + p)
    return factor
