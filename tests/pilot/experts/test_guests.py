"""An expert without an account: entered into the pool, invited by link and code, for two days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.guests import invited, wrong
from tests.pilot.experts.panel import Panel
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.experts.conflicts import conflicts_of, parties_of
from xianxing.pilot.experts.contact_data import ExpertContact, contact_of
from xianxing.pilot.experts.domain.access import sign_undertaking
from xianxing.pilot.experts.domain.engaging import step_aside
from xianxing.pilot.experts.domain.guest_entry import (
    enter_by_code,
    entered_guest,
    give_code_again,
    invitation_of,
    is_good,
    must_open,
    open_engagements,
)
from xianxing.pilot.experts.domain.guests import (
    MOST_TRIES,
    cover_engagements,
    end_guest,
    extend_guest,
    invite_guest,
    make_code,
)
from xianxing.pilot.experts.domain.pool import enter_expert
from xianxing.pilot.experts.models import CodeWay, ExpertProfile, GuestInvitation
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.filings.actors import StepUp, real_time
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.models import Message, Outbox
from xianxing.pilot.parties.domain.accounts import has_mailbox
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent, User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = pytest.mark.django_db


def zhuang(panel: Panel, phone: str = "13900001111", email: str = "zhuang@uni.example") -> User:
    """Somebody without an account, in the pool."""
    return enter_expert(
        name="庄晓梦", phone=phone, email=email, by=panel.office.wen, at=panel.office.company.later()
    )


def kinds() -> list[str]:
    return list(
        AccessEvent.objects.filter(kind__startswith="guest").order_by("pk").values_list("kind", flat=True)
    )


def test_somebody_without_an_account_is_in_the_pool_and_can_never_log_in(panel: Panel) -> None:
    person = zhuang(panel)
    assert not person.has_usable_password()
    assert not has_mailbox(person)
    profile = ExpertProfile.objects.get(user=person)
    assert contact_of(profile) == ExpertContact("13900001111", "zhuang@uni.example")
    assert b"13900001111" not in bytes(profile.contact)
    panel.invite(person)
    engaged = case_to_read(panel.office.company.filing.pk, panel.office.wen, at=panel.office.company.at)
    assert engaged.state.members["experts"] == {str(person.pk)}


def test_no_letter_is_written_to_who_has_no_mailbox(panel: Panel) -> None:
    person = zhuang(panel)
    assert tell(recipients=[person, panel.xu], kind="extended", at=panel.office.company.at) == 2
    assert Message.objects.filter(recipient=person).exists()
    assert not Outbox.objects.filter(message__recipient=person).exists()
    assert Outbox.objects.filter(message__recipient=panel.xu).exists()


def test_the_pool_asks_for_a_way_to_reach_the_person(panel: Panel) -> None:
    with pytest.raises(Refused, match="电话或者电子邮箱"):
        zhuang(panel, "", "")
    with pytest.raises(Refused):
        zhuang(panel, "", "not an address")
    with pytest.raises(Refused):
        enter_expert(name="某", phone="1390000", email="", by=panel.xu, at=panel.office.company.at)
    assert not User.objects.filter(name__in=("庄晓梦", "某")).exists()


def test_contact_data_of_the_person_count_as_a_conflict(panel: Panel) -> None:
    case = panel.office.company.filing.case
    today = day_of(panel.office.company.at)
    address = panel.office.company.cast.zhou.email
    found = conflicts_of(zhuang(panel, "", address.upper()), case, parties_of(case, today))
    assert [one.kind for one in found] == ["contact"]


def test_who_is_engaged_nowhere_and_who_is_no_expert_are_not_invited(panel: Panel) -> None:
    office = panel.office
    for expert, match in ((panel.xu, "没有待提出意见"), (office.fang, "专家")):
        with pytest.raises(Refused, match=match):
            invite_guest(expert=expert, by=office.wen, at=office.company.at)
    panel.invite(panel.xu)
    with pytest.raises(Refused):
        invite_guest(expert=panel.xu, by=office.fang, at=office.company.at)


def test_it_is_good_for_the_days_of_the_practice_and_extended_with_a_reason(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest, company = invited(panel, panel.xu), panel.office.company
    days = practice_of(guide_of(company.filing.case.call), day_of(company.at)).guest_days
    row = guest.invitation
    assert days == 2
    assert row.expires_at - row.made_at == timedelta(days=days)
    last = row.expires_at
    assert invitation_of(guest.token, at=last - timedelta(seconds=1)) == row
    with pytest.raises(Refused) as refusal:
        invitation_of(guest.token, at=last)
    assert refusal.value.code == "over"
    with pytest.raises(Refused, match="理由"):
        extend_guest(invitation=row, reason=" ", by=panel.office.wen, at=last)
    with pytest.raises(Refused):
        extend_guest(invitation=row, reason="出差", by=panel.office.fang, at=last)
    extend_guest(invitation=row, reason="出差在外", by=panel.office.wen, at=last)
    assert invitation_of(guest.token, at=last + timedelta(days=1)) == row
    assert AccessEvent.objects.get(kind=AccessKind.GUEST_EXTENDED).detail == "出差在外"


def test_a_code_works_once_and_another_ends_the_session_of_the_first(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest, company = invited(panel, panel.xu), panel.office.company
    row = enter_by_code(token=guest.token, code=f"{guest.code[:4]} {guest.code[4:]}", at=company.at)
    assert entered_guest(row.pk, row.issue, at=company.at) == row
    with pytest.raises(Refused) as refusal:
        enter_by_code(token=guest.token, code=guest.code, at=company.at)
    assert refusal.value.code == "used"
    row.refresh_from_db()
    again = make_code(invitation=row, way=CodeWay.LETTER, by=panel.office.wen, at=company.later())
    assert entered_guest(row.pk, 1, at=company.at) is None
    assert entered_guest(row.pk, 2, at=company.at) is None
    with pytest.raises(Refused):
        enter_by_code(token=guest.token, code=guest.code, at=company.at)
    enter_by_code(token=guest.token, code=again, at=company.at)
    assert entered_guest(row.pk, 2, at=company.at) == row
    assert kinds() == [
        "guest_invited", "guest_code_made", "guest_entered", "guest_code_made", "guest_code_refused",
        "guest_entered",
    ]  # fmt: skip


def test_five_wrong_codes_lock_also_the_right_one_until_staff_make_another(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest, company = invited(panel, panel.xu), panel.office.company
    codes = []
    for _n in range(MOST_TRIES):
        with pytest.raises(Refused) as refusal:
            enter_by_code(token=guest.token, code=wrong(guest.code), at=company.at)
        codes.append(refusal.value.code)
    assert codes == ["wrong"] * (MOST_TRIES - 1) + ["locked"]
    with pytest.raises(Refused) as refusal:
        enter_by_code(token=guest.token, code=guest.code, at=company.at)
    assert refusal.value.code == "locked"
    assert kinds()[-1] == "guest_code_locked"
    row = GuestInvitation.objects.get()
    fresh = make_code(invitation=row, way=CodeWay.TELEPHONE, by=panel.office.wen, at=company.later())
    assert enter_by_code(token=guest.token, code=fresh, at=company.at) == row


def test_no_code_is_told_by_telephone_where_the_pool_holds_no_number(panel: Panel) -> None:
    panel.invite(panel.xu)
    wen, company = panel.office.wen, panel.office.company
    row, _token = invite_guest(expert=panel.xu, by=wen, at=company.later())
    with pytest.raises(Refused, match="没有登记该专家的电话"):
        make_code(invitation=row, way=CodeWay.TELEPHONE, by=wen, at=company.later())
    assert make_code(invitation=row, way=CodeWay.LETTER, by=wen, at=company.later())


def test_neither_link_nor_code_is_kept_or_logged(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest, company = invited(panel, panel.xu), panel.office.company
    with pytest.raises(Refused):
        enter_by_code(token=guest.token, code=wrong(guest.code), at=company.at)
    enter_by_code(token=guest.token, code=guest.code, at=company.at)
    held = str(GuestInvitation.objects.values().get()) + str(list(AccessEvent.objects.values()))
    for secret in (guest.token, guest.code, wrong(guest.code)):
        assert secret not in held


def test_a_code_put_under_another_invitation_by_sql_opens_nothing(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    first, second, company = invited(panel, panel.xu), invited(panel, panel.qin), panel.office.company
    known = GuestInvitation.objects.get(pk=first.invitation.pk).code_digest
    GuestInvitation.objects.filter(pk=second.invitation.pk).update(code_digest=known)
    with pytest.raises(Refused) as refusal:
        enter_by_code(token=second.token, code=first.code, at=company.at)
    assert refusal.value.code == "wrong"


def test_a_new_invitation_and_the_secretariat_end_one_at_once(panel: Panel) -> None:
    panel.invite(panel.xu)
    first, office = invited(panel, panel.xu), panel.office
    second = invited(panel, panel.xu)
    with pytest.raises(Refused) as refusal:
        invitation_of(first.token, at=office.company.at)
    assert refusal.value.code == "over"
    row = enter_by_code(token=second.token, code=second.code, at=office.company.at)
    with pytest.raises(Refused):
        end_guest(invitation=row, by=office.fang, at=office.company.at)
    end_guest(invitation=row, by=office.wen, at=office.company.at)
    end_guest(invitation=row, by=office.wen, at=office.company.at)
    assert entered_guest(row.pk, row.issue, at=office.company.at) is None
    assert kinds().count("guest_ended") == 2
    row.refresh_from_db()
    with pytest.raises(Refused):
        extend_guest(invitation=row, reason="出差", by=office.wen, at=office.company.at)
    with pytest.raises(Refused):
        make_code(invitation=row, way=CodeWay.LETTER, by=office.wen, at=office.company.at)
    with pytest.raises(Stranger):
        invitation_of("no such token", at=office.company.at)


def test_stepping_aside_the_end_of_the_round_and_the_end_of_the_role_end_it(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin, panel.yan)
    company, office = panel.office.company, panel.office
    guests = {one.name: invited(panel, one).invitation for one in (panel.xu, panel.qin, panel.yan)}

    def good() -> list[bool]:
        return [is_good(row, at=company.at) for row in guests.values()]

    assert good() == [True, True, True]
    step_aside(case=company.filing.pk, reason="时间冲突", by=panel.yan, at=company.later())
    panel.sign(panel.xu, panel.qin)
    panel.give(panel.xu)
    assert good() == [True, True, False], "after sealing the own opinion is still shown"
    held = panel.qin.appointments.get()
    held.until = company.later()
    held.save()
    assert good() == [True, False, False]
    held.until = None
    held.save()
    panel.give(panel.qin)
    panel.office.do("close_opinions", office.wen)
    assert good() == [False, False, False]


def test_another_engagement_is_not_opened_by_an_invitation_made_before(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    row, company = invited(panel, panel.xu).invitation, panel.office.company
    panel.invite(panel.qin)
    assert open_engagements(row) == []
    panel.office.do("require_recusal", panel.office.wen, reason="x", members={"experts": []})
    with pytest.raises(Stranger):
        must_open(row, company.filing.pk)


def test_what_is_assigned_later_is_opened_when_the_secretariat_says_so(panel: Panel) -> None:
    panel.invite(panel.xu)
    row, wen, at = invited(panel, panel.xu).invitation, panel.office.wen, panel.office.company.at
    assert cover_engagements(invitation=row, by=wen, at=at) == 0
    row.cases.all().delete()
    assert open_engagements(row) == []
    assert cover_engagements(invitation=row, by=wen, at=at) == 1
    must_open(row, panel.office.company.filing.pk)
    with pytest.raises(Refused):
        cover_engagements(invitation=row, by=panel.xu, at=at)


def test_what_was_proved_stands_in_the_record(panel: Panel) -> None:
    panel.invite(panel.xu)
    company, case = panel.office.company, panel.office.company.filing.pk
    by_letter = StepUp(panel.xu.pk, real_time(), proof=CodeWay.LETTER.value)
    sign_undertaking(
        case=case, digest=present_text().digest, by=panel.xu, at=company.later(), step_up=by_letter
    )
    step_aside(case=case, reason="时间冲突", by=panel.xu, at=company.later(), step_up=by_letter)
    for event in Event.objects.filter(case_id=case).order_by("-sequence")[:2]:
        said = bytes(event.payload.body).decode()
        assert '"second_factor":"letter_code"' in said
        assert '"second_factor_at"' in said
    assert panel.faults() == []


def test_giving_the_code_again_asks_for_the_same_one_and_counts_tries(panel: Panel) -> None:
    panel.invite(panel.xu)
    guest, at = invited(panel, panel.xu), panel.office.company.at
    row = enter_by_code(token=guest.token, code=guest.code, at=at)
    with pytest.raises(Refused):
        give_code_again(invitation=row, code=wrong(guest.code), act="undertaking", at=at)
    give_code_again(invitation=row, code=guest.code, act="undertaking", at=at)
    for _n in range(MOST_TRIES):
        with pytest.raises(Refused):
            give_code_again(invitation=row, code="", act="undertaking", at=at)
    with pytest.raises(Refused, match="锁定"):
        give_code_again(invitation=row, code=guest.code, act="undertaking", at=at)
