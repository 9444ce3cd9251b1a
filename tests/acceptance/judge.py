"""Runs the checker on a filing and compares what it says with the contract and with what was planted."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.acceptance.clean import prepared
from tests.acceptance.defects import Defect
from tests.acceptance.model import Filing
from tests.acceptance.write import write

Finding = dict[str, Any]
CLAUSES = frozenset(
    [
        "p",
        "0",
        "1",
        "2.1",
        "2.2",
        "2.3",
        "3.1",
        "3.1.1",
        "3.1.2",
        "3.1.3",
        "3.1.4",
        "3.1.5",
        "3.1.a",
        "3.1.b",
        "3.1.c",
        "3.2",
        "3.2.1",
        "3.2.2",
        "3.2.3",
        "3.2.4",
        "3.3",
        "3.3.1",
        "3.3.2",
        "3.3.3",
        "3.3.4",
        "3.3.5",
        "3.3.6",
        "3.3.7",
        "3.3.8",
        "3.3.9",
        "3.3.10",
        "3.3.11",
        "4",
        "4.1.1",
        "4.1.2",
        "4.2.1",
        "4.2.2",
        "4.2.3",
        "4.2.4",
        "4.2.5",
        "4.2.6",
        "4.2.7",
        "4.3.1",
        "4.3.2",
        "4.3.3",
        "4.3.4",
        "4.3.5",
        "5.1.1",
        "5.1.1.c",
        "5.1.2",
        "5.1.3",
        "5.2.1",
        "5.2.2",
        "5.2.3",
        "5.2.4",
        "5.3",
        "5.3.1",
        "5.3.2",
        "5.3.3",
        "5.3.4",
        "5.3.5",
        "5.3.6",
        "5.3.7",
        "5.3.8",
        "6.1",
        "6.2",
    ]
)
KEYS = {"rule", "clause", "result", "basis", "severity", "location", "message", "evidence"}
RESULTS = {"met", "unmet", "unknown", "manual_review", "not_applicable"}
PLACE = re.compile(
    r"(project|content)(\.\w+(\[\d+\](\.\w+)?)?)?|unit(\[[^\]]+\](\.\w+(\[\d+\](\.\w+)?)?|\.\w+\.\w+)?)?"
    r"|material(\[\d+\](\.\w+)?)?|guide|batch|filing\.toml"
)
PERSONAL = re.compile(r"(?<![0-9A-Za-z])(1[3-9]\d{9}|\d{17}[\dXx]|\d{16,19})(?![0-9A-Za-z])")


@dataclass
class Outcome:
    """What the checker said about one filing; `refused` when it could not be read at all."""

    filing: Filing
    seconds: float
    findings: list[Finding] = field(default_factory=list)
    refused: str = ""
    violations: list[str] = field(default_factory=list)

    def of(self, result: str) -> list[Finding]:
        """The findings with one result."""
        return [finding for finding in self.findings if finding["result"] == result]


def judge(filing: Filing) -> Outcome:
    """Write the filing to a temporary folder, check it there and validate the answer."""
    from xianxing.checker import FolderError, check
    from xianxing.documents.limits import OcrMode
    from xianxing.law import UnknownGuideError

    with tempfile.TemporaryDirectory() as folder:
        path = write(filing, Path(folder))
        started = time.perf_counter()
        try:
            report = check(path, as_of=filing.as_of, ocr=OcrMode.NEVER).as_json()
        except (FolderError, UnknownGuideError) as error:
            return Outcome(filing, time.perf_counter() - started, refused=str(error) or "refused")
        except Exception as error:
            crash = Outcome(filing, time.perf_counter() - started)
            crash.violations = [f"crashed: {type(error).__name__}: {error}"]
            return crash
        seconds = time.perf_counter() - started
    answer = json.loads(json.dumps(report, ensure_ascii=False))
    outcome = Outcome(filing, seconds, answer["findings"])
    outcome.violations = violations(answer, filing)
    return outcome


def violations(answer: dict[str, Any], filing: Filing) -> list[str]:
    """Where the JSON breaks the contract of the folder format."""
    bad: list[str] = []
    if set(answer) != {"guide", "ruleset", "as_of", "findings", "summary"}:
        bad.append(f"keys {sorted(answer)}")
    if answer["as_of"] != filing.as_of.isoformat():
        bad.append(f"as_of {answer['as_of']}")
    counts = Counter(finding["result"] for finding in answer["findings"])
    if answer["summary"] != {result: counts.get(result, 0) for result in RESULTS}:
        bad.append(f"summary {answer['summary']} against {dict(counts)}")
    names = {
        str(entry.get("file", "")) for entry in filing.data.get("material", []) if isinstance(entry, dict)
    }
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in answer["findings"]:
        bad += [
            f"{problem}: {finding}" for problem in _finding_violations(finding, names | set(filing.files))
        ]
        single = finding["result"] in ("met", "not_applicable")
        seen[(finding["rule"], finding["result"], "" if single else finding["location"])] += 1
    bad += [f"said {count} times: {key}" for key, count in seen.items() if count > 1]
    return bad


def _finding_violations(finding: Finding, names: set[str]) -> list[str]:
    bad = []
    if set(finding) != KEYS:
        return [f"keys {sorted(finding)}"]
    if finding["clause"] not in CLAUSES:
        bad.append("unknown clause")
    if finding["result"] not in RESULTS or finding["basis"] not in ("guide", "practice"):
        bad.append("unknown result or basis")
    if finding["severity"] not in ("blocking", "correction", "advice"):
        bad.append("unknown severity")
    location = finding["location"]
    file, _, place = location.partition("#")
    inside = not place or re.fullmatch(r"heading=.*|page=\d+|slide=\d+", place, re.DOTALL)
    if location and not PLACE.fullmatch(location) and not (file in names and inside):
        bad.append("location")
    if finding["result"] in ("unmet", "manual_review", "unknown") and not re.search(
        "[一-鿿]", finding["message"]
    ):
        bad.append("message")
    text = json.dumps(finding["evidence"], ensure_ascii=False) + finding["message"]
    if PERSONAL.search(text):
        bad.append("personal number")
    if any(len(quote) > 60 for quote in _quotes(finding["evidence"])):
        bad.append("long quotation")
    if re.search("备案通过|试点认证|许可试点", finding["message"]):
        bad.append("forbidden word")
    return bad


def _quotes(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [quote for entry in value.values() for quote in _quotes(entry)]
    if isinstance(value, list):
        return [quote for entry in value for quote in _quotes(entry)]
    return []


@cache
def _said_anyway(base: str) -> frozenset[str]:
    """What the checker says about the clean filing already: it can't be what finds a defect."""
    return frozenset(json.dumps(finding, sort_keys=True) for finding in judge(prepared(base)).findings)


def matches(defect: Defect, outcome: Outcome) -> list[Finding]:
    """The findings that name the planted defect that don't stand in the report on the clean filing."""
    before = _said_anyway(defect.base)
    return [
        finding
        for finding in outcome.findings
        if _matches(defect, finding, outcome.filing)
        and (json.dumps(finding, sort_keys=True) not in before or _asks_for(defect.part, finding))
    ]


def _asks_for(part: str, finding: Finding) -> bool:
    """Whether a person is asked to look for the very part that isn't there."""
    return bool(part) and finding["result"] == "manual_review" and part in finding["message"]


def _matches(defect: Defect, finding: Finding, filing: Filing) -> bool:
    if finding["clause"] not in defect.clauses or finding["result"] not in defect.results:
        return False
    if defect.severity and finding["severity"] != defect.severity:
        return False
    places = (place.format_map(_Files(filing)) for place in defect.places)
    return any(finding["location"].startswith(place) for place in places)


class _Files(dict[str, str]):
    """Kinds of material to the file that the clean filing gave them."""

    def __init__(self, filing: Filing) -> None:
        super().__init__()
        self.filing = filing

    def __missing__(self, kind: str) -> str:
        entries = self.filing.data.get("material", [])
        return next((str(entry["file"]) for entry in entries if entry["kind"] == kind), "\0")


def found(defect: Defect, outcome: Outcome) -> bool:
    """Whether the checker found the planted defect, or refused where that is an answer."""
    return bool(outcome.refused and defect.unreadable) or bool(matches(defect, outcome))
