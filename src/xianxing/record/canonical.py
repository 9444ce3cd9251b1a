"""One text for one value: the canonical JSON that is hashed, and its strict reader.

A subset of RFC 8785 (JSON Canonicalization Scheme):

- objects with string names in the order of their UTF-16 code units, no blanks, UTF-8, no byte order mark;
- strings **as they are written**, code point by code point. They are not normalised to NFC: it would replace
  CJK compatibility ideographs, and so the characters of people's names. Lone surrogates are refused;
- integers within ±(2^53 − 1), true, false, null. No floating-point numbers: a decimal is a string in plain
  notation that keeps its digits ("1.50"), an instant is UTC as RFC 3339 with six digits of fraction and `Z`
  (it sorts as text), a date is `YYYY-MM-DD`.

Within this subset the output is byte for byte that of RFC 8785.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

JSON = str | int | bool | None | list["JSON"] | dict[str, "JSON"]
Plain = str | int | bool | Decimal | date | datetime | None | Sequence["Plain"] | Mapping[str, "Plain"]
LARGEST = 2**53 - 1
DEEPEST = 64
quote = json.encoder.encode_basestring
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class CanonicalError(ValueError):
    """The value or text lies outside the canonical form; the message says where."""


def canonical(value: Plain) -> bytes:
    """The canonical bytes of `value`; CanonicalError names the place of anything outside the subset."""
    return _encode(_plain(value, "$", 0)).encode("utf-8")


def parse(data: bytes, *, spelling: bool = True) -> JSON:
    """Read canonical bytes; CanonicalError for any other spelling, even of the same value.

    Without `spelling` the caller proves that itself, by writing what was read in the canonical form.
    """
    try:
        value: JSON = (_strict if spelling else _loose)(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise CanonicalError(f"not canonical JSON: {problem}") from None
    if spelling and canonical(value) != data:
        raise CanonicalError("the same value has another canonical spelling")
    return value


def instant(moment: datetime) -> str:
    """UTC as RFC 3339 with microseconds: `2026-11-24T08:30:00.000000Z`. A time without zone is refused."""
    if moment.tzinfo is None:
        raise CanonicalError("an instant needs a time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_instant(text: str) -> datetime:
    """The reverse of `instant`; ValueError for any other spelling."""
    moment = datetime.fromisoformat(text)
    if instant(moment) != text:
        raise CanonicalError(f"not a canonical instant: {text}")
    return moment


def _plain(value: Plain, where: str, depth: int) -> JSON:
    if depth > DEEPEST:
        raise CanonicalError(f"{where}: nested deeper than {DEEPEST}")
    if isinstance(value, str):
        return value if value.isascii() else _string(value, where)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise CanonicalError(f"{where}: integer beyond ±(2^53 − 1); write it as a string")
        return value
    if isinstance(value, Mapping):
        for name in value:
            if not isinstance(name, str):
                raise CanonicalError(f"{where}: a member name must be a string, not {type(name).__name__}")
            _string(name, where)
        return {name: _plain(value[name], f"{where}.{name}", depth + 1) for name in _ordered(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{where}[{place}]", depth + 1) for place, item in enumerate(value)]
    return _scalar(value, where)


def _scalar(value: object, where: str) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    raise CanonicalError(f"{where}: {type(value).__name__} has no canonical form")


def _ordered(value: Mapping[str, Plain]) -> list[str]:
    if all(name.isascii() for name in value):
        return sorted(value)
    return sorted(value, key=lambda name: name.encode("utf-16-be"))


def _string(value: str, where: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalError(f"{where}: lone surrogate in a string") from None
    return value


def _no_float(text: str) -> JSON:
    raise ValueError(f"floating-point number {text}")


def _no_twice(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member name appears twice")
    return found


_strict = json.JSONDecoder(parse_float=_no_float, object_pairs_hook=_no_twice).decode
_loose = json.JSONDecoder().decode
