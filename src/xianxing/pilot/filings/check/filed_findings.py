"""The findings that a body was filed with, and what the applicant said of them: kept for good, replayable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from xianxing.checker import CallWindow
from xianxing.checker.body import plain
from xianxing.i18n import LANGUAGES, current_language
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.check.judging import Terms, given_in, report_of
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.draft.locations import located
from xianxing.pilot.filings.models import Body, CheckResult, Explanation, FiledFindings, MaterialVersion
from xianxing.record.canonical import canonical

Entries = list[dict[str, Any]]


def with_explanations(form: FilingForm, result: CheckResult) -> dict[str, Any]:
    """The report with the applicant's explanation, as it stands now, beside each finding that has one."""
    rows = Explanation.objects.filter(filing=form.filing).exclude(text="")
    said = {(row.rule, located(form, row.location)): row.text for row in rows}

    def told(entry: Mapping[str, Any]) -> dict[str, Any]:
        text = said.get((entry["rule"], entry["location"]))
        return {**entry, "explanation": text} if text else dict(entry)

    kept = {code: [told(entry) for entry in result.report[code]] for code in LANGUAGES}
    return {**kept, "pending": list(result.report["pending"])}


def digest_of(report: Mapping[str, Any]) -> str:
    """SHA-256 of a report's canonical form, in hex: what the filing's event names."""
    return hashlib.sha256(canonical(plain(dict(report)))).hexdigest()


def freeze_findings(
    form: FilingForm,
    body: Body,
    result: CheckResult,
    report: Mapping[str, Any],
    terms: Terms,
    *,
    at: datetime,
) -> FiledFindings:
    """Keep what a body is filed with, in the transaction that files it; a body is filed once."""
    days = {name: day.isoformat() for name, day in asdict(terms.window).items() if day is not None}
    return FiledFindings.objects.create(
        case=body.filing.case,
        body=body,
        as_of=terms.as_of,
        ruleset=result.ruleset,
        window=days,
        given=given_in(form.data["unit"]),
        report=report,
        digest=digest_of(report),
        filed_at=at,
    )


def findings_as_filed(body: Body) -> FiledFindings | None:
    """What a body was filed with; None for one that wasn't filed, or whose texts were erased."""
    return FiledFindings.objects.filter(body=body).first()


def entries_of(filed: FiledFindings) -> Entries:
    """The findings in the reader's language, `explanation` beside those that have one."""
    found: Entries = filed.report[current_language()]
    return found


def replayed(filed: FiledFindings) -> dict[str, Entries]:
    """Let the checker speak again over the frozen body, by language: the same list while rules are the same.

    Opens no file; a file that waited to be read at filing may be known by now, and say more.
    """
    body = filed.body
    content = content_of(body)
    files = content.get("files")
    digests = [str(entry.get("sha256", "")) for entry in files] if isinstance(files, list) else []
    versions = MaterialVersion.objects.filter(material__filing=body.filing, file__sha256__in=digests)
    window = CallWindow(**{name: date.fromisoformat(day) for name, day in filed.window.items()})
    report = report_of(
        guide_of(body.filing.case.call),
        content,
        filed.given,
        versions.select_related("file"),
        Terms(filed.as_of, window),
    )
    return {code: [dict(entry) for entry in _list(report[code])] for code in LANGUAGES}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
