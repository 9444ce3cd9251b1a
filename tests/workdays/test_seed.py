"""The packaged tables are what the seed writes."""

from __future__ import annotations

from importlib.resources import files

from xianxing.workdays import seed
from xianxing.workdays.package_tables import estimate
from xianxing.workdays.tables import to_toml

DATA = files("xianxing.workdays").joinpath("data")


def test_the_packaged_years_are_what_the_seed_writes() -> None:
    tables = seed.arranged_years()
    assert [table.year for table in tables] == list(range(2004, 2027))
    for table in tables:
        assert DATA.joinpath(f"{table.year}.toml").read_text("utf-8") == to_toml(table)


def test_from_2008_the_days_off_are_paid_for_by_make_up_days_and_statutory_days() -> None:
    statutory = dict.fromkeys(range(2008, 2025), 11) | {2025: 13, 2026: 13}
    statutory[2015] += 1  # 3 September, once
    statutory[2020] += 2  # 31 January, and Saturday 1 February no longer worked
    for table in seed.arranged_years():
        if table.year >= 2008:
            off = sum(1 for day in table.off if day.weekday() < 5)
            assert off - len(table.work) == statutory[table.year], table.year


def test_the_estimate_has_all_thirteen_statutory_days_every_year() -> None:
    found = estimate()
    assert (found.first_year, found.last_year) == (2027, 2040)
    for year in range(2027, 2041):
        whole = [day for day in found.days if day.year == year and day not in found.substitutes]
        assert len(whole) in (12, 13), year  # twelve where 中秋节 falls on 国庆节
