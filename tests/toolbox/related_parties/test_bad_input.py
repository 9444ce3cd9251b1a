"""Bad input: each in its place with a remedy, nothing half-judged; and random folders, shuffled and grown."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.related_parties.folders import HEAD, WORKED, judged, judged_leniently, worked, write
from tests.toolbox.related_parties.random_folders import (
    ENTITIES,
    QUICK,
    answer_of,
    folders,
    share,
    without_lines,
)
from xianxing.documents.writing.official import PaperTable
from xianxing.i18n import language
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

TRADE = "id,date,counterparty,kind,amount\n"


@pytest.mark.parametrize(
    ("table", "text", "column", "code"),
    [
        ("holdings", "holder,held,equity\nP,F,51\n", "equity", "out-of-range"),
        ("holdings", "holder,held,equity\nP,F,51%\n", "equity", "not-a-number"),
        ("holdings", "holder,held,equity\nP,F,NaN\n", "equity", "not-finite"),
        ("holdings", "holder,held,equity\nP,NOBODY,0.5\n", "held", "unknown-reference"),
        ("holdings", "holder,held,equity\nP,F,0.5\nP,F,0.4\n", "equity", "contradiction"),
        ("holdings", "holder,held,equity\nP,F,0.5\nP,F,0.5\n", "holder", "duplicate-key"),
        ("holdings", "holder,held,equity,from,to\nP,F,0.5,2025-01-02,2025-01-01\n", "to", "out-of-range"),
        ("trades", "id,date,counterparty,kind,amount\nT,2025/03/03,B,service,1\n", "date", "not-a-date"),
        (
            "trades",
            "id,date,counterparty,kind,amount\nT,2025-03-03,B,service,12万\n",
            "amount",
            "not-a-number",
        ),
        (
            "trades",
            'id,date,counterparty,kind,amount\nT,2025-03-03,B,service,"1,000"\n',
            "amount",
            "not-a-number",
        ),
        ("trades", "id,date,counterparty,kind,amount\nT,2025-03-03,B,service,0\n", "amount", "out-of-range"),
        ("trades", "id,date,counterparty,kind,amount\nT,2025-03-03,B,loan,1\n", "kind", "unknown-code"),
        ("trades", "id,date,counterparty,kind\nT,2025-03-03,B,service\n", "amount", "missing-column"),
        ("posts", "person,entity,post\nD1,F,\n", "post", "missing-value"),
        ("kin", "person,relative,relation\nD1,D1,spouse\n", "relative", "contradiction"),
        ("kin", "person,relative,relation\nD1,B,spouse\n", "relative", "contradiction"),
        ("kin", "person,relative,relation\nD1,D2,parent\nD2,D1,parent\n", "relation", "contradiction"),
        ("kin", "person,relative,relation\nD1,D2,spouse\nD2,D1,sibling\n", "relation", "contradiction"),
        ("prices", "date,instrument,price\n2025-03-03,I,1\n2025-03-03,I,2\n", "source", "contradiction"),
        ("financials", "date,net_assets\n2024-12-31,1\n2024-12-31,2\n", "date", "duplicate-key"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_remedy(
    tmp_path: Path, table: str, text: str, column: str, code: str
) -> None:
    answer = worked(tmp_path, **{table: text})
    told = [(one["table"], one["column"], one["code"]) for one in answer["problems"]]
    assert (table, column, code) in told
    assert all(one["message"] for one in answer["problems"])
    assert (answer["findings"], answer["results"]) == ([], {})


@pytest.mark.parametrize(
    ("table", "head", "rows"),
    [
        ("kin", "person,relative,relation", ("D1,D2,spouse", "D1,D2,parent")),
        ("holdings", "holder,held,equity", ("P,F,0.5", "P,F,0.01")),
        ("prices", "date,instrument,price", ("2025-03-03,I,1", "2025-03-03,I,2")),
    ],
)
def test_of_two_rows_that_cant_both_be_each_is_named_and_none_wins_by_its_place(
    tmp_path: Path, table: str, head: str, rows: tuple[str, str]
) -> None:
    for order in (rows, rows[::-1]):
        problems = worked(tmp_path, **{table: "\n".join([head, *order, ""])})["problems"]
        told = [(one["line"], one["code"]) for one in problems]
        assert told == [(2, "contradiction"), (3, "contradiction")]


def test_one_relation_said_from_both_sides_is_no_contradiction(tmp_path: Path) -> None:
    kin = "person,relative,relation\nD1,D2,parent\nD2,D1,child\n"
    assert worked(tmp_path, kin=kin)["problems"] == []


def test_relations_of_different_days_contradict_nothing(tmp_path: Path) -> None:
    kin = "person,relative,relation,from,to\nD1,D2,spouse,,2020-01-01\nD1,D2,sibling,2020-01-02,\n"
    assert worked(tmp_path, kin=kin)["problems"] == []


@pytest.mark.parametrize(
    ("head", "column", "code"),
    [
        (HEAD.replace('"F"', '"NOBODY"'), "firm", "unknown-reference"),
        (HEAD.replace('firm = "F"\n', ""), "firm", "missing-value"),
        (HEAD.replace("szse_main", "nyse"), "boards", "unknown-code"),
        (HEAD + '[limits]\nboard = "2"\nshareholders = "1"\n', "limits.board", "contradiction"),
    ],
)
def test_what_is_wrong_with_the_settings_refuses_even_leniently(
    tmp_path: Path, head: str, column: str, code: str
) -> None:
    answer = judged_leniently(tmp_path, head, **WORKED)
    assert [(one["column"], one["code"]) for one in answer["problems"]] == [(column, code)]
    assert answer["results"] == {}


def test_a_firm_whose_row_is_set_aside_refuses_lenient_reading(tmp_path: Path) -> None:
    entities = WORKED["entities"].replace("F,示例证券,company", "F,示例证券,bank")
    answer = judged_leniently(tmp_path, **WORKED | {"entities": entities})
    assert ("tool.toml", "firm", "unknown-reference") in [
        (one["table"], one["column"], one["code"]) for one in answer["problems"]
    ]
    assert (answer["findings"], answer["results"]) == ([], {})


def test_stakes_of_130_percent_warn_once_and_name_the_day(tmp_path: Path) -> None:
    held = "holder,held,equity,from\nP,F,0.7,\nB,F,0.3,\nD1,F,0.3,2025-01-01\n"
    answer = worked(tmp_path, holdings=held)
    (one,) = answer["problems"]
    assert (one["code"], one["severity"], one["value"]) == ("capital-over-100", "warning", "1.3")
    assert "2025-01-01" in one["message"]


def test_rounding_of_registers_is_no_capital_over_the_whole(tmp_path: Path) -> None:
    held = "holder,held,equity\nP,F,0.6\nB,F,0.400000001\n"
    assert worked(tmp_path, holdings=held)["problems"] == []


def test_a_long_chain_of_long_shares_has_its_exact_share(tmp_path: Path) -> None:
    names = [*(f"E{number}" for number in range(90)), "F"]
    entities = "id,name,kind\n" + "".join(f"{one},{one},company\n" for one in names)
    share = f"0.{'9' * 58}"
    held = "".join(f"{one},{other},{share}\n" for one, other in pairwise(names))
    asked = "method,held,owner\nintegrated,F,E0\n"
    answer = judged(tmp_path, entities=entities, holdings=f"holder,held,equity\n{held}", look_through=asked)
    [row] = answer["results"]["look_through"]
    assert row["share"] == f"0.{Decimal((10**58 - 1) ** 90):f}"


def test_a_price_of_many_digits_stands_in_the_report(tmp_path: Path) -> None:
    head = "id,date,counterparty,kind,amount,instrument,price,quantity\n"
    trades = f"{head}T1,2025-03-03,B,bond,1,I,{'9' * 30},1\n"
    prices = "date,instrument,price,source\n2025-03-03,I,0.01,S\n"
    outcome = run_tool(TOOL, write(tmp_path, **{**WORKED, "trades": trades, "prices": prices}))
    assert outcome.inputs is not None
    report, _facts = TOOL.reports(outcome.as_json(), outcome.inputs)
    tables = [part for part in report.paper.paragraphs if isinstance(part, PaperTable)]
    [row] = [row for table in tables if table.caption == "与参考价格不一致的交易" for row in table.rows]
    assert row[2].startswith("9999999") and row[2].endswith("9900%")


def test_lenient_reading_sets_bad_rows_aside_and_says_so(tmp_path: Path) -> None:
    answer = judged_leniently(tmp_path, **WORKED | {"holdings": WORKED["holdings"] + "P,NOBODY,0.5\n"})
    assert answer["results"]["trades"][1]["level"] == "board"
    assert all(one["incomplete"] for one in answer["findings"])


def test_every_message_is_said_in_chinese_too(tmp_path: Path) -> None:
    with language("en"):
        english = worked(tmp_path / "en")
    with language("zh-hans"):
        chinese = worked(tmp_path / "zh")
    pairs = zip(english["findings"], chinese["findings"], strict=True)
    assert all(one["message"] != other["message"] for one, other in pairs)


def test_a_gbk_file_is_answered_in_the_users_language_and_nothing_is_judged(tmp_path: Path) -> None:
    folder = write(tmp_path, **{name: text for name, text in WORKED.items() if name != "entities"})
    (folder / "entities.csv").write_bytes(WORKED["entities"].encode("gbk"))
    said = {}
    for name in ("en", "zh-hans"):
        with language(name):
            said[name] = run_tool(TOOL, folder).as_json()
    problems = [cast(list[dict[str, str]], one["problems"]) for one in said.values()]
    codes = [[one["code"] for one in some] for some in problems]
    assert codes[0] == codes[1] and codes[0][0] == "bad-encoding"
    assert said["en"]["problems"] != said["zh-hans"]["problems"]
    assert (said["en"]["findings"], said["en"]["results"]) == ([], {})


@QUICK
@given(tables=folders(), seed=st.integers(0, 9), secure=st.booleans())
def test_no_folder_crashes_and_the_order_of_rows_changes_nothing(
    tmp_path: Path, tables: dict[str, list[str]], seed: int, secure: bool
) -> None:
    head = HEAD + ('firm_kind = "securities_firm"\n' if secure else "")
    first = answer_of(tmp_path, tables, head)
    mixed = {}
    for name, rows in tables.items():
        body = rows[1:]
        if name != "trades":  # trades of one day count in the order of rows
            random.Random(seed).shuffle(body)
        mixed[name] = [rows[0], *body]
    assert without_lines(answer_of(tmp_path, mixed, head)) == without_lines(first)


@QUICK
@given(tables=folders())
def test_a_larger_trade_never_has_a_lower_level(tmp_path: Path, tables: dict[str, list[str]]) -> None:
    order = ["none", "board", "shareholders"]
    small = answer_of(tmp_path, tables)["results"].get("trades", [])
    grown = [tables["trades"][0]]
    for row in tables["trades"][1:]:
        cells = row.split(",")
        grown.append(",".join([*cells[:4], str(int(cells[4]) * 7), *cells[5:]]))
    large = answer_of(tmp_path, {**tables, "trades": grown})["results"].get("trades", [])
    for one, other in zip(small, large, strict=True):
        if one["level"] in order and other["level"] in order:
            assert order.index(one["level"]) <= order.index(other["level"])


@QUICK
@given(stakes=st.lists(share(), min_size=3, max_size=3), more=share())
def test_more_stake_is_never_less_related(tmp_path: Path, stakes: list[str], more: str) -> None:
    """For holders outside the firm's group, and sums up to the whole."""

    def related(first: str) -> set[str]:
        held = f"holder,held,equity\nP,F,{first}\nX,P,{stakes[0]}\nY,B,{stakes[1]}\nB,P,{stakes[2]}\n"
        answer = judged(tmp_path, entities=ENTITIES, holdings=held)
        return {one["entity"] for one in answer["results"]["related_parties"] if one["regime"] == "exchange"}

    low, high = sorted([stakes[0], more], key=float)
    assert related(low) <= related(high)


def test_a_folder_with_only_entities_is_judged(tmp_path: Path) -> None:
    (tmp_path / "tool.toml").write_text(HEAD, "utf-8")
    (tmp_path / "entities.csv").write_text("id,name,kind\nF,F,company\n", "utf-8")
    assert run_tool(TOOL, tmp_path).status == 0
