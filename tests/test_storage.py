"""A file on disk is always whole, the old one or the new one, and nothing temporary stays."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voxstudio import storage
from voxstudio.errors import UserError

OLD = b"old" * 1000
NEW = b"new" * 200_000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "map.json"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "x.json"
    storage.write_json(path, {"prompt": "Schloß", "n": [1, 2.5, None]})
    assert storage.read_json(path) == {"prompt": "Schloß", "n": [1, 2.5, None]}
    assert "Schloß" in path.read_text("utf-8")
    assert names(path.parent) == ["x.json"]


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    storage.write_json(tmp_path / "x.json", {"prompt": "\ud83d"})
    assert storage.read_json(tmp_path / "x.json") == {"prompt": "\ud83d"}


def test_nan_is_not_written(target: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        storage.write_json(target, {"loss": float("nan")})
    assert target.read_bytes() == OLD


def test_temporary_path_has_the_suffix_and_the_folder(tmp_path: Path) -> None:
    with storage.atomic_path(tmp_path / "weights.safetensors") as temporary:
        assert temporary.suffix == ".safetensors"
        assert temporary.parent == tmp_path
        temporary.write_bytes(b"x")


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_a_failing_block_changes_nothing(target: Path, error: type[BaseException]) -> None:
    with pytest.raises(UserError if error is OSError else error), storage.atomic_path(target) as temporary:
        temporary.write_bytes(NEW)
        raise error
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["map.json"]


class FailingFile:
    """A file whose write is one of the operations that may fail, after half of it was done."""

    def __init__(self, file: Any, operate: Callable[[], None]) -> None:
        self.file, self.operate = file, operate

    def __enter__(self) -> FailingFile:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        self.file.write(data[: len(data) // 2])
        self.operate()
        return self.file.write(data[len(data) // 2 :])


class Faults:
    """Counts file operations and fails the chosen one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int) -> None:
        self.count, self.fail_at = 0, fail_at
        for name in ("mkdir", "chmod", "fsync", "replace"):
            monkeypatch.setattr(os, name, self.wrap(getattr(os, name)))
        opened = self.wrap(io.open)
        monkeypatch.setattr(io, "open", lambda *args, **kwargs: FailingFile(opened(*args, **kwargs), self.operate))

    def operate(self) -> None:
        self.count += 1
        if self.count == self.fail_at:
            raise OSError(28, "No space left on device")

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.operate()
            return function(*args, **kwargs)

        return counted


def test_every_file_operation_may_fail(target: Path) -> None:
    """Fail the first, second... operation of a save, until a save needs no more operations than that."""
    failures, fail_at, finished = 0, 0, False
    while not finished:
        fail_at += 1
        target.write_bytes(OLD)
        with pytest.MonkeyPatch.context() as monkeypatch:
            faults = Faults(monkeypatch, fail_at)
            try:
                storage.write_bytes(target, NEW)
            except UserError as error:
                assert str(target) in str(error)
                assert "No space left" in str(error)
                failures += 1
            finished = faults.count < fail_at
        # The folder is synced after the rename: its failure is not one of the save.
        assert target.read_bytes() in (OLD, NEW)
        assert target.read_bytes() == OLD or failures < fail_at
        assert names(target.parent) == ["map.json"]
    assert failures >= 5


def run(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_killed_in_mid_save(target: Path) -> None:
    """kill -9 at many moments of a loop of saves: the file is whole, and the next save clears what was left."""
    code = f"""
import os, pathlib, signal, time
from voxstudio import storage
target = pathlib.Path({str(target)!r})
for attempt in range(15):
    child = os.fork()
    while child == 0:
        for byte in (b"a", b"b"):
            storage.write_bytes(target, byte * 400_000)
    time.sleep(0.004 + 0.0007 * attempt)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    data = target.read_bytes()
    is_whole = data == {OLD!r} or (len(data) == 400_000 and len(set(data)) == 1)
    print(int(is_whole), len(list(target.parent.iterdir())) - 1)
"""
    output, errors = run(code).communicate()
    outcomes = [tuple(map(int, line.split())) for line in output.splitlines()]
    assert len(outcomes) == 15, errors
    assert all(is_whole for is_whole, _ in outcomes)
    # What one killed program left is there until the next one saves, and no longer.
    assert 0 < max(left for _, left in outcomes) <= 2, "no save was interrupted: the test has not tested anything"
    storage.write_bytes(target, NEW)
    assert names(target.parent) == ["map.json"]


@pytest.mark.skipif(os.name == "nt", reason="needs resource limits")
def test_full_disk(target: Path) -> None:
    """A real short write: the kernel stops the file at 100 kB."""
    code = f"""
import resource, signal
from voxstudio import storage
from voxstudio.errors import UserError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    storage.write_bytes({str(target)!r}, b"x" * 1_000_000)
except UserError as error:
    print(error)
"""
    output, errors = run(code).communicate()
    assert b"map.json: File too large" in output, errors
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["map.json"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_read_only_folder(target: Path) -> None:
    target.parent.chmod(0o500)
    try:
        with pytest.raises(UserError, match=r"map\.json: Permission denied"):
            storage.write_bytes(target, NEW)
    finally:
        target.parent.chmod(0o700)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["map.json"]


def test_read_only_folder_told_by_the_system(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where tests run as the superuser: opening the temporary file is refused."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(io, "open", refuse)
        with pytest.raises(UserError, match=r"map\.json: Permission denied"):
            storage.write_bytes(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["map.json"]


def test_a_file_in_the_place_of_the_folder(target: Path) -> None:
    with pytest.raises(UserError, match="Cannot write"):
        storage.write_bytes(target / "x.json", NEW)
    assert target.read_bytes() == OLD


def test_a_folder_in_the_place_of_the_file(target: Path) -> None:
    with pytest.raises(UserError, match="Is a directory"):
        storage.write_bytes(target.parent, NEW)
    assert names(target.parent) == ["map.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_mode_and_link_are_kept(target: Path) -> None:
    target.chmod(0o640)
    link = target.parent.parent / "link.json"
    link.symlink_to(target)
    storage.write_bytes(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="nothing is swept on Windows")
def test_only_what_dead_programs_left_is_swept(target: Path) -> None:
    process = run("pass")
    process.communicate()
    dead = target.parent / f".map.json.{process.pid}-0123abcd.tmp.json"
    living = target.parent / f".map.json.{os.getppid()}-0123abcd.tmp.json"
    other = target.parent / f".other.json.{process.pid}-0123abcd.tmp.json"
    for path in (dead, living, other):
        path.write_bytes(b"half")
    storage.write_bytes(target, NEW)
    assert names(target.parent) == sorted([living.name, other.name, "map.json"])
    living.unlink()
    other.unlink()


def test_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "maps" / "trained_map_1_1"
    with pytest.raises(RuntimeError), storage.atomic_folder(folder) as temporary:
        (temporary / "map.json").write_text("half")
        raise RuntimeError
    assert names(folder.parent) == []
    with storage.atomic_folder(folder) as temporary:
        (temporary / "map.json").write_text("whole")
        assert not folder.exists()
    assert (folder / "map.json").read_text() == "whole"
    with pytest.raises(UserError, match="exists"), storage.atomic_folder(folder) as temporary:
        (temporary / "map.json").write_text("other")
    assert (folder / "map.json").read_text() == "whole"
    assert names(folder.parent) == ["trained_map_1_1"]


def test_append_ends_a_torn_line_first(tmp_path: Path) -> None:
    log = tmp_path / "train.jsonl"
    storage.append_line(log, '{"step": 1}')
    with log.open("ab") as handle:
        handle.write(b'{"step": 2, "lo')
    storage.append_line(log, '{"step": 3}')
    assert log.read_text().splitlines() == ['{"step": 1}', '{"step": 2, "lo', '{"step": 3}']


@pytest.mark.skipif(os.name == "nt", reason="needs resource limits")
def test_append_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    log = tmp_path / "train.jsonl"
    code = f"""
import resource, signal
from voxstudio import storage
from voxstudio.errors import UserError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
storage.append_line({str(log)!r}, "x" * 50)
try:
    storage.append_line({str(log)!r}, "y" * 80)
except UserError as error:
    print(error)
"""
    output, errors = run(code).communicate()
    assert b"Cannot write" in output, errors
    assert log.read_text() == "x" * 50 + "\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not whole JSON"),
        (b'{"a": [1, 2', "line 1, column 12"),
        (b'{"a": NaN}', "it holds NaN"),
        (b'{"a": -Infinity}', "it holds -Infinity"),
        (b'{"a": 1, "a": 2}', 'the key "a" appears twice'),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not usable JSON"),
    ],
)
def test_what_is_not_json_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(data)
    with pytest.raises(UserError, match=says) as caught:
        storage.read_json(path)
    assert str(path) in str(caught.value)


def test_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\xef\xbb\xbf" + json.dumps([1]).encode())
    assert storage.read_json(tmp_path / "x.json") == [1]


def test_what_is_not_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        storage.read_bytes(tmp_path / "missing")
    with pytest.raises(UserError, match="not a file"):
        storage.read_bytes(tmp_path)
    with pytest.raises(UserError, match="not a file"):
        storage.read_bytes("/dev/zero")


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as handle:
        handle.truncate(storage.MAX_BYTES + 1)
    with pytest.raises(UserError, match="larger than 1024 MiB"):
        storage.read_bytes(path)
