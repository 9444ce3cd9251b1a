"""The shipped example: three fictional dealers, 3,000 live trades on four underlyings that fell.

Everything is made from one seed. Each rule meets a case that was planted for it, under a name that says so.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from xianxing.toolbox.derivatives.example_parties import BOOKS, capital, counterparties, long_short
from xianxing.toolbox.derivatives.example_risk import crif, netting_sets, notes
from xianxing.workdays.calendar import Calendar

SEED, AS_OF, DAYS, LIVE, ENDED = 20_261_230, date(2026, 12, 30), 60, 3000, 60
DEALERS = ("D1", "D2", "D3")
# start price, mean turnover a day, weight among trades, margin a yuan of notional
MARKET = {
    "INDEX-W": (7000.0, 900_000, 10, Decimal("0.12")),
    "INDEX-X": (6200.0, 500_000, 6, Decimal("0.5")),
    "SECTOR-Y": (4100.0, 260_000, 3, Decimal(1)),
    "STOCK-Z": (88.0, 9_000_000, 1, Decimal(1)),
}
Cells = Sequence[object]
Barriers = tuple[object, object, object]
NO_BARRIERS: Barriers = ("", "", "")
HEADERS = {
    "trades": "uti,kind,structure,trade_date,effective,matures,notional,underlying,counterparty,dealer,"
    "agreement,premium,initial_margin,ki_barrier,ko_barrier,knocked_in,ended,book,reported_at",
    "counterparties": "id,kind,net_assets,financial_assets,experience_years,manager_aum,manager_years,"
    "structured,product_size,top_share,top_professional,top_financial_assets,top_years,stocks",
    "underlyings": "id,kind,in_margin_list,has_future,exchange_margin_rate,price,adv20",
    "posted": "counterparty,amount",
    "long_short": "book,counterparty,side,stock,notional",
    "books": "book,correlation",
    "dealer_capital": "dealer,month,net_capital",
    "hedges": "underlying,shock,delta_now,delta_shocked,participation",
}  # fmt: skip
HEAD = f"""tool = "derivatives"
format = 1
as_of = {AS_OF}
title = "三家虚构交易商，标的连跌六十个交易日"
seed = 1
dealer = "D3"
dealer_kind = "securities_firm"
tier = 2

[wall]
step = 100
from = 2500
to = 6000

[pricing]
engine = "pde"

[simm]
version = "2.6"
"""
# id, kind, underlying, counterparty, dealer, notional, premium
PLANTED = (
    ("CASE-OWN", "option", "STOCK-Z", "CASE-OWNER", "D1", 10_000_000, 400_000),
    ("CASE-PERSON", "option", "INDEX-W", "PERSON-1", "D1", 1_000_000, 40_000),
    ("CASE-SMALL", "option", "INDEX-W", "FIRM-SMALL", "D2", 10_000_000, 400_000),
    ("CASE-NEW", "option", "INDEX-X", "FIRM-NEW", "D2", 10_000_000, 400_000),
    ("CASE-PAID", "option", "INDEX-W", "FUND-PAID", "D1", 90_000_000, 15_000_001),
    ("CASE-LAYERS", "swap", "INDEX-X", "FUND-LAYERS", "D2", 10_000_000, ""),
    ("CASE-OFF-LIST", "option", "STOCK-OFF", "PROF01", "D3", 10_000_000, 400_000),
    ("CASE-PRIVATE", "swap", "FUND-PRIVATE", "PROF02", "D1", 10_000_000, ""),
    ("CASE-SHORT", "swap", "STOCK-Z", "FIRM-SHORT", "D1", 10_000_000, ""),
    ("CASE-METAL", "swap", "METAL", "FIRM-METAL", "D2", 10_000_000, ""),
    ("CASE-RING-1", "option", "INDEX-X", "D2", "D1", 30_000_000, 600_000),
    ("CASE-RING-2", "option", "INDEX-X", "D3", "D2", 30_000_000, 600_000),
    ("CASE-RING-3", "option", "INDEX-X", "D1", "D3", 30_000_000, 600_000),
)


def example_files() -> dict[str, bytes]:
    """`tool.toml` and the tables: the same bytes each time."""
    market = _Market()
    tables: dict[str, tuple[str, Sequence[Cells]]] = {
        name: (HEADERS[name], rows) for name, rows in market.tables().items()
    }
    tables |= {**notes(market.paths["INDEX-W"][-1]), **netting_sets(), **crif(SEED)}
    files = {f"{name}.csv": _csv(header, rows) for name, (header, rows) in tables.items()}
    return {"tool.toml": HEAD.encode(), **files}


class _Market:
    """Sixty trading days of four prices, and what was traded on the way down."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311
        self.days = _trading_days()
        self.paths = {name: self._path(start) for name, (start, *_rest) in MARKET.items()}
        self.parties = counterparties()
        self.usual = [name for name in self.parties if name[-2:].isdigit()]
        self.rows: list[Cells] = []
        self.needed: dict[str, Decimal] = defaultdict(Decimal)

    def tables(self) -> dict[str, Sequence[Cells]]:
        """Every table of the book."""
        for place in range(LIVE + ENDED):
            self._trade(place)
        self._plant()
        return {
            "trades": self.rows, "counterparties": list(self.parties.values()),
            "underlyings": self._underlyings(), "posted": list(self._posted()), "long_short": long_short(),
            "books": BOOKS, "dealer_capital": capital(DEALERS), "hedges": list(self._hedges()),
        }  # fmt: skip

    def _path(self, start: float) -> list[float]:
        path = [start]
        while len(path) < DAYS:
            path.append(round(path[-1] * (1 - 0.0045 + self.random.gauss(0, 0.011)), 2))
        return path

    def _trade(self, place: int) -> None:
        chosen, day = self.random, self.random.randrange(DAYS - 2)
        name = chosen.choices(tuple(MARKET), [weight for _s, _t, weight, _m in MARKET.values()])[0]
        structure = chosen.choices(("snowball", "vanilla", "barrier", "linear"), (5, 3, 1, 3))[0]
        party, notional = chosen.choice(self.usual), chosen.randrange(10, 200) * 100_000
        kind = {"snowball": "note", "linear": "swap"}.get(structure, "option")
        if kind == "swap" and place < LIVE:
            self.needed[party] += notional * MARKET[name][3]
        barriers = NO_BARRIERS
        if structure == "snowball":
            start = self.paths[name][day]
            low = round(start * chosen.choice((0.7, 0.75, 0.78, 0.8)), 2)
            barriers = (low, round(start * 1.03, 2), int(min(self.paths[name][day:]) < low))
        self._add(
            f"T{place + 1:05}", kind, structure, day, notional, name, party, DEALERS[place % 3],
            notional // 50 if kind == "option" else "", barriers=barriers, ended=place >= LIVE,
        )  # fmt: skip

    def _add(
        self, uti: str, kind: str, structure: str, day: int, notional: int, name: str, party: str,
        dealer: str, premium: object, *, barriers: Barriers = NO_BARRIERS, ended: bool = False,
        book: str = "", later: int = 1,
    ) -> None:  # fmt: skip
        traded, reported = self.days[day], self.days[min(day + later, DAYS - 1)]
        matures = traded + timedelta(days=self.random.choice((182, 273, 365)))
        self.rows.append((
            uti, kind, structure, traded, traded, matures, notional, name, party, dealer,
            f"MA-{dealer}-{party}", premium, "", *barriers, int(ended), book, reported,
        ))  # fmt: skip

    def _plant(self) -> None:
        late = DAYS - 8
        for uti, kind, name, party, dealer, notional, premium in PLANTED:
            structure = "linear" if kind == "swap" else "vanilla"
            self._add(uti, kind, structure, late, notional, name, party, dealer, premium)
        self._add("CASE-HELD", "option", "vanilla", 5, 5_000_000, "STOCK-Z", "CASE-OWNER", "D2", 200_000)
        self._add(
            "CASE-LATE", "option", "vanilla", 20, 5_000_000, "INDEX-W", "PROF03", "D2", 100_000, later=9
        )
        for place, (book, _correlation) in enumerate(BOOKS):
            party = f"PROF{place + 4:02}"
            self._add(
                f"CASE-{book}", "swap", "linear", 12, 1_000_000, "STOCK-Z", party, "D1", "", book=str(book)
            )

    def _underlyings(self) -> list[Cells]:
        price = {name: path[-1] for name, path in self.paths.items()}
        turnover = {name: many for name, (_start, many, *_rest) in MARKET.items()}
        return [
            ("INDEX-W", "broad_index", "", 1, "0.12", price["INDEX-W"], turnover["INDEX-W"]),
            ("INDEX-X", "broad_index", "", 0, "", price["INDEX-X"], turnover["INDEX-X"]),
            ("SECTOR-Y", "narrow_index", "", 0, "", price["SECTOR-Y"], turnover["SECTOR-Y"]),
            ("STOCK-Z", "stock", 1, 0, "", price["STOCK-Z"], turnover["STOCK-Z"]),
            ("STOCK-OFF", "stock", 0, 0, "", 12, 300_000),
            ("FUND-PRIVATE", "private_product", "", 0, "", 1, ""),
            ("METAL", "commodity", "", 1, "", 410, 50_000),
        ]

    def _posted(self) -> Iterator[Cells]:
        """What is needed and a little; one counterparty is short by a million, others by nothing."""
        for name in sorted(self.usual):
            books = Decimal(60_000_000) if name in ("PROF04", "PROF05", "PROF06") else Decimal(0)
            extra = Decimal(10_000_000) if name == "PROF02" else Decimal(0)
            half = ((self.needed[name] + books + extra) / 2).to_integral_value()
            yield name, half + 1
            yield name, half + 1
        yield "FUND-LAYERS", 5_000_000
        yield "FIRM-SHORT", 9_000_000

    def _hedges(self) -> Iterator[Cells]:
        """Deltas of all dealers' hedges as the market falls on: they buy first, then sell in haste."""
        shape = (("-0.02", "1.03"), ("-0.05", "0.96"), ("-0.08", "0.7"), ("-0.1", "0.44"), ("-0.15", "0.2"))
        for name, path in self.paths.items():
            notional = sum(int(str(row[6])) for row in self.rows if row[7] == name and row[2] == "snowball")
            delta = Decimal(int(notional * 0.8 / path[-1]))
            for shock, part in (*shape, ("0.05", "0.9")):
                yield name, shock, delta, (delta * Decimal(part)).to_integral_value(), "0.1"


def _trading_days() -> list[date]:
    calendar, day, days = Calendar.load(), AS_OF, [AS_OF]
    while len(days) < DAYS:
        day -= timedelta(days=1)
        if calendar.is_trading_day(day):
            days.append(day)
    return days[::-1]


def _csv(header: str, rows: Sequence[Cells]) -> bytes:
    return "".join([f"{header}\n", *(",".join(map(str, row)) + "\n" for row in rows)]).encode()
