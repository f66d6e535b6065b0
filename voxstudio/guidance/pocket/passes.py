"""What is done to each cell of an answer, in one pass over them: for inference on a CPU, where no gradient is wanted.

PyTorch, which training uses, takes a pass over memory for each of a dozen small operations: a third of an answer.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from voxstudio.guidance.pocket import _kernels
from voxstudio.guidance.pocket.lattice import FOLD
from voxstudio.render.threads import run_split

EPSILON = float(_kernels.EPSILON)
"""Added to the mean square of channels before they are brought to one."""
_SMALL = 1 << 20
"""Numbers that one thread works out sooner than others wake up, and PyTorch's own after them."""


def suits(values: torch.Tensor) -> bool:
    """Whether this is a case for the functions here."""
    is_known = values.device.type == "cpu" and values.dtype in (torch.float32, torch.bfloat16)
    return is_known and not torch.is_grad_enabled()


def shared(logits: torch.Tensor) -> torch.Tensor:
    """Softmax over the last dimension, float32 (..., CLASSES)."""
    out = torch.empty(logits.shape)
    rows, into = (part.view(-1, _kernels.CLASSES).numpy() for part in (logits.float().contiguous(), out))
    _fill(into, _kernels.share, rows)
    return out


def activated(x: torch.Tensor, gain: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
    """SiLU of ``gain`` times channels of unit root mean square plus ``shift``, (S, ..., C), rounded once.

    ``x`` (S or 1, ..., C); ``gain`` and ``shift`` float32 (S, C).
    """
    out = x.new_empty(len(gain), *x.shape[1:])
    rows, into = (_array(part).reshape(len(part), -1, part.shape[-1]) for part in (x, out))
    for scene, (its_gain, its_shift) in enumerate(zip(gain.numpy(), shift.numpy(), strict=True)):
        _fill(into[scene], _kernels.activate, rows[scene % len(rows)], its_gain, its_shift)
    return out


def known(
    cells: torch.Tensor,  # float32 (S, X, Y, Z, 4)
    guess: torch.Tensor,  # (S, X, Y, Z, CLASSES)
    weights: tuple[torch.Tensor, torch.Tensor],  # of cells.evidence_weights
    dtype: torch.dtype,
) -> torch.Tensor:
    """The cells, what they say of themselves, and the guess, folded to sites: (S, X / 2, Y / 2, Z / 2, 8 KNOWN)."""
    sites = [n // FOLD for n in cells.shape[1:4]]
    out = torch.empty(len(cells), *sites, FOLD**3 * _kernels.KNOWN, dtype=dtype)
    for scene, into in enumerate(_array(out)):
        shown = (_array(part)[scene] for part in (cells, guess, *weights))
        _fill(into, _kernels.know, *shown)
    return out


def concluded(
    of_sites: torch.Tensor,  # (S, X / 2, Y / 2, Z / 2, 8 CLASSES)
    of_cubes: torch.Tensor,  # (S, X / 4, Y / 4, Z / 4, CLASSES)
    cells: torch.Tensor,  # float32 (S or 1, X, Y, Z, 4)
    weights: tuple[torch.Tensor, torch.Tensor],  # of cells.evidence_weights
) -> torch.Tensor:
    """Logits float32 (S, X, Y, Z, CLASSES): what was said of sites and of cubes of 2, and of the cells themselves."""
    out = torch.empty(len(of_sites), *cells.shape[1:4], _kernels.CLASSES)
    says, adds, shown, towards, bias = (_array(part) for part in (of_sites, of_cubes.float(), cells, *weights))
    for scene, into in enumerate(out.numpy()):
        its = scene % len(shown)
        _fill(into, _kernels.conclude, says[scene], adds[scene], shown[its], towards[its], bias[its])
    return out


def _fill(out: np.ndarray, kernel: Callable[..., None], *shown: np.ndarray) -> None:
    threads = 1 if out.size < _SMALL else None
    run_split(len(out), lambda first, last: kernel(*shown, first, last, out), threads)


def _array(values: torch.Tensor) -> np.ndarray:
    """Sharing memory with the tensor if that is contiguous; of bfloat16 the bits."""
    values = values.contiguous()
    return values.view(torch.uint16).numpy() if values.dtype == torch.bfloat16 else values.numpy()
