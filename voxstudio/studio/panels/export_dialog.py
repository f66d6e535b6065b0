"""The dialog that says what an export will write before it is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QWidget

from voxstudio.errors import UserError
from voxstudio.studio.exports import EXPORTS, ExportFormat, ExportSource
from voxstudio.studio.panels.target_row import TargetRow
from voxstudio.studio.widgets.basic import button, column, label, row, scrolling, section
from voxstudio.studio.widgets.segments import Choice, Segments
from voxstudio.studio.words import noop, tr, whole
from voxstudio.world.measure import material_counts
from voxstudio.world.voxel_world import VoxelWorld

_WIDTH = 500
_SWATCH = QSize(14, 14)
_ROW_HEIGHT = 24
_MATERIALS_HEIGHT = 7 * _ROW_HEIGHT
"""The classic palette is seen at once."""
_FACTS = (noop("Size"), noop("Blocks"), noop("File size"))


class ExportDialog(QDialog):
    """Nothing is written before ``wanted``."""

    wanted = Signal(object, object, object)
    """The ``ExportFormat``, the ``ExportSource`` and the path."""

    def __init__(
        self, source: ExportSource, maps: Path, parent: QWidget, exports: tuple[ExportFormat, ...] = EXPORTS
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._source, self._maps = source, maps
        self._exports = {one.label: one for one in exports}
        choices = [Choice(one.label, tr(one.label), tr(one.help)) for one in exports]
        self.format = Segments(choices, tr("Format"))
        self.format.set_value(exports[0].label)
        self.format.chosen.connect(self.refresh)
        self.format.setVisible(len(exports) > 1)
        self.help = _wrapped("hint")
        self.target = TargetRow()
        self.facts = {name: label("", "value") for name in _FACTS}
        self.notes = _wrapped("row")
        self.moment = _wrapped("hint")
        self.moment.setText(source.note)
        self.moment.setVisible(bool(source.note))
        self.problem = _wrapped("problem")
        self.materials = material_counts(source.world)
        self.cancel = button(tr("Cancel"), on_click=self.reject, tip=tr("Write nothing"))
        self.export = button(tr("Export"), "primary", self._export, tr("Write it to the place above"))
        self.cancel.setAutoDefault(False)
        self.export.setDefault(True)
        items = (
            *(self.format, self.help, row(label(tr("To")), 8, self.target), self._fact_card()),
            *(section(tr("Materials"), label(whole(len(self.materials)), "muted")), self._material_list(), 4),
            *(
                section(tr("What changes")),
                self.notes,
                self.moment,
                self.problem,
                -1,
                row(-1, self.cancel, self.export),
            ),
        )
        self._content = column(*items, margins=(16, 16, 16, 16), gap=10)
        self.setLayout(self._content)
        self.resize(_WIDTH, 0)
        self.refresh()

    @property
    def chosen(self) -> ExportFormat:
        """The format that is on."""
        return self._exports[self.format.value()]

    def refresh(self) -> None:
        """Shows what the format would write."""
        one, world = self.chosen, self._source.world
        x, y, z = world.shape
        problem = ""
        try:
            preview = one.preview(world)
            self.target.set_path(one.propose(self._source, self._maps))
        except UserError as error:
            preview, problem = None, str(error)
        self.help.setText(tr(one.help) + ".")
        self.facts["Size"].setText(f"{x} × {y} × {z}")
        self.facts["Blocks"].setText(whole(int(world.occupied.sum())))
        self.facts["File size"].setText(
            "" if preview is None else tr("about {size}", size=_bytes_text(preview.about_bytes))
        )
        notes = [] if preview is None else [*preview.notes]
        if self._source.files or self._source.facts:
            notes.append(tr("The prompt and the settings of the run go along; locked cells do not."))
        self.notes.setText("\n".join(f"•  {note}" for note in notes))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.export.setEnabled(not problem)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts that are broken into lines take another height at another width."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.setMinimumHeight(self._content.totalHeightForWidth(self.width()))

    def _export(self) -> None:
        self.wanted.emit(self.chosen, self._source, self.target.path)
        self.accept()

    def _fact_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setVerticalSpacing(2)
        for place, (name, value) in enumerate(self.facts.items()):
            grid.addWidget(label(tr(name), "muted"), 0, place)
            grid.addWidget(value, 1, place)
            grid.setColumnStretch(place, 1)
        return card

    def _material_list(self) -> QWidget:
        content = QWidget()
        rows = [_material_row(self._source.world, name, count) for name, count in self.materials.items()]
        content.setLayout(column(*(rows or [label(tr("No blocks at all."), "muted")]), -1, margins=(0, 0, 8, 0), gap=0))
        area = scrolling(content)
        area.setFixedHeight(min(_MATERIALS_HEIGHT, _ROW_HEIGHT * max(len(rows), 1)))
        return area


def _material_row(world: VoxelWorld, name: str, count: int) -> QWidget:
    swatch, line = QLabel(), QWidget()
    material = world.palette.materials[world.palette.index(name) - 1]
    pixmap = QPixmap(_SWATCH)
    pixmap.fill(QColor.fromRgbF(*material.top))
    swatch.setPixmap(pixmap)
    swatch.setFixedSize(_SWATCH)
    line.setFixedHeight(_ROW_HEIGHT)
    line.setLayout(row(swatch, label(name), -1, label(whole(count), "value")))
    return line


def _wrapped(role: str) -> QLabel:
    result = label("", role)
    result.setWordWrap(True)
    return result


def _bytes_text(count: int) -> str:
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
