"""``voxstudio prior``: make the pocket prior again, or look at what it knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import numpy as np

app = typer.Typer(help="Train the pocket prior, or see what it makes of a prompt.", no_args_is_help=True)


@app.command()
def train(
    out: Annotated[Path, typer.Option(help="Folder for weights, log and checkpoints.")] = Path("out_local/prior"),
    minutes: Annotated[float, typer.Option(help="How long to train in this sitting.", min=0)] = 60.0,
    seed: Annotated[int, typer.Option(help="Same seed, same machine: same weights.", min=0)] = 0,
    weights: Annotated[Path | None, typer.Option(help="Folder of weights to begin with, instead of none.")] = None,
    resume: Annotated[bool, typer.Option(help="Go on where the folder's last checkpoint is.")] = True,
    device: Annotated[str, typer.Option(help="Where to train: cpu or cuda.")] = "cpu",
) -> None:
    """Train the pocket prior on procedural worlds. Runs on any machine; resumable."""
    from rich.progress import Progress

    from voxstudio.guidance.pocket.training import Plan
    from voxstudio.guidance.pocket.training import train as run

    resume = resume and (out / "training.pt").is_file()
    with Progress() as progress:
        task = progress.add_task("Training the pocket prior")
        run(
            out,
            None if resume else Plan.on(device, seed),
            weights=weights,
            resume=resume,
            minutes=minutes,
            device=device,
            on_step=lambda step, steps, loss: progress.update(
                task, completed=step, total=steps, description=f"Training the pocket prior, loss {loss:.3f}"
            ),
        )
    typer.echo(out)


@app.command()
def sample(
    prompt: Annotated[list[str], typer.Argument(help="What to draw, a row each.")],
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("out_local/sample.png"),
    weights: Annotated[Path | None, typer.Option(help="Folder of other weights than those shipped.")] = None,
    views: Annotated[int, typer.Option(help="Pictures, around the thing.", min=1, max=64)] = 8,
    steps: Annotated[int, typer.Option(help="Denoising steps.", min=1, max=1000)] = 25,
    cfg_scale: Annotated[float, typer.Option(help="How strongly the prompt pulls.", min=0)] = 1.5,
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Let the pocket prior draw a prompt, seen from around."""
    from voxstudio.guidance.pocket.sheets import samples
    from voxstudio.guidance.priors.pocket import load

    _write(samples(load(weights), prompt, views=views, steps=steps, cfg_scale=cfg_scale, seed=seed), out)


@app.command()
def gallery(
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("out_local/gallery.png"),
    columns: Annotated[int, typer.Option(help="Scenes of each kind.", min=1, max=100)] = 10,
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Draw what the pocket prior is taught: random scenes of every kind."""
    from voxstudio.guidance.pocket.gallery import gallery as draw

    _write(draw(columns, seed=seed), out)


def _write(picture: np.ndarray, out: Path) -> None:
    from PIL import Image

    from voxstudio import storage

    out.parent.mkdir(parents=True, exist_ok=True)
    with storage.atomic_path(out) as path:
        Image.fromarray(picture).save(path, format="PNG")
    typer.echo(out)
