"""A rule that looks for something finds it wherever words can stand, or says where it doesn't look."""

from __future__ import annotations

import pytest

from tests.checker.factory import joint
from tests.documents.planted import Planted, planted
from xianxing.checker import registry
from xianxing.checker.text.stream import searches
from xianxing.documents.model import PlaceKind
from xianxing.law import Result

SAID = {"secrecy_marks": "机密★5年"}


def found(case: Planted, rules: tuple[str, ...]) -> set[str]:
    """The rules that object to a filing with the file."""
    filing = joint()
    filing.add("other", case.file, case.data)
    loud = filing.findings(Result.UNMET, Result.MANUAL_REVIEW)
    return {one.rule for one in loud if one.rule in rules and one.location.startswith(case.file)}


def test_every_search_has_words_to_plant() -> None:
    assert set(SAID) == set(searches())


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_looked_for_is_found_at_every_kind_of_place(name: str) -> None:
    search = searches()[name]
    missed = {
        case.name
        for case in planted(SAID[name])
        if bool(found(case, search.rules)) is (case.kind in search.leaves_out)
    }
    assert missed == set()


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_looked_for_is_found_in_a_cell(name: str) -> None:
    filing = joint()
    filing.content["overview"] += f"\n{SAID[name]}"
    loud = filing.findings(Result.UNMET, Result.MANUAL_REVIEW)
    at = {one.rule for one in loud if one.location == "content.overview"}
    assert bool(at & set(searches()[name].rules)) is not (PlaceKind.CELL in searches()[name].leaves_out)


def test_searches_name_rules_that_are_there() -> None:
    for name, search in searches().items():
        assert search.rules and set(search.rules) <= set(registry.rules), name


def test_every_place_left_out_has_a_reason_in_both_languages() -> None:
    for search in searches().values():
        assert all(len(why.zh) >= 6 and len(why.en) >= 10 for why in search.leaves_out.values())
