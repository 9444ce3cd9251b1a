"""A filing's visible place: what a person can do now, what filing still needs, who acts next, until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.filings.actors import actor_of
from xianxing.pilot.filings.attest.freezing import FREEZE, state_of
from xianxing.pilot.filings.attest.holders import ROLES
from xianxing.pilot.filings.attest.requirements import ATTESTING, Wanted, due, given, missing
from xianxing.pilot.filings.models import Attestation, AttestationKind, Filing, Unit
from xianxing.pilot.filings.permissions import Standing, frozen_body, standing
from xianxing.pilot.filings.public_sheet.acts import sheet_open
from xianxing.pilot.filings.public_sheet.sheet import preview, standing_consents
from xianxing.pilot.filings.submit.filing import FILE
from xianxing.pilot.filings.submit.timeliness import LATE_ENTRY
from xianxing.pilot.parties.models import User
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.runner import open_steps

# Acts whose step is taken with something else (an attestation, a written sheet): not offered a second time.
_GIVEN_AS_ATTESTATION = frozenset(
    (
        Means.REVIEW_UNIT,
        Means.REVIEW_AS_LEAD,
        Means.SIGN_COMPLIANCE_AS_LEAD,
        Means.SIGN_COMPLIANCE_AS_PARTNER,
        Means.GIVE_CONSENT,
        Means.CHANGE_PUBLIC_SHEET,
    )
)


@dataclass(frozen=True)
class PossibleAct:
    """Something that the person can do now: an attestation, or a step of the procedure, for an own unit.

    `act` is the kind of attestation, or what the step's act means (its own name where it means nothing).
    """

    act: str
    unit: Unit
    kind: AttestationKind | None = None
    about: Unit | None = None
    step: Step | None = None


@dataclass(frozen=True)
class NextDue:
    """Who acts where the case stands, and until when; without a day there is `no_limit` in the guide.

    `provisional` where the calendar of that year isn't out; `role` is one of the procedure's.
    """

    role: str
    until: date | None
    no_limit: bool
    provisional: bool
    overdue: bool


@dataclass(frozen=True)
class Outlook:
    """Where a filing stands for one person. `missing` is empty for a draft: nothing can be attested yet.

    `possible` is in the order in which things come; the domain functions ask everything again.
    """

    state: str
    frozen: bool
    possible: tuple[PossibleAct, ...]
    missing: tuple[Wanted, ...]
    refused: tuple[Attestation, ...]
    due: NextDue | None


def next_steps(filing: Filing, user: User, *, at: datetime) -> Outlook:
    """What this person sees of a filing's course. Stranger for who may not read it; at most nine queries."""
    who = standing(user, filing, at=at)
    procedure, case = procedure_of(filing.case.call), filing.case
    steps = {procedure.meaning(step.act): step for step in procedure.steps_from(case.state)}
    body = frozen_body(filing)
    attesting = body is not None and any(act in steps for act in ATTESTING)
    rows = given(body) if attesting else ()
    ahead = missing(who, rows) if attesting else ()
    refused = _refused(body.pk) if attesting and body is not None else ()
    possible = [
        *(one for act in FREEZE if act in steps for one in _for_lead(who, act, steps[act])),
        *turns(who, ahead),
        *_rest(who, procedure, complete=attesting and not ahead),
    ]
    return Outlook(case.state, who.frozen, tuple(possible), ahead, refused, _due(filing, procedure, at))


def sheet_consents_due(who: Standing) -> tuple[Unit, ...]:
    """The own units whose consent to the public sheet waits for this person, a signatory of theirs.

    From the freeze until the sheet's time is over, and of a sheet that says something. For anybody else no
    query is made; at most six otherwise.
    """
    signs = frozenset({ROLES[AttestationKind.SHEET_CONSENT]})
    mine = [unit for unit in who.own if who.of(unit, signs)]
    if not mine or not who.frozen or not sheet_open(who.filing):
        return ()
    shown = preview(who.filing)
    given_by = set(standing_consents(who.filing).filter(seen=shown.digest).values_list("unit", flat=True))
    return tuple(unit for unit in mine if shown.entries and unit.pk not in given_by)


def turns(who: Standing, ahead: tuple[Wanted, ...]) -> Iterator[PossibleAct]:
    """Those of the missing attestations whose turn it is and that the person can give; makes no query."""
    for want in due(ahead):
        if want.unit in who.own and who.of(want.unit, frozenset({ROLES[want.kind]})):
            yield PossibleAct(want.kind.value, want.unit, kind=want.kind, about=want.about)


def _rest(who: Standing, procedure: Procedure, *, complete: bool) -> Iterator[PossibleAct]:
    """Steps of the procedure open to the person that aren't given as attestations; filing when complete."""
    state = state_of(who.filing.case)
    if state is None:
        return
    for unit in who.own:
        for step in open_steps(procedure, state, actor_of(who, unit)):
            means = procedure.meaning(step.act)
            if means in _GIVEN_AS_ATTESTATION or means in FREEZE:
                continue
            if means in (*FILE, *LATE_ENTRY) and not complete:
                continue
            if means in LATE_ENTRY and not who.filing.case.call.external_channel:
                continue
            done = any(unit.key in state.acted.get(fact, ()) for fact in step.adds)
            undone = any(unit.key not in state.acted.get(fact, ()) for fact in step.removes)
            if not done and not undone:
                yield PossibleAct(means or step.act, unit, step=step)


def _for_lead(who: Standing, act: str, step: Step) -> Iterator[PossibleAct]:
    if who.lead in who.own and set(step.actors) & actor_of(who, who.lead).roles:
        yield PossibleAct(act, who.lead, step=step)


def _refused(body: int) -> tuple[Attestation, ...]:
    rows = Attestation.objects.filter(body=body, refused=True, lapsed_at__isnull=True)
    return tuple(rows.select_related("by", "unit").order_by("at"))


def _due(filing: Filing, procedure: Procedure, at: datetime) -> NextDue | None:
    """By the duty on record; for a draft that isn't recorded yet, the lead's until the window closes."""
    place = procedure.states[filing.case.state]
    if place.final:
        return None
    duty = filing.case.duties.first()
    if duty is None:
        return NextDue(place.owner, window_of(filing.case.call, at=at).last, False, False, False)
    return NextDue(duty.role, duty.due, duty.due is None, duty.provisional, duty.overdue)
