"""The desk's first page, and a filed filing as the working group may see it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk import bodies, past, rows
from xianxing.desks.desk.rooms import links
from xianxing.desks.desk.second_person import waiting_acts
from xianxing.desks.desk.selection import WHEN, Selection, own_roles, selected
from xianxing.desks.look.context import Link
from xianxing.desks.public.filed_findings import judged
from xianxing.desks.sending import send_folder
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.calls.queries import clock_behind
from xianxing.pilot.cases.domain import export_dossier
from xianxing.pilot.cases.permissions import may_handle_secrecy
from xianxing.pilot.casework.approvals import approval_duties, cases_with_duties
from xianxing.pilot.casework.domain.handlers import group_people
from xianxing.pilot.casework.models import CaseHandler
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.permissions import readable_complaints
from xianxing.pilot.complaints.queries import complaint_signs, due_complaints
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.attest.proof import proof_of
from xianxing.pilot.filings.attest.requirements import given
from xianxing.pilot.filings.draft.questions import questions_for_staff
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.filings.submit.filing import Filed, filed_with
from xianxing.pilot.incidents.queries import overdue_incidents
from xianxing.pilot.notices.models import Notice
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_secretariat
from xianxing.pilot.transmissions.paths import path_of

PAGE = 50


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is due: filed filings, the nearest limit first; what waits for a second person."""
    user, at = acting(request), now()
    chosen, calls = Selection.read(request.GET.dict()), rows.calls_of_desk()
    numbers = selected(rows.latest_filed(user, at=at), chosen, user, calls, at=at).values_list(
        "pk", flat=True
    )
    page = Paginator(numbers, PAGE).get_page(request.GET.get("page"))
    shown = rows.bodies_in_order(list(page))
    context = {
        "crumbs": [Link(gettext("Desk"), request.path)],
        "links": links(request),
        "behind": clock_behind(at=at),
        "at": at,
        "stopped": rows.stopped_count(user, at=at),
        "sees_stops": may_handle_secrecy(roles_here(request)),
        "counts": rows.counts(user, own_roles(calls), at=at),
        "page": page,
        "rows": rows.listed(shown, at=at),
        "approvals": cases_with_duties([body.filing.case for body in shown]),
        "chosen": chosen,
        "narrowed": chosen != Selection(),
        "turns": _choices(chosen, "show", _turns()),
        "batches": _choices(
            chosen, "batch", [(0, gettext("All batches")), *((c.pk, c.title) for c in calls)]
        ),
        "people": _choices(chosen, "person", _people(at)),
        "figures": {when: chosen.address(when=when) for when in WHEN},
        "keep": chosen.address().replace("?", "&"),
        "waiting": waiting_acts(user),
        "late_incidents": overdue_incidents(at),
        "late_complaints": due_complaints(readable_complaints(roles_here(request)), at=at),
        "questions": _waiting(user) if is_secretariat(roles_here(request)) else 0,
    }
    return render(request, "desk/index.html", context)


@audience("staff")
@require_safe
def show(request: HttpRequest, filing: UUID) -> HttpResponse:
    """A filed filing: body, findings with explanations, attestations, receipt, what has happened since."""
    at, body = now(), access_body(acting(request), filing)
    case = body.filing.case
    duty = next(iter(case.duties.all()), None)
    files = bodies.files_of(body)
    context = {
        "row": rows.row(body, at=at, people=rows.people_by_role(at=at), number=case_number(body.filing)),
        "body": body,
        "case": case,
        "correcting": body.voided_at is not None,
        "parts": bodies.parts_of(body),
        "files": files,
        "judged": judged(body),
        "attestations": [(one, proof_of(one)) for one in given(body)] if body.voided_at is None else [],
        "handler": CaseHandler.objects.filter(case=case).select_related("user").first(),
        "units": dict(body.filing.units.values_list("pk", "institution__name")),
        "filed": filed_with(body),
        "timeline": past.timeline(case),
        "links": links(request),
        "notices": list(Notice.objects.filter(case=case).order_by("pk").values_list("number", flat=True)),
        "approvals": approval_duties(body.filing, procedure_of(case.call), case.state),
        "path": path_of(procedure_of(case.call), duty.state, duty.facts or {}, current_language())
        if duty
        else None,
        "reads_comments": is_secretariat(roles_here(request)),
        "signs": complaint_signs(case, roles_here(request), at=at),
    }
    context["crumbs"] = [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(str(context["row"].project), request.path),  # type: ignore[attr-defined]
    ]
    return render(request, "desk/filing.html", context)


@audience("staff")
@require_safe
def receipt(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The receipt as text, as the lead was given it."""
    held = _receipt(access_body(acting(request), filing))
    response = HttpResponse(held.receipt.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = disposition(f"{gettext('Receipt')}-{held.place}.txt")
    return response


@audience("staff")
@require_POST
def dossier(request: HttpRequest, filing: UUID) -> FileResponse:
    """The case's dossier as a zip, under a head signed now; contents from the draft are withheld."""
    case = access_body(acting(request), filing).filing.case
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        folder = Path(scratch) / "dossier"
        export_dossier(case=case, folder=folder, at=real_time(), withhold=past.withheld(case))
        return send_folder(folder, f"{gettext('Dossier')}-{str(case.pk)[:8]}.zip")


def _choices(chosen: Selection, name: str, options: Sequence[tuple[str | int, str]]) -> list[Link]:
    """The ways to narrow the list by one thing, the rest of the selection kept."""
    here = getattr(chosen, name)
    return [Link(label, chosen.address(**{name: value}), current=value == here) for value, label in options]


def _turns() -> list[tuple[str | int, str]]:
    return [
        ("", gettext("All filings")),
        ("mine", gettext("Where I must act")),
        ("handled", gettext("Handled by me")),
        ("others", gettext("Waiting for others")),
    ]


def _people(at: datetime) -> list[tuple[str | int, str]]:
    return [(0, gettext("Everybody")), *((user.pk, user.name) for user in group_people(at=at))]


def access_body(user: User, filing: UUID) -> Body:
    """The body that was filed last; Http404 for a draft, for what isn't there, and for a stranger."""
    found = rows.latest_filed(user, at=now()).filter(filing=filing).first()
    if found is None:
        raise Http404
    return found


def _receipt(body: Body) -> Filed:
    held = filed_with(body)
    if held is None:
        raise Http404
    return held


def _waiting(user: User) -> int:
    return sum(not asked.answer for asked in questions_for_staff(by=user, at=now()))
