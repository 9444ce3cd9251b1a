"""`xianxing guide`: read a guide, see what implements it, compare two, attach the official text."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from xianxing.cli.guide_errors import guide_errors, print_errors
from xianxing.documents.sniff import decoded_text
from xianxing.i18n import gettext
from xianxing.law import (
    Clause,
    Guide,
    GuideError,
    NoValueError,
    Organ,
    UnknownGuideError,
    known_guides,
    open_guide,
    readable_guides,
    unreadable_guides,
)
from xianxing.law.coverage import KINDS, Coverage, coverage, read_procedure, screen_files, source_tests
from xianxing.law.diff import Difference, compare
from xianxing.law.source import TextDifference, attach, attached_file, official_sentences
from xianxing.procedure import load_procedure
from xianxing.procedure.differences import compare_procedures
from xianxing.workdays.clocks import SystemClock, today

HELP = "Guides: list, show, coverage, diff, attach"
FORMATS = ("text", "json")
UNKNOWN_GUIDE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of `xianxing guide`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    which = gettext("Name of a guide, or the folder of one")
    actions.add_parser("list", help=gettext("The guides that are installed"))
    show = actions.add_parser("show", help=gettext("A guide as a lawyer reads it, or one clause"))
    show.add_argument("guide", help=which)
    show.add_argument("clause", nargs="?")
    covered = actions.add_parser(
        "coverage", help=gettext("Which rule, step, document, screen and test implements each clause")
    )
    covered.add_argument("guide", help=which)
    covered.add_argument("--format", choices=FORMATS, default="text")
    covered.add_argument(
        "--tests", type=Path, help=gettext("The tests tree, when it isn't beside the source")
    )
    differ = actions.add_parser("diff", help=gettext("Two guides clause by clause and setting by setting"))
    differ.add_argument("first", help=which)
    differ.add_argument("second", help=which)
    differ.add_argument("--format", choices=FORMATS, default="text")
    attacher = actions.add_parser(
        "attach", help=gettext("Verify the official text and keep it outside the repository")
    )
    attacher.add_argument("guide", help=which)
    attacher.add_argument("file", type=Path)


def run(options: argparse.Namespace) -> int:
    """Do one action; 2 for an unknown guide or clause, 1 when something is lacking."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "show": _show,
        "coverage": _coverage,
        "diff": _diff,
        "attach": _attach,
    }
    try:
        return actions[options.action](options)
    except UnknownGuideError as error:
        print(error, file=sys.stderr)
        return UNKNOWN_GUIDE
    except GuideError as error:
        print(error, file=sys.stderr)
        return 1


def guide_coverage(guide: Guide, tests: Path | None = None) -> Coverage:
    """Coverage with the checker's rules, the desks' screens, the tools and the tests beside the source."""
    from xianxing.checker.rulebook import registry
    from xianxing.toolbox.registry import tool_clauses

    return coverage(guide, registry, screen_files(), tests or source_tests(), tool_clauses())


def _list(_: argparse.Namespace) -> int:
    """Every guide, those that can't be read with what is wrong; 1 when there is one of these."""
    readable, unreadable = readable_guides(), dict[str, GuideError](unreadable_guides())
    for name, guide in readable.items():
        try:
            if read_procedure(guide):
                load_procedure(name)
        except GuideError as error:
            unreadable[name] = error
    for name in known_guides():
        if name in unreadable:
            print(f"{name}\t{gettext('unreadable')}\t{unreadable[name]}")
        else:
            print(f"{name}\t{_status(readable[name])}\t{readable[name].label}")
    return 1 if unreadable else 0


def _status(guide: Guide) -> str:
    return gettext("partial") if guide.partial else gettext("complete")


def _show(options: argparse.Namespace) -> int:
    errors = guide_errors(options.guide) if options.clause is None else ()
    print_errors(errors)
    try:
        guide = open_guide(options.guide)
    except GuideError:
        if not errors:
            raise
        return 1
    official = official_sentences(guide)
    if options.clause is None:
        _show_head(guide)
        for clause in guide.clauses.values():
            _show_clause(clause, official)
        return 1 if errors else 0
    if options.clause not in guide.clauses:
        known = ", ".join(guide.clauses)
        problem = gettext("there is no clause {clause!r}").format(clause=options.clause)
        print(f"{guide.name}: {problem}; {known}", file=sys.stderr)
        return UNKNOWN_GUIDE
    _show_clause(guide.clause(options.clause), official)
    return 0


def _show_head(guide: Guide) -> None:
    print(f"{guide.name} · {guide.label} · {_status(guide)}")
    print(f"{gettext('channel')}: {guide.channel.label}")
    day = today(SystemClock())
    for organ in guide.organs.values():
        print(f"  {_organ_on(organ, day)} ({organ.role})")
    for batch in guide.batches.values():
        print(f"{gettext('window')}: {batch.id} {batch.opens} – {batch.closes}")
    print()


def _organ_on(organ: Organ, day: date) -> str:
    """An organ's name today; of one that has none yet, or no more, its next or last with the days."""
    try:
        return str(organ.on(day).name)
    except NoValueError:
        names = sorted(organ.names, key=lambda one: one.since)
        near = next((one for one in names if one.since > day), names[-1])
        return f"{near.name} ({near.since} – {near.until or ''})"


def _show_clause(clause: Clause, official: Mapping[str, tuple[str, ...]]) -> None:
    mark = "" if clause.verified else f" [{gettext('not verified for this guide')}]"
    print(f"{clause.id}\t{clause.display} · {_status_name(clause)}{mark}")
    for sentence in official.get(clause.id, ()):
        print(f"  {gettext('official text')}: {sentence}")
    print(f"  {gettext('our reading')}: {clause.text}")
    for hedge in clause.hedges:
        print(f"  “{hedge.word}”: {hedge.reading}")
    if clause.note.zh:
        print(f"  {gettext('note')}: {clause.note}")


def _status_name(clause: Clause) -> str:
    names = {
        "implemented": gettext("implemented"),
        "planned": gettext("planned"),
        "declaratory": gettext("declaratory"),
        "open": gettext("left open by the guide"),
    }
    return names[clause.status.value]


def _coverage(options: argparse.Namespace) -> int:
    errors = guide_errors(options.guide)
    print_errors(errors)
    found = guide_coverage(open_guide(options.guide), options.tests)
    if options.format == "json":
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_coverage(found)
    return 0 if found.complete and not errors else 1


def _print_coverage(found: Coverage) -> None:
    labels = {
        "rules": gettext("rules"),
        "steps": gettext("steps"),
        "documents": gettext("documents"),
        "screens": gettext("screens"),
        "tools": gettext("tools"),
        "tests": gettext("tests"),
    }
    for item in found.clauses:
        mark = "✗" if item.lacking else ("✓" if item.done else "·")
        print(f"{mark} {item.clause.id}\t{item.clause.display} · {_status_name(item.clause)}")
        if not item.clause.verified:
            print(f"    {gettext('not verified for this guide')}")
        for kind in KINDS:
            if item.behind[kind]:
                print(f"    {labels[kind]}: {', '.join(item.behind[kind])}")
    if not found.tests_found:
        print(gettext("No tests tree here: tests were not looked at."))
    total, loose = len(found.guide.sentences), len(found.unassigned)
    print(gettext("{total} official sentences, {loose} without a clause").format(total=total, loose=loose))
    for number in found.unassigned:
        print(gettext("sentence {number} belongs to no clause").format(number=number))
    for clause in found.uncovered:
        print(gettext("clause {clause} says implemented and has nothing behind it").format(clause=clause))


def _diff(options: argparse.Namespace) -> int:
    first, second = open_guide(options.first), open_guide(options.second)
    differences = compare(first, second) + _procedures(options.first, first, options.second, second)
    if options.format == "json":
        rows = [item.as_json() for item in differences]
        print(
            json.dumps(
                {"first": options.first, "second": options.second, "differences": rows},
                ensure_ascii=False,
                indent=2,
            )
        )
        return 0
    for item in differences:
        print_difference(item)
    if not differences:
        print(gettext("The two don't differ."))
    return 0


def _procedures(first: str, ours: Guide, second: str, theirs: Guide) -> tuple[Difference, ...]:
    """In which the procedures differ; nothing where one of the guides has none."""
    if not read_procedure(ours) or not read_procedure(theirs):
        return ()
    return compare_procedures(load_procedure(first), load_procedure(second))


def print_difference(item: Difference) -> None:
    """One difference for people: what it is about, then what each side says."""
    sections = {
        "guide": gettext("guide"),
        "organs": gettext("organ"),
        "unit_kinds": gettext("kind of unit"),
        "project_types": gettext("type of project"),
        "batches": gettext("batch"),
        "clauses": gettext("clause"),
        "fields": gettext("field"),
        "materials": gettext("material"),
        "settings": gettext("setting"),
        "papers": gettext("paper"),
        "rule_families": gettext("family of rules"),
        "rules": gettext("rule"),
        "clause_answers": gettext("clause that answers to the reference guide's"),
        "procedure.roles": gettext("role of the procedure"),
        "procedure.numbers": gettext("number of the procedure"),
        "procedure.clocks": gettext("time limit"),
        "procedure.facts": gettext("fact"),
        "procedure.particulars": gettext("particular"),
        "procedure.states": gettext("state"),
        "procedure.acts": gettext("act"),
        "procedure.steps": gettext("step"),
        "procedure.documents": gettext("document"),
        "procedure.lacks": gettext("what the guide lacks"),
    }
    kinds = {
        "only_first": gettext("only in the first"),
        "only_second": gettext("only in the second"),
        "changed": gettext("differs"),
        "moved": gettext("stands elsewhere"),
        "not_verified": gettext("inherited, not verified for the second guide"),
    }
    name = gettext("“{title}”").format(title=item.title) if item.title else item.key
    print(f"{sections[item.section]} {name}: {kinds[item.kind]}")
    for aspect in dict.fromkeys((*item.first, *item.second)):
        if item.first.get(aspect):
            print(f"  - {aspect}: {item.first[aspect]}")
        if item.second.get(aspect):
            print(f"  + {aspect}: {item.second[aspect]}")


def _attach(options: argparse.Namespace) -> int:
    guide = open_guide(options.guide)
    try:
        text = decoded_text(options.file.read_bytes())
        problem = gettext("it is no text")
    except OSError as error:
        text, problem = None, str(error)
    if text is None:
        print(
            gettext("{file} cannot be read: {error}").format(file=options.file, error=problem),
            file=sys.stderr,
        )
        return UNKNOWN_GUIDE
    if not guide.sentences:
        print(
            gettext("{guide} carries no digests of an official text").format(guide=guide.name),
            file=sys.stderr,
        )
        return 1
    verification = attach(guide, text)
    matched, total = len(verification.matched), len(guide.sentences)
    print(gettext("{matched} of {total} official sentences verified").format(matched=matched, total=total))
    if verification.skipped_before or verification.skipped_after:
        skipped = verification.skipped_before + verification.skipped_after
        print(
            gettext("{count} passages before and after the official text were skipped").format(count=skipped)
        )
    for change in verification.changes if matched else ():
        print(_change(guide, change))
    if not verification.complete:
        print(gettext("Nothing was kept: the text differs from the official one."))
        return 1
    print(gettext("Kept at {path}").format(path=attached_file(guide)))
    return 0


def _change(guide: Guide, change: TextDifference) -> str:
    where = gettext("line {line}").format(line=change.line)
    excerpt = change.found.text[:30] if change.found else ""
    display = (
        guide.clause(change.sentence.clause).display if change.sentence and change.sentence.clause else ""
    )
    if change.kind == "missing":
        return f"{where}: " + gettext("after this line a sentence of {clause} is missing").format(
            clause=display
        )
    if change.kind == "changed":
        return f"{where}: " + gettext("a sentence of {clause} differs: {excerpt}").format(
            clause=display, excerpt=excerpt
        )
    return f"{where}: " + gettext("this is no official sentence: {excerpt}").format(excerpt=excerpt)
