"""Where a clause that an overlay adds stands among the inherited ones: by its number, or `after` another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError

Data = dict[str, object]
PARTS = re.compile(r"\d+|\D+")
AFTER = "after"


def in_place(file: str, below: Data, merged: Data) -> Data:
    """The merged clauses with those that are new put where they belong; the inherited keep their order.

    A clause with `after` follows the one named, with all that stand below that one; another follows the last
    of its siblings with a smaller number. GuideError for an `after` that names no clause.
    """
    inherited = [key for key in merged if key in below]
    order = inherited
    for key in (key for key in merged if key not in below):
        row = merged[key]
        after = row.get(AFTER) if isinstance(row, dict) else None
        if after is not None and after not in merged:
            problem = gettext("there is no clause {clause!r}").format(clause=after)
            remedy = gettext("name a clause of clauses.toml, or add it there")
            raise GuideError(file, f'clause."{key}".{AFTER}', problem, remedy, missing=str(after))
        place = _after(order, str(after)) if after in order else _by_number(order, key)
        order = [*order[:place], key, *order[place:]]
    return {key: merged[key] for key in order}


def _after(order: list[str], clause: str) -> int:
    """The place behind a clause and all that stand below it."""
    return max(number for number, key in enumerate(order, 1) if key == clause or _below(key, clause))


def _by_number(order: list[str], clause: str) -> int:
    """The place behind all with a smaller number at this depth, before those with a greater one."""
    *parent, own = clause.split(".")
    smaller = greater = None
    for place, key in enumerate(order):
        parts = key.split(".")
        if parts[: len(parent)] != parent or len(parts) <= len(parent):
            continue
        number = parts[len(parent)]
        if number[:1].isdigit() == own[:1].isdigit():
            if _number(number) < _number(own):
                smaller = place + 1
            elif greater is None:
                greater = place
    if smaller is not None or greater is not None:
        return smaller if smaller is not None else greater or 0
    above = ".".join(parent)
    return _after(order, above) if above in order else len(order)


def _number(part: str) -> list[tuple[bool, int, str]]:
    pieces: Iterable[str] = PARTS.findall(part)
    return [(not piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in pieces]


def _below(key: str, clause: str) -> bool:
    return key.startswith(f"{clause}.")


def placed(file: str, below: Mapping[str, object], merged: Data) -> Data:
    """The data of clauses.toml with its clauses in place."""
    old, new = below.get("clause"), merged.get("clause")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return merged
    return {**merged, "clause": in_place(file, old, new)}
