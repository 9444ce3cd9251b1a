"""Who stays out of a vote: each ground, for directors and for shareholders, and a published vote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import HEAD, WORKED, companies, found, judged, people, worked

NAMES = "id,name,kind\n" + companies(*"FABCEHKPS") + people("D", "R", "O", "X", "Y", "D1", "D2", "D3")
DIRECTORS = "person,entity,post\nD,F,director\nD1,F,director\nD2,F,director\nD3,F,independent_director\n"


def matter(place: Path, named: str = "B", flag: str = "", **tables: str) -> Any:
    """Who stays out of a matter with counterparties."""
    matters = f"id,date,counterparties,with_controlled\nM,2025-05-06,{named},{flag}\n"
    tables = {"entities": NAMES, "posts": DIRECTORS, "matters": matters} | tables
    return judged(place, **tables)["results"]["recusals"][0]


def directors(place: Path, named: str = "B", flag: str = "", **tables: str) -> dict[str, int]:
    """The directors who stay out, with their grounds."""
    return {one["person"]: one["ground"] for one in matter(place, named, flag, **tables)["directors"]}


def shareholders(place: Path, named: str = "B", **tables: str) -> dict[str, int]:
    """The shareholders who stay out, with their grounds."""
    return {one["entity"]: one["ground"] for one in matter(place, named, **tables)["shareholders"]}


def held(*stakes: str) -> str:
    """Rows of `holdings`: owner, held and a majority unless a share is given."""
    return "holder,held,equity\n" + "".join(
        f"{stake}\n" if stake.count(",") == 2 else f"{stake},0.6\n" for stake in stakes
    )


def posts(*more: str) -> str:
    """The directors of F and further posts."""
    return DIRECTORS + "".join(f"{row}\n" for row in more)


def kin(row: str) -> str:
    """One row of `kin`."""
    return f"person,relative,relation\n{row}\n"


def test_in_the_worked_example_the_chairman_of_the_parent_stays_out_and_three_remain(tmp_path: Path) -> None:
    answer = worked(tmp_path, matters="id,date,counterparties\nM,2025-05-06,B\n")
    (told,) = answer["results"]["recusals"]
    assert [(one["person"], one["ground"]) for one in told["directors"]] == [("D1", 3)]
    assert (told["eligible_directors"], told["to_shareholders_meeting"]) == (3, False)
    assert [(one["entity"], one["ground"]) for one in told["shareholders"]] == [("P", 2)]


@pytest.mark.parametrize(
    ("tables", "ground"),
    [
        ({"holdings": held("D,B")}, 2),
        ({"holdings": held("D,A", "A,B")}, 2),
        ({"holdings": held("D,B,0.5")}, None),
        ({"posts": posts("D,B,employee")}, 3),
        ({"posts": posts("D,B,independent_director")}, None),
        ({"posts": posts("D,A,supervisor"), "holdings": held("A,B")}, 3),
        ({"posts": posts("D,C,employee"), "holdings": held("B,C")}, 3),
        ({"posts": posts("D,S,chairman"), "holdings": held("B,F", "F,S")}, None),
        ({"posts": posts("D,C,employee"), "holdings": held("A,B", "A,C")}, None),
        ({"kin": kin("X,D,sibling"), "holdings": held("X,B")}, 4),
        ({"kin": kin("D,X,grandparent"), "holdings": held("X,B")}, None),
        ({"kin": kin("O,D,spouse"), "posts": posts("O,B,supervisor")}, 5),
        ({"kin": kin("O,D,spouse"), "posts": posts("O,A,director"), "holdings": held("A,B")}, 5),
        ({"kin": kin("O,D,spouse"), "posts": posts("O,B,employee")}, None),
        ({"posts": posts("D,B,nominated_by")}, 6),
        ({"posts": posts("D,A,nominated_by"), "holdings": held("A,B")}, 6),
        ({"posts": posts("D,B,nominated_by", "D,B,employee")}, 3),
    ],
)
def test_each_ground_of_a_director(tmp_path: Path, tables: dict[str, str], ground: int | None) -> None:
    assert directors(tmp_path, **tables).get("D") == ground


def test_a_director_who_is_the_counterparty_and_one_whose_parent_is(tmp_path: Path) -> None:
    assert directors(tmp_path / "a", "D") == {"D": 1}
    assert directors(tmp_path / "b", "X", kin=kin("X,D,child")) == {"D": 4}


def test_with_controlled_takes_in_what_the_counterparties_control_save_the_firms_own(tmp_path: Path) -> None:
    tables = {"posts": posts("D,C,employee", "D1,S,chairman"), "holdings": held("B,A", "A,C", "B,F", "F,S")}
    assert directors(tmp_path / "a", "B", "1", **tables) == {"D": 3}
    of_sibling = {"kin": kin("O,D,spouse"), "posts": posts("O,C,director"), "holdings": held("B,C")}
    assert directors(tmp_path / "b", "B", "1", **of_sibling) == {"D": 5}
    assert directors(tmp_path / "c", "B", "0", **of_sibling) == {}


def test_fewer_than_three_unrelated_directors_send_it_to_the_shareholders(tmp_path: Path) -> None:
    three = matter(tmp_path / "a", posts=posts("D,B,employee"))
    two = matter(tmp_path / "b", posts=posts("D,B,employee", "D1,B,employee"))
    assert (three["eligible_directors"], three["to_shareholders_meeting"]) == (3, False)
    assert (two["eligible_directors"], two["to_shareholders_meeting"]) == (2, True)


@pytest.mark.parametrize(
    ("who", "tables", "ground"),
    [
        ("B", {"holdings": held("B,F,0.1")}, 1),
        ("A", {"holdings": held("A,F,0.1", "A,B")}, 2),
        ("C", {"holdings": held("C,F,0.1", "B,C")}, 3),
        ("C", {"holdings": held("C,F,0.1", "A,B", "A,C")}, 4),
        ("X", {"holdings": held("X,F,0.1"), "posts": posts("X,B,employee")}, 5),
        ("X", {"holdings": held("X,F,0.1", "Y,B"), "kin": kin("X,Y,spouse")}, 6),
        ("C", {"holdings": held("C,F,0.1", "B,F,0.1"), "concert": "a,b\nC,B\n"}, 1),
        ("C", {"holdings": held("C,F,0.1")}, None),
    ],
)
def test_each_ground_of_a_shareholder(
    tmp_path: Path, who: str, tables: dict[str, str], ground: int | None
) -> None:
    assert shareholders(tmp_path, **tables).get(who) == ground


def test_who_holds_nothing_directly_has_no_vote(tmp_path: Path) -> None:
    assert shareholders(tmp_path, holdings=held("A,B", "A,C", "C,F,0.1")) == {"C": 4}


def test_a_published_vote_of_a_listed_securities_firm(tmp_path: Path) -> None:
    """国元证券, notice of 2025-04-12, item 1: four of fourteen directors stayed out, ten voted for it."""
    named = ["沈和付", "胡伟", "许植", "于强"]
    others = [f"董事{number}" for number in range(1, 11)]
    seats = "".join(f"{one},国元证券,director\n" for one in (*named, *others))
    more = (
        "沈和付,国元金控,nominated_by\n胡伟,国元金控,nominated_by\n"
        "许植,国元信托,chairman\n于强,国元信托,executive\n"
    )
    answer = judged(
        tmp_path,
        HEAD.replace('firm = "F"', 'firm = "国元证券"'),
        entities="id,name,kind\n" + companies("国元证券", "国元金控", "国元信托") + people(*named, *others),
        holdings="holder,held,equity\n国元金控,国元证券,0.22\n国元金控,国元信托,0.5001\n国元信托,国元证券,0.13\n",
        posts=f"person,entity,post\n{seats}{more}",
        matters="id,date,counterparties,with_controlled\n1,2025-04-10,国元金控,1\n",
    )
    (told,) = answer["results"]["recusals"]
    grounds = {one["person"]: one["ground"] for one in told["directors"]}
    assert grounds == {"沈和付": 6, "胡伟": 6, "许植": 3, "于强": 3}
    assert told["eligible_directors"] == 10
    assert {one["entity"] for one in told["shareholders"]} == {"国元金控", "国元信托"}


TRADE = "id,date,counterparty,kind,amount,approvals\nT1,2025-03-03,B,service,1,V1;S1\n"
APPROVALS = "id,body,date\nV1,board,2025-03-02\nS1,shareholders,2025-03-02\n"


def voted(place: Path, *ballots: str, trades: str = TRADE, **tables: str) -> dict[str, Any]:
    """The worked example with ballots: D1 must stay out at the board, P at the meeting."""
    cast = "approval,voter,ballot\n" + "".join(f"{row}\n" for row in ballots)
    return worked(place, trades=trades, approvals=APPROVALS, ballots=cast, **tables)


@pytest.mark.parametrize(
    ("ballot", "result"),
    [
        ("V1,D1,for", "unmet"), ("V1,D1,against", "unmet"), ("V1,D1,abstain", "met"),
        ("V1,D1,recused", "met"),
        ("V1,D1,absent", "met"), ("V1,D2,for", "met"), ("S1,P,for", "unmet"), ("S1,P,recused", "met"),
    ],
)  # fmt: skip
def test_who_had_to_stay_out_and_voted(tmp_path: Path, ballot: str, result: str) -> None:
    assert [one["result"] for one in found(voted(tmp_path, ballot), "rp-recusal")] == [result]


@pytest.mark.parametrize(
    ("ballots", "result"),
    [
        (("D2,for", "D3,for", "D4,for"), "met"),
        (("D2,for", "D3,for", "D4,against"), "met"),
        (("D2,for", "D3,abstain", "D4,against"), "unmet"),
        (("D2,for", "D3,for", "D4,absent"), "unmet"),
        (("D1,for", "D2,for", "D3,for"), "unmet"),
    ],
)
def test_more_than_half_of_the_unrelated_directors_and_three_at_least(
    tmp_path: Path, ballots: tuple[str, ...], result: str
) -> None:
    board_only = TRADE.replace(";S1", "")
    answer = voted(tmp_path, *(f"V1,{one}" for one in ballots), trades=board_only)
    assert [one["result"] for one in found(answer, "rp-quorum")] == [result]


def test_more_than_half_must_be_there_even_if_three_are(tmp_path: Path) -> None:
    seats = "".join(f"E{number},F,director\n" for number in range(3))
    seven = {
        "entities": "id,name,kind\n" + companies("F", "P", "B") + people(
            "D1", "D2", "D3", "D4", "E0", "E1", "E2"
        ),
        "posts": WORKED["posts"] + seats,
    }  # fmt: skip
    board_only = TRADE.replace(";S1", "")
    three = voted(tmp_path / "a", "V1,D2,for", "V1,D3,for", "V1,D4,for", trades=board_only, **seven)
    four = voted(
        tmp_path / "b", "V1,D2,for", "V1,D3,for", "V1,D4,for", "V1,E0,for", trades=board_only, **seven
    )
    assert [one["result"] for one in found(three, "rp-quorum")] == ["unmet"]
    assert [one["result"] for one in found(four, "rp-quorum")] == ["met"]


def test_with_fewer_than_three_the_shareholders_decide(tmp_path: Path) -> None:
    answer = voted(tmp_path, "V1,D2,for", "V1,D3,for")
    assert [one["result"] for one in found(answer, "rp-quorum")] == ["met"]


def test_without_ballots_the_quorum_is_unknown(tmp_path: Path) -> None:
    (one,) = found(voted(tmp_path), "rp-quorum")
    assert (one["result"], "ballots" in one["message"]) == ("unknown", True)


PRICED = "id,date,counterparty,kind,amount,instrument,price\nT1,2025-03-03,{who},bond,1,I,{price}\n"


@pytest.mark.parametrize(
    ("price", "deviation"),
    [("101", None), ("101.0001", "0.010001"), ("99", None), ("98.9", "0.011"), ("104.5", "0.045")],
)
def test_a_price_beyond_the_tolerance_is_an_anomaly(
    tmp_path: Path, price: str, deviation: str | None
) -> None:
    prices = "date,instrument,price,source\n2025-03-03,I,100,中债\n2025-03-02,I,1,中债\n"
    answer = worked(tmp_path, trades=PRICED.format(who="B", price=price), prices=prices)
    anomalies = answer["results"]["price_anomalies"]
    assert [one["deviation"] for one in anomalies] == ([deviation] if deviation else [])
    assert [one["result"] for one in found(answer, "rp-price")] == ["unmet" if deviation else "met"]


def test_a_day_without_a_reference_is_unknown_and_a_stranger_goes_to_a_person(tmp_path: Path) -> None:
    prices = "date,instrument,price,source\n2025-03-04,I,100,中债\n"
    answer = worked(tmp_path / "a", trades=PRICED.format(who="B", price="1"), prices=prices)
    assert [one["result"] for one in found(answer, "rp-price")] == ["unknown"]
    names = "id,name,kind\n" + companies("F", "P", "B", "Z") + people("D1", "D2", "D3", "D4")
    of_day = prices.replace("03-04", "03-03")
    answer = worked(tmp_path / "b", trades=PRICED.format(who="Z", price="1"), prices=of_day, entities=names)
    assert [one["result"] for one in found(answer, "rp-price")] == ["manual_review"]
