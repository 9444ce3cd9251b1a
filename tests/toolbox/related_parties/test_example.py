"""The shipped example: the same bytes each time, of the promised size, with the planted cases found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import found
from xianxing.toolbox.related_parties.example import files
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the tool says of the example."""
    place: Path = tmp_path_factory.mktemp("example")
    for name, content in files().items():
        (place / name).write_bytes(content)
    return run_tool(TOOL, place).as_json()


def test_the_example_is_the_same_each_time_and_has_the_promised_size(answer: dict[str, Any]) -> None:
    assert files() == files()
    assert answer["problems"] == []
    assert answer["inputs"]["entities"]["rows"] >= 200
    assert answer["inputs"]["trades"]["rows"] == 2000


def test_it_has_loops_nominees_a_history_and_every_limb(answer: dict[str, Any]) -> None:
    exchange = [one for one in answer["results"]["related_parties"] if one["regime"] == "exchange"]
    assert len({one["limb"] for one in exchange}) == 8
    assert {one["window"] for one in exchange} == {"now", "past", "coming"}
    holdings = files()["holdings.csv"].decode()
    assert "nominee" in holdings
    assert "P05,P06" in holdings and "P06,P07" in holdings and "P07,P05" in holdings


def test_the_planted_cases_are_found(answer: dict[str, Any]) -> None:
    assert {"P33", "P47", "W05"} <= {*answer["results"]["list_diff"]["missing"]}
    assert {"S03", "S17"} <= {*answer["results"]["list_diff"]["surplus"]}
    barred = {one["id"] for one in found(answer, "rp-prohibited", result="unmet")}
    assert barred == {"Z03", "Z04", "Z05"}
    assert [one["trade"] for one in answer["results"]["price_anomalies"]] == ["Z16"]
    assert {one["id"] for one in found(answer, "rp-recusal", result="unmet")} == {"V3", "V4"}
    assert [one["id"] for one in found(answer, "rp-quorum", result="unmet")] == ["V6"]
    levels = {one["id"]: one["level"] for one in answer["results"]["trades"]}
    assert [levels[one] for one in ("Z02", "Z07", "Z08", "Z09", "Z12")] == [
        "shareholders", "board", "none", "unknown", "not_related"
    ]  # fmt: skip


def test_every_rule_of_the_contract_has_a_finding(answer: dict[str, Any]) -> None:
    rules = {one["rule"] for one in answer["findings"]}
    assert rules == {
        "rp-approval", "rp-disclosure", "rp-level", "rp-list", "rp-price", "rp-prohibited", "rp-quorum",
        "rp-recusal",
    }  # fmt: skip


def test_no_finding_judges_conduct(answer: dict[str, Any]) -> None:
    assert not [one for one in answer["findings"] if "违法" in one["message"] or "违规" in one["message"]]
