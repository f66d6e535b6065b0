"""Seeds that nobody chose."""

from __future__ import annotations

import secrets

LARGEST = 99_999
"""Short enough to be read out."""


def draw_seed() -> int:
    """A seed from 1 to ``LARGEST``."""
    return secrets.randbelow(LARGEST) + 1
