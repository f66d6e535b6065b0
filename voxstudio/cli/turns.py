"""The run of a window again, as ``voxstudio train`` takes it: ``python -m voxstudio.cli.turns FOLDER``.

Each line of its input is an order, JSON: ``settings`` begin a run (null goes on with it), ``updates`` are settings by
the number of steps after which they come, ``until`` is the number of steps to be done then. The answer is when each
step began, and the seconds of computing so far. The progress bar goes to where errors go.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from voxstudio.cli.progress import follow, progress
from voxstudio.places import find_map
from voxstudio.training.run import Run
from voxstudio.training.settings import TrainSettings
from voxstudio.world import formats


def main() -> None:
    """Serves until its input ends."""
    start, folder = formats.load(find_map("1")).world, str(Path(sys.argv[1]) / "terminal")
    run: Run | None = None
    for line in sys.stdin:
        order = json.loads(line)
        if order["settings"] is not None:
            run = Run.start(order["settings"] | {"output_dir": folder}, start=start)
        assert run is not None
        began = []
        with progress() as bar:
            tell = follow(run, bar)
            while run.trainer.step_index < order["until"]:
                update = order["updates"].get(str(run.trainer.step_index))
                if update is not None:
                    run.trainer.update(TrainSettings.of(update | {"output_dir": folder}))
                began.append(time.perf_counter())
                tell(run.step())
        print(json.dumps({"began": began, "cpu_s": time.process_time()}), flush=True)


if __name__ == "__main__":
    main()
