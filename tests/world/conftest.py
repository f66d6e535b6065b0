"""Maps on disk, written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WriteMap = Callable[..., Path]


@pytest.fixture
def write_map(tmp_path: Path) -> WriteMap:
    """A function that writes a map of 4 x 3 x 5 cells with the given blocks and fields, and returns its path."""

    def write(blocks: Any = (), /, **fields: Any) -> Path:
        config = {"dimensions": {"x": 4, "y": 3, "z": 5}, "worldScale": 2.0}
        path = tmp_path / "written.json"
        path.write_text(json.dumps({"sequence": 7, "worldConfig": config, "blocks": list(blocks), **fields}))
        return path

    return write
