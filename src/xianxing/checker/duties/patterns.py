"""Patterns made of lists of words, with gaps, and the characters by which what they find may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

GAPS = {
    "~": "[^，,。；;]{0,6}?",
    "…": "[^，,。；;]{0,14}?",
    "·": "(?:(?![的并和或与及、而时后不未])[^，,。；;]){0,6}?",
}
NAME = re.compile(r"\{([a-z_]+)\}")


def alternatives(words: str) -> str:
    """A pattern for one of the words of a list, which blanks separate."""
    return f"(?:{'|'.join(words.split())})"


def expanded(pattern: str, lists: Mapping[str, str]) -> str:
    """A pattern with its lists and gaps put in; KeyError for a list that nobody has."""
    while NAME.search(pattern):
        pattern = NAME.sub(lambda found: lists[found.group(1)], pattern)
    for sign, gap in GAPS.items():
        pattern = pattern.replace(sign, gap)
    return pattern


def begun(pattern: str) -> str:
    """The same pattern, which looks at the first character before it tries its many alternatives."""
    first = beginnings(pattern)
    return f"(?=[{''.join(sorted(first))}]){pattern}" if first else pattern


def beginnings(pattern: str) -> set[str]:
    """The characters by which what a pattern finds may begin; empty where that can't be told."""
    found: set[str] = set()
    for branch in _branches(pattern):
        own = _begins(branch)
        if not own:
            return set()
        found |= own
    return found


def _begins(branch: str) -> set[str]:
    found: set[str] = set()
    for piece in _pieces(branch):
        optional = piece.endswith("?") or "{0," in piece[piece.rfind(")") + 1 :]
        if piece[:3] in ("(?<", "(?=", "(?!") or piece in "^$":
            continue
        if piece.startswith("(?:"):
            own = beginnings(piece[3 : piece.rindex(")")])
        elif piece[0] in "[.\\(":
            own = set()
        else:
            own = {piece[0]}
        if not own:
            return set()
        found |= own
        if not optional:
            return found
    return set()


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern at its top."""
    depth, start, inside = 0, 0, False
    for place, sign in enumerate(pattern):
        inside = (inside or sign == "[") and sign != "]"
        depth += 0 if inside else (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0 and not inside:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _pieces(branch: str) -> Iterator[str]:
    """The parts of an alternative one by one, each with its sign of repetition."""
    for found in re.finditer(rf"(?:{_GROUP}|\[[^\]]*\]|\\.|[^()\[\]])(?:[?*+]|\{{[^}}]*\}})?\??", branch):
        yield found.group()


# A group with groups in it, four deep.
_GROUP = r"\([^()]*\)"
for _ in range(4):
    _GROUP = rf"\((?:[^()]|{_GROUP})*\)"
