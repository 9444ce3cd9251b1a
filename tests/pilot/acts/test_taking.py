"""A step is taken by whom it belongs to, once, on the state that was on the screen, with what it asks."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.pilot.acts.staff import Office, overrule_findings
from tests.pilot.filings.company import just
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.models import Event
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = pytest.mark.django_db


def offered(office: Office, user: User) -> list[str]:
    view = case_to_read(office.company.filing.pk, user, at=office.company.at)
    return [offer.step.id for offer in offers(view)]


def test_the_secretariat_registers_what_was_filed(office: Office) -> None:
    assert "register_local" in offered(office, office.wen)
    done = office.do("register_local", office.wen)
    assert (done.state, done.event.step, done.event.role) == (
        "formality_check",
        "register_local",
        "secretariat",
    )


def test_a_step_of_the_other_path_is_not_offered(office: Office) -> None:
    assert "register_core" not in offered(office, office.wen)
    with pytest.raises(Refused, match="核心机构"):
        office.do("register_core", office.wen)


def test_an_applicant_is_not_offered_what_belongs_to_the_group(office: Office) -> None:
    assert "register_local" not in offered(office, office.company.cast.zhou)
    with pytest.raises(Refused, match="工作组秘书处") as refusal:
        office.do("register_local", office.company.cast.zhou)
    assert refusal.value.code == "not_permitted"


def test_a_stranger_learns_nothing_of_the_case(office: Office) -> None:
    for stranger in (office.company.cast.mo, office.company.cast.sun, office.xu):
        with pytest.raises(Stranger):
            case_to_read(office.company.filing.pk, stranger, at=office.company.at)
    with pytest.raises(Stranger):
        case_to_read(uuid4(), office.wen, at=office.company.at)


def test_the_same_screen_acts_once(office: Office) -> None:
    before = office.sequence
    office.do("register_local", office.wen)
    with pytest.raises(Moved) as refusal:
        take_step(
            case=office.company.filing.pk, step="register_local", entry=Entry(), sequence=before,
            by=office.tang, at=office.company.later(),
        )  # fmt: skip
    assert refusal.value.sequence == before + 1
    assert "登记并转形式审核" in refusal.value.message


def test_an_answer_that_is_missing_or_not_asked_for_is_named(office: Office) -> None:
    office.do("register_local", office.wen)
    with pytest.raises(Refused, match="规范完整"):
        office.do("pass_formality", office.wen)
    with pytest.raises(Refused, match="colour"):
        office.do("pass_formality", office.wen, answers={"completeness": "complete", "colour": "red"})
    assert office.state == "formality_check"
    assert (
        office.do("pass_formality", office.wen, answers={"completeness": "complete"}).state
        == "risk_assessment"
    )


def test_a_decision_needs_the_second_factor(office: Office) -> None:
    office.do("register_local", office.wen)
    overrule_findings(office.company, office.wen)
    at, before = office.company.later(), office.sequence
    about = {"case": office.company.filing.pk, "step": "pass_formality", "sequence": before, "at": at}
    entry = Entry(answers={"completeness": "complete"})
    for factor in (None, just(office.tang)):
        with pytest.raises(Refused) as refusal:
            take_step(**about, entry=entry, by=office.wen, step_up=factor)
        assert refusal.value.code == "step-up"
    assert isinstance(take_step(**about, entry=entry, by=office.wen, step_up=just(office.wen)), Taken)


def test_a_reason_is_asked_where_the_procedure_asks_for_one(office: Office) -> None:
    office.do("register_local", office.wen)
    with pytest.raises(Refused) as refusal:
        office.do("open_hearing", office.wen)
    assert refusal.value.code == "reason"
    office.do("open_hearing", office.wen, reason="材料中的检测报告编号查无此号")
    event = Event.objects.filter(case=office.company.filing.case).latest("sequence")
    assert "查无此号" in bytes(event.payload.body).decode()


def test_what_the_procedure_says_of_a_step_is_what_is_offered(office: Office) -> None:
    office.do("register_local", office.wen)
    view = case_to_read(office.company.filing.pk, office.fang, at=office.company.at)
    closing = next(offer for offer in offers(view) if offer.step.id == "close_incomplete")
    assert closing.four_eyes
    assert closing.second_factor
    assert closing.step.reason
    assert not closing.evidence
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.at)
    passing = next(offer for offer in offers(view) if offer.step.id == "pass_formality")
    assert [(ask.id, ask.kind, ask.values) for ask in passing.asks] == [
        ("completeness", "choice", ("complete", "incomplete"))
    ]


def test_entering_for_two_leaves_the_case_where_it_stands(office: Office) -> None:
    office.do("register_local", office.wen)
    before = office.sequence
    waits = office.enter("close_incomplete", office.fang, reason="缺少安全检测报告")
    assert isinstance(waits, PendingAct)
    assert (office.state, office.sequence) == ("formality_check", before)
