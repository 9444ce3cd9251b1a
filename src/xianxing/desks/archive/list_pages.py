"""The finished cases of each batch with their volumes and receipts; a batch's list as PDF/A."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.i18n import current_language, gettext
from xianxing.pilot.archive.practice import practice
from xianxing.pilot.archive.queries import ArchivedCase, finished_cases
from xianxing.pilot.archive.sheets import batch_pdf
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.relations.queries import project_names


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every batch with its finished cases: what waits for a volume, a check, a receipt, and what is kept."""
    calls = list(Call.objects.select_related("guide").defer("calendar").order_by("-opens_on"))
    context = {
        "batches": [(call, _lines(finished_cases(call))) for call in calls],
        "links": links(request),
        "source": practice().source(current_language()),
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Archive"), request.path)],
    }
    return render(request, "archive/list.html", context)


@audience("staff")
@require_safe
def catalogue(request: HttpRequest, call: int) -> HttpResponseBase:
    """The batch's list of volumes as PDF/A, in Chinese, with what the archive has confirmed so far."""
    del request
    found = Call.objects.select_related("guide").filter(pk=call).first()
    if found is None:
        raise Http404
    rows = []
    for number, (one, case_number, project, _language) in enumerate(
        _lines(finished_cases(found), "zh-hans"), 1
    ):
        volume, receipt = one.volume, one.receipt
        rows.append(
            (
                str(number), f"{case_number}-A{volume.number}" if volume else case_number, project,
                str(len(volume.catalogue)) if volume else "", one.kept.name("zh") if one.kept else "未立卷",
                one.ends.isoformat() if one.ends else "",
                f"{receipt.document}（{receipt.received_on.isoformat()}）" if receipt else "",
            )
        )  # fmt: skip
    page = batch_pdf(guide_of(found), found.title_zh, rows, at=now())
    file = spool()
    file.write(page)
    return send_file(file, f"案卷目录-{found.batch}.pdf", "application/pdf")


def _lines(cases: list[ArchivedCase], language: str = "") -> list[tuple[ArchivedCase, str, str, str]]:
    """Each case with its number, its project's name and the name of its retention class."""
    spoken = language or current_language()
    numbers = dict(case_numbers([one.case.filing for one in cases])) if cases else {}
    names = dict(project_names([one.case.pk for one in cases])) if cases else {}
    return [
        (
            one, numbers.get(one.case.pk, ""), names.get(one.case.pk, ""),
            one.kept.name(spoken) if one.kept else "",
        )
        for one in cases
    ]  # fmt: skip
