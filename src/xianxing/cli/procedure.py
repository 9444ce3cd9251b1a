"""`xianxing procedure`: check, measure, draw and read a procedure, list what its guide leaves open."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from xianxing.cli import procedure_text
from xianxing.cli.guide import print_difference
from xianxing.cli.guide_errors import guide_errors, print_errors
from xianxing.documents.writing.sheet import write_sheet
from xianxing.i18n import current_language, gettext
from xianxing.law.errors import GuideError
from xianxing.procedure.checker import PropertyReport, check
from xianxing.procedure.differences import compare_procedures
from xianxing.procedure.drawing import draw
from xianxing.procedure.gaps import Gap, gap_register
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.model import Procedure
from xianxing.procedure.mutants import Score, mutate

HELP = "Check, measure and draw the procedure of a guide"
ENOUGH = 0.95


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare `check`, `mutate`, `draw`, `gaps`, `diff` and `read`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, help_text in (
        ("check", gettext("Check every property in every situation")),
        ("mutate", gettext("Drop each guard, effect and step in turn and see whether a property notices")),
        ("draw", gettext("Draw the procedure as SVG or PDF")),
        ("gaps", gettext("List what the guide leaves open")),
        ("diff", gettext("Compare the procedures of two guides")),
        ("read", gettext("Read the procedure as a text, or how it differs from another version")),
    ):
        action = actions.add_parser(name, help=help_text, description=help_text)
        action.add_argument("guide", metavar="GUIDE", help=gettext("Name of a guide, or the folder of one"))
        if name == "diff":
            action.add_argument(
                "second", metavar="GUIDE", help=gettext("Name of a guide, or the folder of one")
            )
        if name == "read":
            procedure_text.configure(action)
        elif name == "draw":
            action.add_argument("--state", help=gettext("The state to light up"))
            action.add_argument(
                "--out",
                type=Path,
                help=gettext("File to write, .svg or .pdf; else SVG on standard output"),
            )
            action.add_argument("--clause-url", default="", help=gettext("Page to which clauses link"))
        else:
            action.add_argument(
                "--format", choices=("text", "json"), default="text", help=gettext("Form of the output")
            )
        if name == "mutate":
            action.add_argument(
                "--jobs", type=int, default=os.cpu_count() or 1, help=gettext("Processes at once")
            )


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when all is well, 1 when a property fails or the score is too low, 2 for an unusable guide."""
    errors: tuple[GuideError, ...] = ()
    try:
        errors = guide_errors(options.guide) if options.action == "check" else ()
        print_errors(errors)
        procedure = load_procedure(options.guide)
    except GuideError as error:
        if str(error) not in map(str, errors):
            print(error, file=sys.stderr)
        return 2
    actions = {"check": _check, "mutate": _mutate, "draw": _draw, "gaps": _gaps, "diff": _diff,
               "read": procedure_text.run}  # fmt: skip
    return max(actions[options.action](procedure, options), 1 if errors else 0)


def _check(procedure: Procedure, options: argparse.Namespace) -> int:
    report = check(procedure)
    if options.format == "json":
        _print_json(report.as_json(current_language()))
    else:
        _print_report(procedure, report)
    return 0 if report.holds else 1


def _print_report(procedure: Procedure, report: PropertyReport) -> None:
    english = current_language() == "en"
    for verdict in report.verdicts:
        mark = gettext("holds") if verdict.holds else gettext("FAILS")
        if verdict.because and verdict.holds:
            mark = gettext("doesn't apply")
        text = verdict.rule.en if english else verdict.rule.zh
        clause = f" [{_display(procedure, verdict.clause)}]" if verdict.clause else ""
        print(f"{mark}  {text}{clause}")
        if not verdict.holds:
            print(f"      {verdict.counter_example}")
        elif verdict.because:
            print(f"      {verdict.because.en if english else verdict.because.zh}")
    applied = [verdict for verdict in report.verdicts if verdict.applies]
    held = sum(verdict.holds for verdict in applied)
    print(
        gettext(
            "{held} of {all} properties that apply hold; {states} situations, {transitions} transitions, "
            "{seconds} s; {gaps} gaps; version {version}"
        ).format(
            held=held,
            all=len(applied),
            states=report.states_explored,
            transitions=report.transitions,
            seconds=f"{report.seconds:.2f}",
            gaps=len(report.gaps),
            version=report.version,
        )
    )


def _mutate(procedure: Procedure, options: argparse.Namespace) -> int:
    score = mutate(procedure, _progress, options.jobs)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if options.format == "json":
        _print_json(score.as_json(current_language()))
    else:
        _print_score(score)
    if score.violated:
        line = gettext("The procedure itself violates {property}, so the score says nothing: check it first.")
        print(line.format(property=score.violated), file=sys.stderr)
    return 0 if score.value >= ENOUGH and not score.violated else 1


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="", file=sys.stderr, flush=True)
    elif done % 50 == 0 or done == of:
        print(f"{done}/{of}", file=sys.stderr, flush=True)


def _print_score(score: Score) -> None:
    for fate in score.survivors:
        reason = fate.reason or gettext("not explained")
        text = fate.en if current_language() == "en" else fate.zh
        print(f"{fate.mutant}  {text}: {reason}")
    print(
        gettext("Mutation score {score}: {killed} of {all} mutants noticed, {left} survive").format(
            score=f"{score.value:.3f}", killed=score.killed, all=len(score.fates), left=len(score.survivors)
        )
    )


def _draw(procedure: Procedure, options: argparse.Namespace) -> int:
    if options.state and options.state not in procedure.states:
        known = ", ".join(procedure.states)
        print(gettext("No such state; known: {known}").format(known=known), file=sys.stderr)
        return 2
    picture = draw(
        procedure, state=options.state or "", clause_url=options.clause_url, language=current_language()
    )
    if not options.out:
        print(picture)
        return 0
    try:
        if options.out.suffix.lower() == ".pdf":
            title, language = procedure.name(current_language()), current_language()
            options.out.write_bytes(
                write_sheet(picture, title=title, language=language, made=datetime.now(UTC))
            )
        else:
            options.out.write_text(picture, "utf-8")
    except OSError as error:
        print(
            gettext("{path} cannot be written: {error}").format(path=options.out, error=error),
            file=sys.stderr,
        )
        return 2
    return 0


def _gaps(procedure: Procedure, options: argparse.Namespace) -> int:
    gaps = gap_register(procedure)
    if options.format == "json":
        _print_json({"guide": procedure.guide, "gaps": [gap.as_json(current_language()) for gap in gaps]})
        return 0
    headings = {
        "no_limit": gettext("Waiting states for which the guide sets no limit"),
        "no_basis": gettext("Steps that the guide does not name"),
    }
    for kind, heading in headings.items():
        print(heading)
        for gap in gaps:
            if gap.kind == kind:
                print(f"  {_gap_line(procedure, gap)}")
    return 0


def _diff(procedure: Procedure, options: argparse.Namespace) -> int:
    try:
        second = load_procedure(options.second)
    except GuideError as error:
        print(error, file=sys.stderr)
        return 2
    found = compare_procedures(procedure, second)
    if options.format == "json":
        rows = [item.as_json() for item in found]
        _print_json({"first": options.guide, "second": options.second, "differences": rows})
        return 0
    for item in found:
        print_difference(item)
    if not found:
        print(gettext("The two don't differ."))
    return 0


def _display(procedure: Procedure, clause: str) -> str:
    """A clause under the name that the pages show; its id where the guide doesn't know it."""
    return procedure.clauses.get(clause, clause)


def _gap_line(procedure: Procedure, gap: Gap) -> str:
    english = current_language() == "en"
    serves = f" [{', '.join(_display(procedure, clause) for clause in gap.serves)}]" if gap.serves else ""
    return f"{gap.en if english else gap.zh}{serves}: {gap.filled_en if english else gap.filled_zh}"


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
