"""Icons drawn from ``resources/icons``, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from voxstudio import resources


def icon(name: str, colour: str, disabled: str | None = None, checked: str | None = None) -> QIcon:
    """The icon ``name`` with ``currentColor`` replaced, sharp on any screen."""
    return QIcon(_Drawn(name, colour, disabled or colour, checked or colour))


def application_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(resources.path("icons/voxstudio.svg")))


class _Drawn(QIconEngine):
    """Draws an icon when it is first seen in a size: most of a window's are not for long, and a theme changes all."""

    def __init__(self, name: str, colour: str, disabled: str, checked: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled, self._checked = name, colour, disabled, checked

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Drawn(self._name, self._colour, self._disabled, self._checked)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The picture of so many pixels."""
        colour = self._checked if state == QIcon.State.On else self._colour
        return _pixmap(
            self._name, self._disabled if mode == QIcon.Mode.Disabled else colour, size.width(), size.height()
        )

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """The picture in a rectangle of the painter's units."""
        painter.drawPixmap(rect, self.pixmap(rect.size() * painter.device().devicePixelRatioF(), mode, state))


@lru_cache
def _source(name: str) -> str:
    return resources.text(f"icons/{name}.svg")


def _pixmap(name: str, colour: str, width: int, height: int) -> QPixmap:
    result, key = QPixmap(), f"{name} {colour} {width} {height}"
    if QPixmapCache.find(key, result):
        return result
    result = QPixmap(width, height)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    source = _source(name).replace("currentColor", colour)
    side = min(width, height)
    place = QRectF((width - side) / 2, (height - side) / 2, side, side)
    QSvgRenderer(QByteArray(source.encode())).render(painter, place)
    painter.end()
    QPixmapCache.insert(key, result)
    return result
