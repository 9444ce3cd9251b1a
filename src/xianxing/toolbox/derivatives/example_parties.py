"""The example's counterparties, dealers' net capital and long–short books, all fictional."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Cells = Sequence[object]
PROFESSIONALS, FIRMS, FUNDS, STOCKS = 14, 16, 24, 25
BOOKS: list[Cells] = [("LS-A", "0.86"), ("LS-B", "0.78"), ("LS-C", "")]
MONTHS = tuple(f"2026-{month:02}" for month in range(4, 13))


def counterparties() -> dict[str, Cells]:
    """Rows of `counterparties` by id: those that trade by chance end in a number, the others are cases."""
    rows = [
        *(_professional(f"PROF{place:02}") for place in range(1, PROFESSIONALS + 1)),
        *(_firm(f"FIRM{place:02}") for place in range(1, FIRMS + 1)),
        *(_fund(f"FUND{place:02}") for place in range(1, FUNDS + 1)),
        *(_professional(name) for name in ("D1", "D2", "D3")),
        _professional("CASE-OWNER", stocks="STOCK-Z;STOCK-K"),
        ("PERSON-1", "person", 60_000_000, 30_000_000, 8, *[""] * 9),
        _firm("FIRM-SMALL", net_assets="49999999.99"),
        _firm("FIRM-NEW", years=""),
        _firm("FIRM-SHORT"),
        _firm("FIRM-METAL"),
        _fund("FUND-PAID", size=50_000_000),
        _fund("FUND-LAYERS", structured=1, share="0.35"),
    ]
    return {str(row[0]): row for row in rows}


def _professional(name: str, *, stocks: str = "") -> Cells:
    return (name, "professional", *[""] * 11, stocks)


def _firm(name: str, *, net_assets: str = "80000000", years: str = "5") -> Cells:
    return (name, "legal_person", net_assets, 30_000_000, years, *[""] * 9)


def _fund(name: str, *, size: int = 900_000_000, structured: int = 0, share: str = "0.15") -> Cells:
    return (name, "product", "", "", "", 2_000_000_000, 6, structured, size, share, "", "", "", "")


def capital(dealers: Sequence[str]) -> list[Cells]:
    """Net capital by month: the second dealer's is too low in September, the third's July is missing."""
    return [
        (dealer, month, _net_capital(dealer, month))
        for dealer in dealers
        for month in MONTHS
        if (dealer, month) != ("D3", "2026-07")
    ]


def _net_capital(dealer: str, month: str) -> int:
    base = {"D1": 900_000_000, "D2": 520_000_000}.get(dealer, 500_000_000)
    return base - 30_000_000 if (dealer, month) == ("D2", "2026-09") else base


def long_short() -> list[Cells]:
    """Three books alike but for their correlation: it reaches the line, misses it, isn't given."""
    return list(_sides())


def _sides() -> Iterator[Cells]:
    for place, (book, _correlation) in enumerate(BOOKS):
        for number in range(STOCKS):
            yield book, f"PROF{place + 4:02}", "long", f"L{number:02}", 440_000
            yield book, f"PROF{place + 4:02}", "short", f"S{number:02}", 400_000
