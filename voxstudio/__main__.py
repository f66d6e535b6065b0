"""``python -m voxstudio`` is the ``voxstudio`` command."""

from voxstudio.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
