"""From settings to a trainer: the start world, its cameras, the renderer and the prior."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voxstudio.errors import UserError
from voxstudio.guidance.base import Denoiser
from voxstudio.guidance.priors import load_prior
from voxstudio.render.base import Renderer
from voxstudio.render.cpu import CpuRenderer
from voxstudio.render.lighting import lighting
from voxstudio.training.settings import TrainSettings
from voxstudio.training.trainer import Trainer
from voxstudio.views.dataset import Dataset
from voxstudio.world import formats
from voxstudio.world.generators import starts
from voxstudio.world.library import MapLibrary
from voxstudio.world.voxel_world import VoxelWorld


@dataclass(frozen=True)
class Places:
    """Where worlds and cameras are found."""

    maps: Path = Path("maps")
    datasets: Path = Path("datasets")

    def world(self, map_id: int | str) -> VoxelWorld:
        """A map by its number. Raises ``UserError`` if it is not there."""
        return formats.load(MapLibrary(self.maps).path(map_id)).world

    def dataset(self, dataset_id: int) -> Dataset | None:
        """A dataset by its number, ``None`` if there is none."""
        folder = self.datasets / str(dataset_id)
        return Dataset.load(folder) if (folder / "metadata.json").exists() else None


@dataclass(frozen=True)
class Kit:
    """What a trainer is made of besides its settings."""

    prior: Denoiser
    renderer: Renderer
    dataset: Dataset | None

    @classmethod
    def of(cls, settings: TrainSettings, scale: float, places: Places) -> Kit:
        """Everything that settings ask for. Raises ``UserError`` for what is missing."""
        renderer = CpuRenderer(scale, lighting(settings.lighting))
        prior = load_prior(settings.prior, **prior_options(settings, renderer, places))
        dataset = places.dataset(settings.dataset_id)
        if dataset is None and settings.cameras != "orbit":
            raise UserError(
                f"There is no dataset {settings.dataset_id} in {places.datasets}; make one, or use --cameras orbit."
            )
        return cls(prior, renderer, dataset)


def prepare(
    settings: TrainSettings,
    maps: Path = Path("maps"),
    datasets: Path = Path("datasets"),
    *,
    start: VoxelWorld | None = None,
) -> Trainer:
    """A trainer at its first step; ``start`` takes the place of what ``init_mode`` would make.

    Raises ``UserError`` for a map, dataset or prior that is not there.
    """
    if not settings.prompt.strip():
        raise UserError("The prompt is empty; say with --prompt what the world should become.")
    places = Places(maps, datasets)
    world = start_world(settings, places) if start is None else start
    kit = Kit.of(settings, world.scale, places)
    cameras = kit.dataset.cameras if kit.dataset else ()
    return Trainer(settings, world, kit.prior, kit.renderer, dataset=cameras)


def start_world(settings: TrainSettings, places: Places) -> VoxelWorld:
    """The world that ``init_mode`` asks for. Raises ``UserError`` if its map is not there."""
    if settings.init_mode == "from_map":
        return places.world(settings.dataset_id)
    return starts.make(settings.init_mode, (settings.size_x, settings.size_y, settings.size_z), settings.seed)


def prior_options(settings: TrainSettings, renderer: Renderer, places: Places) -> dict[str, Any]:
    """What a prior needs to know about the run: the exemplar imitates the map ``dataset_id``, the others nothing."""
    if settings.prior != "exemplar":
        return {}
    return {"targets": {f"map {settings.dataset_id}": places.world(settings.dataset_id)}, "renderer": renderer}
