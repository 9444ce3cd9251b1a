"""The six look-through methods on published figures, on loops, and on groups walked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import companies, found, judged, people
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

CHAIN = "holder,held,equity\nA,B,0.51\nB,C,0.51\nC,F,0.40\nA,F,0.10\n"
LOOP = "holder,held,equity\nX,P,0.6\nP,Q,0.8\nQ,P,0.1\n"
ENTITIES = "id,name,kind\n" + companies("F", "A", "B", "C", "P", "Q") + people("X", "Y", "Z")


def shares(place: Path, holdings: str, asked: str, **more: str) -> dict[str, dict[str, Any]]:
    """What is answered, by owner."""
    tables = {
        "entities": ENTITIES,
        "holdings": holdings,
        "look_through": f"method,held,owner\n{asked}",
    } | more
    answer = judged(place, **tables)
    assert answer["problems"] == [] or all(one["severity"] == "warning" for one in answer["problems"])
    return {str(one["owner"]): one for one in answer["results"]["look_through"]}


@pytest.mark.parametrize(
    ("method", "share"), [("integrated", "0.20404"), ("weakest_link", "0.5"), ("majority_closure", "0.5")]
)
def test_one_stake_has_three_shares_by_three_methods(tmp_path: Path, method: str, share: str) -> None:
    assert shares(tmp_path, CHAIN, f"{method},F,A\n")["A"]["share"] == share


def test_half_of_the_votes_is_no_control_but_a_person_looks_at_it(tmp_path: Path) -> None:
    one = shares(tmp_path, CHAIN, "majority_closure,F,A\n")["A"]
    answer = run_tool(TOOL, tmp_path).as_json()
    assert [(finding["id"], finding["value"]) for finding in found(answer, "rp-control")] == [("A", "0.5")]
    assert (one["controls"], one["result"], one["chain"]) == (False, "manual_review", ["A", "B", "C", "F"])


def test_a_little_more_than_half_of_the_votes_is_control(tmp_path: Path) -> None:
    more = CHAIN.replace("A,F,0.10", "A,F,0.1000000001")
    one = shares(tmp_path, more, "majority_closure,F,A\n")["A"]
    assert (one["controls"], one["share"]) == (True, "0.5000000001")


def test_a_loop_is_solved_in_fractions(tmp_path: Path) -> None:
    of_p = shares(tmp_path / "p", LOOP, "integrated,P,\n")
    of_q = shares(tmp_path / "q", LOOP, "integrated,Q,X\n")
    assert (of_p["X"]["exact"], of_p["X"]["share"], of_p["X"]["cyclic"]) == ("15/23", "0.652173913043", True)
    assert (of_q["X"]["exact"], of_q["X"]["paths"]) == ("12/23", [{"path": ["X", "P", "Q"], "share": "0.48"}])
    assert (of_p["Q"]["share_net"], of_p["Q"]["exact"]) == ("0.1", "5/46")


def test_a_loop_that_owns_itself_whole_has_no_share(tmp_path: Path) -> None:
    whole = "holder,held,equity\nP,Q,1\nQ,P,1\nP,F,0.3\nX,F,0.2\n"
    of_f = shares(tmp_path, whole, "integrated,F,\n")
    assert (of_f["P"]["share"], of_f["P"]["result"]) == (None, "unknown")
    assert of_f["X"]["share"] == "0.2"


def test_stakes_above_the_whole_leave_only_what_rests_on_them_unknown(tmp_path: Path) -> None:
    over = "holder,held,equity\nX,A,0.7\nY,A,0.6\nA,F,0.4\nZ,F,0.3\n"
    for method in ("integrated", "weakest_link", "tax_step"):
        of_f = shares(tmp_path / method, over, f"{method},F,\n")
        assert {one: row.get("share") for one, row in of_f.items()} == {
            "A": "0.4", "X": None, "Y": None, "Z": "0.3"
        }, method  # fmt: skip


def test_fifty_forty_nine_and_one_vote_have_the_textbook_power(tmp_path: Path) -> None:
    votes = "holder,held,equity\nX,F,0.50\nY,F,0.49\nZ,F,0.01\n"
    of_f = shares(tmp_path, votes, "voting_power,F,\n")
    assert [of_f[one]["banzhaf"] for one in "XYZ"] == ["0.6", "0.2", "0.2"]
    assert [of_f[one]["shapley_exact"] for one in "XYZ"] == ["2/3", "1/6", "1/6"]
    assert [of_f[one]["banzhaf_absolute"] for one in "XYZ"] == ["0.75", "0.25", "0.25"]


def test_a_concert_group_is_one_voter_and_each_member_has_its_figures(tmp_path: Path) -> None:
    votes = "holder,held,equity\nX,F,0.30\nY,F,0.30\nZ,F,0.40\n"
    of_f = shares(tmp_path, votes, "voting_power,F,\n", concert="a,b\nX,Y\n")
    assert [of_f[one]["banzhaf"] for one in "XYZ"] == ["1", "1", "0"]
    assert of_f["X"]["share"] == "0.6"


@pytest.mark.parametrize(("share", "of_f"), [("0.2499", None), ("0.25", "0.5"), ("0.26", "0.5")])
def test_the_tax_step_goes_on_from_a_quarter(tmp_path: Path, share: str, of_f: str | None) -> None:
    owned = f"holder,held,equity\nX,A,{share}\nA,F,0.5\n"
    assert shares(tmp_path, owned, "tax_step,F,\n").get("X", {}).get("share") == of_f


def test_the_tax_step_takes_relatives_together(tmp_path: Path) -> None:
    owned = "holder,held,equity\nX,A,0.2\nY,A,0.1\nA,F,0.5\n"
    of_f = shares(tmp_path, owned, "tax_step,F,\n", kin="person,relative,relation\nX,Y,sibling\n")
    assert (of_f["X"]["share"], of_f["Y"]["share"]) == ("0.5", "0.5")


@pytest.mark.parametrize(
    ("holdings", "owners"),
    [
        ("X,F,0.25\nY,F,0.24\nA,F,0.51\n", {"X": 1}),
        ("X,A,0.3\nA,F,0.3\n", {"X": 2}),
        ("X,F,0.2\n", {"Z": 4}),
    ],
)
def test_the_first_standard_that_finds_an_owner_decides(
    tmp_path: Path, holdings: str, owners: dict[str, int]
) -> None:
    posts = "person,entity,post\nZ,F,general_manager\n"
    found = shares(tmp_path, f"holder,held,equity\n{holdings}", "beneficial_owner,F,\n", posts=posts)
    assert {one: row["standard"] for one, row in found.items()} == owners
    assert ("result" in next(iter(found.values()))) == (owners == {"Z": 4})


def test_a_small_firm_of_persons_may_promise_instead(tmp_path: Path) -> None:
    entities = "id,name,kind,capital\nF,F,company,10000000\nX,X,person,\n"
    found = shares(tmp_path, "holder,held,equity\nX,F,0.9\n", "beneficial_owner,F,\n", entities=entities)
    assert (found["X"]["result"], found["X"]["may_promise_exemption"]) == ("manual_review", True)


def test_a_nominees_stake_is_its_true_owners(tmp_path: Path) -> None:
    held = "holder,held,equity,kind,for\nX,F,0.1,nominee,Y\n"
    assert shares(tmp_path, held, "integrated,F,\n").keys() == {"Y"}


def test_a_stake_counts_on_its_first_and_on_its_last_day(tmp_path: Path) -> None:
    rows = ("X,F,0.1,2025-06-30,2025-06-30", "Y,F,0.1,2025-07-01,", "Z,F,0.1,,2025-06-29")
    held = "\n".join(("holder,held,equity,from,to", *rows, ""))
    assert shares(tmp_path, held, "integrated,F,\n").keys() == {"X"}


def test_who_is_asked_for_and_has_nothing_is_shown_with_zero(tmp_path: Path) -> None:
    held = "holder,held,equity\nX,F,0.1\n"
    for method, figures in (
        ("integrated", {"share_net": "0", "cyclic": False, "paths": []}),
        ("weakest_link", {"paths": []}),
        ("majority_closure", {"controls": False}),
        ("tax_step", {}),
        ("voting_power", {"banzhaf": "0", "banzhaf_absolute": "0", "shapley": "0"}),
    ):
        row = shares(tmp_path / method, held, f"{method},F,Y\n")["Y"]
        assert row.items() >= {"share": "0", "owner": "Y", **figures}.items(), method
