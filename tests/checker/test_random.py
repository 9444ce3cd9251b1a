"""Random edits never crash the checker, and it always says the same in the same form."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checker.factory import CLEAN, Draft, joint
from xianxing.checker import registry
from xianxing.law import load_guide

WILD: Any = st.one_of(
    st.none().map(lambda _: "删去"),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.dates(),
    st.datetimes(),
    st.lists(st.integers(), max_size=2),
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.just("待补充"),
    st.just("../x"),
    st.just(""),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a form: tables, rows and values."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for key, inner in items for place in places(inner, (*path, key))]


PLACES = {name: places(make().form) for name, make in CLEAN.items()}


@st.composite
def spoilt(draw: st.DrawFn) -> Draft:
    name = draw(st.sampled_from(sorted(CLEAN)))
    draft = CLEAN[name]()
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.sampled_from(PLACES[name]))
        target: Any = draft.form
        for key in place[:-1]:
            if not isinstance(target, (dict, list)) or (isinstance(target, dict) and key not in target):
                break
            if isinstance(target, list) and not (isinstance(key, int) and key < len(target)):
                break
            target = target[key]
        wild = draw(WILD)
        if isinstance(target, dict):
            target.pop(place[-1], None) if wild == "删去" else target.__setitem__(place[-1], wild)
        elif isinstance(target, list) and isinstance(place[-1], int) and place[-1] < len(target):
            target[place[-1]] = wild
    draft.form["guide"] = "shenzhen-2023"
    return draft


@settings(max_examples=25)
@given(spoilt())
def test_random_edits_never_crash_and_are_judged_alike(draft: Draft) -> None:
    before = copy.deepcopy(draft.form)
    report = draft.report()
    assert str(report.as_json()) == str(draft.report().as_json())
    assert str(draft.form) == str(before)
    guide = load_guide("shenzhen-2023")
    assert {finding.rule for finding in report.findings} == {rule.id for rule in registry.in_force(guide)}
    assert sum(report.summary.values()) == len(report.findings)


@given(st.binary(max_size=200))
@settings(max_examples=25)
def test_any_bytes_for_a_file_are_judged(data: bytes) -> None:
    draft = joint()
    draft.papers.pop("合规评估报告.docx")
    draft.raw["合规评估报告.docx"] = data
    assert ("compliance-report-readable", "合规评估报告.docx") in draft.unmet()
