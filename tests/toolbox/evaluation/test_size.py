"""中小企业划型: the sixteen classes of the text of 2011, each bound by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.evaluation.folders import Facts, Folder, say
from xianxing.toolbox.evaluation.size import SIZE_CLASSES

# class → the measures, then large, medium, small in 人 and 万元, as the text prints them
TEXT: dict[str, tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]] = {
    "agriculture": (("revenue",), ((20000,), (500,), (50,))),
    "industry": (("staff", "revenue"), ((1000, 40000), (300, 2000), (20, 300))),
    "construction": (("revenue", "total_assets"), ((80000, 80000), (6000, 5000), (300, 300))),
    "wholesale": (("staff", "revenue"), ((200, 40000), (20, 5000), (5, 1000))),
    "retail": (("staff", "revenue"), ((300, 20000), (50, 500), (10, 100))),
    "transport": (("staff", "revenue"), ((1000, 30000), (300, 3000), (20, 200))),
    "storage": (("staff", "revenue"), ((200, 30000), (100, 1000), (20, 100))),
    "post": (("staff", "revenue"), ((1000, 30000), (300, 2000), (20, 100))),
    "lodging": (("staff", "revenue"), ((300, 10000), (100, 2000), (10, 100))),
    "catering": (("staff", "revenue"), ((300, 10000), (100, 2000), (10, 100))),
    "telecom": (("staff", "revenue"), ((2000, 100000), (100, 1000), (10, 100))),
    "software": (("staff", "revenue"), ((300, 10000), (100, 1000), (10, 50))),
    "real_estate": (("revenue", "total_assets"), ((200000, 10000), (1000, 5000), (100, 2000))),
    "property_management": (("staff", "revenue"), ((1000, 5000), (300, 1000), (100, 500))),
    "leasing": (("staff", "total_assets"), ((300, 120000), (100, 8000), (10, 100))),
    "other": (("staff",), ((300,), (100,), (10,))),
}
SIZES = ("large", "medium", "small", "micro")
CASES = [
    (name, place, part)
    for name, (measures, bounds) in TEXT.items()
    for place in range(len(bounds))
    for part in range(len(measures))
]


def test_the_classes_are_those_of_the_text() -> None:
    assert set(SIZE_CLASSES) == set(TEXT)


def sizes(tmp_path: Path, firms: dict[str, tuple[str, Facts]]) -> dict[str, dict[str, Any]]:
    """The size of every firm, from one folder."""
    folder = Folder(
        schemes=(),
        firms={name: {"size_class": size_class} for name, (size_class, _facts) in firms.items()},
        facts={name: stated for name, (_class, stated) in firms.items()},
    )
    said = say(folder.write(tmp_path / "in"))
    assert said["status"] == 0
    return {one["firm"]: one for one in said["results"]["size"]}


def stated(measures: tuple[str, ...], bounds: tuple[int, ...], *, less: int = -1) -> Facts:
    """Facts on the bounds, of which one lies a hundredth below its own."""
    found = {}
    for place, (measure, bound) in enumerate(zip(measures, bounds, strict=True)):
        value = bound if measure == "staff" else bound * 10_000
        found[f"{measure} 2023"] = f"{value - 0.01:.2f}" if place == less else str(value)
    return found


def test_both_lower_bounds_are_reached_or_the_firm_is_a_class_smaller(tmp_path: Path) -> None:
    firms: dict[str, tuple[str, Facts]] = {}
    expected: dict[str, str] = {}
    for name, place, part in CASES:
        measures, bounds = TEXT[name]
        firms[f"{name} {place} at"] = (name, stated(measures, bounds[place]))
        firms[f"{name} {place} {part} below"] = (name, stated(measures, bounds[place], less=part))
        expected[f"{name} {place} at"] = SIZES[place]
        expected[f"{name} {place} {part} below"] = SIZES[place + 1]
    found = sizes(tmp_path, firms)
    assert {firm: one["class"] for firm, one in found.items()} == expected


def test_one_large_figure_does_not_make_a_small_firm_large(tmp_path: Path) -> None:
    facts = {"staff 2023": "19", "revenue 2023": "900000000"}
    assert sizes(tmp_path, {"E1": ("industry", facts)})["E1"]["class"] == "micro"


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        ({"staff 2023": "1000"}, None),
        ({"staff 2023": "19"}, "micro"),  # whatever the revenue is
        ({"revenue 2023": "2999999"}, "micro"),
        ({}, None),
    ],
)
def test_what_is_missing_only_matters_where_it_decides(
    tmp_path: Path, facts: Facts, size: str | None
) -> None:
    found = sizes(tmp_path, {"E1": ("industry", facts)})["E1"]
    assert found["class"] == size
    assert found["result"] == ("met" if size else "unknown")
    assert size or found["missing"]


def test_a_firm_without_a_class_has_no_size(tmp_path: Path) -> None:
    found = sizes(tmp_path, {"E1": ("", {"staff 2023": "5"})})["E1"]
    assert (found["class"], found["result"], found["missing"]) == (None, "unknown", ["size_class"])
