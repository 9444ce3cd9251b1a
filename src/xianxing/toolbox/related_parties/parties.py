"""The list of related parties by every regime, and what the firm's own list lacks or has beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.related_parties.accounting import Accounting
from xianxing.toolbox.related_parties.company_law import company_law_ties
from xianxing.toolbox.related_parties.register import distinct
from xianxing.toolbox.related_parties.relations import NOW, Relations
from xianxing.toolbox.related_parties.rules import number, rule
from xianxing.toolbox.related_parties.shareholders import shareholder_ties
from xianxing.toolbox.related_parties.steps import way
from xianxing.toolbox.related_parties.ties import Tie

EXCHANGE, COMPANY_LAW, ACCOUNTING, SECURITIES_FIRM = (
    "exchange", "company_law", "accounting", "securities_firm",
)  # fmt: skip
LISTED = frozenset({EXCHANGE, SECURITIES_FIRM})  # of whom a firm's list must speak
GROUP_TABLES = ("entities", "holdings", "posts", "kin", "concert")


@dataclass(frozen=True)
class RelatedParty:
    """One entity under one limb of one regime."""

    regime: str
    window: str
    tie: Tie

    def as_json(self) -> dict[str, JSON]:
        """The party as the results have it."""
        return {
            "entity": self.tie.entity,
            "regime": self.regime,
            "limb": self.tie.limb,
            "window": self.window,
            "result": self.tie.result.value,
            "path": list(self.tie.path),
            "evidence": [row.evidence for row in distinct(self.tie.rows)],
        }


def related_parties(relations: Relations, day: date, *, securities_firm: bool) -> list[RelatedParty]:
    """Every party on a day; the regimes but the exchanges' know no window."""
    group, firm = relations.register.on(day), relations.firm
    control, ownership = relations.control(day), relations.ownership(day)
    found = [RelatedParty(EXCHANGE, window, tie) for window, tie in relations.parties(day)]
    fifth = number("significant_influence", day) or Fraction(1, 5)
    regimes = [
        (COMPANY_LAW, company_law_ties(group, control, firm)),
        (ACCOUNTING, Accounting(group, control, firm, fifth).ties()),
    ]
    if securities_firm:
        regimes.append((SECURITIES_FIRM, shareholder_ties(group, control, ownership, firm)))
    found += [RelatedParty(regime, NOW, tie) for regime, ties in regimes for tie in ties]
    return sorted(found, key=lambda one: (one.regime, one.tie.entity, one.tie.limb))


@dataclass(frozen=True)
class ListDiff:
    """The firm's own list beside what was found; `unsure` are parties that data can't decide."""

    missing: dict[str, RelatedParty]
    surplus: tuple[str, ...]
    unsure: dict[str, RelatedParty]

    def as_json(self) -> dict[str, JSON]:
        """The difference as the results have it."""
        return {"missing": list(self.missing), "surplus": list(self.surplus)}


def compare_lists(inputs: Inputs, parties: Sequence[RelatedParty], *, securities_firm: bool) -> ListDiff:
    """Hold the firm's list against the exchanges' parties, with a securities firm's shareholders' beside."""
    regimes = LISTED if securities_firm else {EXCHANGE}
    listed = {row.text("entity") for row in inputs.rows("own_list") if row.holds_on(inputs.as_of)}
    counted = [one for one in parties if one.regime in regimes]
    sure: dict[str, RelatedParty] = {}
    unsure: dict[str, RelatedParty] = {}
    for one in counted:
        (sure if one.tie.result is Result.MET else unsure).setdefault(one.tie.entity, one)
    return ListDiff(
        missing={one: party for one, party in sorted(sure.items()) if one not in listed},
        surplus=tuple(sorted(listed - sure.keys() - unsure.keys())),
        unsure={one: party for one, party in sorted(unsure.items()) if one not in sure},
    )


def list_findings(inputs: Inputs, difference: ListDiff) -> Iterator[ToolFinding]:
    """What the firm's list lacks; a name beyond it breaks no line, but a person should know why it stands."""
    day = inputs.as_of
    for one, party in difference.missing.items():
        words = gettext("{entity} isn't on the firm's list: {path}. With a row in own_list it is met")
        yield _finding(day, one, Result.UNMET, words.format(entity=one, path=way(party.tie.path)), party)
    for one, party in difference.unsure.items():
        words = gettext(
            "whether {entity} is related can't be told: {path}; a birth date is missing, or stakes above the "
            "whole stand on the way"
        )
        yield _finding(day, one, Result.UNKNOWN, words.format(entity=one, path=way(party.tie.path)), party)
    for one in difference.surplus:
        words = gettext("{entity} is on the firm's list, yet no row relates it: see whether one is missing")
        yield _finding(day, one, Result.MANUAL_REVIEW, words.format(entity=one), None)
    if not difference.missing:
        words = gettext("the firm's list holds every related party that was found")
        yield _finding(day, inputs.word("firm"), Result.MET, words, None)


def _finding(day: date, entity: str, result: Result, message: str, party: RelatedParty | None) -> ToolFinding:
    return ToolFinding(
        rule="rp-list",
        pack=rule("own_list", day),
        result=result,
        basis=ToolBasis.RULE,
        subject=("entities", entity),
        message=message,
        day=day,
        evidence=distinct(party.tie.rows) if party else (),
        rests_on=(*GROUP_TABLES, "own_list"),
    )
