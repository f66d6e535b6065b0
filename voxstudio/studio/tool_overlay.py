"""What lies over the world while one edits: outlines of what is under the mouse, of the selection, of what is locked.

Painted by Qt over the picture, so that moving the mouse draws no world again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from voxstudio.studio.navigation import Navigation
from voxstudio.studio.outline import Outline
from voxstudio.studio.theme import DARK, Theme, tabular

_CHIP_HEIGHT = 20
_LEAST_DEPTH = 1e-3


@dataclass(frozen=True, eq=False)
class Marking:
    """An outline with its look."""

    outline: Outline
    role: str
    """The theme's role of its colour."""
    text: str = ""
    """For the chip at its top left, if any."""
    is_dashed: bool = False
    shows_back: bool = False
    """Whether its hidden edges are drawn too, faintly."""


class ToolOverlay(QWidget):
    """Draws markings with a view's camera. Lets the mouse through."""

    def __init__(self, view: Navigation, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view = view
        self._theme = DARK
        self._markings: dict[str, Marking] = {}
        self._drawn_from: object = None
        self._painted = QRect()
        self._taken: list[QRectF] = []

    def set_theme(self, theme: Theme) -> None:
        """Colours of the lines."""
        self._theme = theme
        self.update()

    def mark(self, name: str, marking: Marking | None) -> None:
        """Puts a marking in place of the one of that name; None takes it away."""
        if marking is None or not len(marking.outline.ends):
            if self._markings.pop(name, None) is None:
                return
        else:
            self._markings[name] = marking
        self._refresh()

    def marking(self, name: str) -> Marking | None:
        """The marking of that name."""
        return self._markings.get(name)

    def keep_clear(self, areas: Sequence[QRect]) -> None:
        """Where no words may be, since something lies over it."""
        taken = sorted(map(QRectF, areas), key=lambda area: (not _is_upright(area), area.top()))
        if taken != self._taken:
            self._taken = taken
            self._refresh()

    @Slot()
    def follow_camera(self) -> None:
        """Draws again if the view looks from somewhere else than it did."""
        if self._markings and (self._view.camera, self._view.world_extent) != self._drawn_from:
            self._refresh()

    def to_pixels(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places [..., 3], in cells, in the view: pixels [..., 2], and bool [...], whether they lie before the eye."""
        extent = self._view.world_extent
        assert extent is not None
        (x, _, z), scale = extent
        world = (points - np.array([x / 2, 0.0, z / 2])) * scale
        clip = np.concatenate([world, np.ones((*world.shape[:-1], 1))], axis=-1)
        clip = clip @ self._view.camera.view_projection(self._view.aspect).T
        depth = clip[..., 3:]
        ndc = clip[..., :2] / np.where(depth > _LEAST_DEPTH, depth, np.inf)
        size = np.array([self._view.width(), self._view.height()])
        return (ndc * [1.0, -1.0] + 1.0) / 2.0 * size, depth[..., 0] > _LEAST_DEPTH

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All markings."""
        self._drawn_from = (self._view.camera, self._view.world_extent)
        if self._view.world_extent is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = {name: self._lines(marking.outline) for name, marking in self._markings.items()}
        for name, (lines, is_front) in seen.items():
            self._draw(painter, self._markings[name], lines, is_front)
        for name, chip in self.chips({name: lines for name, (lines, _) in seen.items()}).items():
            self._draw_chip(painter, self._markings[name], chip)
        painter.end()

    def chips(self, lines: Mapping[str, list[QLineF]]) -> dict[str, QRectF]:
        """Where the words of the markings go, given the lines of each: none on another, nor on what is to be clear."""
        placed: dict[str, QRectF] = {}
        for name, marking in self._markings.items():
            if marking.text and lines[name]:
                placed[name] = self._chip(marking, lines[name], [*self._taken, *placed.values()])
        return placed

    def _draw(self, painter: QPainter, marking: Marking, lines: list[QLineF], is_front: list[bool]) -> None:
        front = [line for line, seen in zip(lines, is_front, strict=True) if seen]
        colour = self._theme.colour(marking.role)
        if marking.shows_back:
            painter.setPen(_pen(_faded(colour, 90), 1.0, is_dashed=marking.is_dashed))
            painter.drawLines([line for line, seen in zip(lines, is_front, strict=True) if not seen])
        if not marking.is_dashed:
            # Seen on light blocks and on dark ones.
            painter.setPen(_pen(QColor(0, 0, 0, 110), 3.2))
            painter.drawLines(front)
        painter.setPen(_pen(colour, 1.6, is_dashed=marking.is_dashed))
        painter.drawLines(front)

    def _lines(self, outline: Outline) -> tuple[list[QLineF], list[bool]]:
        pixels, is_before = self.to_pixels(outline.ends)
        kept = is_before.all(axis=1)
        extent = self._view.world_extent
        assert extent is not None
        (x, _, z), scale = extent
        camera = self._view.camera
        if camera.is_orthographic:
            eye = np.subtract(camera.position, camera.target)
            is_front = outline.is_turned_to(eye, is_direction=True)
        else:
            is_front = outline.is_turned_to(np.asarray(camera.position) / scale + [x / 2, 0.0, z / 2])
        lines = [QLineF(*ends) for ends in pixels[kept].reshape(-1, 4).tolist()]
        return lines, is_front[kept].tolist()

    def _draw_chip(self, painter: QPainter, marking: Marking, chip: QRectF) -> None:
        painter.setFont(self._chip_font())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(marking.role))
        painter.drawRoundedRect(chip, 5, 5)
        painter.setPen(self._theme.colour("ground"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, marking.text)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _chip(self, marking: Marking, lines: list[QLineF], taken: list[QRectF]) -> QRectF:
        """At the top left of what it tells of, and on nothing of what is taken."""
        width = QFontMetricsF(self._chip_font()).horizontalAdvance(marking.text) + 14
        left = min(min(line.x1(), line.x2()) for line in lines)
        top = min(min(line.y1(), line.y2()) for line in lines)
        lowest = self.height() - 28.0
        chip = QRectF(
            min(max(left, 4.0), self.width() - width - 4.0),
            min(max(top - _CHIP_HEIGHT - 6, 4.0), lowest),
            width,
            _CHIP_HEIGHT,
        )
        for area in 2 * taken:  # who gives way to one may come to lie on another
            if area.intersects(chip) and _is_upright(area):
                chip.moveLeft(area.right() + 4)
            elif area.intersects(chip):
                below = area.bottom() + 4
                chip.moveTop(below if below <= lowest else area.top() - _CHIP_HEIGHT - 4)
        return chip

    def _chip_font(self) -> QFont:
        font = QFont(tabular(self.font(), 11))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _refresh(self) -> None:
        """Only what was and what will be drawn: the rest of the window keeps its picture."""
        extent = QRect()
        if self._view.world_extent is not None:
            seen = {name: self._lines(marking.outline)[0] for name, marking in self._markings.items()}
            chips = self.chips(seen)
            for name, lines in seen.items():
                if lines:
                    xs = [x for line in lines for x in (line.x1(), line.x2())]
                    ys = [y for line in lines for y in (line.y1(), line.y2())]
                    box = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).toAlignedRect()
                    if name in chips:
                        box = box.united(chips[name].toAlignedRect())
                    extent = extent.united(box.adjusted(-4, -4, 4, 4))
        extent = extent.intersected(self.rect())
        self.update(extent.united(self._painted))
        self._painted = extent


def _is_upright(area: QRectF) -> bool:
    return area.height() > area.width()


def _pen(colour: QColor, width: float, *, is_dashed: bool = False) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if is_dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


def _faded(colour: QColor, alpha: int) -> QColor:
    result = QColor(colour)
    result.setAlpha(alpha)
    return result
