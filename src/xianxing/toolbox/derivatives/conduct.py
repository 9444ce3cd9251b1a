"""Who may trade what: net capital, own shares, margin list, tier 2, underlyings of swaps; late reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, partial
from itertools import groupby

from xianxing.i18n import gettext
from xianxing.law import Result
from xianxing.toolbox.derivatives.book import Book, Trade, rows_of, traded
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.packs import Packs
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import CalendarError

TRADES = ("trades", "counterparties", "underlyings")
NOT_FOR_SWAPS = ("private_product", "otc_derivative")


def judge_conduct(book: Book, inputs: Inputs, packs: Packs) -> Iterator[ToolFinding]:
    """Every finding of these rules."""
    yield from _net_capital(book, inputs, packs)
    yield from _own_shares(book, packs)
    yield from _margin_list(book, packs)
    yield from _tier_two(book, inputs, packs)
    yield from _swap_underlyings(book, packs)
    yield from _late(book, packs)


def _net_capital(book: Book, inputs: Inputs, packs: Packs) -> Iterator[ToolFinding]:
    """Net capital in each of the six months before a trade's: a finding a dealer and month of trades."""
    months = {(row.text("dealer"), row.text("month")): row for row in inputs.rows("dealer_capital")}

    def month_of(trade: Trade) -> tuple[str, str]:
        return trade.row.text("dealer"), trade.day.isoformat()[:7]

    for (dealer, month), group in groupby(sorted(book.trades, key=month_of), month_of):
        trades = sorted(group, key=lambda one: one.day)
        late = [trade for trade in trades if packs.find("net_capital", trade.day)]
        if not late:
            yield _not_yet("dv-net-capital", "net_capital", ("dealer_capital", dealer), trades, packs)
            continue
        pack = packs.on("net_capital", late[0].day)
        wanted = list(_months_before(month, int(packs.on("net_capital.months", late[0].day).threshold or 0)))
        rows = [months.get((dealer, one)) for one in wanted]
        missing = [one for one, row in zip(wanted, rows, strict=True) if row is None]
        there = [row for row in rows if row is not None]
        below = [row for row in there if not pack.holds(row.number("net_capital") or 0)]
        lowest = min((row.number("net_capital") or 0 for row in there), default=None)
        if below:
            words = gettext("{dealer}: net capital below the line in {months}")
            said = words.format(dealer=dealer, months=", ".join(row.text("month") for row in below))
            result = Result.UNMET
        elif missing:
            words = gettext("{dealer}: net capital of {months} isn't given: fill in dealer_capital")
            said = words.format(dealer=dealer, months=", ".join(missing))
            result = Result.UNKNOWN
        else:
            words = gettext("{dealer}: net capital reached the line in each of the six months before {month}")
            said, result = words.format(dealer=dealer, month=month), Result.MET
        yield ToolFinding(
            "dv-net-capital", pack, result, ToolBasis.RULE, ("dealer_capital", dealer), said, day=late[0].day,
            value=None if lowest is None else plain(lowest), evidence=(*there, *traded(tuple(late))),
            rests_on=("trades", "dealer_capital"),
        )  # fmt: skip


def _months_before(month: str, count: int) -> Iterator[str]:
    year, number = map(int, month.split("-"))
    for _ in range(count):
        year, number = (year - 1, 12) if number == 1 else (year, number - 1)
        yield f"{year}-{number:02}"


def _own_shares(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    for name, trades in _by(book, lambda one: one.row.text("counterparty")):
        counted = [trade for trade in trades if packs.find("own_shares", trade.day)]
        if not counted:
            yield _not_yet("dv-own-shares", "own_shares", ("counterparties", name), trades, packs)
            continue
        own = [one for one in counted if one.row.text("underlying") in one.counterparty.names("stocks")]
        for trade in own:
            words = gettext("{uti}: {underlying} is a listed share of {name} or its concert parties")
            said = words.format(uti=trade.row.text("uti"), underlying=trade.row.text("underlying"), name=name)
            yield _of_trade("dv-own-shares", "own_shares", trade, Result.UNMET, said, packs)
        if not own:
            words = gettext("{name}: no trade on its own shares among {count}")
            yield ToolFinding(
                "dv-own-shares", packs.on("own_shares", counted[0].day), Result.MET, ToolBasis.RULE,
                ("counterparties", name), words.format(name=name, count=len(counted)), day=counted[0].day,
                evidence=rows_of(counted[0].counterparty), rests_on=TRADES,
            )  # fmt: skip


def _margin_list(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    options = [one for one in book.trades if one.kind == "option" and one.on_a_stock]
    for trade in options:
        pack = packs.find("margin_list", trade.day)
        listed = trade.underlying.flag("in_margin_list")
        if pack is None or listed:
            continue
        words = gettext(
            "{uti}: {underlying} isn't on the margin list; a person looks at the list of that day"
        )
        if listed is None:
            words = gettext("{uti}: fill in_margin_list in for {underlying}")
        said = words.format(uti=trade.row.text("uti"), underlying=trade.row.text("underlying"))
        result = Result.UNKNOWN if listed is None else Result.MANUAL_REVIEW
        yield _of_trade("dv-margin-list", "margin_list", trade, result, said, packs)
    counted = [one for one in options if packs.find("margin_list", one.day)]
    if counted and all(one.underlying.flag("in_margin_list") for one in counted):
        words = gettext("all {count} options on single stocks are on stocks of the margin list")
        yield ToolFinding(
            "dv-margin-list", packs.on("margin_list", counted[0].day), Result.MET, ToolBasis.RULE,
            ("trades", ""), words.format(count=len(counted)), evidence=traded(tuple(counted)),
            rests_on=TRADES,
        )  # fmt: skip


def _tier_two(book: Book, inputs: Inputs, packs: Packs) -> Iterator[ToolFinding]:
    if inputs.number("tier") != 2:
        return
    dealer = inputs.word("dealer")
    options = [one for one in book.trades if one.kind == "option" and one.on_a_stock]
    for trade in options:
        if packs.find("tier2", trade.day) and dealer in ("", trade.row.text("dealer")):
            words = gettext(
                "{uti}: a tier 2 dealer hedges single-stock options with tier 1 only; see its hedges"
            )
            said = words.format(uti=trade.row.text("uti"))
            yield _of_trade("dv-tier2", "tier2", trade, Result.MANUAL_REVIEW, said, packs)


def _swap_underlyings(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    swaps = [one for one in book.trades if one.kind == "swap" and packs.find("swap.underlying", one.day)]
    barred = [one for one in swaps if one.underlying.text("kind") in NOT_FOR_SWAPS]
    for trade in barred:
        words = gettext("{uti}: {underlying} is of the kind {kind}, on which no swap may be written")
        kind = trade.underlying.text("kind")
        said = words.format(uti=trade.row.text("uti"), underlying=trade.row.text("underlying"), kind=kind)
        yield _of_trade("dv-swap-underlying", "swap.underlying", trade, Result.UNMET, said, packs)
    unsaid = [one for one in swaps if not one.underlying.table]
    for trade in unsaid:
        words = gettext("{uti}: the kind of {underlying} isn't given: fill in underlyings")
        said = words.format(uti=trade.row.text("uti"), underlying=trade.row.text("underlying"))
        yield _of_trade("dv-swap-underlying", "swap.underlying", trade, Result.UNKNOWN, said, packs)
    if swaps and not barred and not unsaid:
        words = gettext("none of {count} swaps is on a private product or an OTC derivative")
        yield ToolFinding(
            "dv-swap-underlying", packs.on("swap.underlying", swaps[0].day), Result.MET, ToolBasis.RULE,
            ("trades", ""), words.format(count=len(swaps)), evidence=traded(tuple(swaps)), rests_on=TRADES,
        )  # fmt: skip


def _late(book: Book, packs: Packs) -> Iterator[ToolFinding]:
    """Reported after the next trading day; practice, so a person looks at it. In time once a dealer."""
    due_on = cache(partial(_trading_day, Calendar.load()))
    in_time: dict[str, list[Trade]] = defaultdict(list)
    for trade in book.trades:
        pack, reported = packs.find("report_days", trade.day), trade.row.day("reported_at")
        if pack is None or reported is None:
            continue
        uti, due = trade.row.text("uti"), due_on(trade.day, int(pack.threshold or 0))
        if due is None:
            words = gettext("{uti}: the trading calendar doesn't reach {day}; a person says when it was due")
            said, result = words.format(uti=uti, day=trade.day), Result.UNKNOWN
        elif reported > due:
            words = gettext("{uti}: reported on {day}, due on {due}")
            said, result = words.format(uti=uti, day=reported, due=due), Result.MANUAL_REVIEW
        else:
            in_time[trade.row.text("dealer")].append(trade)
            continue
        yield _of_trade("dv-late", "report_days", trade, result, said, packs, practice=True)
    for dealer, trades in sorted(in_time.items()):
        words = gettext("{dealer}: {count} trades were reported in time")
        yield ToolFinding(
            "dv-late", packs.on("report_days", trades[0].day), Result.MET, ToolBasis.PRACTICE,
            ("trades", dealer), words.format(dealer=dealer, count=len(trades)),
            evidence=traded(tuple(trades)), rests_on=TRADES,
        )  # fmt: skip


def _trading_day(calendar: Calendar, day: date, count: int) -> date | None:
    """The count-th trading day after a day; None where the calendar doesn't reach."""
    try:
        while count:
            day += timedelta(days=1)
            count -= bool(calendar.is_trading_day(day))
    except (CalendarError, OverflowError):
        return None
    return day


def _of_trade(
    rule: str, key: str, trade: Trade, result: Result, words: str, packs: Packs, *, practice: bool = False
) -> ToolFinding:
    return ToolFinding(
        rule, packs.on(key, trade.day), result, ToolBasis.PRACTICE if practice else ToolBasis.RULE,
        ("trades", trade.row.text("uti")), words, day=trade.day,
        evidence=rows_of(trade.row, trade.counterparty, trade.underlying), rests_on=TRADES,
    )  # fmt: skip


def _not_yet(rule: str, key: str, subject: tuple[str, str], trades: list[Trade], packs: Packs) -> ToolFinding:
    first = min(pack.effective_from for pack in packs.all if pack.key == key)
    pack = packs.on(key, first)
    words = gettext("{name}: the rule counts from {day}; every trade is earlier")
    return ToolFinding(
        rule, pack, Result.NOT_APPLICABLE, ToolBasis.RULE, subject, words.format(name=subject[1], day=first),
        day=trades[0].day, evidence=traded(tuple(trades)), rests_on=TRADES,
    )  # fmt: skip


def _by(book: Book, key: Callable[[Trade], str]) -> Iterator[tuple[str, list[Trade]]]:
    for name, group in groupby(sorted(book.trades, key=key), key):
        yield name, list(group)
