"""Checking one filing: read, let every rule speak, put the findings in the order of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xianxing.checker.case import CallWindow, CheckContext
from xianxing.checker.filing import FolderFiling
from xianxing.checker.folder import FolderError, opened, read_files, read_form
from xianxing.checker.rulebook import registry
from xianxing.documents.limits import OcrMode
from xianxing.documents.model import Document
from xianxing.i18n import current_language, gettext, language
from xianxing.law import Basis, Finding, Guide, Result, Text, load_guide
from xianxing.law.findings import JSON
from xianxing.workdays.clocks import SystemClock, today

ORDER = ("project", "content", "unit")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class CheckReport:
    """What the working group would send back, in the order of the form. `case` names places for people."""

    guide: str
    ruleset: str
    as_of: date
    findings: tuple[Finding, ...]
    case: CheckContext

    @property
    def summary(self) -> dict[str, int]:
        """How many findings there are of each result."""
        return {result.value: sum(f.result is result for f in self.findings) for result in Result}

    @property
    def passed(self) -> bool:
        """Whether nothing is unmet."""
        return not any(finding.result is Result.UNMET for finding in self.findings)

    def as_json(self) -> dict[str, JSON]:
        """The report as the folder format writes it."""
        findings: list[JSON] = [dict(finding.as_json()) for finding in self.findings]
        summary: dict[str, JSON] = dict(self.summary)
        return {
            "guide": self.guide,
            "ruleset": self.ruleset,
            "as_of": self.as_of.isoformat(),
            "findings": findings,
            "summary": summary,
        }


def check(
    path: Path,
    *,
    as_of: date | None = None,
    guide_roots: Iterable[Path] | None = None,
    other_guides: Mapping[str, Guide] | None = None,
    ocr: OcrMode = OcrMode.AUTO,
    progress: Progress | None = None,
) -> CheckReport:
    """Check the filing in a folder or zip. Reads this filing only; never compares with another.

    Raises FolderError when the folder cannot be read as a filing, UnknownGuideError for a guide that no
    package answers to and that isn't among `other_guides`, by name. `as_of` defaults to today in China.
    `progress` is told the name of each file before it is read. Messages come in the current language.
    """
    with opened(path) as (folder, problems):
        filing = read_form(folder, problems)
        guide = (other_guides or {}).get(filing.guide) or guide_of(filing, guide_roots)
        filing = read_files(filing, folder, lambda paths: dict(_read(paths, ocr, progress)))
        return check_filing(filing, guide, as_of or today(SystemClock()))


def guide_of(filing: FolderFiling, roots: Iterable[Path] | None = None) -> Guide:
    """The guide that a filing names; FolderError when it names none, UnknownGuideError for an unknown one."""
    if not filing.guide:
        raise FolderError(
            gettext('filing.toml does not say under which guide it is filed: write guide = "…"')
        )
    return load_guide(filing.guide, roots)


def check_filing(
    filing: FolderFiling, guide: Guide, as_of: date, window: CallWindow | None = None
) -> CheckReport:
    """Check a filing that has been read. Pure: same filing, guide, day and window, same report.

    `window` is the call's own, extensions included; None where only the guide's dates are known. Messages
    come in the current language.
    """
    return next(check_in_languages((current_language(),), filing, guide, as_of, window))


def check_in_languages(
    languages: Iterable[str],
    filing: FolderFiling,
    guide: Guide,
    as_of: date,
    window: CallWindow | None = None,
) -> Iterator[CheckReport]:
    """As `check_filing`, a report in each of these languages; the rules look at the filing once."""
    case = CheckContext(filing, guide, as_of, window)
    outcomes = registry.outcomes(case, guide)
    ruleset, key = registry.digest(guide), _sorter(case)
    for code in languages:
        with language(code):
            findings = [_spoken(case, finding) for finding in registry.findings(outcomes, guide)]
        yield CheckReport(guide.name, ruleset, as_of, tuple(sorted(findings, key=key)), case)


def _read(paths: list[Path], ocr: OcrMode, progress: Progress | None) -> Iterator[tuple[Path, Document]]:
    from xianxing.documents.reading import read_documents

    if not paths:
        return
    documents = read_documents([(path, path.name) for path in paths], ocr=ocr)
    for path in paths:
        if progress:
            progress(path.name)
        yield path, next(documents)


def _spoken(case: CheckContext, finding: Finding) -> Finding:
    """The finding with its place before and its clause after what the rule says."""
    display = case.display(finding.clause)
    if finding.basis is Basis.GUIDE:
        source = Text(f"（依据：{display}）", f" (clause {display})")
    else:
        source = Text(f"（申报实践，服务于{display}）", f" (practice, serving clause {display})")
    if finding.result in (Result.MET, Result.NOT_APPLICABLE):
        return replace(finding, message=f"{finding.message}{source}")
    where = case.where(finding.location)
    return replace(finding, message=f"{Text(where.zh + '：', where.en + ': ')}{finding.message}{source}")


def _sorter(case: CheckContext) -> Callable[[Finding], tuple[object, ...]]:
    fields = {field: place for place, field in enumerate(case.guide.fields)}
    columns = {c.path: place for field in case.guide.fields.values() for place, c in enumerate(field.columns)}
    units = {unit.id: unit.index for unit in case.filing.units}
    files = {item.file: item.index for item in case.filing.files}
    results = {result: place for place, result in enumerate(Result)}

    def key(finding: Finding) -> tuple[object, ...]:
        location = finding.location
        group = re.split(r"[.\[]", location)[0]
        name = location.partition("#")[0]
        silent = finding.result in (Result.MET, Result.NOT_APPLICABLE)
        if name in files:
            place: tuple[object, ...] = (4, files[name], 0, 0, 0)
        elif group == "material":
            index = re.match(r"material\[(\d+)\]", location)
            place = (4, int(index.group(1)) if index else 0, 0, 0, 1)
        elif group in ORDER:
            path = re.sub(r"\[[^\]]*\]", "", location)
            unit = re.match(r"unit\[([^\]]*)\]", location)
            row = re.search(r"\.\w+\[(\d+)\]", location)
            top = ".".join(path.split(".")[:2])
            place = (ORDER.index(group) + 1, units.get(unit.group(1), 0) if unit else 0, fields.get(top, 999),
                     int(row.group(1)) if row else -1, columns.get(path, -1))  # fmt: skip
        else:
            place = (0, 0, 0, 0, 0)
        return (silent, place, results[finding.result], finding.rule, location)

    return key
