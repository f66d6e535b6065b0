"""The dialog that asks what a new world is to be."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from voxstudio.errors import UserError
from voxstudio.studio.widgets.basic import button, column, label, row
from voxstudio.studio.widgets.segments import Choice, Segments, translated
from voxstudio.studio.widgets.spin_box import spin_box
from voxstudio.studio.words import noop, tr
from voxstudio.world.generators.terrain import check_shape

_LARGEST_SIDE, _LARGEST_SEED = 256, 999_999
_KINDS = (
    Choice("ground_plane", noop("Ground"), noop("A flat plate of grass over dirt over stone")),
    Choice("cube", noop("Cube"), noop("A cube of stone in the middle of the floor")),
    Choice("empty", noop("Empty"), noop("Nothing but air")),
    Choice("terrain", noop("Terrain"), noop("Rolling hills, another land for each seed")),
)
_NOTES = {choice.value: choice.help for choice in _KINDS}
_SIDES = (
    noop("Cells x, west to east"),
    noop("Cells y, floor to ceiling"),
    noop("Cells z, north to south"),
)


class NewDialog(QDialog):
    """Start and size; nothing happens before ``wanted``."""

    wanted = Signal(str, object, int)
    """The kind, the shape in cells (x, y, z), the seed."""

    def __init__(self, shape: tuple[int, int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New world"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.kind = Segments(translated(_KINDS), tr("Start"))
        self.kind.set_value("ground_plane")
        self.kind.chosen.connect(self._refresh)
        self.note = label("", "hint")
        self.sizes = [spin_box(cells, 1, _LARGEST_SIDE, tr(words)) for cells, words in zip(shape, _SIDES, strict=True)]
        self.seed = spin_box(random.randrange(_LARGEST_SEED), 0, _LARGEST_SEED, tr("Seed of the terrain"))
        self.size_note = label("", "hint")
        self.problem = label("", "problem")
        for one in self.sizes:
            one.valueChanged.connect(self._refresh)
        self.cancel = button(tr("Cancel"), on_click=self.reject, tip=tr("Keep the present world"))
        self.create_button = button(
            tr("Create"), "primary", self._create, tr("Make this world the start of the next run")
        )
        self.cancel.setAutoDefault(False)
        self.create_button.setDefault(True)
        self._seed_title = label(tr("Seed"))
        fields = [
            row(_wide(label(tr("Size"))), *_between(self.sizes, "×"), 8, self.size_note, -1),
            row(_wide(self._seed_title), self.seed, -1),
        ]
        self.setLayout(
            column(
                self.kind,
                self.note,
                4,
                *fields,
                self.problem,
                -1,
                row(-1, self.cancel, self.create_button),
                margins=(16, 16, 16, 16),
                gap=12,
            )
        )
        self.resize(440, 0)
        self._refresh()

    @property
    def shape(self) -> tuple[int, int, int]:
        """Cells along x, y and z."""
        x, y, z = (box.value() for box in self.sizes)
        return x, y, z

    def _refresh(self) -> None:
        is_terrain = self.kind.value() == "terrain"
        self.note.setText(tr(_NOTES[self.kind.value()]))
        x, y, z = self.shape
        self.size_note.setText(tr("%Ln cells", "", x * y * z))
        for widget in (self.seed, self._seed_title):
            widget.setEnabled(is_terrain)
        problem = ""
        try:
            check_shape(self.shape)
        except UserError as error:
            problem = str(error)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.create_button.setEnabled(not problem)

    def _create(self) -> None:
        self.wanted.emit(self.kind.value(), self.shape, self.seed.value())
        self.accept()


def _between(widgets: list[QSpinBox], sign: str) -> list[QWidget]:
    result: list[QWidget] = []
    for widget in widgets:
        result += [label(sign, "muted"), widget]
    return result[1:]


def _wide(title: QWidget) -> QWidget:
    title.setFixedWidth(56)
    return title
