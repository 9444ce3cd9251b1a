"""The shipped example: a fictional securities firm with its group, made anew from a seed on each call."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

SEED = 20250630
FIRM, BODY, PARENT = "F", "G", "P00"
FIRST_DAY, DAYS, TRADES = date(2024, 1, 2), 540, 2000
ENTITY_COLUMNS = (
    "id", "name", "kind", "born", "state_body", "capital", "address", "phone", "former_names",
)  # fmt: skip
TRADE_COLUMNS = (
    "id", "date", "counterparty", "kind", "amount", "target", "stake", "exemption", "approvals",
    "disclosed_on", "instrument", "price", "quantity", "unit",
)  # fmt: skip
TOML = """tool = "related-parties"
format = 1
as_of = 2025-06-30
title = "示例证券及其关联方（虚构）"
firm = "F"
firm_kind = "securities_firm"
boards = ["sse_main"]
price_tolerance = 0.01
"""
_FIRST = "远启明安和鼎泰华景瑞宏盛嘉德信诚通达金海天元恒丰永昌立新"
_SECOND = "山川石林湖野岭峰泽原洲桥舟帆桐松竹梅兰菊"
_TRADES_OF = ("实业", "投资", "科技", "贸易", "置业", "能源", "物流", "医药", "文化", "环保")
_SURNAMES = "甲乙丙丁戊己庚辛壬癸"
_GIVEN = "一二三四五六七八九十"

Rows = list[tuple[str, ...]]


class Builder:
    """Collects the rows of the example's tables."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - a fixed example, nothing secret
        self.entities: Rows = []
        self.holdings: Rows = []
        self.posts: Rows = []
        self.kin: Rows = []
        self.names: set[str] = set()

    def company(self, name: str, ending: str = "有限公司", *, kind: str = "company", body: str = "") -> str:
        """A company with a made-up name; gives its id."""
        said = self._name(ending)
        number = f"{len(self.entities):03d}"
        address = f"虚构市第{self.random.randrange(1, 60)}大街{self.random.randrange(1, 90)}号"
        capital = str(self.random.choice([5, 10, 50, 100, 500]) * 1_000_000)
        self.entities.append((name, said, kind, "", body, capital, address, f"000-0000{number}", ""))
        return name

    def person(self, name: str, born: str = "") -> str:
        """A person with a made-up name; gives the id."""
        letters = self.random.choice(_SURNAMES), self.random.choice(_GIVEN), self.random.choice(_GIVEN)
        said = "".join(letters)
        year = self.random.randrange(1958, 1992)
        day = born or f"{year}-{self.random.randrange(1, 13):02d}-{self.random.randrange(1, 28):02d}"
        self.entities.append((name, said, "person", "" if born == "–" else day, "", "", "", "", ""))
        return name

    def hold(self, holder: str, held: str, equity: str, *more: str) -> None:
        """A stake; `more` are votes, kind, true owner, from, to."""
        cells = (holder, held, equity, *more)
        self.holdings.append((*cells, *[""] * (8 - len(cells)), "虚构登记"))

    def post(self, person: str, entity: str, post: str, since: str = "", until: str = "") -> None:
        """A post over a stretch of days."""
        self.posts.append((person, entity, post, since, until, "虚构公告"))

    def _name(self, ending: str) -> str:
        while True:
            words = self.random.choice(_FIRST) + self.random.choice(_SECOND)
            said = f"{words}{self.random.choice(_TRADES_OF)}{ending}"
            if said not in self.names:
                self.names.add(said)
                return said


def files() -> Mapping[str, bytes]:
    """The example's files by name; the same bytes on each call."""
    build = Builder()
    parent_group, private_group, strangers = _group(build)
    _people(build)
    related = [*parent_group, *private_group, *(f"D{number:02d}" for number in range(1, 6)), "E03"]
    tables: dict[str, tuple[tuple[str, ...], Rows]] = {
        "entities": (ENTITY_COLUMNS, build.entities),
        "holdings": (
            ("holder", "held", "equity", "votes", "kind", "for", "from", "to", "source"),
            build.holdings,
        ),
        "posts": (("person", "entity", "post", "from", "to", "source"), build.posts),
        "kin": (("person", "relative", "relation"), build.kin),
        "concert": (("a", "b", "agreement", "from", "to"), [("H02", "H03", "虚构协议", "2023-05-01", "")]),
        "own_list": (("entity",), [(one,) for one in _own_list(build)]),
        "trades": (TRADE_COLUMNS, _trades(build, related, strangers)),
        "estimates": (("year", "controller", "kind", "amount", "approval"), _estimates()),
        "approvals": (("id", "body", "date"), _approvals()),
        "ballots": (("approval", "voter", "ballot"), _ballots()),
        "matters": (
            ("id", "date", "counterparties", "with_controlled"),
            [(f"M{place}", "2025-05-12", who, "1") for place, who in enumerate((PARENT, "X00", "S00"), 1)],
        ),
        "financials": (
            ("date", "net_assets", "total_assets", "market_cap"),
            [
                ("2023-12-31", "18600000000", "96000000000", "41000000000"),
                ("2024-12-31", "19800000000", "103000000000", "45000000000"),
            ],
        ),
        "prices": (("date", "instrument", "price", "source"), _prices()),
        "look_through": (
            ("method", "held", "owner"),
            [
                ("integrated", FIRM, ""), ("weakest_link", FIRM, BODY), ("majority_closure", FIRM, ""),
                ("voting_power", FIRM, ""), ("tax_step", FIRM, ""), ("beneficial_owner", "X01", ""),
            ],
        ),
    }  # fmt: skip
    written = {f"{name}.csv": _csv(columns, rows) for name, (columns, rows) in tables.items()}
    return {"tool.toml": TOML.encode(), **written}


def _group(build: Builder) -> tuple[list[str], list[str], list[str]]:
    """The firm, a parent group under a state body with loops, a private group with nominees, strangers."""
    build.entities.append((FIRM, "示例证券股份有限公司", "company", "", "", "3600000000", "", "", ""))
    build.entities.append((BODY, "虚构市国有资产监督管理委员会", "state_body", "", "", "", "", "", ""))
    build.company(PARENT, "控股集团有限公司", body=BODY)
    build.hold(BODY, PARENT, "1")
    parents = [PARENT, *(build.company(f"P{number:02d}") for number in range(1, 61))]
    for place, one in enumerate(parents[1:], 1):
        above = parents[build.random.randrange(0, min(place, 12))]
        build.hold(above, one, build.random.choice(["0.51", "0.6", "0.75", "0.9"]))
    for one, other in (("P05", "P06"), ("P06", "P07"), ("P07", "P05"), ("P20", "P21"), ("P21", "P20")):
        build.hold(one, other, "0.08")  # loops
    build.hold(PARENT, FIRM, "0.34")
    build.hold("P01", FIRM, "0.18")
    private = [build.company("X00"), *(build.company(f"X{number:02d}") for number in range(1, 26))]
    for place, one in enumerate(private[1:], 1):
        build.hold(
            private[build.random.randrange(0, min(place, 6))], one, build.random.choice(["0.55", "0.7"])
        )
    build.person("E03", "1966-03-09")
    build.hold("E03", "X00", "0.7")
    build.hold("X00", FIRM, "0.06")
    for number in range(1, 4):  # stakes in other names
        nominee = build.person(f"N{number:02d}")
        build.hold(
            nominee, FIRM, "0.01", "", "nominee", "E03", "2022-03-01", "" if number < 3 else "2024-12-31"
        )
    for number in range(1, 9):
        holder = build.company(f"H{number:02d}")
        build.hold(holder, FIRM, "0.015")
    for number in range(1, 8):
        build.hold(FIRM, build.company(f"F{number:02d}"), "0.3" if number > 4 else "1")
    strangers = [build.company(f"S{number:02d}") for number in range(50)]
    for number in range(8):
        build.hold(BODY, build.company(f"B{number:02d}", body=BODY), "0.9")
    return parents, private, [*strangers, *(f"B{number:02d}" for number in range(8))]


def _people(build: Builder) -> None:
    """Directors, supervisors, executives with their history, their families and where else they lead."""
    for number in range(1, 17):
        one = build.person(f"D{number:02d}")
        independent = number in (8, 9, 10, 15)
        since = "2025-09-01" if number == 16 else ("2021-06-01", "2024-06-01")[number > 11]
        until = {7: "2024-09-30", 10: "2024-05-31", 11: "2024-05-31"}.get(number, "")
        build.post(one, FIRM, "independent_director" if independent else "director", since, until)
        if number in (1, 2, 3):
            build.post(one, PARENT, "nominated_by", since, until)
        spouse = build.person(f"W{number:02d}")
        build.kin.append((one, spouse, "spouse"))
        child = build.person(
            f"C{number:02d}", "–" if number == 4 else f"{1996 + number}-07-0{1 + number % 9}"
        )
        build.kin.append((one, child, "child"))
        led = build.company(f"L{number:02d}")
        build.post(one, led, "independent_director" if independent else "director", "2022-01-01")
        if number % 3 == 0:
            build.hold(spouse, build.company(f"K{number:02d}"), "0.8")
    build.post("D01", FIRM, "chairman", "2021-06-01")
    build.post("D01", PARENT, "executive", "2020-01-01")
    build.post("D02", PARENT, "chairman", "2020-01-01")
    build.post("D03", "P01", "employee", "2020-01-01")
    for number in range(1, 6):
        build.post(build.person(f"Y{number:02d}"), FIRM, "supervisor", "2021-06-01", "2025-05-31")
        build.post(build.person(f"Q{number:02d}"), FIRM, "executive", "2021-06-01")
        build.post(build.person(f"O{number:02d}"), PARENT, "director", "2020-01-01")
    build.post("Q01", FIRM, "general_manager", "2023-01-01")


def _own_list(build: Builder) -> Iterable[str]:
    """The firm's list: most of the group, some families forgotten, two companies that were sold."""
    kept = ("P", "X", "D", "W", "Q", "O", "L", "H", "E", "G")
    forgotten = {"P33", "P47", "X19", "W05", "L12", "D07", "D10", "D11"}
    listed = (row[0] for row in build.entities if row[0][0] in kept)
    return [one for one in listed if one not in forgotten] + ["S03", "S17"]


def _trades(build: Builder, related: list[str], strangers: list[str]) -> Rows:
    """The ledger: daily trades for the most part, with cases planted among them."""
    rows: Rows = []
    usual = ("service", "lease", "brokerage", "bond", "repo", "deposit", "product")
    for number in range(1, TRADES + 1 - len(_PLANTED)):
        day = FIRST_DAY + timedelta(build.random.randrange(DAYS))
        known = build.random.random() < 0.6
        who = build.random.choice(related if known else strangers)
        kind = build.random.choice(usual)
        amount = (
            build.random.randrange(1, 40) * 1000 if who[0] in "DE" else build.random.randrange(2, 300) * 1000
        )
        priced = kind == "bond" and number % 3 == 0
        price = f"{100 + build.random.randrange(-60, 61) / 100:.2f}" if priced else ""
        rows.append(
            (f"T{number:04d}", day.isoformat(), who, kind, str(amount), "", "", "", "", "",
             "BOND1" if priced else "", price, "", "")
        )  # fmt: skip
    rows.extend((*row, *[""] * (len(TRADE_COLUMNS) - len(row))) for row in _PLANTED)
    return sorted(rows, key=lambda row: (row[1], row[0]))


# id, date, counterparty, kind, amount, target, stake, exemption, approvals, disclosed_on, instrument, price
_PLANTED: tuple[tuple[str, ...], ...] = (
    ("Z01", "2024-09-02", "P33", "asset", "120000000", "虚构大厦", "", "", "V1;V2", "2024-09-03"),
    ("Z02", "2024-11-04", "P12", "asset", "1200000000", "虚构园区", "", "", "V3;V4;V5", "2024-11-05"),
    ("Z03", "2025-01-06", "X00", "financial_assistance", "5000000"),
    ("Z04", "2025-01-07", "P01", "guarantee", "10000000"),
    ("Z05", "2025-02-10", "H04", "financial_assistance", "3000000"),
    ("Z06", "2025-02-11", "X00", "margin_business", "8000000"),
    ("Z07", "2025-03-03", "D05", "product", "300000"),
    ("Z08", "2025-03-04", "W06", "product", "299999.99"),
    ("Z09", "2025-03-05", "C04", "service", "400000"),
    ("Z10", "2025-03-06", "X03", "asset", "99000000", "虚构矿权"),
    ("Z11", "2025-03-07", "X05", "asset", "1000000", "虚构矿权"),
    ("Z12", "2025-03-10", "B03", "asset", "500000000", "虚构仓库"),
    ("Z13", "2025-04-07", "P02", "underwriting", "90000000", "", "", "underwriting"),
    ("Z14", "2025-04-08", "P03", "asset", "150000000", "虚构厂房", "", "", "V6", "2025-04-15"),
    ("Z15", "2025-04-09", "F06", "financial_assistance", "2000000"),
    ("Z16", "2025-05-06", "P04", "bond", "5000000", "", "", "", "", "", "BOND1", "103.50"),
)


def _estimates() -> Rows:
    kinds = ("service", "lease", "brokerage", "bond", "repo", "deposit", "product")
    rows: Rows = []
    for year in ("2024", "2025"):
        rows += [(year, PARENT, kind, "60000000", f"E{year}") for kind in kinds]
        rows += [(year, "E03", kind, "15000000", f"E{year}") for kind in kinds[:5]]
    return rows


def _approvals() -> Rows:
    return [
        ("E2024", "shareholders", "2024-01-01"), ("E2025", "shareholders", "2024-12-27"),
        ("V1", "board", "2024-08-30"), ("V2", "independent_directors", "2024-08-29"),
        ("V3", "board", "2024-10-30"), ("V4", "shareholders", "2024-11-01"),
        ("V5", "independent_directors", "2024-10-29"), ("V6", "board", "2025-04-07"),
    ]  # fmt: skip


def _ballots() -> Rows:
    """Three votes of the board: as it should be, with one who should have stayed out, and with too few."""
    seats = [f"D{number:02d}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 12, 13, 14, 15)]
    rows = [("V1", one, "recused" if one in ("D01", "D02", "D03") else "for") for one in seats]
    rows += [("V3", one, "recused" if one in ("D01", "D02") else "for") for one in seats]
    rows += [("V6", one, "recused" if one in ("D01", "D02", "D03") else "for") for one in seats[:7]]
    return [*rows, ("V4", PARENT, "recused"), ("V4", "P01", "for"), ("V4", "X00", "for")]


def _prices() -> Rows:
    days = (FIRST_DAY + timedelta(number) for number in range(DAYS))
    return [(day.isoformat(), "BOND1", "100", "虚构估值") for day in days]


def _csv(columns: tuple[str, ...], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
