"""Castles and what defends them."""

from __future__ import annotations

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import DIRT, PLANK, WATER, Rng, door_of
from voxstudio.world.generators.structures.parts import tooth_of, tower_openings, turret


def castle(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Curtain walls, four corner towers, a gate in the south and often a keep."""
    r_tower = max(1.8, r * rng.uniform(0.2, 0.28))
    wall = r - r_tower
    h_wall = max(3.0, round(r * rng.uniform(0.4, 0.58)))
    h_tower = round(h_wall * rng.uniform(1.4, 1.9))
    thick = max(1.2, r * 0.1)
    round_towers, roofed, keep = rng.random() < 0.5, rng.random() < 0.4, rng.random() < 0.75
    c.box(0, 0, wall + thick / 2, wall + thick / 2, 0, h_wall, body, hollow=thick)
    c.merlons(0, 0, wall + thick / 2, wall + thick / 2, h_wall, body, tooth_of(r / 4))
    c.vault(0, wall, max(1.2, r * 0.13), thick + 1, 0, h_wall * 0.45, along_x=False)
    for x in (-wall, wall):
        for z in (-wall, wall):
            turret(c, x, z, r_tower, h_tower, body, roof, round_towers, roofed)
    details = ["four round towers" if round_towers else "four square towers", "four towers"]
    if keep:
        half = r * rng.uniform(0.24, 0.34)
        h_keep = round(h_tower * rng.uniform(0.95, 1.25))
        turret(c, 0, -r * rng.uniform(0.0, 0.2), half, h_keep, body, roof, False, roofed and rng.random() < 0.6)
        details.append("a keep inside")
    return [*details, "pointed roofs" if roofed else "battlements", "a gate"]


def keep(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """One massive square block with a turret on each corner, on a sloping foot."""
    half = r * rng.uniform(0.5, 0.62)
    h = max(6, round(min(c.headroom * 0.68, half * rng.uniform(1.5, 2.1))))
    c.tapered(0, 0, half * 1.25, half, 0, h * 0.22, body, square=True)
    c.box(0, 0, half, half, 0, h, body)
    c.merlons(0, 0, half, half, h, body, tooth_of(half))
    r_turret = max(1.5, half * rng.uniform(0.22, 0.3))
    is_round, roofed = rng.random() < 0.35, rng.random() < 0.35
    for x in (-half, half):
        for z in (-half, half):
            turret(c, x, z, r_turret, h + max(2, round(half * 0.3)), body, roof, is_round, roofed, crown=False)
    c.vault(0, half * 1.15, max(1.0, half * 0.18), half * 0.35, 0, h * 0.16, False, door_of(body))
    for share in (0.4, 0.68):
        for offset in (-0.4, 0.4):
            for side in (-half, half):
                c.box(offset * half, side, 0.75, 1.01, h * share, h * share + max(2, h * 0.12), WATER)
                c.box(side, offset * half, 1.01, 0.75, h * share, h * share + max(2, h * 0.12), WATER)
    return ["four corner turrets", "thick walls", "pointed turrets" if roofed else "battlements"]


def tower(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """One tall square tower with a wider crown or a pointed roof."""
    return _single_tower(c, r, rng, body, roof, is_round=False)


def round_tower(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """One tall round tower, mostly under a tall cone."""
    return _single_tower(c, r, rng, body, roof, is_round=True)


def _single_tower(c: Canvas, r: float, rng: Rng, body: int, roof: int, is_round: bool) -> list[str]:
    roofed = rng.random() < (0.6 if is_round else 0.4)
    radius = min(max(2.0, r * rng.uniform(0.34, 0.5)), c.headroom * 0.2)
    height = round(min(c.headroom * (0.64 if roofed else 0.88), radius * rng.uniform(3.2, 5.0)))
    if rng.random() < 0.4:
        c.tapered(0, 0, radius * 1.4, radius, 0, height * 0.25, body, square=not is_round)
    turret(c, 0, 0, radius, height, body, roof, is_round, roofed, crown=rng.random() < 0.75)
    tower_openings(c, radius, height, body, square=not is_round)
    return ["a pointed roof" if roofed else "battlements", "windows"]


def watchtower(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Four legs with braces, a platform with a railing, and a roof on posts."""
    half = min(r * rng.uniform(0.42, 0.55), c.headroom * 0.28)
    deck = round(min(c.headroom * 0.6, half * rng.uniform(2.0, 2.8)))
    foot, leg = half * rng.uniform(1.0, 1.35), max(0.75, half * 0.13)
    corners = [(x, z) for x in (-1, 1) for z in (-1, 1)]
    for x, z in corners:
        c.beam((x * foot, 0, z * foot), (x * half * 0.8, deck, z * half * 0.8), leg, body)
    for low, high in ((0.08, 0.5), (0.5, 0.95)):
        wide, narrow = (foot + (half * 0.8 - foot) * share for share in (low, high))
        for side in (-1, 1):
            c.beam((-wide, deck * low, side * wide), (narrow, deck * high, side * narrow), 0.7, body)
            c.beam((side * wide, deck * low, -wide), (side * narrow, deck * high, narrow), 0.7, body)
    c.box(0, 0, half * 1.15, half * 1.15, deck, deck + max(1, half * 0.2), body)
    rail = deck + max(1, half * 0.2)
    c.box(0, 0, half * 1.15, half * 1.15, rail, rail + max(1, half * 0.28), body, hollow=1)
    top = rail + max(3, half * 0.85)
    for x, z in corners:
        c.box(x * half * 0.9, z * half * 0.9, max(0.6, leg), max(0.6, leg), rail, top + 0.6, body)
    hut = rng.random() < 0.4
    if hut:
        c.box(0, 0, half * 0.75, half * 0.75, rail, top, body)
    c.tapered(0, 0, half * 1.3, 0.5, top, top + half * rng.uniform(0.7, 1.0), roof, square=True)
    return ["a lookout platform", "four legs", "a hut on top" if hut else "a railing"]


def wall(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A long wall from edge to edge with battlements, and often a gate or towers."""
    h = max(4, round(r * rng.uniform(0.5, 0.75)))
    thick = max(1.4, r * rng.uniform(0.12, 0.2))
    length = r * 1.6
    c.box(0, 0, length, thick, 0, h, body)
    c.merlons(0, 0, length, thick, h, body, tooth_of(thick * 1.6))
    details = ["battlements"]
    if rng.random() < 0.5:
        is_round = rng.random() < 0.5
        for x in (-length * 0.5, length * 0.5):
            turret(c, x, 0, max(2.2, thick * 1.8), round(h * 1.4), body, roof, is_round, False)
        details.append("two towers")
    if rng.random() < 0.35:
        c.vault(0, 0, max(1.3, r * 0.13), thick + 1, 0, h * 0.45, along_x=False)
        details.append("a small gate")
    return details


def gate(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A tall arched gate between two towers, often with a portcullis and short walls."""
    r_tower = r * rng.uniform(0.24, 0.32)
    x_tower = r * rng.uniform(0.5, 0.6)
    h = max(5, round(min(c.headroom * 0.6, r * rng.uniform(0.75, 1.0))))
    deep = r_tower * 0.8
    is_round, roofed = rng.random() < 0.5, rng.random() < 0.4
    c.box(0, 0, x_tower, deep, 0, h, body)
    c.merlons(0, 0, x_tower, deep, h, body, tooth_of(deep))
    details = ["two round towers" if is_round else "two square towers", "an arched doorway"]
    if rng.random() < 0.5:
        c.box(0, 0, r * 1.6, max(1.2, deep * 0.5), 0, h * 0.6, body)
        c.merlons(0, 0, r * 1.6, max(1.2, deep * 0.5), round(h * 0.6), body)
        details.append("walls on both sides")
    for side in (-x_tower, x_tower):
        turret(c, side, 0, r_tower, round(h * rng.uniform(1.15, 1.4)), body, roof, is_round, roofed)
    half = (x_tower - r_tower) * rng.uniform(0.8, 1.0)
    spring = max(1.5, h * 0.75 - half)
    c.vault(0, 0, half, deep + 1, 0, spring, along_x=False)
    if rng.random() < 0.4:
        c.vault(0, 0, half, 0.6, 0, spring, along_x=False, block=PLANK if body != PLANK else DIRT)
        details.append("closed doors")
    return [*details, "pointed roofs" if roofed else "battlements"]


def maze(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Walls around winding paths, every room reached from the entrance."""
    rooms = int(rng.integers(5, 8))
    pitch = 2 * r / rooms
    thick = max(0.55, pitch * 0.2)
    h = max(2, round(pitch * rng.uniform(0.5, 0.8)))
    edge = rooms * pitch / 2
    c.box(0, 0, edge + thick, edge + thick, 0, h, body, hollow=2 * thick)
    # Depth first search: an edge between rooms is open where the search went through.
    open_edges: set[tuple[int, int, int]] = set()
    seen, path = {(0, 0)}, [(0, 0)]
    while path:
        i, k = path[-1]
        near = [(i + di, k + dk) for di, dk in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        fresh = [n for n in near if min(n) >= 0 and max(n) < rooms and n not in seen]
        if not fresh:
            path.pop()
            continue
        to = fresh[rng.integers(len(fresh))]
        open_edges.add((min(i, to[0]), min(k, to[1]), int(to[0] == i)))
        seen.add(to)
        path.append(to)
    for i in range(rooms):
        for k in range(rooms):
            x, z = (i + 1) * pitch - edge, (k + 1) * pitch - edge
            if i + 1 < rooms and (i, k, 0) not in open_edges:
                c.box(x, z - pitch / 2, thick, pitch / 2 + thick, 0, h, body)
            if k + 1 < rooms and (i, k, 1) not in open_edges:
                c.box(x - pitch / 2, z, pitch / 2 + thick, thick, 0, h, body)
    c.carve(-edge + pitch / 2, edge, pitch / 2 - thick, thick + 1, 0, h)
    c.carve(edge - pitch / 2, -edge, pitch / 2 - thick, thick + 1, 0, h)
    return ["winding paths", "many corridors", "an entrance"]


def ring_wall(c: Canvas, r: float, h: float, body: int) -> None:
    """A square wall with battlements around the origin, open in the south."""
    thick = max(1.1, r * 0.06)
    c.box(0, 0, r, r, 0, h, body, hollow=thick)
    c.merlons(0, 0, r, r, h, body)
    c.carve(0, r, max(1.2, r * 0.14), thick + 1, 0, h + 1)


def moat(c: Canvas, r: float, width: float) -> None:
    """A square ring of water in the ground around the origin."""
    c.box(0, 0, r, r, -1, 0, WATER, hollow=width)
