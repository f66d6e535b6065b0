"""Screenshots and turntables: pictures are drawn in slices of the window's time and written by a thread."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from voxstudio.errors import UserError
from voxstudio.render.film import FilmFormat
from voxstudio.studio.orbit_camera import OrbitCamera
from voxstudio.studio.painter import Backdrop, Still, make_painter, straight
from voxstudio.studio.scene_view import top_of
from voxstudio.studio.slices import Slices
from voxstudio.studio.words import tr

_WAITING = 3
"""Pictures that may wait to be written."""


@dataclass(frozen=True)
class Take:
    """What is to be recorded, and where to."""

    still: Still
    cameras: list[OrbitCamera]
    """One a picture."""
    size: tuple[int, int]
    """Width and height in pixels."""
    backdrop: Backdrop
    format: FilmFormat
    path: Path
    fps: float = 1.0


class Recording(QObject):
    """Records one take at a time; the window, and a run, go on meanwhile."""

    progressed = Signal(int, int)
    """Pictures drawn, and all."""
    written = Signal(object)
    """The file or folder."""
    failed = Signal(str, str)
    """A sentence for the user, and details or an empty text; nothing was written."""
    ended = Signal()
    """Written, failed or cancelled."""

    def __init__(self, *, has_gl: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._has_gl = has_gl
        self._writer: FilmWriter | None = None
        self._slices = Slices(self)
        self._slices.failed.connect(self._on_draw_failed)

    @property
    def is_busy(self) -> bool:
        """Whether something is being recorded."""
        return self._writer is not None

    def start(self, take: Take) -> None:
        """Records a take; there must be none yet."""
        assert self._writer is None
        self._writer = FilmWriter(take, self)
        self._writer.finished.connect(self._on_writer_finished)
        self._writer.start()
        self._slices.start(self._draw(take, self._writer))

    def cancel(self) -> None:
        """Ends the take; nothing of it stays."""
        self._slices.stop()
        if self._writer is not None:
            self._writer.cancel()

    def _draw(self, take: Take, writer: FilmWriter) -> Generator[None]:
        painter = make_painter(take.still, take.backdrop, has_gl=self._has_gl)
        try:
            yield
            for number, camera in enumerate(take.cameras, 1):
                picture = np.empty((take.size[1], take.size[0], 4), np.uint8)
                yield from painter.paint(camera, picture)
                while not writer.offer(picture):
                    yield
                self.progressed.emit(number, len(take.cameras))
            while not writer.offer(None):
                yield
        finally:
            painter.close()

    @Slot(str, str)
    def _on_draw_failed(self, sentence: str, details: str) -> None:
        self.cancel()
        self.failed.emit(sentence, details)

    @Slot()
    def _on_writer_finished(self) -> None:
        writer, self._writer = self._writer, None
        assert writer is not None
        self._slices.stop()
        writer.wait()  # it has said that it ends; this takes no time
        writer.deleteLater()
        if writer.sentence:
            self.failed.emit(writer.sentence, writer.details)
        elif not writer.is_cancelled:
            self.written.emit(writer.path)
        self.ended.emit()


class FilmWriter(QThread):
    """Writes pictures in the order of their coming."""

    def __init__(self, take: Take, parent: QObject) -> None:
        super().__init__(parent)
        self.path = take.path
        self.sentence = self.details = ""
        self.is_cancelled = False
        self._format, self._fps = take.format, take.fps
        self._pictures: queue.Queue[np.ndarray | None] = queue.Queue(_WAITING)

    def offer(self, picture: np.ndarray | None) -> bool:
        """Takes a picture, or None after the last; False if it cannot yet."""
        with suppress(queue.Full):
            self._pictures.put_nowait(picture)
            return True
        return False

    def cancel(self) -> None:
        """Drops everything."""
        self.is_cancelled = True
        self.offer(None)  # wakes it if it waits; if the queue is full it does not

    def run(self) -> None:
        """The thread: until the last picture, or ``cancel``."""
        try:
            with self._format.open(self.path, self._fps) as add:
                while (picture := self._pictures.get()) is not None and not self.is_cancelled:
                    add(straight(picture) if self._format.has_opacity else picture)
                if self.is_cancelled:
                    raise _CancelledError
        except _CancelledError:
            pass
        except UserError as error:
            self.sentence = str(error)
        except Exception as error:
            self.sentence = tr("The pictures could not be written: {error}.", error=error)
            self.details = traceback.format_exc()


class _CancelledError(Exception):
    """Leaves a film so that it is dropped."""


def turn(still: Still, count: int, size: tuple[int, int], *, whole_world: bool) -> list[OrbitCamera]:
    """Cameras all around what the viewport looks at, beginning with its own, at even angles.

    With ``whole_world`` they turn around the world's middle, so far away that it fits at every angle.
    """
    cameras = [still.camera.orbited(360.0 * number / count, 0.0) for number in range(count)]
    if not whole_world:
        return cameras
    x, _, z = still.picture.blocks.shape
    shape = (x, top_of(still.picture.blocks), z)
    fitted = [camera.fitted(shape, still.scale, size[0] / size[1]) for camera in cameras]
    distance = max(camera.distance for camera in fitted)
    return [replace(camera, distance=distance) for camera in fitted]
