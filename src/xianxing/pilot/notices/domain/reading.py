"""What was said to a notice: read by the secretariat, with the access logged; the answer by who asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.notices.domain.commenting import digest_of_secret
from xianxing.pilot.notices.domain.sealing import CommentWords, file_of_comment, opened
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.notices.models import CommentFile, CommentKind, PublicComment
from xianxing.pilot.notices.permissions import may_read_comments
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of

ANSWER_DAYS = "objection_answer_workdays"


@dataclass(frozen=True)
class Considered:
    """When a comment was considered, and the answer or reason that the event holds."""

    at: datetime
    answer: str


@dataclass(frozen=True)
class CommentLine:
    """A comment in a list: no word of it. `due` is the last day for the answer to an objection."""

    comment: PublicComment
    due: date | None
    considered: Considered | None


@dataclass(frozen=True)
class CommentFileLine:
    """A file with a comment that was opened; `name` is "" where it can't be read."""

    place: int
    name: str
    size: int


@dataclass(frozen=True)
class OpenedComment:
    """A comment that somebody of the secretariat opened."""

    line: CommentLine
    words: CommentWords
    files: tuple[CommentFileLine, ...] = ()


@dataclass(frozen=True)
class CommentTally:
    """How much of one kind was said: `open` is not considered yet, `due` is the first day of an answer."""

    kind: str
    came: int
    open: int
    due: date | None


def comments_of(case: UUID, by: User, *, at: datetime) -> list[CommentLine]:
    """What was said in a case, the oldest first, for the secretariat; Stranger for everybody else."""
    found = _case(case, by, at)
    done = _considered(found)
    rows = PublicComment.objects.filter(case=found).order_by("received_at", "number")
    return [CommentLine(row, answer_due(row), done.get(row.number)) for row in rows]


def read_comment(case: UUID, number: str, by: User, *, at: datetime) -> OpenedComment:
    """Open one comment for somebody of the secretariat; the access log says who did, not what stood there."""
    line = next((line for line in comments_of(case, by, at=at) if line.comment.number == number), None)
    if line is None:
        raise Stranger(_("There is no such comment."))
    words = opened(line.comment)
    note(AccessKind.COMMENT_READ, user=None, by=by, at=at, detail=number)
    return OpenedComment(line, words, tuple(_file_line(file) for file in _files(line.comment)))


def read_comment_file(case: UUID, number: str, place: int, by: User, *, at: datetime) -> FileContent:
    """A file with a comment, for who may read its words; Stranger for others. The access log says who did."""
    lines = comments_of(case, by, at=at)
    row = next((line.comment for line in lines if line.comment.number == number), None)
    file = next((one for one in _files(row) if one.place == place), None) if row else None
    if file is None:
        raise Stranger(_("There is no such file."))
    content = file_of_comment(file)
    note(AccessKind.COMMENT_READ, user=None, by=by, at=at, detail=f"{number} #{place}")
    return content


def _files(comment: PublicComment) -> QuerySet[CommentFile]:
    return comment.files.select_related("comment").order_by("place")


def _file_line(file: CommentFile) -> CommentFileLine:
    try:
        return CommentFileLine(file.place, file_of_comment(file).name, file.size)
    except Refused:
        return CommentFileLine(file.place, "", file.size)


def answer_to(*, number: str, secret: str) -> CommentLine:
    """What became of a comment, for who holds its secret.

    Refused in the same words for an unknown number and for a wrong secret. The answer's words are for an
    objection; of others it is said that they were considered.
    """
    row = (
        PublicComment.objects.select_related("case__call__guide")
        .filter(number=number.strip().upper())
        .first()
    )
    known = row is not None and compare_digest(row.secret, digest_of_secret(secret))
    if row is None or not known or stopped_cases().filter(pk=row.case_id).exists():
        raise Refused("answer", _("No comment has this number and this secret; look at both again."))
    done = _considered(row.case).get(row.number)
    if done is not None and row.kind != CommentKind.OBJECTION:
        done = Considered(done.at, "")
    return CommentLine(row, answer_due(row), done)


def answer_due(comment: PublicComment) -> date | None:
    """The last day for the answer to an objection by the call's setting; None for what is owed no answer."""
    call = comment.case.call
    days = call.settings.get(ANSWER_DAYS)
    if comment.kind != CommentKind.OBJECTION or not isinstance(days, int):
        return None
    return calendar_of(call).add(day_of(comment.received_at), days).date


def tallies_of(case: Case) -> list[CommentTally]:
    """How much of each kind was said to a case's notices, and how much waits; kinds that nobody used are left
    out. For who may read the case: no word of a comment, and nobody's name.
    """
    done, rows = _considered(case), list(PublicComment.objects.filter(case=case).select_related("case__call"))
    found = []
    for kind in CommentKind:
        came = [row for row in rows if row.kind == kind]
        waits = [row for row in came if row.number not in done]
        days = [due for due in map(answer_due, waits) if due is not None]
        if came:
            found.append(CommentTally(str(kind.label), len(came), len(waits), min(days, default=None)))
    return found


def _case(case: UUID, by: User, at: datetime) -> Case:
    if not may_read_comments(roles_of(by, at=at)):
        raise Stranger(_("There is no such case."))
    found = Case.objects.select_related("call__guide").filter(pk=case).first()
    if found is None or stopped_cases().filter(pk=case).exists():
        raise Stranger(_("There is no such case."))
    return found


def _considered(case: Case) -> Mapping[str, Considered]:
    """What was considered in a case, by number, with the answer that the event's payload holds."""
    steps = [step.id for step in procedure_of(case.call).steps_meaning(Means.CONSIDER_COMMENT)]
    rows = Event.objects.filter(case=case, step__in=steps).select_related("payload").order_by("sequence")
    return {str(row.procedural.get("item", "")): Considered(row.at, _reason(row)) for row in rows}


def _reason(row: Event) -> str:
    payload = getattr(row, "payload", None)
    said = json.loads(bytes(payload.body)) if payload is not None else {}
    return str(said.get("payload", {}).get("reason", ""))
