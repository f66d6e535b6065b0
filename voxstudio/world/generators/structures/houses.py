"""Where people live and work."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import DIRT, PLANK, SNOW, STONE, WATER, Rng, door_of
from voxstudio.world.generators.structures.parts import gable_roof, house_at


def house(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Two storeys with rows of windows under a gabled or hipped roof, often with a chimney."""
    half_x = max(3.0, r * rng.uniform(0.6, 0.8))
    half_z = max(3.0, half_x * rng.uniform(0.7, 1.0))
    h = max(5, round(min(c.headroom * 0.5, half_z * rng.uniform(1.0, 1.4))))
    hipped = rng.random() < 0.35
    house_at(c, half_x, half_z, h, body, roof, rng.uniform(0.7, 1.0), rng.random() < 0.7, 2, hipped)
    details = ["a hipped roof" if hipped else "a gabled roof"]
    if rng.random() < 0.5:
        c.box(half_x * 0.55, -half_z * 0.4, 1.1, 1.1, h, h + half_z * 1.15, STONE if body != STONE else DIRT)
        details.append("a chimney")
    return [*details, "two floors", "a door and windows"]


def cottage(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Low walls under a roof much taller than they are, reaching far down, with a big chimney."""
    half_x = max(3.0, r * rng.uniform(0.62, 0.82))
    half_z = max(3.0, half_x * rng.uniform(0.62, 0.8))
    h = max(3, round(half_z * rng.uniform(0.75, 0.9)))
    steep = rng.uniform(0.9, 1.2)
    c.box(0, 0, half_x, half_z, 0, h, body)
    eave = max(1.0, half_z * 0.18)
    top = gable_roof(c, 0, 0, half_x, half_z, h - eave * steep * 0.4, body, roof, steep, True, eave)
    wide = max(0.8, half_x * 0.14)
    c.box(0, half_z, wide, 1.01, 0, max(2, h * 0.75), door_of(body))
    for x in (-0.58 * half_x, 0.58 * half_x):
        for side in (-half_z, half_z):
            c.box(x, side, wide, 1.01, h * 0.3, max(2, h * 0.7), WATER)
    c.box(half_x, 0, max(1.2, half_x * 0.14), max(1.2, half_x * 0.14), 0, top + 1, STONE if body != STONE else DIRT)
    details = ["a steep roof", "a big chimney", "low walls"]
    if rng.random() < 0.35:
        depth = half_z * 0.4
        c.box(0, half_z + eave + depth * 0.5, half_x * 0.9, depth, 0, 1, PLANK)
        details.append("a porch")
    return details


def barn(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A long hall under a gambrel roof, a great door in its south end, and often a silo."""
    half_z = r * rng.uniform(0.72, 0.88)
    half_x = half_z * rng.uniform(0.58, 0.72)
    h = max(4, round(half_x * rng.uniform(0.9, 1.15)))
    silo = rng.random() < 0.5
    x = -half_x * 0.35 if silo else 0.0
    at = c.at(x, 0)
    at.box(0, 0, half_x, half_z, 0, h, body)
    # A gambrel is a steep roof with a flatter one on it: the lower of the two at every place.
    for shell, block in ((0.0, roof), (1.2, body)):
        wide, long = half_x + 0.9 - shell, half_z + (0.9 if not shell else 0)
        _gambrel(at, wide, long, h - 0.5, block)
    doors = PLANK if body != PLANK else SNOW
    half, tall = half_x * 0.45, max(3, h * 0.85)
    at.box(0, half_z, half, 1.01, 0, tall, SNOW if body != SNOW else DIRT)
    at.box(0, half_z, half - 1, 1.01, 0, tall - 1, doors)
    at.box(0, half_z, max(0.8, half_x * 0.16), 1.01, h * 1.15, h * 1.5, SNOW if body != SNOW else DIRT)
    details = ["big doors", "a gambrel roof", "a hayloft"]
    if silo:
        radius = half_x * 0.36
        place = c.at(x + half_x + radius * 0.95, -half_z * rng.uniform(0.1, 0.5))
        tall = min(c.headroom * 0.8, h * rng.uniform(1.9, 2.3))
        other = SNOW if body != SNOW else STONE
        place.cylinder(0, 0, radius, 0, tall, other)
        place.ball(0, tall, 0, radius, roof, squash=0.8)
        details.append("a silo")
    return details


def _gambrel(c: Canvas, half_x: float, half_z: float, bottom: float, block: int) -> None:
    knee = half_x * 0.62
    rise = half_x * 0.62
    for y in range(int(bottom), int(bottom + rise + half_x * 0.5) + 1):
        up = y + 0.5 - bottom
        wide = half_x - (half_x - knee) * up / rise if up < rise else knee * (1 - (up - rise) / (half_x * 0.42))
        if wide > 0.5:
            c.box(0, 0, wide, half_z, y, y + 1, block)


def windmill(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A tapering tower with a cap and four great sails that face south."""
    reach = min(r * rng.uniform(0.75, 0.95), c.headroom * 0.48)
    low, high = reach * rng.uniform(0.42, 0.5), reach * rng.uniform(0.26, 0.32)
    h = round(reach * rng.uniform(1.12, 1.25))
    c.tapered(0, 0, low, high, 0, h, body)
    c.tapered(0, 0, high * 1.25, 0.4, h, h + high * 1.4, roof)
    c.box(0, low, max(0.8, low * 0.2), low * 0.25, 0, max(2, h * 0.18), door_of(body))
    front = low + max(0.8, reach * 0.06)
    hub = (0.0, float(h), front)
    c.beam((0, h, 0), hub, max(0.9, reach * 0.08), DIRT)
    turn = rng.uniform(0, np.pi / 2)
    cloth = SNOW if body != SNOW else PLANK
    for k in range(4):
        angle = turn + k * np.pi / 2
        out, side = (np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))
        tip = (reach * out[0], h + reach * out[1], front)
        wide = max(0.8, reach * 0.1)
        start = 0.28
        c.beam(
            (start * tip[0] + wide * side[0], h + start * reach * out[1] + wide * side[1], front),
            (tip[0] + wide * side[0], tip[1] + wide * side[1], front),
            wide,
            cloth,
        )
        c.beam(hub, tip, 0.75, DIRT)
    return ["four sails", "turning blades", "a cap"]


def village(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Several small houses around a green, sometimes with a well in the middle."""
    count = int(rng.integers(4, 8))
    turn = rng.uniform(0, 2 * np.pi)
    for k in range(count):
        angle = turn + k * 2 * np.pi / count
        half = max(2.2, r * rng.uniform(0.18, 0.25))
        place = c.at(r * 0.78 * np.cos(angle), r * 0.78 * np.sin(angle))
        h = max(3, round(half * rng.uniform(0.8, 1.1)))
        house_at(place, half, half * rng.uniform(0.75, 1), h, body, roof, rng.uniform(0.8, 1.1), rng.random() < 0.5)
    details = ["several houses", "small houses", f"{('four', 'five', 'six', 'seven')[count - 4]} houses"]
    if rng.random() < 0.5:
        c.cylinder(0, 0, max(1.6, r * 0.12), 0, 2, STONE)
        c.cylinder(0, 0, max(0.8, r * 0.07), 1, 2, WATER)
        details.append("a well in the middle")
    return details


def tent(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A ridge tent open in the south, or a cone of poles and cloth."""
    if rng.random() < 0.5:
        half_x, half_z = r * rng.uniform(0.55, 0.7), r * rng.uniform(0.7, 0.9)
        steep = rng.uniform(1.0, 1.3)
        top = c.gable(0, 0, half_x, half_z, 0, body, steep, along_x=False)
        # The opening is a smaller tent of air in the front third, dark inside.
        front = c.at(0, half_z - half_z * 0.18)
        front.gable(0, 0, half_x * 0.55, half_z * 0.2, 0, 0, steep * 1.4, along_x=False)
        c.at(0, half_z * 0.62).gable(0, 0, half_x * 0.55, 0.8, 0, DIRT if body != DIRT else PLANK, steep * 1.4, False)
        for side in (-half_z, half_z):
            c.beam((0, 0, side * 1.03), (0, top + 1.5, side * 1.03), 0.7, DIRT if body != DIRT else PLANK)
        return ["two poles", "an open front"]
    radius = r * rng.uniform(0.6, 0.75)
    top = min(c.headroom * 0.85, radius * rng.uniform(1.6, 2.0))
    c.tapered(0, 0, radius, radius * 0.12, 0, top, body)
    c.tapered(0, radius, radius * 0.32, 0.4, 0, top * 0.5, DIRT if body != DIRT else PLANK)
    for k in range(5):
        angle = 2 * np.pi * k / 5
        tip = (radius * 0.3 * np.cos(angle), top * 1.18, radius * 0.3 * np.sin(angle))
        c.beam((0, top * 0.92, 0), tip, 0.75, DIRT if body != DIRT else PLANK)
    return ["crossed poles on top", "a pointed top"]


def igloo(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A half ball of snow with a round tunnel for an entrance in the south."""
    radius = r * rng.uniform(0.66, 0.82)
    c.ball(0, 0, 0, radius, body, squash=rng.uniform(0.82, 1.0))
    half = max(2.2, radius * rng.uniform(0.28, 0.36))
    c.vault(0, radius, half, radius * 0.5, 0, half * 0.3, along_x=False, block=body)
    c.vault(0, radius * 1.3, half - max(1, half * 0.35), radius * 0.25, 0, half * 0.3, along_x=False)
    c.vault(0, radius * 1.08, half - max(1, half * 0.35), 1.0, 0, half * 0.3, along_x=False, block=DIRT)
    return ["an entrance tunnel", "a round roof"]


def skyscraper(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A slab many storeys high with bands or columns of windows, often stepping back, with a mast."""
    half_x = min(r * rng.uniform(0.36, 0.5), c.headroom * 0.28)
    half_z = half_x * rng.uniform(0.75, 1.0)
    top = round(c.headroom * rng.uniform(0.78, 0.9))
    tiers = int(rng.integers(1, 4))
    upright = rng.random() < 0.5
    bottom = 0
    for tier in range(tiers):
        share = 1 - 0.24 * tier
        end = round(top * ((tier + 1) / tiers) ** 0.7)
        x, z = half_x * share, half_z * share
        c.box(0, 0, x, z, bottom, end, body)
        if upright:
            pitch = max(3.0, half_x * 0.45)
            for offset in np.arange(-half_x + pitch * 0.6, half_x - 1, pitch):
                for side in (-1, 1):
                    if abs(offset) < x - 1:
                        c.box(offset, side * z, 0.8, 1.01, bottom + 1, end - 1, WATER)
                    if abs(offset) < z - 1:
                        c.box(side * x, offset, 1.01, 0.8, bottom + 1, end - 1, WATER)
        else:
            for y in range(bottom + 2, end - 1, 3):
                c.box(0, 0, x, z, y, y + 1, WATER, hollow=1.01)
        bottom = end
    details = ["glass windows", "many floors"]
    if rng.random() < 0.5:
        c.beam((0, top, 0), (0, c.headroom, 0), 0.75, STONE)
        details.append("a mast")
    return details + (["setbacks"] if tiers > 1 else ["a flat roof"])
