"""What engineers build: bridges, arches, fountains, stairs."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import DIRT, GRASS, PLANK, SAND, SNOW, STONE, WATER, Rng
from voxstudio.world.generators.structures.parts import gable_roof


def bridge(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A deck on arches over a river."""
    half_river = r * rng.uniform(0.5, 0.7)
    x, z = c.plan
    river = np.abs(x + np.sin(z / r * 2) * r * 0.1) < half_river
    c.columns(river, -1, 0, WATER)
    half_z = max(1.6, r * rng.uniform(0.16, 0.26))
    span = r * 1.25
    deck = max(4.0, r * rng.uniform(0.38, 0.52))
    rise = deck * rng.uniform(0.0, 0.4)
    arches = int(rng.integers(1, 4))
    columns = (np.abs(z) < half_z) & (np.abs(x) < span)
    top = deck + rise * np.cos(x / span * np.pi / 2) - 0.15 * deck
    tops = np.broadcast_to(top, columns.shape)
    c.columns(columns, 0, tops, body)
    phase = (x / (half_river * 1.05) + 1) / 2 * arches
    within = (phase > 0) & (phase < arches)
    opening = np.sqrt(np.clip(1 - (2 * (phase % 1) - 1) ** 2 * 1.25, 0, 1)) * (deck * 0.72)
    c.columns(columns & within, 0, np.broadcast_to(opening, columns.shape), 0)
    rail = columns & (np.abs(z) > half_z - 1)
    c.columns(rail, 0, np.where(rail, np.ceil(tops - 0.5) + 1, 0), roof)
    c.columns(rail & within, 0, np.broadcast_to(opening, columns.shape), 0)
    return [("one arch", "two arches", "three arches")[arches - 1], "a river below", "railings"]


def aqueduct(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A tall thin row of arches from edge to edge, often in two tiers, with water on top."""
    half_z = max(1.5, r * rng.uniform(0.09, 0.13))
    length = r * 1.6
    h = round(min(c.headroom * 0.8, r * rng.uniform(0.85, 1.15)))
    two = rng.random() < 0.6
    c.box(0, 0, length, half_z, 0, h, body)
    tiers = ((0, h * 0.55, 1), (h * 0.6, h * 0.9, 2)) if two else ((0, h * 0.85, 1),)
    count = int(rng.integers(4, 7))
    pitch = 2 * length / count
    for bottom, top, times in tiers:
        each = pitch / times
        half = each * 0.36
        for k in range(count * times + 1):
            c.vault((k - count * times / 2) * each, 0, half, half_z + 1, bottom, max(bottom + 1, top - half), False)
    if two:
        c.box(0, 0, length, half_z + 0.7, h * 0.55, h * 0.6, body)
    c.box(0, 0, length, half_z + 0.7, h, h + 1, body)
    c.box(0, 0, length, max(0.7, half_z - 1), h, h + 1, WATER)
    return ["two rows of arches" if two else "tall arches", "many arches", "water on top"]


def arch(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A heavy block with one or three vaults, or a slender bow that stands alone."""
    if rng.random() < 0.35:
        radius = min(r * rng.uniform(0.75, 0.92), c.headroom * 0.72)
        lift = rng.uniform(0.0, 0.2) * radius
        thick = max(1.4, radius * rng.uniform(0.12, 0.2))
        deep = max(1.5, thick * rng.uniform(0.9, 1.5))
        c.vault(0, 0, radius, deep, 0, lift, False, body)
        c.vault(0, 0, radius - thick, deep + 1, 0, lift, False)
        return ["a round curve", "a wide opening"]
    half_x, half_z = r * rng.uniform(0.68, 0.85), r * rng.uniform(0.26, 0.36)
    h = round(min(c.headroom * 0.82, half_x * rng.uniform(1.4, 1.75)))
    c.box(0, 0, half_x, half_z, 0, h, body)
    c.box(0, 0, half_x + 1, half_z + 1, 0, max(1, h * 0.06), body)
    c.box(0, 0, half_x + 1, half_z + 1, h * 0.74, h * 0.74 + max(1, h * 0.06), roof)
    c.box(0, 0, half_x + 1, half_z + 1, h, h + max(1, h * 0.06), roof)
    three = rng.random() < 0.4
    half = half_x * (0.3 if three else 0.46)
    c.vault(0, 0, half, half_z + 2, 0, h * 0.66 - half, along_x=False)
    if three:
        for side in (-0.65, 0.65):
            c.vault(side * half_x, 0, half_x * 0.17, half_z + 2, 0, h * 0.34 - half_x * 0.1, along_x=False)
    return ["three openings" if three else "one great opening", "a wide opening"]


def lighthouse(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A slim tapering tower in bands, a gallery and a lantern room, often with a keeper's house."""
    height = round(min(c.headroom * 0.76, r * rng.uniform(1.5, 2.1)))
    radius = min(max(2.2, r * rng.uniform(0.28, 0.36)), height * 0.24)
    bands = int(rng.integers(4, 7))
    other = roof if roof != body else DIRT
    for k in range(bands):
        low, high = (radius * (1 - 0.4 * (k + j) / bands) for j in (0, 1))
        start, end = height * k / bands - 0.5, height * (k + 1) / bands
        c.tapered(0, 0, low, high, start, end, (body, other)[k % 2])
        # Bands are paint: the tower's own material is the one that most blocks have.
        c.tapered(0, 0, low - 1.1, high - 1.1, start, end, body)
    c.cylinder(0, 0, radius * 0.85, height, height + 1, STONE)
    lamp = max(2, radius * 0.7)
    c.cylinder(0, 0, max(1.1, radius * 0.5), height + 1, height + 1 + lamp, WATER)
    c.tapered(0, 0, radius * 0.75, 0.3, height + 1 + lamp, height + 1 + lamp + radius * 0.8, other)
    details = ["stripes", "a lantern room"]
    if rng.random() < 0.4:
        half = max(2.2, radius * 0.8)
        place = c.at(radius + half * 0.9, 0)
        place.box(0, 0, half, half * 0.8, 0, max(3, half * 0.9), body)
        gable_roof(place, 0, 0, half, half * 0.8, max(3, half * 0.9) - 0.5, body, other, 0.8, True)
        details.append("a small house")
    return details


def well(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A ring of masonry around water, two posts and a little roof, a bucket on a rope."""
    radius = r * rng.uniform(0.42, 0.55)
    rim = max(3, round(radius * rng.uniform(0.6, 0.8)))
    thick = max(1.3, radius * 0.3)
    c.cylinder(0, 0, radius, 0, rim, body)
    c.cylinder(0, 0, radius - thick, rim - 2, rim - 1, WATER)
    c.cylinder(0, 0, radius - thick, rim - 1, rim, 0)
    top = min(c.headroom * 0.62, rim + radius * rng.uniform(1.2, 1.6))
    post = max(0.8, radius * 0.13)
    timber = PLANK if body != PLANK else DIRT
    for side in (-1, 1):
        c.box(side * (radius - thick / 2), 0, post, post, 0, top + 1, timber)
    c.beam((-radius, rim + (top - rim) * 0.55, 0), (radius, rim + (top - rim) * 0.55, 0), max(0.75, post), timber)
    c.beam((0, rim, 0), (0, rim + (top - rim) * 0.55, 0), 0.7, timber)
    c.box(0, 0, max(1, radius * 0.18), max(1, radius * 0.18), rim, rim + max(1, radius * 0.22), timber)
    half_z = radius * rng.uniform(0.75, 0.95)
    steep = rng.uniform(0.7, 1.0)
    c.gable(0, 0, radius * 1.15, half_z, top, roof, steep, along_x=True)
    c.gable(0, 0, radius * 1.2, half_z - 1.4, top - 1, 0, steep, along_x=True)
    for side in (-1, 1):
        c.box(side * (radius - thick / 2), 0, post, post, rim, top + half_z * steep - 1, timber)
    return ["a little roof", "a bucket", "water inside"]


def fountain(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A wide basin of water, a pillar with one or two bowls, and a jet that falls back."""
    basin = r * rng.uniform(0.78, 0.92)
    rim = max(3, round(basin * 0.2))
    c.cylinder(0, 0, basin, 0, rim, body)
    c.cylinder(0, 0, basin - max(1.2, basin * 0.14), rim - 1, rim, WATER)
    bowls = int(rng.integers(1, 3))
    y = float(rim)
    wide = basin * 0.52
    for _ in range(bowls):
        up = max(3.0, basin * rng.uniform(0.32, 0.42))
        c.cylinder(0, 0, max(1.2, wide * 0.26), y - 1, y + up, body)
        c.tapered(0, 0, wide * 0.35, wide, y + up - max(1.5, wide * 0.25), y + up, body)
        c.cylinder(0, 0, wide - max(1.2, wide * 0.2), y + up - 1, y + up, WATER)
        # Water that runs over the edge in four places.
        for x, z in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            c.box(x * wide, z * wide, 0.6, 0.6, rim, y + up, WATER)
        y += up
        wide *= 0.55
    jet = min(c.headroom - y - 1, max(2.0, basin * 0.3))
    c.tapered(0, 0, max(0.8, basin * 0.07), 0.6, y - 1, y + jet, WATER)
    return ["a round basin", "a jet of water", "two bowls" if bowls == 2 else "one bowl"]


def stairs(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A broad flight of steps that climbs to the north, between side walls or free."""
    half_x = r * rng.uniform(0.4, 0.7)
    half_z = r * rng.uniform(0.8, 0.95)
    steps = int(rng.integers(5, 9))
    h = min(c.headroom * 0.85, r * rng.uniform(0.9, 1.3))
    depth = 2 * half_z / steps
    for k in range(steps):
        c.box(0, -depth * k / 2, half_x, half_z - depth * k / 2, h * k / steps - 0.5, h * (k + 1) / steps, body)
    if rng.random() < 0.5:
        side = max(0.8, half_x * 0.1)
        for k in range(steps):
            for x in (-half_x, half_x):
                top = h * (k + 1) / steps + max(1, h * 0.1)
                c.box(x, half_z - depth * (k + 0.5), side, depth / 2 + 0.1, 0, top, roof)
        return ["side walls", "broad steps", "many steps"]
    return ["broad steps", f"{('five', 'six', 'seven', 'eight')[steps - 5]} steps"]


def garden(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A picket fence around beds of flowers, with a path and often a small tree."""
    half_x, half_z = r * rng.uniform(0.82, 0.95), r * rng.uniform(0.7, 0.9)
    tall = max(2, round(r * 0.14))
    c.box(0, 0, half_x, half_z, -1, 0, DIRT)
    beds = int(rng.integers(3, 5))
    ground_x, ground_z = c.plan
    for k in range(beds):
        x = -half_x + (k + 0.5) * 2 * half_x / beds
        wide = half_x / beds - max(0.9, r * 0.05)
        c.box(x, 0, wide, half_z - max(2, r * 0.12), 0, 1, GRASS)
        flowers = (SNOW, SAND, WATER, PLANK, DIRT)[rng.integers(5)]
        dots = (np.floor(ground_x) + np.floor(ground_z)) % 2 == 0
        c.columns(dots & (np.abs(ground_x - x) < wide) & (np.abs(ground_z) < half_z - max(2, r * 0.12)), 1, 2, flowers)
    c.box(0, 0, half_x - 1, max(1, r * 0.08), 0, 3, 0)
    c.box(0, 0, half_x, half_z, tall - 1, tall, body, hollow=1)
    for y in (*range(tall - 1), tall):
        c.merlons(0, 0, half_x, half_z, y, body)
    c.carve(0, half_z, max(1, r * 0.1), 1.5, 0, tall + 2)
    c.box(0, half_z * 0.5, max(1, r * 0.08), half_z * 0.5, -1, 0, SAND)
    return ["rows of flowers", "a fence", "a path"]
