"""Waters, and what lies in them."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import DIRT, GRASS, PLANK, SAND, STONE, WATER, Rng
from voxstudio.world.generators.structures.parts import palm_at, pine_at, tree_at, wobble


def lake(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Still water with a natural outline and a beach, often with trees on its shore or an islet."""
    pond(c, r * rng.uniform(0.75, 0.9), rng, stretch=rng.uniform(0.75, 1.3), shore=roof)
    details = ["a sandy shore" if roof == SAND else "a rocky shore"]
    if rng.random() < 0.5:
        draw = pine_at if rng.random() < 0.5 else tree_at
        for _ in range(int(rng.integers(3, 7))):
            angle = rng.uniform(0, 2 * np.pi)
            draw(
                c.near(r * 1.12 * np.cos(angle), r * 1.12 * np.sin(angle)), r * rng.uniform(0.2, 0.3), rng, DIRT, GRASS
            )
        details.append("trees on its shore")
    if rng.random() < 0.3:
        radius = max(2, r * 0.22)
        c.cylinder(0, 0, radius, -2, 0, GRASS)
        c.ball(0, -0.5, 0, radius, GRASS, squash=0.4)
        details.append("an islet")
    return details


def pond(c: Canvas, r: float, rng: Rng, stretch: float = 1.0, shore: int = SAND) -> None:
    """Water sunk into the ground around the origin, inside a ring of shore."""
    x, z = c.plan
    reach = np.hypot(x / stretch, z * stretch) / wobble(c, rng)
    c.columns(reach < r + max(1.5, r * 0.12), -1, 0, shore)
    c.columns(reach < r, -1, 0, 0)
    c.columns(reach < r, -2, -1, WATER)


def river(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A band of water that winds through the whole land from north to south, often between trees."""
    x, z = c.plan
    half = r * rng.uniform(0.22, 0.36)
    bend, waves, phase = r * rng.uniform(0.2, 0.42), rng.uniform(2.2, 3.6), rng.uniform(0, 2 * np.pi)
    away = np.abs(x - bend * np.sin(z / r * waves + phase))
    c.columns(away < half + max(1.2, r * 0.07), -1, 0, roof)
    c.columns(away < half, -1, 0, 0)
    c.columns(away < half, -2, -1, WATER)
    details = ["many bends", "a sandy bank" if roof == SAND else "a rocky bank"]
    if rng.random() < 0.5:
        draw = pine_at if rng.random() < 0.4 else tree_at
        for _ in range(int(rng.integers(4, 8))):
            z_tree = rng.uniform(-1.1, 1.1) * r
            side = half * rng.choice((-1, 1)) * rng.uniform(1.9, 2.6)
            place = c.near(bend * np.sin(z_tree / r * waves + phase) + side, z_tree)
            draw(place, r * rng.uniform(0.2, 0.3), rng, DIRT, GRASS)
        details.append("trees along it")
    return details


def island(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A green mound in open water with a beach around it, bare, with palms, or with a rocky peak."""
    x, z = c.plan
    radius = r * rng.uniform(0.82, 1.0)
    share = np.hypot(x, z) / (radius * wobble(c, rng, 1.1))
    h = max(3.0, r * rng.uniform(0.18, 0.32))
    heights = h * np.clip(1 - share**2, 0, 1)
    beach = max(1.0, h * 0.3)
    c.mound(heights, SAND)
    c.paint(SAND, heights > beach, -0.5, body)
    dressing = rng.random()
    if dressing < 0.5:
        count = int(rng.integers(2, 6))
        turn = rng.uniform(0, 2 * np.pi)
        for k in range(count):
            angle, out = turn + 2 * np.pi * k / count, radius * rng.uniform(0.15, 0.42)
            px, pz = out * np.cos(angle), out * np.sin(angle)
            base = float(heights[np.abs(x[:, 0] - px).argmin(), np.abs(z[0] - pz).argmin()])
            palm_at(c.at(px, pz, int(base)), r * rng.uniform(0.4, 0.55), rng, PLANK, GRASS)
        return ["palm trees", f"{('two', 'three', 'four', 'five')[count - 2]} palm trees", "a beach"]
    if dressing < 0.75:
        peak = min(c.headroom - 1, r * rng.uniform(0.6, 0.85))
        c.mound(peak * np.clip(1 - share / 0.6, 0, 1), STONE)
        return ["a rocky peak", "a beach"]
    return ["a beach", "a sandy beach"]


def boat(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A hull with a raised bow and stern, and one to three masts with square or triangular sails, afloat."""
    long, wide = r * rng.uniform(0.82, 0.98), r * rng.uniform(0.28, 0.36)
    deck = max(2.0, r * rng.uniform(0.16, 0.24))
    x, z = c.plan
    along = x / long
    # Full amidships and at the stern in the west, pointed at the bow in the east.
    beam = wide * np.clip(1 - np.where(along > 0, along**2, (along * 0.75) ** 4), 0, 1) ** 0.6
    sheer = deck * (1 + 0.7 * np.clip(along, 0, 1) ** 2 + 0.55 * (along < -0.55))
    hull = (np.abs(z) < beam) & (np.abs(along) < 1)
    c.columns(hull, -2, np.broadcast_to(sheer, hull.shape), body)
    inner = (np.abs(z) < beam - 1.2) & (np.abs(along) < 0.9)
    c.columns(inner, deck * 0.8, np.broadcast_to(sheer + 1, hull.shape), 0)
    c.columns(inner & (along < -0.55), 0, np.broadcast_to(sheer - 0.5, hull.shape), body)
    masts = int(rng.choice((1, 1, 2, 3)))
    mast = PLANK if body == DIRT else DIRT
    square = rng.random() < 0.6
    places = {1: (0.0,), 2: (-0.3, 0.38), 3: (-0.55, 0.02, 0.52)}[masts]
    for k, place in enumerate(places):
        px = place * long
        top = min(c.headroom - 1, r * rng.uniform(1.2, 1.5) * (0.8 if masts > 1 and k != masts // 2 else 1))
        c.beam((px, 0, 0), (px, top, 0), max(0.75, r * 0.04), mast)
        width = long * (0.62 / masts + 0.12)
        if square:
            for low, high, share in ((0.28, 0.62, 1.0), (0.66, 0.92, 0.72)):
                c.box(px + 1, 0, 0.9, wide * 1.35 * share, top * low, top * high, roof)
        else:
            for y in range(int(top * 0.24), int(top * 0.95)):
                reach = width * (1 - (y - top * 0.24) / (top * 0.71))
                c.box(px - reach / 2 - 1, 0, reach / 2, 0.8, y, y + 1, roof)
    c.beam((long * 0.85, deck * 1.5, 0), (long * 1.15, deck * 2.2, 0), 0.75, mast)
    return [
        ("one mast", "two masts", "three masts")[masts - 1],
        "square sails" if square else "triangular sails",
        "sails",
    ]
