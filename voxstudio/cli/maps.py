"""Commands about maps and datasets: ``info``, ``render``, ``capture``, ``export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.places import DATASETS, MAPS, find_dataset, find_map

if TYPE_CHECKING:
    import numpy as np

    from voxstudio.world.voxel_world import VoxelWorld

MapName = Annotated[str, typer.Argument(help="Number, folder or file of a map.", metavar="MAP")]
Light = Annotated[str, typer.Option(help="The light: editor (the block editor's) or studio (what runs see).")]


def info(
    name: MapName,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what a map holds: its size, blocks, materials and connected pieces."""
    world = _load(name)
    facts = _facts(world)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    typer.echo(f"size               {' x '.join(str(cells) for cells in facts['size'])}")
    typer.echo(f"blocks             {facts['blocks']:,}")
    for name, count in facts["materials"].items():
        typer.echo(f"  {name:16} {count:,}")
    typer.echo(f"components         {facts['components']:,}")
    typer.echo(f"largest component  {facts['largest_component']:,}")


def _facts(world: VoxelWorld) -> dict[str, Any]:
    from voxstudio.world import measure

    pieces = measure.components(world.occupied)
    return {
        "size": list(world.shape),
        "blocks": int(world.occupied.sum()),
        "materials": measure.material_counts(world),
        "components": pieces.count,
        "largest_component": pieces.largest,
    }


def render(
    name: MapName,
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("out_local/render.png"),
    dataset_id: Annotated[str, typer.Option(help="Number or folder of the dataset whose cameras are used.")] = "1",
    view: Annotated[int, typer.Option(help="Index of the camera, from 0.", min=0)] = 0,
    lighting: Light = "editor",
) -> None:
    """Render a map as one camera of a dataset sees it."""
    from voxstudio.render.lighting import lighting as find_light
    from voxstudio.render.preview import render_world
    from voxstudio.views.dataset import Dataset

    world = _load(name)
    camera = Dataset.load(find_dataset(dataset_id)).view(view).camera
    _write_picture(out, render_world(world, camera, find_light(lighting)))
    typer.echo(out)


def capture(
    name: MapName,
    dataset_id: Annotated[
        int | None, typer.Option(help="Number of the dataset to write; the next free one.", min=1)
    ] = None,
    views: Annotated[int, typer.Option(help="Cameras around the world.", min=1, max=999)] = 12,
    width: Annotated[int, typer.Option(help="Pixels.", min=1, max=16384)] = 1094,
    height: Annotated[int, typer.Option(help="Pixels.", min=1, max=16384)] = 881,
    lighting: Light = "editor",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a dataset that is there.")] = False,
) -> None:
    """Make a dataset of cameras and pictures of a map."""
    from voxstudio.render.lighting import lighting as find_light
    from voxstudio.render.preview import render_world, to_uint8
    from voxstudio.views.dataset import Dataset, register, ring_cameras

    world, light = _load(name), find_light(lighting)
    folder = DATASETS / str(dataset_id or _next_dataset())
    if (folder / "metadata.json").exists() and not overwrite:
        raise UserError(f"Dataset {folder} exists; choose another --dataset_id, or say --overwrite.")
    dataset = Dataset.of_cameras(folder, ring_cameras(world, views, width=width, height=height))
    dataset.render_images(lambda camera: to_uint8(render_world(world, camera, light)))
    dataset.save()
    register(DATASETS, dataset)
    typer.echo(folder)


def _next_dataset() -> int:
    return max((int(path.name) for path in DATASETS.glob("*") if path.name.isdecimal()), default=0) + 1


def _load(name: str) -> VoxelWorld:
    """The world of a map; what its reader has to tell goes to stderr."""
    from voxstudio.world import formats

    loaded = formats.load(find_map(name))
    for finding in loaded.findings:
        typer.echo(f"voxstudio: {finding}", err=True)
    return loaded.world


def _write_picture(path: Path, picture: np.ndarray) -> None:
    """Write a picture, float [height, width, 3] in 0..1, in the format of the suffix."""
    from PIL import Image

    from voxstudio.render.preview import to_uint8

    if path.suffix.lower() not in Image.registered_extensions():
        raise UserError(f"{path} has a suffix that names no picture format; use .png.")
    with storage.atomic_path(path) as temporary:
        Image.fromarray(to_uint8(picture)).save(temporary)


def export(
    training_dir: Annotated[Path, typer.Option(help="The run folder.")] = Path("out_local/sds_training"),
    source_map_id: Annotated[str, typer.Option(help="Number of the map that the run began with.")] = "1",
    output_name: Annotated[
        str | None, typer.Option(help="Name of the map's folder; trained_map_{source}_{n} if not given.")
    ] = None,
) -> None:
    """Make a map in maps/ of what a run has reached."""
    from voxstudio.training.run import export_run

    typer.echo(export_run(training_dir, MAPS, source_map_id, output_name))
