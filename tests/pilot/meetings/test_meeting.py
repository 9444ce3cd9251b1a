"""A meeting resolves with a quorum only; recusals count on neither side; the minutes say all of it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company
from xianxing.pilot.acts.domain.evidence import unused_evidence
from xianxing.pilot.meetings.domain.meeting import (
    close_meeting,
    convene_meeting,
    meeting_to_read,
    note_attendance,
    recuse_member,
    resolve_item,
)
from xianxing.pilot.meetings.minutes import minutes_docx
from xianxing.pilot.meetings.models import Meeting
from xianxing.pilot.meetings.quorum import Quorum, quorum_of
from xianxing.pilot.meetings.secrecy import HOLDER
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(company_filed: Company) -> Office:
    return an_office(company_filed)


def convened(office: Office, *members: User, **changes: Any) -> Meeting:
    at = office.company.later()
    said: dict[str, Any] = {
        "call": office.company.filing.case.call, "subject": "遴选", "place": "第一会议室", "starts_at": at,
        "cases": [office.company.filing.pk],
        "members": members or (office.wen, office.tang, office.fang, office.ren),
        "by": office.wen, "at": at,
    }  # fmt: skip
    return convene_meeting(**{**said, **changes})


def about(office: Office, meeting: Meeting, by: User | None = None) -> dict[str, Any]:
    return {"meeting": meeting.pk, "by": by or office.wen, "at": office.company.later()}


def there(office: Office, meeting: Meeting, *present: User) -> None:
    note_attendance(present=[one.pk for one in present], **about(office, meeting))


def resolved(office: Office, meeting: Meeting, *votes: int, **changes: Any) -> Any:
    said = {"case": office.company.filing.pk, "words": "同意入选。", **about(office, meeting), **changes}
    return resolve_item(in_favour=votes[0], against=votes[1], abstained=votes[2], **said)


def test_without_a_quorum_nothing_is_resolved_and_it_is_said_how_many_are_needed(office: Office) -> None:
    meeting = convened(office)
    there(office, meeting, office.wen, office.tang)
    with pytest.raises(Refused, match="应到4人，实到2人，须有3人") as refusal:
        resolved(office, meeting, 2, 0, 0)
    assert refusal.value.code == "quorum"
    there(office, meeting, office.wen, office.tang, office.fang)
    assert resolved(office, meeting, 2, 1, 0).adopted


def test_who_keeps_out_counts_on_neither_side(office: Office) -> None:
    meeting = convened(office)
    there(office, meeting, office.wen, office.tang)
    recuse_member(
        case=office.company.filing.pk, member=office.ren.pk, reason="亲属任职", **about(office, meeting)
    )
    assert quorum_of(meeting.agenda.get()).met  # two of three
    with pytest.raises(Refused, match="票数"):
        resolved(office, meeting, 3, 0, 0)
    assert resolved(office, meeting, 1, 1, 0).adopted is False


@given(st.integers(0, 30), st.integers(0, 30))
def test_two_thirds_are_two_thirds(invited: int, present: int) -> None:
    found = Quorum(invited, min(invited, present), Fraction("2/3"))
    assert found.met == (3 * found.present >= 2 * invited and found.present >= 1)


def test_what_was_resolved_stays_and_attendance_with_it(office: Office) -> None:
    meeting = convened(office)
    there(office, meeting, office.wen, office.tang, office.fang)
    resolved(office, meeting, 3, 0, 0)
    for refused in (
        lambda: there(office, meeting, office.wen),
        lambda: recuse_member(
            case=office.company.filing.pk, member=office.ren.pk, reason="亲属", **about(office, meeting)
        ),
    ):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.code == "resolved"


def test_the_minutes_are_a_paper_and_evidence_for_the_steps_that_follow(office: Office) -> None:
    meeting = convened(office)
    there(office, meeting, office.wen, office.tang, office.fang)
    with pytest.raises(Refused, match="第1项"):
        close_meeting(**about(office, meeting))
    resolved(office, meeting, 2, 0, 1)
    made = close_meeting(**about(office, meeting))
    assert [one.pk for one in unused_evidence(office.wen)] == [made.pk]
    text = "\n".join(
        p.text for p in docx.Document(io.BytesIO(minutes_docx(Meeting.objects.get()))).paragraphs
    )
    assert "应到4人，实到3人" in text and "缺席：ren" in text
    assert "同意2人，反对0人，弃权1人，决议通过：同意入选。" in text
    assert minutes_docx(Meeting.objects.get()) == minutes_docx(Meeting.objects.get())
    with pytest.raises(Refused) as refusal:
        close_meeting(**about(office, meeting))
    assert refusal.value.code == "closed"


def test_a_project_without_quorum_is_minuted_as_not_resolved(office: Office) -> None:
    meeting = convened(office)
    there(office, meeting, office.wen)
    close_meeting(**about(office, meeting))
    text = "\n".join(
        p.text for p in docx.Document(io.BytesIO(minutes_docx(Meeting.objects.get()))).paragraphs
    )
    assert "应到4人，实到1人，不足规定人数3人，未作决议。" in text


def test_who_convenes_what_and_whom(office: Office) -> None:
    cast, later = office.company.cast, timedelta(days=1)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"by": office.ren}, "role"), ({"by": cast.zhou}, "role"), ({"subject": " "}, "subject"),
        ({"cases": []}, "cases"), ({"members": (office.xu,)}, "members"),
        ({"members": (cast.zhou,)}, "members"),
    ]  # fmt: skip
    for changes, code in refused:
        with pytest.raises(Refused) as refusal:
            convened(office, **changes)
        assert refusal.value.code == code, changes
    meeting = convened(office, starts_at=office.company.at + later)
    there(office, meeting, office.wen, office.tang, office.fang)
    with pytest.raises(Refused) as refusal:
        resolved(office, meeting, 3, 0, 0)
    assert refusal.value.code == "early"
    for stranger in (cast.zhou, cast.mo, office.xu, office.bai):
        with pytest.raises(Stranger):
            meeting_to_read(meeting.pk, stranger, at=office.company.at)
    assert isinstance(meeting_to_read(meeting.pk, office.ren, at=office.company.at).starts_at, datetime)


def test_erasing_a_case_empties_what_was_said_of_it(office: Office) -> None:
    meeting = convened(office)
    there(office, meeting, office.wen, office.tang, office.fang)
    case = office.company.filing.case
    recuse_member(case=case.pk, member=office.ren.pk, reason="亲属任职", **about(office, meeting))
    resolved(office, meeting, 3, 0, 0)
    HOLDER.erase(case, office.company.later())
    item = meeting.agenda.get()
    assert item.words == "" and [one.reason for one in item.recusals.all()] == [""]
    assert item.adopted is True
