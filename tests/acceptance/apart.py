"""A corpus kept apart from the repository: folders `NAME/filing/…` with `NAME/expected.toml`.

`expected.toml` says `as_of` and, for each planted defect, `clause`, `location`, `result` and `what`; each of
the first three may be a list of equals. `also_accept` lists clauses and locations that are as good an answer,
`decided_by` says whether data or only prose show the defect. A filing without a defect is clean: nothing in
it may be unmet.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from xianxing.checker import FolderError, check_filing
from xianxing.checker.engine import guide_of
from xianxing.checker.folder import opened, read_files, read_form
from xianxing.documents.limits import OcrMode
from xianxing.documents.model import Document
from xianxing.documents.reading import read_documents
from xianxing.law import Finding, Result, UnknownGuideError

LOUD = (Result.UNMET, Result.MANUAL_REVIEW, Result.UNKNOWN)


@dataclass(frozen=True)
class Planted:
    """One planted defect: any of these clauses and results, at any of these places; `also` is as good."""

    clauses: tuple[str, ...]
    locations: tuple[str, ...]
    results: tuple[str, ...]
    what: str
    also: tuple[str, ...] = ()
    decided_by: str = ""


@dataclass(frozen=True)
class ApartCase:
    """One filing of the corpus with what was planted in it."""

    name: str
    folder: Path
    as_of: date
    planted: tuple[Planted, ...]


@dataclass
class Verdict:
    """How the checker did on one filing: the defects by how well they were found."""

    case: ApartCase
    strict: list[Planted] = field(default_factory=list)
    accepted: list[Planted] = field(default_factory=list)  # by what is said to be as good an answer
    lenient: list[Planted] = field(default_factory=list)  # found, softer or at another place
    missed: list[Planted] = field(default_factory=list)
    extra: list[Finding] = field(default_factory=list)  # unmet, and no defect planted there
    manual: int = 0
    refused: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures of a corpus."""

    filings: int
    defects: int
    strict: int
    accepted: int  # the strict ones among them
    lenient: int  # the accepted ones among them
    by_decision: dict[str, tuple[int, int]]  # what decides: accepted, planted
    clean: int
    false_alarms: int
    clean_with_alarm: int
    manual_median: float

    def lines(self) -> list[str]:
        """The figures in sentences."""
        share = max(self.defects, 1)
        decided = [
            f"{name or 'unsaid'} {hit} of {of} ({hit / of:.1%})"
            for name, (hit, of) in sorted(self.by_decision.items())
        ]
        return [
            f"FILINGS {self.filings}, of them {self.clean} clean",
            f"DEFECTS {self.defects}: strict {self.strict} ({self.strict / share:.1%}), "
            f"accepted {self.accepted} ({self.accepted / share:.1%}), "
            f"lenient {self.lenient} ({self.lenient / share:.1%})",
            f"ACCEPTED BY WHAT DECIDES {'; '.join(decided) or '—'}",
            f"FALSE ALARMS {self.false_alarms} on {self.clean_with_alarm} of {self.clean} clean filings",
            f"MANUAL REVIEW median {self.manual_median:g} on a clean filing",
        ]


def read_corpus(root: Path, names: Iterable[str] = ()) -> list[ApartCase]:
    """The cases below a folder, in order of name; all of them where no names are given."""
    wanted = set(names)
    found = []
    for expected in sorted(root.glob("*/expected.toml")):
        name = expected.parent.name
        if wanted and name not in wanted:
            continue
        told = tomllib.loads(expected.read_text("utf-8"))
        planted = tuple(_planted(one) for one in told.get("defect", []))
        found.append(ApartCase(name, expected.parent / "filing", _day(told["as_of"]), planted))
    return found


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _planted(row: dict[str, Any]) -> Planted:
    return Planted(
        _several(row["clause"]),
        _several(row["location"]),
        _several(row["result"]),
        str(row.get("what", "")),
        tuple(row.get("also_accept", ())),
        str(row.get("decided_by", "")),
    )


def _several(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


class Readings:
    """Documents as they were read, by the bytes of their files, which filings of a corpus share."""

    def __init__(self, ocr: OcrMode = OcrMode.AUTO) -> None:
        self.ocr = ocr
        self.known: dict[tuple[str, str], Document] = {}

    def __call__(self, paths: list[Path]) -> dict[Path, Document]:
        """The documents of these files, in a child process where one is new."""
        keys = {path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.name) for path in paths}
        new = [path for path in paths if keys[path] not in self.known]
        read = read_documents([(path, path.name) for path in new], ocr=self.ocr) if new else iter(())
        self.known |= {keys[path]: document for path, document in zip(new, read, strict=True)}
        return {path: self.known[keys[path]] for path in paths}


def try_case(case: ApartCase, readings: Readings) -> Verdict:
    """Check one filing and hold what is said against what was planted."""
    try:
        with opened(case.folder) as (folder, problems):
            filing = read_form(folder, problems)
            filing = read_files(filing, folder, readings)
            report = check_filing(filing, guide_of(filing), case.as_of)
    except (FolderError, UnknownGuideError) as error:
        return Verdict(case, missed=list(case.planted), refused=str(error) or "refused")
    return judge_findings(case, report.findings)


def judge_findings(case: ApartCase, findings: Sequence[Finding]) -> Verdict:
    """Who found what. For the lenient count a finding answers for one defect only."""
    loud = [one for one in findings if one.result in LOUD]
    verdict = Verdict(case, manual=sum(one.result is Result.MANUAL_REVIEW for one in loud))
    used: set[int] = set()
    for defect in case.planted:
        hits = {place for place, one in enumerate(loud) if _acceptably(defect, one)}
        if any(_strictly(defect, loud[place]) for place in hits):
            verdict.strict.append(defect)
        elif hits:
            verdict.accepted.append(defect)
        used |= hits
    for defect in case.planted:
        if defect in verdict.strict or defect in verdict.accepted:
            continue
        hit = next(
            (place for place, one in enumerate(loud) if place not in used and _leniently(defect, one)), None
        )
        (verdict.missed if hit is None else verdict.lenient).append(defect)
        used |= set() if hit is None else {hit}
    near = [place for place, one in enumerate(loud) if any(_near(defect, one) for defect in case.planted)]
    verdict.extra = [
        one
        for place, one in enumerate(loud)
        if one.result is Result.UNMET and place not in used and place not in near
    ]
    return verdict


def _strictly(defect: Planted, finding: Finding) -> bool:
    return (
        finding.clause in defect.clauses
        and finding.result.value in defect.results
        and any(_at(place, finding.location) for place in defect.locations)
    )


def _acceptably(defect: Planted, finding: Finding) -> bool:
    """As expected, but for a clause or a place that is as good."""
    return (
        (finding.clause in defect.clauses or finding.clause in defect.also)
        and finding.result.value in defect.results
        and any(_at(place, finding.location) for place in (*defect.locations, *defect.also))
    )


def _leniently(defect: Planted, finding: Finding) -> bool:
    """The same clause elsewhere, or another clause at the same field, file or unit's cell."""
    return finding.clause in defect.clauses or _near(defect, finding)


def _near(defect: Planted, finding: Finding) -> bool:
    return any(_field(place) == _field(finding.location) for place in defect.locations)


def _at(place: str, location: str) -> bool:
    """Whether a location is the place, or lies within it: a row of a table, a page of a file."""
    return location == place or (
        location.startswith(place) and location[len(place)] in "#.[" if place else False
    )


def _field(location: str) -> str:
    """The field or file that a location lies in."""
    file = location.partition("#")[0]
    row = re.match(r"(?:project|content|unit\[[^\]]*\])\.\w+", file)
    return row.group() if row else file


def figures(verdicts: Sequence[Verdict]) -> Figures:
    """The figures over all filings."""
    clean = [one for one in verdicts if not one.case.planted]
    decided: dict[str, tuple[int, int]] = {}
    for verdict in verdicts:
        for defect in verdict.case.planted:
            hit, of = decided.get(defect.decided_by, (0, 0))
            found = defect in verdict.strict or defect in verdict.accepted
            decided[defect.decided_by] = (hit + found, of + 1)
    strict = sum(len(one.strict) for one in verdicts)
    accepted = strict + sum(len(one.accepted) for one in verdicts)
    return Figures(
        filings=len(verdicts),
        defects=sum(len(one.case.planted) for one in verdicts),
        strict=strict,
        accepted=accepted,
        lenient=accepted + sum(len(one.lenient) for one in verdicts),
        by_decision=decided,
        clean=len(clean),
        false_alarms=sum(len(one.extra) + bool(one.refused) for one in clean),
        clean_with_alarm=sum(bool(one.extra or one.refused) for one in clean),
        manual_median=median([one.manual for one in clean] or [0]),
    )
