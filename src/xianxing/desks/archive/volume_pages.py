"""The volumes of a case: preparing one, checking it, its package, and the archive's receipt."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.archive.domain.checking import accept_volume, package_name, return_volume
from xianxing.pilot.archive.domain.preparing import LONGEST, VolumeTyped, prepare_volume
from xianxing.pilot.archive.domain.receipts import (
    LONGEST_DOCUMENT,
    LONGEST_ORGAN,
    ReceiptTyped,
    decide_receipt,
    enter_receipt,
)
from xianxing.pilot.archive.models import ArchiveVolume, ReceiptState, VolumeState
from xianxing.pilot.archive.permissions import checker_in, keeper_in, readable
from xianxing.pilot.archive.practice import practice
from xianxing.pilot.archive.queries import is_finished, proposed_class, volumes_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.workdays.clocks import day_of


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The case's volumes, the latest first; POST prepares one, by the secretariat."""
    user, at = acting(request), now()
    view = readable(case_to_read(case, user, at=at))
    if request.method != "POST":
        return _page(request, view)
    sent = request.POST
    typed = VolumeTyped(
        *(sent.get(name, "") for name in ("retention", "retention_reason", "originals", "note"))
    )
    seen = sent.get("sequence", "")
    try:
        prepare_volume(
            case=case, sequence=whole_number(seen, view.case.sequence), typed=typed, by=user,
            at=at,
        )  # fmt: skip
    except Refused as refused:
        return _page(request, readable(case_to_read(case, user, at=at)), refused.message)
    return redirect("archive:case", case)


@audience("staff")
@require_POST
def check(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """Find a volume in order, or return it with a reason; by another person, with the second factor."""
    user, at = acting(request), now()
    readable(case_to_read(case, user, at=at))
    problem = step_up(request, act="archive-volume")
    try:
        if not problem:
            given = StepUp.just_given(user)
            if request.POST.get("act") == "return":
                reason = request.POST.get("reason", "")
                return_volume(case=case, number=number, reason=reason, by=user, step_up=given, at=at)
            else:
                accept_volume(case=case, number=number, by=user, step_up=given, at=at)
            return redirect("archive:case", case)
    except Refused as refused:
        problem = refused.message
    return _page(request, readable(case_to_read(case, user, at=at)), problem)


@audience("staff")
@require_POST
def receive(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """Enter the archive's receipt with its scan; what was typed stays where it is refused."""
    user, at = acting(request), now()
    view = readable(case_to_read(case, user, at=at))
    sent = request.POST
    try:
        kept = letters_sent(request, user)
        enter_receipt(
            case=case, number=number, by=user, at=at,
            typed=ReceiptTyped(
                sent.get("organ", ""), sent.get("document", ""), _day(sent.get("received_on", "")), kept
            ),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, view, refused.message)
    return redirect("archive:case", case)


@audience("staff")
@require_POST
def confirm(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """Confirm the receipt that waits, or reject it with a reason; by another person."""
    user, at = acting(request), now()
    try:
        decide_receipt(
            case=case, number=number, confirm=request.POST.get("act") == "confirm",
            reason=request.POST.get("reason", ""), by=user, at=at,
        )  # fmt: skip
    except Refused as refused:
        return _page(request, readable(case_to_read(case, user, at=at)), refused.message)
    return redirect("archive:case", case)


@audience("staff")
@require_safe
def fetch(request: HttpRequest, case: UUID, number: int) -> HttpResponseBase:
    """The package of a checked volume as it was made."""
    view = readable(case_to_read(case, acting(request), at=now()))
    rows = ArchiveVolume.objects.select_related("package")
    row = rows.filter(case=view.case, number=number, package__erased_at__isnull=True).first()
    if row is None or row.package is None:
        raise Http404
    file = spool()
    for piece in pieces(row.package):
        file.write(piece)
    return send_file(file, f"{package_name(view, row)}.zip")


def _page(request: HttpRequest, view: CaseView, problem: str = "") -> HttpResponse:
    user, language, at = acting(request), current_language(), now()
    volumes = volumes_of(view.case)
    ticked = set(request.POST.getlist("evidence"))
    proposed = proposed_class(view)
    context = {
        "view": view, "problem": problem, "typed": request.POST, "has_ended": is_finished(view),
        "volumes": [_card(view, volume, language) for volume in volumes],
        "keeps": keeper_in(view) is not None, "checks": checker_in(view) is not None,
        "waits": any(one.state == VolumeState.PREPARED for one in volumes),
        "classes": [
            (one, one.name(language), one.source(language)) for one in practice().classes.values()
        ],
        "proposed": proposed.id, "chosen": request.POST.get("retention") or proposed.id,
        "source": practice().source(language), "today": day_of(at).isoformat(),
        "letters": [(one.pk, one.name, str(one.pk) in ticked) for one in unused_evidence(user)],
        "longest": {"words": LONGEST, "organ": LONGEST_ORGAN, "document": LONGEST_DOCUMENT},
        "crumbs": [
            *homes(view),
            Link(gettext("Acting in the case"), reverse("acts:case", args=[view.case.pk])),
            Link(gettext("Archive"), request.path),
        ],
    }  # fmt: skip
    return render(request, "archive/case.html", context, status=422 if problem else 200)


def _card(view: CaseView, volume: ArchiveVolume, language: str) -> dict[str, object]:
    kept = practice().classes[volume.retention]
    receipts = sorted(volume.receipts.all(), key=lambda one: one.ordinal)
    checked = volume.state == VolumeState.CHECKED
    return {
        "row": volume, "number": package_name(view, volume), "kept": kept.name(language),
        "ends": kept.ends(day_of(volume.checked_at)) if checked and volume.checked_at else None,
        "receipts": receipts,
        "waiting": next((one for one in receipts if one.state == ReceiptState.ENTERED), None),
        "received": any(one.state == ReceiptState.CONFIRMED for one in receipts),
        "wants": checked and all(one.state == ReceiptState.REJECTED for one in receipts),
    }  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("received_on", gettext("Say on which day the archive received it.")) from None
