"""Where the world is cut open: axis, place, and which half stays."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSlider, QWidget

from voxstudio.studio.cut import AXES, Cut
from voxstudio.studio.document import Document
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.widgets.segments import Choice, Segments
from voxstudio.studio.words import tr, whole

_SHORTEST, _LONGEST = 48, 160
"""Pixels of the slider."""


class CutPanel(QFrame):
    """Visible while there is a cut."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self._document, self._view = document, document.view
        choices = [Choice(axis, axis, tr("Cut across the {axis} axis", axis=axis)) for axis in AXES]
        self.axis = Segments(choices, tr("Axis of the cut"))
        self.axis.setFixedWidth(108)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setFixedWidth(_LONGEST)
        self.slider.setAccessibleName(tr("Place of the cut"))
        self.slider.setToolTip(tr("Where the world is cut, in blocks"))
        self.note = label("", "value")
        self.note.setFixedWidth(26)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.flip = button(tr("Flip"), "quiet", self._flip, tr("Show the other half"))
        self.close_button = button("×", "quiet", lambda: self._view.set_cut(None), tr("Close the cut"))
        line = row(self.axis, self.slider, self.note, self.flip, self.close_button, margins=(6, 4, 4, 4), gap=6)
        line.setSizeConstraint(line.SizeConstraint.SetFixedSize)
        self.setLayout(line)
        self.axis.chosen.connect(self._choose_axis)
        self.slider.valueChanged.connect(self._move)
        self._view.blocks_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Follows the cut."""
        cut, blocks = self._view.cut, self._document.blocks
        self.setVisible(cut is not None and blocks is not None)
        if cut is None or blocks is None:
            return
        self.axis.set_value(AXES[cut.axis])
        self.slider.blockSignals(True)
        self.slider.setRange(0, blocks.shape[cut.axis])
        self.slider.setValue(cut.at)
        self.slider.blockSignals(False)
        self.note.setText(whole(cut.at))

    def fit_width(self, width: int) -> None:
        """Makes itself at most so many pixels wide, as far as its slider can be shortened."""
        rest = self.sizeHint().width() - self.slider.minimumWidth()
        self.slider.setFixedWidth(min(max(width - rest, _SHORTEST), _LONGEST))
        self.adjustSize()

    @Slot(str)
    def _choose_axis(self, axis: str) -> None:
        blocks = self._document.blocks
        if blocks is not None:
            x, y, z = blocks.shape
            self._view.set_cut(Cut.through((x, y, z), AXES.index(axis)))

    @Slot(int)
    def _move(self, at: int) -> None:
        if self._view.cut is not None:
            self._view.set_cut(replace(self._view.cut, at=at))

    def _flip(self) -> None:
        cut = self._view.cut
        if cut is not None:
            self._view.set_cut(replace(cut, is_flipped=not cut.is_flipped))
