"""A deputy acts in the other's office, within what was delegated, and every act says for whom."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.pilot.acts.staff import Office
from tests.pilot.delegations.conftest import Delegate
from tests.pilot.filings.company import just
from xianxing.pilot.acts.domain.pending import confirm_act
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Payload
from xianxing.pilot.delegations.domain.delegating import revoke_delegation
from xianxing.pilot.experts.models import DeclaredTie
from xianxing.pilot.messages.models import Message
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.texts import signatures
from xianxing.pilot.parties.domain.appointments import end_appointment
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.protection.namings import NamedRow, namings
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db


def offered(office: Office, user: User) -> dict[str, str]:
    """The steps open to a person, each with the number of whom the person would act for."""
    view = case_to_read(office.company.filing.pk, user, at=office.company.at)
    return {offer.step.id: offer.actor.behalf for offer in offers(view)}


def test_a_deputy_takes_the_others_steps_and_the_event_says_for_whom(
    office: Office, delegate: Delegate
) -> None:
    assert "register_local" not in offered(office, office.ren)
    row = delegate(office.wen, office.ren, "secretariat")
    assert offered(office, office.ren)["register_local"] == str(office.wen.pk)
    done = office.do("register_local", office.ren)
    kept = done.event.procedural
    assert (kept["person"], kept["on_behalf_of"]) == (str(office.ren.pk), str(office.wen.pk))
    assert kept["delegation"] == str(row.pk)
    assert done.event.role == "secretariat"
    columns = namings([NamedRow(row), NamedRow(office.wen)])
    named = json.loads(bytes(Payload.objects.get(event=done.event).body))["rests_on"]
    assert all(one in named for one in json.loads(json.dumps(columns)))


def test_ones_own_office_comes_first(office: Office, delegate: Delegate) -> None:
    delegate(office.wen, office.tang, "secretariat")
    assert offered(office, office.tang)["register_local"] == ""
    done = office.do("register_local", office.tang)
    assert "on_behalf_of" not in done.event.procedural
    other = office.do(
        "pass_formality", office.tang, answers={"completeness": "complete"}, behalf=str(office.wen.pk)
    )
    assert other.event.procedural["on_behalf_of"] == str(office.wen.pk)


def test_only_what_was_delegated_is_open(office: Office, delegate: Delegate) -> None:
    delegate(office.wen, office.ren, "secretariat", means=["pass_formality"])
    assert "register_local" not in offered(office, office.ren)
    with pytest.raises(Refused):
        office.do("register_local", office.ren)
    office.do("register_local", office.wen)
    assert offered(office, office.ren)["pass_formality"] == str(office.wen.pk)
    with pytest.raises(Refused) as refusal:
        office.do("request_correction", office.ren, behalf=str(office.wen.pk), reason="请补正")
    assert refusal.value.code == "delegation"


def test_one_that_is_not_in_force_refuses_and_says_why(office: Office, delegate: Delegate) -> None:
    behalf = str(office.wen.pk)
    with pytest.raises(Refused, match="没有委托"):
        office.do("register_local", office.ren, behalf=behalf)
    row = delegate(office.wen, office.ren, "secretariat", accepted=False)
    with pytest.raises(Refused, match="尚未接受"):
        office.do("register_local", office.ren, behalf=behalf)
    revoke_delegation(delegation=row.pk, by=office.wen, at=office.company.later())
    with pytest.raises(Refused, match="已经撤销"):
        office.do("register_local", office.ren, behalf=behalf)
    row = delegate(office.wen, office.ren, "secretariat")
    office.company.at += timedelta(days=7)
    with pytest.raises(Refused, match="已于") as refusal:
        office.do("register_local", office.ren, behalf=behalf)
    assert refusal.value.code == "delegation"
    assert office.state == "filed"


def test_who_lost_the_office_has_no_deputy_any_more(office: Office, delegate: Delegate) -> None:
    delegate(office.wen, office.ren, "secretariat")
    held = StaffAppointment.objects.get(user=office.wen, role="secretariat")
    end_appointment(appointment=held, by=office.company.cast.li, at=office.company.later())
    with pytest.raises(Refused, match="不再担任"):
        office.do("register_local", office.ren, behalf=str(office.wen.pk))
    assert "register_local" not in offered(office, office.ren)


@pytest.mark.parametrize("bound", ["wen", "ren"])
def test_a_conflict_of_either_binds_both(office: Office, delegate: Delegate, bound: str) -> None:
    delegate(office.wen, office.ren, "secretariat")
    unit = office.company.cast.penghai
    DeclaredTie.objects.create(
        expert=getattr(office, bound), kind="family", organisation=unit.name, uscc=unit.uscc,
        words="亲属在该单位任职",
    )  # fmt: skip
    assert "register_local" not in offered(office, office.ren)
    with pytest.raises(Refused, match="回避"):
        office.do("register_local", office.ren, behalf=str(office.wen.pk))


def test_a_paper_prints_that_it_was_done_by_delegation(office: Office, delegate: Delegate) -> None:
    office.do("register_local", office.wen)
    delegate(office.fang, office.ren, "group_head")
    office.enter("close_incomplete", office.ren, reason="缺少安全检测报告")
    done = office.both_again("close_incomplete", office.wen)
    (made,) = CasePaper.objects.filter(case=office.company.filing.case, sequence=done.event.sequence)
    assert signatures(made.content)[-1] == "（ren受fang委托办理）"


def test_a_paper_of_ones_own_act_names_nobody(office: Office) -> None:
    office.do("register_local", office.wen)
    office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    done = office.both_again("close_incomplete", office.wen)
    (made,) = CasePaper.objects.filter(case=office.company.filing.case, sequence=done.event.sequence)
    assert made.content["deputed"] == "" and not any("委托" in line for line in signatures(made.content))


def test_an_act_for_two_waits_and_is_done_in_the_delegators_office(
    office: Office, delegate: Delegate
) -> None:
    office.do("register_local", office.wen)
    delegate(office.fang, office.ren, "group_head")
    waits = office.enter("close_incomplete", office.ren, reason="缺少安全检测报告")
    assert isinstance(waits, PendingAct) and waits.entry["behalf"] == str(office.fang.pk)
    done = office.both_again("close_incomplete", office.wen)
    kept = done.event.procedural
    assert (kept["person"], kept["on_behalf_of"], kept["second"]) == (
        str(office.ren.pk), str(office.fang.pk), str(office.wen.pk),
    )  # fmt: skip


def test_what_a_deputy_entered_falls_with_the_delegation(office: Office, delegate: Delegate) -> None:
    office.do("register_local", office.wen)
    row = delegate(office.fang, office.ren, "group_head")
    office.enter("close_incomplete", office.ren, reason="缺少安全检测报告")
    revoke_delegation(delegation=row.pk, by=office.fang, at=office.company.later())
    with pytest.raises(Refused, match="已经撤销"):
        office.both_again("close_incomplete", office.wen)
    assert office.state == "formality_check"


def test_an_entry_from_before_deputies_is_read_as_it_was() -> None:
    assert Entry.again({**Entry().kept()}) == Entry()
    assert "behalf" not in Entry().kept()


def test_confirming_is_done_in_ones_own_office_only(office: Office, delegate: Delegate) -> None:
    """Bai of the bureau can't confirm for the group, and Ren not as Tang's deputy what only Tang could."""
    office.do("register_local", office.wen)
    waits = office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    assert isinstance(waits, PendingAct)
    delegate(office.tang, office.ren, "secretariat")
    done = confirm_act(
        pending=waits.pk, sequence=None, by=office.ren, at=office.company.later(), step_up=just(office.ren)
    )
    assert done.event.procedural["second"] == str(office.ren.pk)


def test_a_deputy_is_told_that_it_is_the_others_turn(office: Office, delegate: Delegate) -> None:
    delegate(office.ren, office.tang, "risk_reviewer")
    office.do("register_local", office.wen)
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    told = Message.objects.filter(kind="turn", params__state="risk_assessment")
    assert sorted(one.recipient.name for one in told) == ["ren", "tang"]
