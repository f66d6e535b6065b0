"""Collect the words of the window for translators, and compile what they wrote: ``make translations``.

``voxstudio_template.ts`` is what a new language begins with: copy it to ``voxstudio_de.ts``, translate it with Qt
Linguist, and run this again. English itself has a file for what is counted: "1 block", "2 blocks".
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from voxstudio.guidance.distillers import DISTILLERS
from voxstudio.guidance.priors import PRIORS
from voxstudio.render import film
from voxstudio.training.settings import fields
from voxstudio.world import formats
from voxstudio.world.edits import BrushShape

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = FOLDER / "voxstudio_template.ts"
_ENGLISH = "voxstudio_en.ts"


def words_below() -> Iterator[str]:
    """What the window shows of floors that know no Qt, each once."""
    texts = [text for field in fields() for text in (field.label, field.help, field.unit)]
    texts += [text for info in (*PRIORS.values(), *DISTILLERS.values()) for text in (info.label, info.help)]
    texts += [text for one in film.FORMATS.values() for text in (one.label, one.help)]
    texts += [one.LABEL for one in formats.FORMATS.values()]
    texts += [film.NO_MP4, *(shape.value for shape in BrushShape)]
    yield from dict.fromkeys(text for text in texts if text)


def collect(target: Path, *options: str) -> None:
    """Brings the words of a file up to date; what was translated in it stays."""
    with tempfile.TemporaryDirectory() as folder:
        below = Path(folder) / "words_below.py"
        below.write_text("\n".join(f"QT_TR_NOOP({text!r})" for text in words_below()), encoding="utf-8")
        sources = [*sorted((ROOT / "voxstudio" / "studio").rglob("*.py")), below]
        aliases = "QT_TR_NOOP+=noop"
        # Places would change with every line of code.
        _run("lupdate", "-silent", "-locations", "none", "-no-obsolete", "-tr-function-alias", aliases, *options,
             *map(str, sources), "-ts", str(target))  # fmt: skip


def compile_words(path: Path) -> None:
    """Makes the file beside it that the window loads."""
    _run("lrelease", "-silent", str(path), "-qm", str(path.with_suffix(".qm")))


def languages() -> Iterable[Path]:
    """The files of the languages that there are."""
    return sorted(path for path in FOLDER.glob("voxstudio_*.ts") if path != TEMPLATE)


def main() -> None:
    """All files of ``resources/translations``."""
    TEMPLATE.unlink(missing_ok=True)
    collect(TEMPLATE)
    for path in languages():
        collect(path, *(["-pluralonly"] if path.name == _ENGLISH else []))
        compile_words(path)


def _run(tool: str, *options: str) -> None:
    subprocess.run([Path(sys.executable).parent / f"pyside6-{tool}", *options], check=True)


if __name__ == "__main__":
    main()
