"""Films of pictures: MP4, GIF, or a folder of PNG files. Each appears whole or not at all."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from voxstudio import storage
from voxstudio.errors import UserError

Add = Callable[[np.ndarray], None]
"""Takes the next picture, uint8 [height, width, 3], or 4 with an opacity where the format has one."""

NO_MP4 = "MP4 needs the package av, which is not installed: pip install av. GIF and PNG pictures work without it."
_CODECS = ("libx264", "libopenh264", "mpeg4")
_GIF_COLOURS = 255


@dataclass(frozen=True)
class FilmFormat:
    """One way to keep a film."""

    label: str
    suffix: str
    """Of the file; empty for a folder."""
    help: str
    has_opacity: bool
    open: Callable[[Path, float], AbstractContextManager[Add]]
    """Begins a film at a path, of so many pictures a second; leaving it finishes the film, or drops it on an error."""


def can_write_mp4() -> bool:
    """Whether the optional package for it is there."""
    return importlib.util.find_spec("av") is not None


@contextmanager
def _mp4(path: Path, fps: float) -> Iterator[Add]:
    try:
        import av
        from av.video.reformatter import ColorRange, Colorspace
    except ImportError:
        raise UserError(NO_MP4) from None
    codec = next((name for name in _CODECS if name in av.codecs_available), None)
    if codec is None:
        raise UserError("The package av that is installed has no encoder for MP4; choose GIF or PNG pictures.")
    stream: Any = None
    with (
        storage.atomic_path(path) as temporary,
        av.open(str(temporary), "w", format="mp4", options={"movflags": "faststart"}) as container,
    ):

        def add(picture: np.ndarray) -> None:
            nonlocal stream
            # Players want an even number of pixels each way.
            height, width = (side - side % 2 for side in picture.shape[:2])
            if stream is None:
                quality = {"crf": "16", "preset": "medium"} if codec == "libx264" else {}
                stream = container.add_stream(codec, rate=round(fps), options=quality)
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                if not quality:
                    stream.bit_rate = 12_000_000
                stream.codec_context.colorspace, stream.codec_context.color_range = Colorspace.ITU709, ColorRange.MPEG
            rgb = np.ascontiguousarray(picture[:height, :width, :3])
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
            container.mux(stream.encode(frame))

        yield add
        if stream is not None:
            container.mux(stream.encode(None))


@contextmanager
def _gif(path: Path, fps: float) -> Iterator[Add]:
    from PIL import Image  # it takes a while to load, and few need it

    pictures: list[Image.Image] = []

    def add(picture: np.ndarray) -> None:
        image = Image.fromarray(np.ascontiguousarray(picture[..., :3]))
        # Each has its own palette: the far side of a world may have colours that the first picture lacks.
        palette = image.quantize(_GIF_COLOURS, Image.Quantize.MEDIANCUT)
        pictures.append(image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG))

    with storage.atomic_path(path) as temporary:
        yield add
        if pictures:
            # A GIF counts in hundredths of a second; rounding the ends keeps the film as long as it should be.
            ends = [round(100 * number / fps) for number in range(len(pictures) + 1)]
            lengths = [10 * (end - begin) for begin, end in pairwise(ends)]
            pictures[0].save(
                temporary, format="GIF", save_all=True, append_images=pictures[1:], duration=lengths, loop=0
            )


@contextmanager
def _png(path: Path, _fps: float) -> Iterator[Add]:
    from PIL import Image

    count = 0

    def add(picture: np.ndarray) -> None:
        nonlocal count
        count += 1
        Image.fromarray(picture).save(temporary / f"{count:04}.png")

    with storage.atomic_folder(path) as temporary:
        yield add


@contextmanager
def _picture(path: Path, _fps: float) -> Iterator[Add]:
    from PIL import Image

    with storage.atomic_path(path) as temporary:
        yield lambda picture: Image.fromarray(picture).save(temporary, format="PNG")


PICTURE = FilmFormat("PNG", ".png", "One picture", True, _picture)
"""A film of a single picture."""

FORMATS: dict[str, FilmFormat] = {
    "mp4": FilmFormat("MP4", ".mp4", "A video that every player and website takes", False, _mp4),
    "gif": FilmFormat("GIF", ".gif", "Plays anywhere by itself; 255 colours, large files", False, _gif),
    "png": FilmFormat("PNG pictures", "", "A folder of numbered pictures, nothing lost", True, _png),
}
"""By a short name."""
