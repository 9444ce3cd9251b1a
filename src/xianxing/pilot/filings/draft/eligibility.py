"""Which of the guide's kinds an institution is, whether it may lead, and what is missing: from data alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xianxing.law import Guide, Result, UnitKind


class Lacking(StrEnum):
    """What an answer doesn't give yet, or what speaks against it."""

    KIND = "kind"  # the guide doesn't know the kind
    TERRITORY = "territory"  # the place isn't of the guide's territory
    TERRITORY_UNCLEAR = "territory_unclear"  # a person must judge the place, or it is missing
    LICENCE = "licence"  # the scenario needs a licence that is in force
    SCENARIO_BUSINESS = "scenario_business"  # which securities or futures business is the scenario
    PARTNER = "partner"  # somebody else must supply the scenario
    SCENARIO = "scenario"  # nobody supplies a scenario yet
    RECOGNITION = "recognition"  # the direct path needs to be recognised; no obstacle to filing


@dataclass(frozen=True)
class Answers:
    """What the wizard asked: kind, places, licence, scenario, and whether a pilot institution joins.

    `licensed` is None where it wasn't answered. `partner_provides` means that a joint pilot institution
    supplies the scenario.
    """

    kind: str
    registered_in: str = ""
    jurisdiction: str = ""
    licensed: bool | None = None
    scenario_business: str = ""
    provides_scenario: bool = False
    partner_provides: bool = False


@dataclass(frozen=True)
class Eligibility:
    """The answer: the guide's kind and clause, and two results with what each still lacks.

    `takes_part` is whether the institution can be a unit at all, `leads` whether it may lead; `direct` is
    whether it is one of those that go straight to the professional evaluation once recognised (5.1.1.c).
    """

    kind: UnitKind | None
    clause: str
    pilot: bool
    direct: bool
    takes_part: Result
    leads: Result
    lacking: tuple[Lacking, ...]


def eligibility(guide: Guide, answers: Answers) -> Eligibility:
    """Judge the answers under a guide. Nothing is guessed: an unclear place is `manual_review`."""
    kind = guide.unit_kinds.get(answers.kind)
    if kind is None:
        return Eligibility(None, "", False, False, Result.UNKNOWN, Result.UNKNOWN, (Lacking.KIND,))
    place = guide.territory_ok(kind.key, answers.registered_in, answers.jurisdiction)
    lacking = [*_of_place(place), *_of_unit(kind, answers)]
    takes_part = _verdict(place, lacking)
    of_lead = _of_lead(kind, answers)
    leads = Result.UNMET if of_lead else takes_part
    if kind.core:
        of_lead.append(Lacking.RECOGNITION)
    clause = kind.clause if kind.pilot else kind.lead_clause
    return Eligibility(kind, clause, kind.pilot, kind.core, takes_part, leads, (*lacking, *of_lead))


def _of_place(place: Result) -> list[Lacking]:
    if place is Result.UNMET:
        return [Lacking.TERRITORY]
    return [Lacking.TERRITORY_UNCLEAR] if place in (Result.MANUAL_REVIEW, Result.UNKNOWN) else []


def _of_unit(kind: UnitKind, answers: Answers) -> list[Lacking]:
    found = []
    if kind.licensed and answers.licensed is not True:
        found.append(Lacking.LICENCE)
    if kind.needs_scenario_business and not answers.scenario_business.strip():
        found.append(Lacking.SCENARIO_BUSINESS)
    return found


def _of_lead(kind: UnitKind, answers: Answers) -> list[Lacking]:
    """What keeps it from leading: a joint kind leads only where a pilot institution brings the scenario."""
    if kind.lead == "joint" and not answers.partner_provides:
        return [Lacking.PARTNER]
    if not (answers.provides_scenario and kind.pilot) and not answers.partner_provides:
        return [Lacking.SCENARIO]
    return []


def _verdict(place: Result, lacking: list[Lacking]) -> Result:
    if Lacking.TERRITORY in lacking:
        return Result.UNMET
    if place in (Result.MANUAL_REVIEW, Result.UNKNOWN):
        return place
    return Result.UNMET if lacking else Result.MET
