"""What numba kernels that work in vector instructions share."""

from __future__ import annotations

import numba
import numpy as np

OPTIONS = {
    "nogil": True,
    "cache": True,
    "boundscheck": False,
    "fastmath": {"contract", "arcp", "nsz", "reassoc"},
    # The default checks every division for zero, which keeps loops from being vectorized.
    "error_model": "numpy",
}

LIMIT = np.float32(80)
"""Largest size of a number whose exponential ``exp_all`` knows."""
_LOG2_E = np.float32(1.442695040888963)
_HALF = np.float32(0.5)
_ONE = np.float32(1.0)
# Taylor coefficients of 2^x, good to 2e-7 for |x| <= 1/2.
_C1, _C2, _C3 = np.float32(0.6931471805599453), np.float32(0.2402265069591007), np.float32(0.05550410866482158)
_C4, _C5, _C6 = np.float32(0.009618129107628477), np.float32(0.001333355814642844), np.float32(0.00015403530393381606)


@numba.njit(inline="always", **OPTIONS)
def exp_all(values):
    """Replace all values, float32 [N] within ``LIMIT``, by their exponentials; vectorizes, unlike ``math.exp``."""
    bits = values.view(np.int32)
    for i in range(values.size):
        scaled = values[i] * _LOG2_E
        whole = np.floor(scaled + _HALF)
        f = scaled - whole
        values[i] = _ONE + f * (_C1 + f * (_C2 + f * (_C3 + f * (_C4 + f * (_C5 + f * _C6)))))
        bits[i] += np.int32(whole) << 23
