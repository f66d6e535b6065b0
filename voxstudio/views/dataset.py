"""Cameras on disk: ``datasets/{id}/metadata.json`` and the pictures that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.views.camera import FOV_Y_DEG, Camera
from voxstudio.views.camera_json import CameraError, camera_from_json, camera_to_json
from voxstudio.views.orbit import OrbitFrame
from voxstudio.world.voxel_world import VoxelWorld

FORMAT_VERSION = "1.0"
WIDTH, HEIGHT = 1094, 881


@dataclass(frozen=True)
class DatasetView:
    """A camera and its picture."""

    id: str
    index: int
    """Place in the dataset, 0-based."""
    camera: Camera
    image_path: Path | None
    """Where its picture is or will be; None where the dataset names none."""
    extras: dict[str, Any] = field(default_factory=dict, compare=False)
    """The view as it was in the file."""


@dataclass(frozen=True)
class Dataset:
    """Views of one world, all of one size."""

    folder: Path
    views: list[DatasetView]
    width: int
    height: int
    extras: dict[str, Any] = field(default_factory=dict, compare=False)
    """The top of the file as it was, without its views."""

    @property
    def cameras(self) -> list[Camera]:
        """The cameras in order."""
        return [view.camera for view in self.views]

    @classmethod
    def load(cls, folder: Path | str) -> Dataset:
        """Read a dataset; its pictures need not be there. Raises ``UserError`` naming the file and the view."""
        path = Path(folder) / "metadata.json"
        data = storage.read_json(path, allow_nan=True)
        try:
            return _from_json(Path(folder), data)
        except CameraError as error:
            raise UserError(f"{path}: {error}.") from error

    @classmethod
    def of_cameras(cls, folder: Path | str, cameras: Sequence[Camera]) -> Dataset:
        """A new dataset of cameras of one size, numbered as the editor numbers them."""
        views = []
        for index, camera in enumerate(cameras):
            name = f"view_{index + 1:03d}"
            views.append(DatasetView(name, index, camera, Path(folder) / "images" / f"{index:03d}_{name}.png"))
        return cls(Path(folder), views, cameras[0].width, cameras[0].height)

    def view(self, index: int) -> DatasetView:
        """A view by its place. Raises ``UserError`` if there is none."""
        if not 0 <= index < len(self.views):
            raise UserError(f"Dataset {self.folder} has views 0 to {len(self.views) - 1}, there is no view {index}.")
        return self.views[index]

    def save(self) -> None:
        """Write ``metadata.json``; fields that were read and are not understood are kept."""
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        top = {
            "formatVersion": FORMAT_VERSION,
            "exportedAt": now,
            "captureId": None,
            **self.extras,
            "imageSize": {"width": self.width, "height": self.height},
            "viewCount": len(self.views),
        }
        views = [self._view_json(view, now) for view in self.views]
        storage.write_json(self.folder / "metadata.json", {**top, "views": views})

    def render_images(self, render: Callable[[Camera], np.ndarray]) -> None:
        """Write every picture. ``render`` turns a camera into uint8 [height, width, 3]."""
        from PIL import Image

        for view in self.views:
            if view.image_path is None:
                continue
            with storage.atomic_path(view.image_path) as temporary:
                Image.fromarray(render(view.camera)).save(temporary, format="PNG", optimize=True)

    def _view_json(self, view: DatasetView, now: str) -> dict[str, Any]:
        image = None if view.image_path is None else view.image_path.relative_to(self.folder).as_posix()
        fixed = {"id": view.id, "index": view.index}
        return {
            **fixed,
            "capturedAt": now,
            "depthPath": None,
            "normalPath": None,
            **view.extras,
            **fixed,
            **camera_to_json(view.camera),
            "rgbPath": image,
        }


def ring_cameras(
    world: VoxelWorld,
    count: int = 12,
    *,
    elevations_deg: Sequence[float] = (18.0, 38.0),
    distance: float = 1.4,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> list[Camera]:
    """Cameras evenly around a world, a ring for each elevation, each ring turned to look between the last one's.

    ``distance`` is in spans of the world. Raises ``UserError`` for a count or a size without pixels.
    """
    if count < 1 or width < 1 or height < 1:
        raise UserError(f"A dataset needs at least one camera and one pixel, not {count} of {width} x {height}.")
    frame = OrbitFrame.of(world)
    # A run looks above the ground, where something will stand; a record of a world looks into its lower half.
    top = int(np.flatnonzero(world.occupied.any(axis=(0, 2))).max(initial=-1)) + 1
    lower = (0.0, (top * world.scale / 3 - frame.target[1]) / frame.span, 0.0)
    rings = len(elevations_deg)
    cameras = []
    for ring, elevation_deg in enumerate(elevations_deg):
        in_ring = count // rings + (ring < count % rings)
        for place in range(in_ring):
            azimuth_deg = 360.0 * (place + ring / rings) / in_ring
            cameras.append(
                frame.camera(
                    azimuth_deg, elevation_deg, distance, fov_y_deg=FOV_Y_DEG, width=width, height=height, offset=lower
                )
            )
    return cameras


def register(root: Path, dataset: Dataset) -> None:
    """Put a saved dataset into ``registry.json`` of the folder of datasets.

    Raises ``UserError`` if its folder is not a number, which the registry needs, or the registry is not one.
    """
    path = root / "registry.json"
    if not dataset.folder.name.isdecimal():
        raise UserError(f"{dataset.folder} cannot be registered: name the folder of a dataset by a number.")
    registry = storage.read_json(path) if path.exists() else {}
    listed = registry.get("datasets", []) if isinstance(registry, dict) else None
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise UserError(f"{path} must hold an object with a list of datasets.")
    sequence = int(dataset.folder.name)
    written = storage.read_json(dataset.folder / "metadata.json")
    entry = {
        "sequence": sequence,
        "exportedAt": written["exportedAt"],
        "imageCount": len(dataset.views),
        "metadata": f"{sequence}/metadata.json",
        "imagesDir": f"{sequence}/images",
        "captureId": written["captureId"],
    }
    datasets = [*(other for other in listed if other.get("sequence") != sequence), entry]
    following = max(int(other.get("sequence", 0)) for other in datasets) + 1
    storage.write_json(path, {**registry, "next_sequence": following, "datasets": datasets})


def _from_json(folder: Path, data: Any) -> Dataset:
    views, size = (data.get("views"), data.get("imageSize")) if isinstance(data, dict) else (None, None)
    if not isinstance(views, list) or not views:
        raise CameraError("there is no list of views")
    width, height = (size.get("width"), size.get("height")) if isinstance(size, dict) else (None, None)
    if not (isinstance(width, int) and isinstance(height, int) and 0 < width <= 16384 and 0 < height <= 16384):
        raise CameraError("imageSize must hold width and height in pixels, 1 to 16384")
    extras = {key: value for key, value in data.items() if key != "views"}
    loaded = [_view_from_json(folder, place, view, width, height) for place, view in enumerate(views)]
    return Dataset(folder, loaded, width, height, extras)


def _view_from_json(folder: Path, place: int, data: Any, width: int, height: int) -> DatasetView:
    name = data.get("id") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(name, str):
        raise CameraError(f"views[{place}] must be an object with an id")
    try:
        camera = replace(camera_from_json(data, width / height), width=width, height=height)
    except CameraError as error:
        raise CameraError(f"view {place} ({name}) is not a camera: {error}") from error
    image = data.get("rgbPath")
    if image is not None and (not isinstance(image, str) or Path(image).is_absolute() or ".." in Path(image).parts):
        raise CameraError(f"view {place} ({name}) has an rgbPath that leads out of the dataset")
    return DatasetView(name, place, camera, folder / image if image else None, data)
