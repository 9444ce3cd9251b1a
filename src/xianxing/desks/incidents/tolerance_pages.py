"""Fault tolerance of an incident: evidence for each limb, and the secretariat's draft. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.case_pages import project_of_view
from xianxing.desks.audience import audience
from xianxing.desks.incidents.case_pages import clause_marks, crumbs
from xianxing.desks.incidents.files import as_docx, as_pdf
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import bring_evidence, unused_evidence
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.incidents.documents import draft_paper
from xianxing.pilot.incidents.domain.tolerance import (
    LimbFinding,
    LimbStatement,
    draft_finding,
    submit_tolerance,
)
from xianxing.pilot.incidents.domain.writing import LONGEST_WORDS
from xianxing.pilot.incidents.limbs import TOLERANCE, ToleranceLimb, limbs_of
from xianxing.pilot.incidents.models import EvidenceView, Incident, ToleranceDraft, ToleranceEvidence
from xianxing.pilot.incidents.permissions import secretariat_in, signer_in
from xianxing.pilot.incidents.queries import incident_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

WORDS, FILE, KEPT, VIEW = "words.", "file.", "kept.", "view."


@dataclass(frozen=True)
class LimbCard:
    """A limb with what was handed in for it, and with what is being typed."""

    limb: ToleranceLimb
    evidence: list[ToleranceEvidence]
    typed: str
    kept: str
    kept_name: str
    view: str


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """The limbs with their evidence; a POST hands in more, or writes a draft. Files of a refused one stay."""
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    incident = incident_to_read(view, number, at=at).incident
    limbs = limbs_of(view)
    if incident.drill or not limbs:
        raise Http404
    problem, kept = "", {}
    if request.method == "POST":
        try:
            kept = _files(request, limbs, user, at)
            _act(request, view, number, limbs, kept, user, at)
            return redirect("incidents:tolerance", case, number)
        except Refused as refused:
            problem = refused.message
            view = case_to_read(case, user, at=at)
    signer = signer_in(view)
    context = {
        "view": view,
        "project": project_of_view(view),
        "incident": incident,
        "cards": _cards(incident, limbs, request.POST if problem else {}, kept, user),
        "hands_in": signer is not None and signer.unit == incident.unit,
        "drafts_now": secretariat_in(view) is not None and incident.tolerance.exists(),
        "drafts": list(incident.drafts.select_related("drafted_by").order_by("-number"))
        if view.is_group
        else [],
        "reads_drafts": view.is_group,
        "reads_evidence": view.is_group,
        "views": EvidenceView.choices,
        "summary": request.POST.get("summary", "") if problem else "",
        "longest": LONGEST_WORDS,
        "problem": problem,
        "marks": clause_marks(view, TOLERANCE),
        "crumbs": crumbs(view, number, Link(gettext("Fault tolerance"), request.path)),
    }
    return render(request, "incidents/tolerance.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_safe
def pdf(request: HttpRequest, case: UUID, number: int, draft: int) -> HttpResponseBase:
    """A draft as PDF, for who judges the case."""
    view, found = _draft(request, case, number, draft)
    return as_pdf(draft_paper(view, found), found.drafted_at, f"{number}-{draft}")


@audience("anyone_logged_in")
@require_safe
def docx(request: HttpRequest, case: UUID, number: int, draft: int) -> HttpResponseBase:
    """A draft as Word document, for who judges the case."""
    view, found = _draft(request, case, number, draft)
    return as_docx(draft_paper(view, found), found.drafted_at, f"{number}-{draft}")


def _draft(request: HttpRequest, case: UUID, number: int, draft: int) -> tuple[CaseView, ToleranceDraft]:
    at = now()
    view = case_to_read(case, acting(request), at=at)
    incident = incident_to_read(view, number, at=at).incident
    found = incident.drafts.filter(number=draft).first() if view.is_group else None
    if found is None or not found.findings:
        raise Http404
    return view, found


def _act(
    request: HttpRequest, view: CaseView, number: int, limbs: list[ToleranceLimb],
    kept: Mapping[str, UUID], user: User, at: datetime,
) -> None:  # fmt: skip
    typed = request.POST
    if typed.get("act") == "draft":
        findings = {
            one.id: LimbFinding(typed.get(f"{VIEW}{one.id}", ""), typed.get(f"{WORDS}{one.id}", ""))
            for one in limbs
        }
        draft_finding(
            case=view.case.pk, number=number, findings=findings, words=typed.get("summary", ""), by=user,
            at=at,
        )  # fmt: skip
        return
    statements = {one.id: LimbStatement(typed.get(f"{WORDS}{one.id}", ""), kept.get(one.id)) for one in limbs}
    submit_tolerance(case=view.case.pk, number=number, statements=statements, by=user, at=at)


def _files(request: HttpRequest, limbs: list[ToleranceLimb], user: User, at: datetime) -> dict[str, UUID]:
    """The file of each limb: what came with the form, which is kept now, else what an earlier one kept."""
    own = {str(one.pk): one.pk for one in unused_evidence(user)}
    found = {}
    for limb in limbs:
        sent = request.FILES.get(f"{FILE}{limb.id}")
        held = own.get(request.POST.get(f"{KEPT}{limb.id}", ""))
        if isinstance(sent, UploadedFile):
            found[limb.id] = bring_evidence(name=sent.name or "", content=sent, by=user, at=at).pk
        elif held is not None:
            found[limb.id] = held
    return found


def _cards(
    incident: Incident, limbs: list[ToleranceLimb], typed: Mapping[str, str], kept: Mapping[str, UUID],
    user: User,
) -> list[LimbCard]:  # fmt: skip
    rows = list(incident.tolerance.select_related("evidence", "handed_in_by").order_by("pk"))
    names = {one.pk: one.name for one in unused_evidence(user)} if kept else {}
    return [
        LimbCard(
            limb,
            [one for one in rows if one.limb == limb.id],
            typed.get(f"{WORDS}{limb.id}", ""),
            str(kept.get(limb.id, "")),
            names.get(kept[limb.id], "") if limb.id in kept else "",
            typed.get(f"{VIEW}{limb.id}", ""),
        )
        for limb in limbs
    ]
