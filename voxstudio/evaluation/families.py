"""Kinds that are told apart by details which a world of blocks, seen as a whole, may not show.

They are never merged: every figure is strict, and the one by family stands beside it under that name.
"""

from __future__ import annotations

FAMILIES = (
    ("castle", "keep"),
    ("tower", "round tower"),
    ("house", "cottage", "barn"),
    ("pyramid", "ziggurat"),
    ("gate", "arch"),
    ("bridge", "aqueduct"),
    ("dome", "observatory"),
    ("mountain", "volcano"),
)
"""Look-alikes; a kind that is in none is a family by itself."""


def family_of(kind: str) -> tuple[str, ...]:
    """The kinds that count as right where families are compared."""
    return next((family for family in FAMILIES if kind in family), (kind,))
