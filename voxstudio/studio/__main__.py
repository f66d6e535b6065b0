"""``python -m voxstudio.studio``."""

import sys

from voxstudio.studio.app import run

sys.exit(run())
