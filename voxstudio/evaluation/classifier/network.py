"""The network of the classifier, and its file."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save
from torch import nn
from torch.nn import functional as F

from voxstudio import resources, storage
from voxstudio.errors import UserError
from voxstudio.world.generators.structures import KINDS

CLASSES = tuple(kind.name for kind in KINDS)
"""What a picture may be of, in the order of the answers."""
PIXELS = 64
WIDTHS = (24, 48, 96, 128)


class Classifier(nn.Module):
    """A plain residual network of 0.3 M parameters over pictures (B, 3, 64, 64) in 0..1."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.layers = nn.Sequential(
            _Convolution(3, a, 5, 2),  # 32 x 32
            _Residual(a),
            _Convolution(a, b, 3, 2),  # 16 x 16
            _Residual(b),
            _Convolution(b, c, 3, 2),  # 8 x 8
            _Residual(c),
            _Convolution(c, d, 3, 2),  # 4 x 4
        )
        self.answer = nn.Linear(2 * d, len(CLASSES))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits (B, kinds)."""
        seen = self.layers(images * 4 - 2)
        return self.answer(F.dropout(torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1), 0.1, self.training))


class _Convolution(nn.Module):
    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(self.norm(self.convolution(x)), inplace=True)


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.change = _Convolution(width, width, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.change(x)


def shipped() -> Path:
    """Where the classifier lies that came with the program."""
    return resources.path("pocket/classifier.safetensors")


def save_classifier(path: Path, model: Classifier) -> None:
    """Write the network, fp16."""
    state = {name: value for name, value in model.state_dict().items() if "num_batches" not in name}
    storage.write_bytes(path, save({name: value.half().contiguous() for name, value in state.items()}))


def load_classifier(path: Path | None = None) -> Classifier:
    """The network of a file (the shipped one, unless one is given), for judging.

    Raises ``UserError`` where there is none or it does not fit.
    """
    path = path or shipped()
    if not path.is_file():
        raise UserError(f"There is no classifier at {path}; make it with `voxstudio evaluate --train-classifier`.")
    model = Classifier()
    try:
        missing, unexpected = model.load_state_dict(
            {name: value.float() for name, value in load_file(path).items()}, strict=False
        )
        lost = [name for name in missing if "num_batches" not in name]
        if lost or unexpected:
            raise ValueError(f"{len(lost)} parts are missing, {len(unexpected)} unknown")
    except Exception as error:
        raise UserError(f"The classifier {path} is damaged or of another version ({error}).") from error
    return model.eval().requires_grad_(False)
