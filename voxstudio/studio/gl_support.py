"""What the machine's OpenGL can do, asked once before the window is built."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import moderngl
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

_SYNC_GPU_COMMANDS_COMPLETE, _SYNC_FLUSH_COMMANDS_BIT, _TIMEOUT_EXPIRED = 0x9117, 0x0001, 0x911B
_FenceSync = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint)
_ClientWaitSync = ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint64)
_DeleteSync = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
PATIENCE_S = 10.0
"""For a fence before pixels are read: reading waits as well, but keeps Python's lock."""
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software", "basic render")


@dataclass(frozen=True)
class GlSupport:
    """``renderer`` is the driver's name for itself; empty when no context of OpenGL 3.3 can be made."""

    renderer: str

    @property
    def is_available(self) -> bool:
        """Whether the viewport can draw by OpenGL."""
        return bool(self.renderer)

    @property
    def is_software(self) -> bool:
        """Whether the processor does the drawing, on the cores that a run needs."""
        return any(name in self.renderer.lower() for name in _SOFTWARE)


def prepare_driver() -> None:
    """Has Mesa's software driver take calls in a thread of its own; to be called before the application is made.

    Otherwise it works out corners of faces within the calls that draw them, and a run stands still meanwhile, since
    moderngl keeps Python's lock: 0.3 ms a picture of the window's thread in place of 2.4.
    """
    if not any(Path("/dev/dri").glob("renderD*")):
        os.environ.setdefault("mesa_glthread", "true")
        os.environ.setdefault("MESA_DEBUG", "silent")  # it would tell of that at every start


def default_format() -> QSurfaceFormat:
    """OpenGL 3.3 core with 24 bits of depth; to be set before the application is made."""
    result = QSurfaceFormat()
    result.setVersion(3, 3)
    result.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    result.setDepthBufferSize(24)
    return result


def probe() -> GlSupport:
    """Makes a context and asks it for its name. Needs a ``QGuiApplication``."""
    surface = QOffscreenSurface()
    surface.setFormat(default_format())
    surface.create()
    context = QOpenGLContext()
    context.setFormat(default_format())
    if not (context.create() and surface.isValid() and context.makeCurrent(surface)):
        return GlSupport("")
    try:
        format_ = context.format()
        if (format_.majorVersion(), format_.minorVersion()) < (3, 3):
            return GlSupport("")
        return GlSupport(str(current_context().info["GL_RENDERER"]))
    except Exception as error:  # moderngl raises bare Exceptions, for whatever a driver lacks
        print(f"OpenGL cannot be used: {error}")
        return GlSupport("")
    finally:
        context.doneCurrent()


def current_context() -> moderngl.Context:
    """A moderngl context around Qt's current one."""
    settings: dict[str, Any] = {"context": _QtLoader()}
    return moderngl.create_context(**settings)


def offscreen() -> tuple[QOffscreenSurface, QOpenGLContext]:
    """A context of its own, current on a surface that nobody sees. Needs a ``QGuiApplication``."""
    surface = QOffscreenSurface()
    surface.setFormat(default_format())
    surface.create()
    context = QOpenGLContext()
    context.setFormat(default_format())
    context.create()
    context.makeCurrent(surface)
    return surface, context


class Fence:
    """Stands behind all that a current context was told to draw so far.

    Neither Qt's functions nor moderngl's let other threads of Python go on while they wait, and moderngl has no fences.
    Sync objects: OpenGL 3.3, section 5.2.
    """

    def __init__(self, context: QOpenGLContext) -> None:
        self._context = context
        self._sync: int | None = self._function("glFenceSync", _FenceSync)(_SYNC_GPU_COMMANDS_COMPLETE, 0)

    def is_passed(self, timeout_s: float = 0.0) -> bool:
        """Whether everything before it is drawn, waiting so long for it. Its context must be current."""
        if self._sync is None:  # the driver had no room for one: reading pixels waits, too
            return True
        wait = self._function("glClientWaitSync", _ClientWaitSync)
        if wait(self._sync, _SYNC_FLUSH_COMMANDS_BIT, round(1e9 * timeout_s)) == _TIMEOUT_EXPIRED:
            return False
        self.release()
        return True

    def release(self) -> None:
        """Takes it away; it then counts as passed. Its context must be current."""
        if self._sync is not None:
            self._function("glDeleteSync", _DeleteSync)(self._sync)
            self._sync = None

    def _function(self, name: str, kind: Any) -> Any:
        return kind(int(self._context.getProcAddress(name.encode()) or 0))


def framebuffer(
    context: moderngl.Context, size: tuple[int, int], samples: int = 0, *, reuse: moderngl.Framebuffer | None = None
) -> moderngl.Framebuffer:
    """A target with colour and depth; ``reuse`` itself if it has that size, else it is given back.

    moderngl's objects give nothing back when Python forgets them.
    """
    if reuse is not None:
        if reuse.size == size:
            return reuse
        for part in (*reuse.color_attachments, reuse.depth_attachment, reuse):
            part.release()
    return context.framebuffer(
        [context.renderbuffer(size, 4, samples=samples)], context.depth_renderbuffer(size, samples=samples)
    )


class _QtLoader:
    """Gives moderngl the functions of Qt's current context; its own search fails on Wayland for a second context."""

    def load_opengl_function(self, name: str) -> int:
        """The address of an OpenGL function, 0 if there is none."""
        context = QOpenGLContext.currentContext()
        return int(context.getProcAddress(name.encode()) or 0) if context is not None else 0

    def __enter__(self) -> _QtLoader:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to give back: Qt owns the context."""

    def release(self) -> None:
        """Nothing to give back: Qt owns the context."""
