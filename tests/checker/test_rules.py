"""Each rule finds its defect where it is, on its clause, and is content with filings that are in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

import pytest

from tests.checker.edits import Case
from tests.checker.factory import AS_OF, CLEAN, Draft, joint, technology_lead
from tests.checker.oddities import ODDITIES
from tests.checker.oddities_form import SILENT
from tests.checker.oddities_inside import SILENT_INSIDE
from tests.checker.spoilt import CASES
from tests.checker.spoilt_facts import SILENT_FACTS
from tests.checker.spoilt_words import SILENT_WORDS
from tests.factories.samples import sample
from xianxing.checker import check_filing, registry
from xianxing.documents.problems import problem
from xianxing.law import Basis, Result, load_guide
from xianxing.law.messages import incomplete

# What only a scan or an archive shows is tested beside the folder, what only another guide asks beside those.
TESTED_ELSEWHERE = {"scan-read", "archive-clean", "mandatory-present"}
MOST_FOR_A_PERSON = 12


@pytest.mark.parametrize("case", CASES, ids=attrgetter("id"))
def test_a_planted_defect_is_found(case: Case) -> None:
    draft = case.base()
    case.edit(draft)
    found = [one for one in draft.said_by(case.rule, case.as_of) if one.result.value == case.result]
    places = {(finding.clause, finding.location.partition("#")[0]) for finding in found}
    assert any(
        clause == case.clause
        and (place == case.location or (case.location and place.startswith(case.location)))
        for clause, place in places
    ), places


@pytest.mark.parametrize("case", sample(CASES, one_in=8), ids=attrgetter("id"))
def test_property_a_report_on_a_planted_defect_says_what_its_rule_says_and_where(case: Case) -> None:
    draft = case.base()
    case.edit(draft)
    report = draft.report(case.as_of)
    said = [one for one in report.findings if one.rule == case.rule]
    key = attrgetter("result", "location", "clause")
    assert sorted(map(key, said)) == sorted(map(key, draft.said_by(case.rule, case.as_of)))
    loud = [one for one in report.findings if one.result not in (Result.MET, Result.NOT_APPLICABLE)]
    for one in loud:
        assert one.message.startswith(f"{report.case.where(one.location)}：")
    assert report.findings[: len(loud)] == tuple(loud)


@pytest.mark.parametrize("make", CLEAN.values(), ids=CLEAN)
def test_a_clean_filing_stays_silent(make: Callable[[], Draft]) -> None:
    report = make().report()
    assert [
        (one.rule, one.location, one.message) for one in report.findings if one.result is Result.UNMET
    ] == []
    assert report.summary["unknown"] == 0
    assert report.summary["manual_review"] <= 2


@pytest.mark.parametrize("name", ODDITIES)
def test_a_lawful_oddity_is_no_defect(name: str) -> None:
    edit, base = ODDITIES[name]
    draft = base()
    edit(draft)
    report = draft.report()
    assert [
        (one.rule, one.location, one.message) for one in report.findings if one.result is Result.UNMET
    ] == []
    assert report.summary["manual_review"] <= MOST_FOR_A_PERSON


@pytest.mark.parametrize("name", [*SILENT, *SILENT_INSIDE, *SILENT_FACTS, *SILENT_WORDS])
def test_words_that_only_look_like_a_defect_lead_to_nothing(name: str) -> None:
    edit, base = (SILENT | SILENT_INSIDE | SILENT_FACTS | SILENT_WORDS)[name]
    draft, before = base(), base()
    edit(draft)
    assert draft.unmet() == set()
    assert draft.for_a_person() - before.for_a_person() == set()


def test_every_rule_has_a_filing_that_it_objects_to() -> None:
    assert {rule.id for rule in registry} - {case.rule for case in CASES} == TESTED_ELSEWHERE


def test_every_rule_has_a_filing_that_it_is_content_with() -> None:
    content = {
        finding.rule
        for make in CLEAN.values()
        for finding in make().report().findings
        if finding.result is Result.MET
    }
    edit, base = ODDITIES["English with its translation"]
    translated = base()
    edit(translated)
    edit, base = ODDITIES["a new field"]
    new_field = base()
    edit(new_field)
    edit, base = ODDITIES["a personal information check done"]
    personal = base()
    edit(personal)
    for draft in (translated, new_field, personal):
        content |= {finding.rule for finding in draft.report().findings if finding.result is Result.MET}
    assert {rule.id for rule in registry} - content == {"mandatory-present"}


def test_every_sentence_stands_in_both_languages_and_no_rule_lacks_one() -> None:
    assert incomplete(registry.messages, registry) == []


def test_rules_are_of_families_that_the_guide_weighs() -> None:
    guide = load_guide("shenzhen-2023")
    assert {rule.family for rule in registry} <= set(guide.rule_families)
    assert set(guide.rule_settings) <= {rule.id for rule in registry}


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("filing-window", "blocking"),
        ("one-lead", "blocking"),
        ("scenario-provider", "blocking"),
        ("compliance-report-present", "blocking"),
        ("compliance-report-readable", "blocking"),
        ("compliance-signer", "blocking"),
        ("no-state-secrets", "blocking"),
        ("no-secrecy-marking", "blocking"),
        ("cell-length", "correction"),
        ("dates-past", "correction"),
        ("cell-characters", "advice"),
    ],
)
def test_what_is_no_filing_blocks(rule: str, severity: str) -> None:
    weighed = {finding.rule: finding.severity.value for finding in joint().report().findings}
    assert weighed[rule] == severity


@pytest.mark.clause("4.3.4")
def test_five_hundred_is_law_in_the_form_and_practice_in_the_unit_sheet() -> None:
    draft = joint()
    draft.content["innovation"] = draft.unit("lead")["contribution"] = "条" * 501
    found = {one.location: one for one in draft.findings(Result.UNMET) if one.rule == "cell-length"}
    assert found["content.innovation"].basis is Basis.GUIDE
    assert found["unit[lead].contribution"].basis is Basis.PRACTICE
    assert found["content.innovation"].evidence == {"count": 501, "limit": 500}


@pytest.mark.clause("3.1.b")
def test_the_signature_moves_to_the_institution_behind_a_technology_firm() -> None:
    draft = technology_lead()
    entry = draft.entry("compliance_report")
    entry["signatory_unit"] = "tech"
    found = [one for one in draft.findings(Result.UNMET) if one.rule == "compliance-signer"]
    assert [one.clause for one in found] == ["4.1.2"]
    assert "云杉证券股份有限公司" in found[0].message


@pytest.mark.clause("4.3.2")
def test_evidence_and_messages_never_repeat_a_personal_number() -> None:
    draft = joint()
    draft.content["readiness"] = (
        "项目负责人身份证号11010519491231002X，账户6222021234567890128，电话13800138000。"
    )
    report = draft.report()
    said = str(report.as_json())
    assert ("no-personal-numbers", "content.readiness") in {
        (one.rule, one.location) for one in report.findings
    }
    assert not any(number in said for number in ("11010519491231002X", "6222021234567890128", "13800138000"))


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize("code", ["ocr-incomplete", "ocr-doubtful", "ocr-failed"])
def test_a_scan_that_was_read_badly_is_for_a_person_and_no_defect(code: str) -> None:
    filing = joint().filing()
    files = tuple(
        replace(
            item,
            document=replace(
                item.document, blocks=(), signatures=(), text_source="ocr", problems=(problem(code),)
            ),
        )
        if item.document and item.kind == "business_risk_report"
        else item
        for item in filing.files
    )
    report = check_filing(replace(filing, files=files), load_guide("shenzhen-2023"), AS_OF)
    assert [one.rule for one in report.findings if one.result is Result.UNMET] == []
    looked = {one.rule for one in report.findings if one.result is Result.MANUAL_REVIEW}
    assert looked == {"scan-read", "parts-treated"}
