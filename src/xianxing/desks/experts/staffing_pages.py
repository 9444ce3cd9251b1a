"""Engaging experts for a case: who is engaged, who is proposed and why not, and overruling by the head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.desk.rooms import links
from xianxing.desks.experts.forms import RecordedReasonForm
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.experts.domain.engaging import invite_experts
from xianxing.pilot.experts.domain.overruling import overrule_conflicts
from xianxing.pilot.experts.models import Engagement, Opinion, Undertaking
from xianxing.pilot.experts.permissions import may_invite_guests, may_overrule
from xianxing.pilot.experts.proposals import ExpertProposal, Staffing, staffing_of
from xianxing.pilot.experts.rounds import round_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.procedure.meanings import Means


@dataclass(frozen=True)
class EngagedRow:
    """An expert who was engaged: from when to when, the version signed, when the opinion was given."""

    expert: User
    invited_at: datetime
    ended_at: datetime | None
    signed: str
    given_at: datetime | None


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who takes part and how far they are; the pool with proposals ticked, to be changed by hand."""
    user, at, problem = acting(request), now(), ""
    view = case_to_read(case, user, at=at)
    staffing = staffing_of(view)
    rows = engaged_rows(view)
    given = {row.expert.pk for row in rows if row.given_at}
    ticked = {one.expert.pk for one in staffing.candidates if one.proposed or one.engaged}
    if request.method == "POST":
        ticked = {whole_number(name, 0) for name in request.POST.getlist("expert")}
        problem = _invited(request, view, user, ticked)
        if not problem:
            return redirect("experts:staffing", case)
    steps = {view.procedure.meaning(offer.step.act): offer.step for offer in offers(view)}
    context = {
        "crumbs": crumbs(view, Link(gettext("Experts"), request.path)), "links": links(request), "view": view,
        "number": case_number(view.filing), "staffing": staffing, "problem": problem,
        "engaged": rows, "marks": marks(guide_of(view.case.call), ("5.1.1",)),
        "candidates": [
            (one, one.expert.pk in ticked) for one in staffing.candidates if one.expert.pk not in given
        ],
        "may_invite": Means.INVITE_EXPERTS in steps, "closing": steps.get(Means.CLOSE_OPINIONS),
        "may_overrule": may_overrule(roles_here(request)),
        "invites_guests": may_invite_guests(roles_here(request)),
        "replacements": _replacements(staffing, rows),
    }  # fmt: skip
    return render(request, "experts/staffing.html", context, status=422 if problem else 200)


@audience("group_head")
@require_http_methods(["GET", "HEAD", "POST"])
def overrule(request: HttpRequest, case: UUID, user: int) -> HttpResponse:
    """What stands between an expert and the case, and the head's reason for inviting all the same."""
    at, head = now(), acting(request)
    view = case_to_read(case, head, at=at)
    candidate = _candidate(view, user)
    form, code_problem = RecordedReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        code_problem = step_up(request, act="overrule")
        try:
            if not code_problem:
                overrule_conflicts(
                    case=case, expert=candidate.expert, reason=form.cleaned_data["reason"], by=head, at=at,
                    step_up=StepUp.just_given(head),
                )  # fmt: skip
                return redirect("experts:staffing", case)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {
        "crumbs": crumbs(
            view,
            Link(gettext("Experts"), reverse("experts:staffing", args=[case])),
            Link(candidate.expert.name, request.path),
        ),
        "links": links(request), "view": view, "candidate": candidate, "form": form,
        "code_problem": code_problem,
    }  # fmt: skip
    return render(
        request, "experts/overrule.html", context, status=422 if form.errors or code_problem else 200
    )


def crumbs(view: CaseView, *rest: Link) -> list[Link]:
    """The way from the desk over the filing to a page about its experts."""
    return [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(case_number(view.filing), reverse("desk:filing", args=[view.filing.pk])),
        *rest,
    ]


def engaged_rows(view: CaseView) -> list[EngagedRow]:
    """Everybody who was ever engaged in the case, in the order of their invitations."""
    signed = dict(Undertaking.objects.filter(case=view.case).values_list("expert", "version"))
    opinions = Opinion.objects.filter(case=view.case, round=round_of(view.case))
    given = dict(opinions.values_list("expert", "given_at"))
    rows = Engagement.objects.filter(case=view.case).select_related("expert").order_by("invited_at", "pk")
    return [
        EngagedRow(
            row.expert, row.invited_at, row.ended_at, signed.get(row.expert_id, ""),
            None if row.ended_at else given.get(row.expert_id),
        )
        for row in rows
    ]  # fmt: skip


def _replacements(staffing: Staffing, rows: list[EngagedRow]) -> list[str]:
    """Who is proposed in the place of somebody who takes part no longer; nobody before that."""
    left = any(row.ended_at for row in rows)
    return [one.expert.name for one in staffing.candidates if left and one.proposed]


def _candidate(view: CaseView, user: int) -> ExpertProposal:
    found = next((one for one in staffing_of(view).candidates if one.expert.pk == user), None)
    if found is None:
        raise Http404
    return found


def _invited(request: HttpRequest, view: CaseView, by: User, chosen: set[int]) -> str:
    """Invite those who are ticked; "" when it was done, else why not."""
    people = list(User.objects.filter(pk__in=chosen).order_by("pk"))
    if not people:
        return gettext("Tick at least one expert.")
    seen = request.POST.get("sequence", "")
    try:
        invite_experts(
            view=view, experts=people, sequence=whole_number(seen, view.case.sequence), by=by,
            at=now(),
        )  # fmt: skip
    except Refused as refused:
        return refused.message
    return ""
