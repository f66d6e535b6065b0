"""The menus of what was done before: prompts typed, presets kept, maps opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from voxstudio.studio.controller import Controller
from voxstudio.studio.habits import BUILT_IN, preset_name
from voxstudio.studio.map_names import distinct_names
from voxstudio.studio.setting_words import setting_text
from voxstudio.studio.words import tr

_LONGEST = 60


class PromptMenu(QMenu):
    """The prompts that runs were started with, the latest first."""

    def __init__(self, controller: Controller, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller = controller
        self.aboutToShow.connect(self.refill)

    def refill(self) -> None:
        """Shows the prompts as they are now."""
        self.clear()
        for prompt in self._controller.habits.prompts:
            action = self.addAction(_short(prompt))
            action.setToolTip(prompt)
            action.triggered.connect(lambda _checked=False, prompt=prompt: self._controller.edit("prompt", prompt))
        if self.isEmpty():
            self.addAction(tr("No run was started yet")).setEnabled(False)


class PresetMenu(QMenu):
    """Presets to apply, and the settings as they are to keep as one."""

    def __init__(self, controller: Controller, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller = controller
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.refill)

    def refill(self) -> None:
        """Shows the presets as they are now."""
        controller = self._controller
        self.clear()
        for name, values in controller.habits.presets.items():
            action = self.addAction(preset_name(name))
            said = ", ".join(setting_text(key, value) for key, value in values.items())
            action.setToolTip(said if name in BUILT_IN else tr("A preset of your own"))
            action.triggered.connect(lambda _checked=False, name=name: controller.apply_preset(name))
        self.addSeparator()
        self.addAction(tr("Save these settings as…")).triggered.connect(self.ask_name)
        for name in controller.habits.own:
            action = self.addAction(tr("Remove {name}", name=name))
            action.triggered.connect(lambda _checked=False, name=name: controller.remove_preset(name))

    def ask_name(self) -> None:
        """Asks what the settings as they are shall be called, and keeps them."""
        dialog = QInputDialog(self.parentWidget())
        dialog.setWindowTitle(tr("Save a preset"))
        dialog.setLabelText(tr("Name of the preset:"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(self._controller.save_preset)
        dialog.open()


class RecentMenu(QMenu):
    """The maps that were opened or saved last, by names that can be told apart."""

    def __init__(self, controller: Controller, open_map: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__(tr("Open &Recent"), parent)
        self._controller = controller
        self._open = open_map
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.refill)

    def refill(self) -> None:
        """Shows the maps as they are now; those that are gone cannot be chosen."""
        self.clear()
        paths = self._controller.habits.maps
        for path, name in zip(paths, distinct_names(paths), strict=True):
            is_there = path.is_file()
            action = self.addAction(_short(name if is_there else tr("{name} (missing)", name=name)))
            action.setToolTip(str(path))
            action.setEnabled(is_there)
            action.triggered.connect(lambda _checked=False, path=path: self._open(path))
        if not paths:
            self.addAction(tr("No map was opened yet")).setEnabled(False)
            return
        self.addSeparator()
        self.addAction(tr("Clear List")).triggered.connect(lambda _checked=False: self._controller.forget_maps())


def _short(prompt: str) -> str:
    # An ampersand would else become a key.
    text = prompt if len(prompt) <= _LONGEST else f"{prompt[: _LONGEST - 1]}…"
    return text.replace("&", "&&")
