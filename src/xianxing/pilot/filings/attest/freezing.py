"""Freezing a filing, and taking the freeze back: from the one to the other nothing of the body changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xianxing.checker.body import canonical_body
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import begin_case, perform
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.filings.actors import actor_of, is_pilot
from xianxing.pilot.filings.attest.messages import tell_of_freeze, tell_of_reopening
from xianxing.pilot.filings.attest.requirements import missing
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.models import Body, Filing, Unit
from xianxing.pilot.filings.permissions import (
    Standing,
    compliance_units,
    frozen_body,
    locked,
    refuse_closed,
    standing,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import JSON, CaseState
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step
from xianxing.procedure.runner import current
from xianxing.record.canonical import CanonicalError

FREEZE = (Means.FREEZE, Means.FREEZE_CORRECTION)
EDIT = (Means.EDIT,)
EXEMPTION = "exemption_or_new_field"


@transaction.atomic
def freeze(*, filing: Filing, by: User, at: datetime) -> Body:
    """The lead freezes the content: its canonical form is kept, and from now on all units see all of it.

    The first freeze also enters the case into the record. Findings don't hinder it. Refused while an
    invitation is open, when a unit's sheet names another kind of institution than the one on record, and when
    nobody could sign the compliance report.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    refuse_closed(filing, at=at)
    form = load_form(filing)
    _refuse_unready(who, form)
    content = _canonical(form)
    digest = hashlib.sha256(content).hexdigest()
    last = filing.bodies.aggregate(last=Max("number"))["last"] or 0
    actor, declared = actor_of(who, acting_unit(who)), declarations(who, form)
    if not filing.case.sequence:
        begin_case(case=filing.case, actor=actor, facts=declared.facts, members=declared.members, at=at)
    step = step_from(filing.case, FREEZE)
    payload: dict[str, JSON] = {"body": last + 1, "digest": digest, **_stated(filing.case, step, declared)}
    voided = _voided(filing.bodies.filter(voided_at__isnull=True), by, at)
    body = Body.objects.create(
        filing=filing, number=last + 1, digest=digest, canonical=content, frozen_by=by, frozen_at=at
    )
    files = [NamedRow(version.file) for _material, version in form.materials if version is not None]
    institutions = [NamedRow(unit.institution) for unit in who.units if unit.institution is not None]
    rests_on = [*voided, NamedRow(body), *(NamedRow(unit) for unit in who.units), *institutions, *files]
    perform(case=filing.case, step=step.id, actor=actor, payload=payload, at=at, rests_on=rests_on)
    tell_of_freeze(who, body, ahead=missing(who, ()), step=step.id, at=at)
    return body


@transaction.atomic
def edit_again(*, filing: Filing, by: User, at: datetime) -> None:
    """Take the freeze back so that the content can be edited; every attestation of the body is void with it.

    Anybody of a unit's people may do it, before filing and in a correction. What each person had attested
    stays readable and comparable (`changes_since`).
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    body = frozen_body(filing)
    if body is None:
        raise Refused("not-frozen", _("The filing isn't frozen; it can be edited as it is."))
    step = step_from(filing.case, EDIT)
    payload: dict[str, JSON] = {"body": body.number, "digest": body.digest}
    actor, voided = actor_of(who, acting_unit(who)), _voided(Body.objects.filter(pk=body.pk), by, at)
    perform(case=filing.case, step=step.id, actor=actor, payload=payload, at=at, rests_on=voided)
    tell_of_reopening(who, body, step=step.id, at=at)


def _voided(bodies: QuerySet[Body], by: User, at: datetime) -> list[NamedRow]:
    """Void these bodies, for the act's event to name."""
    rows = list(bodies)
    for row in rows:
        row.voided_at, row.voided_by = at, by
        row.save(update_fields=["voided_at", "voided_by"])
    return [NamedRow(row, ("voided_at", "voided_by")) for row in rows]


def state_of(case: Case) -> CaseState | None:
    """Where the procedure stands by the recorded events, None for a draft never frozen."""
    return current(CaseStore(case), str(case.pk)) if case.sequence else None


def step_from(case: Case, acts: Sequence[Means]) -> Step:
    """The procedure's step that means one of these acts and starts where the case is; Refused without one."""
    procedure = procedure_of(case.call)
    for step in procedure.steps_from_meaning(case.state, *acts):
        return step
    raise Refused(
        "not-from-here",
        _("This can't be done while the case is at “{state}”.").format(
            state=procedure.states[case.state].name(get_language() or "")
        ),
    )


def acting_unit(who: Standing) -> Unit:
    """The unit for which the person acts where any will do: the lead when that is an own one."""
    return who.lead if who.lead in who.own else who.own[0]


@dataclass(frozen=True)
class Declarations:
    """What a freeze states of the case: its static facts, and the groups of units."""

    facts: Mapping[str, str]
    members: Mapping[str, list[str]]


def declarations(who: Standing, form: FilingForm) -> Declarations:
    """The case's static facts and groups of units, from the kinds on record and the project's type."""
    kinds = form.guide.unit_kinds
    institution = who.lead.institution
    kind = kinds[institution.kind] if institution and institution.kind in kinds else None
    meant: dict[FactMeans, str] = {
        FactMeans.CORE: "yes" if kind and kind.core else "no",
        FactMeans.LEAD_KIND: "pilot_institution" if is_pilot(form.guide, who.lead) else "technology_firm",
        FactMeans.PROJECT_TYPE: "business_innovation" if _needs_exemption(form) else "",
    }
    procedure = procedure_of(form.filing.case.call)
    fitted = {
        fact.id: value if value in fact.domain else str(fact.domain[0])
        for means, value in meant.items()
        if (fact := procedure.fact_meaning(means)) is not None
    }
    members = {
        "units": [unit.key for unit in who.units],
        "lead": [who.lead.key],
        "pilot_institutions": [unit.key for unit in who.units if is_pilot(form.guide, unit)],
    }
    return Declarations(fitted, members)


def _needs_exemption(form: FilingForm) -> bool:
    """Whether the project's type is one that needs an exemption from a rule, or a field for a new one."""
    project = form.data["project"]
    chosen = str(project.get("type", "")) if isinstance(project, Mapping) else ""
    kind = form.guide.project_types.get(chosen)
    return kind is not None and EXEMPTION in kind.requires


def _stated(case: Case, step: Step, declared: Declarations) -> dict[str, JSON]:
    """What of the declarations goes into the payload; Refused when the step can't state what changed."""
    state = state_of(case)
    facts, members = (state.facts, state.members) if state else ({}, {})
    changed = [name for name, value in declared.facts.items() if facts.get(name) != value]
    changed += [group for group, keys in declared.members.items() if set(keys) != set(members.get(group, ()))]
    if not set(changed) <= {*step.declares, *step.members}:
        raise Refused(
            "declared",
            _(
                "Units, lead and project type are those under which the case was filed; a change of them is "
                "reported to the working group first ({changed})."
            ).format(changed=", ".join(changed)),
        )
    stated: dict[str, JSON] = {}
    if step.declares:
        stated["declares"] = {name: declared.facts[name] for name in step.declares if name in declared.facts}
    if step.members:
        stated["members"] = {
            group: list(keys) for group, keys in declared.members.items() if group in step.members
        }
    return stated


def _refuse_unready(who: Standing, form: FilingForm) -> None:
    waiting = [unit.uscc for unit in form.units if unit.joined_at is None]
    if waiting:
        raise Refused(
            "invited",
            _(
                "These units were invited and have not answered: {units}. Wait for them or take them out."
            ).format(units="、".join(waiting)),
        )
    for unit in who.units:
        _refuse_other_kind(form, unit)
    if not compliance_units(who):
        raise Refused(
            "no-signer",
            _(
                "Nobody could sign the compliance report: behind a technology firm a licensed pilot "
                "institution supplies the scenario and signs. Name the unit that supplies it."
            ),
        )


def _refuse_other_kind(form: FilingForm, unit: Unit) -> None:
    cell = form.cells.get((unit.key, "unit.kind"))
    if unit.institution and cell is not None and cell.value not in (None, unit.institution.kind):
        raise Refused(
            "kind",
            _("The sheet of {unit} names another kind of institution than the one on record.").format(
                unit=unit.institution.name
            ),
        )


def _canonical(form: FilingForm) -> bytes:
    try:
        return canonical_body(form.body())
    except CanonicalError as problem:
        raise Refused(
            "canonical", _("The content has no canonical form: {problem}").format(problem=problem)
        ) from None
