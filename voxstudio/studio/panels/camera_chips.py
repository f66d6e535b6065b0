"""The chips at the viewport's lower right: how the camera looks, and from where."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSlider, QWidget, QWidgetAction

from voxstudio.studio.icons import icon
from voxstudio.studio.navigation import Navigation
from voxstudio.studio.orbit_camera import LEAST_FOV_DEG, MOST_FOV_DEG
from voxstudio.studio.theme import Theme
from voxstudio.studio.view_actions import ViewActions
from voxstudio.studio.widgets.action_chip import action_chip
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.words import tr

_FOV_STEP_DEG = 2


class CameraChips(QWidget):
    """Fly, fit, projection, the menu of the view, and that of cameras."""

    def __init__(self, view: Navigation, actions: ViewActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.fly = action_chip(actions.fly)
        self.fit = button(tr("Fit"), "chip", view.fit, tr("Show the whole world"))
        self.projection = button(tr("Persp"), "chip", view.toggle_orthographic, tr("Perspective or orthographic"))
        self.look = button(tr("View ▾"), "chip", tip=tr("Field of view, light, cameras in the scene"))
        self.look_menu = LookMenu(view, actions, self)
        self.cameras = button(tr("Cameras ▾"), "chip", tip=tr("Views that you kept, and the cameras of the dataset"))
        _opens(self.look, self.look_menu)
        self.setLayout(row(self.fly, self.fit, self.projection, self.look, self.cameras, gap=6))

    def set_camera_menu(self, menu: QMenu) -> None:
        """What the chip of cameras opens."""
        _opens(self.cameras, menu)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons."""
        self.fit.setIcon(icon("fit", theme.text, theme.faint))
        self.fly.setIcon(icon("fly", theme.text, theme.faint, theme.on_accent))
        self.cameras.setIcon(icon("camera", theme.text, theme.faint))

    @Slot()
    def follow_camera(self) -> None:
        """Says which projection there is."""
        text = tr("Ortho") if self._view.camera.is_orthographic else tr("Persp")
        if text != self.projection.text():
            self.projection.setText(text)


class LookMenu(QMenu):
    """Field of view, light, cameras in the scene."""

    def __init__(self, view: Navigation, actions: ViewActions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._view = view
        self.fov = QSlider(Qt.Orientation.Horizontal)
        self.fov.setRange(round(LEAST_FOV_DEG), round(MOST_FOV_DEG))
        self.fov.setFixedWidth(120)
        self.fov.setAccessibleName(tr("Field of view"))
        self.fov.setToolTip(tr("Field of view, in degrees from top to bottom"))
        self.note = label("", "value")
        self.note.setFixedWidth(34)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QWidget()
        line.setLayout(row(label(tr("Field of view")), self.fov, self.note, margins=(26, 4, 12, 4)))
        self._fov_line = QWidgetAction(self)
        self._fov_line.setText(tr("Field of view"))
        self._fov_line.setDefaultWidget(line)
        self.addAction(self._fov_line)
        self.addSeparator()
        self.addActions([actions.editor_light, actions.cameras])
        self.fov.valueChanged.connect(self._change)
        self.aboutToShow.connect(self.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the slider, which the menu keeps the keyboard from."""
        step = {Qt.Key.Key_Left: -_FOV_STEP_DEG, Qt.Key.Key_Right: _FOV_STEP_DEG}.get(Qt.Key(event.key()))
        if step is not None and self.activeAction() is self._fov_line:
            self.fov.setValue(self.fov.value() + step)
        else:
            super().keyPressEvent(event)

    @Slot()
    def refresh(self) -> None:
        """Follows the camera."""
        degrees = round(self._view.camera.fov_y_deg)
        self.fov.blockSignals(True)
        self.fov.setValue(degrees)
        self.fov.blockSignals(False)
        self.note.setText(f"{degrees}°")

    @Slot(int)
    def _change(self, degrees: int) -> None:
        self._view.set_camera(self._view.camera.with_fov(degrees))
        self.refresh()


def _opens(chip: QPushButton, menu: QMenu) -> None:
    """Lets a chip open a menu above itself."""

    def open_menu() -> None:
        menu.aboutToShow.emit()  # it must be filled before it can tell its height
        menu.popup(chip.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    chip.clicked.connect(lambda _checked=False: open_menu())
