"""`xianxing check`: what the working group would send back, clause by clause."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from xianxing.checker.engine import CheckReport, check
from xianxing.checker.folder import FolderError
from xianxing.cli.times import a_day
from xianxing.documents.limits import OcrMode
from xianxing.i18n import gettext
from xianxing.law import Basis, Finding, GuideError, Result, Severity, UnknownGuideError

HELP = "Check the filing in a folder or zip"
UNREADABLE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `xianxing check`."""
    parser.add_argument("filing", type=Path, metavar="FOLDER|ZIP", help=gettext("folder or zip of a filing"))
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--as-of", type=a_day, metavar="DATE", help=gettext("day of filing, default: today in China")
    )
    parser.add_argument(
        "--ocr",
        choices=[mode.value for mode in OcrMode],
        default=OcrMode.AUTO.value,
        help=gettext("read scans, or don't"),
    )


def run(options: argparse.Namespace) -> int:
    """Print the report; 0 when nothing is unmet, 1 when something is, 2 when the filing cannot be read."""
    try:
        report = check(
            options.filing, as_of=options.as_of, ocr=OcrMode(options.ocr), progress=_progress(options.ocr)
        )
    except UnknownGuideError as error:
        print(unknown_guide(error), file=sys.stderr)
        return UNREADABLE
    except (FolderError, GuideError) as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    if options.format == "json":
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(report)))
    return 0 if report.passed else 1


def unknown_guide(error: UnknownGuideError) -> str:
    """What to say where filing.toml names a guide that no package answers to."""
    return gettext(
        "filing.toml names a guide that is not known here: {problem}. {known}. A guide of a site's own calls "
        "is known to that site: check the filing there, at /check/."
    ).format(problem=error.problem, known=error.remedy)


def _progress(ocr: str) -> Callable[[str], None] | None:
    if ocr == OcrMode.NEVER.value or not sys.stderr.isatty():
        return None

    def tell(name: str) -> None:
        print(gettext("reading {name} …").format(name=name), file=sys.stderr)

    return tell


def lines(report: CheckReport) -> Iterator[str]:
    """The report for people: what blocks, what guide and practice ask, what a person should look at."""
    name = report.case.filing.name or "—"
    yield gettext("{name} · {guide} · as of {day}").format(
        name=name, guide=report.case.guide.label, day=report.as_of
    )
    for title, findings in sections(report):
        if findings:
            yield f"\n{title} ({len(findings)})"
            yield from _grouped(report, findings)
    summary = report.summary
    yield "\n" + gettext(
        "{unmet} unmet, {unknown} unknown, {manual_review} for a person; {met} met, {not_applicab"
        "le} don't apply"
    ).format(**summary)


def sections(report: CheckReport) -> list[tuple[str, list[Finding]]]:
    """The findings that say something, law and practice apart, what blocks first."""
    unmet = [finding for finding in report.findings if finding.result is Result.UNMET]
    blocking = [finding for finding in unmet if finding.severity is Severity.BLOCKING]
    other = [finding for finding in unmet if finding.severity is not Severity.BLOCKING]
    return [
        (gettext("No filing as it stands"), blocking),
        (gettext("The guide asks"), [finding for finding in other if finding.basis is Basis.GUIDE]),
        (gettext("Practice asks"), [finding for finding in other if finding.basis is Basis.PRACTICE]),
        (gettext("Could not be checked"), [f for f in report.findings if f.result is Result.UNKNOWN]),
        (gettext("For a person to judge"), [f for f in report.findings if f.result is Result.MANUAL_REVIEW]),
    ]


def _grouped(report: CheckReport, findings: Iterable[Finding]) -> Iterator[str]:
    """Findings under the cell or file that they speak about."""
    last = None
    for finding in findings:
        place = str(report.case.where(finding.location))
        if place != last:
            yield f"  {place}"
            last = place
        message = finding.message.removeprefix(place).lstrip("：: ")
        yield f"    · {message}"
