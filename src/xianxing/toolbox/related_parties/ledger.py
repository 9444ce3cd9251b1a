"""The ledger of trades: each with its counterparty's standing, its sums, its level and its bans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.related_parties.accumulation import (
    Accumulation,
    CountedTrade,
    Deal,
    Key,
    TradeTotal,
)
from xianxing.toolbox.related_parties.estimates import Estimates
from xianxing.toolbox.related_parties.levels import (
    BOARD,
    MANUAL_REVIEW,
    NONE,
    NOT_RELATED,
    SHAREHOLDERS,
    UNKNOWN,
    FirmLines,
    Level,
    MoneyLines,
    TradeSums,
)
from xianxing.toolbox.related_parties.prohibited import ASSISTANCE, GUARANTEE, Ban, Bans
from xianxing.toolbox.related_parties.register import distinct
from xianxing.toolbox.related_parties.relations import Epoch, Relations, is_related
from xianxing.toolbox.related_parties.ties import Tie
from xianxing.toolbox.tables import Row

if TYPE_CHECKING:
    from xianxing.toolbox.related_parties.relational.accumulation import EngineAccumulation

EVIDENCE = 50  # earlier trades that a finding lists; the sum counts them all


@dataclass(frozen=True)
class JudgedTrade:
    """One trade of the ledger with what was found about it; `earlier` are trades in its sum.

    `covered` is what estimates take of the amount, `rest` what is left of it to be levelled. `group` names
    the person group whose trades add up, `lines` are the amounts from which a level is reached.
    """

    row: Row
    day: date
    standing: tuple[str, Tie] | None
    level: Level
    sums: TradeSums | None
    bans: tuple[Ban, ...]
    covered: Fraction
    rest: Fraction
    estimates: tuple[Row, ...]
    earlier: tuple[Row, ...]
    approvals: tuple[Row, ...]
    group: str = ""
    lines: MoneyLines | None = None
    is_person: bool = False

    @property
    def id(self) -> str:
        """The trade's own id."""
        return self.row.text("id")

    @property
    def related(self) -> bool | None:
        """Whether the counterparty was a party by the exchanges' definition; None where data can't tell."""
        return is_related(self.standing)

    @property
    def is_covered(self) -> bool:
        """Whether an estimate covers the trade whole."""
        return self.covered > 0 and not self.rest

    @cached_property
    def support(self) -> tuple[Row, ...]:
        """The rows on which whatever is found about the trade rests, its own the first."""
        tie = self.standing[1].rows if self.standing else ()
        bases = tuple(base.row for base in self.level.bases)
        return distinct((self.row, *tie, *self.earlier, *self.estimates, *bases))

    @property
    def prohibited(self) -> bool | None:
        """Whether some rule bars the trade; None where data can't tell."""
        results = [ban.result for ban in self.bans]
        if Result.UNMET in results:
            return True
        return None if Result.UNKNOWN in results else False

    def as_json(self) -> dict[str, JSON]:
        """The trade as the results have it."""
        sums = self.sums
        answer: dict[str, JSON] = {
            "id": self.id,
            "related": self.related,
            "level": self.level.name,
            "amount": plain(self.row.number("amount") or 0),
            "accumulated": None
            if sums is None
            else {BOARD: plain(sums.board), SHAREHOLDERS: plain(sums.shareholders)},
            "prohibited": self.prohibited,
        }
        if self.is_covered:
            answer["covered_by"] = "estimate"
        elif self.covered > 0:
            answer["covered"] = plain(self.covered)
        return answer

    def as_ledger_row(self) -> dict[str, JSON]:
        """The trade with whoever may be related, as charts and papers show it beside the lines."""
        row, sums, lines = self.row, self.sums, self.lines
        disclosed = row.day("disclosed_on")
        return {
            "id": self.id,
            "date": self.day.isoformat(),
            "counterparty": row.text("counterparty"),
            "person": self.is_person,
            "kind": row.text("kind"),
            "amount": plain(row.number("amount") or 0),
            "level": self.level.name,
            "group": self.group or None,
            "board": plain(sums.board) if sums else None,
            "shareholders": plain(sums.shareholders) if sums else None,
            "board_line": plain(lines.board) if lines and lines.board is not None else None,
            "shareholders_line": plain(lines.shareholders)
            if lines and lines.shareholders is not None
            else None,
            "disclosed_on": disclosed.isoformat() if disclosed else None,
            "evidence": [row.evidence],
        }


class Ledger:
    """Walks the trades of a folder in the order of days and lines.

    With the address of an engine that adds the trades up; QueryEngineError where it can't.
    """

    def __init__(self, inputs: Inputs, relations: Relations, engine: str = "") -> None:
        self.relations, self.lines = relations, FirmLines(inputs)
        self.is_securities_firm = inputs.word("firm_kind") == "securities_firm"
        self._trades = sorted(inputs.rows("trades"), key=lambda row: (row.day("date") or date.min, row.line))
        self._approvals = {row.text("id"): row for row in inputs.rows("approvals")}
        counterparties = frozenset(row.text("counterparty") for row in self._trades)
        self._sums = _adding(relations, counterparties, engine)
        self._counted: dict[Key, tuple[CountedTrade, JudgedTrade]] = {}
        self._estimates = Estimates.read(inputs)
        self._bans = Bans(relations, self.is_securities_firm, self.lines.is_listed)
        self._standings: dict[tuple[str, Epoch], tuple[str, Tie] | None] = {}

    def judged(self) -> list[JudgedTrade]:
        """Every trade, in the order of days and lines."""
        trades = [self._judge(row) for row in self._trades]
        entries = [entry for entry, _trade in self._counted.values()]
        totals = self._sums.walk(entries, self._level_of, EVIDENCE)
        return [self._levelled(trade, totals.get((trade.day, trade.row.line))) for trade in trades]

    def _judge(self, row: Row) -> JudgedTrade:
        """A trade but for its sums; what counts of it is kept to be added up."""
        day, counterparty, kind = row.day("date") or date.min, row.text("counterparty"), row.text("kind")
        standing = self._standing(counterparty, day)
        bans = tuple(self._bans.of(kind, counterparty, day, standing[1] if standing else None))
        approvals = tuple(self._approvals[one] for one in row.names("approvals") if one in self._approvals)
        judged = JudgedTrade(
            row, day, standing, Level(NOT_RELATED), None, bans, Fraction(0), Fraction(0), (), (), approvals
        )
        related = is_related(standing)
        if related is None:
            if standing is not None and standing[1].result is Result.MANUAL_REVIEW:
                return replace(judged, level=Level(MANUAL_REVIEW))
            return replace(judged, level=Level(UNKNOWN, missing=("born",)))
        return self._entered(judged) if related else judged

    def _entered(self, trade: JudgedTrade) -> JudgedTrade:
        """A related trade with what estimates cover of it; the rest is kept to be added up."""
        row, day, counterparty = trade.row, trade.day, trade.row.text("counterparty")
        amount = self._amount(row, day)
        if amount is None:
            return replace(trade, level=Level(UNKNOWN, missing=("holdings",)))
        covered, estimates = self._estimates.cover(
            self.relations, day, counterparty, row.text("kind"), amount
        )
        rest = amount - covered
        entry = CountedTrade(day, row.line, counterparty, _matter(row), rest, self._closed(trade), row)
        entered = replace(trade, covered=covered, rest=rest, estimates=estimates)
        self._counted[entry.key] = (entry, entered)
        return entered

    def _level_of(self, entry: CountedTrade, sums: TradeSums) -> Level:
        trade = self._counted[entry.key][1]
        return self._level(trade, sums) if trade.rest else Level(NONE)

    def _levelled(self, trade: JudgedTrade, total: TradeTotal | None) -> JudgedTrade:
        if total is None:
            return trade
        person = self._is_person(trade.row)
        return replace(
            trade, level=total.level, sums=total.sums, earlier=total.earlier, group=total.group,
            lines=self.lines.money(trade.day, person=person), is_person=person,
        )  # fmt: skip

    def _level(self, trade: JudgedTrade, sums: TradeSums) -> Level:
        """The level by the lines; guarantees and help pro rata go to the shareholders at any amount."""
        kind = trade.row.text("kind")
        pro_rata = kind == ASSISTANCE and any(ban.result is Result.MANUAL_REVIEW for ban in trade.bans)
        if self.lines.is_listed and (kind == GUARANTEE or pro_rata):
            return Level(SHAREHOLDERS)
        return self.lines.level(sums, trade.day, person=self._is_person(trade.row))

    def _is_person(self, row: Row) -> bool:
        counterparty = self.relations.register.entities.get(row.text("counterparty"))
        return counterparty is not None and counterparty.text("kind") == "person"

    def _amount(self, row: Row, day: date) -> Fraction | None:
        """What of the trade is the firm's: all of what it controls, else its share; None if unknown."""
        amount, stake, unit = Fraction(row.number("amount") or 0), row.number("stake"), row.text("unit")
        if stake is not None:
            return amount * Fraction(stake)
        if not unit or unit in self.relations.own(day):
            return amount
        share = self.relations.ownership(day).share(self.relations.firm, unit)
        return None if share is None else amount * share

    def _closed(self, trade: JudgedTrade) -> dict[str, date | None]:
        shareholders = [row.day("date") for row in trade.approvals if row.text("body") == SHAREHOLDERS]
        days = [day for day in shareholders if day is not None]
        return {BOARD: trade.row.day("disclosed_on"), SHAREHOLDERS: min(days, default=None)}

    def _standing(self, counterparty: str, day: date) -> tuple[str, Tie] | None:
        key = (counterparty, self.relations.stretches(day))
        if key not in self._standings:
            self._standings[key] = self.relations.standing(counterparty, day)
        return self._standings[key]


def _adding(
    relations: Relations, counterparties: frozenset[str], engine: str
) -> Accumulation | EngineAccumulation:
    if not engine:
        return Accumulation(relations, counterparties)
    from xianxing.toolbox.related_parties.relational.accumulation import EngineAccumulation

    return EngineAccumulation(relations, counterparties, engine)


def _matter(row: Row) -> Deal | None:
    target = row.text("target")
    return (target, row.text("kind")) if target else None
