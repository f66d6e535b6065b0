"""Every file that VoxStudio writes is written here: to a temporary name, synced, then renamed.

A file on disk is therefore always whole, the old one or the new one, whatever fails in between.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from voxstudio.errors import UserError

MAX_BYTES = 1 << 30
"""The largest file that is read; a map of the largest world is smaller."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_TEMPORARY = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)-[0-9a-f]{8}\.tmp(\.[^.]*)?")


@contextmanager
def atomic_path(path: Path | str) -> Iterator[Path]:
    """A path beside ``path``, with its suffix, to write to; it takes the name ``path`` when the block succeeds.

    If the block raises, ``path`` stays as it was and the temporary file goes. Parent folders are made.
    Raises ``UserError`` naming ``path`` for every ``OSError``, those of the block included.
    """
    target = Path(path)
    with _told(target):
        # A link is written through, not replaced.
        real = target.resolve()
        real.parent.mkdir(parents=True, exist_ok=True)
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if real.exists() and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _sweep(real)
        temporary = _beside(real)
        try:
            yield temporary
            if real.exists():
                temporary.chmod(real.stat().st_mode & 0o7777)
            _sync(temporary)
            temporary.replace(real)
            _sync_folder(real.parent)
        finally:
            _remove(temporary)


def write_bytes(path: Path | str, *pieces: bytes | memoryview) -> None:
    """Write a whole file, piece by piece. Raises ``UserError`` if it cannot be written; the old one is then intact."""
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.writelines(pieces)


@contextmanager
def atomic_folder(path: Path | str) -> Iterator[Path]:
    """A temporary folder that takes the name ``path`` when the block succeeds, and goes when it fails.

    Raises ``UserError`` naming ``path`` if something of that name is there, and for every ``OSError``.
    """
    target = Path(path)
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        temporary = _beside(target)
        temporary.mkdir()
        try:
            yield temporary
            # Renaming replaces an empty folder, so the name is asked for first.
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            temporary.rename(target)
            _sync_folder(target.parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def write_text(path: Path | str, text: str) -> None:
    """Write a whole UTF-8 file with the line ends of the text. Raises like :func:`write_bytes`."""
    write_bytes(path, text.encode())


def write_json(path: Path | str, value: Any) -> None:
    """Write a value as indented JSON. NaN and infinity raise ``ValueError``: they are not JSON."""
    write_text(path, json_text(value, indent=2) + "\n")


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON that UTF-8 can hold, compact unless indented. Raises ``ValueError`` for NaN and infinity."""
    separators = None if indent else (",", ":")
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair, which JSON may carry as an escape, has no UTF-8 form.
    return json.dumps(value, indent=indent, separators=separators) if _SURROGATE.search(text) else text


def append_line(path: Path | str, text: str) -> None:
    """Append one line to a log. A line torn by an earlier crash is ended first; a failed append is taken back.

    Not synced to the disk: a killed program loses nothing, a power cut may lose the last lines.
    """
    target = Path(path)
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab+", buffering=0) as log:
            end = log.seek(0, os.SEEK_END)
            line = f"{text}\n".encode()
            if end and _last_byte(log, end) != b"\n":
                line = b"\n" + line
            try:
                if log.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError:
                with suppress(OSError):
                    log.truncate(end)
                raise


def rotate(path: Path | str, most_bytes: int) -> None:
    """Make room for a new log where the old one has grown large; that is then ``path`` with ``.1`` after it."""
    target = Path(path)
    with _told(target):
        if target.exists() and target.stat().st_size >= most_bytes:
            target.replace(target.with_name(f"{target.name}.1"))


def read_bytes(path: Path | str) -> bytes:
    """A whole file. Raises ``UserError`` if it is missing, not a plain file, too large, or cannot be read."""
    source = Path(path)
    try:
        if source.exists() and not source.is_file():
            raise UserError(f"Cannot read {path}: it is not a file.")
        if source.stat().st_size > MAX_BYTES:
            raise UserError(f"Cannot read {path}: it is larger than {MAX_BYTES >> 20} MiB.")
        return source.read_bytes()
    except OSError as error:
        raise UserError(f"Cannot read {path}: {error.strerror or error}.") from error


def stamp(path: Path | str) -> tuple[int, int] | None:
    """What tells whether a file was written since: its time and its size; None where there is none to be read."""
    try:
        known = Path(path).stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size


def is_there(path: Path | str) -> bool:
    """Whether there is a file or folder that can be got at; so not for a name that none can have, either.

    ``Path.exists`` raises ``OSError`` for such names, and in folders that may not be looked into.
    """
    return stamp(path) is not None


def read_json(path: Path | str, *, allow_nan: bool = False) -> Any:
    """The value in a JSON file, which may begin with a UTF-8 byte order mark.

    Raises ``UserError`` for other encodings, truncated text, a key that an object has twice, nesting too deep to
    follow, and for NaN and infinity unless the caller wants to say where they are.
    """
    constant = float if allow_nan else _refuse
    try:
        return json.loads(decode(path, read_bytes(path)), object_pairs_hook=_unique, parse_constant=constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UserError(f"{path} is not whole JSON: {error.msg} at {where}.") from error
    except RecursionError as error:
        raise UserError(f"{path} is not usable JSON: it is nested too deeply.") from error
    except ValueError as error:
        raise UserError(f"{path} is not usable JSON: {error}.") from error


def decode(path: Path | str, data: bytes) -> str:
    """UTF-8 text, without its byte order mark. Raises ``UserError`` naming ``path`` for another encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" appears twice in one object')
    return value


def _refuse(constant: str) -> float:
    raise ValueError(f"it holds {constant}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror or error}.") from error


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    # The rename has happened: a file system that cannot sync a folder does not make the save a failure.
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(real: Path) -> None:
    """Remove what killed programs left of earlier writes of this file."""
    with suppress(OSError):
        for path in real.parent.glob(".*.tmp*"):
            match = _TEMPORARY.fullmatch(path.name)
            if match and match["name"] == real.name and not _is_running(int(match["pid"])):
                _remove(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp{path.suffix}")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    # Windows has no harmless signal to ask with, so nothing is swept there.
    if os.name == "nt" or pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _last_byte(log: Any, end: int) -> bytes:
    log.seek(end - 1)
    return log.read(1)
