"""`xianxing case show`: where a case stands, or stood on a day, and how it came there."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from xianxing.cli.cases import case_named
from xianxing.cli.database import use_database
from xianxing.cli.times import a_day
from xianxing.i18n import current_language, gettext

if TYPE_CHECKING:
    from xianxing.pilot.cases.models import Case
    from xianxing.procedure.events import CaseState
    from xianxing.procedure.model import Procedure

HELP = "Show a case as of any day"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand show."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help=gettext("Replay a case's events"))
    show.add_argument("case", metavar="CASE", help=gettext("The case's number"))
    show.add_argument(
        "--as-of",
        type=a_day,
        metavar="DAY",
        help=gettext("As it stood at the end of this day, under the rules then in force"),
    )


def run(options: argparse.Namespace) -> int:
    """Print state, facts, who acted, limits and acts; 1 before the case was opened, 2 for an unknown one."""
    use_database()
    from xianxing.pilot.cases.procedural import CaseStore
    from xianxing.procedure import runner
    from xianxing.procedure.refusals import RefusedError

    case = case_named(options.case)
    if case is None:
        return 2
    if case.sequence == 0:
        print(gettext("A draft: its first recorded act will be the freezing of its content."))
        return 0
    store, number = CaseStore(case), str(case.pk)
    try:
        state = (
            runner.replay(store, number, options.as_of) if options.as_of else runner.current(store, number)
        )
    except RefusedError as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    procedure = store.procedures(number)[state.version]
    _print_state(procedure, state)
    _print_acts(case, procedure, options.as_of)
    return 0


def _print_state(procedure: Procedure, state: CaseState) -> None:
    language = current_language()
    print(gettext("State: {state}").format(state=procedure.states[state.state].name(language)))
    print(gettext("Procedure: {version}").format(version=state.version))
    for identifier, value in sorted(state.facts.items()):
        acted = "、".join(sorted(state.acted.get(identifier, ())))
        name = procedure.facts[identifier].name(language)
        print(f"  {name}: {procedure.word(value, language)}" + (f" ({acted})" if acted else ""))
    for identifier, start in sorted(state.clocks.items()):
        print(f"  {procedure.clocks[identifier].name(language)}: {start.day.isoformat()} →")

    for item in state.items.values():
        kind = procedure.item_kinds[item.kind]
        stage = kind.stages[item.stage].name(language)
        print(f"  {kind.name(language)} {item.id}: {stage} ({item.opened.isoformat()})")


def _print_acts(case: Case, procedure: Procedure, day: date | None) -> None:
    from xianxing.pilot.cases.models import Event
    from xianxing.workdays.clocks import CHINA_TIME, day_of

    for event in Event.objects.filter(case=case).order_by("sequence"):
        if day is None or day_of(event.at) <= day:
            step = procedure.steps.get(event.step)
            name = step.name(current_language()) if step else event.step
            at = f"{event.at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S}"
            print(f"{event.sequence:4d}  {at}  {event.role}  {name}")
