"""Lets one look at what the worker has, beside the window that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voxstudio.studio.state import RunRequest, Session, SessionMaker


@dataclass
class SessionKeeper:
    """A ``state.SessionMaker`` that keeps the session it made last. To be looked at only while the worker rests."""

    make: SessionMaker
    latest: Session | None = None

    def __call__(self, request: RunRequest, say: Callable[[str], None]) -> Session:
        """A session of ``make``."""
        self.latest = None
        self.latest = self.make(request, say)
        return self.latest
