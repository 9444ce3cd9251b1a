"""Ownership statements and FollowTheMoney entities in place of entities and holdings.

The three bundles have the shape of the public BODS 0.4 fixtures: direct ownership, two that own each other
whole, and a subject that can't name its owner.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import write
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

HEAD = 'tool = "related-parties"\nformat = 1\nas_of = 2026-06-30\nfirm = "acme"\n'


def statement(record: str, kind: str, day: str = "2026-04-17", status: str = "new", **details: Any) -> Any:
    """One BODS statement."""
    return {
        "statementId": f"s-{record}-{day}", "declarationSubject": "acme", "statementDate": day,
        "recordId": record, "recordStatus": status, "recordType": kind,
        "recordDetails": {"isComponent": False, **details},
    }  # fmt: skip


def company(record: str, **more: Any) -> Any:
    return statement(record, "entity", entityType={"type": "registeredEntity"}, name=record, **more)


def stake(owner: Any, held: str, share: Any, *types: str, **interest: Any) -> Any:
    """A relationship with one interest of each type."""
    kinds = types or ("shareholding",)
    interests = [{"type": one, "directOrIndirect": "direct", "share": share, **interest} for one in kinds]
    record = f"rel-{owner if isinstance(owner, str) else 'none'}-{held}"
    return statement(record, "relationship", subject=held, interestedParty=owner, interests=interests)


JANE = statement(
    "jane", "person", personType="knownPerson", names=[{"type": "legal", "fullName": "Jane Smith"}],
    birthDate="1975-06-20",
)  # fmt: skip


def judged(place: Path, statements: Any, *, file: str = "bods.json", **tables: str) -> dict[str, Any]:
    """The tool's JSON for a folder with statements."""
    asked = "method,held,owner\nintegrated,acme,\nbeneficial_owner,acme,\nweakest_link,acme,\n"
    folder = write(place, HEAD, look_through=asked, **tables)
    content = statements if isinstance(statements, str) else json.dumps(statements)
    (folder / file).write_text(content, "utf-8")
    return run_tool(TOOL, folder).as_json()


def shares(answer: dict[str, Any], method: str) -> dict[str, Any]:
    """What a method says, by owner."""
    rows = answer["results"]["look_through"]
    return {str(one["owner"]): one["share"] for one in rows if one["method"] == method}


def test_a_direct_owner_is_read_with_shares_and_votes(tmp_path: Path) -> None:
    owned = stake("jane", "acme", {"exact": 75}, "shareholding", "votingRights", startDate="2010-01-01")
    answer = judged(tmp_path, [company("acme"), JANE, owned])
    assert answer["problems"] == []
    assert shares(answer, "integrated") == {"jane": "0.75"}
    assert shares(answer, "weakest_link") == {"jane": "0.75"}
    assert answer["inputs"]["holdings"]["rows"] == 1


def test_two_that_own_each_other_whole_end_in_unknown(tmp_path: Path) -> None:
    loop = [
        company("acme"),
        company("beta"),
        stake("acme", "beta", {"exact": 100}),
        stake("beta", "acme", {"exact": 100}),
    ]
    answer = judged(tmp_path, loop)
    assert shares(answer, "integrated") == {"beta": None}


def test_an_owner_who_isnt_named_is_a_warning_and_no_person(tmp_path: Path) -> None:
    reason = {"reason": "subjectUnableToConfirmOrIdentifyBeneficialOwner", "description": "…"}
    answer = judged(tmp_path, [company("acme"), stake(reason, "acme", {"exact": 100})])
    (problem,) = answer["problems"]
    assert (problem["severity"], problem["value"]) == ("warning", reason["reason"][:40])
    assert answer["inputs"]["entities"]["rows"] == 1
    (nobody,) = [one for one in answer["results"]["look_through"] if one["method"] == "beneficial_owner"]
    assert (nobody["owner"], nobody["result"]) == (None, "manual_review")


def test_a_person_who_stays_anonymous_holds_under_the_records_own_id(tmp_path: Path) -> None:
    details = {"reason": "subjectExemptFromDisclosure"}
    nobody = statement("nobody", "person", personType="anonymousPerson", unspecifiedPersonDetails=details)
    answer = judged(tmp_path, [company("acme"), nobody, stake("nobody", "acme", {"exact": 75})])
    assert answer["problems"] == []
    assert shares(answer, "beneficial_owner") == {"nobody": "0.75"}


def test_only_the_latest_statement_of_a_record_counts_and_a_closed_one_not(tmp_path: Path) -> None:
    old = stake("jane", "acme", {"exact": 75})
    new = {**stake("jane", "acme", {"exact": 30}), "statementDate": "2026-05-01"}
    gone = {**old, "statementDate": "2026-05-02", "recordStatus": "closed"}
    base = [company("acme"), JANE]
    assert shares(judged(tmp_path / "a", [*base, new, old]), "integrated") == {"jane": "0.3"}
    assert shares(judged(tmp_path / "b", [*base, new, gone]), "integrated") == {}


@pytest.mark.parametrize(
    ("share", "interest", "found"),
    [
        ({"minimum": 25, "maximum": 50}, {}, {"jane": "0.25"}),
        ({"exact": 33.3}, {}, {"jane": "0.333"}),
        ({"exact": 10}, {"directOrIndirect": "indirect"}, {}),
        ({"exact": 10}, {"startDate": "2026-07"}, {}),
        ({"exact": 10}, {"endDate": "2026"}, {"jane": "0.1"}),
    ],
)
def test_ranges_and_spans_of_interests(
    tmp_path: Path, share: Any, interest: dict[str, str], found: dict[str, str]
) -> None:
    owned = stake("jane", "acme", share, **interest)
    assert shares(judged(tmp_path, [company("acme"), JANE, owned]), "integrated") == found


def ftm(*, percentage: str = "75") -> list[Any]:
    """A person who owns a company, as FollowTheMoney has it."""
    return [
        {"id": "acme", "schema": "Company", "properties": {"name": ["Acme"]}},
        {"id": "jane", "schema": "Person", "properties": {"name": ["Jane"], "birthDate": ["1975"]}},
        {
            "id": "o",
            "schema": "Ownership",
            "properties": {"owner": ["jane"], "asset": ["acme"], "percentage": [percentage]},
        },
    ]


@pytest.mark.parametrize("percentage", ["75", "75%", "75.0"])
def test_followthemoney_entities_are_read_as_a_list_or_by_lines(tmp_path: Path, percentage: str) -> None:
    entities = ftm(percentage=percentage)
    lines = "\n".join(map(json.dumps, entities))
    for name, content in (("list", entities), ("lines", lines)):
        answer = judged(tmp_path / name, content, file="ftm.json")
        assert answer["problems"] == []
        assert shares(answer, "integrated") == {"jane": "0.75"}


@pytest.mark.parametrize(
    ("content", "code"),
    [("[{", "bad-encoding"), ("[NaN]", "bad-encoding"), ("[" * 100_000, "bad-encoding")],
)
def test_what_isnt_json_is_refused(tmp_path: Path, content: str, code: str) -> None:
    answer = judged(tmp_path, content)
    assert code in {one["code"] for one in answer["problems"]}
    assert answer["results"] == {}


def test_a_stake_of_nobody_known_and_one_above_the_whole_are_told(tmp_path: Path) -> None:
    answer = judged(tmp_path, [company("acme"), stake("nobody", "acme", {"exact": 101})])
    assert {one["code"] for one in answer["problems"]} == {"unknown-reference", "out-of-range"}


def test_statements_beside_the_table_that_they_stand_in_for_are_refused(tmp_path: Path) -> None:
    answer = judged(tmp_path / "a", [company("acme")], entities="id,name,kind\nacme,Acme,company\n")
    assert [one["code"] for one in answer["problems"]] == ["two-files"]
    folder = tmp_path / "b"
    judged(folder, [company("acme")])
    assert "two-files" in {one["code"] for one in judged(folder, ftm(), file="ftm.json")["problems"]}
