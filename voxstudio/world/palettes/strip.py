"""PNG strips: a column of pixels a material, either one pixel for all faces or three, for top, bottom and side.

Names travel in the file's text chunk ``names``, as JSON; without it colours are numbered.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from voxstudio import storage
from voxstudio.errors import UserError
from voxstudio.world.palette import MAX_MATERIALS, Colour, Material, Palette
from voxstudio.world.palettes.naming import distinct

LABEL = "PNG strip"
_NAMES = "names"


def load(path: Path) -> Palette:
    """Read a palette. Raises ``UserError`` for a picture of another size, or none."""
    from PIL import Image  # it takes a while to load, and few need it

    data = storage.read_bytes(path)
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            width, height = image.size
            if height not in (1, 3) or width > MAX_MATERIALS:
                raise UserError(
                    f"{path} is {width} × {height} pixels; a palette is 1 to {MAX_MATERIALS} wide, and 1 or 3 high."
                )
            pixels = np.asarray(image.convert("RGB"), dtype=np.float64) / 255
            names = _names(image.info.get(_NAMES), width)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"{path} is not a whole PNG picture.") from error
    rows = np.repeat(pixels, 3, axis=0) if height == 1 else pixels
    materials = []
    for place, name in enumerate(distinct(names)):
        top, bottom, side = (_colour(row[place]) for row in rows)
        materials.append(Material(name, top, bottom, side))
    return Palette(tuple(materials))


def save(palette: Palette, path: Path) -> None:
    """Write a palette; colours are rounded to 1/255. Raises ``UserError`` if it cannot be written."""
    from PIL import Image, PngImagePlugin

    pixels = np.rint(palette.colours().transpose(1, 0, 2) * 255).clip(0, 255).astype(np.uint8)
    info = PngImagePlugin.PngInfo()
    info.add_text(_NAMES, json.dumps(palette.names))
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", pnginfo=info)
    storage.write_bytes(path, buffer.getvalue())


def _names(text: object, count: int) -> list[str]:
    try:
        names = json.loads(str(text)) if text else []
    except (ValueError, RecursionError):
        names = []
    is_usable = isinstance(names, list) and len(names) == count and all(isinstance(name, str) for name in names)
    return names if is_usable else [""] * count


def _colour(values: np.ndarray) -> Colour:
    red, green, blue = values.tolist()
    return red, green, blue
