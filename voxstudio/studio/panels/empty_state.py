"""What the middle shows while there is no world."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from voxstudio.studio.icons import icon
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import column, label, row
from voxstudio.studio.words import tr


class EmptyState(QFrame):
    """Three ways to begin."""

    open_wanted = Signal()
    ground_wanted = Signal()
    example_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = label(tr("Where does your world begin?"))
        title.setStyleSheet("font-size: 20px; font-weight: 600;")
        hint = label(tr("Then say in the prompt what it should become, and press Start."), "muted")
        for widget in (title, hint):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open = _Card(tr("Open a map"), tr("A map.json of the block editor.\nOr drop one on the window."))
        self.ground = _Card(tr("Flat ground"), tr("64 × 48 × 64 blocks:\ngrass over dirt over stone."))
        self.example = _Card(tr("Rolling hills"), tr("The example that ships with\nVoxStudio: 88,403 blocks."))
        self._cards = {"open": self.open, "ground": self.ground, "tour": self.example}
        self.open.clicked.connect(self.open_wanted)
        self.ground.clicked.connect(self.ground_wanted)
        self.example.clicked.connect(self.example_wanted)
        self.setLayout(
            column(title, hint, 16, row(self.open, self.ground, self.example, gap=12), margins=(16, 16, 16, 16), gap=8)
        )

    def set_theme(self, theme: Theme) -> None:
        """Icons in the accent colour."""
        for name, card in self._cards.items():
            card.set_icon(icon(name, theme.accent_light))


class _Card(QPushButton):
    """A large button with an icon, a title and two lines of text."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(236, 106)
        self._icon = QLabel()
        heading = label(title)
        heading.setStyleSheet("font-weight: 600; font-size: 14px;")
        lines = label(text, "muted")
        for widget in (self._icon, heading, lines):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(column(self._icon, 4, heading, lines, -1, margins=(16, 14, 16, 10), gap=3))

    def set_icon(self, image: QIcon) -> None:
        """Drawn at one and a half times the usual size."""
        self._icon.setPixmap(image.pixmap(QSize(24, 24)))
