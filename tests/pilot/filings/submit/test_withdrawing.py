"""Taking back: one unit's consent before filing; afterwards the filing, with every pilot institution."""

from __future__ import annotations

import pytest

from tests.pilot.filings.company import Company, just
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.attest.requirements import given
from xianxing.pilot.filings.models import AttestationKind
from xianxing.pilot.filings.submit.withdrawing import (
    drop_withdrawal,
    give_up,
    join_withdrawal,
    propose_withdrawal,
    withdraw,
    withdraw_before,
)
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(attested: Company) -> Company:
    return attested


def take_back(company: Company) -> None:
    withdraw_before(
        filing=company.filing,
        unit=company.joint,
        by=company.shi,
        at=company.later(),
        step_up=just(company.shi),
    )


@pytest.mark.clause("3.1.c")
def test_a_unit_takes_its_consent_back_and_can_consent_again(company: Company) -> None:
    take_back(company)
    consents = [row.unit for row in given(company.body) if row.kind == AttestationKind.CONSENT]
    assert consents == [company.lead]
    with pytest.raises(Refusal) as twice:
        take_back(company)
    assert twice.value.code == "no-consent"
    with pytest.raises(Refusal) as unfiled:
        company.file()
    assert unfiled.value.code == "attestations"
    company.consent(company.joint, company.shi)
    assert company.file().receipt.text


def test_taking_back_asks_for_the_second_factor_of_that_very_person(company: Company) -> None:
    with pytest.raises(Refusal) as refused:
        withdraw_before(
            filing=company.filing,
            unit=company.joint,
            by=company.shi,
            at=company.later(),
            step_up=just(company.he),
        )
    assert refused.value.code == "step-up"
    with pytest.raises(Refusal) as other:
        withdraw_before(
            filing=company.filing,
            unit=company.joint,
            by=company.he,
            at=company.later(),
            step_up=just(company.he),
        )
    assert other.value.code == "stranger"


def test_what_was_filed_is_withdrawn_once_every_pilot_institution_has_joined(company: Company) -> None:
    company.file()
    cast, he = company.cast, company.he
    own = {"filing": company.filing}
    with pytest.raises(Refusal):
        withdraw(filing=company.filing, by=cast.zhou, at=company.later(), step_up=just(cast.zhou))
    propose_withdrawal(
        **own, reason="技术路线调整", by=cast.zhou, at=company.later(), step_up=just(cast.zhou)
    )
    drop_withdrawal(**own, by=cast.zhou, at=company.later(), step_up=just(cast.zhou))
    propose_withdrawal(
        **own, reason="技术路线调整", by=cast.zhou, at=company.later(), step_up=just(cast.zhou)
    )
    with pytest.raises(Refusal) as technology:
        join_withdrawal(
            **own, unit=company.joint, by=company.shi, at=company.later(), step_up=just(company.shi)
        )
    assert technology.value.code == "not_permitted"
    join_withdrawal(**own, unit=company.lead, by=he, at=company.later(), step_up=just(he))
    withdraw(**own, by=cast.zhou, at=company.later(), step_up=just(cast.zhou))
    company.filing.case.refresh_from_db()
    assert company.filing.case.state == "withdrawn"
    assert Event.objects.filter(step="withdraw").count() == 1


def test_a_frozen_filing_never_handed_in_is_given_up(company: Company) -> None:
    give_up(filing=company.filing, by=company.cast.zhou, at=company.later(), step_up=just(company.cast.zhou))
    company.filing.case.refresh_from_db()
    assert company.filing.case.state == "not_filed"
