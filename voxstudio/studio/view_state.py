"""How the world is looked at. Views watch it; nothing here changes the world."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, SignalInstance

from voxstudio.studio.cut import Cut
from voxstudio.studio.view_modes import ViewMode
from voxstudio.world.edits import Cell

SUN, EDITOR = "studio", "editor"
"""Lights: the viewport's own, with sun and shadow, or the flat one that the block editor has."""
MIDDLE = 0.5


class ViewState(QObject):
    """Observable: a signal follows each change."""

    blocks_changed = Signal()
    """Other blocks, or other colours, are to be drawn: the mode, the cut, or whether there is a wipe."""
    look_changed = Signal()
    """The same blocks look another way: the place of the wipe, the light, the cameras."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = ViewMode.WORLD
        self.cut: Cut | None = None
        self.wipe: float | None = None
        """Where the start world ends and the present begins, as a share of the width; None: only the present."""
        self.light = SUN
        self.shows_cameras = False
        """Whether the cameras of the dataset stand in the scene."""
        self.is_flying = False
        """Whether mouse and keys fly the camera."""

    def set_mode(self, mode: ViewMode) -> None:
        """What the colours tell."""
        self._set("mode", mode, self.blocks_changed)

    def set_cut(self, cut: Cut | None) -> None:
        """Opens the world, or closes it."""
        self._set("cut", cut, self.blocks_changed)

    def set_wipe(self, share: float | None) -> None:
        """Moves the divider, 0..1, or takes it away."""
        if share is not None:
            share = min(max(share, 0.0), 1.0)
        is_new = (share is None) != (self.wipe is None)
        self._set("wipe", share, self.blocks_changed if is_new else self.look_changed)

    def set_light(self, light: str) -> None:
        """``SUN`` or ``EDITOR``."""
        self._set("light", light, self.look_changed)

    def set_cameras_shown(self, is_shown: bool) -> None:
        """Whether the cameras of the dataset stand in the scene."""
        self._set("shows_cameras", is_shown, self.look_changed)

    def set_flying(self, is_flying: bool) -> None:
        """Whether mouse and keys fly the camera."""
        self._set("is_flying", is_flying, self.look_changed)

    def fit(self, shape: Cell) -> None:
        """Another world: it is shown as a world, whole."""
        self.set_wipe(None)
        if self.cut is not None and not self.cut.fits(shape):
            self.set_cut(None)
        self.set_mode(ViewMode.WORLD)

    def _set(self, name: str, value: object, signal: SignalInstance) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            signal.emit()
