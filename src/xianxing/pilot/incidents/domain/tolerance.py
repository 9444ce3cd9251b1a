"""Fault tolerance (6.2): the institution hands in evidence for each limb, the secretariat drafts a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import LONGEST_REASON, Entry
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.incidents.domain.writing import locked_view, put_rows, secretary, words_of
from xianxing.pilot.incidents.limbs import TOLERANCE, ToleranceLimb, limbs_of
from xianxing.pilot.incidents.models import EvidenceView, Incident, ToleranceDraft, ToleranceEvidence
from xianxing.pilot.incidents.permissions import SIGNS, signer_in
from xianxing.pilot.incidents.queries import incident_to_read, step_meaning
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means


@dataclass(frozen=True)
class LimbStatement:
    """What the institution says of a limb, with the file that shows it."""

    words: str
    evidence: UUID | None = None


@dataclass(frozen=True)
class LimbFinding:
    """How the draft reads the evidence of a limb, and why."""

    view: str
    words: str


@transaction.atomic
def submit_tolerance(
    *, case: UUID, number: int, statements: Mapping[str, LimbStatement], by: User, at: datetime
) -> list[ToleranceEvidence]:
    """Hand in evidence for limbs of fault tolerance; it takes the procedure's own step.

    By who signs for the incident's institution, also after the incident was closed and the case has ended.
    Refused for a drill, for a limb that the guide hasn't, for one with words and no file or a file and no
    words, and where nothing is said at all.
    """
    view = locked_view(case, by, at)
    incident = _incident(view, number, at)
    signer, step = signer_in(view), step_meaning(view.procedure, Means.SUBMIT_TOLERANCE_EVIDENCE)
    if signer is None or signer.unit != incident.unit:
        raise Refused("role", _("Who signs for the incident's institution hands in evidence."))
    limbs = {one.id: one for one in limbs_of(view)}
    if step is None or not limbs:
        raise Refused(
            "no-limbs", _("The guide of this case, in its version, holds no limbs of fault tolerance.")
        )
    said = _said(statements, limbs)
    chosen = tuple(one for _limb, _words, one in said)
    brought = {one.pk: one for one in evidence_of(view.case, chosen, by)}
    reason = "\n".join(f"{limb.label.zh}：{words}" for limb, words, _one in said)[:LONGEST_REASON]
    take_step(
        case=view.case.pk, step=step.id, sequence=view.case.sequence, by=by, at=at,
        entry=Entry(reason=reason, unit=signer.unit, role=SIGNS, evidence=chosen),
    )  # fmt: skip
    rows = [
        ToleranceEvidence.objects.create(
            incident=incident, limb=limb.id, words=words, evidence=brought[one], handed_in_by=by,
            handed_in_at=at,
        )
        for limb, words, one in said
    ]  # fmt: skip
    put_rows(view, rows, role=SIGNS, by=by, at=at, serves=TOLERANCE)
    return rows


@transaction.atomic
def draft_finding(
    *, case: UUID, number: int, findings: Mapping[str, LimbFinding], words: str, by: User, at: datetime
) -> ToleranceDraft:
    """Write a reasoned draft for the competent body; by the secretariat, a later one stands beside.

    It is no decision: whether a measure is lightened or left out isn't decided here. Refused before any
    evidence was handed in, and where a limb has no view or no reason.
    """
    view = locked_view(case, by, at)
    role = secretary(view)
    incident = _incident(view, number, at)
    if not incident.tolerance.exists():
        raise Refused(
            "no-evidence", _("The institution has handed in no evidence yet; there is nothing to read.")
        )
    kept, missing = {}, []
    for limb in limbs_of(view):
        said = findings.get(limb.id, LimbFinding("", ""))
        reason = words_of(said.words)
        if said.view not in EvidenceView.values or not reason:
            missing.append(str(limb.label))
        kept[limb.id] = {"view": said.view, "words": reason}
    if missing:
        raise Refused(
            "findings",
            _("Choose a view and write its reason for each limb; still missing: {limbs}.").format(
                limbs=_("; ").join(missing)
            ),
        )
    row = ToleranceDraft.objects.create(
        incident=incident, number=incident.drafts.count() + 1, findings=kept,
        words=words_of(words, needed=_("Sum up the facts and reasons for the competent body.")),
        drafted_by=by, drafted_at=at,
    )  # fmt: skip
    put_rows(view, [row], role=role, by=by, at=at, serves=TOLERANCE)
    return row


def _incident(view: CaseView, number: int, at: datetime) -> Incident:
    incident = incident_to_read(view, number, at=at).incident
    if incident.drill:
        raise Refused("drill", _("A drill harms nobody; there is no fault to be tolerant of."))
    return incident


def _said(
    statements: Mapping[str, LimbStatement], limbs: Mapping[str, ToleranceLimb]
) -> list[tuple[ToleranceLimb, str, UUID]]:
    """The limbs of which something is said, each with words and file; Refused naming what is missing."""
    unknown = sorted(set(statements) - set(limbs))
    if unknown:
        raise Refused("limb", _("The guide has no such limb: {limbs}.").format(limbs=", ".join(unknown)))
    found, problems = [], []
    for key, limb in limbs.items():
        said = statements.get(key, LimbStatement(""))
        words = words_of(said.words)
        if words and said.evidence is not None:
            found.append((limb, words, said.evidence))
        elif words or said.evidence is not None:
            problems.append(_("{limb}: it takes words and a file.").format(limb=limb.label))
    if not found and not problems:
        problems.append(_("Write something of at least one limb, and add its file."))
    if problems:
        raise Refused("statements", " ".join(problems))
    return found
