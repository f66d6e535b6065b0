"""The JSON of a map: bytes to columns, quickly for a file without faults, carefully for every other."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np

MAX_DEPTH = 64
"""Levels of nesting that are followed; the format itself has four."""


class MapError(ValueError):
    """What is wrong, and at which entry; the reader adds the name of the file."""


@dataclass(frozen=True)
class Document:
    """A map file, taken apart but not yet understood."""

    fields: dict[str, Any]
    """Every field at the top, in the order of the file; ``blocks`` is None and only keeps its place."""
    positions: np.ndarray
    """int64 [N, 3], not yet checked against the size of the world."""
    names: list[str]
    """N block types."""
    entries: dict[int, dict[str, Any]]
    """Those of the N entries that hold more than a position and a type, whole, by index."""


def parse(text: bytes) -> Document:
    """Take a map apart. ``text`` is UTF-8 without a byte order mark. Raises ``MapError`` naming the entry."""
    return _parse_quickly(text) or _parse_carefully(text)


class _Block(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    position: tuple[int, int, int]
    blockType: str  # noqa: N815 (the name in the file)


_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BLOCKS = msgspec.json.Decoder(list[_Block])


def _parse_quickly(text: bytes) -> Document | None:
    """A map whose entries are all plain, None for any other and for any with a fault.

    Typed decoding takes half the time of ``json.loads``, but knows neither unknown fields nor double keys.
    """
    try:
        raw = _FIELDS.decode(text)
        blocks = _BLOCKS.decode(raw["blocks"])
        fields = {key: None if key == "blocks" else msgspec.json.decode(value) for key, value in raw.items()}
        flat = chain.from_iterable(map(attrgetter("position"), blocks))
        positions = np.fromiter(flat, np.int64, 3 * len(blocks)).reshape(-1, 3)
        keys = check_value(fields) + 2 * len(blocks)
    except (msgspec.MsgspecError, ValueError, KeyError, OverflowError, RecursionError):
        return None
    # A key that an object holds twice was lost above: then the text has more of these than the values have keys.
    if text.count(b'":') != keys:
        return None
    return Document(fields, positions, list(map(attrgetter("blockType"), blocks)), {})


def _parse_carefully(text: bytes) -> Document:
    fields = _load_text(text.decode())
    if not isinstance(fields, dict):
        raise MapError("the file does not hold a JSON object")
    blocks = fields.get("blocks")
    if not isinstance(blocks, list):
        raise MapError("the file has no list of blocks")
    for index, entry in enumerate(blocks):
        _check_block(index, entry)
    fields = {**fields, "blocks": None} if not isinstance(fields, _Doubled) else fields
    check_value(fields)
    flat = chain.from_iterable(entry["position"] for entry in blocks)
    positions = np.fromiter(flat, np.int64, 3 * len(blocks)).reshape(-1, 3)
    entries = {index: entry for index, entry in enumerate(blocks) if len(entry) > 2}
    return Document(fields, positions, [entry["blockType"] for entry in blocks], entries)


class _Doubled(dict[str, Any]):
    """An object of the file that holds a key twice."""

    key = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    doubled = _Doubled(value)
    keys = [key for key, _ in pairs]
    doubled.key = next(key for key in keys if keys.count(key) > 1)
    return doubled


def _load_text(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        started = text.count('"position"', 0, error.pos)
        near = f", in or after blocks[{started - 1}]" if started else ""
        raise MapError(f"not whole JSON, {error.msg} at line {error.lineno}, column {error.colno}{near}") from error
    except RecursionError as error:
        raise MapError("the JSON is nested too deeply") from error
    except ValueError as error:
        raise MapError(f"not usable JSON, {error}") from error


def _check_block(index: int, entry: Any) -> None:
    where = f"blocks[{index}]"
    if not isinstance(entry, dict):
        raise MapError(f"{where} is {short(entry)}; it must be an object with a position and a blockType")
    position, name = entry.get("position"), entry.get("blockType")
    if not isinstance(position, list) or len(position) != 3 or not all(type(value) is int for value in position):
        raise MapError(f"{where} has position {short(position)}; it must be three whole numbers")
    if any(abs(value) > 1 << 62 for value in position):
        raise MapError(f"{where} has position {short(position)}, which is outside every world")
    if not isinstance(name, str):
        raise MapError(f"{where} has blockType {short(name)}; it must be a name")
    if len(entry) > 2 or isinstance(entry, _Doubled):
        check_value(entry, where)


def check_value(value: Any, where: str = "the file", depth: int = 0) -> int:
    """The number of keys in a JSON value. Raises ``MapError`` for NaN, a double key and nesting too deep to follow."""
    if depth > MAX_DEPTH:
        raise MapError(f"{where} is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, float) and not math.isfinite(value):
        raise MapError(f"{where} holds the number {value}, which JSON does not have")
    if isinstance(value, _Doubled):
        raise MapError(f'{where} holds the key "{value.key}" twice in one object')
    if isinstance(value, dict):
        return len(value) + sum(check_value(item, where, depth + 1) for item in value.values())
    if isinstance(value, list):
        return sum(check_value(item, where, depth + 1) for item in value)
    return 0


def short(value: Any) -> str:
    """A JSON value as text for a message, cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        return "something nested too deeply"
    return text if len(text) <= 60 else text[:57] + "..."
