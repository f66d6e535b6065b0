"""Facts of the world that is shown, over the viewport's corner."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from voxstudio.studio.document import Document
from voxstudio.studio.widgets.basic import label
from voxstudio.studio.words import noop, percent, tr, whole

_FACTS = (noop("Size"), noop("Blocks"), noop("Changed"), noop("In one piece"))


class Facts(QFrame):
    """Names and right-aligned figures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 9, 12, 9)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(5)
        self.rows = {name: self._row(place, name) for place, name in enumerate(_FACTS)}

    def show_document(self, document: Document) -> None:
        """What there is to say about a document's world."""
        blocks, start, frame = document.blocks, document.start, document.shown
        if blocks is None or start is None:
            return
        x, y, z = blocks.shape
        self._set("Size", f"{x} × {y} × {z}" if frame is None else "")
        self._set("Blocks", whole(int(np.count_nonzero(blocks))))
        self._set("Changed", _changed_text(start.blocks, blocks) if frame is not None else "")
        share = frame.largest_share if frame is not None else None
        self._set("In one piece", "" if share is None else percent(share, 1))

    def _row(self, place: int, name: str) -> tuple[QWidget, QWidget]:
        title, value = label(tr(name), "muted"), label("", "value")
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(title, place, 0)
        self._grid.addWidget(value, place, 1)
        return title, value

    def _set(self, name: str, text: str) -> None:
        title, value = self.rows[name]
        value.setProperty("text", text)
        title.setVisible(bool(text))
        value.setVisible(bool(text))


def _changed_text(before: np.ndarray, after: np.ndarray) -> str:
    if before.shape != after.shape:
        return ""
    added = int(np.count_nonzero((before == 0) & (after != 0)))
    removed = int(np.count_nonzero((before != 0) & (after == 0)))
    other = int(np.count_nonzero((before != after) & (before != 0) & (after != 0)))
    parts = [f"+{whole(added)}", f"−{whole(removed)}", *([f"~{whole(other)}"] if other else [])]
    return " ".join(parts)
