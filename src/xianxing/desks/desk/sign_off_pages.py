"""Procedures at the desk: which version is signed off, and where the legal reviewer signs one off."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience, belongs
from xianxing.desks.desk.forms import SignOffForm
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.public.guide_pages import find
from xianxing.desks.public.text_pages import halves, text_of
from xianxing.i18n import DEFAULT_LANGUAGE, gettext
from xianxing.law import Guide, complete_guides
from xianxing.pilot.calls.domain.signing import Confirmation, sign_off_procedure
from xianxing.pilot.calls.models import ProcedureSignOff
from xianxing.pilot.calls.permissions import may_sign_off
from xianxing.pilot.calls.procedure_text import change_name
from xianxing.pilot.calls.queries import clock_behind, sign_off_of, sign_offs
from xianxing.pilot.clock import now
from xianxing.pilot.refusal import Refused
from xianxing.procedure.reading import ProcedureText, compare_sentences, sentences_of_rows


@dataclass(frozen=True)
class ProcedureRow:
    """A guide's procedure and who signed its present version off; `reworded` where its words differ now."""

    law: Guide
    version: str
    signed: ProcedureSignOff | None
    reworded: bool


@dataclass(frozen=True)
class DifferenceRow:
    """A sentence that is new, gone or changed, in Chinese, which is what is signed."""

    change: str
    before: str
    now: str


@audience("sign_offs")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The procedures of all complete guides, signed off or not."""
    context = {
        "crumbs": _crumbs(request),
        "links": links(request),
        "procedures": [_row(law) for law in complete_guides()],
        "signer": may_sign_off(roles_here(request)),
    }
    return render(request, "desk/sign_offs.html", context)


@audience("legal_reviewer")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, guide: str) -> HttpResponse:
    """Read the text and its difference from the version signed off last, then sign it off."""
    law = find(guide)
    if law.partial:
        raise Http404
    text, at = text_of(law.name), now()
    form = SignOffForm(request.POST or None)
    code_problem = ""
    if request.method == "POST" and form.is_valid():
        code_problem = step_up(request, act="sign_off_procedure")
        if not code_problem and _signed(request, law, form):
            return redirect("desk:sign-offs")
    done = sign_offs(law.name, at=at)
    context = {
        "crumbs": [*_crumbs(request), Link(str(law.label), request.path)],
        "links": links(request),
        "law": law,
        "text": text,
        "halves": halves(law, text, DEFAULT_LANGUAGE),
        "chinese": True,
        "last": done[0] if done else None,
        "differences": _differences(done[0], text) if done else [],
        "signed": any((one.version, one.text_digest) == (text.version, text.digest) for one in done),
        "form": form,
        "code_problem": code_problem,
        "behind": clock_behind(at=at),
        "at": at,
    }
    return render(request, "desk/sign_off.html", context)


def _signed(request: HttpRequest, law: Guide, form: SignOffForm) -> bool:
    """Whether the domain took the sign-off; what it refuses stands beside the field that it is about."""
    data = form.cleaned_data
    said = Confirmation(request.POST.get("version", ""), data["typed"], data["statement"])
    try:
        sign_off_procedure(guide=law.name, said=said, by=acting(request), at=now())
    except Refused as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, refusal.message)
        return False
    return True


def _row(law: Guide) -> ProcedureRow:
    text = text_of(law.name)
    signed = sign_off_of(text.version, at=now())
    reworded = signed is not None and signed.text_digest != text.digest
    return ProcedureRow(law, text.version, signed, reworded)


def _differences(last: ProcedureSignOff, text: ProcedureText) -> list[DifferenceRow]:
    found = compare_sentences(sentences_of_rows(last.text), text.sentences())
    return [
        DifferenceRow(
            change_name(one.change), one.before.zh if one.before else "", one.now.zh if one.now else ""
        )
        for one in found
    ]


def _crumbs(request: HttpRequest) -> list[Link]:
    desk = [Link(gettext("Desk"), reverse("desk:home"))] if belongs("staff", roles_here(request)) else []
    return [*desk, Link(gettext("Procedures"), reverse("desk:sign-offs"))]
