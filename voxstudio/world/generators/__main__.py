"""``python -m voxstudio.world.generators [MAPS]`` writes map 1 into a folder of maps, ``maps`` unless named."""

from __future__ import annotations

import sys
from pathlib import Path

from voxstudio.errors import UserError
from voxstudio.world.generators.map_one import write_map_one

if __name__ == "__main__":
    try:
        print(write_map_one(Path(*sys.argv[1:2]) if sys.argv[1:] else Path("maps")))
    except UserError as error:
        sys.exit(f"voxstudio: {error}")
