"""`xianxing demo`: what only the demonstration has: tokens and codes of its people, and a clock to be set."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

if TYPE_CHECKING:
    from xianxing.pilot.parties.models import User

HELP = "Tokens, codes and the clock of the demonstration"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    token = actions.add_parser("token", help=gettext("A token of the programming interface for a person"))
    token.add_argument("person", nargs="+", metavar="PERSON", help=gettext("Name or e-mail address"))
    token.add_argument("--days", type=int, default=1, help=gettext("How long it is good, in days"))
    token.add_argument("--project", default="", metavar="NUMBER", help=gettext(
        "For this project of the register alone"
    ))  # fmt: skip
    token.add_argument("--scope", action="append", default=[], metavar="SCOPE", help=gettext(
        "What a token for a project is good for; may be given again"
    ))  # fmt: skip
    otp = actions.add_parser("otp", help=gettext("A code of a person's second factor, good for one act"))
    otp.add_argument("person", nargs="+", metavar="PERSON", help=gettext("Name or e-mail address"))
    otp.add_argument("--count", type=int, default=1, help=gettext("How many codes, one a line, in order"))
    clock = actions.add_parser("clock", help=gettext("Set the demonstration's clock and let time pass"))
    instant = gettext("Such as 2024-02-07T10:00, in the time of Asia/Shanghai")
    clock.add_argument("instant", metavar="INSTANT", help=instant)


def run(options: argparse.Namespace) -> int:
    """Do it; 1 where it is refused, 2 outside the demonstration, for an unknown person or no instant."""
    use_database()
    from django.conf import settings

    if not settings.DEMO:
        message = gettext("Only the demonstration has this; this is XIANXING_MODE=production.")
        print(message, file=sys.stderr)
        return 2
    if options.action == "clock":
        return _clock(options.instant)
    people = {name: _person(name) for name in options.person}
    for name in (name for name, user in people.items() if user is None):
        message = gettext("There is no person of the demonstration called {name}.")
        print(message.format(name=name), file=sys.stderr)
        return 2
    found = [user for user in people.values() if user]
    return next((status for user in found if (status := _of_person(user, options))), 0)


def _of_person(user: User, options: argparse.Namespace) -> int:
    """What was asked for one of the people: codes, a token for a project, or a token."""
    if options.action == "otp":
        return _codes(user, options.count)
    if options.project:
        return _project_token(user, options.project, options.scope, options.days)
    return _token(user, options.days)


def _token(user: User, days: int) -> int:
    from django.utils import timezone

    from xianxing.pilot.parties.domain.tokens import make_token
    from xianxing.pilot.parties.enums import TokenScope
    from xianxing.pilot.refusal import Refused

    try:
        _made, text = make_token(
            user=user, name="xianxing demo", scopes=TokenScope.values, days=days, real_now=timezone.now()
        )
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    print(text)
    return 0


def _project_token(user: User, number: str, scopes: list[str], days: int) -> int:
    from django.utils import timezone

    from xianxing.pilot.clock import now
    from xianxing.pilot.filings.actors import StepUp
    from xianxing.pilot.notices.queries import entry_to_read
    from xianxing.pilot.programs.domain.tokens import make_project_token
    from xianxing.pilot.refusal import Refused, Stranger

    try:
        _made, text = make_project_token(
            case=entry_to_read(number).case_id, name="xianxing demo", scopes=scopes, days=days, by=user,
            step_up=StepUp.just_given(user), at=now(), real_now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    except Stranger:
        print(gettext("This person has nothing to do with a project of this number."), file=sys.stderr)
        return 1
    print(text)
    return 0


def _codes(user: User, count: int) -> int:
    from xianxing.pilot.parties.domain.second_factor import next_codes

    codes = next_codes(user, count)
    if not codes:
        print(gettext("This person has no code to give now."), file=sys.stderr)
        return 1
    print("\n".join(codes))
    return 0


def _clock(text: str) -> int:
    from xianxing.pilot.cases.domain import tick
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.refusal import Refused
    from xianxing.workdays.clocks import CHINA_TIME

    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        print(gettext("That is no instant; write it like 2024-02-07T10:00."), file=sys.stderr)
        return 2
    instant = instant if instant.tzinfo else instant.replace(tzinfo=CHINA_TIME)
    try:
        move_to(instant)
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    entered, failed = tick(at=instant)
    done = gettext("It is {instant} now; time brought {entered} steps, {failed} cases failed.")
    shown = f"{instant.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}"
    print(done.format(instant=shown, entered=entered, failed=failed))
    return 0 if not failed else 1


def _person(named: str) -> User | None:
    """The person of this name, address, or part of an address before the @; None for none or several."""
    from django.db.models import Q

    from xianxing.pilot.parties.models import User

    asked = Q(name=named) | Q(email__iexact=named) | Q(email__istartswith=f"{named}@")
    found = list(User.objects.filter(asked, is_active=True)[:2])
    return found[0] if len(found) == 1 else None
