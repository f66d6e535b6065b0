"""What the prior sees, as pictures to look at."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

NAMES = ("render", "noised", "prediction", "gradient")
_PULL = np.array([(0.0, 0.0, 0.0), (0.10, 0.20, 0.55), (0.34, 0.72, 1.0), (1.0, 1.0, 1.0)])
"""From no pull to the strongest, as the gradient is drawn."""


def displayed(diagnostics: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """uint8 [H, W, 3] from float [3, H, W]: in 0..1, but for the gradient, which is drawn by its strength."""
    result = {}
    for name in NAMES:
        if name in diagnostics:
            picture = np.moveaxis(np.asarray(diagnostics[name], dtype=np.float32), 0, -1)
            result[name] = _pull(picture) if name == "gradient" else _bytes(picture)
    return result


def _pull(gradient: np.ndarray) -> np.ndarray:
    strength = np.nan_to_num(np.abs(gradient).mean(axis=-1))
    # The strongest hundredth would else leave all others in the dark.
    scale = float(np.quantile(strength, 0.99)) or 1.0
    places = np.clip(strength / scale, 0.0, 1.0) * (len(_PULL) - 1)
    channels = [np.interp(places, np.arange(len(_PULL)), _PULL[:, channel]) for channel in range(3)]
    return _bytes(np.stack(channels, axis=-1))


def _bytes(picture: np.ndarray) -> np.ndarray:
    return (np.clip(np.nan_to_num(picture), 0.0, 1.0) * 255 + 0.5).astype(np.uint8)
