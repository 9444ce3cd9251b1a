"""One resolution takes a step in many cases: tried first, one event each, resumable, none twice."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.pilot.acts.staff import Office
from tests.pilot.casework.checking import add
from tests.pilot.filings.company import just
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import Evidence, PendingAct
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.casework.domain.resolution import (
    carry_on,
    confirm_list,
    open_resolution,
    try_cases,
)
from xianxing.pilot.casework.models import Resolution
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.messages.domain.together import cases_of
from xianxing.pilot.messages.letters import letter_about
from xianxing.pilot.messages.models import Message, Outbox
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import seal_of
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db
COMPLETE = Entry(answers={"completeness": "complete"}, reason="第三次会议纪要")


@pytest.fixture
def two(two_in_check: list[UUID]) -> list[UUID]:
    """Two cases in their formality check, with every finding judged."""
    return two_in_check


def entered(
    office: Office,
    cases: list[UUID],
    step: str = "pass_formality",
    entry: Entry = COMPLETE,
    key: UUID | None = None,
    by: User | None = None,
) -> Resolution:
    return open_resolution(
        key=key or uuid4(), step=step, cases=cases, entry=entry, by=by or office.wen,
        at=office.company.later(),
    )  # fmt: skip


def go_on(office: Office, found: Resolution, by: User | None = None) -> int:
    by = by or found.entered_by
    return carry_on(resolution=found, by=by, at=office.company.later(), step_up=just(by))


def states(cases: list[UUID]) -> list[str]:
    return [Case.objects.get(pk=case).state for case in cases]


def test_each_case_has_one_event_of_its_own_and_none_twice(office: Office, two: list[UUID]) -> None:
    key, before = uuid4(), Event.objects.count()
    found = entered(office, two, key=key)
    assert go_on(office, found) == 2
    assert states(two) == ["risk_assessment"] * 2
    assert Event.objects.count() == before + 2
    assert entered(office, two, key=key) == found
    assert go_on(office, found) == 0
    assert Event.objects.count() == before + 2


def test_a_try_shows_each_refusal_and_leaves_nothing(office: Office, two: list[UUID]) -> None:
    add(office)
    before = Event.objects.count(), Resolution.objects.count()
    told = try_cases(
        cases=two, step="pass_formality", entry=COMPLETE, by=office.wen, at=office.company.later()
    )
    assert "要求补正" in told[two[0]] and told[two[1]] == ""
    assert (Event.objects.count(), Resolution.objects.count()) == before
    assert states(two) == ["formality_check"] * 2


def test_a_list_that_met_a_refusal_goes_on_where_it_stopped(office: Office, two: list[UUID]) -> None:
    found = entered(office, two)
    office.do("open_hearing", office.tang, reason="材料存疑")
    assert go_on(office, found) == 1
    line = found.cases.get(case=two[0])
    assert "告知陈述申辩" in line.problem and line.done_at is None
    line.sequence = office.sequence
    line.seal = seal_of(line)
    line.save()
    assert go_on(office, found) == 1
    assert states(two) == ["risk_assessment"] * 2


def test_a_step_for_two_waits_in_every_case_until_the_whole_list_is_confirmed(
    office: Office, two: list[UUID]
) -> None:
    letter = office.letter(office.fang, "会议纪要.pdf")
    entry = Entry(reason="缺少安全检测报告", evidence=(letter,))
    found = entered(office, two, "close_incomplete", entry, by=office.fang)
    assert go_on(office, found) == 2
    assert states(two) == ["formality_check"] * 2
    assert PendingAct.objects.filter(state="waiting").count() == 2
    with pytest.raises(Refused, match="本人"):
        confirm_list(resolution=found, by=office.fang, at=office.company.later(), step_up=just(office.fang))
    at = office.company.later()
    assert confirm_list(resolution=found, by=office.wen, at=at, step_up=just(office.wen)) == 2
    assert states(two) == ["not_selected"] * 2
    papers = Evidence.objects.filter(case__in=two)
    assert {paper.case_id for paper in papers} == set(two)
    assert len({paper.file_id for paper in papers}) == 1, "the bytes are kept once"
    assert confirm_list(resolution=found, by=office.wen, at=at, step_up=just(office.wen)) == 0


def test_people_are_told_of_a_list_once_with_every_project(office: Office, two: list[UUID]) -> None:
    Message.objects.all().delete()
    go_on(office, entered(office, two))
    [row] = Message.objects.filter(recipient=office.ren)
    assert (row.kind, cases_of(row)) == ("turn", [str(one) for one in two])
    [letter] = Outbox.objects.filter(message__recipient=office.ren)
    numbers = [case_number(Filing.objects.get(pk=one)) for one in two]
    said = letter_about(letter.message)[1]
    assert all(number in said for number in numbers)
    assert len(set(numbers)) == 2


def test_a_letter_that_went_out_is_followed_by_another_one(office: Office, two: list[UUID]) -> None:
    found = entered(office, two)
    office.do("open_hearing", office.tang, reason="材料存疑")
    Message.objects.all().delete()
    assert go_on(office, found) == 1
    line = found.cases.get(case=two[0])
    line.sequence = office.sequence
    line.seal = seal_of(line)
    line.save()
    Outbox.objects.update(attempts=1)
    assert go_on(office, found) == 1
    rows = Message.objects.filter(recipient=office.ren).order_by("pk")
    assert [cases_of(row) for row in rows] == [[str(two[1])], [str(two[0])]]


def test_second_persons_of_a_list_are_asked_once_and_led_to_it(office: Office, two: list[UUID]) -> None:
    Message.objects.all().delete()
    entry = Entry(reason="缺少安全检测报告", evidence=(office.letter(office.fang),))
    found = entered(office, two, "close_incomplete", entry, by=office.fang)
    go_on(office, found)
    [row] = Message.objects.filter(recipient=office.wen)
    assert (row.kind, row.params["list"], "pending" in row.params) == ("act_waits", str(found.pk), False)
    at = office.company.later()
    confirm_list(resolution=found, by=office.wen, at=at, step_up=just(office.wen))
    [told] = Message.objects.filter(recipient=office.fang, kind="act_confirmed")
    assert cases_of(told) == [str(one) for one in two]


def test_only_cases_at_one_place_and_steps_that_fit_many(office: Office, two: list[UUID]) -> None:
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    with pytest.raises(Refused, match="同一环节"):
        entered(office, two)
    with pytest.raises(Refused, match="单个项目"):
        entered(office, two[1:], step="invite_experts")
    for wrong in ([], [uuid4() for _ in range(201)]):
        with pytest.raises(Refused):
            entered(office, wrong)
    with pytest.raises(Stranger):
        entered(office, two[1:], by=office.company.cast.zhou)


def test_only_who_entered_a_list_goes_on_with_it(office: Office, two: list[UUID]) -> None:
    found = entered(office, two)
    with pytest.raises(Refused, match="录入人"):
        go_on(office, found, by=office.tang)
    with pytest.raises(Stranger):
        entered(office, two, key=found.pk, by=office.tang)
    with pytest.raises(Refused):
        carry_on(resolution=found, by=office.wen, at=office.company.later(), step_up=just(office.tang))
    assert states(two) == ["formality_check"] * 2
