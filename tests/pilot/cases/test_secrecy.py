"""A state secret found: the case stops for people, time and raw SQL; what is erased is gone for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.pilot.cast import Cast
from tests.pilot.database import OPENED, a_call, a_case, act, attest
from xianxing.pilot.cases.domain import (
    erase_secret,
    let_case_time_pass,
    lift_stop,
    register_holder,
    report_secret,
    secrecy,
    sign_head,
    stop_for_secrecy,
    tick,
    what_remains,
)
from xianxing.pilot.cases.domain.secrecy import ask_to_lift, confirm_lift
from xianxing.pilot.cases.models import Case, Event, Payload, SecrecyStop
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain.appointments import appoint_staff, end_appointment
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.refusal import Refused
from xianxing.procedure.runner import current
from xianxing.record import audit
from xianxing.record.log import Record

pytestmark = pytest.mark.both_databases

HOUR = OPENED + timedelta(hours=1)
calls: list[str] = []


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setattr(secrecy, "_holders", {})
    calls.clear()

    def note(what: str) -> secrecy.Handler:
        def handle(case: Case, _at: datetime) -> int:
            calls.append(f"{what} {case.sequence}")
            return 1

        return handle

    register_holder(secrecy.Holder("files", note("aside"), note("back"), note("gone")))
    case = a_case(a_call(cast.wen))
    attest(case)
    yield case


def stopped(case: Case, cast: Cast) -> SecrecyStop:
    return stop_for_secrecy(case=case, by=cast.wen, ground="材料疑似涉密", at=HOUR)


@pytest.mark.clause("4.3.2")
def test_a_stopped_case_takes_no_step_by_people_time_or_raw_sql(case: Case, cast: Cast) -> None:
    other = a_case(case.call, at=HOUR)
    stopped(case, cast)
    assert calls == ["aside 9"]
    with pytest.raises(Refused) as refusal:
        act(case, "file")
    assert refusal.value.code == "stopped"
    with pytest.raises(Refused):
        let_case_time_pass(case=case, today=date(2024, 2, 3), at=OPENED)
    assert tick(at=OPENED.replace(month=2, day=3)) == (1, 0)
    assert Event.objects.filter(step="window_closes").get().case_id == other.pk
    last = Event.objects.filter(case=case).latest("sequence")
    last.place, last.sequence, last.step = DjangoStore().size(), last.sequence + 1, "file"
    with pytest.raises(DatabaseError, match="stopped for secrecy"), transaction.atomic():
        last.save(force_insert=True)


def test_the_parties_are_told_that_it_stopped_and_not_why(case: Case, cast: Cast) -> None:
    stopped(case, cast)
    told = Message.objects.filter(kind="secrecy")
    assert {message.recipient_id for message in told} == {cast.wen.pk, cast.tang.pk}
    assert all(message.params == {} for message in told)


def test_the_whole_procedure_leaves_a_record_that_audits(case: Case, cast: Cast) -> None:
    stopped(case, cast)
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="保字1号", at=HOUR)
    remains = erase_secret(case=case, sequences=[3, 5], by=cast.li, reason="涉密内容清除", at=HOUR)
    assert calls[-1].startswith("gone")
    assert remains.erased == (3, 5)
    assert remains.reported_to == "保密行政管理部门"
    assert remains.payloads == remains.events - 2
    assert "备份" in remains.note
    assert not Payload.objects.filter(event__case=case, event__sequence__in=(3, 5)).exists()
    lift_stop(case=case, by=cast.li, second=cast.tang, reason="已清除，可继续", at=HOUR)
    sign_head(at=datetime.now(UTC))
    assert audit(Record(DjangoStore())) == []
    assert case_faults() == []
    steps = list(Event.objects.filter(case=case, sequence__gt=8).order_by("sequence"))
    assert [event.step for event in steps] == [
        "secrecy.stop",
        "secrecy.report",
        "erase",
        "erase",
        "erase.whole",
        "secrecy.lift",
    ]
    assert current(CaseStore(case), "").state == "attesting"
    act(case, "file", at=HOUR + timedelta(hours=1))
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_what_fell_due_during_a_stop_is_entered_with_its_own_day_afterwards(case: Case, cast: Cast) -> None:
    stopped(case, cast)
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=HOUR)
    later = datetime(2024, 2, 5, 1, 0, tzinfo=UTC)
    lift_stop(case=case, by=cast.tang, second=cast.li, reason="查明不涉密", at=HOUR + timedelta(hours=1))
    tick(at=later)
    assert Event.objects.get(step="window_closes").at == datetime(2024, 1, 31, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["chen", "mo", "sun", "gao"])
def test_others_stop_nothing(case: Case, cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        stop_for_secrecy(case=case, by=getattr(cast, name), ground="疑似", at=HOUR)
    assert refusal.value.code == "not_permitted"
    assert calls == []


def test_only_the_security_administrator_erases_and_only_after_the_report(case: Case, cast: Cast) -> None:
    stopped(case, cast)
    with pytest.raises(Refused) as refusal:
        erase_secret(case=case, sequences=[3], by=cast.li, reason="清除", at=HOUR)
    assert refusal.value.code == "unreported"
    report_secret(case=case, by=cast.li, to="保密行政管理部门", reference="1", at=HOUR)
    with pytest.raises(Refused) as refusal:
        erase_secret(case=case, sequences=[3], by=cast.wen, reason="清除", at=HOUR)
    assert refusal.value.code == "officer"
    with pytest.raises(Refused):
        erase_secret(case=case, sequences=[3, 99], by=cast.li, reason="清除", at=HOUR)
    assert Payload.objects.filter(event__case=case, event__sequence=3).exists()
    assert what_remains(case).erased == ()


def test_whoever_has_other_roles_in_the_group_too_still_stands_for_the_secretariat(
    case: Case, cast: Cast
) -> None:
    for role in StaffRole:
        appoint_staff(user=cast.tang, role=role, at=OPENED)
    stop_for_secrecy(case=case, by=cast.tang, ground="疑似涉密", at=HOUR)
    report_secret(case=case, by=cast.tang, to="保密行政管理部门", reference="报告一号", at=HOUR)
    lift_stop(case=case, by=cast.li, second=cast.tang, reason="查明不涉密", at=HOUR)
    assert SecrecyStop.objects.get().lifted_at == HOUR


@pytest.mark.parametrize("first, second", [("li", "li"), ("wen", "tang"), ("li", "sun"), ("li", "mo")])
def test_one_side_alone_lifts_no_stop(case: Case, cast: Cast, first: str, second: str) -> None:
    stopped(case, cast)
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=HOUR)
    with pytest.raises(Refused) as refusal:
        lift_stop(case=case, by=getattr(cast, first), second=getattr(cast, second), reason="误报", at=HOUR)
    assert refusal.value.code == "second_person"
    assert SecrecyStop.objects.get().lifted_at is None


def test_without_words_and_twice_nothing_stops(case: Case, cast: Cast) -> None:
    with pytest.raises(Refused):
        stop_for_secrecy(case=case, by=cast.wen, ground=" ", at=HOUR)
    stopped(case, cast)
    with pytest.raises(Refused):
        stopped(case, cast)
    assert Event.objects.filter(step="secrecy.stop").count() == 1


def test_a_draft_without_events_can_be_stopped_too(cast: Cast, case: Case) -> None:
    draft = Case.objects.create(
        call=case.call, procedure_version=case.procedure_version, state="draft", opened_at=OPENED
    )
    stopped(draft, cast)
    assert (draft.sequence, SecrecyStop.objects.filter(case=draft).count()) == (0, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = 'filed'")


@pytest.mark.parametrize("first, second", [("li", "wen"), ("wen", "li")])
def test_one_side_asks_and_the_other_confirms(case: Case, cast: Cast, first: str, second: str) -> None:
    stopped(case, cast)
    with pytest.raises(Refused) as refusal:
        ask_to_lift(case=case, by=cast.li, reason="误报", at=HOUR)
    assert refusal.value.code == "unreported"
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=HOUR)
    with pytest.raises(Refused) as refusal:
        confirm_lift(case=case, by=cast.li, at=HOUR)
    assert refusal.value.code == "unasked"
    ask_to_lift(case=case, by=getattr(cast, first), reason="查明不涉密", at=HOUR)
    for alone in {first, "tang" if first == "wen" else "li", "sun"}:
        with pytest.raises(Refused) as refusal:
            confirm_lift(case=case, by=getattr(cast, alone), at=HOUR)
        assert refusal.value.code == "second_person"
    confirm_lift(case=case, by=getattr(cast, second), at=HOUR)
    act(case, "file", at=HOUR + timedelta(hours=1))


def test_a_request_of_somebody_who_left_lapses(case: Case, cast: Cast) -> None:
    stopped(case, cast)
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=HOUR)
    ask_to_lift(case=case, by=cast.wen, reason="查明不涉密", at=HOUR)
    end_appointment(appointment=cast.wen.appointments.get(), by=cast.li, at=HOUR)
    with pytest.raises(Refused) as refusal:
        confirm_lift(case=case, by=cast.li, at=HOUR + timedelta(minutes=1))
    assert refusal.value.code == "second_person"
    ask_to_lift(case=case, by=cast.tang, reason="查明不涉密", at=HOUR + timedelta(minutes=2))
    confirm_lift(case=case, by=cast.li, at=HOUR + timedelta(minutes=3))
