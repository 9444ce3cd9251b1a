"""`xianxing tool`: the supervisor's tools over a folder of tables (guide 3.3.2, 3.3.5)."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.toolbox.anchoring import commitment_to, digest_of_answer
from xianxing.toolbox.indicators import indicators
from xianxing.toolbox.outcome import FOUND_UNMET, REFUSED, RunOutcome
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.query_engine import QueryEngineError
from xianxing.toolbox.registry import TOOLS, ExtraMissingError, ToolEntry, load_tool
from xianxing.toolbox.reports import PaperError
from xianxing.toolbox.saving import as_text, save
from xianxing.toolbox.tool import Tool, run_tool
from xianxing.workdays.clocks import SystemClock

HELP = "Tools for the supervisor's desk over a folder of tables"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare `list`, and the actions of each tool."""
    names = parser.add_subparsers(dest="tool", required=True, metavar="NAME")
    every = names.add_parser("list", help=gettext("The tools that there are"))
    every.add_argument("--format", choices=("text", "json"), default="text", help=gettext("Form of output"))
    for name, entry in TOOLS.items():
        _configure_tool(names.add_parser(name, help=gettext(entry.title)), entry)


def _configure_tool(parser: argparse.ArgumentParser, entry: ToolEntry) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    judging = {"run": actions.add_parser("run", help=gettext("Judge a folder"))}
    if entry.replays:
        replay = actions.add_parser("replay", help=gettext("Judge the same days by another date's rules"))
        replay.add_argument("--rules-as-of", type=_day, required=True, metavar="DATE")
        judging["replay"] = replay
    for action in judging.values():
        action.add_argument("folder", type=Path, metavar="INPUT_DIR", help=gettext("tool.toml and tables"))
        action.add_argument("--as-of", type=_day, metavar="DATE", help=gettext("the day to look at; wins"))
        action.add_argument(
            "--out", type=Path, metavar="DIR", help=gettext("write result, tables, charts and reports there")
        )
        action.add_argument(
            "--lenient", action="store_true", help=gettext("set bad rows aside instead of refusing")
        )
        if entry.engines:
            action.add_argument(
                "--engine",
                default="",
                metavar="ADDRESS",
                help=gettext(
                    "what adds up: duckdb, postgresql://… or spark://…; only temporary tables are made"
                ),
            )
    example = actions.add_parser("example", help=gettext("Write the shipped example"))
    example.add_argument("folder", type=Path, metavar="DIR")
    rules = actions.add_parser("rules", help=gettext("The rule packs with their days and sources"))
    rules.add_argument("--as-of", type=_day, metavar="DATE", help=gettext("only what is in force on a day"))
    actions.add_parser("schema", help=gettext("The tables and columns, as Table Schema"))
    digest = actions.add_parser("digest", help=gettext("What a result is known by; compares with an anchor"))
    digest.add_argument("result", type=Path, metavar="RESULT.json")
    digest.add_argument("--anchor", type=Path, metavar="anchor.json", help=gettext("as the site gives it"))
    points = actions.add_parser("indicators", help=gettext("A result as points for the pilot's monitoring"))
    points.add_argument("result", type=Path, metavar="RESULT.json")
    for action in (*judging.values(), rules):
        action.add_argument(
            "--format", choices=("text", "json"), default="text", help=gettext("Form of output")
        )


def run(options: argparse.Namespace) -> int:
    """Do one action; 2 where a folder is refused or a file can't be read or written."""
    if options.tool == "list":
        return _list(options)
    actions = {
        "run": _run, "replay": _run, "example": _example, "rules": _rules, "schema": _schema,
        "indicators": _indicators, "digest": _digest,
    }  # fmt: skip
    try:
        return actions[options.action](load_tool(options.tool), options)
    except ExtraMissingError as missing:
        words = gettext("{library} isn't installed: install the extra `tools` (requirements/tools.txt)")
        print(words.format(library=missing.library), file=sys.stderr)
        return REFUSED
    except (OSError, QueryEngineError) as error:
        print(error, file=sys.stderr)
        return REFUSED


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(gettext("write a date like 2025-06-30")) from None


def _list(options: argparse.Namespace) -> int:
    tools = [(name, gettext(entry.title)) for name, entry in TOOLS.items()]
    if options.format == "json":
        print(json.dumps([{"name": name, "title": title} for name, title in tools], ensure_ascii=False))
    else:
        print("\n".join(f"{name:16} {title}" for name, title in tools))
    return 0


def _run(tool: Tool, options: argparse.Namespace) -> int:
    outcome = run_tool(
        tool,
        options.folder,
        as_of=options.as_of,
        lenient=options.lenient,
        rules_as_of=getattr(options, "rules_as_of", None),
        engine=getattr(options, "engine", ""),
    )
    if options.out is not None:
        try:
            save(outcome, options.out)
        except PaperError as error:  # the answer stands all the same
            print(error, file=sys.stderr)
    print(as_text(outcome) if options.format == "json" else "\n".join(_lines(outcome)))
    return outcome.status


def _lines(outcome: RunOutcome) -> list[str]:
    answer = outcome.as_json()
    lines = [
        f"{one.table}{f':{one.line}' if one.line else ''} {one.column}  {one.code.value}  "
        f"{one.value}  {one.message}"
        for one in (problem.shown for problem in outcome.problems)
    ]
    for finding in outcome.answer.findings if outcome.answer else ():
        pack = f"{finding.pack.id} {finding.pack.article}" if finding.pack else "–"
        unsure = "" if finding.pack is None or finding.pack.confirmed else gettext(" (text not confirmed)")
        rows = " ".join(f"{row.table}:{row.line}" for row in finding.evidence)
        lines.append(
            f"[{gettext(finding.result.value)}] {finding.rule}  {finding.subject[1]}  {finding.message}"
        )
        lines.append(f"    {pack}{unsure}  {rows}".rstrip())
    if outcome.answer is None:
        lines.append(gettext("Refused: nothing was judged. Mend the above, or run with --lenient."))
    counted = answer["summary"]
    if isinstance(counted, dict):
        lines.append("  ".join(f"{gettext(name)} {count}" for name, count in counted.items()))
    return lines


def _example(tool: Tool, options: argparse.Namespace) -> int:
    folder: Path = options.folder
    files = tool.files()
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        words = gettext("{name} lies there already; choose another folder")
        print(words.format(name=folder / taken[0]), file=sys.stderr)
        return REFUSED
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    print(folder)
    return 0


def _rules(tool: Tool, options: argparse.Namespace) -> int:
    packs = tool.packs.in_force(options.as_of)
    if options.format == "json":
        print(json.dumps([pack.as_json() for pack in packs], ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(_rule_line, packs)))
    return 0


def _rule_line(pack: RulePack) -> str:
    until = pack.effective_to.isoformat() if pack.effective_to else gettext("no end yet")
    number = pack.as_json()["threshold"]
    line = f"{pack.comparator} {number} {pack.unit}".strip() if number is not None else ""
    unsure = "" if pack.confirmed else gettext(" (text not confirmed)")
    checked = gettext("checked {day}").format(day=pack.checked_on)
    return (
        f"{pack.id}  {pack.key}  {line}{unsure}\n"
        f"    {pack.effective_from} – {until}  {pack.source} {pack.article}  {checked}"
    )


def _schema(tool: Tool, _options: argparse.Namespace) -> int:
    tables = [table.as_schema() for table in tool.layout.tables]
    settings = [
        {"name": one.name, "type": one.kind.value, "required": one.required, "enum": list(one.choices)}
        for one in tool.layout.settings
    ]
    print(
        json.dumps({"tool": tool.name, "settings": settings, "tables": tables}, ensure_ascii=False, indent=1)
    )
    return 0


def _digest(_tool: Tool, options: argparse.Namespace) -> int:
    """0 where the answer is the anchored one or no anchor is named, 1 for another, 2 for unusable files."""
    try:
        found = digest_of_answer(json.loads(options.result.read_text("utf-8")))
        print(found)
        if options.anchor is None:
            return 0
        anchor = json.loads(options.anchor.read_text("utf-8"))
        said = anchor["statement"]
        commitment = commitment_to(said, bytes.fromhex(anchor["salt"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    if commitment != anchor["commitment"]:
        print(gettext("The anchor contradicts itself: its statement isn't the one of its commitment."))
        return FOUND_UNMET
    if found != said["output"]:
        print(gettext("Another answer: the anchor states {digest}").format(digest=said["output"]))
        return FOUND_UNMET
    print(gettext("The same answer; the log holds {commitment}").format(commitment=commitment))
    return 0


def _indicators(_tool: Tool, options: argparse.Namespace) -> int:
    try:
        points = indicators(json.loads(options.result.read_text("utf-8")), SystemClock().now())
    except ValueError as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(json.dumps(points, ensure_ascii=False, indent=1))
    return 0
