"""Where edits by hand go: to the start world, or to the run that is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from voxstudio.studio.state import Frame, HandEdit, Lock, Paint, Push, RunState, TakeBack
from voxstudio.studio.words import tr
from voxstudio.world.edits import Edit
from voxstudio.world.palette import Palette
from voxstudio.world.voxel_world import VoxelWorld

if TYPE_CHECKING:
    from voxstudio.studio.document import Document


@dataclass(frozen=True)
class Target:
    """Which world an edit was made in."""

    start: int
    """Start worlds opened before it."""
    run: int | None
    """Runs begun before it, None for the start world itself."""


class Editor(QObject):
    """Edits the document's world. What a run has not taken yet is shown over its frames, so that nothing flickers.

    Commands of the undo stack call it; tools only draft.
    """

    changed = Signal()
    """The blocks that are shown were edited."""
    locks_changed = Signal()
    sent = Signal(int, object)
    """A ``HandEdit`` for the run, and its number."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self.locked: np.ndarray | None = None
        """bool [X, Y, Z], the cells that neither a run nor a tool may change; None for none."""
        self._starts = self._worlds = 0
        self._runs = self._all_runs = 0
        self._number = 0
        self._run_palette: Palette | None = None
        self._pending: list[tuple[int, Edit]] = []
        self._draft: Edit | None = None
        self._undrafted: VoxelWorld | Frame | None = None

    @property
    def is_ready(self) -> bool:
        """Whether there is a world that can be edited now: not a moment of the past, nor what an older run made."""
        document = self._document
        if document.start is None or document.state is RunState.PREPARING or document.past is not None:
            return False
        return document.frame is None or document.is_run_live

    @property
    def blocks(self) -> np.ndarray | None:
        """The blocks that tools work on, uint8 [X, Y, Z]: those shown, without what is only drafted."""
        shown = self._undrafted
        if shown is None:
            return self._document.blocks
        return shown.snapshot.blocks if isinstance(shown, Frame) else shown.blocks

    @property
    def target(self) -> Target:
        """The world that is shown."""
        return Target(self._starts, self._runs if self._is_run_shown else None)

    @property
    def world(self) -> Target:
        """The start world and the run that are there, shown or not."""
        return Target(self._starts, self._runs)

    def blocks_of(self, target: Target) -> np.ndarray | None:
        """The blocks of the start world or of the run, as they are now, without what is only drafted."""
        document, undrafted = self._document, self._undrafted
        if target.run is not None:
            frame = undrafted if isinstance(undrafted, Frame) else document.frame
            return None if frame is None else frame.snapshot.blocks
        start = undrafted if isinstance(undrafted, VoxelWorld) else document.start
        return None if start is None else start.blocks

    # What follows the document

    def begin_world(self) -> None:
        """The start world will be another one."""
        self._worlds += 1
        self._go_to(Target(self._worlds, self._runs))

    def recall(self, target: Target) -> None:
        """A world that ``world`` told of is there again."""
        self._go_to(target)

    def begin_run(self) -> None:
        """A run will begin, from the start world."""
        self._all_runs += 1
        self._runs = self._all_runs
        self._run_palette = self._document.start_palette
        self._drop_draft()
        self._pending.clear()

    def over(self, frame: Frame) -> Frame:
        """A frame of the run with everything that it does not hold yet."""
        self._pending = [(number, edit) for number, edit in self._pending if number > frame.edits]
        for _, edit in self._pending:
            frame = _edited_frame(frame, edit)
        if self._draft is not None:
            self._undrafted = frame
            frame = _edited_frame(frame, self._draft)
        return frame

    # What tools and commands do

    def draft(self, edit: Edit | None) -> None:
        """Shows an edit that is not made yet, in place of any other draft."""
        shown = self._undrafted or self._document.frame or self._document.start
        if shown is None or (edit is None and self._draft is None):
            return
        self._draft, self._undrafted = edit, None if edit is None else shown
        self._show(shown if edit is None else _edited(shown, edit))
        self.changed.emit()

    def apply(self, edit: Edit, target: Target) -> None:
        """Makes an edit, in the start world or in the run, wherever it belongs."""
        self._drop_draft()
        start = self._document.start
        if target.run is None and start is not None:
            self._document.replace_start(_edited_world(start, edit))
        # A run keeps the palette that it began with; after another was chosen, indices mean other things there.
        if self._is_run_shown and (target.run is not None or self._run_palette == self._document.start_palette):
            self._send(Paint(edit.cells, edit.after), edit)
            if self._document.frame is not None:
                self._document.frame = _edited_frame(self._document.frame, edit)
        self.changed.emit()

    def replace(self, start: VoxelWorld) -> None:
        """The start world with another palette; a run that is on keeps its own."""
        self._drop_draft()
        self._document.replace_start(start)
        self._document.tools.fit(start)
        self.changed.emit()

    @property
    def why_palette_is_fixed(self) -> str:
        """Why the palette cannot be changed now, as a sentence; empty where it can."""
        document = self._document
        if document.start is None:
            return tr("There is no world yet; open one first.")
        if document.state.is_active:
            return tr("A run keeps the palette that it began with; stop it to change the palette.")
        if document.frame is not None:
            return tr("What the run has made keeps its palette; open a map or choose another start to change it.")
        return ""

    def push(self, change: Push | TakeBack) -> None:
        """Changes how likely cells are blocks in the run; one that the worker no longer has keeps its blocks."""
        self._send(change)

    def lock(self, mask: np.ndarray | None) -> None:
        """Only cells outside ``mask``, bool [X, Y, Z], may change from now on; None frees all."""
        before, self.locked = self.locked, mask if mask is not None and mask.any() else None
        if self.locked is not None:
            self._hold(self.locked if before is None else self.locked & ~before)
        self._send(Lock(self.locked))
        self.locks_changed.emit()

    @property
    def _is_run_shown(self) -> bool:
        document = self._document
        return bool(document.run) and (document.state.is_active or document.frame is not None)

    def _go_to(self, target: Target) -> None:
        self._drop_draft()
        self._pending.clear()
        is_other, self._starts, self._runs = target.start != self._starts, target.start, target.run or 0
        if is_other and self.locked is not None:
            self.locked = None
            self.locks_changed.emit()

    def _hold(self, mask: np.ndarray) -> None:
        """Cells of a run that is on become what is seen of them: it has gone on since the frame that is shown."""
        blocks, cells = self.blocks_of(self.world), np.flatnonzero(mask)
        if blocks is not None and len(cells) and self._document.state is RunState.RUNNING:
            seen = blocks.reshape(-1)[cells]
            self._send(Paint(cells, seen), Edit(mask.shape, cells, seen, seen))

    def _send(self, change: HandEdit, edit: Edit | None = None) -> None:
        """To the run, if the worker still has it; ``edit`` is shown until a frame holds it."""
        if not (self._is_run_shown and self._document.is_run_live):
            return
        self._number += 1
        if edit is not None:
            self._pending.append((self._number, edit))
        self.sent.emit(self._number, change)

    def _show(self, shown: VoxelWorld | Frame) -> None:
        if isinstance(shown, Frame):
            self._document.frame = shown
        else:
            self._document.replace_start(shown)

    def _drop_draft(self) -> None:
        if self._undrafted is not None:
            self._show(self._undrafted)
        self._draft = self._undrafted = None


def _edited(shown: VoxelWorld | Frame, edit: Edit) -> VoxelWorld | Frame:
    return _edited_frame(shown, edit) if isinstance(shown, Frame) else _edited_world(shown, edit)


def _edited_world(world: VoxelWorld, edit: Edit) -> VoxelWorld:
    return VoxelWorld(edit.applied(world.blocks), world.palette, world.scale, world.extras)


def _edited_frame(frame: Frame, edit: Edit) -> Frame:
    occupancy = frame.snapshot.occupancy.copy()
    occupancy.reshape(-1)[edit.cells] = np.where(edit.after != 0, 255, 0)
    snapshot = replace(frame.snapshot, blocks=edit.applied(frame.snapshot.blocks), occupancy=occupancy)
    return replace(frame, snapshot=snapshot)
