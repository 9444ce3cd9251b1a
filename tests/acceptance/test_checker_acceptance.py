"""The checker on filings written from the clauses by somebody who has not read its code."""

from __future__ import annotations

import pytest

from tests.acceptance.clean import clean_ids, prepared
from tests.acceptance.defects import Defect, all_defects
from tests.acceptance.judge import found, judge
from tests.acceptance.oddities import ODDITIES, Oddity
from tests.factories.samples import sample

DEFECTS = all_defects()
MANUAL_REVIEWS_ALLOWED = 4


@pytest.mark.parametrize("name", clean_ids())
def test_a_clean_filing_is_not_sent_back(name: str) -> None:
    outcome = judge(prepared(name))
    assert outcome.of("unmet") == []
    assert len(outcome.of("manual_review")) <= MANUAL_REVIEWS_ALLOWED
    assert outcome.violations == []


@pytest.mark.parametrize("oddity", sample(ODDITIES), ids=lambda oddity: oddity.id)
def test_a_lawful_oddity_is_not_a_defect(oddity: Oddity) -> None:
    outcome = judge(prepared(oddity.base, oddity.edit))
    tolerated = [f for f in outcome.of("unmet") if f["severity"] == "advice" and f["clause"] == "4.3.4"]
    assert [finding for finding in outcome.of("unmet") if finding not in tolerated] == []
    assert outcome.violations == []


@pytest.mark.parametrize("defect", sample(DEFECTS), ids=lambda defect: defect.id)
def test_a_planted_defect_is_found(defect: Defect) -> None:
    outcome = judge(prepared(defect.base, defect.edit))
    assert found(defect, outcome)
    assert outcome.violations == []
