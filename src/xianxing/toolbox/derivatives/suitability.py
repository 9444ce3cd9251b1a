"""Who may be the counterparty of an option or a swap: each line of the text, shown one by one.

Options: the notice of 2018; swaps: the rules of 2021-12-03. A professional institution passes. What the data
don't say is unknown, unless another line isn't reached anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law import Result
from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.book import Book, Trade, amount, traded
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.packs import Packs
from xianxing.toolbox.tables import Row

LEGAL_PERSON = ("net_assets", "financial_assets", "experience_years")
MANAGER = ("manager_aum", "manager_years", "product_size")
TOP = ("top_financial_assets", "top_years")
RESTS_ON = ("counterparties", "trades", "underlyings")


@dataclass(frozen=True)
class SuitabilityLine:
    """One line of a rule: its column, whether it is reached (None: not said), and in words."""

    column: str
    reached: bool | None
    words: str


@dataclass(frozen=True)
class Suitability:
    """One rule for one counterparty, with its lines."""

    counterparty: Row
    rule: str
    key: str
    lines: tuple[SuitabilityLine, ...]
    trades: tuple[Trade, ...]

    @property
    def result(self) -> Result:
        """Not reached beats not said; all reached is met."""
        reached = [line.reached for line in self.lines]
        if False in reached:
            return Result.UNMET
        return Result.UNKNOWN if None in reached else Result.MET

    def as_json(self) -> JSON:
        """The row of `results.suitability`."""
        failed: list[JSON] = [line.column for line in self.lines if line.reached is False]
        name = self.counterparty.text("id")
        return {"counterparty": name, "rule": self.rule, "result": self.result.value, "failed": failed}

    def as_finding(self, packs: Packs) -> ToolFinding:
        """The finding, with every line that isn't reached or not said."""
        open_lines = [line.words for line in self.lines if line.reached is not True]
        words = gettext("{name}: {lines}")
        said = "；".join(open_lines) or gettext("every line of the rule is reached")
        return ToolFinding(
            self.rule,
            packs.on(self.key, self.trades[0].day),
            self.result,
            ToolBasis.RULE,
            ("counterparties", self.counterparty.text("id")),
            words.format(name=self.counterparty.text("id"), lines=said),
            day=self.trades[0].day,
            evidence=(self.counterparty, *traded(self.trades)),
            rests_on=RESTS_ON,
        )


def judge_suitability(book: Book, packs: Packs) -> Iterator[Suitability]:
    """Each counterparty of options by its kind, and each product that swaps; by the first trade's day."""
    for name, row in sorted(book.counterparties.items()):
        options = _in_force(book.of(name, "option"), "person", packs)
        if options:
            yield _options(row, options, book, packs)
        swaps = _in_force(book.of(name, "swap"), "swap.structured", packs)
        if swaps and row.text("kind") == "product":
            lines = (_plain_product(row), *_top(row, "swap.top_share", swaps[0].day, packs, only_kind=True))
            yield Suitability(row, "dv-swap-structured", "swap.structured", lines, swaps)


def _in_force(trades: Sequence[Trade], key: str, packs: Packs) -> tuple[Trade, ...]:
    return tuple(sorted((one for one in trades if packs.find(key, one.day)), key=lambda one: one.day))


def _options(row: Row, trades: tuple[Trade, ...], book: Book, packs: Packs) -> Suitability:
    kind, day = row.text("kind"), trades[0].day
    if kind == "person":
        line = SuitabilityLine("kind", False, gettext("a natural person is no counterparty of options"))
        return Suitability(row, "dv-person", "person", (line,), trades)
    if kind == "legal_person":
        lines = tuple(_line(row, column, f"legal_person.{column}", day, packs) for column in LEGAL_PERSON)
        return Suitability(row, "dv-legal-person", "legal_person.net_assets", lines, trades)
    if kind == "professional":
        line = SuitabilityLine("kind", True, "")
        return Suitability(row, "dv-product", "product.manager_aum", (line,), trades)
    lines = (
        *(_line(row, column, f"product.{column}", day, packs) for column in MANAGER),
        _plain_product(row),
        _exposure(row, trades, book, packs),
        *_top(row, "top.share", day, packs, only_kind=False),
    )
    return Suitability(row, "dv-product", "product.manager_aum", lines, trades)


def _line(row: Row, column: str, key: str, day: date, packs: Packs) -> SuitabilityLine:
    pack, value = packs.on(key, day), row.number(column)
    if value is None:
        words = gettext("{column} isn't given: fill it in")
        return SuitabilityLine(column, None, words.format(column=column))
    words = gettext("{column} {value}, the line is {comparator} {limit}")
    said = words.format(
        column=column, value=plain(value), comparator=pack.comparator, limit=plain(pack.threshold or 0)
    )
    return SuitabilityLine(column, pack.holds(value), said)


def _plain_product(row: Row) -> SuitabilityLine:
    structured = row.flag("structured")
    if structured is None:
        return SuitabilityLine(
            "structured", None, gettext("{column} isn't given: fill it in").format(column="structured")
        )
    return SuitabilityLine(
        "structured", not structured, gettext("the product is structured (structured = 1)")
    )


def _exposure(row: Row, trades: tuple[Trade, ...], book: Book, packs: Packs) -> SuitabilityLine:
    """Premium and initial margin of the options that run, against the product's size."""
    size, pack = row.number("product_size"), packs.on("product.exposure", book.as_of)
    if size is None:
        return SuitabilityLine(
            "exposure", None, gettext("{column} isn't given: fill it in").format(column="product_size")
        )
    live = [trade for trade in trades if trade.is_live(book.as_of)]
    paid = sum((amount(one.row, "premium") + amount(one.row, "initial_margin") for one in live), Fraction(0))
    limit = Fraction(pack.threshold or 0) * Fraction(size)
    silent = [one.row.text("uti") for one in live if not _says_what_was_paid(one.row)]
    if silent and paid <= limit:
        words = gettext("neither premium nor initial_margin is given for {trades}: fill them in")
        return SuitabilityLine("exposure", None, words.format(trades=", ".join(silent[:5])))
    words = gettext("premium and margin of live options {value}, at most {limit}")
    return SuitabilityLine("exposure", paid <= limit, words.format(value=plain(paid), limit=plain(limit)))


def _says_what_was_paid(row: Row) -> bool:
    """An option has a premium, a margin, or both; of one with neither cell nothing is known."""
    return row.number("premium") is not None or row.number("initial_margin") is not None


def _top(row: Row, key: str, day: date, packs: Packs, *, only_kind: bool) -> Iterator[SuitabilityLine]:
    """Who holds more than the line of a product must be a professional, for options with means and years."""
    share, pack = row.number("top_share"), packs.on(key, day)
    if share is None:
        yield SuitabilityLine(
            "top_share", None, gettext("{column} isn't given: fill it in").format(column="top_share")
        )
        return
    if not pack.holds(share):
        return
    professional = row.flag("top_professional")
    words = gettext("holds {share} of the product, more than {limit}, and isn't said to be a professional")
    said = words.format(share=plain(share), limit=plain(pack.threshold or 0))
    yield SuitabilityLine("top_professional", professional, said)
    if not only_kind:
        yield from (_line(row, column, f"top.{column}", day, packs) for column in TOP)
