"""What grows and rises by itself, and what winter leaves."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import DIRT, PLANK, SNOW, Rng
from voxstudio.world.generators.structures.parts import palm_at, pine_at, tree_at, wobble


def tree(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A trunk and a round crown."""
    tree_at(c, min(r * rng.uniform(0.9, 1.15), c.headroom * 0.46), rng, body, roof)
    return ["a round crown", "a thick trunk"]


def pine(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A trunk under stacked cones."""
    pine_at(c, r * rng.uniform(0.9, 1.15), rng, body, roof)
    return ["layered branches", "snow on its branches" if roof == SNOW else "a pointed top"]


def palm(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A leaning trunk under a star of drooping leaves."""
    palm_at(c, r * rng.uniform(1.0, 1.2), rng, body, roof)
    return ["long leaves", "a bent trunk"]


def forest(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A dozen trees or more, firs or leaf trees."""
    firs = rng.random() < 0.4
    draw = pine_at if firs else tree_at
    for _ in range(int(rng.integers(11, 19))):
        x, z = rng.uniform(-1.15, 1.15, 2) * r
        draw(c.near(x, z), r * rng.uniform(0.28, 0.45), rng, body, roof)
    return ["many trees", "many fir trees" if firs else "leafy trees"]


def mushroom(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A thick stalk under a wide cap, often with white spots. The body is the cap."""
    cap = min(r * rng.uniform(0.65, 0.85), c.headroom * 0.55)
    h = min(c.headroom - cap * 0.8, cap * rng.uniform(0.8, 1.2))
    c.tapered(0, 0, cap * 0.34, cap * 0.24, 0, h + cap * 0.3, roof)
    squash = rng.uniform(0.55, 0.75)
    # The upper half of a ball: stand on the rim of the cap and what is below is left out.
    top = c.at(0, 0, round(h))
    top.ball(0, 0, 0, cap, body, squash=squash)
    if rng.random() < 0.6:
        spot = SNOW if body != SNOW else DIRT
        for k in range(9):
            angle, up = 2.4 * k, rng.uniform(0.25, 1.3)
            x, z = (cap * np.cos(up) * f(angle) for f in (np.cos, np.sin))
            top.ball(x, cap * squash * np.sin(up), z, max(1.1, cap * 0.13), spot)
        return ["spots", "a round cap"]
    return ["a round cap", "a thick stalk"]


def cactus(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A thick green column with one to three raised arms."""
    h = min(c.headroom * 0.9, r * rng.uniform(1.5, 1.9))
    thick = max(1.3, r * rng.uniform(0.14, 0.2))
    c.beam((0, 0, 0), (0, h - thick, 0), thick, body)
    arms = int(rng.integers(1, 4))
    turn = rng.uniform(0, 2 * np.pi)
    for k in range(arms):
        angle = turn + k * (np.pi if arms == 2 else 2.1)
        reach, low = r * rng.uniform(0.4, 0.55), h * rng.uniform(0.28, 0.45)
        x, z = reach * np.cos(angle), reach * np.sin(angle)
        c.beam((0, low, 0), (x, low, z), thick * 0.75, body)
        c.beam((x, low, z), (x, low + h * rng.uniform(0.25, 0.42), z), thick * 0.75, body)
    return [("one arm", "two arms", "three arms")[arms - 1]]


def snowman(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Three balls of snow, a face that looks south, arms of sticks and mostly a hat."""
    tall = min(c.headroom * 0.82, r * rng.uniform(1.7, 2.0))
    low, middle, high = tall * 0.29, tall * 0.22, tall * 0.165
    y_middle, y_high = low * 0.8 + low + middle * 0.45, tall - high
    c.ball(0, low * 0.8, 0, low, body)
    c.ball(0, y_middle, 0, middle, body)
    c.ball(0, y_high, 0, high, body)
    eye = max(0.75, high * 0.18)
    for side in (-1, 1):
        c.ball(side * high * 0.4, y_high + high * 0.3, high * 0.85, eye, DIRT)
        c.beam((side * middle * 0.8, y_middle, 0), (side * middle * 2.0, y_middle + middle * 0.8, 0), 0.8, DIRT)
    c.beam((0, y_high, high * 0.8), (0, y_high - high * 0.1, high * 1.7), max(0.75, high * 0.16), PLANK)
    for k in (-0.3, 0.35):
        c.ball(0, y_middle + middle * k, middle * 0.95, eye, DIRT)
    if rng.random() < 0.7:
        top = y_high + high * 0.75
        c.cylinder(0, 0, high * 1.15, top, top + max(1, high * 0.22), roof)
        c.cylinder(0, 0, high * 0.72, top, top + high * 1.1, roof)
        return ["a hat", "stick arms", "a nose"]
    return ["stick arms", "a nose"]


def mountain(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A rugged peak with a cap, sometimes with a lower one beside it."""
    x, z = c.plan
    height = min(c.headroom - 1, r * rng.uniform(1.0, 1.4))
    distance = np.hypot(x, z) / (r * 1.15 * wobble(c, rng, 1.3))
    heights = height * np.clip(1 - distance, 0, 1) ** rng.uniform(0.95, 1.3)
    details = ["rocky slopes", "one high peak"]
    if rng.random() < 0.35:
        angle = rng.uniform(0, 2 * np.pi)
        aside = np.hypot(x - r * 0.55 * np.cos(angle), z - r * 0.55 * np.sin(angle)) / (r * 0.65)
        heights = np.maximum(heights, height * 0.65 * np.clip(1 - aside, 0, 1))
        details = ["rocky slopes", "two peaks"]
    # Gullies: slopes of one angle would look like a cone.
    ridges = np.cos(rng.integers(7, 12) * np.arctan2(z, x) + rng.uniform(0, 6)) * np.clip(1 - distance, 0, 1) * distance
    heights = np.clip(heights + ridges * height * 0.22, 0, c.headroom - 1)
    c.mound(heights, body)
    if roof == body:
        return details
    snow_line = height * rng.uniform(0.5, 0.66)
    c.paint(body, heights > snow_line, snow_line + rng.uniform(-1.5, 1.5, heights.shape), roof)
    return [*details, "a white summit" if roof == SNOW else "a pale summit"]


def volcano(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A concave cone with a wide crater, lava in it and in streams down its sides."""
    x, z = c.plan
    rugged = wobble(c, rng, 0.5)
    reach = np.hypot(x, z) / rugged
    angle = np.arctan2(z, x)
    crater = r * rng.uniform(0.24, 0.34)
    height = min(c.headroom - 2, r * rng.uniform(0.9, 1.15))
    slope = np.clip((r * 1.15 - reach) / (r * 1.15 - crater), 0, 1.2)
    heights = height * slope ** rng.uniform(1.35, 1.7)
    floor = height * rng.uniform(0.6, 0.75)
    heights = np.where(reach < crater, np.maximum(floor, height - (crater - reach) * 1.6), heights)
    c.mound(np.minimum(heights, height), body)
    c.paint(body, reach < crater * 0.75, np.minimum(heights, height) - 2.2, roof)
    streams = int(rng.integers(2, 5))
    turn = rng.uniform(0, 2 * np.pi)
    for k in range(streams):
        off = np.abs(
            (angle - turn - 2 * np.pi * k / streams + 0.25 * np.sin(reach / r * 6) + np.pi) % (2 * np.pi) - np.pi
        )
        end = r * rng.uniform(0.65, 0.95)
        wide = max(1.0, r * 0.06)
        stream = (off * reach < wide) & (reach > crater * 0.6) & (reach < end)
        c.paint(body, stream, np.minimum(heights, height) - 1.6, roof)
    return ["a crater", "lava", f"{('two', 'three', 'four')[streams - 2]} streams of lava"]


def hill(c: Canvas, r: float, h: float, top: float, rng: Rng, block: int, cover: int) -> None:
    """A steep hill with a level top of radius ``top`` to build on."""
    x, z = c.plan
    reach = np.hypot(x, z) / wobble(c, rng, 0.4)
    heights = h * np.clip((r - reach) / max(r - top, 1), 0, 1) ** 0.9
    heights = np.where(np.hypot(x, z) < top, h, np.minimum(heights, h))
    c.mound(heights, block)
    c.paint(block, heights > 0, heights - 1.6, cover)
