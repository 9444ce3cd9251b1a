"""Which changes of a line of code are drawn from, and that what can't be tried isn't."""

from __future__ import annotations

import pytest

from tests.mutants.changes import can_be_tried, changes

CASES = {
    "a < b": {("edge of a comparison", "(a <= b)")},
    "a >= b": {("edge of a comparison", "(a > b)")},
    "a == b": {("comparison flipped", "(a != b)")},
    "a not in b": {("comparison flipped", "(a in b)")},
    "a and b": {("and and or", "(a or b)"), ("half dropped", "a"), ("half dropped", "b")},
    "not a": {("not dropped", "a")},
    "a + b": {("plus and minus", "(a - b)")},
    "7": {("one more", "8"), ("one less", "6")},
    "True": {("true and false", "False")},
    "f(a, b)": {("arguments swapped", "f(b, a)"), ("statement dropped", "pass")},
    "f(a, key=b)": {("keyword dropped", "f(a)"), ("statement dropped", "pass")},
    "a['key']": {("string key", "a['keyx']")},
    "raise a": {("statement dropped", "pass")},
}


@pytest.mark.parametrize("source", CASES)
def test_each_kind_of_code_has_its_changes(source: str) -> None:
    assert {(one.kind, one.text) for one in changes(source)} == CASES[source]


def test_a_returned_value_is_withheld() -> None:
    found = [one for one in changes("def f():\n    return a\n") if one.kind == "nothing returned"]
    assert [one.made_in("def f():\n    return a\n") for one in found] == ["def f():\n    return None\n"]


def test_a_change_is_made_in_its_place_whatever_stands_before_it() -> None:
    source = "甲 = '字' if 乙 else 1\n"
    texts = {one.made_in(source) for one in changes(source)}
    assert texts == {"甲 = '字' if 乙 else 2\n", "甲 = '字' if 乙 else 0\n"}


def test_annotations_words_and_imports_are_left() -> None:
    source = (
        '"""Says 1 < 2."""\nfrom a import b\nx: Literal[1]\ndef f(a: int = n) -> Annotated[int, 3]: ...\n'
    )
    assert changes(source) == []


def test_what_is_no_program_or_no_change_is_not_tried() -> None:
    source = "def f():\n    while x:\n        continue\n"
    [dropped] = changes(source)
    assert can_be_tried(dropped, source)
    assert not can_be_tried(dropped, dropped.made_in(source).replace("pass", "continue)"))
