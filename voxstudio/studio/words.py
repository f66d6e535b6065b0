"""The words of the window in the user's language, and numbers as that language writes them.

What is shown goes through ``tr``; words that wait in a table are marked by ``noop`` where they stand. `make
translations` collects both, with the words of the floors below that the window shows. The log and the worker's
tracebacks stay in English: they are sent to whoever can help.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale


def tr(text: str, comment: str = "", n: int = -1, /, **values: object) -> str:
    """The text in the user's language. ``%n`` in it becomes ``n``, ``%Ln`` with separators, ``{name}`` a value.

    ``comment`` tells a translator what the text alone does not, and keeps apart what is the same in English alone.
    """
    translated = QCoreApplication.translate("", text, comment or None, n)
    return translated.format(**values) if values else translated


def noop(text: str, _comment: str = "") -> str:
    """Marks a text of a table, to be given to ``tr`` where it is shown."""
    return text


def inside(text: str) -> str:
    """A title as it stands inside an English sentence; other languages have capitals of their own."""
    is_english = QLocale().language() == QLocale.Language.English
    return text[:1].lower() + text[1:] if is_english else text


def whole(number: int) -> str:
    """A whole number with separators."""
    return QLocale().toString(number)


def decimal(number: float, digits: int) -> str:
    """A number with so many digits after the point."""
    return QLocale().toString(float(number), "f", digits)


def figures(number: float, count: int = 3) -> str:
    """A number with so many figures that count."""
    return QLocale().toString(float(number), "g", count)


def number_of(text: str) -> float | None:
    """The number that was typed, with the user's decimal sign or any other; None for no number."""
    for attempt in (text, text.replace(",", ".")):
        for locale in (QLocale(), QLocale.c()):
            number, is_number = locale.toDouble(attempt.strip())
            if is_number and math.isfinite(number):
                return number
    return None


def duration(seconds: float) -> str:
    """0:26 or 1:02:03."""
    whole_s = round(seconds)
    hours, minutes = whole_s // 3600, whole_s // 60 % 60
    return f"{hours}:{minutes:02}:{whole_s % 60:02}" if hours else f"{minutes}:{whole_s % 60:02}"


def percent(share: float, digits: int = 0) -> str:
    """A share in hundredths."""
    return f"{decimal(100 * share, digits)}\N{NO-BREAK SPACE}%"


def room(size: int) -> str:
    """Bytes on a disk: 52.3 MB."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
