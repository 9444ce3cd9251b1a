"""A person's limits as an iCalendar file (RFC 5545): last days, and the periods of open public notices.

A title names a case by its number and the act, nothing else; a project's name where a notice made it public.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from icalendar import Calendar, Event

from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.delegations.queries import held_by
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.messages.kinds import reference
from xianxing.pilot.messages.recipients import STAFF, holders
from xianxing.pilot.notices.queries import counted_days, last_day_of, notices, project_of, takes_comments
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_working_group
from xianxing.pilot.parties.queries import roles_of
from xianxing.procedure.next_steps import names_ahead
from xianxing.workdays.clocks import CHINA_TIME, day_of

MOST = 500
ONE_DAY = timedelta(days=1)


def feed_of(user: User, *, at: datetime) -> bytes:
    """The person's calendar as a file; the same bytes all day while nothing changes."""
    found = Calendar()
    found.add("prodid", "-//Xianxing//Limits//ZH")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", gettext("Xianxing: my limits"))
    found.add("x-wr-timezone", "Asia/Shanghai")
    stamp = datetime.combine(day_of(at), datetime.min.time(), CHINA_TIME)
    for event in (*_duties(user, at), *_notices(user, at)):
        event.add("dtstamp", stamp)
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())


def own_duties(user: User, *, at: datetime) -> list[Duty]:
    """The duties with a limit that the person holds by an own role, or as a deputy, the first due first."""
    roles = roles_of(user, at=at)
    mine = {role for role, kind in STAFF.items() if kind in roles.staff}
    mine |= {role for row in held_by(user, at) for role in row.roles}
    cases = set(readable_filings(user, at=at).values_list("pk", flat=True))
    limited = Duty.objects.filter(due__isnull=False).exclude(case__in=stopped_cases())
    found = limited.filter(Q(role__in=mine) | Q(case__in=cases)).select_related("case__call__guide")
    return [
        duty
        for duty in found.order_by("due", "pk")[:MOST]
        if duty.role in mine or user in holders(duty.case, duty.role, at)
    ]


def _duties(user: User, at: datetime) -> Iterator[Event]:
    cases = set(readable_filings(user, at=at).values_list("pk", flat=True))
    for duty in own_duties(user, at=at):
        if duty.due is not None:
            page = "portal:home" if duty.case_id in cases else "desk:filing"
            event = _all_day(f"duty-{duty.case_id}-{duty.state}", duty.due, duty.due)
            event.add("summary", _title(duty, day_of(at)))
            event.add("url", f"{settings.XIANXING_SITE_URL}{reverse(page, args=[duty.case_id])}")
            yield event


def _title(duty: Duty, today: date) -> str:
    procedure, language = procedure_of(duty.case.call), current_language()
    ahead = names_ahead(procedure, duty.state, duty.facts or {}, clock=duty.clock, due=duty.due, today=today)
    asked = gettext(" or ").join(ahead) or procedure.states[duty.state].name(language)
    text = gettext("{number} {action}").format(number=_number(duty.case), action=asked)
    return gettext("{title} (provisional)").format(title=text) if duty.provisional else text


def _notices(user: User, at: datetime) -> Iterator[Event]:
    """The notices open now that the person has to do with, each from its first day to its last."""
    rows = notices()
    if not is_working_group(roles_of(user, at=at)):
        rows = rows.filter(case__in=readable_filings(user, at=at).values("pk"))
    for notice in rows.filter(last_day__gte=day_of(at) - timedelta(days=60))[:MOST]:
        if not takes_comments(notice, at):
            continue
        days = counted_days(notice)
        event = _all_day(f"notice-{notice.number}", days[0].date, last_day_of(notice))
        event.add("summary", gettext("Public notice {number}: {project}").format(
            number=notice.number, project=project_of(notice)
        ))  # fmt: skip
        page = reverse("public:notice", args=[notice.number])
        event.add("url", f"{settings.XIANXING_SITE_URL}{page}")
        yield event


def _all_day(key: str, first: date, last: date) -> Event:
    """An event of whole days, the last one included; its UID stays when the days move."""
    event = Event()
    event.add("uid", f"{key}@{settings.XIANXING_SITE_URL.partition('//')[2]}")
    event.add("dtstart", first)
    event.add("dtend", last + ONE_DAY)
    return event


def _number(case: Case) -> str:
    return reference(case) or gettext("Draft")
