"""The dialog in which the palette of a world is changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from voxstudio.errors import UserError
from voxstudio.studio.icons import icon
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import button, column, label, row, scrolling
from voxstudio.studio.words import inside, noop, tr
from voxstudio.world import palettes
from voxstudio.world.palette import Palette
from voxstudio.world.palette_draft import FACES, Face, PaletteDraft

_WELL_WIDTH, _NAME_WIDTH, _ROW_HEIGHT = 56, 184, 32
_BESIDE_ROWS, _MOST_HEIGHT = 170, 640
_NOTE = noop("Blocks keep their material when it moves. Those of a removed one take the nearest colour.")
_FACE_NAMES: dict[Face, str] = {"top": noop("Top"), "bottom": noop("Bottom"), "side": noop("Side")}


class PaletteEditor(QDialog):
    """Works on a draft; ``taken`` tells when it is to be used. Nothing of the world changes before."""

    taken = Signal(object)
    """A ``PaletteDraft`` whose palette is valid."""

    def __init__(self, palette: Palette, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Palette"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.draft = PaletteDraft(palette)
        self._theme = theme
        self.rows: list[MaterialRow] = []
        self.problem = label("", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        names = [label(tr("Name"), "muted"), *(label(tr(_FACE_NAMES[face]), "muted") for face in FACES)]
        names[0].setFixedWidth(_NAME_WIDTH)
        for one in names[1:]:
            one.setFixedWidth(_WELL_WIDTH)
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        content = QWidget()
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(4)
        note = label(tr(_NOTE), "hint")
        note.setWordWrap(True)
        self.add = button(tr("Add material"), on_click=self._add)
        self.load = button(
            tr("Import…"), on_click=self._choose_import, tip=tr("A GIMP palette or a PNG strip in place of this")
        )
        self.save = button(tr("Export…"), on_click=self._choose_export, tip=tr("Write a GIMP palette or a PNG strip"))
        self.cancel = button(tr("Cancel"), on_click=self.reject)
        self.use = button(tr("Use palette"), "primary", self._take)
        for one in (self.add, self.load, self.save, self.cancel):
            one.setAutoDefault(False)
        self.use.setDefault(True)
        self.setLayout(
            column(
                row(*names, -1),
                scrolling(content),
                note,
                self.problem,
                row(self.add, self.load, self.save, -1, self.cancel, self.use),
                margins=(16, 16, 16, 16),
                gap=12,
            )
        )
        self._refill()
        self.resize(560, min(_MOST_HEIGHT, _BESIDE_ROWS + len(self.rows) * (_ROW_HEIGHT + 4)))

    def import_from(self, path: Path) -> None:
        """Takes the materials of a file, or says why not."""
        try:
            self.draft.load(palettes.load(path))
        except UserError as error:
            self._say(str(error))
        else:
            self._refill()

    def export_to(self, path: Path) -> None:
        """Writes the draft, or says why not."""
        try:
            palettes.save(self.draft.palette(), path)
        except UserError as error:
            self._say(str(error))

    def _refill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.rows = [MaterialRow(self, place) for place in range(len(self.draft.materials))]
        for one in self.rows:
            self._rows.addWidget(one)
        self._rows.addStretch(1)
        self._say("")

    def _add(self) -> None:
        try:
            place = self.draft.add()
        except UserError as error:
            self._say(str(error))
            return
        self._refill()
        self.rows[place].name.setFocus()
        self.rows[place].name.selectAll()

    def remove(self, place: int) -> None:
        """Takes a row out."""
        try:
            self.draft.remove(place)
        except UserError as error:
            self._say(str(error))
        else:
            self._refill()

    def move_row(self, place: int, by: int) -> None:
        """Moves a row."""
        goal = self.draft.move(place, by)
        self._refill()
        (self.rows[goal].up if by < 0 else self.rows[goal].down).setFocus()

    def icon_button(self, name: str, tip: str, text: str) -> QPushButton:
        """A small button of a row."""
        one = button("", "tool", tip=tip)
        one.setIcon(icon(name, self._theme.muted, self._theme.faint))
        one.setAccessibleName(text)
        one.setFixedSize(28, _ROW_HEIGHT - 2)
        one.setAutoDefault(False)
        return one

    def _choose_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a palette"), "", _files())
        if name:
            self.import_from(Path(name))

    def _choose_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the palette"), "palette.gpl", _files())
        if name:
            self.export_to(Path(name))

    def _take(self) -> None:
        try:
            self.draft.palette()
        except UserError as error:
            self._say(str(error))
            return
        self.taken.emit(self.draft)
        self.accept()

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


class MaterialRow(QWidget):
    """Name, three colours, and what to do with the material."""

    def __init__(self, editor: PaletteEditor, place: int) -> None:
        super().__init__()
        draft = editor.draft
        material = draft.materials[place]
        self.name = QLineEdit(material.name)
        self.name.setFixedWidth(_NAME_WIDTH)
        self.name.setAccessibleName(tr("Name of material {number}", number=place + 1))
        self.name.textEdited.connect(lambda text: draft.rename(place, text))
        self.wells = {face: ColourWell(draft, place, face) for face in FACES}
        self.up = editor.icon_button("up", tr("Move up"), tr("Move {material} up", material=material.name))
        self.down = editor.icon_button("down", tr("Move down"), tr("Move {material} down", material=material.name))
        self.remove = editor.icon_button("remove", tr("Remove"), tr("Remove {name}", name=material.name))
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < len(draft.materials) - 1)
        self.remove.setEnabled(len(draft.materials) > 1)
        self.up.clicked.connect(lambda: editor.move_row(place, -1))
        self.down.clicked.connect(lambda: editor.move_row(place, 1))
        self.remove.clicked.connect(lambda: editor.remove(place))
        self.setLayout(row(self.name, *self.wells.values(), -1, self.up, self.down, self.remove))


class ColourWell(QAbstractButton):
    """The colour of one face; a click asks for another."""

    def __init__(self, draft: PaletteDraft, place: int, face: Face) -> None:
        super().__init__()
        self._draft, self._place = draft, place
        self._face: Face = face
        self.setFixedSize(_WELL_WIDTH, _ROW_HEIGHT - 4)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._ask)
        self._name()

    @property
    def colour(self) -> QColor:
        """What it shows."""
        return QColor.fromRgbF(*getattr(self._draft.materials[self._place], self._face))

    def choose(self, colour: QColor) -> None:
        """Another colour."""
        self._draft.recolour(self._place, self._face, (colour.redF(), colour.greenF(), colour.blueF()))
        self._name()
        self.update()

    def _name(self) -> None:
        name = self.colour.name().upper()
        face = tr(_FACE_NAMES[self._face])
        self.setToolTip(f"{face} {name}")
        self.setAccessibleName(f"{self._draft.materials[self._place].name}, {inside(face)}, {name}")

    def _ask(self) -> None:
        dialog = QColorDialog(self.colour, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.colorSelected.connect(self.choose)
        dialog.open()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded well of the colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().link().color() if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self.colour)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()


def _files() -> str:
    """What a file dialog asks for."""
    return tr("Palettes ({suffixes})", suffixes=" ".join(f"*{suffix}" for suffix in palettes.FORMATS))
