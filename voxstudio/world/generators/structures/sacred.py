"""Temples, tombs and monuments."""

from __future__ import annotations

import numpy as np

from voxstudio.world.generators.canvas import Canvas
from voxstudio.world.generators.structures.kind import DIRT, PLANK, STONE, Rng, door_of
from voxstudio.world.generators.structures.parts import house_at


def church(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A nave under a steep roof with a steeple at its west end and a cross on top."""
    half_z = r * rng.uniform(0.3, 0.4)
    half_x = r * rng.uniform(0.6, 0.72)
    h = max(4, round(half_z * rng.uniform(1.0, 1.3)))
    nave = c.at(half_z * 0.6, 0)
    house_at(nave, half_x, half_z, h, body, roof, rng.uniform(0.9, 1.2), True)
    x = half_z * 0.6 - half_x
    top = round(h * rng.uniform(1.9, 2.4))
    half = max(1.8, half_z * 0.66)
    c.box(x, 0, half, half, 0, top, body)
    point = top + half * rng.uniform(2.2, 3.0)
    c.tapered(x, 0, half + 0.8, 0.2, top, point, roof, square=True)
    c.vault(x, half, half * 0.35, 1.01, top * 0.72, top * 0.82, False, door_of(body))
    c.vault(x, -half, half * 0.35, 1.01, top * 0.72, top * 0.82, False, door_of(body))
    c.vault(x - half, 0, max(0.9, half * 0.35), 1.01, 0, top * 0.16, True, door_of(body))
    arm = max(1.2, half * 0.45)
    c.beam((x, point - 2, 0), (x, point + arm * 1.6, 0), 0.7, STONE if roof != STONE else DIRT)
    c.beam((x, point + arm * 0.8, -arm), (x, point + arm * 0.8, arm), 0.7, STONE if roof != STONE else DIRT)
    return ["a steeple", "a pointed steeple", "a bell tower", "a cross on top"]


def temple(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Columns on a stepped platform under a low gable."""
    half_x, half_z = r * rng.uniform(0.72, 0.88), r * rng.uniform(0.45, 0.6)
    base = max(2, round(r * 0.14))
    for k in range(base):
        c.box(0, 0, half_x + base - k, half_z + base - k, k, k + 1, body)
    h = base + max(4, round(r * rng.uniform(0.45, 0.6)))
    columns = int(rng.integers(4, 7))
    thick = max(0.8, r * 0.07)
    places = np.linspace(-half_x + thick, half_x - thick, columns)
    for x in places:
        for z in (-half_z + thick, half_z - thick):
            c.cylinder(x, z, thick, base, h, body)
    for x in (places[0], places[-1]):
        c.cylinder(x, 0, thick, base, h, body)
    c.box(0, 0, half_x * 0.62, half_z * 0.5, base, h, body)
    c.vault(0, half_z * 0.5, max(0.9, half_x * 0.12), 1.01, base, base + (h - base) * 0.5, False, door_of(body))
    c.box(0, 0, half_x + 0.6, half_z + 0.6, h, h + 1, body)
    c.gable(0, 0, half_x + 1, half_z + 1, h + 0.5, roof, rng.uniform(0.35, 0.5), along_x=True)
    return ["columns", "wide steps", f"{('four', 'five', 'six')[columns - 4]} columns in front"]


def pagoda(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Storeys that grow smaller, each under a wide roof with lifted corners."""
    storeys = int(rng.integers(3, 6))
    half = min(r * rng.uniform(0.48, 0.6), c.headroom * 0.32)
    total = min(c.headroom * 0.82, half * rng.uniform(2.4, 3.0))
    each = total / storeys
    c.box(0, 0, half * 1.25, half * 1.25, 0, 1, STONE if body != STONE else DIRT)
    for k in range(storeys):
        wide = half * (1 - 0.6 * k / storeys)
        low, high = 1 + each * k, 1 + each * (k + 1)
        c.box(0, 0, wide * 0.88, wide * 0.88, low, high, body)
        eave, thick = wide * 1.25, max(1.2, each * 0.3)
        c.tapered(0, 0, eave, wide * 0.8, high - thick, high, roof, square=True)
        c.box(0, 0, wide * 0.88, wide * 0.88, low, high - 1, body)
        for x, z in ((-1, -1), (-1, 1), (1, -1), (1, 1)) if half > 6 else ():
            c.box(x * (eave - 1.6), z * (eave - 1.6), 1.1, 1.1, high - thick, high - thick + 2, roof)
        c.box(0, wide * 0.88, wide * 0.2, 1.01, low, low + each * 0.45, door_of(body))
    c.tapered(0, 0, half * 0.35, 0.3, 1 + total, 1 + total + half * 0.6, roof, square=True)
    return [f"{('three', 'four', 'five')[storeys - 3]} roofs", "curved roofs", "many tiers"]


def pyramid(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A square pyramid with smooth sides, sometimes with a capstone or an entrance."""
    half = r * rng.uniform(0.85, 1.0)
    height = min(c.headroom - 1, half * rng.uniform(0.8, 1.15))
    c.tapered(0, 0, half, 0.4, 0, height, body, square=True)
    details = ["smooth sides", "a pointed top"]
    if roof != body:
        c.tapered(0, 0, half * 0.3, 0.4, height * 0.7, height, roof, square=True)
        details = ["a capstone", "a pointed top"]
    if rng.random() < 0.4:
        c.box(0, half * 0.9, max(1.2, half * 0.12), half * 0.14, 0, max(3, height * 0.16), door_of(body))
        details.append("an entrance")
    return details


def ziggurat(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Three to five broad terraces, a long stairway up the south and a shrine on top."""
    tiers = int(rng.integers(3, 6))
    half = r * rng.uniform(0.8, 0.95)
    height = round(min(c.headroom * 0.7, half * rng.uniform(0.65, 0.95)))
    for k in range(tiers):
        share = 1 - 0.72 * k / tiers
        c.box(0, 0, half * share, half * share, round(height * k / tiers), round(height * (k + 1) / tiers), body)
    narrow = half * (1 - 0.72 * (tiers - 1) / tiers)
    wide = max(1.4, half * 0.15)
    # The stairway: each row of it as high as the line from its foot to the edge of the top.
    x, z = c.plan
    run = np.clip((half * 1.12 - z) / (half * 1.12 - narrow), 0, 1)
    c.columns(
        (np.abs(x) < wide) & (z > 0) & (z < half * 1.12),
        0,
        np.broadcast_to(height * run, np.broadcast_shapes(x.shape, z.shape)),
        roof,
    )
    shrine = narrow * rng.uniform(0.5, 0.65)
    c.box(0, 0, shrine, shrine, height, height + max(2, shrine * 0.8), body)
    c.box(0, shrine, max(0.8, shrine * 0.3), 1.01, height, height + max(1, shrine * 0.5), door_of(body))
    return [f"{('three', 'four', 'five')[tiers - 3]} terraces", "a long stairway", "a shrine on top"]


def dome(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A great half ball on a drum, with a lantern on top and often columns around."""
    radius = min(r * rng.uniform(0.62, 0.82), c.headroom * 0.55)
    drum = max(2, round(radius * rng.uniform(0.3, 0.6)))
    columns = rng.random() < 0.5
    c.cylinder(0, 0, radius, 0, drum, body)
    c.cylinder(0, 0, radius * 1.12, 0, 1, body)
    squash = min(rng.uniform(0.8, 1.05), (c.headroom - drum - 3) / radius)
    above = c.at(0, 0, drum)
    above.ball(0, 0, 0, radius * 0.97, roof, squash=squash)
    above.ball(0, 0, 0, radius * 0.97 - 1.3, body, squash=squash)
    top = drum + radius * squash
    c.cylinder(0, 0, max(1.1, radius * 0.14), top - 1, top + max(1.5, radius * 0.18), body)
    c.tapered(0, 0, max(1.3, radius * 0.16), 0.3, top + max(1.5, radius * 0.18), top + radius * 0.42, roof)
    if columns:
        count = int(rng.integers(8, 13))
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5) / count
            c.cylinder(
                radius * 1.1 * np.sin(angle), radius * 1.1 * np.cos(angle), max(0.8, radius * 0.07), 0, drum, body
            )
    c.box(0, radius, max(1.0, radius * 0.15), 1.3, 0, max(2, drum * 0.7), door_of(body))
    return ["a lantern on top", "columns around it" if columns else "round walls"]


def statue(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A person standing on a pedestal, arms down, out or one raised."""
    tall = min(c.headroom * 0.95, r * rng.uniform(1.8, 2.1))
    pedestal = tall * rng.uniform(0.1, 0.2)
    half = tall * rng.uniform(0.17, 0.22)
    c.box(0, 0, half * 1.25, half * 1.25, 0, max(1, pedestal * 0.4), body)
    c.box(0, 0, half, half, 0, pedestal, body)
    unit = (tall - pedestal) / 8
    leg = max(0.75, unit * 0.6)
    hips, shoulders = pedestal + unit * 3.7, pedestal + unit * 6.4
    for side in (-1, 1):
        c.beam((side * unit * 0.75, pedestal, 0), (side * unit * 0.6, hips, 0), leg, body)
        c.box(side * unit * 0.8, leg * 0.6, leg, leg * 1.5, pedestal, pedestal + max(1, leg), body)
    c.beam((0, hips, 0), (0, shoulders - unit * 0.6, 0), unit * 1.05, body)
    c.beam((-unit * 1.1, shoulders - unit * 0.5, 0), (unit * 1.1, shoulders - unit * 0.5, 0), unit * 0.75, body)
    c.cylinder(0, 0, max(0.7, unit * 0.45), shoulders - unit, shoulders + unit * 0.6, body)
    c.ball(0, shoulders + unit * 0.95, 0, max(1.3, unit * 0.85), body, squash=1.1)
    arm, reach = max(0.75, unit * 0.45), unit * 2.9
    pose = rng.integers(3)
    down = ((-1, -0.35), (1, -0.35))
    aims = (down, ((-1, -0.35), (0.55, 1.0)), ((-1, 0.12), (1, 0.12)))[pose]
    for side, (aside, up) in zip((-1, 1), aims, strict=True):
        shoulder = (side * unit * 1.5, shoulders - unit * 0.5, 0.0)
        lean = np.hypot(aside, up)
        step = (0.3 * side, -0.95) if aims is down else (abs(aside) / lean * side, up / lean)
        if pose == 1 and side < 0:
            step = (-0.3, -0.95)
        c.beam(shoulder, (shoulder[0] + step[0] * reach, shoulder[1] + step[1] * reach, 0.0), arm, body)
    return ["a pedestal", ("arms at its sides", "one arm raised", "arms spread")[pose]]


def obelisk(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A slender square needle with a pyramid for a tip, on steps."""
    h = round(c.headroom * rng.uniform(0.75, 0.9))
    half = max(1.8, min(h * rng.uniform(0.09, 0.13), r * 0.3))
    base = max(1, round(h * 0.06))
    for k in range(3):
        c.box(0, 0, half * (2.6 - 0.6 * k), half * (2.6 - 0.6 * k), base * k, base * (k + 1), body)
    c.tapered(0, 0, half, half * 0.6, base * 3, h - half * 1.2, body, square=True)
    c.tapered(0, 0, half * 0.75, 0.2, h - half * 1.2, h, roof, square=True)
    return ["a pointed tip", "steps around it"]


def torii(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """Two posts that carry two beams, the upper one wide with lifted ends."""
    wide = r * rng.uniform(0.55, 0.68)
    h = min(c.headroom * 0.78, wide * rng.uniform(1.45, 1.8))
    thick = max(1.1, r * rng.uniform(0.08, 0.11))
    for side in (-1, 1):
        c.beam((side * wide * 1.08, 0, 0), (side * wide * 0.96, h, 0), thick, body)
        c.box(side * wide * 1.08, 0, thick * 1.6, thick * 1.6, 0, max(1, thick), STONE if body != STONE else DIRT)
    c.box(0, 0, wide * 1.2, thick * 0.8, h * 0.72, h * 0.72 + max(1.1, thick * 1.1), body)
    c.box(0, 0, max(0.8, thick * 0.7), thick * 0.7, h * 0.72, h, body)
    c.box(0, 0, wide * 1.4, thick, h, h + max(1.1, thick * 1.3), body)
    top = h + max(1.1, thick * 1.3)
    c.box(0, 0, wide * 1.5, thick * 1.3, top, top + 1, roof)
    for side in (-1, 1):
        c.box(side * wide * 1.45, 0, max(1.0, wide * 0.16), thick * 1.3, top + 0.5, top + 1.6, roof)
    return ["two beams", "two posts"]


def stone_circle(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A ring of standing stones, most of them carrying lintels."""
    count = int(rng.integers(7, 11))
    ring, h = r * rng.uniform(0.75, 0.88), max(5, round(r * rng.uniform(0.42, 0.6)))
    thick = max(1.2, r * 0.1)
    capped = rng.random() < 0.7
    angles = [2 * np.pi * k / count for k in range(count)]
    for k, angle in enumerate(angles):
        x, z = ring * np.cos(angle), ring * np.sin(angle)
        c.cylinder(x, z, thick, 0, h if capped else h * rng.uniform(0.75, 1.1), body)
        if capped and rng.random() < 0.85:
            other = angles[(k + 1) % count]
            c.beam((x, h, z), (ring * np.cos(other), h, ring * np.sin(other)), thick * 0.8, body)
    if rng.random() < 0.5:
        c.box(0, 0, thick * 2, thick, 0, max(1.5, h * 0.25), body)
    return ["standing stones", f"{('seven', 'eight', 'nine', 'ten')[count - 7]} stones"] + (
        ["stone beams"] if capped else []
    )


def observatory(c: Canvas, r: float, rng: Rng, body: int, roof: int) -> list[str]:
    """A round building under a slit dome that a telescope looks out of, and often a low wing."""
    radius = min(r * rng.uniform(0.5, 0.62), c.headroom * 0.36)
    h = max(5, round(radius * rng.uniform(0.95, 1.25)))
    details = ["a telescope", "a domed roof"]
    if rng.random() < 0.5:
        c.box(-radius * 1.1, 0, radius * 0.8, radius * 0.55, 0, max(3, h * 0.65), body)
        details.append("a low wing")
    c.cylinder(0, 0, radius, 0, h, body)
    c.cylinder(0, 0, radius * 1.08, h - 1, h, body)
    top = c.at(0, 0, h)
    top.ball(0, 0, 0, radius, roof)
    top.ball(0, 0, 0, radius - 1.3, body)
    slit = DIRT if roof != DIRT else PLANK
    wide = max(0.9, radius * 0.16)
    view_x, view_z = c.plan
    c.paint(roof, (np.abs(view_x) < wide) & (view_z > -radius * 0.15) & (view_z < radius * 1.1), h + radius * 0.1, slit)
    tilt = rng.uniform(0.65, 0.95)
    reach = radius * 1.65
    c.beam(
        (0, h + radius * 0.2, 0),
        (0, h + radius * 0.2 + reach * np.sin(tilt), reach * np.cos(tilt)),
        max(0.9, radius * 0.13),
        STONE if slit == DIRT else DIRT,
    )
    c.box(0, radius, max(0.8, radius * 0.16), 1.2, 0, max(2, h * 0.5), door_of(body))
    return details
