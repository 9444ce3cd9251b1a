"""Each number of the packs just below, at and just above, as its comparator says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.toolbox.derivatives.folders import TRADE, answer
from xianxing.toolbox.derivatives.tool import PACKS
from xianxing.toolbox.packs import RulePack

FIRM = {
    "kind": "legal_person",
    "net_assets": "50000000",
    "financial_assets": "20000000",
    "experience_years": "3",
}
FUND = {
    "kind": "product", "manager_aum": "500000000", "manager_years": "2", "structured": "0",
    "product_size": "50000000",
    "top_share": "0.21", "top_professional": "1", "top_financial_assets": "20000000", "top_years": "3",
}  # fmt: skip
KEYS = [
    pack
    for pack in PACKS.all
    if pack.key.partition(".")[0] in ("legal_person", "product", "top") and pack.comparator == ">="
]
STEP = Decimal("0.01")


def lines(pack: RulePack) -> list[Decimal]:
    assert pack.threshold is not None
    return [pack.threshold - STEP, pack.threshold, pack.threshold + STEP]


def suited(place: Path, kind: str, party: dict[str, str]) -> list[str]:
    said = answer(
        place,
        trades=f"{TRADE}\nU1,{kind},linear,2025-03-03,2027-03-03,1,S,C1,D\n",
        counterparties=f"id,{','.join(party)}\nC1,{','.join(party.values())}\n",
        underlyings="id,kind,in_margin_list\nS,stock,1\n",
    )
    (row,) = said["results"]["suitability"]
    return list(row["failed"])


@pytest.mark.parametrize("pack", KEYS, ids=[pack.key for pack in KEYS])
def test_each_line_of_suitability_flips_where_its_pack_says(pack: RulePack, tmp_path: Path) -> None:
    kind, column = pack.key.split(".")
    party = FIRM if kind == "legal_person" else FUND
    for place, value in enumerate(lines(pack)):
        failed = suited(tmp_path / str(place), "option", {**party, column: str(value)})
        assert failed == ([] if pack.holds(value) else [column])


@pytest.mark.parametrize(("key", "kind"), [("top.share", "option"), ("swap.top_share", "swap")])
def test_the_largest_investor_counts_above_the_line_only(key: str, kind: str, tmp_path: Path) -> None:
    (pack,) = [one for one in PACKS.all if one.key == key]
    for place, value in enumerate(lines(pack)):
        party = {**FUND, "top_share": str(value), "top_professional": "0"}
        failed = suited(tmp_path / str(place), kind, party)
        assert failed == (["top_professional"] if pack.holds(value) else [])


def test_nothing_of_suitability_is_left_out() -> None:
    assert {pack.key for pack in KEYS} == {
        "legal_person.net_assets", "legal_person.financial_assets", "legal_person.experience_years",
        "product.manager_aum", "product.manager_years", "product.product_size", "top.top_financial_assets",
        "top.top_years",
    }  # fmt: skip
