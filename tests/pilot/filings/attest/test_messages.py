"""Whoever has to act is told what and why; nobody else is told that something waits for them."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils.translation import override

from tests.factories.rewriting import edit, rewrite
from tests.pilot.filings.company import Company, just
from xianxing.pilot.filings.attest.attesting import confirm_again
from xianxing.pilot.filings.attest.refusing import refuse_attestation
from xianxing.pilot.filings.attest.requirements import Wanted
from xianxing.pilot.filings.draft.comments import comment
from xianxing.pilot.filings.draft.opening import decline_unit, invite_unit, remove_unit
from xianxing.pilot.filings.models import Attestation, AttestationKind
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.models import Message, Outbox
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    Message.objects.all().delete()
    return company_in_draft


def told(*users: User) -> list[tuple[str, str]]:
    rows = Message.objects.filter(recipient__in=users).order_by("pk")
    return [(row.kind, str(row.params.get("confirmation", ""))) for row in rows]


def fresh() -> dict[str, list[tuple[str, str]]]:
    """Who was told what since the last time, by the person's name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in Message.objects.select_related("recipient").order_by("pk"):
        found.setdefault(row.recipient.name, []).append((row.kind, str(row.params.get("confirmation", ""))))
    Message.objects.all().delete()
    return found


def test_each_act_asks_exactly_those_whose_turn_comes_with_it(company: Company) -> None:
    company.freeze()
    asked = fresh()
    assert asked["luo"] == [("confirm", "unit_review")] == asked[company.tao.name]
    assert asked[company.he.name] == asked[company.shi.name] == [("confirm", "truth_pledge")]
    assert asked["ning"] == asked["chen"] == [("done", "")]
    assert company.gu.name not in asked and "zhou" not in asked
    steps = [
        {},
        {"luo": [("confirm", "lead_review")]},
        {company.gu.name: [("confirm", "compliance")]},
        {},
        {},
        {company.he.name: [("confirm", "consent")], company.shi.name: [("confirm", "consent")]},
        {},
        {"chen": [("ready", "")], "zhou": [("ready", "")]},
    ]
    for act, wanted in zip(company.acts(), steps, strict=True):
        act()
        assert fresh() == wanted


def test_a_person_asked_for_two_confirmations_at_once_gets_one_message(company: Company) -> None:
    grant_membership(
        user=company.he, institution=company.cast.penghai, role=MemberRole.REVIEWER, at=company.later()
    )
    company.freeze()
    message = Message.objects.get(recipient=company.he)
    assert (message.kind, len(message.params["others"])) == ("confirm", 1)
    with override("zh-hans"):
        assert "“单位内部审查”" in sentence(message) and "“真实性" in sentence(message)


def test_a_consent_waits_for_the_own_pledge_only(company: Company) -> None:
    company.freeze()
    for act in list(company.acts())[:4]:
        act()
    company.sign()
    assert told(company.he)[-1] == ("confirm", "consent")
    assert told(company.shi) == [("confirm", "truth_pledge")]
    company.pledge(company.joint, company.shi)
    assert told(company.shi)[-1] == ("confirm", "consent")


def test_a_void_confirmation_says_who_changed_what_and_when_to_confirm_again(company: Company) -> None:
    company.freeze()
    for act in list(company.acts())[:3]:
        act()
    fresh()
    edit(company)
    assert [row.kind for row in Message.objects.filter(recipient=company.tao)] == ["voided"]
    void = Message.objects.get(recipient=company.tao)
    assert "unit_review" not in sentence(void)
    with override("zh-hans"):
        assert sentence(void) == (
            "您代表深圳图澜知识工程有限公司作出的“单位内部审查”已失效：zhou（鹏海证券股份有限公司）解除了冻结，"
            "正在修改申报内容。目前无须您处理；再次冻结后将告知您改了什么。"
        )
    assert {kind for kind, _ in told(company.cast.luo)} == {"voided"}
    assert told(company.cast.ning) == [("done", "")]
    assert told(company.gu) == []
    fresh()
    rewrite(company, "content.overview", "另写的概述")
    company.freeze()
    again = Message.objects.get(recipient=company.tao)
    assert (again.kind, again.params["by"], again.params["fields"]) == ("again", "zhou", ["content.overview"])
    with override("zh-hans"):
        assert "zhou修改了“" in sentence(again) and sentence(again).endswith("请查看变化后重新确认。")
    assert told(company.he) == [("confirm", "truth_pledge")]
    row = Attestation.objects.get(pk=again.params["attestation"])
    confirm_again(attestation=row, digest=company.digest, by=company.tao, at=company.later())


def test_a_freeze_without_a_change_says_that_nothing_differs(company: Company) -> None:
    company.freeze()
    company.review(company.joint, company.tao)
    edit(company)
    fresh()
    company.freeze()
    with override("zh-hans"):
        assert "内容重新冻结，与先前相同" in sentence(Message.objects.get(recipient=company.tao))


def test_all_units_learn_of_a_refusal(company: Company) -> None:
    company.freeze()
    for act in list(company.acts())[:5]:
        act()
    fresh()
    refuse_attestation(
        filing=company.filing, want=Wanted(AttestationKind.COMPLIANCE, company.lead), digest=company.digest,
        report_digest=company.report, reason="第三节与申报表不一致", by=company.gu, at=company.later(),
        step_up=just(company.gu),
    )  # fmt: skip
    people = {"chen", "zhou", "ning", "luo", company.tao.name, company.he.name, company.shi.name}
    assert fresh() == {name: [("refused", "compliance")] for name in people}


def test_an_invitation_goes_to_inbox_and_mail_and_the_lead_hears_the_answer(company: Company) -> None:
    cast, filing = company.cast, company.filing
    remove_unit(unit=company.joint, by=cast.zhou, at=company.later())
    assert told(cast.ning) == [("taken_out", "")]
    fresh()
    unit = invite_unit(filing=filing, uscc=cast.tulan.uscc, by=cast.zhou, at=company.later())
    message = Message.objects.get(recipient=cast.ning)
    assert Outbox.objects.filter(message=message).exists()
    with override("zh-hans"):
        assert sentence(message) == "zhou（鹏海证券股份有限公司）邀请贵单位参加一项申报，请答复是否参加。"
    assert company.shi.name not in fresh(), "a signatory doesn't answer invitations"
    decline_unit(unit=unit, by=cast.ning, at=company.later())
    assert fresh() == {"chen": [("declined", "")], "zhou": [("declined", "")]}


def test_a_comment_tells_whom_it_is_addressed_to_and_nobody_else(company: Company) -> None:
    cast = company.cast
    say = partial(comment, filing=company.filing, location="content.overview", by=cast.zhou, at=company.at)
    say(text="请补充")
    say(text="自记", to=cast.zhou)
    assert fresh() == {}
    say(text="请补充", to=cast.ning)
    assert fresh() == {"ning": [("comment", "")]}
