"""Questions to the working group from any cell, answered in writing; the generally useful become an FAQ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xianxing.law.text import plain
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.domain.performing import put_on_record, refuse_stopped
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.models import Cell, Filing, Question
from xianxing.pilot.filings.permissions import Standing, may_answer_questions, standing
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.messages.recipients import holders
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

LONGEST = 4_000
MOST_OPEN = 20
SHORTEST_NAME = 4  # a shorter word can't be told from common words
# What people leave out of an institution's name when they speak of it.
_FORM_OF_COMPANY = re.compile(r"(?:（[^）]*）|\([^)]*\)|集团|股份|有限|责任|公司|合伙企业)+$")


@dataclass(frozen=True)
class Asked:
    """A question as the secretariat sees it: nothing of the draft, not even whose it is."""

    id: UUID
    path: str
    text: str
    asked_at: datetime
    answer: str
    published: bool


@dataclass(frozen=True)
class Answered:
    """An entry of the FAQ: what everybody may read."""

    path: str
    question: str
    answer: str
    published_at: datetime


@transaction.atomic
def ask_question(*, filing: Filing, path: str, text: str, by: User, at: datetime) -> Question:
    """Ask the working group about a field of the form; the group sees the words of the question only.

    Refused while too many of the person's own questions are open; those of others are not counted, for a
    person may not see all of them.
    """
    standing(by, filing, at=at)
    if not guide_of(filing.case.call).has_field(path):
        raise Refused("field", _("The form has no field {path}.").format(path=path))
    if filing.questions.filter(asked_by=by, answered_at__isnull=True).count() >= MOST_OPEN:
        message = _("You have {count} open questions; wait for the answers.")
        raise Refused("questions", message.format(count=MOST_OPEN))
    asked = Question.objects.create(filing=filing, path=path, asked_by=by, asked_at=at, text=_words(text))
    _on_record(asked, "unit", by, at)
    tell(recipients=holders(filing.case, "secretariat", at), kind="question", at=at)  # not in which case
    return asked


@transaction.atomic
def answer_question(*, question: Question, text: str, by: User, at: datetime) -> Question:
    """The secretariat answers in writing, once; a published answer can be corrected only by another one."""
    require(may_answer_questions, by, at=at)
    rows = Question.objects.select_for_update(of=("self",)).select_related("asked_by", "filing__case")
    current = rows.get(pk=question.pk)
    refuse_stopped(current.filing.case)
    if current.answered_at is not None:
        raise Refused("answered", _("This question has been answered already."))
    current.answer, current.answered_by, current.answered_at = _words(text), by, at
    current.save(update_fields=["answer", "answered_by", "answered_at"])
    _on_record(current, "secretariat", by, at, ("answer", "answered_by", "answered_at"))
    tell(recipients=[current.asked_by], kind="answer", case=current.filing.case, at=at)
    return current


@transaction.atomic
def publish_answer(
    *, question: Question, general_question: str, general_answer: str, by: User, at: datetime
) -> Question:
    """Make an edited question and answer part of the FAQ; who asked is never in it.

    Refused while unanswered, and where the words hold the project's name, a unit's name or code.
    """
    require(may_answer_questions, by, at=at)
    rows = Question.objects.select_for_update(of=("self",)).select_related("filing__case")
    current = rows.get(pk=question.pk)
    refuse_stopped(current.filing.case)
    if current.answered_at is None:
        raise Refused("unanswered", _("Answer the question first."))
    asked, answered = _words(general_question), _words(general_answer)
    spoken = plain(asked + answered)
    if any(plain(name) in spoken for name in _names(current.filing)):
        raise Refused("named", _("An FAQ names no project and no unit; take the names out."))
    current.general_question, current.general_answer = asked, answered
    current.published_at, current.published_by = at, by
    general = ("general_question", "general_answer", "published_at", "published_by")
    current.save(update_fields=general)
    _on_record(current, "secretariat", by, at, general)
    return current


def questions_for_staff(*, by: User, at: datetime) -> list[Asked]:
    """The questions of all calls for the secretariat, the unanswered first, the oldest at the head.

    Those of filings that are stopped for secrecy are put aside.
    """
    require(may_answer_questions, by, at=at)
    rows = Question.objects.exclude(filing__case__in=stopped_cases()).order_by(
        "answered_at", "asked_at", "pk"
    )
    asked = [Asked(q.pk, q.path, q.text, q.asked_at, q.answer, q.published_at is not None) for q in rows]
    return sorted(asked, key=lambda one: bool(one.answer))


def questions_of(filing: Filing, *, by: User, at: datetime) -> list[Question]:
    """A filing's own questions with their answers, as far as a person of its units may read them."""
    return list(readable_questions(standing(by, filing, at=at)))


def readable_questions(who: Standing) -> QuerySet[Question]:
    """The questions that a person may read, the latest first: all from the freeze on.

    Until then one about a unit's sheet is for the people of the asker's unit, as the sheet itself is.
    """
    rows = who.filing.questions.select_related("asked_by").order_by("-asked_at", "pk")
    if who.frozen:
        return rows
    places = [unit.institution_id for unit in who.own]
    mates = Membership.objects.filter(institution__in=places).values("user")
    return rows.filter(~Q(path__startswith="unit.") | Q(asked_by__in=mates))


def faq() -> list[Answered]:
    """What was published, by field and day; for everybody. Of a filing that is stopped nothing is told."""
    published = Question.objects.filter(published_at__isnull=False).exclude(filing__case__in=stopped_cases())
    rows = published.order_by("path", "published_at", "pk")
    return [
        Answered(q.path, q.general_question, q.general_answer, q.published_at) for q in rows if q.published_at
    ]


def _on_record(
    question: Question, role: str, by: User, at: datetime, columns: tuple[str, ...] | None = None
) -> None:
    named = [NamedRow(question, columns)]
    case = question.filing.case
    put_on_record(case=case, rests_on=named, role=role, person=str(by.pk), clause="", at=at)


def _names(filing: Filing) -> Iterator[str]:
    written = Cell.objects.filter(filing=filing, path__in=("project.name", "unit.name"), removed=False)
    found = [value for value in written.values_list("value", flat=True) if isinstance(value, str)]
    for unit in filing.units.select_related("institution"):
        found.append(unit.uscc)
        if unit.institution is not None:
            found.append(unit.institution.name)
            found += unit.institution.former_names.values_list("name", flat=True)
    found += [_FORM_OF_COMPANY.sub("", name) for name in found]
    yield from (name for name in found if len(name) >= SHORTEST_NAME)


def _words(text: str) -> str:
    words = cleaned(text)
    if not 0 < len(words) <= LONGEST:
        raise Refused("text", _("Write 1 to {limit} characters.").format(limit=LONGEST))
    return words
