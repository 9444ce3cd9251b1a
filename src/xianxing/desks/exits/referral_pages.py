"""Referrals to a competent body (5.3.8), and what became of them; nothing here writes an integrity file."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.acts.act_pages import letters_sent
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.exits.lines import exit_crumbs, offer_lines
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.exits.domain.referring import (
    LONGEST_DOCUMENT,
    LONGEST_ORGAN,
    LONGEST_WORDS,
    REFERENCE,
    enter_outcome,
)
from xianxing.pilot.exits.permissions import checker_in
from xianxing.pilot.exits.queries import readable, referrals_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.procedure.meanings import Means


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The case's referrals with their outcomes; POST enters one, by the secretariat, with the letter."""
    user, at = acting(request), now()
    view = readable(case_to_read(case, user, at=at))
    problem = ""
    if request.method == "POST":
        try:
            _enter(request, view, user)
            return redirect("exits:referrals", case)
        except Refused as refused:
            problem = refused.message
    ticked = set(request.POST.getlist("evidence"))
    own = [one for one in offers(view) if view.procedure.meaning(one.step.act) == Means.REFER]
    clause = view.procedure.cite(REFERENCE)
    context = {
        "view": view, "referrals": referrals_in(view), "steps": offer_lines(view, own),
        "enters": checker_in(view) is not None, "problem": problem, "typed": request.POST,
        "letters": [(one.pk, one.name, str(one.pk) in ticked) for one in unused_evidence(user)],
        "longest": {"organ": LONGEST_ORGAN, "document": LONGEST_DOCUMENT, "words": LONGEST_WORDS},
        "marks": marks(guide_of(view.case.call), [clause] if clause else []),
        "crumbs": exit_crumbs(view, Link(gettext("Referrals"), request.path)),
    }  # fmt: skip
    return render(request, "exits/referrals.html", context, status=422 if problem else 200)


def _enter(request: HttpRequest, view: CaseView, user: User) -> None:
    kept = letters_sent(request, user)
    typed = request.POST
    number = typed.get("referral", "")
    try:
        day = date.fromisoformat(typed.get("received_on", ""))
    except ValueError:
        raise Refused("received_on", gettext("Say on which day the answer came.")) from None
    enter_outcome(
        case=view.case.pk, referral=whole_number(number, 0), organ=typed.get("organ", ""),
        document=typed.get("document", ""), received_on=day, words=typed.get("words", ""), evidence=kept,
        by=user, at=now(),
    )  # fmt: skip
