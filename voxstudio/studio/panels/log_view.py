"""What happened, to be read and to be sent to somebody who can help."""

from __future__ import annotations

import time
from html import escape

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from voxstudio.studio.log import Line, LogBook, log_path
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import button, column, label, row
from voxstudio.studio.widgets.segments import Choice, Segments, translated
from voxstudio.studio.words import noop, tr

_CHOICES = (
    Choice("info", noop("All"), noop("Everything that happened")),
    Choice("warning", noop("Warnings"), noop("Warnings and errors")),
    Choice("error", noop("Errors"), noop("Errors alone")),
)
_RANK = [choice.value for choice in _CHOICES]
_ROLES = {"info": "muted", "warning": "amber", "error": "coral"}


class LogView(QDialog):
    """Follows the book while it is open."""

    def __init__(self, book: LogBook, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Log"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._book, self._theme = book, theme
        self.level = Segments(translated(_CHOICES), tr("What to show"))
        self.level.set_value("info")
        self.level.setFixedWidth(260)
        self.text = QPlainTextEdit()
        self.text.setObjectName("log")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("What happened"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = button(tr("Copy"), "", self._copy, tr("Copy what is shown"))
        self.folder = button(
            tr("Open folder"), "", self._open_folder, tr("The log is kept in {folder}", folder=log_path().parent)
        )
        done = button(tr("Close"), "", self.accept, tr("Close"))
        for one in (self.copy, self.folder, done):
            one.setAutoDefault(False)
        where = label(str(log_path()), "muted")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = row(self.level, -1, where)
        foot = row(self.copy, self.folder, -1, done)
        layout = column(head, self.text, foot, margins=(16, 16, 16, 16), gap=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(860, 520)
        self.level.chosen.connect(self.refresh)
        book.written.connect(self._add)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Shows all lines of the level that is chosen."""
        self.text.clear()
        for line in list(self._book.lines):
            self._add(line)

    @Slot(object)
    def _add(self, line: Line) -> None:
        if _RANK.index(line.level_name) < _RANK.index(self.level.value()):
            return
        colour = getattr(self._theme, _ROLES[line.level_name])
        clock = time.strftime("%H:%M:%S", time.localtime(line.at))
        said = escape(line.text).replace("\n", "<br>").replace("  ", "&nbsp; ")
        self.text.appendHtml(
            f'<span style="color:{self._theme.muted}">{clock}</span>&nbsp; '
            f'<span style="color:{colour}">{line.level_name.ljust(7).replace(" ", "&nbsp;")}</span>&nbsp; {said}'
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText().replace("\N{NO-BREAK SPACE}", " "))

    @staticmethod
    def _open_folder() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path().parent)))
