"""Which of the filed filings a list of the desk shows: by whose turn, by day, by batch, by handler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from xianxing.desks.desk.decisions import waits_for_decision
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.casework.models import CaseHandler
from xianxing.pilot.delegations.queries import held_by
from xianxing.pilot.filings.models import Body
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.workdays.clocks import day_of

SHOW = ("", "mine", "handled", "others")
WHEN = ("", "overdue", "today", "week")
OURS = "authority"  # the side of the procedure on which the working group stands
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Selection:
    """What is shown: `show` whose turn it is, `when` the limit lies, a call and a handler by number."""

    show: str = ""
    when: str = ""
    batch: int = 0
    person: int = 0

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Selection:
        """From an address; what makes no sense there shows everything."""
        show, when = sent.get("show", ""), sent.get("when", "")
        return cls(
            show if show in SHOW else "", when if when in WHEN else "",
            _number(sent.get("batch", "")), _number(sent.get("person", "")),
        )  # fmt: skip

    def address(self, **other: str | int) -> str:
        """The address's query for this selection with something else in it."""
        kept = {name: value for name, value in {**vars(self), **other}.items() if value}
        return "?" + urlencode(kept)


def selected(
    bodies: QuerySet[Body], chosen: Selection, user: User, calls: list[Call], *, at: datetime
) -> QuerySet[Body]:
    """Those of `rows.latest_filed` that the selection shows."""
    duty = Duty.objects.filter(case=OuterRef("filing__case"))
    handler = CaseHandler.objects.filter(case=OuterRef("filing__case"))
    if chosen.show == "mine":
        roles = roles_to_act(user, at=at)
        bodies = bodies.filter(
            Q(Exists(duty.filter(role__in=roles))) | Q(filing__case__in=waits_for_decision(roles, calls))
        )
    elif chosen.show == "handled":
        bodies = bodies.filter(Exists(handler.filter(user=user)))
    elif chosen.show == "others":
        bodies = bodies.filter(others_act(calls))
    if chosen.batch:
        bodies = bodies.filter(docket__call=chosen.batch)
    if chosen.person:
        bodies = bodies.filter(Exists(handler.filter(user=chosen.person)))
    day = day_of(at)
    limits = {"overdue": Q(due__lt=day), "today": Q(due=day), "week": Q(due__gt=day, due__lte=day + WEEK)}
    return bodies.filter(limits[chosen.when]) if chosen.when else bodies


def roles_to_act(user: User, *, at: datetime) -> frozenset[str]:
    """The roles in which a person acts now: the own appointments, and what others have delegated."""
    own = {role.value for role in roles_of(user, at=at).staff}
    return frozenset(own.union(*(row.roles for row in held_by(user, at))))


def others_act(calls: list[Call]) -> Q:
    """The condition that somebody must act and none of the working group: we wait for others."""
    duty = Duty.objects.filter(case=OuterRef("filing__case"))
    return Q(Exists(duty), ~Exists(duty.filter(role__in=own_roles(calls))))


def own_roles(calls: list[Call]) -> frozenset[str]:
    """The roles of the working group in the procedures of some calls."""
    roles = (role for call in calls for role in procedure_of(call).roles.values())
    return frozenset(role.id for role in roles if role.side == OURS)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
