"""The shipped example: forty firms that don't exist, an eight-sector table, and who supplies whom.

Everything comes from one seed. The first firms are planted, each for one thing to see; the docs list them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

SEED, FIRMS, LAST_YEAR = 20260630, 40, 2025
YEARS = (LAST_YEAR - 2, LAST_YEAR - 1, LAST_YEAR)
Facts = dict[tuple[str, str], str]

TOML = f"""tool = "evaluation"
format = 1
as_of = 2026-06-30
title = "四十家企业的评价（虚构示例）"
schemes = ["star", "innovative", "srdi", "little_giant"]
last_year = {LAST_YEAR}
seed = 1

[chain]
directed = true
"""
# sector, GB/T 4754 code, class of size, word in the names of its firms
SECTORS = (
    ("materials", "2651", "industry", "新材料"),
    ("machinery", "3421", "industry", "精密机械"),
    ("electronics", "3973", "industry", "电子"),
    ("software", "6513", "software", "软件"),
    ("medicine", "2761", "industry", "生物医药"),
    ("energy", "4415", "other", "能源"),
    ("wholesale", "5179", "wholesale", "供应链"),
    ("transport", "5437", "transport", "物流"),
)
WORDS = (
    "启明", "长风", "云岭", "青禾", "金石", "远帆", "晨曦", "北辰", "汇川", "立信",
    "安澜", "景行", "博闻", "思远", "恒毅", "同舟", "明德", "清源", "致远", "嘉禾",
)  # fmt: skip
FLAGS = (
    "software", "fifth_standard", "strategic_field", "barred", "restricted", "exc_leading", "exc_award",
    "exc_project", "exc_substitute", "award_3y", "high_tech_valid", "title_innovative", "title_srdi",
    "abnormal", "dishonest", "accident", "fraud", "champion", "controlled_by_giant", "same_product_group",
    "key_link", "national_award_top3", "award_top3", "award_top5", "provincial_award_top3", "maker_top500",
    "maker_top50",
)  # fmt: skip
LIKELY = {"strategic_field": 0.6, "high_tech_valid": 0.3, "title_innovative": 0.7, "title_srdi": 0.5,
          "key_link": 0.6}  # fmt: skip


def example_files() -> Mapping[str, bytes]:
    """Every file of the folder by its name."""
    random = Random(SEED)  # noqa: S311 — an example, no secret
    firms = [_firm(number, random) for number in range(1, FIRMS + 1)]
    facts = [row for number in range(1, FIRMS + 1) for row in _facts(number, random)]
    return {
        "tool.toml": TOML.encode(),
        "firms.csv": _csv(
            ("id", "name", "uscc", "industry", "size_class", "application", "applied_on"), firms
        ),
        "facts.csv": _csv(
            ("firm", "indicator", "period", "value", "unit", "source", "observed_on", "confidence"), facts
        ),
        "flows.csv": _csv(("from", "to", "value"), _flows()),
        "outputs.csv": _csv(("sector", "output", "final_demand"), _outputs()),
        "shocks.csv": _csv(
            ("scenario", "sector", "change"),
            [("exports fall", "electronics", "-2000000000"), ("exports fall", "machinery", "-500000000")],
        ),
        "links.csv": _csv(("supplier", "buyer", "value"), _links(random)),
    }


def _id(number: int) -> str:
    return f"E{number:02}"


def _firm(number: int, random: Random) -> tuple[str, ...]:
    _sector, industry, size_class, word = SECTORS[number % len(SECTORS)]
    name = f"{WORDS[number % len(WORDS)]}{word}（虚构）{'一' if number <= len(WORDS) else '二'}号公司"
    application = "recheck" if number in (9, 10) else "first"
    applied = {10: "2026-05-20", 11: "2026-03-31", 12: "2026-04-01"}.get(number, "")
    if not applied and random.random() < 0.3:
        applied = f"2026-0{random.randint(4, 6)}-{random.randint(1, 28):02}"
    return (_id(number), name, "", industry, size_class, application, applied)


def _facts(number: int, random: Random) -> Iterator[tuple[str, ...]]:
    stated = _ordinary(number, random) | _planted(number)
    sources = ("audit report", "application form", "register extract")
    for (indicator, period), value in stated.items():
        if value == "":
            continue
        source = sources[0] if len(period) == 4 and indicator not in FLAGS else random.choice(sources[1:])
        yield (_id(number), indicator, period, value, "", source, "2026-03-15", "0.9")
    if number == 5:
        yield (_id(number), "patents_main", str(LAST_YEAR), "5", "", "patent office", "2026-03-20", "1")


def _ordinary(number: int, random: Random) -> Facts:
    """A firm of the kind that such lists hold: some way from some line."""
    last = str(LAST_YEAR)
    revenue = random.randint(12, 600) * 1_000_000
    growth, intensity = random.uniform(0.95, 1.35), random.uniform(0.015, 0.12)
    found: Facts = {}
    for back, year in enumerate(reversed(YEARS)):
        turnover = round(revenue / growth**back, -4)
        found["revenue", str(year)] = f"{turnover:.0f}"
        found["main_revenue", str(year)] = f"{round(turnover * random.uniform(0.75, 0.99), -4):.0f}"
        found["rd_expense", str(year)] = f"{round(turnover * intensity, -4):.0f}"
        found["new_equity", str(year)] = str(random.choice((0, 0, 0, 3, 8, 25)) * 1_000_000)
    staff = max(8, revenue // random.randint(500_000, 1_500_000))
    assets = round(revenue * random.uniform(0.7, 2.0), -4)
    found |= {
        ("staff", last): str(staff),
        ("rd_staff", last): str(round(staff * random.uniform(0.05, 0.4))),
        ("total_assets", last): f"{assets:.0f}",
        ("total_liabilities", last): f"{round(assets * random.uniform(0.2, 0.85), -4):.0f}",
        ("net_profit", last): f"{round(revenue * random.uniform(-0.03, 0.18), -4):.0f}",
        ("patents_main", last): str(random.randint(0, 14)),
        ("patents_core", last): str(random.randint(0, 30)),
        ("niche_years", last): str(random.randint(1, 15)),
        ("market_share", last): f"{random.uniform(0.01, 0.25):.3f}",
        ("domestic_rank", last): str(random.randint(1, 20)),
        ("platform_score", last): f"{random.uniform(35, 85):.1f}",
        ("digital_level", last): str(random.randint(1, 4)),
        ("quality_points", last): str(random.randint(1, 5)),
        ("local_points", last): str(random.randint(4, 15)),
        ("field_points", last): random.choice(("0", "3", "5")),
        ("rd_body", last): str(random.randint(0, 4)),
    }
    owned = random.randint(0, 9)
    found |= {
        ("ip_class1_high", last): str(random.choice((0, 0, 1))),
        ("ip_class1_own", last): str(owned),
        ("ip_class1", last): str(owned + random.randint(0, 3)),
        ("ip_class2", last): str(random.randint(0, 12)),
    }
    sector = SECTORS[number % len(SECTORS)][0]
    for flag in FLAGS:
        held = random.random() < LIKELY.get(flag, 0.02)
        found[flag, last] = str(int(sector == "software" if flag == "software" else held))
    for flag in ("barred", "restricted"):
        found[flag, last] = "0"
    if random.random() < 0.3:  # something is always missing somewhere
        found[random.choice([key for key in found if key[1] == last])] = ""
    return found


def _star(last: str, middle: str, first: str) -> Facts:
    years = [str(year) for year in YEARS]
    return {
        **dict(zip([("revenue", year) for year in years], (first, middle, last), strict=True)),
        **{
            ("main_revenue", year): str(int(value) * 92 // 100)
            for year, value in zip(years, (first, middle, last), strict=True)
        },
        **{("rd_expense", year): "30000000" for year in years},
        ("staff", years[2]): "400", ("rd_staff", years[2]): "60", ("patents_main", years[2]): "9",
        **{(flag, years[2]): "0" for flag in FLAGS},
        ("patents_core", years[2]): "12",
    }  # fmt: skip


def _planted(number: int) -> Facts:
    """What the first firms are there to show."""
    last = str(LAST_YEAR)
    passing = _star("500000000", "400000000", "320000000")  # exactly 25 % a year
    planted: dict[int, Facts] = {
        1: passing,  # meets every item of 科创属性, growth on its line
        # a cent below eighty million, and below 5 %
        2: _star("800000000", "700000000", "600000000") | {("rd_expense", last): "19999999.99"},
        3: passing | {("staff", last): ""},  # a missing fact: unknown
        4: passing | {("rd_expense", last): "0", ("patents_core", last): "50"},  # passes by fifty patents
        5: passing | {("patents_main", last): "9"},  # two sources differ: a person looks
        6: passing | {("barred", last): "1", ("patents_core", last): "90"},  # barred, exceptions don't help
        7: passing | {("rd_expense", last): "0", ("exc_award", last): "1"},  # an exception claimed
        8: passing | {("fifth_standard", last): "1", ("revenue", last): "90000000"},  # no growth is asked
        9: {},  # a recheck of 2026: by the rules of 2022, a person looks
        # a recheck, by the score of either year
        10: {("platform_score", last): "40", ("platform_score_previous", last): "71"},
        11: {("niche_years", last): "1"},  # a day before April 2026: the entry isn't confirmed
        12: {("title_innovative", last): "1", ("niche_years", last): "3"},  # the first day of the new rules
    }
    return planted.get(number, {})


def _flows() -> Iterator[tuple[str, ...]]:
    """Deliveries in yuan: each buyer's inputs by shares of its output."""
    shares = (
        (0.18, 0.22, 0.16, 0.01, 0.12, 0.05, 0.02, 0.02),
        (0.04, 0.20, 0.06, 0.01, 0.03, 0.10, 0.01, 0.06),
        (0.02, 0.09, 0.30, 0.08, 0.02, 0.04, 0.02, 0.03),
        (0.01, 0.02, 0.04, 0.12, 0.02, 0.02, 0.03, 0.03),
        (0.01, 0.00, 0.00, 0.00, 0.14, 0.00, 0.01, 0.00),
        (0.12, 0.06, 0.04, 0.03, 0.05, 0.22, 0.04, 0.15),
        (0.05, 0.06, 0.06, 0.03, 0.07, 0.03, 0.03, 0.04),
        (0.04, 0.04, 0.03, 0.02, 0.03, 0.05, 0.14, 0.10),
    )
    outputs = _output_by_sector()
    for seller, row in zip(outputs, shares, strict=True):
        for buyer, share in zip(outputs, row, strict=True):
            if share:
                yield seller, buyer, str(round(share * 100) * outputs[buyer] // 100)


def _output_by_sector() -> dict[str, int]:
    billions = (42, 36, 58, 21, 24, 33, 27, 19)
    return {sector[0]: amount * 1_000_000_000 for sector, amount in zip(SECTORS, billions, strict=True)}


def _outputs() -> Iterator[tuple[str, ...]]:
    """Each sector's output, and what is left of it for final demand."""
    sold = dict.fromkeys(_output_by_sector(), 0)
    for seller, _buyer, value in _flows():
        sold[seller] += int(value)
    for sector, output in _output_by_sector().items():
        yield sector, str(output), str(output - sold[sector])


def _links(random: Random) -> Iterator[tuple[str, ...]]:
    """Two or three suppliers a firm, sometimes only one."""
    for buyer in range(1, FIRMS + 1):
        others = [number for number in range(1, FIRMS + 1) if number != buyer]
        for supplier in sorted(random.sample(others, random.choice((1, 2, 3, 3)))):
            yield _id(supplier), _id(buyer), str(random.randint(5, 400) * 100_000)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
