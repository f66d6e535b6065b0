"""Icons drawn from ``resources/icons``, in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from voxstudio import resources

_SIZE = 16
_SCALES = (1, 2, 3)


def icon(name: str, colour: str, disabled: str | None = None, checked: str | None = None) -> QIcon:
    """The icon ``name`` with ``currentColor`` replaced; sharp on screens of up to three times the density."""
    result = QIcon()
    for scale in _SCALES:
        result.addPixmap(_pixmap(name, colour, scale), QIcon.Mode.Normal)
        if disabled is not None:
            result.addPixmap(_pixmap(name, disabled, scale), QIcon.Mode.Disabled)
        if checked is not None:
            result.addPixmap(_pixmap(name, checked, scale), QIcon.Mode.Normal, QIcon.State.On)
    return result


def application_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(resources.path("icons/voxstudio.svg")))


def _pixmap(name: str, colour: str, scale: int) -> QPixmap:
    source = resources.text(f"icons/{name}.svg").replace("currentColor", colour)
    pixmap = QPixmap(_SIZE * scale, _SIZE * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
