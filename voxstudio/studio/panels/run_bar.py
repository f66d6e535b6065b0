"""The strip at the top: open, start or pause, step, stop, progress, pictures, export."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.icons import icon
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import Readout, button, column, row
from voxstudio.studio.words import decimal, duration, noop, tr, whole

_PRIMARY = {
    RunState.IDLE: (noop("Start"), "play"),
    RunState.PREPARING: (noop("Preparing"), "play"),
    RunState.RUNNING: (noop("Pause"), "pause"),
    RunState.PAUSED: (noop("Resume"), "play"),
    RunState.FINISHED: (noop("Start again"), "play"),
    RunState.FAILED: (noop("Start again"), "play"),
}
_EXPORT_TIP = noop("Write the world that is shown to where you build")
_RESTS = {RunState.PAUSED: noop("paused"), RunState.FINISHED: noop("finished")}
_NARROW = 1120
_NOTES_APART = 12
_PROGRESS_TICKS = 10_000


class RunBar(QFrame):
    """Its buttons follow what the worker has reached, not what was asked of it; undo and redo, the window's actions."""

    open_wanted = Signal()
    primary_wanted = Signal()
    step_wanted = Signal()
    stop_wanted = Signal()
    screenshot_wanted = Signal()
    turntable_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runBar")
        self._document = document
        self._theme: Theme | None = None
        self.open = button(tr("Open"), on_click=self.open_wanted.emit, tip=tr("Open a map"))
        self.undo, self.redo = button("", "icon"), button("", "icon")
        self.primary = button(tr("Start"), "primary", self.primary_wanted.emit, tr("Start or pause the run"))
        self.primary.setMinimumWidth(104)
        self.step = button("", "icon", self.step_wanted.emit, tr("Take one step and rest"))
        self.stop = button("", "icon", self.stop_wanted.emit, tr("End the run; what it made stays"))
        self.screenshot = button(tr("Screenshot"), "", self.screenshot_wanted.emit, tr("A picture of the view"))
        self.turntable = button(tr("Turntable"), "", self.turntable_wanted.emit, tr("A film once around the world"))
        self.export = button(tr("Export…"), "primary", self.export_wanted.emit, tr(_EXPORT_TIP))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _PROGRESS_TICKS)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress_note = Readout("muted")
        self.time_left = Readout("muted")
        notes = row(self.progress_note, -1, self.time_left)
        progress = QWidget()
        progress.setLayout(column(-1, notes, self.progress, -1, gap=5))
        buttons = (self.open, self.undo, self.redo, 8, self.primary, self.step, self.stop)
        outputs = (self.screenshot, self.turntable, self.export)
        layout = row(*buttons, 8, progress, 8, *outputs, margins=(12, 7, 12, 7))
        layout.setStretchFactor(progress, 1)
        self.setLayout(layout)
        document.state_changed.connect(self.refresh)
        document.history_changed.connect(self.refresh_progress)
        document.world_changed.connect(self.refresh)
        document.settings_changed.connect(self.refresh_progress)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        self._theme = theme
        for widget, name, colour in (
            (self.open, "open", theme.text),
            (self.undo, "undo", theme.text),
            (self.redo, "redo", theme.text),
            (self.step, "step", theme.text),
            (self.stop, "stop", theme.text),
            (self.screenshot, "camera", theme.text),
            (self.turntable, "turntable", theme.text),
        ):
            widget.setIcon(icon(name, colour, theme.faint))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures alone tell what two buttons do where there is little room for the progress."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        for one in (self.screenshot, self.turntable):
            one.setText("" if is_narrow else one.accessibleName())
        self._give_way()

    @Slot()
    def refresh(self) -> None:
        """Shows the state that the worker has reached."""
        state = self._document.state
        title, name = _PRIMARY[state]
        self.primary.setText(tr(title))
        self.primary.setEnabled(state is not RunState.PREPARING)
        self.open.setEnabled(not state.is_active)
        self.step.setEnabled(state is not RunState.PREPARING)
        self.stop.setEnabled(state in (RunState.RUNNING, RunState.PAUSED))
        has_world = self._document.start is not None
        for widget in (self.screenshot, self.turntable, self.export):
            widget.setEnabled(has_world)
        is_worth_it = has_world and (state is RunState.FINISHED or state.is_active)
        self._set_role(self.export, "primary" if is_worth_it else "")
        if self._theme is not None:
            colour = self._theme.on_accent if is_worth_it else self._theme.text
            self.export.setIcon(icon("export", colour, self._theme.faint))
            self.primary.setIcon(icon(name, self._theme.on_accent, self._theme.faint))
        self.refresh_progress()

    @Slot()
    def refresh_progress(self) -> None:
        """Shows how far the run is."""
        document, history = self._document, self._document.history
        done, steps, rate = (history.steps[-1] if history.steps else 0), document.settings.steps, history.steps_per_s()
        # Else the bar paints itself at once, and all that waits to be painted with it, instead of once with the rest.
        self.progress.setUpdatesEnabled(False)
        self.progress.setValue(round(_PROGRESS_TICKS * done / max(steps, 1)))
        self.progress.setUpdatesEnabled(True)
        self.progress_note.setText(_note(document, done, steps, rate))
        left = (steps - done) / rate if rate and document.state.is_active else 0.0
        self.time_left.setText(tr("{time} left", time=duration(left)) if left else "")
        self._give_way()

    def _give_way(self) -> None:
        """The time that is left is told where there is room for it beside how far the run is."""
        needed = self.progress_note.width() + _NOTES_APART + self.time_left.minimumWidth()
        self.time_left.setVisible(needed <= self.progress.width())

    @staticmethod
    def _set_role(widget: QPushButton, role: str) -> None:
        if widget.property("role") != role:
            widget.setProperty("role", role)
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def _note(document: Document, done: int, steps: int, rate: float) -> str:
    if document.state is RunState.IDLE or (document.state is RunState.FAILED and not done):
        return tr("%Ln steps", "", steps) if document.start is not None else tr("No world yet")
    if document.state is RunState.PREPARING:
        return f"{tr(document.busy_with or 'Preparing')}…"
    parts = [tr("Step {done} of {steps}", done=whole(done), steps=whole(steps))]
    if rate >= 1:
        parts.append(tr("{rate} steps/s", rate=decimal(rate, 1)))
    elif rate:
        parts.append(tr("{time} s a step", time=decimal(1 / rate, 1)))
    if document.state in _RESTS:
        parts.append(tr(_RESTS[document.state]))
    return " · ".join(parts)
