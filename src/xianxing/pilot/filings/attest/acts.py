"""What all attesting acts share: what they start from, what they keep, and the step taken with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import perform, put_on_record
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.actors import StepUp, actor_of
from xianxing.pilot.filings.attest.freezing import step_from
from xianxing.pilot.filings.attest.holders import ROLES
from xianxing.pilot.filings.attest.messages import tell_of_confirmation, tell_of_refusal
from xianxing.pilot.filings.attest.requirements import given, missing, reports_of
from xianxing.pilot.filings.models import (
    Attestation,
    AttestationKind,
    Body,
    CellVersion,
    Filing,
    Material,
    MaterialVersion,
    Unit,
)
from xianxing.pilot.filings.permissions import Standing, compliance_units, frozen_body, locked, standing
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means

LONGEST_OPINION = 2_000


@dataclass(frozen=True)
class AttestationContext:
    """What an act starts from: the body in force, the person's standing, the unit acted for."""

    body: Body
    who: Standing
    unit: Unit
    kind: AttestationKind
    at: datetime

    @property
    def title(self) -> str:
        """The person's title in the role acted in."""
        held = Membership.objects.active(self.at).filter(
            user=self.who.user, institution=self.unit.institution, role=ROLES[self.kind]
        )
        return held.values_list("title", flat=True).first() or ""


@dataclass(frozen=True)
class Words:
    """What a person says with an act, and what was on the screen beside the body."""

    about: Unit | None = None
    title: str = ""
    opinion: str = ""
    seen_report: str = ""
    recognises: tuple[str, ...] = ()
    step_up: StepUp | None = None


def opened(
    kind: AttestationKind, filing: Filing, unit: Unit, digest: str, by: User, at: datetime
) -> AttestationContext:
    """Everything that every act asks: a member of the unit, in the role, about what is frozen now."""
    act = opened_for(kind, filing, unit, by, at)
    if act.body.digest != digest:
        raise _not_seen(act.body.filing, digest)
    return act


def opened_for(
    kind: AttestationKind, filing: Filing, unit: Unit, by: User, at: datetime
) -> AttestationContext:
    """As `opened`, for acts about something beside the body."""
    filing = locked(filing)
    who = standing(by, filing, at=at)
    if unit not in who.own or not who.of(unit, frozenset({ROLES[kind]})):
        raise Refused("role", _("This is for the unit's {role}.").format(role=ROLES[kind].label))
    own = next(place for place in who.own if place == unit)
    return AttestationContext(_body(filing), who, own, kind, at)


def seen_body(filing: Filing, digest: str) -> Body:
    """The body in force, if it is the one that was on the screen; Refused otherwise."""
    body = _body(filing)
    if body.digest != digest:
        raise _not_seen(filing, digest)
    return body


def performed(act: AttestationContext, steps: tuple[Means, ...], words: Words) -> Attestation:
    """Keep the attestation and take the procedure's step with it."""
    row = keep(act, words)
    take(act, steps, [row], fresh=[NamedRow(row)])
    return row


def together(act: AttestationContext, steps: tuple[Means, ...], words: Words) -> Attestation:
    """Keep the attestation; the step is taken when it was the last of its kind that was wanted."""
    step_from(act.body.filing.case, steps)
    row = keep(act, words)
    rows = given(act.body)
    if not [want for want in missing(act.who, rows) if want.kind is act.kind]:
        take(act, steps, [other for other in rows if other.kind == act.kind], fresh=[NamedRow(row)])
        row.refresh_from_db(fields=["event_place"])
    else:
        record_word(act, [NamedRow(row)])
    return row


def record_word(act: AttestationContext, rows: Sequence[NamedRow]) -> None:
    """Record what a person said or changed where the procedure has no step for it, or not yet."""
    put_on_record(
        case=act.body.filing.case, rests_on=rows, role=ROLES[act.kind], person=str(act.who.user.pk),
        clause="", at=act.at,
    )  # fmt: skip


def keep(act: AttestationContext, words: Words, *, refused: bool = False, seen: str = "") -> Attestation:
    """Make the row and tell whose turn comes with it; Refused when the same attestation stands already."""
    there = Attestation.objects.filter(
        body=act.body, kind=act.kind, unit=act.unit, about=words.about, lapsed_at__isnull=True, refused=False
    )
    if there.exists():
        raise Refused("twice", _("This has been confirmed already."))
    earlier = given(act.body)
    row = Attestation.objects.create(
        body=act.body,
        kind=act.kind,
        unit=act.unit,
        about=words.about,
        by=act.who.user,
        at=act.at,
        title=words.title,
        opinion=words.opinion,
        seen=seen or act.body.digest,
        seen_report=words.seen_report,
        recognises=list(words.recognises),
        stepped_up_at=words.step_up.at if words.step_up else None,
        refused=refused,
    )
    if refused:
        tell_of_refusal(act.who, row, at=act.at)
    elif act.kind is not AttestationKind.SHEET_CONSENT:
        before, ahead = missing(act.who, earlier), missing(act.who, (*earlier, row))
        tell_of_confirmation(act.who, act.body, before=before, ahead=ahead, at=act.at)
    return row


def take(
    act: AttestationContext,
    steps: tuple[Means, ...],
    rows: list[Attestation],
    *,
    fresh: Sequence[NamedRow] = (),
) -> None:
    """Take the procedure's step for these attestations; its payload says of each who saw what, and when.

    `fresh` are the rows that no event has named yet.
    """
    case = act.body.filing.case
    pledges = given(act.body) if act.kind is AttestationKind.CONSENT else ()
    said = [*rows, *(p for p in pledges if p.kind == AttestationKind.TRUTH_PLEDGE and p.unit == act.unit)]
    payload: dict[str, JSON] = {
        "body": act.body.number,
        "digest": act.body.digest,
        "attestations": [_said(row) for row in said],
    }
    step = _step_for(act, steps)
    rests_on = [*fresh, *(NamedRow(row, (), place=True) for row in said)]
    actor = actor_of(act.who, act.unit)
    done = perform(case=case, step=step, actor=actor, payload=payload, at=act.at, rests_on=rests_on)
    place = Event.objects.get(case=case, sequence=done.events[-1].sequence).pk
    Attestation.objects.filter(pk__in=[row.pk for row in said]).update(event_place=place)
    for row in said:
        row.event_place = place


def after(act: AttestationContext, kind: AttestationKind, sentence: str) -> None:
    """Refused while attestations of an earlier kind are missing; of a pledge only the own one counts."""
    ahead = [want for want in missing(act.who, given(act.body)) if want.kind is kind]
    if kind is AttestationKind.TRUTH_PLEDGE:
        ahead = [want for want in ahead if want.unit == act.unit]
    if ahead:
        raise Refused("order", sentence)


def refuse_author(act: AttestationContext) -> None:
    """Refused for whoever wrote a cell or brought a file, even long ago, or in a draft that it began with."""
    filings, person = list(_origins(act.body.filing)), act.who.user
    wrote = (
        CellVersion.objects.filter(cell__filing__in=filings, by=person),
        MaterialVersion.objects.filter(material__filing__in=filings, uploaded_by=person),
        Material.objects.filter(filing__in=filings, added_by=person),
    )
    if any(rows.exists() for rows in wrote):
        raise Refused(
            "author-and-reviewer",
            _("You wrote in this filing yourself; somebody else of your unit must review it."),
        )


def _origins(filing: Filing) -> Iterator[Filing]:
    """The filing, and the drafts of earlier calls that it was carried over from."""
    at: Filing | None = filing
    while at is not None:
        yield at
        at = at.carried_from


def refuse_other_signer(act: AttestationContext, report_digest: str) -> None:
    """The signer is of a unit that signs, has the right report on screen, and is the person it names."""
    if act.unit not in compliance_units(act.who):
        raise Refused(
            "signer",
            _(
                "The compliance report is signed by the lead's compliance head; behind a technology firm by "
                "those of the pilot institutions that supply the scenario."
            ),
        )
    reports = reports_of(act.body, act.unit)
    shown = [report for report in reports if report_digest and report.get("sha256") == report_digest]
    if not shown:
        raise Refused("report", _("The compliance report on your screen is not the one in this filing."))
    named = {str(report.get("signatory", "")) for report in shown} - {""}
    if named and _bare(act.who.user.name) not in {_bare(name) for name in named}:
        raise Refused(
            "named-person",
            _("The report names {name} as its signatory; only that person signs it off.").format(
                name="、".join(sorted(named))
            ),
        )


def opinion_of(text: str) -> str:
    """An opinion or reason, never empty; Refused when it is or is too long."""
    text = cleaned(text)
    if not text:
        raise Refused("opinion", _("State your opinion or reason in words."))
    if len(text) > LONGEST_OPINION:
        raise Refused(
            "too-long", _("An opinion takes at most {limit} characters.").format(limit=LONGEST_OPINION)
        )
    return text


def _body(filing: Filing) -> Body:
    held = frozen_body(filing)
    if held is None:
        raise Refused("not-frozen", _("The filing isn't frozen; there is nothing to confirm yet."))
    body = Body.objects.get(pk=held.pk)
    body.filing = filing
    return body


def _not_seen(filing: Filing, digest: str) -> Refused:
    if filing.bodies.filter(digest=digest).exists():
        return Refused(
            "stale", _("The content has changed since you opened this page; look at what changed first.")
        )
    return Refused("digest", _("This digest belongs to no content of this filing."))


def _step_for(act: AttestationContext, steps: tuple[Means, ...]) -> str:
    """The step of these acts that the person's roles allow, so that a refusal names the right one."""
    roles = actor_of(act.who, act.unit).roles
    procedure = procedure_of(act.body.filing.case.call)
    here = procedure.steps_from_meaning(act.body.filing.case.state, *steps)
    own = tuple(step for step in here if roles & set(step.actors))
    return (own or (step_from(act.body.filing.case, steps),))[0].id


def _said(row: Attestation) -> dict[str, JSON]:
    """An attestation as the record keeps it, under the event's commitment."""
    said: Mapping[str, JSON] = {
        "kind": row.kind,
        "unit": row.unit.key,
        "about": row.about.key if row.about else "",
        "person": str(row.by_id),
        "title": row.title,
        "opinion": row.opinion,
        "at": row.at.isoformat(),
        "seen": row.seen,
        "report": row.seen_report,
        "recognises": list(row.recognises),
        "second_factor_at": row.stepped_up_at.isoformat() if row.stepped_up_at else "",
    }
    return {key: value for key, value in said.items() if value not in ("", [])}


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()
