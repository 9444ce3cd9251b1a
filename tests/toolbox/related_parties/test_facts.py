"""The rows on which a relation hangs, and entities that only look like a party."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.toolbox.related_parties.folders import HEAD, WORKED, judged, worked

FACTS = HEAD + "facts = true\n"


def decisive(place: Path, **tables: str) -> dict[str, list[list[str]]]:
    """Entity → the sets of rows without which it isn't related, each row as table:line."""
    answer = worked(place, FACTS, **tables)
    return {
        one["entity"]: [[f"{row['table']}:{row['line']}" for row in rows] for rows in one["rows"]]
        for one in answer["results"]["decisive_facts"]
    }


def test_each_single_row_that_decides_is_named(tmp_path: Path) -> None:
    found = decisive(tmp_path)
    assert found["B"] == [["holdings:2"], ["holdings:3"]]
    assert found["D2"] == [["posts:4"]]


def test_where_no_single_row_decides_pairs_are_named(tmp_path: Path) -> None:
    posts = WORKED["posts"] + "D2,B,director\n"
    assert decisive(tmp_path, posts=posts)["B"] == [
        ["holdings:2", "posts:4"], ["holdings:2", "posts:7"], ["holdings:3", "posts:4"],
        ["holdings:3", "posts:7"],
    ]  # fmt: skip


def test_more_than_two_rows_arent_searched(tmp_path: Path) -> None:
    posts = WORKED["posts"] + "D2,B,director\nD3,B,director\n"
    assert decisive(tmp_path, posts=posts)["B"] == []


def test_without_the_setting_nothing_is_left_out(tmp_path: Path) -> None:
    assert "decisive_facts" not in worked(tmp_path)["results"]


def hints(place: Path, *rows: str) -> Any:
    """The candidates of a folder in which P controls F."""
    entities = "id,name,kind,address,phone,former_names\n" + "".join(f"{row}\n" for row in rows)
    return judged(place, entities=entities, holdings="holder,held,equity\nP,F,0.6\n")["results"]["candidates"]


def test_who_shares_a_name_an_address_or_a_phone_with_a_party_is_a_hint_only(tmp_path: Path) -> None:
    rows = (
        "F,示例证券,company,,1,", "P,示例控股,company,一号街 1 号,2,", "A,甲公司,company,一号街1号,2,",
        "B,乙公司,company,,,示例控股", "C,丙公司,company,,1,",
    )  # fmt: skip
    assert hints(tmp_path, *rows) == [
        {"entity": "A", "like": "P", "because": ["address", "phone"]},
        {"entity": "B", "like": "P", "because": ["name"]},
    ]
