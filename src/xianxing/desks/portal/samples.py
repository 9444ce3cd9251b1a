"""Invented contents for the portal's parts on the components page: nothing is read from the database.

The parts are the portal's own templates; what they show is made here with the classes that its pages use.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from xianxing.desks.portal.cells import CellView, RowView, anchor_of, example_of, input_of
from xianxing.desks.portal.clashes import Clash
from xianxing.desks.portal.confirm_pages import AttestationLine
from xianxing.desks.portal.course import Course, CourseEvent, CourseStep
from xianxing.desks.portal.finding_pages import FindingCard
from xianxing.desks.portal.scene import clause_link
from xianxing.desks.portal.sections import Status
from xianxing.desks.portal.talks import Addressee, Remark, Talk
from xianxing.desks.portal.tasks import Counted, Task, TaskGroup
from xianxing.desks.public.places import ResultPlace
from xianxing.documents.counting import count_zi
from xianxing.i18n import gettext
from xianxing.law import (
    Basis,
    Field,
    FieldKind,
    Finding,
    Guide,
    Result,
    Severity,
    complete_guides,
)
from xianxing.pilot.filings.attest.requirements import Wanted
from xianxing.pilot.filings.check.findings import Stated
from xianxing.pilot.filings.draft.diff import Segments, differ
from xianxing.pilot.filings.models import Attestation, AttestationKind, CellVersion, Comment, Question, Unit
from xianxing.pilot.parties.models import Institution, User

NOWHERE = UUID(int=0)
AT = datetime(2024, 1, 15, 2, 30, tzinfo=UTC)
DAY = date(2024, 1, 15)
LONG = 512


def samples() -> dict[str, object]:
    """What the components page shows of the portal; empty where no complete guide is installed."""
    guide = _guide()
    if guide is None:
        return {}
    cell, table = _cell(guide), _table(guide)
    return {
        "case": NOWHERE,
        "groups": _tasks(),
        "counts": [
            Counted(*one) for one in (("blocking", 1), ("correction", 4), ("advice", 2), ("manual_review", 3))
        ],
        "course": _course(guide),
        "cell": cell,
        "table": table,
        "clash": _clash(cell.field),
        "steps": _history(),
        "card": _card(guide, cell.field),
        "lines": _acts(),
    }


@cache
def _guide() -> Guide | None:
    """The first complete guide."""
    return next(iter(complete_guides()), None)


def _person(number: int) -> User:
    names = (gettext("Ms. Zhou"), gettext("Mr. Luo"), gettext("Ms. Ning"))
    return User(pk=number + 1, name=names[number])


def _stated(message: str, severity: Severity, basis: Basis, explanation: str = "") -> Stated:
    finding = Finding(
        "cell-length", "4.3.4", Result.UNMET, basis, severity, "content.overview", message, {}
    )  # fmt: skip
    return Stated(finding, explanation, given_later=False)


def _too_long() -> Stated:
    message = gettext("The cell holds 512 characters; at most 500 are allowed. Shorten it by 12.")
    return _stated(message, Severity.CORRECTION, Basis.GUIDE, gettext("We shorten it after the review."))


def _cell(guide: Guide) -> CellView:
    """A counted text over its limit, with a finding and a comment."""
    field = next(f for f in guide.fields_of("content") if f.kind is FieldKind.TEXT and f.limit)
    sentence = gettext("The tool finds related parties. ")
    text = sentence * (LONG // count_zi(sentence) + 1)
    while count_zi(text) > LONG:
        text = text[:-1]
    return _view(guide, field, text, (_too_long(),))


def _table(guide: Guide) -> CellView:
    """A table with one row edited in place, its finding beside it."""
    field = next(f for f in guide.fields_of("content") if 2 <= len(f.columns) <= 4)
    found = _stated(gettext("One column of this row is still empty."), Severity.ADVICE, Basis.PRACTICE)
    values = [example_of(column) for column in field.columns]
    inputs = tuple(
        input_of(
            guide, DAY, column, id=f"sample-{column.key}", name=column.key, value=value or None, row=True
        )
        for column, value in zip(field.columns, values, strict=True)
    )
    row = RowView(UUID(int=1), f"{field.path}|{UUID(int=1)}", 1, 0, inputs, (found,), last=False)
    return replace(_view(guide, field, None, ()), rows=(row,))


def _view(guide: Guide, field: Field, value: object, found: tuple[Stated, ...]) -> CellView:
    anchor = anchor_of(field)
    blank = tuple(
        input_of(
            guide, DAY, column, id=f"sample-new-{column.key}", name=f"new-{column.key}", value=None, row=True
        )
        for column in field.columns
    )
    return CellView(
        field=field,
        unit="",
        location=field.path,
        anchor=anchor,
        input=input_of(
            guide, DAY, field, id=f"i-{anchor}", name=f"v:{field.path}", value=value, required=True
        ),
        version=2,
        editable=True,
        clause=clause_link(guide, field.clause),
        guidance=str(field.guidance),
        example=example_of(field),
        by=_person(0).name,
        findings=found,
        talk=_talk(field, anchor),
        rows=(),
        blank=RowView(UUID(int=2), f"{field.path}|{UUID(int=2)}", 0, 0, blank) if blank else None,
    )


def _talk(field: Field, anchor: str) -> Talk:
    comment = Comment(
        pk=0,
        author=_person(1),
        addressee=_person(0),
        at=AT,
        text=gettext("Please name the source of the list."),
    )
    asked = Question(
        path=field.path, asked_by=_person(0), asked_at=AT, text=gettext("May a table be attached?")
    )
    asked.answer, asked.answered_at = gettext("Yes, as a file of its own."), AT
    counted = not field.columns
    return Talk(
        location=field.path,
        path=field.path,
        anchor=anchor,
        label=str(field.label),
        remarks=(Remark(comment, "", mine=True),) if counted else (),
        questions=(asked,) if counted else (),
        people=tuple(Addressee(_person(number)) for number in (1, 2)),
    )


def _tasks() -> list[TaskGroup]:
    here = "#portal-tasks"
    blocked = Status(gettext("{count} block filing").format(count=1), "bad", 1)
    return [
        TaskGroup(
            gettext("1. The filing form"),
            (
                Task(gettext("Basics"), here, Status(gettext("Complete"), "good", 0)),
                Task(gettext("Risks and measures"), here, Status(gettext("To look at"), "watch", 2)),
                Task(
                    gettext("Another unit's sheet"), "", Status(gettext("Filled by itself"), "quiet", 0),
                    gettext("Its own until the freeze; from then on all units see all"),
                ),
                Task(gettext("Findings of the checker"), here, blocked),
            ),
        )
    ]  # fmt: skip


def _course(guide: Guide) -> Course:
    step = CourseStep(
        gettext("Initial reading"), gettext("Working group"), (clause_link(guide, "5.1.1"),), practice=False
    )
    practice = CourseStep(gettext("Correction"), gettext("Lead unit"), (), practice=True)
    return Course(
        past=(CourseEvent(DAY, gettext("Filed"), gettext("Lead unit")),),
        state=gettext("Formality check"),
        owner=gettext("Secretariat"),
        asked=gettext("Formality check"),
        due=DAY + timedelta(14),
        unlimited=True,
        provisional=False,
        overdue=False,
        final=False,
        note="",
        ahead=(step, practice),
    )


def _clash(field: Field) -> Clash:
    mine, theirs = gettext("The list is renewed every day."), gettext("The list is renewed every week.")
    return Clash(f"|{field.path}|", field, mine, theirs, 3, _person(1).name, AT)


def _history() -> list[tuple[CellVersion, Segments]]:
    texts = [gettext("The list is renewed every week."), gettext("The list is renewed every day.")]
    first = CellVersion(version=1, by=_person(0), at=AT)
    second = CellVersion(version=2, by=_person(1), at=AT + timedelta(hours=1))
    return [(second, differ(texts[0], texts[1])), (first, differ("", texts[0]))]


def _card(guide: Guide, field: Field) -> FindingCard:
    spot = ResultPlace("cell", field.path, str(field.label), "", (0, 0, ""))
    return FindingCard(
        _too_long(), spot, "#portal-finding", clause_link(guide, "4.3.4"), "watch", mine=True
    )  # fmt: skip


def _acts() -> list[tuple[AttestationLine, None]]:
    lead = Unit(
        pk=1, key="lead", lead=True, institution=Institution(name=gettext("Example Securities Co., Ltd."))
    )
    joint = Unit(pk=2, key="joint", institution=Institution(name=gettext("Example Technology Co., Ltd.")))
    given = Attestation(
        pk=0, kind=AttestationKind.UNIT_REVIEW, unit=lead, by=_person(1), at=AT,
        title=gettext("Head of department"), opinion=gettext("Reviewed; true and complete."),
    )  # fmt: skip
    names = {unit.pk: unit.institution.name for unit in (lead, joint) if unit.institution}
    reviewer, signer = gettext("Reviewer"), gettext("Signatory")
    review, pledge, consent = (
        AttestationKind.UNIT_REVIEW,
        AttestationKind.TRUTH_PLEDGE,
        AttestationKind.CONSENT,
    )
    return [
        (
            AttestationLine(Wanted(review, lead), names[1], "", reviewer, "", given, mine=False, waits=""),
            None,
        ),
        (
            AttestationLine(
                Wanted(review, joint), names[2], "", reviewer, "卢思齐", None, mine=False, waits=""
            ),
            None,
        ),
        (
            AttestationLine(Wanted(pledge, lead), names[1], "", signer, "沈伯衡", None, mine=True, waits=""),
            None,
        ),
        (
            AttestationLine(
                Wanted(consent, lead), names[1], "", signer, "沈伯衡", None, mine=False,
                waits=str(pledge.label),
            ),
            None,
        ),
    ]  # fmt: skip
