"""Which characters a font file has, so that one it lacks is named on the page instead of drawn as a box."""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

_COLLECTION = b"ttcf"
_FORMAT_RANGES = 12  # the format of a table over all of Unicode
_UNSEEN = ("Cf", "Mn")  # joiners and variation selectors: drawn with their neighbours or not at all


def drawable(text: str, font: Path) -> str:
    """The text with every character that the font lacks as 〔U+XXXX〕; control characters are dropped."""
    return text.translate(_drawn(font))


class DrawnCharacters(dict[int, str]):
    """What stands on the page for a character, by its number; worked out when it first occurs."""

    def __init__(self, font: Path) -> None:
        super().__init__()
        self.starts, self.ends = covered(font)

    def __missing__(self, code: int) -> str:
        self[code] = _one_drawn(chr(code), self.starts, self.ends)
        return self[code]


@cache
def _drawn(font: Path) -> DrawnCharacters:
    return DrawnCharacters(font)


@cache
def covered(font: Path) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the ranges that a font (of a collection the first) covers, in order.

    Raises ValueError for a font without a table of that kind.
    """
    data = font.read_bytes()
    base = struct.unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
    tables = struct.unpack_from(">H", data, base + 4)[0]
    for number in range(tables):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, base + 12 + 16 * number)
        if tag == b"cmap":
            return _ranges(data, offset)
    raise ValueError(f"{font.name} has no character map")


def _ranges(data: bytes, cmap: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    for number in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        (offset,) = struct.unpack_from(">I", data, cmap + 8 + 8 * number)
        table = cmap + offset
        if struct.unpack_from(">H", data, table)[0] == _FORMAT_RANGES:
            (count,) = struct.unpack_from(">I", data, table + 12)
            found = [struct.unpack_from(">II", data, table + 16 + 12 * group) for group in range(count)]
            return tuple(first for first, _ in found), tuple(last for _, last in found)
    raise ValueError("no character map over all of Unicode")


def _one_drawn(character: str, starts: tuple[int, ...], ends: tuple[int, ...]) -> str:
    code = ord(character)
    if character in "\n\t":
        return character
    kind = unicodedata.category(character)
    if kind == "Cc":
        return ""
    place = bisect_right(starts, code) - 1
    if kind in _UNSEEN or (place >= 0 and code <= ends[place]):
        return character
    return f"〔U+{code:04X}〕"
