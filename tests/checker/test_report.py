"""The report keeps the contract of the folder format: keys, order, places, languages."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests.checker.factory import joint, technology_lead
from tests.checker.spoilt import CASES
from xianxing.checker import CheckReport
from xianxing.i18n import language
from xianxing.law import Result, load_guide

LOCATION = re.compile(
    r"|project(?:\.\w+(?:\[\d+\](?:\.\w+)?)?)?|content\.\w+(?:\[\d+\](?:\.\w+)?)?"
    r"|unit\[[^\]]+\]\.\w+(?:(?:\[\d+\])?\.\w+|\[\d+\])?|material\[\d+\]\.\w+"
)
KEYS = ["rule", "clause", "result", "basis", "severity", "location", "message", "evidence"]
LOUD = (Result.UNMET, Result.UNKNOWN, Result.MANUAL_REVIEW)


@pytest.fixture(scope="module")
def spoilt() -> CheckReport:
    """One filing with a great many defects."""
    draft = joint()
    for case in CASES:
        if case.base is joint and case.location and case.rule not in ("units-present", "lead-eligible"):
            try:
                case.edit(draft)
            except (KeyError, IndexError, StopIteration, AttributeError, ValueError):
                continue
    return draft.report()


def test_the_json_has_the_keys_of_the_contract(spoilt: CheckReport) -> None:
    data = json.loads(json.dumps(spoilt.as_json(), ensure_ascii=False))
    assert list(data) == ["guide", "ruleset", "as_of", "findings", "summary"]
    assert data["guide"] == "shenzhen-2023"
    assert re.fullmatch("[0-9a-f]{64}", data["ruleset"])
    assert data["as_of"] == "2024-01-20"
    assert all(list(finding) == KEYS for finding in data["findings"])
    assert data["summary"] == Counter(finding["result"] for finding in data["findings"]) | {
        name: 0 for name in data["summary"] if name not in {finding["result"] for finding in data["findings"]}
    }


def test_one_finding_a_rule_and_place_or_one_a_rule(spoilt: CheckReport) -> None:
    loud = Counter((one.rule, one.location, one.result) for one in spoilt.findings if one.result in LOUD)
    silent = Counter(one.rule for one in spoilt.findings if one.result not in LOUD)
    assert len(loud) > 60
    assert set(loud.values()) == set(silent.values()) == {1}
    assert {rule for rule, _, _ in loud} & set(silent) == set()


def test_places_follow_the_grammar(spoilt: CheckReport) -> None:
    files = {item.file for item in spoilt.case.filing.files}
    for finding in spoilt.findings:
        name, _, place = finding.location.partition("#")
        if name in files:
            assert not place or re.fullmatch(r"(?:heading=.+|page=\d+|slide=\d+)", place)
        else:
            assert LOCATION.fullmatch(finding.location), finding.location


def test_clauses_are_those_of_the_guide_and_messages_name_them(spoilt: CheckReport) -> None:
    guide = load_guide("shenzhen-2023")
    for finding in spoilt.findings:
        assert guide.clause(finding.clause).display in finding.message
        if finding.result in LOUD:
            assert finding.message.startswith(spoilt.case.where(finding.location).zh)


def test_evidence_quotes_little(spoilt: CheckReport) -> None:
    for finding in spoilt.findings:
        for value in finding.evidence.values():
            values = value if isinstance(value, list) else [value]
            assert all(not isinstance(one, str) or len(one) <= 40 for one in values)


def test_findings_come_in_the_order_of_the_form() -> None:
    draft = joint()
    draft.content["exit_plan"], draft.content["overview"] = [], ""
    draft.unit("joint")["agreement"] = ""
    draft.project["trial_months"] = 0
    draft.paper("business_risk_report").parts.popitem()
    places = [one.location for one in draft.findings(Result.UNMET)]
    order = [
        "project.trial_months",
        "content.overview",
        "content.exit_plan",
        "unit[joint].agreement",
        "业务风险防控报告.docx",
    ]
    assert [place for place in places if place in order] == order


def test_indices_count_from_zero_in_json_and_from_one_for_people() -> None:
    draft = joint()
    draft.content["exit_plan"][1]["funds"] = ""
    finding = next(one for one in draft.findings(Result.UNMET) if one.rule == "field-filled")
    assert finding.location == "content.exit_plan[1].funds"
    assert "第2行" in finding.message


def test_english_on_request() -> None:
    draft = joint()
    draft.unit("joint")["contacts"].pop()
    with language("en"):
        finding = next(one for one in draft.findings(Result.UNMET) if one.rule == "contacts-enough")
    assert "fewer than 2" in finding.message
    assert "clause 四(三)3" in finding.message


def test_the_same_filing_gives_the_same_report() -> None:
    assert technology_lead().report().as_json() == technology_lead().report().as_json()


def test_law_and_practice_stay_apart(spoilt: CheckReport) -> None:
    for finding in spoilt.findings:
        assert ("申报实践" in finding.message) == (finding.basis.value == "practice")
