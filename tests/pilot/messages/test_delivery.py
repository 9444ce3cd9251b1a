"""Who is told what, in the same transaction as the act, and never what a filing says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.pilot.cast import EARLY, Cast
from tests.pilot.database import JOINT, OPENED, a_call, a_case, act, attest
from xianxing.law import known_guides, load_guide
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.domain.performing import performed
from xianxing.pilot.cases.models import Case
from xianxing.pilot.messages import recipients
from xianxing.pilot.messages.domain import mark_all_read, mark_read, tell
from xianxing.pilot.messages.domain.delivery import table
from xianxing.pilot.messages.kinds import SENTENCES, sentence
from xianxing.pilot.messages.limits import limit_words
from xianxing.pilot.messages.models import Message, Outbox
from xianxing.pilot.messages.queries import inbox, unread_count
from xianxing.pilot.parties.domain.accounts import set_active
from xianxing.pilot.parties.domain.appointments import (
    appoint_staff,
    end_appointment,
    end_membership,
    grant_membership,
)
from xianxing.pilot.parties.enums import MemberRole, StaffRole
from xianxing.pilot.parties.models import Membership, StaffAppointment, User
from xianxing.pilot.parties.queries import missing_contacts
from xianxing.pilot.refusal import Refused
from xianxing.procedure.loader import load_procedure


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """Chen speaks for the lead, Ning for the joint unit."""
    parties = {"lead": [cast.chen], "unit": [cast.chen, cast.ning], "unit_signatory": [cast.luo, cast.ning]}

    def resolver(_case: Case, role: str, _at: datetime) -> Iterable[User]:
        return parties.get(role, [])

    monkeypatch.setattr(recipients, "_resolvers", list(recipients._resolvers))
    recipients.register_recipients(resolver)
    yield a_case(a_call(cast.wen))


def told(user: User) -> list[tuple[str, str]]:
    rows = Message.objects.filter(recipient=user).order_by("pk")
    return [(row.kind, str(row.params.get("step", ""))) for row in rows]


def test_filing_tells_every_unit_and_gives_the_secretariat_its_turn(case: Case, cast: Cast) -> None:
    attest(case)
    Message.objects.all().delete()
    act(case, "file")
    assert told(cast.wen) == told(cast.tang) == [("turn", "file")]
    assert told(cast.ning) == [("done", "file")]
    assert told(cast.mo) == told(cast.sun) == told(cast.li) == told(cast.gao) == []
    assert Outbox.objects.count() == Message.objects.count()


def test_the_person_who_acts_is_not_told_of_the_own_act(case: Case, cast: Cast) -> None:
    actor = type(JOINT)(str(cast.ning.pk), JOINT.roles, "joint")
    attest(case)
    Message.objects.all().delete()
    act(case, "take_back_consent", actor)
    assert told(cast.ning) == []
    assert told(cast.chen) == [("done", "take_back_consent")]


def test_what_time_brings_is_told_too(case: Case, cast: Cast) -> None:
    Message.objects.all().delete()
    tick(at=OPENED.replace(month=2, day=3))
    assert told(cast.chen) == told(cast.ning) == [("passed", "window_closes")]


def test_nobody_is_told_of_what_did_not_happen(case: Case, cast: Cast) -> None:
    def fail(**_named: object) -> None:
        raise RuntimeError("disk full")

    before = Message.objects.count()
    performed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            act(case, "freeze")
    finally:
        performed.disconnect(fail)
    with pytest.raises(Refused):
        act(case, "file")
    assert (Message.objects.count(), Outbox.objects.count()) == (before, before)


def test_a_former_member_of_the_secretariat_is_told_nothing(case: Case, cast: Cast) -> None:
    end_appointment(appointment=StaffAppointment.objects.get(user=cast.tang), by=cast.wen, at=OPENED)
    attest(case)
    act(case, "file")
    assert told(cast.tang) == []
    assert told(cast.wen) == [("turn", "file")]


def test_a_message_is_a_sentence_in_the_reader_s_language_with_its_limit_counted(
    case: Case, cast: Cast
) -> None:
    attest(case)
    act(case, "file")  # on Monday, 15 January 2024
    message = inbox(cast.wen)[0]
    assert sentence(message) == (
        "轮到您处理：登记并转形式审核。项目现处于“已申报”。期限：2024年1月18日（3个工作日）。"
    )
    with override("en"):
        assert sentence(message) == (
            "It is your turn: Register for the formality check. The project now stands at “Filed”. "
            "Limit: 18 January 2024 (working days: 3)."
        )


def test_a_limit_in_a_year_that_is_not_announced_is_said_to_be_provisional() -> None:
    kept = {"due": "2031-01-08", "workdays": 5, "provisional": True}
    assert limit_words(kept) == "期限：2031年1月8日（5个工作日），2031年放假安排尚未公布，该日期为暂定。"
    assert limit_words({}) == ""


def test_what_is_late_is_told_to_the_owner_and_to_the_head_once(case: Case, cast: Cast) -> None:
    appoint_staff(user=cast.mo, role=StaffRole.GROUP_HEAD, at=EARLY)
    attest(case)
    act(case, "file")
    Message.objects.all().delete()
    for _twice in range(2):
        tick(at=OPENED.replace(day=19))
    assert told(cast.wen) == told(cast.tang) == told(cast.mo) == [("late", "mark_overdue")]
    assert sentence(inbox(cast.mo)[0]) == (
        "项目处于“已申报”，期限已过，尚待办理：登记并转形式审核。期限已于2024年1月18日届满。"
    )


def test_no_turn_is_told_at_which_the_same_transaction_did_not_stop(case: Case, cast: Cast) -> None:
    from xianxing.pilot.cases.procedural import CaseStore
    from xianxing.pilot.messages.domain.delivery import tell_of_event
    from xianxing.procedure.runner import current

    attest(case)
    act(case, "file")
    Message.objects.all().delete()
    state = current(CaseStore(case), str(case.pk))
    filed = CaseStore(case).events(str(case.pk))[-1]
    tell_of_event(case=case, event=filed, state=replace(state, state="formality_check"))
    assert told(cast.wen) == []


def test_every_kind_makes_a_sentence(case: Case, cast: Cast) -> None:
    for kind in SENTENCES:
        tell(recipients=[cast.mo], kind=kind, case=case, params={"step": "file", "state": "filed"}, at=OPENED)
    assert all("{" not in sentence(message) for message in inbox(cast.mo))
    with pytest.raises(ValueError, match="rumour"):
        tell(recipients=[cast.mo], kind="rumour", at=OPENED)


@pytest.mark.parametrize("count", [1, 3])
def test_counting_and_listing_take_one_query_each(
    cast: Cast, case: Case, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(count):
        tell(recipients=[cast.mo], kind="turn", case=case, params={"state": "filed"}, at=OPENED)
    sentence(inbox(cast.mo)[0])  # the guide's pin is read once a process
    with django_assert_num_queries(1):
        assert unread_count(cast.mo) == count
    with django_assert_num_queries(1):
        assert len([sentence(message) for message in inbox(cast.mo)]) == count


def test_only_the_reader_marks_a_message_as_read(cast: Cast) -> None:
    tell(recipients=[cast.mo, cast.ning], kind="claim", at=OPENED)
    message = Message.objects.get(recipient=cast.mo)
    assert not mark_read(user=cast.ning, message=message.pk, at=OPENED)
    assert mark_read(user=cast.mo, message=message.pk, at=OPENED)
    assert not mark_read(user=cast.mo, message=message.pk, at=OPENED)
    assert (unread_count(cast.mo), mark_all_read(user=cast.ning, at=OPENED)) == (0, 1)


def test_the_table_names_acts_and_roles_of_the_procedures() -> None:
    complete = [load_procedure(name) for name in known_guides() if not load_guide(name).partial]
    acts = {act for procedure in complete for act in procedure.acts}
    roles = {role for procedure in complete for role in procedure.roles}
    assert set(table().tells) | set(table().owner) <= acts
    named = [*table().tells.values(), *table().owner.values()]
    assert {role for roles_told in named for role in roles_told} <= roles
    assert set(recipients.STAFF) <= roles


@pytest.mark.clause("4.3.3")
def test_an_institution_short_of_contacts_learns_that_it_must_name_others(cast: Cast) -> None:
    def contact(user: User, *, head: bool) -> Membership:
        return grant_membership(
            user=user, institution=cast.penghai, role=MemberRole.CONTACT, at=EARLY, department_head=head
        )

    first, second, third = (
        contact(cast.zhou, head=True),
        contact(cast.luo, head=False),
        contact(cast.mo, head=True),
    )
    end_membership(membership=second, at=OPENED)
    assert not Message.objects.exists()  # no call is published yet
    a_call(cast.wen)
    end_membership(membership=cast.penghai.memberships.get(user=cast.zhou, role=MemberRole.AUTHOR), at=OPENED)
    assert not Message.objects.exists()
    end_membership(membership=third, at=OPENED)
    end_membership(membership=third, at=OPENED)
    assert told(cast.chen) == [("contacts", "")]
    assert [message.recipient for message in Message.objects.all()] == [cast.chen]
    assert first.until is None


@pytest.mark.clause("4.3.3")
def test_a_contact_whose_account_is_switched_off_is_missing_too(cast: Cast) -> None:
    for user, head in ((cast.zhou, True), (cast.luo, False)):
        grant_membership(
            user=user, institution=cast.penghai, role=MemberRole.CONTACT, at=EARLY, department_head=head
        )
    a_call(cast.wen)
    set_active(user=cast.luo, active=False, by=cast.sun, reason="离职", at=OPENED)
    assert missing_contacts(cast.penghai, at=OPENED, least=2, heads=1) == (1, 0)
    assert told(cast.chen) == [("contacts", "")]
