"""The schemes once more, written straight from the contract's words, against the tool on random firms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.evaluation.judging import evaluate
from xianxing.toolbox.tables import Row

YEAR = 2025
Known = Mapping[tuple[str, int], Fraction]
MONEY = (
    "1000000", "3000000", "5000000", "12000000", "15000000", "20000000", "50000000", "60000000",
    "80000000", "100000000", "300000000", "320000000", "500000000",
)  # fmt: skip
DAYS = [date(2020, 3, 20), date(2021, 4, 16), date(2023, 1, 1), date(2024, 4, 29), date(2024, 4, 30),
        date(2026, 3, 31), date(2026, 4, 1), date(2027, 1, 1)]  # fmt: skip


def firm(random: Random) -> dict[tuple[str, int], Fraction]:
    """Every fact, often on a line or a step beside it."""
    found: dict[tuple[str, int], Fraction] = {}
    revenue = Fraction(random.choice(MONEY))
    for name, one in INDICATORS.items():
        for back in range(3):
            if one.form is IndicatorForm.FLAG:
                value = Fraction(random.random() < (0.9 if name.startswith("title") else 0.06))
            elif one.choices:
                value = Fraction(random.choice(one.choices))
            elif name == "market_share":
                value = random.choice([Fraction(1, 10), Fraction(99, 1000), Fraction(1, 5)])
            elif one.unit == "CNY":
                cents = Fraction(random.choice([0, 0, 1, -1]), 100)
                value = Fraction(random.choice(MONEY)) + cents
            elif "score" in name:
                value = Fraction(random.choice(["50", "60", "59.99", "80"]))
            else:
                value = Fraction(random.randint(int(one.low or 0), int(one.high or 12)))
            found[name, back] = value
    rates = [Fraction(4, 5), Fraction(1), Fraction(23, 20), Fraction(5, 4)]
    found["revenue", 2] = revenue
    found["revenue", 1] = revenue * random.choice(rates)
    found["revenue", 0] = revenue * random.choice([Fraction(36, 25), Fraction(25, 16), *rates])
    for back in range(3):
        parts = [Fraction(part, 100) for part in (50, 55, 70, 80, 90, 95)]
        found["main_revenue", back] = found["revenue", back] * random.choice(parts)
        spent = [Fraction(part, 1000) for part in (9, 10, 29, 30, 50, 80, 100)]
        found["rd_expense", back] = found["revenue", back] * random.choice(spent)
    found["total_liabilities", 0] = found["total_assets", 0] * Fraction(
        random.choice([50, 55, 75, 76, 80, 81]), 100
    )
    found["staff", 0] = Fraction(random.randint(1, 300))
    found["rd_staff", 0] = found["staff", 0] * Fraction(random.choice([4, 5, 10, 20]), 100)
    found["patents_core", 0] = Fraction(random.choice([0, 49, 50]))
    return found


def last(known: Known, name: str) -> Fraction:
    return known[name, 0]


def over(known: Known, name: str, years: int) -> Fraction:
    return sum((known[name, back] for back in range(years)), Fraction(0))


def star(known: Known, day: date) -> str:
    new = day >= date(2024, 4, 30)
    spent, sold = over(known, "rd_expense", 3), over(known, "revenue", 3)
    if last(known, "software"):
        rd = spent * 10 >= sold
    else:
        rd = spent * 20 >= sold or spent >= (80_000_000 if new else 60_000_000)
    staff = last(known, "rd_staff") * 10 >= last(known, "staff") or day < date(2021, 4, 16)
    patents = bool(last(known, "software")) or last(known, "patents_main") >= (7 if new else 5)
    rate = Fraction(5, 4) if new else Fraction(6, 5)
    growth = last(known, "revenue") >= known["revenue", 2] * rate**2 or last(known, "revenue") >= 300_000_000
    growth = growth or bool(last(known, "fifth_standard"))
    if day >= date(2021, 4, 16) and last(known, "barred"):
        return "unmet"
    if not (rd and staff and patents and growth) and last(known, "patents_core") < 50:
        claims = ("exc_leading", "exc_award", "exc_project", "exc_substitute")
        return "manual_review" if any(last(known, name) for name in claims) else "unmet"
    return "manual_review" if day >= date(2021, 4, 16) and last(known, "restricted") else "met"


def band(value: Fraction, bands: list[tuple[str, int]]) -> int:
    return next((points for line, points in bands if value >= Fraction(line)), 0)


def innovative(known: Known, day: date) -> str:
    if day < date(2022, 8, 1):
        return "not_applicable"
    ip = next(
        (
            points
            for name, points in (
                ("ip_class1_high", 20),
                ("ip_class1_own", 15),
                ("ip_class1", 10),
                ("ip_class2", 5),
            )
            if last(known, name) >= 1
        ),
        0,
    )
    rd = band(last(known, "rd_expense") / last(known, "revenue"),
              [("0.05", 20), ("0.03", 15), ("0.02", 10), ("0.01", 5)])  # fmt: skip
    growth = band(last(known, "main_revenue") / known["main_revenue", 1] - 1,
                  [("0.15", 20), ("0.1", 15), ("0.05", 10), ("0", 5)])  # fmt: skip
    owed = last(known, "total_liabilities") / last(known, "total_assets")
    debt = 10 if owed <= Fraction("0.55") else 5 if owed <= Fraction("0.75") else 0
    field = 10 if last(known, "strategic_field") else 5
    share = band(last(known, "main_revenue") / last(known, "revenue"),
                 [("0.7", 20), ("0.6", 15), ("0.55", 10), ("0.5", 5)])  # fmt: skip
    total = ip + rd + growth + debt + field + share
    if total >= 60 and ip + rd >= 20 and growth + debt >= 15 and field + share >= 15:
        return "met"
    bypass = last(known, "award_3y") or last(known, "high_tech_valid") or last(known, "rd_body") >= 3
    return "met" if bypass or over(known, "new_equity", 3) >= 5_000_000 else "unmet"


def srdi(known: Known, day: date, recheck: bool) -> str | None:
    if day < date(2026, 4, 1):
        return None
    scores = ["platform_score", *(["platform_score_previous"] if recheck else [])]
    items = [
        last(known, "title_innovative") == 1,
        last(known, "niche_years") >= 3,
        last(known, "revenue") >= 15_000_000 or over(known, "new_equity", 2) >= 20_000_000,
        last(known, "main_revenue") >= last(known, "revenue") * Fraction(8, 10),
        last(known, "total_liabilities") <= last(known, "total_assets") * Fraction(8, 10),
        all(
            known["rd_expense", b] >= max(Fraction(10**6), known["revenue", b] * Fraction(3, 100))
            for b in (0, 1)
        ),
        last(known, "ip_class1") >= 1
        or last(known, "provincial_award_top3") == 1
        or last(known, "rd_body") >= 3,
        any(last(known, name) >= 50 for name in scores),
        not any(last(known, name) for name in ("abnormal", "dishonest", "accident", "fraud")),
    ]
    return "manual_review" if all(items) else "unmet"


def little_giant(known: Known, day: date, recheck: bool) -> str:
    if day < date(2022, 8, 1):
        return "not_applicable"
    if day < date(2026, 4, 1):
        return "manual_review"
    scores = ["platform_score", *(["platform_score_previous"] if recheck else [])]
    flags = (
        "abnormal",
        "dishonest",
        "accident",
        "fraud",
        "champion",
        "controlled_by_giant",
        "same_product_group",
    )
    items = [
        last(known, "title_srdi") == 1,
        last(known, "niche_years") >= 3,
        last(known, "revenue") >= 50_000_000,
        last(known, "main_revenue") >= last(known, "revenue") * Fraction(9, 10),
        recheck or last(known, "revenue") >= known["revenue", 2] * Fraction(21, 20) ** 2,
        last(known, "total_liabilities") <= last(known, "total_assets") * Fraction(3, 4),
        over(known, "rd_expense", 2) >= 12_000_000,
        all(known["rd_expense", back] >= known["revenue", back] * Fraction(3, 100) for back in (0, 1)),
        last(known, "ip_class1_own") >= 4 or last(known, "national_award_top3") == 1,
        last(known, "market_share") >= Fraction(1, 10) or last(known, "domestic_rank") <= 3,
        any(last(known, name) >= 60 for name in scores),
        not any(last(known, name) for name in flags),
    ]
    if not all(items):
        return "unmet"
    return "met" if last(known, "key_link") else "manual_review"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_tool_says_what_the_words_say(day: date) -> None:
    random = Random(day.toordinal())
    seen: set[tuple[str, str]] = set()
    for _ in range(400):
        known, recheck = firm(random), random.random() < 0.3 and day.year != 2026
        facts = FirmFacts(Row("firms", 2), {}, YEAR, day, recheck, known)
        expected = {
            "star": star(known, day),
            "innovative": innovative(known, day),
            "srdi": srdi(known, day, recheck),
            "little_giant": little_giant(known, day, recheck),
        }
        for scheme, result in expected.items():
            if result is not None and not (scheme == "srdi" and day < date(2022, 8, 1)):
                found = evaluate(scheme, facts.afresh()).result.value
                assert (scheme, found) == (scheme, result), known
                seen.add((scheme, found))
    assert {("star", "met"), ("star", "unmet"), ("star", "manual_review")} <= seen
