"""Which conditions of a policy hold for a project, by which rows, and which a person has to judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from xianxing.law import Result
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.exits.course import exit_now
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.incentives.permissions import units_of
from xianxing.pilot.incentives.policies import (
    Beneficiary,
    ConditionKind,
    PolicyCondition,
    PolicyVersion,
    SupportPolicy,
    policy_book,
)
from xianxing.pilot.incentives.pool import accepted_in
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.supervision.permissions import on_trial
from xianxing.pilot.supervision.values import started_on


class ConditionVerdict(StrEnum):
    """Whether a condition holds by the data, doesn't, can't be told by them, or is a person's to judge."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    PERSON = "person"


@dataclass(frozen=True)
class ConditionFinding:
    """A condition with its verdict, the row behind it, and what stands there."""

    condition: PolicyCondition
    verdict: ConditionVerdict
    row: str = ""
    said: str = ""


@dataclass(frozen=True)
class PolicyMatch:
    """A policy in its version of the day, held against a unit of a project, or its participants."""

    policy: SupportPolicy
    version: PolicyVersion
    unit: Unit | None
    findings: tuple[ConditionFinding, ...]

    @property
    def fails(self) -> bool:
        """Whether some condition doesn't hold by the data."""
        return any(one.verdict is ConditionVerdict.FAILS for one in self.findings)

    @property
    def to_judge(self) -> tuple[ConditionFinding, ...]:
        """What a person has to judge before it is recommended: also what the data can't tell."""
        return tuple(
            one for one in self.findings if one.verdict in (ConditionVerdict.PERSON, ConditionVerdict.UNKNOWN)
        )

    @property
    def unit_key(self) -> str:
        """The unit's key; "" for participants."""
        return self.unit.key if self.unit else ""


def matches_of(view: CaseView, today: date) -> list[PolicyMatch]:
    """Every policy in force today against the project: for each pilot institution, and its participants."""
    guide = guide_of(view.case.call)
    pilots = view.state.members.get("pilot_institutions", frozenset())
    units = [unit for unit in present_units(view.filing) if unit.key in pilots and unit.institution]
    found = []
    for policy, version in policy_book().in_force(guide.name, today):
        for unit in units if policy.beneficiary is Beneficiary.UNIT else [None]:
            findings = tuple(_finding(view, unit, one, today) for one in version.conditions)
            found.append(PolicyMatch(policy, version, unit, findings))
    return found


def matches_to_read(view: CaseView, today: date) -> list[PolicyMatch]:
    """As `matches_of`, those that the person may see: of a unit's people its own and the participants'."""
    found, own = matches_of(view, today), units_of(view)
    return found if view.is_authority else [one for one in found if one.unit_key in ("", *own)]


def match_to_read(view: CaseView, policy: str, unit: str, today: date) -> PolicyMatch:
    """A policy against a unit, or against the participants (""); Stranger where the person sees none."""
    for one in matches_to_read(view, today):
        if (one.policy.id, one.unit_key) == (policy, unit):
            return one
    raise Stranger(_("There is no such policy."))


def _finding(view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date) -> ConditionFinding:
    if condition.kind is ConditionKind.PERSON:
        return ConditionFinding(condition, ConditionVerdict.PERSON)
    return DECIDE[condition.kind](view, unit, condition, today)


def _unit_kind(
    view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date
) -> ConditionFinding:
    del today
    if unit is None or unit.institution is None:
        return ConditionFinding(condition, ConditionVerdict.UNKNOWN)
    kinds = guide_of(view.case.call).unit_kinds
    kind = unit.institution.kind
    said = str(kinds[kind].label) if kind in kinds else kind
    return _told(condition, kind in condition.values, f"institution {unit.institution.uscc}", said)


def _territory(
    view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date
) -> ConditionFinding:
    """The place in one of the institution's fields, tested as the guide tests its kind."""
    del today
    if unit is None or unit.institution is None:
        return ConditionFinding(condition, ConditionVerdict.UNKNOWN)
    guide, institution = guide_of(view.case.call), unit.institution
    kind = guide.unit_kinds.get(institution.kind)
    places = {"registered_in": institution.registered_in, "jurisdiction": institution.jurisdiction}
    said = "、".join(places[name] for name in condition.values if places.get(name))
    if kind is None or not kind.territory or not said:
        return ConditionFinding(condition, ConditionVerdict.UNKNOWN, f"institution {institution.uscc}", said)
    results = [guide.territories[kind.territory].contains(places[name]) for name in condition.values]
    verdict = ConditionVerdict.UNKNOWN
    if Result.MET in results:
        verdict = ConditionVerdict.HOLDS
    elif all(one is Result.UNMET for one in results):
        verdict = ConditionVerdict.FAILS
    return ConditionFinding(condition, verdict, f"institution {institution.uscc}", said)


def _stage(view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date) -> ConditionFinding:
    del unit, today
    started = started_on(view.case)
    stage = "" if started is None else "running" if on_trial(view) else "over"
    said = {
        "": _("not started"), "running": _("on trial"), "over": _("the trial is over"),
    }[stage]  # fmt: skip
    return _told(condition, stage in condition.values, f"case {view.state.sequence}", said)


def _exit(view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date) -> ConditionFinding:
    del unit, today
    exit_ = exit_now(view)
    kind = exit_.kind.value if exit_ is not None and exit_.kind is not None else ""
    said = str(exit_.kind.label) if exit_ is not None and exit_.kind is not None else _("no exit was decided")
    row = f"event {exit_.number}" if exit_ is not None else f"case {view.state.sequence}"
    return _told(condition, kind in condition.values, row, said)


def _months(view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date) -> ConditionFinding:
    del unit
    started = started_on(view.case)
    if started is None:
        return ConditionFinding(
            condition, ConditionVerdict.FAILS, f"case {view.state.sequence}", _("not started")
        )
    months = (today.year - started.year) * 12 + today.month - started.month - (today.day < started.day)
    said = _("{months} months since {day}").format(months=months, day=started)
    return _told(condition, months >= condition.least, f"case {view.state.sequence}", said)


def _pool(view: CaseView, unit: Unit | None, condition: PolicyCondition, today: date) -> ConditionFinding:
    """Counted only: who they are stands in the pool, while they agree to it."""
    del unit, today
    count = accepted_in(view.case).count()
    said = _("{count} people").format(count=count)
    return _told(condition, count >= condition.least, "talent pool", said)


def _told(condition: PolicyCondition, holds: bool, row: str, said: str) -> ConditionFinding:
    return ConditionFinding(condition, ConditionVerdict.HOLDS if holds else ConditionVerdict.FAILS, row, said)


Decides = Callable[[CaseView, "Unit | None", PolicyCondition, date], ConditionFinding]
DECIDE: Mapping[ConditionKind, Decides] = {
    ConditionKind.UNIT_KIND: _unit_kind,
    ConditionKind.TERRITORY: _territory,
    ConditionKind.STAGE: _stage,
    ConditionKind.EXIT: _exit,
    ConditionKind.MONTHS: _months,
    ConditionKind.POOL: _pool,
}
