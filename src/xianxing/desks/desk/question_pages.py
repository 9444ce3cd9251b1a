"""Questions to the working group: answered in writing, the generally useful published without names."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk.forms import AnswerForm, PublishForm
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.public.pins import field_label
from xianxing.i18n import gettext
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.questions import answer_question, publish_answer, questions_for_staff
from xianxing.pilot.filings.models import Question
from xianxing.pilot.refusal import Refused


@audience("secretariat")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All questions, those without an answer first."""
    asked = questions_for_staff(by=acting(request), at=now())
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Questions"), request.path)],
        "links": links(request),
        "waiting": [(one, field_label(one.path)) for one in asked if not one.answer],
        "answered": [(one, field_label(one.path)) for one in asked if one.answer],
    }
    return render(request, "desk/questions.html", context)


@audience("secretariat")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, question: UUID) -> HttpResponse:
    """One question: answer it; once answered, publish it in general words. Nobody learns whose it is."""
    found = get_object_or_404(Question.objects.exclude(filing__case__in=stopped_cases()), pk=question)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, found, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("desk:question", question=found.pk)
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Questions"), reverse("desk:questions")),
            Link(field_label(found.path), request.path),
        ],
        "links": links(request),
        "question": found,
        "label": field_label(found.path),
        "form": form,
    }
    return render(request, "desk/question.html", context)


def _form(request: HttpRequest, question: Question) -> AnswerForm | PublishForm:
    if question.answered_at is None:
        return AnswerForm(request.POST or None)
    initial = {
        "general_question": question.general_question or question.text,
        "general_answer": question.general_answer or question.answer,
    }
    return PublishForm(request.POST or None, initial=initial)


def _act(request: HttpRequest, question: Question, form: AnswerForm | PublishForm) -> None:
    data = form.cleaned_data
    if isinstance(form, AnswerForm):
        answer_question(question=question, text=data["text"], by=acting(request), at=now())
        return
    publish_answer(
        question=question,
        general_question=data["general_question"],
        general_answer=data["general_answer"],
        by=acting(request),
        at=now(),
    )
