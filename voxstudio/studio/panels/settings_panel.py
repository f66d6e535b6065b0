"""The left side: what I want. Every control is made from one field of ``TrainSettings``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.icons import icon
from voxstudio.studio.seeds import draw_seed
from voxstudio.studio.setting_words import choice_help, choice_label, unit_text
from voxstudio.studio.theme import Theme
from voxstudio.studio.tour import EXAMPLE_PROMPT
from voxstudio.studio.widgets.basic import button, column, label, row, scrolling, section
from voxstudio.studio.widgets.number import LABEL_WIDTH, NumberRow, Span
from voxstudio.studio.widgets.segments import Choice, Segments
from voxstudio.studio.words import inside, noop, tr
from voxstudio.training.settings import Tunable, fields, tunable_of

PANEL_WIDTH = 304
_TYPING_PAUSE_MS = 400
_FIXED_REASON = noop("Fixed while a run is on, because the run was built with it. Stop the run to change it.")
_ON_TOP = {"prompt", "negative_prompt", "prior", "distiller", "init_mode", "strength"}
"""Fields with a place of their own above the groups."""
_FIRST = ("lr", "temp_start", "temp_end", "cfg_scale")
"""Live fields that are wanted most, in the order in which they are shown before the others."""
_FOLDED = {"schedule": noop("Schedule"), "files": noop("Files")}
"""Groups that begin folded away."""


@dataclass(frozen=True)
class _Control:
    widget: QWidget
    show: Callable[[Any], None]


class SettingsPanel(QFrame):
    """Emits ``edited`` with a field's name and new value, and shows what the document says."""

    edited = Signal(str, object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leftPanel")
        self._document = document
        self._controls: dict[str, _Control] = {}
        self._folds: dict[QWidget, Callable[[], None]] = {}
        """What can be folded away, with what unfolds it."""
        self._theme: Theme | None = None
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.commit_prompt)

        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 2, 8, 12)
        self._column.setSpacing(8)
        self._add_prompt()
        self._add_switches()
        self._add_groups()
        self._column.addStretch(1)
        self._area = scrolling(content)
        self.setLayout(column(self._area))
        document.settings_changed.connect(self.refresh)
        document.state_changed.connect(self.refresh)
        document.world_changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Colours that the style sheet cannot set."""
        self._theme = theme
        self.dice.setIcon(icon("dice", theme.text, theme.faint))
        self.refresh()

    def row(self, name: str) -> NumberRow:
        """The line of a number. Raises ``KeyError`` if the field has none."""
        widget = self._controls[name].widget
        if not isinstance(widget, NumberRow):
            raise KeyError(name)
        return widget

    def switch(self, name: str) -> Segments:
        """The switch of a choice. Raises ``KeyError`` if the field has none."""
        widget = self._controls[name].widget
        if not isinstance(widget, Segments):
            raise KeyError(name)
        return widget

    def has(self, name: str) -> bool:
        """Whether a field has a control here."""
        return name in self._controls

    def reveal(self, name: str) -> None:
        """Unfolds and scrolls to a field's control, and gives it the keyboard. Raises ``KeyError`` if it has none."""
        widget = self._controls[name].widget
        for inner, toggle in self._folds.items():
            if inner.isAncestorOf(widget) and inner.isHidden():
                toggle()
        target = self._focus_of(widget)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(target, QLineEdit):
            target.selectAll()
        # The layout of what was just unfolded must be there before it can be scrolled to.
        QTimer.singleShot(0, widget, lambda: self._area.ensureWidgetVisible(widget, 0, 40))

    @staticmethod
    def _focus_of(widget: QWidget) -> QWidget:
        if isinstance(widget, NumberRow):
            return widget.entry
        return widget.button(widget.value()) if isinstance(widget, Segments) and widget.value() else widget

    @Slot()
    def refresh(self) -> None:
        """Shows the document's settings, what has changed, and what is fixed."""
        is_active = self._document.state.is_active
        for name, control in self._controls.items():
            tunable = tunable_of(name)
            control.show(getattr(self._document.settings, name))
            reason = tr(_FIXED_REASON) if is_active and not tunable.live else self._lack(tunable)
            control.widget.setEnabled(not reason)
            control.widget.setToolTip(_tip(tunable, reason))
            if isinstance(control.widget, NumberRow) and self._theme is not None:
                control.widget.set_changed(self._document.is_changed(name), self._theme.colour("amber"))
        self.dice.setEnabled(not is_active)
        starts = self.switch("init_mode")
        starts.set_choice_enabled("from_map", self._document.has_map)

    def _lack(self, tunable: Tunable) -> str:
        """Why a setting does nothing now, as a sentence; empty where it does something."""
        if tunable.idle_while is None:
            return ""
        name, value = tunable.idle_while
        if getattr(self._document.settings, name) != value:
            return ""
        return tr(
            "Does nothing while {setting} is {choice}.",
            setting=inside(tr(tunable_of(name).label)),
            choice=choice_label(value),
        )

    @Slot(str)
    def show_reading(self, said: str) -> None:
        """Shows in what words the prior takes the prompt; empty for its own."""
        self.reading.setText(tr("Read as: {prompt}", prompt=said) if said else "")
        self.reading.setVisible(bool(said))

    @Slot()
    def commit_prompt(self) -> None:
        """Takes over what was typed without waiting for the pause in typing."""
        self._typing.stop()
        text = _one_line(self.prompt.toPlainText())
        if text != self._document.settings.prompt:
            self.edited.emit("prompt", text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the prompt takes it over."""
        if watched is self.prompt and event.type() == QEvent.Type.FocusOut:
            self.commit_prompt()
        return super().eventFilter(watched, event)

    def _add_prompt(self) -> None:
        self.prompt = QPlainTextEdit()
        self.prompt.setObjectName("prompt")
        self.prompt.setAccessibleName(tr("Prompt"))
        self.prompt.setPlaceholderText(EXAMPLE_PROMPT)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(64)
        self.prompt.installEventFilter(self)
        self.prompt.textChanged.connect(self._typing.start)
        self.avoid = QLineEdit()
        self.avoid.setAccessibleName(tr("Avoid"))
        self.avoid.setPlaceholderText(tr("avoid: floating blocks, noise"))
        self.avoid.editingFinished.connect(self._commit_avoid)
        self._controls["prompt"] = _Control(self.prompt, self._show_prompt)
        self._controls["negative_prompt"] = _Control(self.avoid, self._show_avoid)
        self.prompts = button(tr("history ▾"), "link", tip=tr("Prompts of earlier runs"))
        self.presets = button(tr("preset ▾"), "link", tip=tr("Settings that belong together"))
        self._column.addLayout(section(tr("Prompt"), self.prompts))
        self.reading = label("", "hint")
        self.reading.setWordWrap(True)
        self.reading.setToolTip(tr("The prior knows these words; of others it would not know what they look like."))
        self.reading.hide()
        self._column.addWidget(self.prompt)
        self._column.addWidget(self.reading)
        self._column.addWidget(self.avoid)

    @Slot()
    def _commit_avoid(self) -> None:
        self.avoid.setModified(False)
        self.edited.emit("negative_prompt", self.avoid.text().strip())

    def _add_switches(self) -> None:
        self._heading(tr("Prior"))
        self._add("prior")
        self._add("distiller")
        self._heading(tr("Start from"))
        self._add("init_mode")
        self._add("strength")

    def _add_groups(self) -> None:
        listed = [t for t in fields() if t.name not in {*_ON_TOP, *_FIRST}]
        self._heading(tr("Live"), self.presets)
        for name in _FIRST:
            self._add(name)
        for tunable in listed:
            if tunable.live and tunable.group not in _FOLDED:
                self._add(tunable.name)
        for group, title in _FOLDED.items():
            self._add_folded(tr(title), [t.name for t in listed if t.live and t.group == group])
        self._heading(tr("Fixed for this run"))
        for tunable in listed:
            if not tunable.live:
                self._add(tunable.name)

    def _heading(self, title: str, note: QWidget | None = None) -> None:
        self._column.addSpacing(8)
        self._column.addLayout(section(title, *([note] if note else [])))

    def _add_folded(self, title: str, names: list[str]) -> None:
        if not names:
            return
        inner = QWidget()
        inner.setLayout(column(*(self._make(name) for name in names), gap=2))
        inner.hide()
        fold = button(tr("show"), "link", tip=tr("Show or hide: {part}", part=inside(title)))
        fold.setAccessibleName(fold.toolTip())

        def toggle() -> None:
            inner.setVisible(inner.isHidden())
            fold.setText(tr("show") if inner.isHidden() else tr("hide"))

        fold.clicked.connect(toggle)
        self._folds[inner] = toggle
        self._column.addSpacing(8)
        self._column.addLayout(section(title, fold))
        self._column.addWidget(inner)

    def _add(self, name: str) -> None:
        self._column.addWidget(self._make(name))

    def _make(self, name: str) -> QWidget:
        tunable = tunable_of(name)
        make = {"choice": self._make_switch, "path": self._make_path}.get(tunable.kind, self._make_number)
        control = make(tunable)
        self._controls[name] = control
        if name == "seed":
            self.dice = button("", "icon", self._draw_seed, tr("Draw another seed"))
            self.dice.setEnabled(control.widget.isEnabled())
            line = QWidget()
            line.setLayout(row(control.widget, self.dice))
            return line
        if isinstance(control.widget, (Segments, QLineEdit)) and name not in _ON_TOP:
            line = QWidget()
            title = label(tr(tunable.label))
            if isinstance(control.widget, QLineEdit):
                title.setFixedWidth(LABEL_WIDTH)
            line.setLayout(row(title, control.widget))
            return line
        return control.widget

    def _draw_seed(self) -> None:
        self.edited.emit("seed", draw_seed())

    def _make_switch(self, tunable: Tunable) -> _Control:
        choices = [Choice(value, choice_label(value), choice_help(tunable, value)) for value in tunable.choices]
        widget = Segments(choices, tr(tunable.label))
        widget.chosen.connect(lambda value: self.edited.emit(tunable.name, value))
        return _Control(widget, widget.set_value)

    def _make_path(self, tunable: Tunable) -> _Control:
        widget = QLineEdit()
        widget.setAccessibleName(tr(tunable.label))

        def take() -> None:
            before, text = getattr(self._document.settings, tunable.name), widget.text().strip()
            widget.setText(text or before)
            if widget.text() != before:
                self.edited.emit(tunable.name, text)

        widget.editingFinished.connect(take)
        return _Control(widget, widget.setText)

    def _make_number(self, tunable: Tunable) -> _Control:
        widget = NumberRow(tr(tunable.label), span_of(tunable), unit_text(tunable))
        widget.edited.connect(lambda value: self.edited.emit(tunable.name, value))
        return _Control(widget, widget.set_value)

    def _show_prompt(self, text: str) -> None:
        # What is being typed is not taken from under the hands of who types it.
        if not self._typing.isActive() and _one_line(self.prompt.toPlainText()) != text:
            self.prompt.setPlainText(text)
            self._typing.stop()

    def _show_avoid(self, text: str) -> None:
        if not self.avoid.isModified() and self.avoid.text() != text:
            self.avoid.setText(text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def span_of(tunable: Tunable) -> Span | None:
    """What a number's slider covers; None where a slider would be of no use, as for a seed."""
    if tunable.low is None or tunable.high is None:
        return None
    is_integer = tunable.kind == "int"
    if is_integer and tunable.high - tunable.low > 1e4 and (tunable.default == 0 or tunable.high > 1e8):
        return None
    return Span.around(
        tunable.default,
        tunable.low,
        tunable.high,
        logarithmic=tunable.logarithmic,
        integer=is_integer,
        step=tunable.step or 0.0,
    )


def _tip(tunable: Tunable, reason: str) -> str:
    unit = f" ({unit_text(tunable)})" if tunable.unit else ""
    return f"<p>{escape(tr(tunable.help) + unit)}</p>" + (f"<p><b>{reason}</b></p>" if reason else "")
