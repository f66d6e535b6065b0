"""The ``voxstudio`` command. Importing it loads neither torch nor Qt: each command loads what it needs when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from typer.exceptions import Abort, TyperException

from voxstudio.cli.app import app
from voxstudio.errors import UserError

EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 2 for bad input (told in one sentence), 130 if interrupted."""
    try:
        code = app(args=None if argv is None else list(argv), prog_name="voxstudio", standalone_mode=False)
    except (Abort, KeyboardInterrupt):
        return _complain("interrupted", EXIT_INTERRUPTED)
    except UserError as error:
        return _complain(str(error), EXIT_BAD_INPUT)
    except TyperException as error:
        return _complain(error.format_message(), EXIT_BAD_INPUT)
    except BrokenPipeError:
        # The reader of our output has gone (`voxstudio info 1 | head`): nothing is wrong.
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _complain(sentence: str, code: int) -> int:
    print(f"voxstudio: {sentence}", file=sys.stderr)
    return code
