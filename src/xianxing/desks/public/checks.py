"""The one place where the site calls the checker; what it keeps afterwards are findings, never the filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from xianxing.checker import FolderError, Report, check
from xianxing.desks.public.jobs import Jobs, Say
from xianxing.i18n import gettext
from xianxing.law import Finding, Guide, UnknownGuideError
from xianxing.law.findings import JSON


@dataclass(frozen=True)
class Outcome:
    """The report's JSON with the bare statement of each finding, or the reason why there is none.

    `names` holds the institution behind `unit[…]` and the file behind `material[…]` of its locations; `guide`
    is the one that it was checked against.
    """

    report: dict[str, JSON]
    bodies: tuple[str, ...]
    names: dict[str, str]
    reason: str = ""
    guide: Guide | None = None


@cache
def jobs() -> Jobs:
    """The store of this process."""
    return Jobs(settings.SCRATCH_DIR, keep=settings.CHECK_KEEP_SECONDS, most=settings.CHECK_QUEUE)


def run_check(
    path: Path, as_of: date | None, say: Say, other_guides: Mapping[str, Guide] | None = None
) -> Outcome:
    """Check a folder or zip in the current language; an unreadable filing is an outcome with a reason.

    `other_guides` are those that only calls are pinned to: read beforehand, for here is no database.
    """
    try:
        report = check(path, as_of=as_of, other_guides=other_guides, progress=say)
    except FolderError as error:
        return Outcome({}, (), {}, str(error))
    except UnknownGuideError:
        return Outcome({}, (), {}, gettext("filing.toml names a guide that is not known here."))
    filing = report.case.filing
    names = {f"unit[{unit.id}]": unit.name or unit.id for unit in filing.units}
    names |= {f"material[{entry.index}]": entry.file for entry in filing.files if entry.file}
    bodies = tuple(bare(report, finding) for finding in report.findings)
    return Outcome(report.as_json(), bodies, names, guide=report.case.guide)


def bare(report: Report, finding: Finding) -> str:
    """The message without its place and its clause, which the page shows beside it."""
    text = finding.message
    where = str(report.case.where(finding.location))
    if text.startswith(where):
        text = text[len(where) :].lstrip("：: ")
    head, mark, tail = text.rpartition("（") if text.endswith("）") else text.rpartition(" (")
    return head if mark and report.case.display(finding.clause) in tail else text
