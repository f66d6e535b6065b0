"""The strip at the top: open, start or pause, step, stop, progress, pictures, export."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.icons import icon
from voxstudio.studio.state import RunState
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import Readout, button, column, row

_PRIMARY = {
    RunState.IDLE: ("Start", "play"),
    RunState.PREPARING: ("Preparing", "play"),
    RunState.RUNNING: ("Pause", "pause"),
    RunState.PAUSED: ("Resume", "play"),
    RunState.FINISHED: ("Start again", "play"),
    RunState.FAILED: ("Start again", "play"),
}
_EXPORT_TIP = "Write the world that is shown to where you build (Ctrl+E)"
_PROGRESS_TICKS = 10_000


class RunBar(QFrame):
    """Its buttons follow what the worker has reached, not what was asked of it."""

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
        self.open = button("Open", on_click=self.open_wanted.emit, tip="Open a map (Ctrl+O)")
        self.primary = button("Start", "primary", self.primary_wanted.emit, "Start or pause the run (Ctrl+Return)")
        self.primary.setMinimumWidth(104)
        self.step = button("", "icon", self.step_wanted.emit, "Take one step and rest (Ctrl+.)")
        self.stop = button("", "icon", self.stop_wanted.emit, "End the run; what it made stays")
        self.screenshot = button("Screenshot", "", self.screenshot_wanted.emit, "A picture of the view (Ctrl+P)")
        self.turntable = button("Turntable", "", self.turntable_wanted.emit, "A film once around the world")
        self.export = button("Export…", "primary", self.export_wanted.emit, _EXPORT_TIP)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _PROGRESS_TICKS)
        self.progress.setAccessibleName("Progress")
        self.progress_note = Readout("muted")
        self.time_left = Readout("muted")
        notes = row(self.progress_note, -1, self.time_left)
        progress = QWidget()
        progress.setLayout(column(-1, notes, self.progress, -1, gap=5))
        buttons = (self.open, 8, self.primary, self.step, self.stop)
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
            (self.step, "step", theme.text),
            (self.stop, "stop", theme.text),
            (self.screenshot, "camera", theme.text),
            (self.turntable, "turntable", theme.text),
        ):
            widget.setIcon(icon(name, colour, theme.faint))
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Shows the state that the worker has reached."""
        state = self._document.state
        title, name = _PRIMARY[state]
        self.primary.setText(title)
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
        self.time_left.setText(f"{clock(left)} left" if left else "")

    @staticmethod
    def _set_role(widget: QPushButton, role: str) -> None:
        if widget.property("role") != role:
            widget.setProperty("role", role)
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def clock(seconds: float) -> str:
    """A duration as 0:26 or 1:02:03."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _note(document: Document, done: int, steps: int, rate: float) -> str:
    if document.state is RunState.IDLE or (document.state is RunState.FAILED and not done):
        return f"{steps} steps" if document.start is not None else "No world yet"
    if document.state is RunState.PREPARING:
        return f"{document.busy_with or 'Preparing'}…"
    parts = [f"Step {done} of {steps}"]
    if rate:
        parts.append(f"{rate:.1f} steps/s" if rate >= 1 else f"{1 / rate:.1f} s a step")
    if document.state in (RunState.PAUSED, RunState.FINISHED):
        parts.append(document.state.value)
    return " · ".join(parts)
