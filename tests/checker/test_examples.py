"""The three filings in `examples/`: two in order, one with twelve planted defects."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xianxing.checker import CheckReport, check
from xianxing.documents.limits import OcrMode
from xianxing.law import Result

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AS_OF = date(2024, 1, 20)
DEFECTS: list[dict[str, Any]] = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))["defect"]


@pytest.fixture(scope="module")
def defective() -> CheckReport:
    return check(EXAMPLES / "defective-example", as_of=AS_OF, ocr=OcrMode.NEVER)


@pytest.mark.parametrize("name", ["related-party-tool", "sme-archive-chain"])
def test_the_clean_examples_have_nothing_unmet(name: str) -> None:
    report = check(EXAMPLES / name, as_of=AS_OF, ocr=OcrMode.NEVER)
    assert [(one.rule, one.location) for one in report.findings if one.result is Result.UNMET] == []
    assert report.summary["manual_review"] <= 3


@pytest.mark.ocr
def test_a_scanned_compliance_report_is_read_and_its_signer_accepted() -> None:
    report = check(EXAMPLES / "sme-archive-chain", as_of=AS_OF)
    loud = [
        one for one in report.findings if one.result in (Result.UNMET, Result.UNKNOWN, Result.MANUAL_REVIEW)
    ]
    assert [(one.rule, one.location) for one in loud if one.result is not Result.MANUAL_REVIEW] == []
    assert len(loud) <= 3


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect["clause"])
def test_every_planted_defect_is_found(defect: dict[str, Any], defective: CheckReport) -> None:
    results = defect["result"] if isinstance(defect["result"], list) else [defect["result"]]
    found = [
        one
        for one in defective.findings
        if one.clause == defect["clause"]
        and one.location.partition("#")[0] == defect["location"]
        and one.result.value in results
    ]
    assert found


def test_nothing_but_the_planted_defects_is_unmet(defective: CheckReport) -> None:
    expected = {(defect["clause"], defect["location"]) for defect in DEFECTS}
    unmet = {
        (one.clause, one.location.partition("#")[0])
        for one in defective.findings
        if one.result is Result.UNMET
    }
    assert unmet == expected


def test_of_its_lawful_prose_nobody_is_asked_anything(defective: CheckReport) -> None:
    asked = [one.location for one in defective.findings if one.result is Result.MANUAL_REVIEW]
    assert asked == ["material[3].signatory_title"]
