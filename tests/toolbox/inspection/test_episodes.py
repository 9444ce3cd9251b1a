"""Days in a row on which a line is broken: the contract's worked example, cause, growth, cure, end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.toolbox.inspection.books import DAYS, Books

SIZE = 10_000_000_000


def worked() -> Books:
    """The contract's example: 2,000,000 shares at 24 m, net assets that fall to 90 m on one day."""
    books = Books().product(open="open").asset(issue_size=SIZE, tradable_shares=SIZE)
    for day, net in zip(DAYS, (100, 100, 90, 100), strict=False):
        books.nav(net * 1_000_000, day=day).hold(24_000_000, 2_000_000, day=day)
    return books


def course(
    values: tuple[int, ...], quantities: tuple[int, ...] | None = None, rule: str = "pm-same-asset-plan"
) -> Books:
    """One asset of one product, its value in hundredths of net assets day by day."""
    kind = "public_fund" if rule.startswith("mf-") else "collective"
    books = Books().product(kind=kind).asset(issuer="C1", issue_size=SIZE, tradable_shares=SIZE)
    for place, value in enumerate(values):
        quantity = quantities[place] if quantities else 1
        books.nav(100, day=DAYS[place]).hold(value, quantity, day=DAYS[place])
    return books


def test_the_worked_example_gives_its_one_episode(tmp_path: Path) -> None:
    said = worked().run(tmp_path)
    (episode,) = said.episodes
    assert episode.items() >= {
        "rule": "pm-same-asset-plan", "product": "P1", "asset": "A1", "from": "2025-03-05",
        "to": "2025-03-05", "days": 1, "first_value": "0.266666666667", "worst": "0.266666666667",
        "limit": "0.25", "cause": "passive", "increased_on": None, "cure_by": None, "status": "cured",
        "first_value_exact": "4/15",
    }.items()  # fmt: skip
    assert said.status == 1
    assert said.plain["results"]["days"] == {"checked": 4, "products": 1}


def test_its_finding_rests_on_rows_and_says_what_would_change_it(tmp_path: Path) -> None:
    (finding,) = worked().run(tmp_path).of("pm-same-asset-plan")
    assert finding["result"] == "unmet"
    assert finding["subject"] == {"table": "products", "id": "P1"}
    assert finding["evidence"] == [
        {"table": "positions", "line": 4}, {"table": "nav", "line": 4}, {"table": "products", "line": 2},
    ]  # fmt: skip
    assert "22,500,000" in finding["message"]


def test_a_first_day_above_the_line_is_active(tmp_path: Path) -> None:
    (episode,) = course((26, 20)).run(tmp_path).episodes
    assert (episode["cause"], episode["status"]) == ("active", "cured")


def test_a_quantity_that_grew_on_the_first_day_makes_it_active(tmp_path: Path) -> None:
    (episode,) = course((24, 26), (5, 6)).run(tmp_path).episodes
    assert episode["cause"] == "active"


def test_a_quantity_that_fell_on_the_first_day_makes_it_passive(tmp_path: Path) -> None:
    (episode,) = course((24, 26), (5, 4)).run(tmp_path).episodes
    assert episode["cause"] == "passive"


def test_growth_before_the_cure_is_named_with_its_first_day(tmp_path: Path) -> None:
    (episode,) = course((24, 26, 26, 27, 28), (5, 5, 5, 6, 7)).run(tmp_path).episodes
    assert episode["increased_on"] == DAYS[3].isoformat()
    assert episode["worst"] == "0.28"
    assert episode["status"] == "open"


def test_a_day_within_the_line_parts_two_episodes(tmp_path: Path) -> None:
    first, second = course((26, 25, 26)).run(tmp_path).episodes
    assert (first["status"], second["status"]) == ("cured", "open")


def test_a_day_on_which_the_asset_is_not_held_parts_them_too(tmp_path: Path) -> None:
    books = course((26,))
    books.asset("A2", "demand_deposit").nav(100, day=DAYS[1]).hold(1, asset="A2", day=DAYS[1])
    books.nav(100, day=DAYS[2]).hold(26, day=DAYS[2])
    first, second = books.run(tmp_path).episodes
    assert (first["status"], second["cause"]) == ("cured", "active")


def test_a_passive_one_is_to_be_cured_by_the_tenth_trading_day(tmp_path: Path) -> None:
    (episode,) = course((9, 11, 9), rule="mf-company-10").run(tmp_path).episodes
    assert episode["rule"] == "mf-company-10"
    assert episode["cure_by"] == "2025-03-18"  # the tenth trading day after 4 March
    assert episode["status"] == "cured"


def test_an_active_one_has_no_day_to_cure_by(tmp_path: Path) -> None:
    (episode,) = course((11, 9), rule="mf-company-10").run(tmp_path).episodes
    assert (episode["cause"], episode["cure_by"]) == ("active", None)


def test_kept_on_the_day_to_cure_by_is_in_time(tmp_path: Path) -> None:
    (episode,) = course((9, *[11] * 10, 9), rule="mf-company-10").run(tmp_path).episodes
    assert episode["to"] == DAYS[10].isoformat()
    assert (episode["cure_by"], episode["status"]) == (DAYS[11].isoformat(), "cured")


def test_broken_as_the_day_to_cure_by_ends_is_late(tmp_path: Path) -> None:
    (episode,) = course((9, *[11] * 11, 9), rule="mf-company-10").run(tmp_path).episodes
    assert (episode["to"], episode["status"]) == (DAYS[11].isoformat(), "late")


def test_data_that_end_before_the_day_to_cure_by_leave_it_open(tmp_path: Path) -> None:
    (episode,) = course((9, *[11] * 10), rule="mf-company-10").run(tmp_path).episodes
    assert episode["status"] == "open"


def test_the_days_to_cure_skip_holidays_and_make_up_days(tmp_path: Path) -> None:
    books = Books().product(kind="public_fund").asset(issuer="C1", issue_size=SIZE, tradable_shares=SIZE)
    for day, value in ((date(2025, 1, 24), 9), (date(2025, 1, 27), 11), (date(2025, 2, 5), 9)):
        books.nav(100, day=day).hold(value, day=day)
    (episode,) = books.run(tmp_path).episodes
    # closed 28 January to 4 February; Saturday 8 February is a make-up workday, not a trading day
    assert episode["cure_by"] == "2025-02-18"


def test_a_year_without_calendar_gives_no_day_and_says_so(tmp_path: Path) -> None:
    books = Books().product(kind="public_fund").asset(issuer="C1", issue_size=SIZE, tradable_shares=SIZE)
    for day, value in ((date(2097, 3, 4), 9), (date(2097, 3, 5), 11), (date(2097, 3, 6), 9)):
        books.nav(100, day=day).hold(value, day=day)
    said = books.run(tmp_path)
    (episode,) = said.episodes
    assert (episode["cure_by"], episode["status"]) == (None, "cured")
    assert "交易日历" in said.of("mf-company-10")[0]["message"]


def test_only_days_of_the_period_are_judged_but_the_day_before_it_tells_the_cause(tmp_path: Path) -> None:
    books = course((24, 26, 26, 20), (5, 5, 5, 5))
    books.head += f"from = {DAYS[1]}\nto = {DAYS[2]}\n"
    said = books.run(tmp_path)
    (episode,) = said.episodes
    assert (episode["from"], episode["to"]) == (DAYS[1].isoformat(), DAYS[2].isoformat())
    assert (episode["cause"], episode["status"]) == ("passive", "open")
    assert said.plain["results"]["days"]["checked"] == 2


def test_a_day_without_positions_leaves_the_end_open(tmp_path: Path) -> None:
    books = course((24, 26)).nav(100, day=DAYS[2])
    said = books.run(tmp_path)
    (episode,) = said.episodes
    assert episode["status"] == "open"
