"""The dialogs for a screenshot and a turntable. They stay open, and the window free, until the file is written."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QSpinBox, QWidget

from voxstudio.render import film
from voxstudio.studio.painter import Backdrop, Still
from voxstudio.studio.panels.target_row import TargetRow, free_path
from voxstudio.studio.recording import Recording, Take, turn
from voxstudio.studio.widgets.basic import button, column, label, row
from voxstudio.studio.widgets.segments import Choice, Segments, translated
from voxstudio.studio.widgets.spin_box import spin_box
from voxstudio.studio.words import noop, tr

_TITLE_WIDTH = 88
_WIDTH = 480
_SCALES = (1, 2, 4)
_BACKDROPS = (
    Choice("viewport", noop("As here"), noop("The backdrop of the viewport")),
    Choice("sky", noop("Sky"), noop("A clear day")),
    Choice("transparent", noop("Transparent"), noop("Nothing but the world and its shadow")),
)
_RATES = (15, 24, 30, 60)
_FRAMINGS = (
    Choice("whole", noop("Whole world"), noop("Far enough away that the world fits at every angle")),
    Choice("view", noop("As here"), noop("As near as the viewport is, around what it looks at")),
)


class RecordingDialog(QDialog):
    """What both have in common: backdrop, target, progress."""

    def __init__(
        self, title: str, rows: list[tuple[str, QWidget]], still: Still, recording: Recording, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._still, self._recording = still, recording
        self.backdrop = Segments(translated(_BACKDROPS), tr("Background"))
        self.backdrop.set_value("viewport")
        self.backdrop.chosen.connect(self.refresh)
        self.target = TargetRow()
        self.note = label("", "hint")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.cancel = button(tr("Cancel"), on_click=self._cancel, tip=tr("Close, or end what is being recorded"))
        self.save = button(tr("Save"), "primary", self._save, tr("Draw and write it; the window stays free meanwhile"))
        self.cancel.setAutoDefault(False)
        self.save.setDefault(True)
        self._fields = QWidget()
        lines = [*rows, (tr("Background"), self.backdrop), (tr("Save as"), self.target)]
        self._fields.setLayout(column(*(_line(name, widget) for name, widget in lines), gap=12))
        buttons = row(self.note, -1, self.cancel, self.save)
        self.setLayout(column(self._fields, self.progress, -1, buttons, margins=(16, 16, 16, 16), gap=12))
        self.resize(_WIDTH, 0)
        recording.progressed.connect(self._on_progress)
        recording.written.connect(self.close)
        recording.ended.connect(self._on_ended)
        self._on_ended()

    def make_take(self) -> Take:
        """What the fields say."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Shows what the fields lead to."""
        raise NotImplementedError

    @property
    def chosen_backdrop(self) -> Backdrop:
        """What is to be behind the world."""
        return Backdrop(self.backdrop.value())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ends what is being recorded."""
        if self._is_mine:
            self._recording.cancel()
        event.accept()

    def reject(self) -> None:
        """Escape closes as the button does."""
        self.close()

    @property
    def _is_mine(self) -> bool:
        return not self._fields.isEnabled() and self._recording.is_busy

    @Slot()
    def _save(self) -> None:
        if self._recording.is_busy:
            self.note.setText(tr("Another recording is going on."))
            return
        self._fields.setEnabled(False)
        self.save.setEnabled(False)
        take = self.make_take()
        self.progress.setRange(0, len(take.cameras))
        self.progress.setValue(0)
        self.progress.show()
        self._recording.start(take)

    @Slot()
    def _cancel(self) -> None:
        if self._is_mine:
            self._recording.cancel()
        else:
            self.close()

    @Slot(int, int)
    def _on_progress(self, done: int, count: int) -> None:
        if self._is_mine:
            self.progress.setValue(done)
            self.note.setText(
                tr("Writing…") if done == count else tr("Picture {done} of {count}", done=done, count=count)
            )

    @Slot()
    def _on_ended(self) -> None:
        self._fields.setEnabled(True)
        self.save.setEnabled(True)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()


class ScreenshotDialog(RecordingDialog):
    """One picture of what the viewport shows."""

    def __init__(self, still: Still, stem: str, recording: Recording, parent: QWidget) -> None:
        choices = [Choice(str(scale), f"{scale}×", _size_text(still.size, scale)) for scale in _SCALES]
        self.scale = Segments(choices, tr("Size"))
        self.scale.set_value("2")
        super().__init__(tr("Screenshot"), [(tr("Size"), self.scale)], still, recording, parent)
        self.scale.chosen.connect(self.refresh)
        self.target.set_path(free_path(_folder(), stem, ".png"))
        self.refresh()

    def make_take(self) -> Take:
        """One camera, the viewport's."""
        scale = int(self.scale.value())
        size = (self._still.size[0] * scale, self._still.size[1] * scale)
        return Take(self._still, [self._still.camera], size, self.chosen_backdrop, film.PICTURE, self.target.path)

    def refresh(self) -> None:
        """The size in pixels."""
        self.note.setText(_size_text(self._still.size, int(self.scale.value())))


class TurntableDialog(RecordingDialog):
    """The camera goes once around the world."""

    SIZES: ClassVar = {
        "720": ("1280 × 720", (1280, 720)),
        "1080": ("1920 × 1080", (1920, 1080)),
        "square": (noop("Square"), (1080, 1080)),
    }
    """Words in English, and width and height in pixels, by name."""

    def __init__(self, still: Still, stem: str, recording: Recording, parent: QWidget) -> None:
        self.format = Segments([_format_choice(name, one) for name, one in film.FORMATS.items()], tr("Format"))
        self.format.set_value("mp4" if film.can_write_mp4() else "gif")
        self.size_choice = Segments([Choice(name, tr(words)) for name, (words, _) in self.SIZES.items()], tr("Size"))
        self.size_choice.set_value("1080")
        self.rate = Segments([Choice(str(rate), str(rate)) for rate in _RATES], tr("Pictures a second"))
        self.rate.set_value("30")
        self.framing = Segments(translated(_FRAMINGS), tr("Framing"))
        self.framing.set_value("whole")
        self.seconds = spin_box(6, 1, 60, tr("How long one turn takes, in seconds"), tr(" s"))
        rows: list[tuple[str, QWidget]] = [
            (tr("Format"), self.format),
            (tr("Size"), self.size_choice),
            (tr("Length"), self.seconds),
            (tr("Pictures / s"), self.rate),
            (tr("Framing"), self.framing),
        ]
        super().__init__(tr("Turntable"), rows, still, recording, parent)
        self._stem = stem
        for choice in (self.size_choice, self.rate, self.framing):
            choice.chosen.connect(self.refresh)
        self.format.chosen.connect(self._on_format)
        self.seconds.valueChanged.connect(self.refresh)
        self._on_format()

    @property
    def chosen_format(self) -> film.FilmFormat:
        """How the film is kept."""
        return film.FORMATS[self.format.value()]

    def make_take(self) -> Take:
        """Cameras all around."""
        size, rate = self.SIZES[self.size_choice.value()][1], int(self.rate.value())
        cameras = turn(self._still, self._count, size, whole_world=self.framing.value() == "whole")
        return Take(self._still, cameras, size, self.chosen_backdrop, self.chosen_format, self.target.path, rate)

    @Slot()
    def _on_format(self) -> None:
        one = self.chosen_format
        self.backdrop.set_choice_enabled("transparent", one.has_opacity)
        if not one.has_opacity and self.backdrop.value() == "transparent":
            self.backdrop.set_value("viewport")
        before = self.target.path
        folder = before.parent if before.name else _folder()
        self.target.set_path(free_path(folder, f"{self._stem}_turntable", one.suffix))
        self.refresh()

    def refresh(self) -> None:
        """The number of pictures."""
        width, height = self.SIZES[self.size_choice.value()][1]
        self.note.setText(tr("%n pictures of {width} × {height}", "", self._count, width=width, height=height))

    @property
    def _count(self) -> int:
        return self.seconds.value() * int(self.rate.value())


def _line(name: str, widget: QWidget) -> QWidget:
    title = label(name)
    title.setFixedWidth(_TITLE_WIDTH)
    line = QWidget()
    items = (title, widget, -1) if isinstance(widget, QSpinBox) else (title, widget)
    line.setLayout(row(*items))
    return line


def _format_choice(name: str, one: film.FilmFormat) -> Choice:
    if name == "mp4" and not film.can_write_mp4():
        return Choice(name, tr(one.label), tr(film.NO_MP4), is_enabled=False)
    return Choice(name, tr(one.label), tr(one.help))


def _size_text(size: tuple[int, int], scale: int) -> str:
    return tr("{width} × {height} pixels", width=size[0] * scale, height=size[1] * scale)


def _folder() -> Path:
    known = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(known or Path.home())
