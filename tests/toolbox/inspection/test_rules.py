"""What each rule counts and leaves out, and what missing cells leave open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.inspection.books import DAYS, Books, Said

EXEMPT = (
    "demand_deposit", "government_bond", "central_bank_bill", "policy_bank_bond", "local_government_bond",
)  # fmt: skip


def concentrated(asset: str = "stock", **product: Any) -> Books:
    """A product with 30 % in one asset."""
    return Books().product(**{"kind": "collective", **product}).asset(kind=asset).nav(100).hold(30)


def rules(said: Said) -> set[str]:
    return {one["rule"] for one in said.episodes}


@pytest.mark.parametrize("kind", EXEMPT)
def test_an_exempt_kind_is_left_out(kind: str, tmp_path: Path) -> None:
    said = concentrated(kind).run(tmp_path)
    assert rules(said) == set()
    assert said.result("pm-same-asset-plan") == "met"


@pytest.mark.parametrize("kind", ["term_deposit", "fund", "financial_bond", "ncd", "reverse_repo", "other"])
def test_any_other_kind_counts(kind: str, tmp_path: Path) -> None:
    assert "pm-same-asset-plan" in rules(concentrated(kind).run(tmp_path))


@pytest.mark.parametrize(
    "exemption",
    [
        {"professionals_10m": 1},
        {"index_tracking": 1},
        {"purpose": "acquisition"},
        {"purpose": "unlisted_equity"},
    ],
)
def test_a_claimed_exemption_takes_the_plan_out(exemption: dict[str, Any], tmp_path: Path) -> None:
    said = concentrated(**exemption).run(tmp_path)
    (finding,) = said.of("pm-same-asset-plan")
    assert finding["result"] == "not_applicable"
    assert f"products:2 {next(iter(exemption))}" in finding["message"]
    assert said.episodes == []


def test_a_claim_that_other_cells_speak_against_goes_to_a_person(tmp_path: Path) -> None:
    def result(opens: str, amount: int) -> str:
        books = concentrated(professionals_10m=1, open=opens)
        books.add("investors", product="P1", investor="I1", kind="person", amount=amount)
        return books.run(tmp_path / f"{opens}{amount}").result("pm-same-asset-plan")

    assert result("closed", 10_000_000) == "not_applicable"
    assert result("open", 10_000_000) == "manual_review"
    assert result("closed", 9_999_999) == "manual_review"


@pytest.mark.parametrize(
    "none", [{"professionals_10m": 0}, {"index_tracking": 0}, {"purpose": "ordinary"}, {"purpose": ""}]
)
def test_an_exemption_that_is_not_claimed_is_none(none: dict[str, Any], tmp_path: Path) -> None:
    assert concentrated(**none).run(tmp_path).result("pm-same-asset-plan") == "unmet"


@pytest.mark.parametrize("kind", ["single", "public_fund", "private_fund"])
def test_the_line_of_collective_plans_holds_nobody_else(kind: str, tmp_path: Path) -> None:
    assert concentrated(kind=kind).run(tmp_path).of("pm-same-asset-plan") == []


def test_assets_with_one_same_as_count_as_one(tmp_path: Path) -> None:
    books = Books().product().nav(100)
    for name in ("O1", "O2"):
        books.asset(name, "otc_option", same_as="D1").hold(13, asset=name)
    (episode,) = books.run(tmp_path).episodes
    assert (episode["asset"], episode["first_value"]) == ("D1", "0.26")


def test_same_as_may_name_an_asset_which_then_counts_with_it(tmp_path: Path) -> None:
    books = Books().product().nav(100).asset("A1").asset("A2", same_as="A1").asset("A3", same_as="A2")
    for name in ("A1", "A2", "A3"):
        books.hold(9, asset=name)
    (episode,) = books.run(tmp_path).episodes
    assert (episode["asset"], episode["first_value"]) == ("A1", "0.27")


def test_same_as_in_a_circle_is_one_group(tmp_path: Path) -> None:
    books = Books().product().nav(100).asset("A1", same_as="A2").asset("A2", same_as="A1")
    (episode,) = books.hold(13).hold(13, asset="A2").run(tmp_path).episodes
    assert episode["asset"] == "A1"


def test_manager_wide_sums_are_of_the_manager_and_name_no_product(tmp_path: Path) -> None:
    books = Books().asset(issue_size=100, tradable_shares=1000)
    for name in ("P1", "P2"):
        books.product(name).nav(1000, product=name).hold(1, 13, product=name)
    said = books.run(tmp_path)
    (episode,) = said.episodes
    assert (episode["rule"], episode["product"], episode["first_value"]) == (
        "pm-same-asset-manager", None, "0.26",
    )  # fmt: skip
    (finding,) = said.of("pm-same-asset-manager")
    assert finding["subject"] == {"table": "assets", "id": "A1"}


def test_exempt_plans_do_not_count_in_the_sum_of_collective_plans(tmp_path: Path) -> None:
    books = Books().asset(issue_size=100, tradable_shares=1000)
    books.product("P1").nav(1000).hold(1, 13)
    books.product("P2", index_tracking=1).nav(1000, product="P2").hold(1, 13, product="P2")
    assert rules(books.run(tmp_path)) == set()


def test_tradable_shares_count_over_all_kinds_of_product_but_index_products(tmp_path: Path) -> None:
    books = Books().asset(issue_size=10**6, tradable_shares=100)
    for name, kind in (("P1", "collective"), ("P2", "public_fund"), ("P3", "private_fund"), ("P4", "single")):
        books.product(name, kind).nav(1000, product=name).hold(1, 8, product=name)
    assert "pm-tradable-30" in rules(books.run(tmp_path / "all"))
    books.rows["products"][0]["index_tracking"] = 1
    assert "pm-tradable-30" not in rules(books.run(tmp_path / "without"))


def test_a_missing_size_of_the_issue_is_unknown_and_names_its_cell(tmp_path: Path) -> None:
    said = concentrated().run(tmp_path)
    (finding,) = said.of("pm-same-asset-manager")
    assert finding["result"] == "unknown"
    assert "assets:2 issue_size" in finding["message"]


def test_nonstandard_debt_by_its_flag_counts_and_equity_does_not(tmp_path: Path) -> None:
    books = Books().product(kind="single").nav(100)
    books.asset("A1", "other", nonstandard=1).asset("A2", "nonstandard_equity", nonstandard=1)
    assert rules(books.hold(36).hold(60, asset="A2").run(tmp_path)) == {"pm-nonstandard-35"}


def test_nonstandard_debt_is_held_against_the_net_assets_of_all_plans(tmp_path: Path) -> None:
    books = Books().product("P1").product("P2", "single").product("P3", "private_fund")
    for name in ("P1", "P2", "P3"):
        books.nav(100, product=name)
    books.asset(kind="nonstandard_debt", matures="2025-06-01")
    books.hold(24).hold(46, product="P2")
    said = books.run(tmp_path)
    assert "pm-nonstandard-35" not in rules(said)
    assert said.of("pm-nonstandard-35")[0]["value"] == "0.35"


@pytest.mark.parametrize(
    ("opens", "matures", "broken"),
    [
        ("closed", "2026-01-01", False),
        ("closed", "2026-01-02", True),
        ("open", "2025-07-01", False),
        ("open", "2025-07-02", True),
        ("periodic", "2025-07-02", True),
    ],
)
def test_nonstandard_debt_matures_by_the_end_or_the_last_open_day(
    opens: str, matures: str, broken: bool, tmp_path: Path
) -> None:
    books = Books().product(open=opens, ends="2026-01-01", last_open_day="2025-07-01")
    said = books.asset(kind="nonstandard_debt", matures=matures).nav(100).hold(10).run(tmp_path)
    assert ("pm-nonstandard-maturity" in rules(said)) is broken
    if broken:
        (episode,) = (one for one in said.episodes if one["rule"] == "pm-nonstandard-maturity")
        assert (episode["first_value"], episode["limit"]) == (
            matures, "2026-01-01" if opens == "closed" else "2025-07-01",
        )  # fmt: skip


@pytest.mark.parametrize("missing", ["open", "ends", "matures"])
def test_a_missing_day_leaves_the_maturity_undecided(missing: str, tmp_path: Path) -> None:
    cells = {"open": "closed", "ends": "2026-01-01"}
    matures = "2025-12-01"
    cells.pop(missing, None)
    books = Books().product(**cells).nav(100).hold(10)
    books.asset(kind="nonstandard_debt", matures="" if missing == "matures" else matures)
    (finding,) = books.run(tmp_path).of("pm-nonstandard-maturity")
    assert finding["result"] == "unknown"
    assert missing in finding["message"]


@pytest.mark.parametrize(
    ("opens", "exit_by", "broken"),
    [("closed", "2026-01-01", False), ("closed", "2026-01-02", True), ("open", "2025-01-01", True)],
)
def test_nonstandard_equity_is_for_closed_plans_and_left_before_they_end(
    opens: str, exit_by: str, broken: bool, tmp_path: Path
) -> None:
    books = Books().product(open=opens, ends="2026-01-01").nav(100).hold(10)
    said = books.asset(kind="nonstandard_equity", exit_by=exit_by).run(tmp_path)
    assert ("pm-nonstandard-maturity" in rules(said)) is broken


def test_a_missing_structured_leaves_open_only_what_lies_between_the_lines(tmp_path: Path) -> None:
    def said(total: str) -> Said:
        books = Books().product().asset(kind="other").nav(1, total=total).hold(0)
        return books.run(tmp_path / total)

    assert said("1.4").result("pm-leverage") == "met"
    assert said("1.5").result("pm-leverage") == "unknown"
    assert "structured" in said("1.5").of("pm-leverage")[0]["message"]
    assert said("2.1").result("pm-leverage") == "unmet"


def test_total_assets_below_net_assets_leave_the_leverage_undecided(tmp_path: Path) -> None:
    said = Books().product(structured=0).asset(kind="other").nav(10, total=9).hold(0).run(tmp_path)
    assert said.result("pm-leverage") == "unknown"


def test_leverage_is_active_when_the_debt_grew(tmp_path: Path) -> None:
    books = Books().product(structured=0).asset(kind="other")
    for day, net, total in zip(DAYS, (100, 80, 80, 80), (190, 170, 150, 161), strict=False):
        books.nav(net, day=day, total=total).hold(0, day=day)
    first, second = books.run(tmp_path).episodes
    assert (first["from"], first["cause"], first["status"]) == (DAYS[1].isoformat(), "passive", "cured")
    assert (second["from"], second["cause"]) == (DAYS[3].isoformat(), "active")


def test_the_liquid_part_is_looked_at_on_open_days_and_never_unmet(tmp_path: Path) -> None:
    books = Books().product(open="periodic").asset("A1", "nonstandard_debt", matures="2025-03-20")
    for place, opens in enumerate((0, 1, 0)):
        books.nav(100, day=DAYS[place], open_day=opens).hold(10, day=DAYS[place])
    said = books.run(tmp_path)
    (episode,) = (one for one in said.episodes if one["rule"] == "pm-liquid-10")
    assert (episode["from"], episode["to"], episode["confirmed"]) == (
        DAYS[1].isoformat(), DAYS[1].isoformat(), False,
    )  # fmt: skip
    assert said.result("pm-liquid-10") == "manual_review"


def test_a_fall_of_what_is_liquid_goes_by_the_day_before_the_open_day(tmp_path: Path) -> None:
    def cause(quantities: tuple[int, int]) -> str:
        books = Books().product(open="periodic").asset(kind="demand_deposit")
        for place, quantity in enumerate(quantities):
            books.nav(100, day=DAYS[place], open_day=place).hold(5, quantity, day=DAYS[place])
        (episode,) = books.run(tmp_path / str(quantities)).episodes
        return str(episode["cause"])

    assert cause((6, 5)) == "active"
    assert cause((5, 5)) == "passive"


def test_a_plan_without_an_open_day_has_nothing_to_keep(tmp_path: Path) -> None:
    books = Books().product(open="periodic").asset(kind="demand_deposit").nav(100, open_day=0).hold(5)
    assert books.run(tmp_path).result("pm-liquid-10") == "not_applicable"


def test_days_to_cash_win_over_the_kind_and_missing_ones_are_unknown_where_the_kind_does_not_say(
    tmp_path: Path,
) -> None:
    def result(kind: str, days: str, value: int = 50) -> str:
        books = Books().product(open="open").asset(kind=kind, days_to_cash=days)
        return books.nav(100, open_day=1).hold(value).run(tmp_path / f"{kind}{days}").result("pm-liquid-10")

    assert result("stock", "") == "met"
    assert result("stock", "8") == "manual_review"
    assert result("stock", "7") == "met"
    assert result("nonstandard_debt", "7") == "met"
    assert result("fund", "") == "unknown"
    assert result("term_deposit", "") == "unknown"


def test_snowballs_of_a_collective_plan_go_to_a_person_and_cite_no_private_fund(tmp_path: Path) -> None:
    books = Books().product().asset(kind="snowball").nav(100).hold(1, notional="25.1")
    said = books.run(tmp_path)
    assert said.result("pm-snowball-practice") == "manual_review"
    assert said.of("pv-snowball-25") == []
    assert said.status == 0
    assert not [one for one in said.plain["findings"] if one["pack"] == "private-fund-operation-2024"]


def test_a_missing_notional_leaves_the_sum_undecided_unless_the_rest_breaks_it(tmp_path: Path) -> None:
    books = Books().product(kind="private_fund").nav(100)
    books.asset("S1", "snowball").asset("S2", "snowball").hold(1, asset="S1")
    books.hold(1, asset="S2", notional=20)
    assert books.run(tmp_path / "open").result("pv-snowball-25") == "unknown"
    books.rows["positions"][1]["notional"] = 26
    assert books.run(tmp_path / "sure").result("pv-snowball-25") == "unmet"


def test_an_exempt_kind_in_a_private_fund_goes_to_a_person(tmp_path: Path) -> None:
    said = concentrated("government_bond", kind="private_fund").run(tmp_path)
    assert {one["result"] for one in said.of("pv-same-asset")} == {"met", "manual_review"}
    assert said.episodes == []


def test_securities_of_one_issuer_add_up_and_deposits_with_it_do_not(tmp_path: Path) -> None:
    books = Books().product(kind="public_fund").nav(100)
    for name, kind in (("A1", "stock"), ("A2", "convertible_bond"), ("A3", "term_deposit")):
        books.asset(name, kind, issuer="C1", issue_size=10**6, tradable_shares=10**6)
        books.hold("5.5", asset=name)
    (episode,) = books.run(tmp_path).episodes
    assert (episode["asset"], episode["first_value"]) == ("C1", "0.11")


@pytest.mark.parametrize("left_out", [{"index_tracking": 1}, {"class_": "fof"}])
def test_index_funds_and_funds_of_funds_have_no_ten_percent_line(
    left_out: dict[str, Any], tmp_path: Path
) -> None:
    said = concentrated(kind="public_fund", **left_out).run(tmp_path)
    assert said.result("mf-company-10") == "not_applicable"
    assert said.of("mf-security-10") == []


def test_cash_is_active_when_less_of_it_is_held_and_passive_when_the_fund_grew(tmp_path: Path) -> None:
    def cause(nets: tuple[int, int], cash: tuple[int, int]) -> str:
        books = Books().product(kind="public_fund", open="open").asset(kind="demand_deposit")
        for day, net, value in zip(DAYS, nets, cash, strict=False):
            books.nav(net, day=day).hold(value, value, day=day)
        (episode,) = books.run(tmp_path / f"{nets}{cash}").episodes
        return str(episode["cause"])

    assert cause((100, 100), (5, 4)) == "active"
    assert cause((100, 120), (5, 5)) == "passive"


def test_a_government_bond_counts_as_cash_up_to_the_same_day_of_next_year(tmp_path: Path) -> None:
    def said(day: date, matures: str) -> str:
        books = (
            Books().product(kind="public_fund", open="open").asset(kind="government_bond", matures=matures)
        )
        return books.nav(100, day=day).hold(6, day=day).run(tmp_path / f"{day}{matures}").result("mf-cash-5")

    assert said(date(2025, 3, 3), "2026-03-03") == "met"
    assert said(date(2025, 3, 3), "2026-03-04") == "unmet"
    assert said(date(2024, 2, 29), "2025-02-28") == "met"
    assert said(date(2024, 2, 29), "2025-03-01") == "unmet"
    assert said(date(2025, 3, 3), "") == "unknown"


def test_restricted_assets_follow_their_flag_then_their_kind_and_term(tmp_path: Path) -> None:
    def said(kind: str, **asset: Any) -> str:
        books = Books().product(kind="public_fund", open="open").asset(kind=kind, issuer="C", **asset)
        name = f"{kind}{asset}"
        return books.nav(100).hold(16).run(tmp_path / name).result("mf-illiquid-15")

    assert said("stock", illiquid=1) == "unmet"
    assert said("stock", illiquid=0) == "met"
    assert said("stock") == "unknown"
    assert said("abs") == "unmet"
    assert said("government_bond") == "met"
    assert said("term_deposit", matures="2025-03-14") == "met"
    assert said("term_deposit", matures="2025-03-17") == "unmet"  # 10个交易日以上
    assert said("term_deposit") == "unknown"


def test_remaining_days_need_a_maturity(tmp_path: Path) -> None:
    books = Books().product(kind="public_fund", class_="money").asset(kind="ncd").nav(100).hold(5)
    said = books.run(tmp_path)
    assert said.result("mm-wam") == said.result("mm-wal") == "unknown"
    assert "assets:2 matures" in said.of("mm-wam")[0]["message"]


def test_a_subscription_above_total_assets_shows_the_hedge_and_is_an_episode_of_its_day(
    tmp_path: Path,
) -> None:
    books = Books().product().asset(issue_size=1000).nav(100, total=120).hold(0)
    books.add("subscriptions", id="S1", product="P1", date=DAYS[0], asset="A1", amount=121, quantity=10)
    said = books.run(tmp_path)
    (finding,) = said.of("pm-subscription-amount")
    assert (finding["result"], finding["basis"], finding["limit"]) == ("unmet", "rule", "120")
    assert (finding["unit"], finding["subject"]) == ("CNY", {"table": "subscriptions", "id": "S1"})
    assert "原则上" in finding["message"]
    assert said.episodes[0].items() >= {"first_value": "121", "cause": "active", "days": 1}.items()
    assert said.result("pm-subscription-quantity") == "met"


def test_a_subscription_on_a_day_without_nav_is_undecided(tmp_path: Path) -> None:
    books = Books().product().asset().nav(100).hold(0)
    books.add("subscriptions", id="S1", product="P1", date=DAYS[1], asset="A1", amount=1, quantity=1)
    said = books.run(tmp_path)
    assert said.result("pm-subscription-amount") == "unknown"
    assert said.result("pm-subscription-quantity") == "unknown"


def test_days_without_positions_or_nav_are_said_and_never_judged(tmp_path: Path) -> None:
    books = concentrated().nav(100, day=DAYS[1]).hold(90, day=DAYS[2])
    said = books.run(tmp_path)
    assert [one["value"] for one in said.of("days-covered")] == ["1", "1"]
    assert [one["from"] for one in said.episodes] == [DAYS[0].isoformat()]


def test_a_product_without_any_position_is_unknown_where_positions_matter(tmp_path: Path) -> None:
    said = Books().product(kind="public_fund", open="open").nav(100).run(tmp_path)
    assert said.result("mf-cash-5") == "unknown"
    assert said.result("mf-leverage") == "met"
    assert said.status == 0
