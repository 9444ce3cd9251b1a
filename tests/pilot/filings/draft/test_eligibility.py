"""Which of the guide's kinds, may it lead, what is missing (clauses 2.1 and 3.1)."""

from __future__ import annotations

import pytest

from xianxing.law import Result, load_guide
from xianxing.pilot.filings.draft.eligibility import Answers, Lacking, eligibility

GUIDE = load_guide("shenzhen-2023")
HERE, AWAY = ("深圳市", "深圳"), ("杭州市", "浙江")


@pytest.mark.clause("3.1")
@pytest.mark.parametrize(
    ("kind", "clause"),
    [
        ("core_institution", "3.1.1"),
        ("securities_futures_operator", "3.1.2"),
        ("service_institution", "3.1.3"),
        ("regional_equity_market", "3.1.4"),
        ("fund_custodian", "3.1.5"),
    ],
)
def test_each_kind_of_pilot_institution_may_lead_with_a_scenario_of_its_own(kind: str, clause: str) -> None:
    answers = Answers(kind, *HERE, licensed=True, scenario_business="公募基金销售", provides_scenario=True)
    found = eligibility(GUIDE, answers)
    assert (found.clause, found.pilot, found.takes_part, found.leads) == (
        clause,
        True,
        Result.MET,
        Result.MET,
    )
    assert found.lacking == ((Lacking.RECOGNITION,) if kind == "core_institution" else ())
    assert found.direct == (kind == "core_institution")


@pytest.mark.clause("3.1.b")
def test_a_technology_firm_leads_only_with_a_pilot_institution_that_brings_the_scenario() -> None:
    alone = eligibility(GUIDE, Answers("technology_firm", *AWAY, provides_scenario=True))
    assert (alone.takes_part, alone.leads, alone.lacking) == (Result.MET, Result.UNMET, (Lacking.PARTNER,))
    joint = eligibility(GUIDE, Answers("technology_firm", *AWAY, partner_provides=True))
    assert (joint.leads, joint.lacking, joint.pilot) == (Result.MET, (), False)


@pytest.mark.clause("3.1.2")
def test_the_place_decides_by_the_guides_own_test() -> None:
    away = eligibility(GUIDE, Answers("fund_custodian", *AWAY, licensed=True, provides_scenario=True))
    assert (away.takes_part, away.lacking) == (Result.UNMET, (Lacking.TERRITORY,))
    unclear = Answers(
        "fund_custodian", registered_in="深圳市", jurisdiction="广东", licensed=True, provides_scenario=True
    )
    found = eligibility(GUIDE, unclear)
    assert (found.leads, found.lacking) == (Result.MANUAL_REVIEW, (Lacking.TERRITORY_UNCLEAR,))
    assert eligibility(GUIDE, Answers("fund_custodian")).takes_part is Result.UNKNOWN


@pytest.mark.clause("3.1.3")
def test_what_is_missing_is_named() -> None:
    found = eligibility(GUIDE, Answers("service_institution", *HERE))
    assert found.lacking == (Lacking.LICENCE, Lacking.SCENARIO_BUSINESS, Lacking.SCENARIO)
    assert eligibility(GUIDE, Answers("bank")).lacking == (Lacking.KIND,)
