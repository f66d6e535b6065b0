"""The pocket prior's files: the network, and what it looks like."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save

from voxstudio import resources, storage
from voxstudio.errors import UserError
from voxstudio.guidance.pocket.model import Architecture, PocketModel


def shipped_folder() -> Path:
    """Where the weights lie that came with the program."""
    return resources.path("pocket")


def save_weights(folder: Path, architecture: Architecture, state: dict[str, torch.Tensor]) -> None:
    """Write ``model.safetensors`` (fp16) and ``model.json``."""
    half = {name: value.half().contiguous() for name, value in state.items()}
    storage.write_bytes(folder / "model.safetensors", save(half))
    storage.write_json(folder / "model.json", architecture.to_json())


def load_model(folder: Path | None = None) -> PocketModel:
    """The network with the weights of a folder (those shipped, unless one is given), frozen, for inference.

    Raises ``UserError`` where there are none or they do not fit.
    """
    folder = folder or shipped_folder()
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise UserError(f"The pocket prior has no weights in {folder}; train them with `voxstudio prior train`.")
    settings = storage.read_json(folder / "model.json")
    try:
        model = PocketModel(Architecture.from_json(settings))
        model.load_state_dict({name: value.float() for name, value in load_file(weights).items()})
    except Exception as error:
        raise UserError(f"The weights in {folder} are damaged or of another version ({error}).") from error
    return model.eval().requires_grad_(False)
