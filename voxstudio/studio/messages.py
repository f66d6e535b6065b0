"""Questions and messages to the user."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from voxstudio.studio.words import tr


def show_error(parent: QWidget, sentence: str, details: str = "") -> QMessageBox:
    """Shows a message that can be selected and copied, without stopping anything. Returns the open box."""
    box = QMessageBox(QMessageBox.Icon.Warning, "VoxStudio", sentence, QMessageBox.StandardButton.Ok, parent)
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    box.setTextInteractionFlags(selectable)
    if details:
        box.setDetailedText(details)
    copy = box.addButton(tr("Copy"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()  # a message box closes on any of its buttons; this one is to stay
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{sentence}\n{details}".strip()))
    box.setEscapeButton(QMessageBox.StandardButton.Ok)  # with two buttons Qt would heed neither Escape nor closing
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()
    return box


class Question(QMessageBox):
    """Asked before something would be lost: save, discard, or stay. Opened, never waited for."""

    save_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget, text: str, details: str, save: str, discard: str, stay: str) -> None:
        super().__init__(QMessageBox.Icon.Question, "VoxStudio", text, parent=parent)
        self.setInformativeText(details)
        self.save = self.addButton(save, QMessageBox.ButtonRole.AcceptRole)
        self.discard = self.addButton(discard, QMessageBox.ButtonRole.DestructiveRole)
        self.stay = self.addButton(stay, QMessageBox.ButtonRole.RejectRole)
        self.save.setProperty("role", "primary")
        self.setEscapeButton(self.stay)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.save.clicked.connect(self.save_wanted)
        self.discard.clicked.connect(self.discard_wanted)


class Conflict(Question):
    """Asked before a file is overwritten that somebody else has written: ``save_wanted`` is under another name,
    ``discard_wanted`` overwrites."""

    reload_wanted = Signal()

    def __init__(self, parent: QWidget, name: str, *, can_reload: bool) -> None:
        super().__init__(
            parent,
            tr("{name} was changed by another program since it was opened.", name=name),
            tr("Saving would replace what is there now. Loading it replaces the world here, which undo brings back."),
            tr("Save as…"),
            tr("Overwrite"),
            tr("Cancel"),
        )
        self.reload = self.addButton(tr("Load what is there"), QMessageBox.ButtonRole.ActionRole)
        self.reload.setEnabled(can_reload)
        self.reload.setToolTip("" if can_reload else tr("Not while a run is on"))
        self.reload.clicked.connect(self.reload_wanted)
        self.setDefaultButton(self.save)


def ask_to_save(parent: QWidget, name: str) -> Question:
    """The question before a world with unsaved work is left."""
    box = Question(
        parent,
        tr("Save the changes to “{name}”?", name=name),
        tr("What was done since it was last saved would be lost."),
        tr("Save"),
        tr("Don't save"),
        tr("Cancel"),
    )
    box.setDefaultButton(box.save)
    return box


def ask_to_close(parent: QWidget) -> Question:
    """The question before a run is ended by closing the window."""
    box = Question(
        parent,
        tr("A run is going on."),
        tr("End it and close? What it has made so far is saved in the run's folder, and as a map if you want."),
        tr("Save map and close"),
        tr("End and close"),
        tr("Keep running"),
    )
    box.setDefaultButton(box.stay)
    box.discard.setObjectName("endAndClose")
    box.stay.setObjectName("keepRunning")
    return box
