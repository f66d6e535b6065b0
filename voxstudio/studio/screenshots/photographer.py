"""Waits for the window and takes pictures of it, or of a part."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from voxstudio import storage
from voxstudio.studio.window import MainWindow

_TURN_MS = 20
_SETTLE_S = 0.5
_COLOURS, _MOST_WEIGHT = 255, 64
_MARGIN = 10
_ALSO_OUTSIDE = ("studio", "studio-light")
"""Pictures of the whole window, which others show, too; the rest are the guide's alone."""


class Photographer:
    """Takes the pictures that are wanted, all if none is named; ``taken`` holds the paths of all that there are."""

    def __init__(self, window: MainWindow, folder: Path, wanted: list[str], settle_s: float = _SETTLE_S) -> None:
        self.window = window
        self.taken: list[str] = []
        """Below ``folder``."""
        self._folder, self._wanted, self._settle_s = folder, wanted, settle_s
        QCursor.setPos(window.geometry().bottomRight())  # else something may look as if it was pointed at

    def wait_for(self, condition: Callable[[], object], timeout_s: float = 3600.0) -> None:
        """Lets the window live until something is true. Raises ``TimeoutError``."""
        ends = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > ends:
                raise TimeoutError(f"The window did not come to what {condition} waits for in {timeout_s:.0f} s.")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
            time.sleep(_TURN_MS / 1000)

    def rest(self) -> None:
        """Lets the window live for a while."""
        ends = time.monotonic() + self._settle_s
        self.wait_for(lambda: time.monotonic() >= ends)

    def settle(self) -> None:
        """Everything drawn as it is when nothing moves."""
        window = self.window
        window.stage.view.refine_now()
        for part in (window.plots, window.timeline, window.gallery):
            part.refresh()
        self.rest()

    def take(
        self, name: str, *parts: QWidget, margin: int = _MARGIN, within: QWidget | None = None, width: int = 0
    ) -> None:
        """Writes a picture of the whole window, or of what some parts of it take up, not beyond ``within``.

        ``width`` makes it smaller.
        """
        self.settle()
        image = self._seen()
        if parts:
            area = QRect()
            for part in parts:
                area = area.united(self._place_of(part))
            area = area.adjusted(-margin, -margin, margin, margin)
            image = image.copy(area & self._place_of(within or self.window))
        if width:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        self.write(name, pixels(image))

    def _place_of(self, part: QWidget) -> QRect:
        return QRect(part.mapToGlobal(QPoint(0, 0)) - self.window.pos(), part.size())

    def seen(self, part: QWidget) -> QImage:
        """A part of the window as it is now."""
        self.settle()
        return part.grab().toImage()

    def write(self, name: str, picture: np.ndarray) -> None:
        """Writes a picture, uint8 [H, W, 3], with as few colours as it can bear."""
        place = f"{name}.png" if name in _ALSO_OUTSIDE else f"guide/{name}.png"
        self.taken.append(place)
        if self._wanted and name not in self._wanted:
            return
        target = self._folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with storage.atomic_path(target) as path:
            _reduced(picture).save(path, "PNG", optimize=True)
        print(f"{target}: {picture.shape[1]} × {picture.shape[0]}, {target.stat().st_size / 1000:.0f} kB", flush=True)

    def _seen(self) -> QImage:
        """The window with its menus, tips and dialogs; there may be no window manager to frame them."""
        pixmap = QPixmap(self.window.grab())
        painter = QPainter(pixmap)
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible():
                painter.drawPixmap(other.pos() - self.window.pos(), other.grab())
                painter.setPen(self.window.themes.current.colour("line"))
                painter.drawRect(other.geometry().translated(-self.window.pos()).adjusted(0, 0, -1, -1))
        painter.end()
        return pixmap.toImage()


def _reduced(picture: np.ndarray) -> Image.Image:
    """The picture in a palette. Each colour counts at most so often: a backdrop would else leave none for a curve."""
    red, green, blue = np.moveaxis(picture.astype(np.uint32), 2, 0)
    colours, counts = np.unique(red << 16 | green << 8 | blue, return_counts=True)
    weighed = np.repeat(colours, np.minimum(counts, _MOST_WEIGHT))
    sample = np.stack([weighed >> 16, weighed >> 8 & 255, weighed & 255], axis=1).astype(np.uint8)
    palette = Image.fromarray(sample[None]).quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    return Image.fromarray(picture).quantize(palette=palette, dither=Image.Dither.NONE)


def pixels(image: QImage) -> np.ndarray:
    """uint8 [H, W, 3]."""
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., :3].copy()
