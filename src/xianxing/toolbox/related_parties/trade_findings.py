"""What is found about each trade: its level against the line, and what was disclosed and approved of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.ledger import JudgedTrade
from xianxing.toolbox.related_parties.levels import (
    BOARD,
    MANUAL_REVIEW,
    NONE,
    NOT_RELATED,
    SHAREHOLDERS,
    UNKNOWN,
    FirmLines,
    LevelLine,
)
from xianxing.toolbox.related_parties.parties import GROUP_TABLES
from xianxing.toolbox.related_parties.prohibited import GUARANTEE, Ban
from xianxing.toolbox.related_parties.register import distinct
from xianxing.toolbox.related_parties.rules import rule
from xianxing.toolbox.related_parties.steps import way
from xianxing.toolbox.related_parties.words import named
from xianxing.toolbox.tables import Row
from xianxing.workdays import Calendar, UnknownYearError

INDEPENDENT = "independent_directors"
LEDGER_TABLES = (*GROUP_TABLES, "trades", "estimates", "approvals", "financials")
OPEN = (NONE, NOT_RELATED)


@dataclass
class TradeFindings:
    """Findings over judged trades; `lines` are the firm's."""

    lines: FirmLines

    def __post_init__(self) -> None:
        self._calendar = Calendar.packaged()

    def of(self, trade: JudgedTrade) -> Iterator[ToolFinding]:
        """Every finding of a trade; of one with somebody unrelated only what bars it."""
        for ban in trade.bans:
            yield self._ban(trade, ban)
        if trade.level.name == NOT_RELATED:
            return
        yield self._level(trade)
        if trade.level.name not in OPEN:
            yield self._disclosure(trade)
            yield from self._approvals(trade)

    def _level(self, trade: JudgedTrade) -> ToolFinding:
        name, line = trade.level.name, trade.level.line
        result = Result.MET
        if name == UNKNOWN:
            result, words = Result.UNKNOWN, _what_is_missing(trade)
        elif name == MANUAL_REVIEW:
            result, words = Result.MANUAL_REVIEW, _why_a_person_looks(trade)
        elif trade.is_covered:
            words = gettext(
                "an approved estimate of the year covers the trade; only an excess would be levelled"
            )
        elif name == NONE and not trade.rest:
            result = Result.NOT_APPLICABLE
            words = gettext("nothing of the trade is the firm's: its stake in who traded is zero")
        elif line is None and name == NONE:
            result = Result.NOT_APPLICABLE
            words = gettext(
                "the firm is on no board and names no lines of its own: no line to hold the trade to"
            )
        elif line is None:
            words = gettext(
                "a trade of this kind with a related party goes to the shareholders at any amount"
            )
        else:
            words = _compared(line, trade)
        if trade.row.text("exemption") and result is Result.MET:
            result = Result.MANUAL_REVIEW
            words = _claimed(trade, words)
        return self._finding(trade, "rp-level", result, words, line)

    def _disclosure(self, trade: JudgedTrade) -> ToolFinding:
        disclosed, line = trade.row.day("disclosed_on"), trade.level.line
        if disclosed is None:
            words = gettext("{line}; no disclosed_on: with a day of disclosure it is met")
            said = words.format(line=_reached(trade))
            return self._due(trade, "rp-disclosure", said, line, _pack_of(trade))
        last = self._last_day(trade.day)
        if last is None or disclosed > last:
            words = gettext(
                "disclosed on {day}, later than two trading days after the trade ({last}): that limit isn't "
                "confirmed, a person looks at it"
            )
            said = words.format(day=disclosed, last=last or gettext("no calendar of that year"))
            pack = rule("disclosure_days", trade.day)
            return self._finding(trade, "rp-disclosure", Result.MANUAL_REVIEW, said, None, pack)
        words = gettext("{line}; disclosed on {day}")
        said = words.format(line=_reached(trade), day=disclosed)
        return self._finding(trade, "rp-disclosure", Result.MET, said, line, _pack_of(trade))

    def _approvals(self, trade: JudgedTrade) -> Iterator[ToolFinding]:
        name, line, pack = trade.level.name, trade.level.line, _pack_of(trade)
        body = name if name in (BOARD, SHAREHOLDERS) else BOARD
        given = _approval(trade, body, trade.day)
        if given is not None:
            words = gettext("{line}; approved by {body} on {day}")
            said = words.format(line=_reached(trade), body=named(body), day=given.day("date"))
            yield self._finding(trade, "rp-approval", Result.MET, said, line, pack, (given,))
        elif body == BOARD and _approval(trade, SHAREHOLDERS, trade.day) is not None:
            words = gettext(
                "{line}; approved by the shareholders, no approval by the board: see whether it voted"
            )
            said = words.format(line=_reached(trade))
            yield self._finding(trade, "rp-approval", Result.MANUAL_REVIEW, said, line, pack)
        else:
            words = gettext("{line}; no approval by {body} on or before {day}: with one it is met")
            said = words.format(line=_reached(trade), body=named(body), day=trade.day)
            yield self._due(trade, "rp-approval", said, line, pack)
        independent = rule("independent_approval", trade.day)
        if independent is not None and self.lines.is_listed:
            yield self._independent(trade, given, independent)

    def _independent(self, trade: JudgedTrade, given: Row | None, pack: RulePack) -> ToolFinding:
        """The independent directors' approval, which comes before the board's, or with it."""
        last = (given.day("date") if given else None) or trade.day
        approved = _approval(trade, INDEPENDENT, last)
        if approved is not None:
            words = gettext("approved by the independent directors on {day}")
            said = words.format(day=approved.day("date"))
            return self._finding(trade, "rp-approval", Result.MET, said, None, pack, (approved,))
        words = gettext("no approval by the independent directors on or before {day}: with one it is met")
        return self._due(trade, "rp-approval", words.format(day=last), None, pack)

    def _ban(self, trade: JudgedTrade, ban: Ban) -> ToolFinding:
        kind = trade.row.text("kind")
        words = {
            Result.UNMET: gettext(
                "{kind} for {entity}, which the rule bars ({path}): without that tie it is met"
            ),
            Result.MET: gettext("{kind} for {entity} ({path}): the rule doesn't bar it"),
            Result.UNKNOWN: gettext("{kind} for {entity}: whether it is related can't be told ({path})"),
        }.get(ban.result)
        if words is None:
            words = gettext(
                "{kind} for {entity} ({path}), an associate that the controller's side doesn't control: see "
                "whether every holder gave in proportion, and on the same terms"
            )
        entity, path = trade.row.text("counterparty"), way(ban.tie.path) if ban.tie else ""
        said = words.format(kind=named(kind), entity=entity, path=path)
        rows = ban.tie.rows if ban.tie else ()
        return self._finding(trade, "rp-prohibited", ban.result, said, None, ban.pack, rows)

    def _due(
        self, trade: JudgedTrade, name: str, message: str, line: LevelLine | None, pack: RulePack | None
    ) -> ToolFinding:
        """What wasn't done, unless the level isn't sure or an exemption is claimed."""
        result = {UNKNOWN: Result.UNKNOWN, MANUAL_REVIEW: Result.MANUAL_REVIEW}.get(
            trade.level.name, Result.UNMET
        )
        if result is Result.UNKNOWN:
            message = _what_is_missing(trade)
        elif trade.row.text("exemption"):
            result, message = Result.MANUAL_REVIEW, _claimed(trade, message)
        return self._finding(trade, name, result, message, line, pack)

    def _finding(
        self,
        trade: JudgedTrade,
        name: str,
        result: Result,
        message: str,
        line: LevelLine | None,
        pack: RulePack | None = None,
        rows: tuple[Row, ...] = (),
    ) -> ToolFinding:
        support = trade.support
        practice = self.lines.has_own and name != "rp-prohibited"
        return ToolFinding(
            rule=name,
            pack=pack or (line.pack if line else None),
            result=result,
            basis=ToolBasis.PRACTICE if practice else ToolBasis.RULE,
            subject=("trades", trade.id),
            message=message,
            day=trade.day,
            value=plain(line.value) if line else None,
            limit=plain(line.limit) if line else None,
            comparator=line.comparator if line else None,
            unit=line.unit if line else None,
            evidence=distinct((support[0], *rows, *support[1:])) if rows else support,
            rests_on=LEDGER_TABLES,
        )

    def _last_day(self, day: date) -> date | None:
        """The second trading day after a trade; None where the calendar doesn't reach it."""
        pack = rule("disclosure_days", day)
        left = int(pack.threshold) if pack and pack.threshold is not None else 0
        try:
            while left:
                day += timedelta(1)
                left -= int(self._calendar.is_trading_day(day).value)
        except (UnknownYearError, OverflowError):
            return None
        return day


def _approval(trade: JudgedTrade, body: str, last: date) -> Row | None:
    """The first approval by a body on or before a day."""
    given = [row for row in trade.approvals if row.text("body") == body and (row.day("date") or last) <= last]
    return min(given, key=lambda row: (row.day("date") or last, row.text("id")), default=None)


def _pack_of(trade: JudgedTrade) -> RulePack | None:
    kind = trade.row.text("kind")
    if trade.level.line is None and trade.level.name == SHAREHOLDERS:
        return rule("guarantee" if kind == GUARANTEE else "financial_assistance", trade.day)
    return trade.level.line.pack if trade.level.line else None


def _reached(trade: JudgedTrade) -> str:
    line = trade.level.line
    if line is None:
        return gettext("a trade of this kind with a related party goes to the shareholders at any amount")
    return _compared(line, trade)


def _compared(line: LevelLine, trade: JudgedTrade) -> str:
    level = gettext("the level of the shareholders' meeting")
    if trade.level.name == NONE:
        level = gettext("no level")
    elif trade.level.name == BOARD:
        level = gettext("the level of the board and of disclosure")
    if trade.level.name == NONE and line.unit == "CNY":
        words = gettext("{value} with what adds up doesn't reach the line {comparator} {limit} ({level})")
    elif trade.level.name == NONE:
        words = gettext("a ratio of {value} doesn't reach the line {comparator} {limit} ({level})")
    else:
        words = gettext("{value} with what adds up {comparator} {limit} ({level})")
    return words.format(
        value=_shown(line.value, line.unit), comparator=line.comparator, limit=_shown(line.limit, line.unit),
        level=level,
    )  # fmt: skip


def _shown(value: Fraction, unit: str) -> str:
    number = Decimal(plain(value))
    return gettext("{amount} yuan").format(amount=f"{number:,f}") if unit == "CNY" else f"{number:f}"


def _what_is_missing(trade: JudgedTrade) -> str:
    if trade.related is None:
        path = way(trade.standing[1].path) if trade.standing else ""
        words = gettext(
            "whether {entity} is related can't be told: {path}; a birth date would settle it, or stakes"
        )
        return words.format(entity=trade.row.text("counterparty"), path=path)
    cells = ", ".join(trade.level.missing)
    words = gettext("the level can't be told: {cells} on or before {day} would settle it")
    return words.format(cells=cells, day=trade.day)


def _why_a_person_looks(trade: JudgedTrade) -> str:
    if trade.related is None and trade.standing:
        words = gettext("whether {entity} is related needs a person: {path}, by a small part of the capital")
        return words.format(entity=trade.row.text("counterparty"), path=way(trade.standing[1].path))
    if trade.level.bases:
        words = gettext("{bases} give different levels by {pack}: see which of them the board takes")
        names = ", ".join(base.name for base in trade.level.bases)
        return words.format(bases=names, pack=trade.level.reason)
    return gettext("no pack reaches the day of the trade ({reason}): see the rules of that day").format(
        reason=trade.level.reason
    )


def _claimed(trade: JudgedTrade, words: str) -> str:
    said = gettext("{words}; the exemption {exemption} is claimed: see whether its conditions hold")
    return said.format(words=words, exemption=named(trade.row.text("exemption")))
