"""Colours, type and style sheet: a dark and a light theme with the same roles."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import Enum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from voxstudio import resources
from voxstudio.studio.scene import SceneColours
from voxstudio.studio.words import noop

_CHOICE = "theme"


@dataclass(frozen=True)
class Theme:
    """One colour a role, as ``#RRGGBB``, or ``rgba()`` where something lies over the picture."""

    ground: str
    panel: str
    well: str
    raised: str
    hover: str
    selected: str
    edge: str
    line: str
    track: str
    knob: str
    text: str
    strong: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_mid: str
    accent_light: str
    accent_dim: str
    on_accent: str
    amber: str
    green: str
    coral: str
    violet: str
    overlay: str
    backdrop_top: str
    backdrop_bottom: str
    floor_line: str
    veil: str
    shade: str
    floor_line_strength: float = 0.3
    floor_shadow_strength: float = 0.5

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return QColor(getattr(self, role))

    def scene(self) -> SceneColours:
        """What surrounds the world in the viewport."""
        return SceneColours(
            backdrop_top=_rgb(self.backdrop_top),
            backdrop_bottom=_rgb(self.backdrop_bottom),
            line=_rgb(self.floor_line),
            line_strength=self.floor_line_strength,
            shadow_strength=self.floor_shadow_strength,
            glow=_rgb(self.amber),
        )


DARK = Theme(
    ground="#15181E",
    panel="#1A1E26",
    well="#12151B",
    raised="#242933",
    hover="#2C3340",
    selected="#2A303B",
    edge="#0F1115",
    line="#2A303B",
    track="#2A303B",
    knob="#E4E8EF",
    text="#D5DAE3",
    strong="#FFFFFF",
    muted="#8B95A5",
    faint="#566070",
    accent="#2F6FEB",
    accent_hover="#3E7CF2",
    accent_mid="#4A8CF5",
    accent_light="#57B7FF",
    accent_dim="#2B4577",
    on_accent="#FFFFFF",
    amber="#E8B45A",
    green="#4CC38A",
    coral="#F08A6C",
    violet="#9B7BFF",
    overlay="rgba(18, 21, 27, 225)",
    backdrop_top="#1B1F28",
    backdrop_bottom="#353C4A",
    floor_line="#6B7686",
    veil="rgba(13, 15, 20, 248)",
    shade="#000000",
)

LIGHT = Theme(
    ground="#E4E8EE",
    panel="#F4F6F9",
    well="#FFFFFF",
    raised="#E6EAF0",
    hover="#DAE0E8",
    selected="#DCE4F2",
    edge="#D3D9E2",
    line="#CBD2DD",
    track="#D3DAE4",
    knob="#3A4454",
    text="#1D232D",
    strong="#0B0F16",
    muted="#56606F",
    faint="#98A1AF",
    accent="#2563DB",
    accent_hover="#1D57C8",
    accent_mid="#2F6FEB",
    accent_light="#1C7ED6",
    accent_dim="#A9C2F2",
    on_accent="#FFFFFF",
    amber="#946200",
    green="#1A7F4B",
    coral="#B8452A",
    violet="#6A48D7",
    overlay="rgba(255, 255, 255, 230)",
    backdrop_top="#C9D1DC",
    backdrop_bottom="#EEF1F5",
    floor_line="#7C8797",
    veil="rgba(236, 239, 244, 250)",
    shade="#5A6473",
    floor_shadow_strength=0.3,
)


class ThemeChoice(Enum):
    """What the user may ask for."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"

    @property
    def text(self) -> str:
        """As the menu has it, in English."""
        return _CHOICES[self]


_CHOICES = {
    ThemeChoice.SYSTEM: noop("As the system"),
    ThemeChoice.DARK: noop("Dark"),
    ThemeChoice.LIGHT: noop("Light"),
}


class Themes(QObject):
    """The theme in use: the one that was chosen, or that of the system's colour scheme.

    ``forced`` counts for this start only; else the choice of the last time is taken up. The style sheet is put on by
    ``dress``, when the window is built: while there is one, each widget that is put into another is styled anew.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication, forced: Theme | None = None) -> None:
        super().__init__(application)
        self._application = application
        self._forced = forced
        self._is_dressed = False
        application.setStyle("Fusion")
        application.setFont(_font(application.font()))
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self._take(DARK)
        self._follow()

    @property
    def choice(self) -> ThemeChoice:
        """What was asked for."""
        if self._forced is not None:
            return ThemeChoice.LIGHT if self._forced is LIGHT else ThemeChoice.DARK
        chosen = QSettings().value(_CHOICE)
        return ThemeChoice(chosen) if chosen in [one.value for one in ThemeChoice] else ThemeChoice.SYSTEM

    def choose(self, choice: ThemeChoice) -> None:
        """Takes a theme from now on, and the next time."""
        self._forced = None
        QSettings().setValue(_CHOICE, choice.value)
        self._follow()

    def dress(self) -> None:
        """Puts the style sheet on, now and with each theme from now on."""
        self._is_dressed = True
        self._application.setStyleSheet(style_sheet(self.current))

    def _follow(self) -> None:
        is_light = self._application.styleHints().colorScheme() == Qt.ColorScheme.Light
        by_choice = {ThemeChoice.DARK: DARK, ThemeChoice.LIGHT: LIGHT}
        wanted = by_choice.get(self.choice, LIGHT if is_light else DARK)
        if wanted is not self.current:
            self._take(wanted)

    def _take(self, theme: Theme) -> None:
        self.current = theme
        self._application.setPalette(_palette(self.current))
        if self._is_dressed:
            self.dress()
        self.changed.emit(self.current)


def style_sheet(theme: Theme) -> str:
    """The style sheet of ``resources/theme`` with ``@role`` replaced by the theme's colours."""
    roles = asdict(theme)
    return re.sub(r"@(\w+)", lambda match: str(roles[match.group(1)]), resources.text("theme/studio.qss"))


def tabular(font: QFont, pixel_size: int | None = None) -> QFont:
    """The same font with figures of one width, so that changing numbers stand still."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    if pixel_size is not None:
        result.setPixelSize(pixel_size)
    return result


def _font(system: QFont) -> QFont:
    font = QFont("Inter") if "Inter" in QFontDatabase.families() else QFont(system)
    font.setPixelSize(13)
    return font


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "panel"),
        (role.Base, "well"),
        (role.AlternateBase, "panel"),
        (role.Button, "raised"),
        (role.ToolTipBase, "raised"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.ToolTipText, "text"),
        (role.BrightText, "strong"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Link, "accent_light"),
        (role.Mid, "line"),
        (role.Dark, "edge"),
    ):
        palette.setColor(target, theme.colour(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.colour("faint"))
    return palette


def _rgb(name: str) -> tuple[float, float, float]:
    colour = QColor(name)
    return colour.redF(), colour.greenF(), colour.blueF()
