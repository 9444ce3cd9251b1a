"""Write the packaged tables: `python -m xianxing.workdays.seed`.

Arranged years come from `chinesecalendar`, each under the State Council's notice named in `data/notices.toml`
where its number was verified; the estimate of later years from the statutory days of `holidays`. The product
never asks either package while it runs, so that an upgrade of one can't move a limit.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays
from chinese_calendar import constants

from xianxing.workdays.names import festivals
from xianxing.workdays.tables import YearTable, to_toml

DATA = Path(__file__).parent / "data"
LAST_ESTIMATED_YEAR = 2040
VICTORY_DAY = ("Anti-Fascist 70th Day", "抗战胜利70周年纪念日")


def main() -> int:
    """Write a table for each arranged year and one estimate for the years after; returns 0."""
    tables = arranged_years()
    for table in tables:
        (DATA / f"{table.year}.toml").write_text(to_toml(table), "utf-8")
    (DATA / "estimate.toml").write_text(estimate_toml(tables[-1].year + 1), "utf-8")
    sys.stdout.write(f"{len(tables)} years, {tables[0].year}–{tables[-1].year}\n")
    return 0


def arranged_years() -> list[YearTable]:
    """Every year that `chinesecalendar` knows, each day under the notice that arranged it."""
    notices = tomllib.loads((DATA / "notices.toml").read_text("utf-8"))
    seeded = f"chinesecalendar {version('chinesecalendar')}"
    chinese = {english: zh for zh, english in festivals().items()} | dict([VICTORY_DAY])
    years = sorted({day.year for day in constants.holidays})
    found: dict[int, tuple[dict[date, str], dict[date, str]]] = {year: ({}, {}) for year in years}
    for index, days in enumerate((constants.holidays, constants.workdays)):
        for day, name in days.items():
            found[_arranged_with(day, chinese[name])][index][day] = chinese[name]
    tables = []
    for year, (off, work) in found.items():
        notice = notices.get(str(year), {})
        source = notice.get("source", f"seeded from {seeded}")
        changed = tuple(notice.get("changed_by", ()))
        tables.append(YearTable(year, source, off, work, notice.get("issued"), changed, seeded))
    return tables


def estimate_toml(first_year: int) -> str:
    """The statutory days, with those in lieu of a weekend, from `first_year` to LAST_ESTIMATED_YEAR."""
    years = range(first_year, LAST_ESTIMATED_YEAR + 1)
    lines = [
        "# Years without a notice yet: statutory days off, some in lieu of a weekend; no make-up workdays.",
        "# Every answer that rests on this file is provisional.",
        "",
        f'source = "全国年节及纪念日放假办法（2024 年修订），holidays {version("holidays")} 推算"',
        "# Notices reached back as far as 29 December (of 2006, 2007, 2011, 2018): a day from here on isn't",
        "# settled until the next year's notice is out.",
        'unsettled_from = "12-29"',
    ]
    for day, label in sorted(holidays.country_holidays("CN", years=years, language="zh_CN").items()):
        name = label.split("; ")[-1]
        lines += ["", "[[day]]", f"date = {day.isoformat()}", f'name = "{name.split("（")[0]}"']
        if "补假" in name:
            lines.append("substitute = true")
    return "\n".join(lines) + "\n"


def _arranged_with(day: date, name: str) -> int:
    """The year whose notice names the day: New Year's Day reaches back into December."""
    return day.year + 1 if name == "元旦" and day.month == 12 else day.year


if __name__ == "__main__":
    sys.exit(main())
