"""Icons in the colours that they are asked for, sharp on any screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from voxstudio.studio.icons import icon

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"
OFF, ON = QIcon.State.Off, QIcon.State.On
NORMAL, DISABLED = QIcon.Mode.Normal, QIcon.Mode.Disabled


def colours(pixmap: QPixmap) -> set[str]:
    """Those of the pixels that are wholly covered."""
    image = pixmap.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize(
    ("mode", "state", "colour"), [(NORMAL, OFF, RED), (DISABLED, OFF, GREEN), (NORMAL, ON, BLUE), (DISABLED, ON, GREEN)]
)
def test_an_icon_has_the_colour_of_its_state(
    qapp: QApplication, mode: QIcon.Mode, state: QIcon.State, colour: str
) -> None:
    assert colours(icon("play", RED, GREEN, BLUE).pixmap(QSize(16, 16), mode, state)) == {colour}


def test_an_icon_of_one_colour_keeps_it(qapp: QApplication) -> None:
    assert colours(icon("play", RED).pixmap(QSize(16, 16), DISABLED, ON)) == {RED}


@pytest.mark.parametrize("density", [1.0, 1.5, 2.0, 4.0])
def test_an_icon_has_as_many_pixels_as_the_screen(qapp: QApplication, density: float) -> None:
    pixmap = icon("play", RED).pixmap(QSize(16, 16), density)
    assert pixmap.size() == QSize(16, 16) * density
    assert pixmap.devicePixelRatio() == density


def test_a_copy_is_painted_where_it_should_be(qapp: QApplication) -> None:
    ground = QPixmap(40, 40)
    ground.fill(QColor("white"))
    copy = QIcon(icon("play", RED))
    painter = QPainter(ground)
    copy.paint(painter, 20, 4, 16, 16)
    painter.end()
    red = np.argwhere([[ground.toImage().pixelColor(x, y).name() == RED for x in range(40)] for y in range(40)])
    assert len(red) > 20
    assert (red.min(0) >= (4, 20)).all() and (red.max(0) < (20, 36)).all()
