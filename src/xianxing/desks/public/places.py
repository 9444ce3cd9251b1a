"""Where a finding points, in the words of the form: 退出方案 · 第 1 行 for `content.exit_plan[0]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xianxing.i18n import gettext
from xianxing.law import Guide

STEP = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?")
LONGEST_ROW = 6  # digits
ORDER = {"whole": 0, "project": 1, "content": 2, "unit": 3, "file": 4}


@dataclass(frozen=True)
class ResultPlace:
    """A group of findings (`key`, `label`) and the spot inside it (`spot`, "" for the group itself)."""

    kind: str
    key: str
    label: str
    spot: str
    rank: tuple[int, int, str]


def place(location: str, guide: Guide | None, names: Mapping[str, str]) -> ResultPlace:
    """The place of a location of the folder format; a location of any other shape is shown as it is.

    `names` holds the institution behind `unit[…]` and the file behind `material[…]`, so that what is said of
    an entry and what is said of its file stand together.
    """
    if not location:
        return ResultPlace("whole", "", gettext("The filing as a whole"), "", (ORDER["whole"], 0, ""))
    steps = [(match[1], match[2]) for match in STEP.finditer(location)]
    if not steps:
        return _file(location, "", names)
    head, index = steps[0]
    if head in ("project", "content") and index is None and "#" not in location:
        return _cell(head, steps[1:], guide)
    if head == "unit" and index is not None:
        name = names.get(f"unit[{index}]", index)
        rank = list(names).index(f"unit[{index}]") if f"unit[{index}]" in names else len(names)
        return ResultPlace(
            "unit", f"unit[{index}]", name, _inside("unit", steps[1:], guide), (ORDER["unit"], rank, index)
        )
    if head == "material" and index is not None:
        spot = _inside("material", steps[1:], guide)
        return _file(names.get(f"material[{index}]", location), spot, names)
    name, _, spot = location.partition("#")
    return _file(name, _spot_in_file(spot), names)


def _file(name: str, spot: str, names: Mapping[str, str]) -> ResultPlace:
    rank = list(names.values()).index(name) if name in names.values() else len(names)
    return ResultPlace("file", name, name, spot, (ORDER["file"], rank, name))


def _cell(head: str, steps: list[tuple[str, str | None]], guide: Guide | None) -> ResultPlace:
    if not steps:
        return ResultPlace(head, head, _label(head, guide), "", (ORDER[head], 0, ""))
    key = f"{head}.{steps[0][0]}"
    fields = list(guide.fields) if guide else []
    rank = fields.index(key) if key in fields else len(fields)
    row = steps[0][1]
    return ResultPlace(
        head, key, _label(key, guide), _spot(key, row, steps[1:], guide), (ORDER[head], rank, key)
    )


def _inside(head: str, steps: list[tuple[str, str | None]], guide: Guide | None) -> str:
    path, parts = head, []
    for name, row in steps:
        path = f"{path}.{name}"
        parts.append(_label(path, guide) + _row(row))
    return " · ".join(parts)


def _spot(path: str, row: str | None, steps: list[tuple[str, str | None]], guide: Guide | None) -> str:
    parts = [_row(row).strip()] if row is not None else []
    for name, inner in steps:
        path = f"{path}.{name}"
        parts.append(_label(path, guide) + _row(inner))
    return " · ".join(filter(None, parts))


def _row(row: str | None) -> str:
    if row is None or not row.isdecimal() or len(row) > LONGEST_ROW:
        return ""
    return " " + gettext("row {number}").format(number=int(row) + 1)


def _label(path: str, guide: Guide | None) -> str:
    groups = {"project": gettext("Basics"), "content": gettext("Content")}
    if path in groups:
        return groups[path]
    if guide and guide.has_field(path):
        return str(guide.field(path).label)
    return path.rpartition(".")[2]


def _spot_in_file(spot: str) -> str:
    kind, _, value = spot.partition("=")
    if kind == "page":
        return gettext("page {number}").format(number=value)
    if kind == "slide":
        return gettext("slide {number}").format(number=value)
    if kind == "heading":
        return gettext("section “{name}”").format(name=value)
    return spot
