"""What a person can do now, what filing still needs, who acts next and until when."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company
from xianxing.pilot.filings.draft.opening import accept_unit, invite_unit
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.next_steps import Outlook, next_steps
from xianxing.pilot.parties.domain.institutions import claim_institution, confirm_claim
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    return company_in_draft


def look(company: Company, user: User) -> Outlook:
    filing = Filing.objects.select_related("case__call").get(pk=company.filing.pk)
    return next_steps(filing, user, at=company.at)


def can(company: Company, user: User) -> list[tuple[str, str]]:
    return [(one.act, one.unit.key) for one in look(company, user).possible]


def test_a_draft_is_the_leads_until_the_window_closes(company: Company) -> None:
    outlook = look(company, company.cast.zhou)
    assert (outlook.state, outlook.frozen, outlook.missing) == ("draft", False, ())
    assert outlook.due is not None
    assert (outlook.due.role, outlook.due.until, outlook.due.no_limit) == ("lead", date(2024, 1, 31), False)
    assert can(company, company.cast.zhou) == [("freeze", "lead")]
    for person in (company.cast.luo, company.cast.ning, company.gu, company.shi):
        assert can(company, person) == []
    with pytest.raises(Refusal):
        look(company, company.cast.mo)


def test_each_attestation_is_offered_to_its_person_when_its_turn_has_come(company: Company) -> None:
    company.freeze()
    cast, people = company.cast, [company.cast.luo, company.tao, company.gu, company.he, company.shi]
    offered = []
    for act in company.acts():
        offered.append([[name for name, _unit in can(company, person)] for person in people])
        act()
    assert offered == [
        [["unit_review"], ["unit_review"], [], ["truth_pledge"], ["truth_pledge"]],
        [[], ["unit_review"], [], ["truth_pledge"], ["truth_pledge"]],
        [["lead_review"], [], [], ["truth_pledge"], ["truth_pledge"]],
        [[], [], ["compliance"], ["truth_pledge"], ["truth_pledge"]],
        [[], [], ["compliance"], [], ["truth_pledge"]],
        [[], [], ["compliance"], [], []],
        [[], [], [], ["consent"], ["consent"]],
        [[], [], [], ["take_back_consent"], ["consent"]],
    ]
    assert can(company, cast.ning) == [("edit", "joint")]
    assert [act for act, _unit in can(company, cast.zhou)] == ["edit", "file", "abandon_draft"]


def test_what_is_missing_names_who_gives_it(company: Company) -> None:
    company.freeze()
    company.review(company.lead, company.cast.luo)
    ahead = look(company, company.cast.ning).missing
    assert [(want.kind.value, want.unit.key, want.about and want.about.key) for want in ahead] == [
        ("unit_review", "joint", None), ("truth_pledge", "lead", None), ("truth_pledge", "joint", None),
        ("lead_review", "lead", "joint"), ("compliance", "lead", None), ("consent", "lead", None),
        ("consent", "joint", None),
    ]  # fmt: skip


def test_after_filing_it_says_who_acts_and_until_when(company: Company) -> None:
    company.freeze()
    company.attest()
    company.file()
    outlook = look(company, company.cast.ning)
    assert (outlook.state, outlook.missing) == ("filed", ())
    assert outlook.due is not None
    assert (outlook.due.role, outlook.due.until) == ("secretariat", date(2024, 1, 18))
    assert "propose_withdrawal" in [act for act, _unit in can(company, company.cast.zhou)]


def test_it_takes_no_more_queries_for_more_units(company: Company) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            look(company, company.cast.zhou)
        return len(queries)

    codes = ["91440300MA5NWYND7T", "91440300MA5856DN8G"]
    look(company, company.cast.zhou)
    draft = cost()
    for number, code in enumerate(codes):
        manager = User.objects.create_user(f"m{number}@company.example", name="m")
        claim = claim_institution(
            uscc=code, name=f"科技{number}", kind="technology_firm", claimant=manager,
            letter_name="授权书.pdf", letter=b"ok", at=EARLY,
        )  # fmt: skip
        confirm_claim(claim=claim, by=company.cast.wen, evidence="授权书原件", at=EARLY)
        invited = invite_unit(filing=company.filing, uscc=code, by=company.cast.zhou, at=company.at)
        accept_unit(unit=invited, by=manager, at=company.at)
    assert cost() == draft
    company.freeze()
    company.review(company.lead, company.cast.luo)
    assert (draft, cost()) == (7, 9), "one of them fetches the filing itself"
