"""Related parties by the Company Law, by CAS 36 and of a securities firm's shareholders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.toolbox.related_parties.folders import HEAD, companies, judged, people

ENTITIES = "id,name,kind\n" + companies(*"FPBCEKS") + people("D", "R", "X") + "G,G,state_body\n"
SECURITIES = HEAD + 'firm_kind = "securities_firm"\n'


def parties(place: Path, regime: str, head: str = HEAD, **tables: str) -> set[str]:
    """Who is a party for sure by a regime."""
    answer = judged(place, head, **{"entities": ENTITIES} | tables)
    return {
        one["entity"]
        for one in answer["results"]["related_parties"]
        if one["regime"] == regime and one["result"] == "met"
    }


@pytest.mark.parametrize(
    ("relation", "is_near"),
    [("grandparent", True), ("child", True), ("parent_in_law", False), ("spouse_of_sibling", False)],
)
def test_the_company_law_knows_its_own_near_relatives(tmp_path: Path, relation: str, is_near: bool) -> None:
    kin = f"person,relative,relation\nD,R,{relation}\n"
    posts = "person,entity,post\nD,F,supervisor\n"
    assert ("R" in parties(tmp_path, "company_law", kin=kin, posts=posts)) == is_near


def test_what_controllers_officers_and_relatives_control_is_related_by_the_company_law(
    tmp_path: Path,
) -> None:
    held = "holder,held,equity\nP,F,0.6\nP,B,0.6\nR,C,0.6\nF,S,0.6\nG,E,0.6\nG,P,0.6\n"
    found = parties(
        tmp_path, "company_law", holdings=held, kin="person,relative,relation\nD,R,spouse\n",
        posts="person,entity,post\nD,F,director\n",
    )  # fmt: skip
    assert found == {"P", "B", "C", "D", "R", "G"}  # E only for the state's sake, S is the firm's own


def test_relatives_of_a_person_who_controls_go_to_a_person(tmp_path: Path) -> None:
    answer = judged(
        tmp_path, entities=ENTITIES, holdings="holder,held,equity\nX,F,0.6\n",
        kin="person,relative,relation\nX,R,spouse\n",
    )  # fmt: skip
    results = answer["results"]["related_parties"]
    assert [one["result"] for one in results if (one["regime"], one["entity"]) == ("company_law", "R")] == [
        "manual_review"
    ]


@pytest.mark.parametrize(
    ("holdings", "found"),
    [
        ("F,S,0.6\n", {"S"}),
        ("P,F,0.6\nP,B,0.6\n", {"P", "B"}),
        ("P,F,0.2\nP,B,0.6\n", {"P", "B"}),
        ("P,F,0.199\nP,B,0.6\n", set()),
        ("P,F,0.6\nP,B,0.2\n", {"P", "B"}),
        ("P,F,0.3\nP,B,0.3\n", {"P"}),
        ("P,F,0.5\nP,B,0.3\n", {"P", "B"}),
        ("F,B,0.2\n", {"B"}),
        ("G,F,0.6\nG,B,0.6\n", {"G"}),
    ],
)
def test_control_and_influence_under_cas_36(tmp_path: Path, holdings: str, found: set[str]) -> None:
    assert parties(tmp_path, "accounting", holdings=f"holder,held,equity\n{holdings}") == found


def test_a_securities_firms_shareholders_are_looked_through(tmp_path: Path) -> None:
    held = "holder,held,equity\nC,F,0.01\nP,C,0.6\nX,P,0.3\nP,B,0.6\nC,E,0.6\nF,S,0.6\n"
    found = parties(tmp_path, "securities_firm", SECURITIES, holdings=held, concert="a,b\nC,K\n")
    assert found == {"C", "P", "X", "B", "E", "K"}


def test_a_shareholder_of_a_firm_that_is_no_securities_firm_has_no_such_regime(tmp_path: Path) -> None:
    assert parties(tmp_path, "securities_firm", holdings="holder,held,equity\nC,F,0.01\n") == set()


def test_a_common_state_body_relates_nobody_to_a_shareholder(tmp_path: Path) -> None:
    held = "holder,held,equity\nC,F,0.01\nG,C,0.6\nG,B,0.6\n"
    assert parties(tmp_path, "securities_firm", SECURITIES, holdings=held) == {"C", "G"}
