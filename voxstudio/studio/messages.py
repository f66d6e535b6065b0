"""Questions and messages to the user."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def show_error(parent: QWidget, sentence: str, details: str = "") -> QMessageBox:
    """Shows a message that can be selected and copied, without stopping anything. Returns the open box."""
    box = QMessageBox(QMessageBox.Icon.Warning, "VoxStudio", sentence, QMessageBox.StandardButton.Ok, parent)
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    box.setTextInteractionFlags(selectable)
    if details:
        box.setDetailedText(details)
    copy = box.addButton("Copy", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()  # a message box closes on any of its buttons; this one is to stay
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{sentence}\n{details}".strip()))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()
    return box


def ask_to_close(parent: QWidget) -> QMessageBox:
    """The question before a run is ended by closing the window; the caller connects to ``finished``."""
    box = QMessageBox(QMessageBox.Icon.Question, "VoxStudio", "A run is going on.", parent=parent)
    box.setInformativeText("End it and close? What it has made so far is saved in the run's folder.")
    end = box.addButton("End and close", QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton("Keep running", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    end.setObjectName("endAndClose")
    keep.setObjectName("keepRunning")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    return box
