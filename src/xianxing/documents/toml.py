"""A TOML text by somebody else: parsed in the reader's process, bounded in depth, values and numbers.

`parse` runs there; its answer is plain JSON, which `values` turns into TOML's own values again: a list of
JSON begins with what it stands for, since JSON knows no days.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from xianxing.documents.limits import Limits

DEEPEST = 16  # tables and lists within each other; the folder format has four
MOST_VALUES = 20_000
LARGEST = 10**1000  # what the checker still calls a number out of range; beyond, it is no form
LONGEST_MESSAGE = 300


class _Refused(Exception):
    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail


def parse(data: bytes, limits: Limits) -> dict[str, Any]:
    """`{"data": …}`, or `{"problem": kind, "line": number, "detail": text}` with the kind of what is wrong.

    Kinds: `size` (over `limits.part_bytes`), `encoding` (no UTF-8), `syntax` (with the parser's message, and
    the text's last line), `deep`, `many`, `number` (with the place). Memory and time are the process's.
    """
    if len(data) > limits.part_bytes:
        return _problem("size")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return _problem("encoding", error.object[: error.start].count(b"\n") + 1)
    last = text.rstrip().count("\n") + 1
    try:
        found = tomllib.loads(text)
        _refuse_many(found)
        return {"data": _plain(found, "")}
    except _Refused as refused:
        return _problem(refused.kind, 0, refused.detail)
    except RecursionError:
        return _problem("deep")
    except ValueError as error:
        if "integer string conversion" in str(error):
            return _problem("number")
        return _problem("syntax", last, str(error)[:LONGEST_MESSAGE])


def values(plain: Any) -> Any:
    """TOML's values again. Raises ValueError, TypeError or KeyError for what `parse` didn't make."""
    if isinstance(plain, dict):
        return {key: values(item) for key, item in plain.items()}
    if isinstance(plain, list):
        kind, *rest = plain
        return [values(item) for item in rest] if kind == "list" else _DAYS[kind](*rest)
    return plain


_DAYS: dict[str, Any] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def _problem(kind: str, line: int = 0, detail: str = "") -> dict[str, Any]:
    return {"problem": kind, "line": line, "detail": detail}


def _refuse_many(found: object) -> None:
    """Refuse too much and too deep before anything is copied; walks without recursion."""
    waiting: list[tuple[object, int]] = [(found, 0)]
    count = 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            raise _Refused("deep")
        if count + len(waiting) > MOST_VALUES:
            raise _Refused("many")
        waiting += ((inner, depth + 1) for inner in _inner(value))


def _inner(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _plain(value: object, place: str) -> object:
    if isinstance(value, dict):
        return {key: _plain(item, f"{place}.{key}" if place else key) for key, item in value.items()}
    if isinstance(value, list):
        return ["list", *(_plain(item, f"{place}[{n}]") for n, item in enumerate(value))]
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, (date, time)):
        return ["date" if isinstance(value, date) else "time", value.isoformat()]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        raise _Refused("number", place[:100])
    return value
