"""Trades that no approval mends: help for related parties, a securities firm's for its shareholders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xianxing.law.findings import Result
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.related_parties.rules import rule
from xianxing.toolbox.related_parties.shareholders import shareholder_ties
from xianxing.toolbox.related_parties.ties import Tie, Ties

ASSISTANCE, GUARANTEE, MARGIN = "financial_assistance", "guarantee", "margin_business"
LOOKED_AT = frozenset({ASSISTANCE, GUARANTEE, MARGIN})


@dataclass(frozen=True)
class Ban:
    """What a rule says of a trade: `unmet` where it is barred, `manual_review` where a person must look.

    `tie` is how the counterparty stands to the firm or to a shareholder.
    """

    result: Result
    pack: RulePack | None
    tie: Tie | None


@dataclass
class Bans:
    """The bans over a ledger; a securities firm's shareholders are worked out once for each group."""

    relations: Relations
    is_securities_firm: bool
    is_listed: bool

    def __post_init__(self) -> None:
        self._ties: dict[int, Ties] = {}

    def of(self, kind: str, counterparty: str, day: date, tie: Tie | None) -> list[Ban]:
        """Every ban that a trade comes under; `tie` is the counterparty's by the exchanges' definition."""
        found: list[Ban] = []
        if kind not in LOOKED_AT:
            return found
        if self.is_listed and tie is not None:
            found.append(
                Ban(self._assistance(kind, counterparty, day, tie), _assistance_pack(kind, day), tie)
            )
        holder = self._shareholder_tie(counterparty, day) if self.is_securities_firm else None
        if holder is not None:
            barred = holder.result if holder.result is not Result.MET else Result.UNMET
            result = Result.MET if kind == MARGIN else barred
            found.append(Ban(result, rule("shareholder_financing", day), holder))
        return found

    def is_pro_rata_candidate(self, counterparty: str, day: date) -> bool:
        """Whether it is an associate of the firm that nobody who controls the firm controls."""
        control, ownership = self.relations.control(day), self.relations.ownership(day)
        share = ownership.share(self.relations.firm, counterparty)
        above = control.controllers(self.relations.firm)
        theirs = any(one == counterparty or control.controls(one, counterparty) for one in above)
        return (share is None or share > Fraction(0)) and not theirs

    def _assistance(self, kind: str, counterparty: str, day: date, tie: Tie) -> Result:
        if kind != ASSISTANCE:
            return Result.MET
        if tie.result is not Result.MET:
            return tie.result
        if self.is_pro_rata_candidate(counterparty, day):
            return Result.MANUAL_REVIEW
        return Result.UNMET

    def _shareholder_tie(self, counterparty: str, day: date) -> Tie | None:
        control, ownership = self.relations.control(day), self.relations.ownership(day)
        if id(control) not in self._ties:
            group = control.group
            every = shareholder_ties(group, control, ownership, self.relations.firm)
            self._ties[id(control)] = Ties.of(tie for tie in every if tie.limb != "sf-ultimate")
        return self._ties[id(control)].best(counterparty)


def _assistance_pack(kind: str, day: date) -> RulePack | None:
    return rule("guarantee" if kind == GUARANTEE else "financial_assistance", day)
