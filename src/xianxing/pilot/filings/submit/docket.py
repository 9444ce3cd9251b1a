"""The docket follows the acts: an entry with the filing, whose turn it is until when with every event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.filings.models import Body, DocketEntry, DocketTurn

Turn = tuple[DocketTurn, date | None, str]


def enter_in_docket(body: Body) -> None:
    """Enter what was filed now; a correction keeps its ordinal. Within the transaction of the act."""
    case = body.filing.case
    turn, due, roles = turn_of_duties(Duty.objects.filter(case=case))
    now = {"body": body, "filed_at": body.filed_at, "turn": turn, "due": due, "roles": roles}
    first = {**now, "call": case.call, "ordinal": next_ordinal(case.call)}
    DocketEntry.objects.update_or_create(filing_id=case.pk, defaults=now, create_defaults=first)


def next_ordinal(call: Call) -> int:
    """The ordinal of a call's next filing; writers of the log wait for each other: none is taken twice."""
    last = DocketEntry.objects.filter(call=call).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def follow_case(sender: object, case: Case, **_rest: object) -> None:
    """Whose turn it is after an event, in the transaction of the event; nothing for a draft."""
    del sender
    turn, due, roles = turn_of_duties(Duty.objects.filter(case=case))
    DocketEntry.objects.filter(filing=case.pk).update(turn=turn, due=due, roles=roles)


def turn_of_duties(duties: Iterable[Duty]) -> Turn:
    """What the duties of one case come to: the turn, the nearest limit, the roles that must act."""
    held = list(duties)
    due = min((one.due for one in held if one.due), default=None)
    turn = DocketTurn.ENDED if not held else DocketTurn.OPEN if due is None else DocketTurn.LIMITED
    return turn, due, roles_in_row({one.role for one in held})


def roles_in_row(roles: Iterable[str]) -> str:
    """Roles as an entry writes them: ` group_head secretariat `, "" where there are none."""
    return "".join(f" {role}" for role in sorted(roles)) + " " if roles else ""
