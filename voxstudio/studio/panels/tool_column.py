"""The slim column of tools at the left edge of the viewport, and the options of the one that is on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton, QSlider, QWidget

from voxstudio.studio.actions import named, tip_with_keys
from voxstudio.studio.document import Document
from voxstudio.studio.edit_actions import EditActions
from voxstudio.studio.icons import icon
from voxstudio.studio.theme import Theme
from voxstudio.studio.tool_state import MAX_REACH, Tool
from voxstudio.studio.widgets.action_chip import follow
from voxstudio.studio.widgets.basic import button, label, row
from voxstudio.studio.widgets.segments import Choice, Segments
from voxstudio.studio.words import noop, tr, whole
from voxstudio.world.edits import BrushShape

_SIDE = 32
_ICONS = {
    Tool.LOOK: "look",
    Tool.SELECT: "select",
    Tool.BRUSH: "brush",
    Tool.ERASE: "erase",
    Tool.FILL: "fill",
    Tool.REPLACE: "replace",
    Tool.EXTRUDE: "extrude",
    Tool.PUSH: "push",
    Tool.PICK: "eyedropper",
}
_NEEDS_RUN = noop("works on a run, not on the world before it: start one first")


class ToolColumn(QFrame):
    """One button a tool, then what is done with the selection. Two columns where the viewport is low."""

    def __init__(self, document: Document, actions: EditActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAccessibleName(tr("Tools"))
        self._document, self._tools = document, document.tools
        self.choices = {tool: self._choice(tool) for tool in Tool}
        """The action that turns each tool on."""
        self.buttons = {tool: self._tool_button(tool) for tool in Tool}
        self._group = QButtonGroup(self)
        for one in self.buttons.values():
            self._group.addButton(one)
        self.deeds = {
            name: self._action_button(action)
            for name, action in (("mirror", actions.mirror_x), ("lock", actions.lock), ("unlock", actions.unlock))
        }
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(2)
        self._rows = 0
        self.fit_height(10_000)
        self._brush_action(noop("Smaller brush"), "[", -1)
        self._brush_action(noop("Larger brush"), "]", 1)
        self._tools.changed.connect(self.refresh)
        document.state_changed.connect(self.refresh)
        document.frame_changed.connect(self._on_frame)
        document.world_changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons."""
        for tool, one in self.buttons.items():
            one.setIcon(icon(_ICONS[tool], theme.text, theme.faint, theme.on_accent))
        for name, one in self.deeds.items():
            one.setIcon(icon(name, theme.text, theme.faint))

    def fit_height(self, height: int) -> None:
        """Lays the buttons out so that the column is at most so many pixels high."""
        widgets = [*self.buttons.values(), *self.deeds.values()]
        rows = min(max((height - 6) // (_SIDE + 2), 1), len(widgets))
        if rows < len(widgets):
            rows = -(-len(widgets) // -(-len(widgets) // rows))
        if rows != self._rows:
            self._rows = rows
            for place, widget in enumerate(widgets):
                self._grid.addWidget(widget, place % rows, place // rows)

    @property
    def _has_run(self) -> bool:
        return self._document.state.is_active or self._document.frame is not None

    @Slot()
    def _on_frame(self) -> None:
        if self.choices[Tool.PUSH].isEnabled() != self._has_run:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Shows the tool that is on, and whether a push can do anything."""
        self.buttons[self._tools.tool].setChecked(True)
        has_run = self._has_run
        for tool, action in self.choices.items():
            action.setEnabled(has_run or tool is not Tool.PUSH)
            tip = tip_with_keys(tool.title, action)
            self.buttons[tool].setEnabled(action.isEnabled())
            self.buttons[tool].setToolTip(f"{tip}\n{tool.help}" if action.isEnabled() else f"{tip}: {tr(_NEEDS_RUN)}")
        if not has_run and self._tools.tool is Tool.PUSH:
            self._tools.set_tool(Tool.LOOK)

    def _choice(self, tool: Tool) -> QAction:
        action = self._key_action(tool.value.title, tool.key, lambda: self._tools.set_tool(tool))
        action.setToolTip(tool.help)
        return action

    def _brush_action(self, title: str, key: str, step: int) -> None:
        self._key_action(title, key, lambda: self._tools.set_reach(self._tools.reach + step))

    def _key_action(self, title: str, key: str, slot: Callable[[], object]) -> QAction:
        """Heard wherever the column is, in the main window or in that of the viewport alone."""
        action = named(QAction(self), title)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: slot())
        self.addAction(action)
        return action

    def _tool_button(self, tool: Tool) -> QPushButton:
        # The key is the action's, not the button's own: that presses it for a tenth of a second first.
        one = _square(tool.title, tool.help)
        one.setCheckable(True)
        one.clicked.connect(self.choices[tool].trigger)
        return one

    def _action_button(self, action: QAction) -> QPushButton:
        return follow(_square(action.text(), action.toolTip()), action)


class ToolOptions(QFrame):
    """Beside the column: the brush's size and shape, or what to do with the selection."""

    def __init__(self, document: Document, actions: EditActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self._tools = document.tools
        self.shape = Segments([Choice(shape.value, tr(shape.value)) for shape in BrushShape], tr("Brush shape"))
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(0, MAX_REACH)
        self.size_slider.setFixedWidth(96)
        self.size_slider.setAccessibleName(tr("Brush size"))
        self.size_slider.setToolTip(tr("Brush size ([ and ])"))
        self.size_note = label("", "value")
        self.size_note.setFixedWidth(20)
        self.size_note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._brush = QWidget()
        self.shape.setFixedWidth(112)
        self._brush.setLayout(row(self.shape, 4, label(tr("Size"), "muted"), self.size_slider, self.size_note))
        self._selection = QWidget()
        links = [
            follow(button(words, "quiet"), action)
            for action, words in (
                (actions.fill, tr("Fill")),
                (actions.erase, tr("Erase")),
                (actions.lock, tr("Lock")),
                (actions.unlock, tr("Unlock")),
                (actions.limit, tr("Limit run to it")),
                (actions.clear, "×"),
            )
        ]
        self._selection.setLayout(row(*links, gap=2))
        self.spares = (links[2], links[3])
        """What can be left out where there is little room: the column has it, too."""
        line = row(self._brush, self._selection, margins=(8, 4, 8, 4))
        line.setSizeConstraint(line.SizeConstraint.SetFixedSize)
        self.setLayout(line)
        self.shape.chosen.connect(lambda value: self._tools.set_shape(BrushShape(value)))
        self.size_slider.valueChanged.connect(self._tools.set_reach)
        self._tools.changed.connect(self.refresh)
        self._tools.selection_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Shows what there is to choose for the tool."""
        tools = self._tools
        self._brush.setVisible(tools.tool.has_brush)
        self._selection.setVisible(tools.tool is Tool.SELECT and tools.selection is not None)
        self.shape.set_value(tools.shape.value)
        self.size_slider.setValue(tools.reach)
        self.size_note.setText(whole(2 * tools.reach + 1))
        self.setVisible(self.is_wanted)

    @property
    def is_wanted(self) -> bool:
        """Whether the tool has any options."""
        return self._tools.tool.has_brush or (self._tools.tool is Tool.SELECT and self._tools.selection is not None)


def _square(name: str, tip: str) -> QPushButton:
    one = button("", "tool", tip=tip)
    one.setAccessibleName(name)
    one.setFixedSize(_SIDE, _SIDE)
    # Keys typed after a click still belong to the view.
    one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return one
