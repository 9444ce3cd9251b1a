"""Two people: the one enters, the other confirms or returns; nobody is both."""

from __future__ import annotations

import json

import pytest

from tests.pilot.acts.courses import selected
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.domain.evidence import evidence_to_read
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.acts.domain.pending import confirm_act, return_act, take_back_act, waiting_in
from xianxing.pilot.acts.domain.taking import Taken
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.messages.kinds import action, sentence
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(office: Office) -> PendingAct:
    """Fang wants to close the case."""
    office.do("register_local", office.wen)
    entered = office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    assert isinstance(entered, PendingAct)
    return entered


def confirm(office: Office, waits: PendingAct, by: User, sequence: int | None = None) -> Taken:
    """One confirms at the next minute, with a second factor of this moment."""
    at = office.company.later()
    return confirm_act(pending=waits.pk, sequence=sequence, by=by, at=at, step_up=just(by))


def test_the_second_person_confirms_and_both_stand_in_the_event(office: Office, waits: PendingAct) -> None:
    done = confirm(office, waits, office.wen, office.sequence)
    assert (done.state, done.documents) == ("not_selected", ("result_notice",))
    assert done.event.procedural["person"] == str(office.fang.pk)
    assert done.event.procedural["second"] == str(office.wen.pk)


def test_who_can_confirm_is_asked_to_and_the_first_person_hears_of_it(
    office: Office, waits: PendingAct
) -> None:
    asked = Message.objects.filter(kind="act_waits").select_related("recipient", "case__call__guide")
    assert {one.recipient for one in asked} >= {office.wen}
    outside = (office.fang, office.company.cast.zhou, office.company.cast.mo, office.bai)
    assert not asked.filter(recipient__in=outside).exists()
    told = asked.get(recipient=office.wen)
    assert told.params["pending"] == str(waits.pk)
    assert "须由第二人确认" in sentence(told) and "第二人" in action(told)
    assert not asked.exclude(read_at=None).exists()
    confirm(office, waits, office.wen)
    assert not asked.filter(read_at=None).exists(), "nobody is asked any more"
    [heard] = Message.objects.filter(kind="act_confirmed")
    assert (heard.recipient, heard.params["by"]) == (office.fang, "wen")


def test_the_event_says_when_each_of_the_two_proved_the_second_factor(
    office: Office, waits: PendingAct
) -> None:
    done = confirm(office, waits, office.wen, office.sequence)
    said = json.loads(bytes(Payload.objects.get(event=done.event).body))["payload"]
    assert waits.stepped_up_at is not None
    assert said["first_factor_at"] == waits.stepped_up_at.isoformat()
    assert said["second_factor_at"] > said["first_factor_at"]


def test_nobody_is_the_own_second_person(office: Office, waits: PendingAct) -> None:
    with pytest.raises(Refused, match="本人"):
        confirm(office, waits, office.fang)
    with pytest.raises(Refused):
        return_act(pending=waits.pk, reason="不同意", by=office.fang, at=office.company.later())
    assert office.state == "formality_check"


def test_the_other_side_sees_nothing_of_it(office: Office, waits: PendingAct) -> None:
    for stranger in (office.company.cast.zhou, office.company.cast.mo, office.bai):
        with pytest.raises(Stranger):
            confirm(office, waits, stranger)
    view = case_to_read(office.company.filing.pk, office.company.cast.zhou, at=office.company.at)
    assert not waiting_in(view)


def test_it_is_returned_with_a_reason_and_can_be_entered_anew(office: Office, waits: PendingAct) -> None:
    with pytest.raises(Refused, match="理由"):
        return_act(pending=waits.pk, reason=" ", by=office.wen, at=office.company.later())
    back = return_act(pending=waits.pk, reason="报告已于昨日补交", by=office.wen, at=office.company.later())
    assert (back.state, back.reason) == ("returned", "报告已于昨日补交")
    [told] = Message.objects.filter(kind="act_returned")
    assert (told.recipient, told.params["by"], told.params["pending"]) == (office.fang, "wen", str(waits.pk))
    assert "请查看理由后重新录入" in sentence(told)
    with pytest.raises(Refused) as refusal:
        confirm(office, waits, office.wen)
    assert refusal.value.code == "settled"
    assert isinstance(office.enter("close_incomplete", office.fang, reason="仍不完整"), PendingAct)


def test_only_the_first_person_takes_it_back(office: Office, waits: PendingAct) -> None:
    with pytest.raises(Refused):
        take_back_act(pending=waits.pk, by=office.wen, at=office.company.later())
    assert take_back_act(pending=waits.pk, by=office.fang, at=office.company.later()).state == "taken_back"


def test_the_same_step_does_not_wait_twice(office: Office, waits: PendingAct) -> None:
    with pytest.raises(Refused) as refusal:
        office.enter("close_incomplete", office.fang, reason="再次提出")
    assert refusal.value.code == "pending"
    assert PendingAct.objects.filter(case=office.company.filing.case).count() == 1


def test_on_a_case_that_has_moved_on_it_is_looked_at_again_first(office: Office, waits: PendingAct) -> None:
    office.do("open_hearing", office.tang, reason="材料存疑")
    with pytest.raises(Moved, match="告知陈述申辩"):
        confirm(office, waits, office.wen)
    seen = office.sequence
    done = confirm(office, waits, office.wen, seen)
    assert done.state == "not_selected"


def test_what_would_be_refused_is_refused_to_the_first_person(office: Office) -> None:
    office.do("register_local", office.wen)
    with pytest.raises(Refused) as refusal:
        office.enter("close_incomplete", office.fang)
    assert refusal.value.code == "reason"
    assert not PendingAct.objects.exists()


def test_the_second_person_reads_the_letter_that_was_entered_while_it_waits_and_nobody_else(
    office: Office,
) -> None:
    selected(office)
    waits = office.enter("pass_evaluation", office.wen, evidence=True)
    assert isinstance(waits, PendingAct)
    letter, at = waits.entry["evidence"][0], office.company.at
    assert evidence_to_read(letter, office.tang, at=at) == evidence_to_read(letter, office.wen, at=at)
    for stranger in (office.company.cast.zhou, office.company.cast.mo):
        with pytest.raises(Stranger):
            evidence_to_read(letter, stranger, at=at)
    return_act(pending=waits.pk, reason="来函缺页", by=office.tang, at=office.company.later())
    with pytest.raises(Stranger):
        evidence_to_read(letter, office.tang, at=office.company.at)


def test_a_letter_of_the_bureau_is_entered_with_its_paper_by_two(office: Office) -> None:
    selected(office)
    with pytest.raises(Refused) as refusal:
        office.enter("pass_evaluation", office.wen)
    assert refusal.value.code == "evidence"
    done = office.both("pass_evaluation", office.wen, office.tang, evidence=True)
    assert done.state == "sheet_confirmation"
    event = Event.objects.get(pk=done.event.pk)
    assert "复函.pdf" in bytes(event.payload.body).decode()


def test_what_was_written_into_the_database_alone_waits_for_nobody(office: Office, waits: PendingAct) -> None:
    forged = {**waits.entry, "reason": "从未说过的话"}
    PendingAct.objects.filter(pk=waits.pk).update(entry=forged)
    with pytest.raises(Stranger):
        confirm(office, waits, office.wen)
    PendingAct.objects.filter(pk=waits.pk).update(entry=waits.entry, entered_by=office.tang)
    with pytest.raises(Stranger):
        confirm(office, waits, office.wen)
    PendingAct.objects.filter(pk=waits.pk).update(entered_by=office.fang)
    assert confirm(office, waits, office.wen).state == "not_selected"
