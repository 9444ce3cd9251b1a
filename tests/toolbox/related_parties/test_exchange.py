"""Related parties by the exchanges' definition: each limb, at its line, on its days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import HEAD, companies, found, judged, people, worked

BASE = "id,name,kind,born,state_body\n"
OFFICER = "person,entity,post,from,to\nD,F,director,,\n"


def entities(*rows: str) -> str:
    """Rows of `entities` with the columns of BASE."""
    return BASE + "".join(f"{row}{',' * (4 - row.count(','))}\n" for row in rows)


def limbs(answer: dict[str, Any], regime: str = "exchange") -> dict[str, list[str]]:
    """Entity → limbs, each with its window where that isn't now and its result where it isn't met."""
    told: dict[str, list[str]] = {}
    for one in answer["results"]["related_parties"]:
        if one["regime"] == regime:
            said = one["limb"] if one["window"] == "now" else f"{one['limb']} {one['window']}"
            told.setdefault(one["entity"], []).append(
                said if one["result"] == "met" else f"{said} {one['result']}"
            )
    return told


def of(place: Path, *rows: str, as_of: str = "2025-06-30", **tables: str) -> dict[str, list[str]]:
    """The limbs in a folder with firm F and director D."""
    every = entities("F,F,company", "D,D,person", *rows)
    head = HEAD.replace("2025-06-30", as_of)
    return limbs(judged(place, head, **{"entities": every, "posts": OFFICER} | tables))


def test_the_worked_example_has_the_contracts_limbs(tmp_path: Path) -> None:
    answer = worked(tmp_path)
    told = limbs(answer)
    assert "legal-i" in told["P"]
    assert told["B"] == ["legal-ii"]
    assert told["D1"] == ["natural-ii", "natural-iii"]
    assert [told[one] for one in ("D2", "D3", "D4")] == [["natural-ii"]] * 3
    assert "F" not in told
    assert answer["results"]["list_diff"] == {"missing": ["B", "D1", "D2", "D3", "D4", "P"], "surplus": []}


@pytest.mark.parametrize(
    ("share", "is_party"), [("0.049999999999", False), ("0.05", True), ("0.050000000001", True)]
)
def test_a_holder_counts_from_a_twentieth(tmp_path: Path, share: str, is_party: bool) -> None:
    held = f"holder,held,equity\nC,F,{share}\nX,F,{share}\n"
    told = of(tmp_path, "C,C,company", "X,X,person", holdings=held)
    assert ("C" in told, "X" in told) == (is_party, is_party)


def test_a_person_counts_through_others_a_company_only_directly(tmp_path: Path) -> None:
    held = "holder,held,equity\nX,C,0.5\nE,C,0.5\nC,F,0.1\n"
    told = of(tmp_path, "C,C,company", "E,E,company", "X,X,person", holdings=held)
    assert told["X"] == ["natural-i"]
    assert told["C"] == ["legal-iv"]
    assert "E" not in told


@pytest.mark.parametrize(("votes", "is_party"), [("0.5", False), ("0.500000000001", True)])
def test_control_needs_more_than_half_of_the_votes(tmp_path: Path, votes: str, is_party: bool) -> None:
    held = f"holder,held,equity,votes\nC,F,0.01,{votes}\n"
    assert ("C" in of(tmp_path, "C,C,company", holdings=held)) == is_party


def test_concert_parties_of_a_holder_are_parties(tmp_path: Path) -> None:
    held = "holder,held,equity\nC,F,0.05\nE,F,0.01\n"
    told = of(tmp_path, "C,C,company", "E,E,company", "G,G,company", holdings=held, concert="a,b\nC,E\nE,G\n")
    assert [told[one] for one in "CEG"] == [["legal-iv"]] * 3


def test_what_the_firm_controls_is_no_party(tmp_path: Path) -> None:
    held = "holder,held,equity\nP,F,0.6\nF,S,0.6\nS,T,0.6\nP,B,0.6\n"
    names = [f"{one},{one},company" for one in "PSTB"]
    posts = OFFICER + "D,S,chairman,,\n"
    assert of(tmp_path, *names, holdings=held, posts=posts).keys() == {"P", "B", "D"}


@pytest.mark.parametrize(("share", "concert"), [("0.06", "a,b\nK,S\n"), ("0.55", "a,b\n")])
def test_what_the_firm_controls_brings_nobody_by_its_shares_of_the_firm(
    tmp_path: Path, share: str, concert: str
) -> None:
    told = of(
        tmp_path,
        *("S,S,company", "K,K,company", "E,E,person"),
        holdings=f"holder,held,equity\nF,S,0.6\nS,F,{share}\n",
        posts=OFFICER + "E,S,director,,\n",
        concert=concert,
    )
    assert told == {"D": ["natural-ii"]}


def test_what_a_concert_party_of_the_firm_controls_isnt_the_firms_own(tmp_path: Path) -> None:
    held = "holder,held,equity\nP,F,0.6\nP,B,0.6\nF,S,0.6\n"
    names = [f"{one},{one},company" for one in "PSB"]
    assert of(tmp_path, *names, holdings=held, concert="a,b\nF,P\n").keys() == {"P", "B", "D"}


def test_where_an_officer_leads_is_a_party(tmp_path: Path) -> None:
    names = [f"{one},{one},company" for one in "ABCDEG" if one != "D"]
    posts = OFFICER + "D,A,executive,,\nD,B,independent_director,,\nD,C,supervisor,,\nD,E,employee,,\n"
    told = of(tmp_path, *names, posts=posts)
    assert told == {"A": ["legal-iii"], "B": ["legal-iii"], "D": ["natural-ii"]}


def test_an_independent_director_here_and_there_ties_nothing(tmp_path: Path) -> None:
    posts = "person,entity,post\nD,F,independent_director\nD,A,independent_director\nD,B,director\n"
    told = of(tmp_path, "A,A,company", "B,B,company", posts=posts)
    assert told == {"B": ["legal-iii"], "D": ["natural-ii"]}


@pytest.mark.parametrize(
    ("relation", "is_party"),
    [
        ("spouse", True), ("parent", True), ("sibling", True), ("grandparent", False), ("grandchild", False),
        ("parent_in_law", True), ("child_in_law", True), ("spouse_of_sibling", True),
        ("sibling_of_spouse", True), ("parent_of_child_in_law", True), ("other", False),
    ],
)  # fmt: skip
def test_close_family_of_an_officer(tmp_path: Path, relation: str, is_party: bool) -> None:
    kin = f"person,relative,relation\nD,R,{relation}\n"
    assert ("R" in of(tmp_path, "R,R,person", kin=kin)) == is_party


def test_one_row_says_the_relation_both_ways(tmp_path: Path) -> None:
    """D is the sibling of R's spouse, so R is the spouse of D's sibling."""
    kin = "person,relative,relation\nR,D,sibling_of_spouse\nG,D,grandchild\n"
    assert of(tmp_path, "R,R,person", "G,G,person", kin=kin)["R"] == ["natural-iv"]


@pytest.mark.parametrize(
    ("born", "limb"),
    [
        ("2007-06-30", ["natural-iv"]),
        ("2007-07-01", None),
        ("", ["natural-iv unknown"]),
        ("2008-02-29", None),
    ],
)
def test_a_child_counts_from_its_eighteenth_birthday(
    tmp_path: Path, born: str, limb: list[str] | None
) -> None:
    kin = "person,relative,relation\nD,R,child\n"
    assert of(tmp_path, f"R,R,person,{born}", kin=kin).get("R") == limb


def test_family_of_family_is_none(tmp_path: Path) -> None:
    kin = "person,relative,relation\nD,R,spouse\nR,S,sibling\n"
    assert "S" not in of(tmp_path, "R,R,person", "S,S,person", kin=kin)


@pytest.mark.parametrize(
    ("span", "limb"),
    [
        (",2025-06-30", ["natural-ii"]),
        (",2024-06-29", None),
        (",2024-06-30", ["natural-ii past"]),
        (",2025-06-29", ["natural-ii past"]),
        ("2025-06-30,", ["natural-ii"]),
        ("2025-07-01,", ["natural-ii coming"]),
        ("2026-06-30,", ["natural-ii coming"]),
        ("2026-07-01,", None),
    ],
)
def test_twelve_months_before_and_agreed_for_twelve_after(
    tmp_path: Path, span: str, limb: list[str] | None
) -> None:
    posts = f"person,entity,post,from,to\nX,F,director,{span}\n"
    assert of(tmp_path, "X,X,person", posts=posts).get("X") == limb


def test_now_counts_before_past_and_past_before_coming(tmp_path: Path) -> None:
    spans = ["2024-01-01,2025-01-31", "2025-09-01,"]
    posts = "person,entity,post,from,to\n" + "".join(f"X,F,director,{one}\n" for one in spans)
    assert of(tmp_path, "X,X,person", posts=posts)["X"] == ["natural-ii past"]


def test_a_birthday_isnt_agreed(tmp_path: Path) -> None:
    kin = "person,relative,relation\nD,R,child\n"
    assert "R" not in of(
        tmp_path, "R,R,person,2007-12-01", kin=kin, posts=OFFICER + "D,F,director,2026-01-01,\n"
    )


def test_a_grown_child_of_a_marriage_that_ended_is_past(tmp_path: Path) -> None:
    kin = "person,relative,relation,from,to\nD,R,child,,2025-05-31\n"
    assert of(tmp_path, "R,R,person,2007-05-01", kin=kin)["R"] == ["natural-iv past"]
    assert "R" not in of(tmp_path / "later", "R,R,person,2007-06-10", kin=kin)


@pytest.mark.parametrize(("as_of", "is_party"), [("2024-04-01", True), ("2026-05-01", False)])
def test_supervisors_count_until_the_rules_of_2025(tmp_path: Path, as_of: str, is_party: bool) -> None:
    posts = "person,entity,post\nX,F,supervisor\n"
    assert ("X" in of(tmp_path, "X,X,person", posts=posts, as_of=as_of)) == is_party


STATE = ("G,G,state_body", "P,P,company", "B,B,company", "C,C,company")
STATE_HELD = "holder,held,equity\nG,P,1\nP,F,0.6\nG,B,0.9\nP,C,0.9\n"


def test_two_under_one_state_body_arent_related_for_that_alone(tmp_path: Path) -> None:
    told = of(tmp_path, *STATE, holdings=STATE_HELD)
    assert "B" not in told
    assert told["C"] == ["legal-ii"]
    assert told["G"] == ["legal-i"]
    assert "legal-i" in told["P"]


@pytest.mark.parametrize(
    ("posts", "is_party"),
    [
        ("D,B,legal_representative,,\n", True),
        ("D,B,employee,,\n", False),
        ("D,B,independent_director,,\nY,B,director,,\n", True),
        ("D,B,independent_director,,\nY,B,director,,\nZ,B,director,,\n", False),
    ],
)
def test_unless_the_firms_people_lead_it(tmp_path: Path, posts: str, is_party: bool) -> None:
    told = of(tmp_path, *STATE, "Y,Y,person", "Z,Z,person", holdings=STATE_HELD, posts=OFFICER + posts)
    assert ("legal-ii" in told.get("B", [])) == is_party


def test_a_state_body_above_an_entity_controls_it_without_holdings(tmp_path: Path) -> None:
    told = of(tmp_path, "G,G,state_body", "P,P,company,,G", holdings="holder,held,equity\nP,F,0.6\n")
    assert told["G"] == ["legal-i"]


def test_stakes_above_the_whole_leave_control_through_them_unknown(tmp_path: Path) -> None:
    held = "holder,held,equity\nP,Q,0.7\nR,Q,0.6\nQ,F,0.6\n"
    told = of(tmp_path, *(f"{one},{one},company" for one in "PQR"), holdings=held)
    assert told["P"] == ["legal-i unknown"]
    assert told["Q"] == ["legal-i", "legal-ii unknown", "legal-iv"]


def test_the_firms_list_is_held_against_what_was_found(tmp_path: Path) -> None:
    own_list = "entity,from,to\nP,,\nB,,2025-06-29\nD1,,\nD2,,\nD3,,\nD4,,\nZ,,\n"
    entities_too = "id,name,kind\n" + companies("F", "P", "B", "Z") + people("D1", "D2", "D3", "D4")
    answer = worked(tmp_path, entities=entities_too, own_list=own_list)
    assert answer["results"]["list_diff"] == {"missing": ["B"], "surplus": ["Z"]}
    assert [one["id"] for one in found(answer, "rp-list", result="unmet")] == ["B"]
    assert [one["id"] for one in found(answer, "rp-list", result="manual_review")] == ["Z"]
